//! The types of a document: a flat sequence of blocks, each with one text and its place among frames.
//!
//! The sequence is flat so that depth costs nothing: no function recurses over it, blocks are prepared and composed
//! one by one, and an anchor is two numbers.

use std::collections::HashMap;
use std::ops::Range;

use crate::text::Clean;

/// How a body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyKind {
    /// HTML, a fragment or a whole page.
    Html,
    /// Markdown (GFM) with raw HTML in it.
    Markdown,
}

/// A body as blocks and inlines. It knows nothing of width, colour, path or time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// The blocks in reading order.
    pub blocks: Vec<Block>,
    /// The containers blocks stand in; a frame's parent comes before it.
    pub frames: Vec<Frame>,
    /// Targets of links, by [`LinkId`].
    pub links: Vec<Link>,
    /// Images, by [`ImageId`].
    pub images: Vec<Image>,
    /// `id` and `name` attributes, heading ids and footnote labels to the place they stand at.
    pub ids: HashMap<Box<str>, Anchor>,
    /// What a whole page calls itself (`<title>`).
    pub title: Option<Clean>,
    /// The language the body declares for itself (`<html lang>`), as a BCP 47 tag.
    pub lang: Option<Clean>,
}

/// A place in a document that survives every change of width: a block and a byte of its text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Anchor {
    /// Index into [`Document::blocks`].
    pub block: u32,
    /// Byte offset into the block's text, on a character boundary.
    pub byte: u32,
}

/// One leaf of the document: a paragraph, a heading, a table, a picture…
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its whole text with styles. `\n` is a forced line break; other white space is already as CSS collapses it.
    pub inline: Inline,
    /// The innermost frame it stands in.
    pub frame: Option<FrameId>,
    /// How its lines are set.
    pub align: Align,
    /// Whether it runs from right to left, by `dir` of what encloses it.
    pub rtl: bool,
    /// Its own `lang`, a BCP 47 tag, where an element declares one.
    pub lang: Option<Clean>,
}

/// The kinds of block.
#[derive(Clone, Debug, PartialEq)]
pub enum BlockKind {
    /// Running text.
    Paragraph,
    /// A heading of level 1–6.
    Heading(u8),
    /// Preformatted text: every line break and blank stands. The language as the source names it.
    Code(Option<Clean>),
    /// A table; its cells are ranges of the block's text.
    Table(Box<Table>),
    /// A picture that stands by itself; the text is its alternative text.
    Image(ImageId),
    /// The title of the article above its body; never made by reading a body.
    Title,
    /// A line about the article (author, date, categories) below its title; never made by reading a body.
    Byline,
    /// The caption of a figure or table.
    Caption,
    /// The summary of the details frame it stands in.
    Summary,
    /// A formula set apart; the text is its source.
    Math,
    /// A thematic break; the text is empty.
    Rule,
}

/// Text with styles.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inline {
    /// The characters, made by [`Clean::text`].
    pub text: Clean,
    /// Sorted, disjoint, not empty, within the text, on character boundaries. Text without a span is plain.
    pub spans: Vec<Span>,
}

/// A stretch of text of one style.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Bytes of the block's text.
    pub range: Range<u32>,
    /// All styles that hold there.
    pub style: Style,
    /// The link it belongs to.
    pub link: Option<LinkId>,
    /// The picture whose alternative text this is.
    pub image: Option<ImageId>,
}

bitflags::bitflags! {
    /// What holds for a stretch of text.
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
        /// A formula within text.
        const MATH = 1 << 10;
        /// The base of a ruby annotation; its reading follows at once.
        const RUBY_BASE = 1 << 11;
        /// The reading of a ruby annotation.
        const RUBY_READING = 1 << 12;
        /// The alternative text of a picture within text.
        const IMAGE = 1 << 13;
        /// A reference to a footnote.
        const NOTE = 1 << 14;
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

/// Where a link goes, as the source wrote it (entities decoded, trimmed, not resolved).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The address: a URL, a path, or `#id`.
    pub target: Clean,
    /// The `title` attribute.
    pub title: Option<Clean>,
}

/// A picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Image {
    /// Alternative text; may be empty.
    pub alt: Clean,
    /// The `title` attribute.
    pub title: Option<Clean>,
    /// Addresses to try, best first, none twice, placeholders left out. May be empty.
    pub candidates: Vec<Clean>,
    /// Width in pixels from attributes.
    pub width: Option<u32>,
    /// Height in pixels from attributes.
    pub height: Option<u32>,
    /// Of a picture that stands by itself: the link it stands in, else one to the picture itself.
    pub link: Option<LinkId>,
}

/// A container of blocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The frame around it; always a lower index.
    pub parent: Option<FrameId>,
    /// What it is.
    pub kind: FrameKind,
}

