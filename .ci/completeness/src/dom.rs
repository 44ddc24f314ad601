//! The tree that html5ever makes of a page, kept as simple as possible: no limits, no repairs, no shared text buffer.

use std::borrow::Cow;
use std::cell::RefCell;

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{Attribute, ParseOpts, QualName, ns, parse_document};

pub struct Node {
    pub name: Option<QualName>,
    pub attributes: Vec<(String, String)>,
    pub text: String,
    pub children: Vec<usize>,
    pub parent: Option<usize>,
}

impl Node {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The name of the element, with the prefix `svg:` or `math:` in those namespaces; empty for text.
    pub fn element(&self) -> String {
        let Some(name) = &self.name else { return String::new() };
        match &name.ns {
            space if *space == ns!(svg) => format!("svg:{}", name.local),
            space if *space == ns!(mathml) => format!("math:{}", name.local),
            _ => name.local.to_string(),
        }
    }
}

/// The nodes; the document is the first.
pub type Tree = Vec<Node>;

pub fn parse(page: &str) -> Tree {
    let options = ParseOpts {
        tree_builder: TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() },
        ..ParseOpts::default()
    };
    let sink = Sink { nodes: RefCell::default() };
    sink.create(None, Vec::new(), "");
    parse_document(sink, options).one(StrTendril::from_slice(page))
}

struct Sink {
    nodes: RefCell<Tree>,
}

#[derive(Clone)]
struct Handle(usize, QualName);

impl Sink {
    fn create(&self, name: Option<QualName>, attributes: Vec<(String, String)>, text: &str) -> usize {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node { name, attributes, text: text.to_owned(), children: Vec::new(), parent: None });
        nodes.len() - 1
    }

    fn id(&self, child: NodeOrText<Handle>) -> usize {
        match child {
            NodeOrText::AppendNode(handle) => handle.0,
            NodeOrText::AppendText(text) => self.create(None, Vec::new(), &text),
        }
    }

    fn put(&self, parent: usize, at: Option<usize>, child: usize) {
        let mut nodes = self.nodes.borrow_mut();
        let at = at.unwrap_or(nodes[parent].children.len());
        nodes[parent].children.insert(at, child);
        nodes[child].parent = Some(parent);
    }

    fn nameless(id: usize) -> Handle {
        Handle(id, QualName::new(None, ns!(), "".into()))
    }
}

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = Tree;
    type ElemName<'a> = &'a QualName;

    fn finish(self) -> Tree {
        self.nodes.into_inner()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        Self::nameless(0)
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> &'a QualName {
        &target.1
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> Handle {
        let attributes = attributes.iter().map(|it| (it.name.local.to_string(), it.value.to_string())).collect();
        Handle(self.create(Some(name.clone()), attributes, ""), name)
    }

    fn create_comment(&self, _: StrTendril) -> Handle {
        Self::nameless(self.create(None, Vec::new(), ""))
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Handle {
        Self::nameless(self.create(None, Vec::new(), ""))
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        let child = self.id(child);
        self.put(parent.0, None, child);
    }

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        if let NodeOrText::AppendNode(node) = &child {
            self.remove_from_parent(node);
        }
        let child = self.id(child);
        let Some(parent) = self.nodes.borrow()[sibling.0].parent else { return };
        let at = self.nodes.borrow()[parent].children.iter().rposition(|it| *it == sibling.0);
        self.put(parent, at, child);
    }

    fn append_based_on_parent_node(&self, element: &Handle, previous: &Handle, child: NodeOrText<Handle>) {
        let has_parent = self.nodes.borrow()[element.0].parent.is_some();
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    /// The contents of templates are dropped.
    fn get_template_contents(&self, _: &Handle) -> Handle {
        Self::nameless(self.create(None, Vec::new(), ""))
    }

    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        x.0 == y.0
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn add_attrs_if_missing(&self, target: &Handle, attributes: Vec<Attribute>) {
        let mut nodes = self.nodes.borrow_mut();
        for Attribute { name, value } in attributes {
            if nodes[target.0].attribute(&name.local).is_none() {
                nodes[target.0].attributes.push((name.local.to_string(), value.to_string()));
            }
        }
    }

    fn remove_from_parent(&self, target: &Handle) {
        let mut nodes = self.nodes.borrow_mut();
        if let Some(parent) = nodes[target.0].parent.take() {
            nodes[parent].children.retain(|it| *it != target.0);
        }
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        let children = std::mem::take(&mut self.nodes.borrow_mut()[node.0].children);
        for child in children {
            self.put(new_parent.0, None, child);
        }
    }
}
