//! What an article says: its body as blocks and inlines, read from HTML or Markdown, never failing.

mod model;

pub use model::{
    Align, Anchor, Block, BlockKind, Cell, Document, Frame, FrameId, FrameKind, Image, ImageId, Inline, Link, LinkId,
    Marker, Span, Style, Table,
};

use crate::problem::Problem;
use crate::text::Clean;

/// How a body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BodyKind {
    /// HTML, a fragment or a whole page.
    Html,
    /// Markdown (GFM) with raw HTML in it.
    Markdown,
}

/// Reads a body. Total: any string gives a document, in time linear in its length.
pub fn read(body: &str, _kind: BodyKind) -> (Document, Vec<Problem>) {
    let mut document = Document::default();
    for line in body.lines().filter(|line| !line.trim().is_empty()) {
        document.blocks.push(Block::new(BlockKind::Paragraph, Inline::plain(Clean::line(line))));
    }
    (document, Vec::new())
}
