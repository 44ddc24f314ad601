//! The document being built, and the steps that all elements share.

use html5ever::local_name;

use crate::document::build::boxes::{Concealment, Edges, RowPlace, Styles};
use crate::document::build::context::{Context, Leaf};
use crate::document::build::inline::{SpanFormat, Text, WhiteSpace};
use crate::document::build::media::{Origin, without_mark};
use crate::document::build::style::{Direction, resolve};
use crate::document::css::{ListStyle, TextAlign};
use crate::document::html::tree::Tree;
use crate::document::model::{
    Align, Block, BlockKind, Document, Frame, FrameId, FrameKind, ImageId, Inline, Link, LinkId, Style, Table,
};
use crate::text::{Clean, first_strong};

/// The maximum depth of frames: each block is typeset with all of its frames.
const MAX_FRAMES: u8 = 24;

/// The document being built.
pub(in crate::document) struct Builder<'t> {
    pub(in crate::document) tree: &'t Tree,
    pub(in crate::document) document: Document,
    pub(in crate::document) text: Text,
    pub(in crate::document) context: Context,
    /// The open elements.
    pub(in crate::document) saved: Vec<OpenElement>,
    pub(in crate::document) styles: Styles<'t>,
    /// Which invisible elements are hidden; found out when there is the first one.
    pub(in crate::document) concealment: Option<Concealment>,
    /// Ids found in the text being read, with their offsets.
    pub(in crate::document) ids: Vec<(Box<str>, u32)>,
    pub(in crate::document) names: Vec<Clean>,
    pub(in crate::document) lists: Vec<OpenList>,
    /// The parent of the last item outside of a list, and the number of the next item in it.
    pub(in crate::document) stray: (u32, i64),
    pub(in crate::document) table: Option<OpenTable>,
    pub(in crate::document) ruby: Ruby,
    /// The picture that was read last.
    pub(in crate::document) last: Option<LastPicture>,
    /// The language of all the text of the current block, if it has only one.
    pub(in crate::document) text_lang: Option<u32>,
    /// Whether the last block whose direction its text decided runs from right to left.
    pub(in crate::document) rtl: bool,
    /// The language named by a `code` inside the open `pre`.
    pub(in crate::document) inner_code: Option<u32>,
}

/// An open element.
pub(in crate::document) struct OpenElement {
    /// The context outside of it.
    pub(in crate::document) outer: Context,
    /// Whether its children are being read.
    pub(in crate::document) entered: bool,
    pub(in crate::document) edges: Edges,
}

/// An open list.
pub(in crate::document) struct OpenList {
    pub(in crate::document) style: ListStyle,
    pub(in crate::document) next: i64,
    pub(in crate::document) step: i64,
    /// Depth of nested unordered lists, from 0.
    pub(in crate::document) bullets: u8,
    pub(in crate::document) frame: Option<FrameId>,
}

/// The open `ruby` elements, and the reading that was read last.
#[derive(Default)]
pub(in crate::document) struct Ruby {
    pub(in crate::document) open: Vec<OpenRuby>,
    /// Where the open reading begins in the text.
    pub(in crate::document) start: usize,
    pub(in crate::document) last: Option<LastReading>,
}

/// An open `ruby` element.
pub(in crate::document) struct OpenRuby {
    pub(in crate::document) element: u32,
    /// Where the base without a reading so far begins in the text.
    pub(in crate::document) base: usize,
}

/// The reading that was read last.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::document) struct LastReading {
    /// Where it ends in the text.
    pub(in crate::document) end: usize,
    /// Its `ruby` element.
    pub(in crate::document) ruby: Option<u32>,
    /// Whether it is an `rtc`.
    pub(in crate::document) container: bool,
}

impl Ruby {
    /// The innermost open `ruby`.
    pub(in crate::document) fn element(&self) -> Option<u32> {
        self.open.last().map(|ruby| ruby.element)
    }
}

/// The picture that was read last.
pub(in crate::document) struct LastPicture {
    pub(in crate::document) id: ImageId,
    pub(in crate::document) format: SpanFormat,
    pub(in crate::document) origin: Origin,
    /// Whether it is from a `noscript` that no picture preceded.
    pub(in crate::document) noscript: bool,
}

/// An open table.
pub(in crate::document) struct OpenTable {
    /// The `table` element.
    pub(in crate::document) node: u32,
    pub(in crate::document) table: Table,
    /// Where each row of `table` stands.
    pub(in crate::document) places: Vec<RowPlace>,
    /// The cells aligned to the left or to the right, by the first byte of their text.
    pub(in crate::document) sides: Vec<(u32, TextAlign)>,
    /// How many rows there are, with those without cells.
    pub(in crate::document) row_count: u32,
    /// Whether all rows so far are header rows.
    pub(in crate::document) only_head: bool,
    /// Whether there is a cell.
    pub(in crate::document) started: bool,
    /// The element of the open cell.
    pub(in crate::document) cell: Option<u32>,
}

impl OpenTable {
    /// A table without rows.
    pub(in crate::document) fn new(node: u32) -> Self {
        let (table, places, sides) = (Table::default(), Vec::new(), Vec::new());
        Self { node, table, places, sides, row_count: 0, only_head: true, started: false, cell: None }
    }

    /// The alignment of a cell that begins at this byte, as if the table ran from left to right.
    pub(in crate::document) fn align(&mut self, at: u32, align: TextAlign) -> Align {
        if matches!(align, TextAlign::Left | TextAlign::Right) {
            self.sides.push((at, align));
        }
        resolve(align, false)
    }