/// The kinds of container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FrameKind {
    /// A block quotation.
    Quote,
    /// A list; its children are items. A loose list has blank lines between its items.
    List {
        /// Whether items are set apart by blank lines.
        loose: bool,
        /// Characters of the longest number among the marks of its items.
        numbers: u8,
    },
    /// An item of a list; the mark stands before its first line.
    Item(Marker),
    /// A term of a definition list.
    Term,
    /// A description in a definition list.
    Description,
    /// A box that can be folded; its summary is the block of kind Summary.
    Details {
        /// Whether the source shows it open.
        open: bool,
    },
    /// A figure: pictures and their caption belong together.
    Figure,
    /// A footnote.
    Note(Marker),
}

/// The mark of a list item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Marker {
    /// An unordered item at this depth of unordered lists, from 0.
    Bullet(u8),
    /// An ordered item: the whole mark, such as `3.` or `iv.`.
    Number(Clean),
    /// A task, done or not.
    Task(bool),
    /// No mark.
    None,
}

/// How lines are set.
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

/// The structure of a table over its block's text. Cells are joined by `\t`, rows by `\n`, in reading order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The rows; a cell that spans rows stands in its first one only.
    pub rows: Vec<Vec<Cell>>,
    /// How many of the first rows are head.
    pub head: usize,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Bytes of the block's text; paragraphs within are parted by `\n`.
    pub range: Range<u32>,
    /// Columns it spans, at least 1.
    pub columns: u16,
    /// Rows it spans, at least 1.
    pub rows: u16,
    /// Whether it is a header cell.
    pub header: bool,
    /// How it is set.
    pub align: Align,
}

impl Inline {
    /// Text without styles.
    pub fn plain(text: Clean) -> Self {
        Self { text, spans: Vec::new() }
    }
}

impl Block {
    /// A block outside every frame, set at the start edge.
    pub fn new(kind: BlockKind, inline: Inline) -> Self {
        Self { kind, inline, frame: None, align: Align::Start, rtl: false, lang: None }
    }

    /// The block's text.
    pub fn text(&self) -> &str {
        &self.inline.text
    }
}

/// How many characters of white space a text has: those of ASCII by their bytes, the ideographic space as a whole, the
/// few others by the bytes they begin with.
fn white_space(text: &str) -> usize {
    let bytes = text.as_bytes();
    let ascii = bytes.iter().filter(|byte| matches!(byte, b' ' | b'\t'..=b'\r')).count();
    let wide = memchr::memmem::find_iter(bytes, "\u{3000}").count();
    let is_white = |at: usize| text.get(at..).and_then(|rest| rest.chars().next()).is_some_and(char::is_whitespace);
    ascii + wide + memchr::memchr3_iter(0xc2, 0xe1, 0xe2, bytes).filter(|at| is_white(*at)).count()
}

impl Document {
    /// The one plain text of the document: the texts of its blocks, one after another, parted by a line break.
    pub fn text(&self) -> String {
        let mut out = String::with_capacity(self.blocks.iter().map(|block| block.text().len() + 1).sum());
        for block in &self.blocks {
            if !out.is_empty() {
                out.push('\n');
            }
            out.push_str(block.text());
        }
        out
    }

    /// The headings in order: block, level, text.
    pub fn headings(&self) -> impl Iterator<Item = (u32, u8, &Clean)> {
        self.blocks.iter().enumerate().filter_map(|(at, block)| match block.kind {
            BlockKind::Heading(level) => Some((at as u32, level, &block.inline.text)),
            _ => None,
        })
    }

    /// Takes out the heading the document opens with if it says nothing but `title`, white space aside: below a title
    /// block it would stand there twice. A heading with a link or a picture in it says more.
    pub fn drop_opening_heading(&mut self, title: &str) {
        let Some(block) = self.blocks.first() else { return };
        let words = block.text().split_whitespace();
        let plain = block.inline.spans.iter().all(|span| span.link.is_none() && span.image.is_none());
        let apart = matches!(block.kind, BlockKind::Heading(_)) && block.frame.is_none();
        if !apart || !plain || !words.eq(title.split_whitespace()) {
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

    /// How many characters the text has, white space aside.
    pub fn characters(&self) -> u32 {
        let count = |block: &Block| block.text().chars().count() - white_space(block.text());
        self.blocks.iter().map(count).sum::<usize>().try_into().unwrap_or(u32::MAX)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_what_unicode_says() {
        let all: String = (0..=0x3_ffff).filter_map(char::from_u32).collect();
        assert_eq!(white_space(&all), all.chars().filter(|c| c.is_whitespace()).count());
        for c in all.chars() {
            let text = format!("字{c}a");
            assert_eq!(white_space(&text), usize::from(c.is_whitespace()), "{c:?}");
        }
    }
}
