//! The types of a document: a flat sequence of blocks, each with one text and a position in a tree of frames.
//!
//! The sequence is flat so that depth has no cost: no function recurses over it, blocks are prepared and composed one
//! at a time, and an anchor is two numbers.

use std::collections::HashMap;
use std::ops::Range;

use crate::text::Clean;

/// The markup language of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyKind {
    /// HTML, a fragment or a whole page.
    Html,
    /// Markdown (GFM) with raw HTML in it.
    Markdown,
    /// Plain text without markup.
    Text,
    /// Source code, configuration or a patch: the language, as fenced code names it.
    Source(&'static str),
    /// Another language, which is shown as preformatted text.
    Other(Markup),
}

/// Markup languages that are recognised but not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Markup {
    /// Org mode of Emacs.
    Org,
    /// AsciiDoc.
    AsciiDoc,
    /// reStructuredText.
    ReStructuredText,
    /// LaTeX.
    Latex,
}

impl Markup {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Org => "Org",
            Self::AsciiDoc => "AsciiDoc",
            Self::ReStructuredText => "reStructuredText",
            Self::Latex => "LaTeX",
        }
    }
}

/// A body as blocks of styled text, independent of width, colour, path and time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// The blocks in reading order.
    pub blocks: Vec<Block>,
    /// The containers of blocks; a frame comes after its parent.
    pub frames: Vec<Frame>,
    /// Targets of links, by [`LinkId`].
    pub links: Vec<Link>,
    /// Images, by [`ImageId`].
    pub images: Vec<Image>,
    /// The positions of `id` and `name` attributes, heading ids and footnote labels.
    pub ids: HashMap<Box<str>, Anchor>,
    /// The title of a whole page (`<title>`).
    pub title: Option<Clean>,
    /// The language that the body declares for itself (`<html lang>`), a BCP 47 tag.
    pub lang: Option<Clean>,
    /// Whether it is plain text or source: its preformatted lines may be wider than the measure.
    pub is_plain: bool,
}

/// A position in a document that is independent of the width: a block and an offset in its text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Anchor {
    /// Index into [`Document::blocks`].
    pub block: u32,
    /// Byte offset into the block's text, on a character boundary.
    pub byte: u32,
}

/// A leaf of the document: a paragraph, a heading, a table, a picture…
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its whole text with styles. `\n` is a forced line break; other white space is already collapsed by the rules of
    /// CSS.
    pub inline: Inline,
    /// The innermost frame that contains it.
    pub frame: Option<FrameId>,
    /// How its lines are aligned.
    pub align: Align,
    /// Whether its first line is indented, by `text-indent`. Indents made of spaces are part of the text.
    pub indent: bool,
    /// Whether it runs from right to left, by the `dir` of the elements around it.
    pub rtl: bool,
    /// Its `lang`, a BCP 47 tag, if an element declares one.
    pub lang: Option<Clean>,
}

/// The kinds of block.
#[derive(Clone, Debug, PartialEq)]
pub enum BlockKind {
    /// Running text.
    Paragraph,
    /// A heading of level 1–6.
    Heading(u8),
    /// Preformatted text: line breaks and blanks are kept. With the language as the source names it.
    Code(Option<Clean>),
    /// A table; its cells are ranges of the block's text.
    Table(Box<Table>),
    /// A picture outside of running text; the text is its alternative text.
    Image(ImageId),
    /// The title of the article above its body; not part of the body.
    Title,
    /// A line about the article (author, date, categories) below its title; not part of the body.
    Byline,
    /// The caption of a figure or table.
    Caption,
    /// The summary of the details frame that contains it.
    Summary,
    /// A display formula; the text is its source in TeX, or has [`Style::LINEAR`].
    Math,
    /// A thematic break; the text is empty.
    Rule,
}

