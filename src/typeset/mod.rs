//! A document composed for one setting: lines of runs, each with its cells, its face and its source bytes.
//!
//! Two phases: [`prepare`] once per block, options and width profile; [`compose_block`] pure and fast, again for every
//! width. A [`Page`] is the blocks of a document one below the other.

mod blocks;
mod breaks;
mod inline;
mod lines;
mod page;
#[cfg(test)]
mod properties;
mod text;
#[cfg(test)]
mod vectors;

pub use blocks::compose::{PreparedBlock, Tokens, compose_block, prepare, prepare_all};
pub use breaks::opportunities::{line_starts, opportunities};
pub use lines::frames::has_blank_above;
pub use page::find::{CellRange, Match, find};
pub use page::{LineView, Page, compose_blocks};
pub use text::options::{
    AmbiguousWidth, Bidi, Code, Fill, Hang, Hyphenate, Indent, Korean, OptionError, Options, Ruby, Strictness, Switch,
};

use std::ops::Range;

use crate::document::{Anchor, BlockKind, FrameId, ImageId, LinkId, Style};
use crate::highlight::Token;
use crate::text::Profile;

/// Everything a composed page depends on besides the document.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// The measure: no line is wider than this many cells, but for a hanging mark, a cluster wider than the line, and code
    /// that is to run on.
    pub width: u16,
    /// Switches of the typesetter.
    pub options: Options,
    /// How wide clusters are.
    pub profile: Profile,
    /// Details frames that are folded: only their summary is set.
    pub folded: Vec<FrameId>,
}

/// What a stretch of a line is, for the theme to choose a style by.
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
    /// Preformatted text that is a token of its language.
    Token(Token),
    /// A caption.
    Caption,
    /// Text inside a quotation.
    Quote,
    /// The summary of a details box.
    Summary,
    /// A cell of a table's head.
    TableHead,
    /// The label and alternative text in a picture's box.
    Image,
    /// The address in a picture's box.
    Address,
    /// A formula.
    Math,
    /// Ornament: the bar of a quotation.
    Bar,
    /// Ornament: the mark of a list item.
    Marker,
    /// Ornament: rules and the borders of tables and boxes.
    Border,
    /// Ornament: an added hyphen, an added blank, the parentheses around a reading.
    Added,
}

impl Role {
    /// Of the text of a block.
    fn of(kind: &BlockKind, quoted: bool) -> Self {
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
    /// What it is.
    pub role: Role,
    /// What holds for it.
    pub style: Style,
}

/// A stretch of one line with one face.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Bytes of [`Lines::text`]: what is shown. It holds no control character and no format character.
    pub text: Range<u32>,
    /// Bytes of the block's text that it shows; empty for ornaments, which are never copied.
    pub source: Range<u32>,
    /// First cell, counted from the left edge of the measure.
    pub column: u16,
    /// Cells it takes: the sum over its clusters.
    pub cells: u16,
    /// Role and styles.
    pub face: Face,
    /// The link it belongs to.
    pub link: Option<LinkId>,
    /// The picture it stands for.
    pub image: Option<ImageId>,
}

/// One line of a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its runs, as a range of [`Lines::runs`], sorted by column, disjoint.
    pub runs: Range<u32>,
    /// Bytes of the block's text it covers, trailing blanks that vanished at the break included.
    pub source: Range<u32>,
    /// How it ends.
    pub end: LineEnd,
}

/// How a line ends; copying joins soft ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum LineEnd {
    /// The end of the block, or a blank line between blocks.
    #[default]
    Block,
    /// A break the text demands (`br`, a line of code).
    Hard,
    /// A break the typesetter chose.
    Soft,
}

/// The lines of one block, the blank lines before it included.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lines {
    /// What the runs show, one after another.
    pub text: String,
    /// All runs, line after line.
    pub runs: Vec<Run>,
    /// The lines, top to bottom.
    pub lines: Vec<Line>,
    /// How many of the first lines are the gap to the block above (they hold only bars of quotations).
    pub gap: u16,
}

impl Lines {
    /// Gives back memory that is not used.
    fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.runs.shrink_to_fit();
        self.lines.shrink_to_fit();
    }

    /// The anchor at the start of a line of the block with this index.
    pub fn anchor(&self, block: u32, line: usize) -> Anchor {
        Anchor { block, byte: self.lines.get(line).map_or(0, |line| line.source.start) }
    }
}
