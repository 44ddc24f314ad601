//! The walk over the tree that writes the document: block by block, without recursion.

mod element;
mod flush;
mod image;
mod inline;
mod list;
mod mathml;
mod media;
mod slug;
mod style;
mod table;

use html5ever::{LocalName, local_name};

use crate::document::build::inline::{Key, Text, White};
use crate::document::build::list::List;
use crate::document::build::style::{Common, Direction};
use crate::document::build::table::Building;
use crate::document::html::tree::{NONE, ROOT, Tree};
use crate::document::model::{Align, Block, BlockKind, Document, Frame, FrameId, FrameKind, Link, LinkId};
use crate::text::Clean;

/// What the text being read will be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leaf {
    Paragraph,
    Heading(u8),
    Code,
    Caption,
    Summary,
    Math,
}

/// All that elements hand down to what stands in them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context {
    pub(super) frame: Option<FrameId>,
    /// How many frames are open.
    depth: u8,
    pub(super) leaf: Leaf,
    pub(super) key: Key,
    pub(super) white: White,
    pub(super) align: Align,
    pub(super) direction: Direction,
    /// Index into [`Builder::names`].
    pub(super) lang: Option<u32>,
    /// Index into [`Builder::names`]: the language of code.
    pub(super) code: Option<u32>,
    /// Index into [`Builder::lists`].
    pub(super) list: Option<u32>,
    pub(super) bullets: u8,
    pub(super) quotes: u8,
    /// Inside a highlighter's box, where tables only hold line numbers and lines.
    pub(super) listing: bool,
    /// How many lists are open inside the cell.
    pub(super) nested: u8,
    /// Inside a cell or caption of a table: blocks are lines.
    pub(super) cell: bool,
}

/// Frames may be this deep: each block is set with all of its own.
const MOST_FRAMES: u8 = 24;

/// The document being written.
pub(super) struct Builder<'t> {
    pub(super) tree: &'t Tree,
    pub(super) document: Document,
    pub(super) text: Text,
    pub(super) context: Context,
    /// The context around each open element, and whether the element itself counts.
    saved: Vec<(Context, bool)>,
    /// Ids met in the text being read, and where.
    pub(super) ids: Vec<(Box<str>, u32)>,
    pub(super) names: Vec<Clean>,
    pub(super) lists: Vec<List>,
    pub(super) table: Option<Building>,
    /// The language all text of the block being ended is in.
    pub(super) spoken: Option<u32>,
    /// The language a `code` inside the open `pre` names.
    pub(super) inner_code: Option<u32>,
}

