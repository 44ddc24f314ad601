//! The tree of a body, in one arena: nodes are indices, and all text is in one string.

use html5ever::{Attribute, LocalName, QualName, ns};

/// The index of no node.
pub(in crate::document) const NONE: u32 = u32::MAX;

/// The root of every tree.
pub(in crate::document) const ROOT: u32 = 0;

/// The content of a node.
#[derive(Debug, PartialEq)]
pub(in crate::document) enum NodeData {
    /// The document or the contents of a template.
    Document,
    /// An element.
    Element {
        /// Its name with namespace.
        name: QualName,
        /// Its attributes.
        attributes: Vec<Attribute>,
    },
    /// A range of [`Tree::text`].
    Text(u32, u32),
    /// A comment or a processing instruction.
    Other,
}

/// A node and its links to others.
#[derive(Debug, PartialEq)]
pub(in crate::document) struct Node {
    pub(in crate::document) parent: u32,
    pub(in crate::document::html) previous: u32,
    pub(in crate::document) next: u32,
    pub(in crate::document) first: u32,
    pub(in crate::document::html) last: u32,
    pub(in crate::document::html) template: u32,
    depth: u32,
    pub(in crate::document) data: NodeData,
}

impl Node {
    pub(in crate::document::html) fn new(data: NodeData) -> Self {
        Self { parent: NONE, previous: NONE, next: NONE, first: NONE, last: NONE, template: NONE, depth: 0, data }
    }
}

/// A finished tree.
#[derive(Debug, PartialEq)]
pub(in crate::document) struct Tree {
    pub(in crate::document) nodes: Vec<Node>,
    pub(in crate::document) text: String,
}

impl Tree {
    /// A tree without content, for a body of about `length` bytes.
    pub(in crate::document::html) fn new(length: usize) -> Self {
        let mut nodes = Vec::with_capacity(length / 64 + 8);
        nodes.push(Node::new(NodeData::Document));
        Self { nodes, text: String::with_capacity(length) }
    }

    /// Adds a node behind the children of `parent`.
    pub(in crate::document::html) fn append(&mut self, data: NodeData, parent: u32) -> u32 {
        let id = self.nodes.len() as u32;
        self.nodes.push(Node::new(data));
        insert(&mut self.nodes, parent, id, NONE);
        id
    }

    /// Adds the text that `write` appends behind the children of `parent`, to the text that is there already if there is
    /// some.
    pub(in crate::document::html) fn append_text(
        &mut self,
        parent: u32,
        write: impl FnOnce(&mut String) -> Option<()>,
    ) -> Option<()> {
        let start = self.text.len() as u32;
        write(&mut self.text)?;
        let end = self.text.len() as u32;
        let before = self.node(parent).last;
        match self.nodes.get_mut(before as usize) {
            Some(Node { data: NodeData::Text(_, last), .. }) if *last == start => *last = end,
            _ if start == end => {}
            _ => drop(self.append(NodeData::Text(start, end), parent)),
        }
        Some(())
    }

    /// The node with this index; the root if there is none.
    pub(in crate::document) fn node(&self, id: u32) -> &Node {
        self.nodes.get(id as usize).unwrap_or(&self.nodes[ROOT as usize])
    }

    /// The local name of an element of HTML; `None` for text and for elements of other namespaces.
    pub(in crate::document) fn html(&self, id: u32) -> Option<&LocalName> {
        match &self.node(id).data {
            NodeData::Element { name, .. } if name.ns == ns!(html) => Some(&name.local),
            _ => None,
        }
    }

    /// The local name of an element of any namespace.
    pub(in crate::document) fn name(&self, id: u32) -> Option<&LocalName> {
        match &self.node(id).data {
            NodeData::Element { name, .. } => Some(&name.local),
            _ => None,
        }
    }

    /// The text of a text node.
    pub(in crate::document) fn text_of(&self, id: u32) -> Option<&str> {
        match self.node(id).data {
            NodeData::Text(start, end) => self.text.get(start as usize..end as usize),
            _ => None,
        }
    }

    /// The attributes of an element.
    pub(in crate::document) fn attributes(&self, id: u32) -> &[Attribute] {
        match &self.node(id).data {
            NodeData::Element { attributes, .. } => attributes,
            _ => &[],
        }
    }

