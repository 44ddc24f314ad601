//! What an element passes on to its children.

use crate::document::build::inline::{SpanFormat, WhiteSpace};
use crate::document::build::style::{CommonAttributes, Direction};
use crate::document::css::{Display, TextAlign};
use crate::document::model::FrameId;

/// The kind of block being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::document) enum Leaf {
    Paragraph,
    Heading(u8),
    Code,
    Caption,
    Summary,
    Math,
}

/// How the children of an element are laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::document) enum Items {
    /// As their own `display` says.
    #[default]
    Flow,
    /// Each as a block: in a flex or grid container.
    Blocks,
    /// Side by side in a line: in an inline flex or grid container.
    Boxes,
}

impl Items {
    /// The layout of the children of an element.
    pub(in crate::document) fn of(common: &CommonAttributes<'_>) -> Self {
        match common.display() {
            Some(Display::Flex) => Self::Blocks,
            Some(Display::InlineFlex) => Self::Boxes,
            _ => Self::Flow,
        }
    }
}

/// What an element passes on to its children.
#[derive(Clone, Copy, Debug)]
pub(in crate::document) struct Context {
    pub(in crate::document) frame: Option<FrameId>,
    /// How many frames are open.
    pub(in crate::document) depth: u8,
    pub(in crate::document) leaf: Leaf,
    pub(in crate::document) format: SpanFormat,
    pub(in crate::document) white: WhiteSpace,
    pub(in crate::document) align: TextAlign,
    pub(in crate::document) direction: Direction,
    /// Whether the author indents first lines.
    pub(in crate::document) indent: bool,
    /// How the children are laid out.
    pub(in crate::document) items: Items,
    /// Inside `visibility: hidden`.
    pub(in crate::document) invisible: bool,
    /// Inside `font-size: 0`.
    pub(in crate::document) no_size: bool,
    /// Index into `Builder::names`.
    pub(in crate::document) lang: Option<u32>,
    /// Index into `Builder::names`: the language of code.
    pub(in crate::document) code: Option<u32>,
    /// Index into `Builder::lists`.
    pub(in crate::document) list: Option<u32>,
    pub(in crate::document) bullets: u8,
    pub(in crate::document) quotes: u8,
    /// Inside a code box of a syntax highlighter, where tables only hold line numbers and code lines.
    pub(in crate::document) listing: bool,
    /// How many lists are open in the cell.
    pub(in crate::document) nested: u8,
    /// Inside a cell or caption of a table, where blocks become lines.
    pub(in crate::document) cell: bool,
}
