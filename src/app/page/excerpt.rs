//! The text to copy from an article: its source text between two points, without anything that typesetting added.

use crate::app::page::article_view::{Opened, TextPoint, localized};
use crate::app::page::title_block::{head, text_of};
use crate::article::Article;
use crate::document::{Block, BlockKind, Document, FrameKind, Inline};
use crate::locale::Catalog;
use crate::marks::Tags;
use crate::text::Clean;
use crate::typeset::has_blank_above;

/// The text between two points, as in the source. Lines broken to fit are joined again; hyphens and blanks added at
/// line breaks, list markers, bars, borders and parentheses around ruby text are omitted. Hard breaks are kept. Blocks
/// are separated by a blank line if they are separated on the page, else (items of a tight list) by a line break. Table
/// cells are separated by tabs and table rows by line breaks; a line break or tab within a cell becomes a blank. Folded
/// text is omitted.
pub fn excerpt(opened: &Opened, from: TextPoint, to: TextPoint) -> String {
    let mut out = String::new();
    for body in [false, true] {
        let document = opened.document_of(TextPoint { body, ..from });
        let mut separated = body;
        for (index, block) in document.blocks.iter().enumerate() {
            let number = u32::try_from(index).unwrap_or(u32::MAX);
            if (body, number) < (from.body, from.anchor.block) || (body, number) > (to.body, to.anchor.block) {
                continue;
            }
            separated |= has_blank_above(document, index);
            if body && is_folded(opened, index) {
                continue;
            }
            let end = block.text().len();
            let byte = |point: TextPoint, default: usize| {
                let is_here = (point.body, point.anchor.block) == (body, number);
                let from = if is_here { (point.anchor.byte as usize).min(end) } else { default };
                // A glyph that shows something other than its text may begin inside a character.
                (0..=from).rev().find(|byte| block.text().is_char_boundary(*byte)).unwrap_or(0)
            };
            let text = copied_text(block, byte(from, 0)..byte(to, end));
            if text.is_empty() {
                continue;
            }
            if !out.is_empty() {
                out.push_str(if separated { "\n\n" } else { "\n" });
            }
            out.push_str(&text);
            separated = false;
        }
    }
    out
}

/// A table of a document as tab-separated values.
pub fn table_text(document: &Document, block: usize) -> String {
    document.blocks.get(block).map(|block| copied_text(block, 0..block.text().len())).unwrap_or_default()
}

fn copied_text(block: &Block, range: std::ops::Range<usize>) -> String {
    let BlockKind::Table(table) = &block.kind else {
        let mut text = String::new();
        block.inline.write_source(range, &mut text);
        return text;
    };
    let cells: Vec<_> = table.rows.iter().flatten().map(|cell| &cell.range).collect();
    let mut next = cells.iter().peekable();
    let flat: String = block
        .text()
        .char_indices()
        .map(|(at, c)| {
            while next.next_if(|cell| cell.end as usize <= at).is_some() {}
            let within = next.peek().is_some_and(|cell| cell.start as usize <= at);
            if within && matches!(c, '\n' | '\t') { ' ' } else { c }
        })
        .collect();
    let mut text = String::new();
    Inline { text: Clean::text(&flat), spans: block.inline.spans.clone() }.write_source(range, &mut text);
    text
}

/// Whether a block of the body is hidden by a folded details box.
pub fn is_folded(opened: &Opened, block: usize) -> bool {
    let folded = &opened.view().setting().folded;
    let summary = opened.document.blocks.get(block).is_some_and(|block| block.kind == BlockKind::Summary);
    let details = opened.document.frames_of(block).filter(|frame| {
        let frame = opened.document.frames.get(frame.0 as usize);
        matches!(frame.map(|frame| &frame.kind), Some(FrameKind::Details { .. }))
    });
    !folded.is_empty() && details.skip(usize::from(summary)).any(|frame| folded.contains(&frame))
}

/// The plain text of an article that was read, as other programs get it.
pub fn plain_text(article: &Article, mut body: Document, catalog: &Catalog) -> String {
    body.drop_opening_heading(&article.title);
    let above = head(article, &Tags::default(), &body, catalog);
    text_of(&above, &localized(body, article, catalog))
}