    /// Aligns the cells again for a table that runs from right to left.
    pub(in crate::document) fn turn(&mut self) {
        for cell in self.table.rows.iter_mut().flatten() {
            let side = self.sides.binary_search_by_key(&cell.range.start, |(at, _)| *at).ok();
            if let Some((_, align)) = side.and_then(|side| self.sides.get(side)) {
                cell.align = resolve(*align, true);
            }
        }
    }

    /// Removes the last row if it has no cells.
    pub(in crate::document) fn drop_empty_row(&mut self) {
        if self.table.rows.last().is_some_and(Vec::is_empty) {
            self.table.rows.pop();
            self.places.pop();
        }
    }

    /// Whether no cell is open.
    pub(in crate::document) fn between_cells(&self) -> bool {
        self.cell.is_none()
    }
}

/// The most nodes of a power in a power.
const MAX_POWER: usize = 64;

impl Builder<'_> {
    /// Records the position of an id.
    pub(in crate::document) fn record_id(&mut self, id: &str) {
        let id = id.trim();
        if !id.is_empty() {
            self.ids.push((id.into(), self.text.len() as u32));
        }
    }

    /// Stores a short string and returns its index.
    pub(in crate::document) fn intern(&mut self, name: &str) -> u32 {
        let name = Clean::line(name);
        if let Some(at) = self.names.iter().rev().take(8).position(|old| *old == name) {
            return (self.names.len() - 1 - at) as u32;
        }
        self.names.push(name);
        self.names.len() as u32 - 1
    }

    /// Opens a frame inside the current one. Frames are not opened in tables, in code, or beyond [`MAX_FRAMES`].
    pub(in crate::document) fn open_frame(&mut self, kind: FrameKind, next: &mut Context) {
        if self.context.cell || self.context.leaf == Leaf::Code {
            return;
        }
        next.leaf = Leaf::Paragraph;
        if self.context.depth >= MAX_FRAMES {
            return;
        }
        next.depth = self.context.depth + 1;
        let id = FrameId(self.document.frames.len() as u32);
        self.document.frames.push(Frame { parent: self.context.frame, kind });
        next.frame = Some(id);
    }

    /// Adds a link.
    pub(in crate::document) fn link(&mut self, target: &str, title: Option<&str>) -> LinkId {
        let id = LinkId(self.document.links.len() as u32);
        let title = title.filter(|title| !title.is_empty()).map(Clean::line);
        let target = without_mark(target.trim());
        // The name of an unknown value, which Markdown has percent-encoded.
        let target = match target.contains("%E2%9F%A8") {
            true => Clean::line(&target.replace("%E2%9F%A8", "⟨").replace("%E2%9F%A9", "⟩")),
            false => Clean::line(target),
        };
        self.document.links.push(Link { target, title });
        id
    }

    /// A block in the current context; its language is that of all its text, otherwise that of the context.
    pub(in crate::document) fn block(&mut self, kind: BlockKind, inline: Inline) -> Block {
        let rtl = self.runs_rtl(&kind, &inline.text);
        let indent = self.context.indent && kind == BlockKind::Paragraph;
        Block {
            kind,
            rtl,
            inline,
            frame: self.context.frame,
            align: resolve(self.context.align, rtl),
            indent,
            lang: self.interned(self.text_lang.or(self.context.lang)),
        }
    }

    /// Whether a block runs from right to left: as an attribute says, else by its first strong character (UAX #9 P2,
    /// P3). A block without one runs like the block before it; code and formulas from left to right.
    fn runs_rtl(&mut self, kind: &BlockKind, text: &str) -> bool {
        match (self.context.direction, kind) {
            (Direction::Ltr, _) | (Direction::Auto, BlockKind::Code(_) | BlockKind::Math) => false,
            (Direction::Rtl, _) => true,
            (Direction::Auto, _) => {
                self.rtl = first_strong(text).unwrap_or(self.rtl);
                self.rtl
            }
        }
    }

    pub(in crate::document) fn interned(&self, index: Option<u32>) -> Option<Clean> {
        index.and_then(|index| self.names.get(index as usize)).cloned()
    }

    /// Appends generated text.
    pub(in crate::document) fn push_generated(&mut self, text: &str) {
        self.text.push(text, WhiteSpace::Collapse, self.context.format);
    }

    /// A power in a power, which no raised forms tell from a product: 10^(10^10) is not 10^1010. Returns whether it is
    /// added.
    pub(in crate::document) fn raised_again(&mut self, id: u32) -> bool {
        let is_raised = |style: Style| style.contains(Style::SUPERSCRIPT) && !style.contains(Style::NOTE);
        let is_power = is_raised(self.context.format.style) && self.text.last_style().is_some_and(is_raised);
        if !is_power || !self.text.ends_in_word() || self.context.format.link.is_some() {
            return false;
        }
        let (mut power, mut open) = (String::new(), 0);
        for node in self.tree.descendants(id).take(MAX_POWER) {
            if let Some(text) = self.tree.text_of(node) {
                power.push_str(text);
            } else if !power.is_empty() && self.tree.html(node) == Some(&local_name!("sup")) {
                power.push_str("^(");
                open += 1;
            }
        }
        let power = power.trim().to_owned() + &")".repeat(open);
        let is_one = power.chars().nth(1).is_none() || power.bytes().all(|byte| byte.is_ascii_digit());
        self.push_generated(&if is_one { format!("^{power}") } else { format!("^({power})") });
        true
    }

    /// Separates a raised link from the one directly before it: notes 1 and 2 are not note 12.
    pub(in crate::document) fn part_notes(&mut self, format: SpanFormat) {
        let raised = |style: Style| style.contains(Style::SUPERSCRIPT);
        let last = self.text.last_link();
        if raised(format.style)
            && format.link.is_some()
            && last.is_some()
            && last != format.link
            && self.text.last_style().is_some_and(raised)
        {
            self.text.blank(SpanFormat::default());
        }
    }
}
