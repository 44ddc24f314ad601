//! What an element passes on to its children.

use crate::document::build::inline::{SpanFormat, WhiteSpace};
use crate::document::build::style::Direction;
use crate::document::model::{Align, FrameId};

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

/// What an element passes on to its children.
#[derive(Clone, Copy, Debug)]
pub(in crate::document) struct Context {
    pub(in crate::document) frame: Option<FrameId>,
    /// How many frames are open.
    pub(in crate::document) depth: u8,
    pub(in crate::document) leaf: Leaf,
    pub(in crate::document) format: SpanFormat,
    pub(in crate::document) white: WhiteSpace,
    pub(in crate::document) align: Align,
    pub(in crate::document) direction: Direction,
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