/// Reads a tree.
pub(super) fn document(tree: &Tree, keep_lines: bool) -> Document {
    let mut builder = Builder {
        tree,
        document: Document::default(),
        text: Text::new(),
        context: Context {
            frame: None,
            depth: 0,
            leaf: Leaf::Paragraph,
            key: Key::default(),
            white: if keep_lines && is_plain(tree) { White::Lines } else { White::Collapse },
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
        spoken: None,
        inner_code: None,
    };
    builder.walk();
    builder.flush();
    builder.end();
    builder.document
}

/// Whether a body is plain text in a wrapper: no element in it that parts lines, so its own line breaks must.
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

impl<'t> Builder<'t> {
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

    /// Reads what stands before a node's children; whether they are to be read.
    fn enter(&mut self, id: u32) -> bool {
        if let Some(text) = self.tree.text_of(id) {
            self.text.lang = self.context.lang;
            self.text.push(text, self.context.white, self.context.key);
            return false;
        }
        let Some(name) = self.tree.name(id) else { return false };
        if *name == local_name!("head") {
            self.document.title = self.title_in(id);
        }
        self.saved.push((self.context, false));
        let common = Common::read(self.tree.attributes(id));
        let root = matches!(*name, local_name!("html") | local_name!("body"));
        if common.hidden && !root {
            return false;
        }
        let mut next = self.context;
        next.direction = common.direction.unwrap_or(next.direction);
        next.align = common.align.unwrap_or(next.align);
        next.white = common.white.filter(|_| next.leaf != Leaf::Code).unwrap_or(next.white);
        if let Some(lang) = common.lang.filter(|lang| !lang.is_empty()) {
            if root {
                self.document.lang.get_or_insert_with(|| Clean::line(lang));
            } else {
                next.lang = Some(self.name(lang));
            }
        }
        let descend = self.element(id, name, &common, &mut next);
        if let Some(mark) = common.id {
            self.mark(mark);
        }
        if let Some(mark) = common.name.filter(|_| *name == local_name!("a")) {
            self.mark(mark);
        }
        if descend {
            self.context = next;
            if let Some((_, entered)) = self.saved.last_mut() {
                *entered = true;
            }
        }
        descend && self.tree.node(id).first != NONE
    }

    fn leave(&mut self, id: u32) {
        let Some(name) = self.tree.name(id) else { return };
        let Some((outer, entered)) = self.saved.pop() else { return };
        if entered {
            self.end_element(id, name, &outer);
        }
        self.context = outer;
    }

    /// What the `title` among the children of a page's head says.
    fn title_in(&self, head: u32) -> Option<Clean> {
        let title = self.tree.children(head).find(|id| self.tree.name(*id) == Some(&local_name!("title")))?;
        let text: String = self.tree.children(title).filter_map(|id| self.tree.text_of(id)).collect();
        Some(Clean::line(&text)).filter(|title| !title.is_empty())
    }

    /// Remembers where an id stands.
    pub(super) fn mark(&mut self, id: &str) {
        let id = id.trim();
        if !id.is_empty() {
            self.ids.push((id.into(), self.text.len() as u32));
        }
    }

    /// Keeps a short string and gives its number.
    pub(super) fn name(&mut self, name: &str) -> u32 {
        let name = Clean::line(name);
        if let Some(at) = self.names.iter().rev().take(8).position(|old| *old == name) {
            return (self.names.len() - 1 - at) as u32;
        }
        self.names.push(name);
        self.names.len() as u32 - 1
    }

    /// Opens a frame in the one around it; none inside tables, and none where no measure has room for it.
    pub(super) fn open_frame(&mut self, kind: FrameKind, next: &mut Context) {
        if self.context.cell || self.context.leaf == Leaf::Code {
            return;
        }
        next.leaf = Leaf::Paragraph;
        if self.context.depth >= MOST_FRAMES {
            return;
        }
        next.depth = self.context.depth + 1;
        let id = FrameId(self.document.frames.len() as u32);
        self.document.frames.push(Frame { parent: self.context.frame, kind });
        next.frame = Some(id);
    }

    /// The number of a new link.
    pub(super) fn link(&mut self, target: &str, title: Option<&str>) -> LinkId {
        let id = LinkId(self.document.links.len() as u32);
        let title = title.filter(|title| !title.is_empty()).map(Clean::line);
        self.document.links.push(Link { target: Clean::line(target.trim()), title });
        id
    }

    /// A block of the context with this text, in the language of what encloses it, or else all its text.
    pub(super) fn block(&self, kind: BlockKind, inline: super::model::Inline) -> Block {
        Block {
            kind,
            rtl: self.context.direction.is_rtl(&inline.text),
            inline,
            frame: self.context.frame,
            align: self.context.align,
            lang: self.named(self.spoken.or(self.context.lang)),
        }
    }

    pub(super) fn named(&self, index: Option<u32>) -> Option<Clean> {
        index.and_then(|index| self.names.get(index as usize)).cloned()
    }

    /// Ends a block, or a line where blocks are lines.
    pub(super) fn boundary(&mut self) {
        if self.context.cell && self.table.as_ref().is_some_and(Building::between_cells) {
            self.text.forget_blank();
        } else if self.context.cell || self.context.leaf == Leaf::Code {
            self.text.boundary();
        } else {
            self.flush();
        }
    }

    /// Writes text made here, not by the source.
    pub(super) fn say(&mut self, text: &str) {
        self.text.push(text, White::Collapse, self.context.key);
    }

    /// Ids that stand after everything stand at the end; headings without an id get one.
    fn end(&mut self) {
        self.pass_ids_on();
        match self.document.blocks.last() {
            None => self.document.ids.clear(),
            Some(block) => {
                let last = self.document.blocks.len() as u32 - 1;
                let byte = block.text().len() as u32;
                for anchor in self.document.ids.values_mut().filter(|anchor| anchor.block > last) {
                    *anchor = super::model::Anchor { block: last, byte };
                }
            }
        }
        crate::document::build::slug::name_headings(&mut self.document);
    }
}

/// Whether the element begins and ends lines.
pub(super) fn is_block(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("address")
            | local_name!("article")
            | local_name!("aside")
            | local_name!("body")
            | local_name!("center")
            | local_name!("dialog")
            | local_name!("div")
            | local_name!("fieldset")
            | local_name!("footer")
            | local_name!("form")
            | local_name!("header")
            | local_name!("hgroup")
            | local_name!("html")
            | local_name!("legend")
            | local_name!("main")
            | local_name!("marquee")
            | local_name!("nav")
            | local_name!("optgroup")
            | local_name!("p")
            | local_name!("section")
    )
}