    /// The value of an attribute.
    pub(in crate::document) fn attribute(&self, id: u32, name: &str) -> Option<&str> {
        self.attributes(id).iter().find(|attribute| &*attribute.name.local == name).map(|attribute| &*attribute.value)
    }

    /// The children of a node.
    pub(in crate::document) fn children(&self, id: u32) -> impl Iterator<Item = u32> {
        let mut next = self.node(id).first;
        std::iter::from_fn(move || {
            let id = next;
            if id == NONE {
                return None;
            }
            next = self.node(id).next;
            Some(id)
        })
    }

    /// The sibling before a node.
    pub(in crate::document) fn previous(&self, id: u32) -> u32 {
        self.node(id).previous
    }

    /// The nodes below a node in document order.
    pub(in crate::document) fn descendants(&self, top: u32) -> impl Iterator<Item = u32> {
        let mut next = self.node(top).first;
        std::iter::from_fn(move || {
            let id = next;
            if id == NONE {
                return None;
            }
            next = self.after(id, top);
            Some(id)
        })
    }

    /// The next node below `top` in document order.
    pub(in crate::document) fn after(&self, id: u32, top: u32) -> u32 {
        let first = self.node(id).first;
        if first == NONE { self.after_subtree(id, top) } else { first }
    }

    /// The next node below `top` in document order that is not below `id`.
    pub(in crate::document) fn after_subtree(&self, id: u32, top: u32) -> u32 {
        let mut at = id;
        while at != top && at != NONE {
            let node = self.node(at);
            if node.next != NONE {
                return node.next;
            }
            at = node.parent;
        }
        NONE
    }

    /// Moves a node below `parent`, before `next` or, with [`NONE`], behind its children.
    pub(in crate::document) fn relocate(&mut self, id: u32, parent: u32, next: u32) {
        insert(&mut self.nodes, parent, id, next);
    }

    /// Gives an element another name.
    pub(in crate::document) fn rename(&mut self, id: u32, local: LocalName) {
        if let Some(Node { data: NodeData::Element { name, .. }, .. }) = self.nodes.get_mut(id as usize) {
            name.local = local;
        }
    }

    /// Adds an element of HTML without attributes below `parent`, before `next`.
    pub(in crate::document) fn add(&mut self, local: LocalName, parent: u32, next: u32) -> u32 {
        let name = QualName::new(None, ns!(html), local);
        let id = self.nodes.len() as u32;
        self.nodes.push(Node::new(NodeData::Element { name, attributes: Vec::new() }));
        insert(&mut self.nodes, parent, id, next);
        id
    }

    /// All text below a node.
    pub(in crate::document) fn content(&self, id: u32) -> String {
        self.descendants(id).filter_map(|id| self.text_of(id)).collect()
    }
}

/// Removes a node from its parent.
pub(in crate::document::html) fn detach(nodes: &mut [Node], id: u32) {
    let Some(node) = nodes.get_mut(id as usize) else { return };
    let (parent, previous, next) = (node.parent, node.previous, node.next);
    (node.parent, node.previous, node.next) = (NONE, NONE, NONE);
    if let Some(node) = nodes.get_mut(previous as usize) {
        node.next = next;
    } else if let Some(node) = nodes.get_mut(parent as usize) {
        node.first = next;
    }
    if let Some(node) = nodes.get_mut(next as usize) {
        node.previous = previous;
    } else if let Some(node) = nodes.get_mut(parent as usize) {
        node.last = previous;
    }
}

/// Inserts a node below `parent`, before `next` or as the last child, and returns its depth.
pub(in crate::document::html) fn insert(nodes: &mut [Node], parent: u32, id: u32, next: u32) -> Option<u32> {
    detach(nodes, id);
    let above = nodes.get(parent as usize)?;
    let depth = above.depth + 1;
    let previous = nodes.get(next as usize).map_or(above.last, |node| node.previous);
    if let Some(node) = nodes.get_mut(previous as usize) {
        node.next = id;
    } else if let Some(node) = nodes.get_mut(parent as usize) {
        node.first = id;
    }
    if let Some(node) = nodes.get_mut(next as usize) {
        node.previous = id;
    } else if let Some(node) = nodes.get_mut(parent as usize) {
        node.last = id;
    }
    if let Some(node) = nodes.get_mut(id as usize) {
        (node.parent, node.previous, node.next, node.depth) = (parent, previous, next, depth);
    }
    Some(depth)
}
