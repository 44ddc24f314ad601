//! Composed lines and their runs.

use std::ops::Range;

use crate::document::{Anchor, BlockKind, ImageId, LinkId, Style};
use crate::highlight::Token;

/// What a run of text is. The theme chooses a style by it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Role {
    /// Running text.
    #[default]
    Text,
    /// The title of the article.
    Title,
    /// A line about the article below its title.
    Byline,
    /// A heading of level 1–6.
    Heading(u8),
    /// Preformatted text.
    Code,
    /// A token in preformatted text.
    Token(Token),
    /// A caption.
    Caption,
    /// Text inside a quotation.
    Quote,
    /// The summary of a details box.
    Summary,
    /// A cell of a table header.
    TableHead,
    /// The label and alternative text in a picture's box.
    Image,
    /// The address in a picture's box.
    Address,
    /// A formula.
    Math,
    /// Ornament: the bar of a quotation.
    Bar,
    /// Ornament: the marker of a list item.
    Marker,
    /// Ornament: rules and the borders of tables and boxes.
    Border,
    /// Ornament: an added hyphen or space, or a parenthesis around a ruby reading.
    Added,
}

impl Role {
    /// The role of a block's text. `quoted` is whether the block is inside a quotation.
    pub(in crate::typeset) fn of(kind: &BlockKind, quoted: bool) -> Self {
        match kind {
            BlockKind::Heading(level) => Self::Heading(*level),
            BlockKind::Code(_) => Self::Code,
            BlockKind::Image(_) => Self::Image,
            BlockKind::Title => Self::Title,
            BlockKind::Byline => Self::Byline,
            BlockKind::Caption => Self::Caption,
            BlockKind::Summary => Self::Summary,
            BlockKind::Math => Self::Math,
            BlockKind::Rule => Self::Border,
            BlockKind::Paragraph | BlockKind::Table(_) if quoted => Self::Quote,
            BlockKind::Paragraph | BlockKind::Table(_) => Self::Text,
        }
    }
}

/// Role and styles of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Face {
    /// Role.
    pub role: Role,
    /// Inline styles.
    pub style: Style,
}

/// A part of a line with one face.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Bytes of [`Lines::text`] to show. They contain no control characters and no format characters.
    pub text: Range<u32>,
    /// Bytes of the block's text that it shows. Empty for ornaments, which are never copied.
    pub source: Range<u32>,
    /// First cell, counted from the left edge of the measure.
    pub column: u16,
    /// Width in cells: the sum over its clusters.
    pub cells: u16,
    /// Role and styles.
    pub face: Face,
    /// The link it belongs to.
    pub link: Option<LinkId>,
    /// The image it represents.
    pub image: Option<ImageId>,
}

impl Run {
    /// Whether it is part of a frame or a border rather than of the text.
    pub(in crate::typeset) fn is_ornament(&self) -> bool {
        matches!(self.face.role, Role::Bar | Role::Marker | Role::Border)
    }
}

/// One line of a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its runs, as a range of [`Lines::runs`]. They are sorted by column and do not overlap.
    pub runs: Range<u32>,
    /// Bytes of the block's text it covers, including trailing spaces that are dropped at the break.
    pub source: Range<u32>,
    /// How it ends.
    pub end: LineEnd,
    /// In vertical writing, how many of its cells make a row of the screen: 2 in a vertical line, in which a full-width
    /// character takes a row, and the width of the box in horizontal text, of which all lines are one. 0 in horizontal
    /// writing.
    pub stride: u16,
}

/// How a line ends. Copying joins lines at soft ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum LineEnd {
    /// The end of the block, or a blank line between blocks.
    #[default]
    Block,
    /// A break in the text itself (`br`, a line of code).
    Hard,
    /// A break chosen by the typesetter.
    Soft,
}

/// The lines of one block, including the blank lines before it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lines {
    /// The text of all runs, concatenated.
    pub text: String,
    /// All runs, line after line.
    pub runs: Vec<Run>,
    /// The lines, top to bottom.
    pub lines: Vec<Line>,
    /// How many of the first lines are the gap to the block above. They contain only the bars of quotations.
    pub gap: u16,
    /// How many of the lines below the gap are reserved for the picture of the block. Each has one run with an image and
    /// without text, as wide as the picture.
    pub picture: u16,
}

impl Lines {
    /// Releases unused memory.
    pub(in crate::typeset) fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.runs.shrink_to_fit();
        self.lines.shrink_to_fit();
    }

    /// The anchor at the start of a line of the block with this index.
    pub fn anchor(&self, block: u32, line: usize) -> Anchor {
        Anchor { block, byte: self.lines.get(line).map_or(0, |line| line.source.start) }
    }
}
