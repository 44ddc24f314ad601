//! The tree that html5ever builds, in one arena: nodes are indices, and all text is in one string.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, LocalName, QualName, ns};

/// The index of no node.
pub(in crate::document) const NONE: u32 = u32::MAX;

/// The root of every tree.
pub(in crate::document) const ROOT: u32 = 0;

/// The maximum number of attributes kept on an element.
const MAX_ATTRIBUTES: usize = 256;

/// The content of a node.
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
pub(in crate::document) struct Node {
    pub(in crate::document) parent: u32,
    previous: u32,
    pub(in crate::document) next: u32,
    pub(in crate::document) first: u32,
    last: u32,
    template: u32,
    depth: u32,
    pub(in crate::document) data: NodeData,
}

impl Node {
    fn new(data: NodeData) -> Self {
        Self { parent: NONE, previous: NONE, next: NONE, first: NONE, last: NONE, template: NONE, depth: 0, data }
    }
}

/// A finished tree.
pub(in crate::document) struct Tree {
    pub(in crate::document) nodes: Vec<Node>,
    pub(in crate::document) text: String,
}

impl Tree {
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
fn detach(nodes: &mut [Node], id: u32) {
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
fn insert(nodes: &mut [Node], parent: u32, id: u32, next: u32) -> Option<u32> {
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

/// A node for html5ever; it includes the name so that reading it needs no access to the arena.
#[derive(Clone)]
pub(in crate::document) struct Handle {
    id: u32,
    name: QualName,
}

/// The arena while html5ever fills it.
pub(in crate::document) struct Arena {
    nodes: RefCell<Vec<Node>>,
    text: RefCell<String>,
    last_depth: Cell<u32>,
    created: Cell<u32>,
}

impl Arena {
    /// An arena for a body of about `length` bytes.
    pub(in crate::document) fn new(length: usize) -> Self {
        let arena = Self {
            nodes: RefCell::new(Vec::with_capacity(length / 64 + 8)),
            text: RefCell::new(String::with_capacity(length)),
            last_depth: Cell::new(0),
            created: Cell::new(0),
        };
        arena.push(NodeData::Document);
        arena
    }

    /// The depth of the last node inserted.
    pub(in crate::document) fn last_depth(&self) -> u32 {
        self.last_depth.get()
    }

    /// How many elements have been created.
    pub(in crate::document) fn created(&self) -> u32 {
        self.created.get()
    }

    fn push(&self, data: NodeData) -> u32 {
        let mut nodes = self.nodes.borrow_mut();
        let id = nodes.len() as u32;
        nodes.push(Node::new(data));
        id
    }

    fn text_node(&self, text: &str, previous: u32) -> Option<u32> {
        let mut all = self.text.borrow_mut();
        let start = all.len() as u32;
        all.push_str(text);
        let end = all.len() as u32;
        drop(all);
        if let Some(Node { data: NodeData::Text(_, last), .. }) = self.nodes.borrow_mut().get_mut(previous as usize)
            && *last == start
        {
            *last = end;
            return None;
        }
        Some(self.push(NodeData::Text(start, end)))
    }

    fn put(&self, child: NodeOrText<Handle>, previous: u32) -> Option<u32> {
        match child {
            NodeOrText::AppendNode(handle) => Some(handle.id),
            NodeOrText::AppendText(text) => self.text_node(&text, previous),
        }
    }

    fn insert(&self, parent: u32, id: u32, next: u32) {
        if let Some(depth) = insert(&mut self.nodes.borrow_mut(), parent, id, next) {
            self.last_depth.set(depth);
        }
    }

    fn neighbours(&self, id: u32) -> (u32, u32, u32) {
        let nodes = self.nodes.borrow();
        nodes.get(id as usize).map_or((NONE, NONE, NONE), |node| (node.parent, node.previous, node.last))
    }
}

impl TreeSink for Arena {
    type Handle = Handle;
    type Output = Tree;
    type ElemName<'a> = &'a QualName;

    fn finish(self) -> Tree {
        Tree { nodes: self.nodes.into_inner(), text: self.text.into_inner() }
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        Handle { id: ROOT, name: QualName::new(None, ns!(), LocalName::from("")) }
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> &'a QualName {
        &target.name
    }

    fn create_element(&self, name: QualName, mut attributes: Vec<Attribute>, flags: ElementFlags) -> Handle {
        attributes.truncate(MAX_ATTRIBUTES);
        let id = self.push(NodeData::Element { name: name.clone(), attributes });
        self.created.set(self.created.get() + 1);
        if flags.template {
            let contents = self.push(NodeData::Document);
            if let Some(node) = self.nodes.borrow_mut().get_mut(id as usize) {
                node.template = contents;
            }
        }
        Handle { id, name }
    }

    fn create_comment(&self, _: StrTendril) -> Handle {
        Handle { id: self.push(NodeData::Other), name: QualName::new(None, ns!(), LocalName::from("")) }
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Handle {
        self.create_comment(StrTendril::new())
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        let (_, _, last) = self.neighbours(parent.id);
        if let Some(id) = self.put(child, last) {
            self.insert(parent.id, id, NONE);
        }
    }

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        let (parent, previous, _) = self.neighbours(sibling.id);
        if let Some(id) = self.put(child, previous) {
            self.insert(parent, id, sibling.id);
        }
    }

    fn append_based_on_parent_node(&self, element: &Handle, previous: &Handle, child: NodeOrText<Handle>) {
        if self.neighbours(element.id).0 == NONE {
            self.append(previous, child);
        } else {
            self.append_before_sibling(element, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Handle) -> Handle {
        let id = self.nodes.borrow().get(target.id as usize).map_or(ROOT, |node| node.template);
        Handle { id, name: QualName::new(None, ns!(), LocalName::from("")) }
    }

    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        x.id == y.id
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn add_attrs_if_missing(&self, target: &Handle, more: Vec<Attribute>) {
        if let Some(Node { data: NodeData::Element { attributes, .. }, .. }) =
            self.nodes.borrow_mut().get_mut(target.id as usize)
        {
            for attribute in more {
                if attributes.len() < MAX_ATTRIBUTES && !attributes.iter().any(|old| old.name == attribute.name) {
                    attributes.push(attribute);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &Handle) {
        detach(&mut self.nodes.borrow_mut(), target.id);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        loop {
            let first = self.nodes.borrow().get(node.id as usize).map_or(NONE, |node| node.first);
            if first == NONE {
                return;
            }
            self.insert(new_parent.id, first, NONE);
        }
    }
}