/// Text with styles.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inline {
    /// The characters, as cleaned by [`Clean::text`].
    pub text: Clean,
    /// Sorted, disjoint, not empty, within the text, on character boundaries. Text without a span is plain.
    pub spans: Vec<Span>,
}

/// A range of text with one style.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Bytes of the block's text.
    pub range: Range<u32>,
    /// All styles of the range.
    pub style: Style,
    /// The link that it is part of.
    pub link: Option<LinkId>,
    /// The picture of which this is the alternative text.
    pub image: Option<ImageId>,
}

bitflags::bitflags! {
    /// The style of a range of text.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
    pub struct Style: u32 {
        /// `strong`, `b`.
        const STRONG = 1;
        /// `em`, `i`, `dfn`, `var`, `cite`.
        const EMPHASIS = 1 << 1;
        /// `code`, `tt`, `samp`.
        const CODE = 1 << 2;
        /// `del`, `s`, `strike`.
        const DELETED = 1 << 3;
        /// `ins`, `u`.
        const UNDERLINE = 1 << 4;
        /// `mark`.
        const MARK = 1 << 5;
        /// `sup`.
        const SUPERSCRIPT = 1 << 6;
        /// `sub`.
        const SUBSCRIPT = 1 << 7;
        /// `kbd`.
        const KEYBOARD = 1 << 8;
        /// `small`.
        const SMALL = 1 << 9;
        /// A formula. The text is its source in TeX, unless it is also `LINEAR`.
        const MATH = 1 << 10;
        /// The base of a ruby annotation, directly followed by its readings.
        const RUBY_BASE = 1 << 11;
        /// The reading of a ruby annotation.
        const RUBY_READING = 1 << 12;
        /// The alternative text of an inline picture.
        const IMAGE = 1 << 13;
        /// A reference to a footnote.
        const NOTE = 1 << 14;
        /// A formula that is already written on one line of Unicode text; only with `MATH`.
        const LINEAR = 1 << 15;
        /// With `RUBY_READING`: a second reading of the same base, or one of a whole base of which parts have readings.
        const RUBY_OUTER = 1 << 16;
        /// The English name of an alert that has no title of its own; see [`Document::name_alerts`].
        const ALERT = 1 << 17;
    }
}

/// Index into [`Document::links`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkId(pub u32);

/// Index into [`Document::images`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ImageId(pub u32);

/// Index into [`Document::frames`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FrameId(pub u32);

/// The target of a link, as written in the source (entities decoded, trimmed, not resolved).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The address: a URL, a path, or `#id`; empty for an abbreviation, which leads nowhere.
    pub target: Clean,
    /// The `title` attribute; of an abbreviation, its expansion.
    pub title: Option<Clean>,
}

impl Link {
    /// The expansion, if this is an abbreviation.
    pub fn expansion(&self) -> Option<&Clean> {
        self.title.as_ref().filter(|_| self.target.is_empty())
    }
}

/// A picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Image {
    /// Alternative text; may be empty.
    pub alt: Clean,
    /// The `title` attribute.
    pub title: Option<Clean>,
    /// Addresses to try, best first, without duplicates and placeholders. May be empty.
    pub candidates: Vec<Clean>,
    /// Width in pixels, from attributes.
    pub width: Option<u32>,
    /// Height in pixels, from attributes.
    pub height: Option<u32>,
    /// For a picture outside of running text: the link around it, otherwise one to the picture itself.
    pub link: Option<LinkId>,
}

/// A container of blocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The frame around it; always has a lower index.
    pub parent: Option<FrameId>,
    /// What it is.
    pub kind: FrameKind,
}

/// The kinds of container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FrameKind {
    /// A block quotation.
    Quote,
    /// A list; its children are items.
    List {
        /// Whether blank lines separate the items.
        loose: bool,
        /// Cells of the widest number among its markers, with characters of ambiguous width taken as narrow.
        numbers: u8,
    },
    /// An item of a list; the marker comes before its first line.
    Item(Marker),
    /// A term of a definition list.
    Term,
    /// A description in a definition list.
    Description,
    /// A box that can be folded; its summary is the block of kind `Summary`.
    Details {
        /// Whether the source displays it open.
        open: bool,
    },
    /// A figure: pictures with their caption.
    Figure,
    /// A footnote.
    Note(Marker),
}

