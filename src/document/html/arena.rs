//! The sink through which html5ever builds a tree.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, LocalName, QualName, ns};

use crate::document::html::tree::{NONE, Node, NodeData, ROOT, Tree, detach, insert};

/// The maximum number of attributes kept on an element.
const MAX_ATTRIBUTES: usize = 256;

/// A node for html5ever; it includes the name so that reading it needs no access to the arena.
#[derive(Clone)]
pub(in crate::document::html) struct Handle {
    id: u32,
    name: QualName,
}

/// The arena while html5ever fills it.
pub(in crate::document::html) struct Arena {
    nodes: RefCell<Vec<Node>>,
    text: RefCell<String>,
    last_depth: Cell<u32>,
    created: Cell<u32>,
}

impl Arena {
    /// An arena for a body of about `length` bytes.
    pub(in crate::document::html) fn new(length: usize) -> Self {
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
    pub(in crate::document::html) fn last_depth(&self) -> u32 {
        self.last_depth.get()
    }

    /// How many elements have been created.
    pub(in crate::document::html) fn created(&self) -> u32 {
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
