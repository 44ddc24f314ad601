//! Walks the tree without recursion and builds the document block by block.

use html5ever::local_name;

use crate::document::build::builder::{Builder, Ruby};
use crate::document::build::context::{Context, Leaf};
use crate::document::build::inline::{SpanFormat, Text, WhiteSpace};
use crate::document::build::slug::name_headings;
use crate::document::build::style::{CommonAttributes, Direction};
use crate::document::html::tree::{NONE, ROOT, Tree};
use crate::document::model::{Align, Anchor, Document};
use crate::text::Clean;

/// Builds a document from a tree.
pub(in crate::document) fn document(tree: &Tree, keep_lines: bool) -> Document {
    let mut builder = Builder {
        tree,
        document: Document::default(),
        text: Text::new(),
        context: Context {
            frame: None,
            depth: 0,
            leaf: Leaf::Paragraph,
            format: SpanFormat::default(),
            white: if keep_lines && is_plain(tree) { WhiteSpace::Lines } else { WhiteSpace::Collapse },
            align: Align::Start,
            direction: Direction::default(),
            lang: None,
            code: None,
            list: None,
            bullets: 0,
            quotes: 0,
            listing: false,
            nested: 0,
            cell: false,
        },
        saved: Vec::new(),
        ids: Vec::new(),
        names: Vec::new(),
        lists: Vec::new(),
        table: None,
        ruby: Ruby::default(),
        last: None,
        text_lang: None,
        inner_code: None,
    };
    builder.walk();
    builder.flush();
    builder.end();
    builder.document
}

/// Whether a body is plain text in a wrapper: no element breaks lines, so its own line breaks count.
fn is_plain(tree: &Tree) -> bool {
    let mut wrappers = 0;
    for name in tree.descendants(ROOT).filter_map(|id| tree.name(id)) {
        match &**name {
            "html" | "head" | "body" | "a" | "b" | "strong" | "i" | "em" | "u" | "span" | "font" | "img" | "small"
            | "meta" | "title" | "link" | "style" | "script" => {}
            "div" | "section" | "article" | "main" => wrappers += 1,
            _ => return false,
        }
    }
    wrappers <= 1
}

impl Builder<'_> {
    fn walk(&mut self) {
        let mut id = self.tree.node(ROOT).first;
        while id != NONE {
            if self.enter(id) {
                id = self.tree.node(id).first;
                continue;
            }
            loop {
                self.leave(id);
                let node = self.tree.node(id);
                if node.next != NONE {
                    id = node.next;
                    break;
                }
                id = node.parent;
                if id == NONE || id == ROOT {
                    return;
                }
            }
        }
    }

    /// Handles a node before its children. Returns whether to read them.
    fn enter(&mut self, id: u32) -> bool {
        if let Some(text) = self.tree.text_of(id) {
            self.text.lang = self.context.lang;
            self.text.push(text, self.context.white, self.context.format);
            return false;
        }
        let Some(name) = self.tree.name(id) else { return false };
        if *name == local_name!("head") {
            self.document.title = self.title_in(id);
        }
        self.saved.push((self.context, false));
        let common = CommonAttributes::read(self.tree.attributes(id));
        let root = matches!(*name, local_name!("html") | local_name!("body"));
        if common.hidden && !root {
            return false;
        }
        let mut next = self.inherit(&common, root);
        let descend = self.element(id, name, &common, &mut next);
        if let Some(mark) = common.id {
            self.record_id(mark);
        }
        if let Some(mark) = common.name.filter(|_| *name == local_name!("a")) {
            self.record_id(mark);
        }
        if descend {
            self.context = next;
            if let Some((_, entered)) = self.saved.last_mut() {
                *entered = true;
            }
        }
        descend && self.tree.node(id).first != NONE
    }

    /// The context of an element's children as far as its attributes decide it.
    fn inherit(&mut self, common: &CommonAttributes<'_>, root: bool) -> Context {
        let mut next = self.context;
        next.direction = common.direction.unwrap_or(next.direction);
        next.align = common.align.unwrap_or(next.align);
        next.white = common.white.filter(|_| next.leaf != Leaf::Code).unwrap_or(next.white);
        if let Some(lang) = common.lang.filter(|lang| !lang.is_empty()) {
            if root {
                self.document.lang.get_or_insert_with(|| Clean::line(lang));
            } else {
                next.lang = Some(self.intern(lang));
            }
        }
        next
    }

    fn leave(&mut self, id: u32) {
        let Some(name) = self.tree.name(id) else { return };
        let Some((outer, entered)) = self.saved.pop() else { return };
        if entered {
            self.end_element(id, name, &outer);
        }
        self.context = outer;
    }

    /// The text of `title` in a page's head.
    fn title_in(&self, head: u32) -> Option<Clean> {
        let title = self.tree.children(head).find(|id| self.tree.name(*id) == Some(&local_name!("title")))?;
        let text: String = self.tree.children(title).filter_map(|id| self.tree.text_of(id)).collect();
        Some(Clean::line(&text)).filter(|title| !title.is_empty())
    }

    /// Moves ids behind the last block to its end, and names the headings.
    fn end(&mut self) {
        self.defer_ids();
        match self.document.blocks.last() {
            None => self.document.ids.clear(),
            Some(block) => {
                let last = self.document.blocks.len() as u32 - 1;
                let byte = block.text().len() as u32;
                for anchor in self.document.ids.values_mut().filter(|anchor| anchor.block > last) {
                    *anchor = Anchor { block: last, byte };
                }
            }
        }
        name_headings(&mut self.document);
    }
}