/// The marker of a list item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Marker {
    /// An unordered item at this depth of nested unordered lists, from 0.
    Bullet(u8),
    /// An ordered item: the whole marker, such as `3.` or `iv.`.
    Number(Clean),
    /// A task, done or not.
    Task(bool),
    /// No marker.
    None,
}

/// How lines are aligned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Align {
    /// At the start edge.
    #[default]
    Start,
    /// In the middle.
    Center,
    /// At the end edge.
    End,
}

/// The structure of a table over its block's text. Cells are separated by `\t`, rows by `\n`, in reading order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The rows; a cell that spans rows is in the first of them only.
    pub rows: Vec<Vec<Cell>>,
    /// How many of the first rows are header rows.
    pub head: usize,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Bytes of the block's text; paragraphs inside are separated by `\n`.
    pub range: Range<u32>,
    /// Columns it spans, at least 1.
    pub columns: u16,
    /// Rows it spans, at least 1.
    pub rows: u16,
    /// Whether it is a header cell.
    pub header: bool,
    /// How its lines are aligned.
    pub align: Align,
}

impl Inline {
    /// Text without styles.
    pub fn plain(text: Clean) -> Self {
        Self { text, spans: Vec::new() }
    }
}

impl Block {
    /// A block outside of all frames, aligned at the start edge.
    pub fn new(kind: BlockKind, inline: Inline) -> Self {
        Self { kind, inline, frame: None, align: Align::Start, indent: false, rtl: false, lang: None }
    }

    /// The block's text.
    pub fn text(&self) -> &str {
        &self.inline.text
    }
}

/// Whether an address is one on the web: absolute, or without its scheme.
pub fn is_web(address: &str) -> bool {
    ["https://", "http://", "//"].iter().any(|scheme| address.starts_with(scheme))
}

impl Document {
    /// The headings in order: block, level, text.
    pub fn headings(&self) -> impl Iterator<Item = (u32, u8, &Clean)> {
        self.blocks.iter().enumerate().filter_map(|(at, block)| match block.kind {
            BlockKind::Heading(level) => Some((at as u32, level, &block.inline.text)),
            _ => None,
        })
    }

    /// Whether the document starts with a heading that only repeats `title`, ignoring white space. A heading with a
    /// link or a picture says more.
    pub fn repeats(&self, title: &str) -> bool {
        let Some(block) = self.blocks.first() else { return false };
        let words = block.text().split_whitespace();
        let plain = block.inline.spans.iter().all(|span| span.link.is_none() && span.image.is_none());
        let apart = matches!(block.kind, BlockKind::Heading(_)) && block.frame.is_none();
        apart && plain && words.eq(title.split_whitespace())
    }

    /// Removes the heading at the start of the document if it only [repeats](Self::repeats) the title.
    pub fn drop_opening_heading(&mut self, title: &str) {
        if !self.repeats(title) {
            return;
        }
        self.blocks.remove(0);
        for place in self.ids.values_mut() {
            *place = match place.block.checked_sub(1) {
                Some(block) => Anchor { block, ..*place },
                None => Anchor::default(),
            };
        }
        if self.blocks.is_empty() {
            self.ids.clear();
        }
    }

    /// The frames around a block, innermost first.
    pub fn frames_of(&self, block: usize) -> impl Iterator<Item = FrameId> {
        let mut next = self.blocks.get(block).and_then(|block| block.frame);
        std::iter::from_fn(move || {
            let id = next?;
            next = self.frames.get(id.0 as usize).and_then(|frame| frame.parent);
            Some(id)
        })
    }
}
