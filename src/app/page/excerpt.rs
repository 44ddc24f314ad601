//! What is copied of an article: its own text between two places, without anything that typesetting added.

use crate::app::page::article_view::Opened;
use crate::app::page::article_view::TextPoint;
use crate::document::{Block, BlockKind, Document, FrameKind};
use crate::typeset::has_blank_above;

/// The text from one place up to another, as its source has it: lines that were broken to fit are whole again, and
/// neither hyphens and blanks added at breaks nor marks of lists, bars, borders and parentheses around readings are in
/// it. Hard breaks stay. A blank line stands between what is set apart on the page, a line break between what is not
/// (items of a tight list). Cells of a table are parted by tabs, its rows by line breaks; a line break within a cell is
/// a blank. What is folded away is left out.
pub fn excerpt(opened: &Opened, from: TextPoint, to: TextPoint) -> String {
    let mut out = String::new();
    for body in [false, true] {
        let document = if body { &opened.document } else { &opened.above };
        let mut apart = body;
        for (index, block) in document.blocks.iter().enumerate() {
            let number = u32::try_from(index).unwrap_or(u32::MAX);
            if (body, number) < (from.body, from.anchor.block) || (body, number) > (to.body, to.anchor.block) {
                continue;
            }
            apart |= has_blank_above(document, index);
            if body && is_folded(opened, index) {
                continue;
            }
            let end = block.text().len();
            let byte = |point: TextPoint, otherwise: usize| {
                let here = (point.body, point.anchor.block) == (body, number);
                let from = if here { (point.anchor.byte as usize).min(end) } else { otherwise };
                // A glyph that shows something else than its text may begin within a character of it.
                (0..=from).rev().find(|byte| block.text().is_char_boundary(*byte)).unwrap_or(0)
            };
            let text = written(block, byte(from, 0)..byte(to, end));
            if text.is_empty() {
                continue;
            }
            if !out.is_empty() {
                out.push_str(if apart { "\n\n" } else { "\n" });
            }
            out.push_str(&text);
            apart = false;
        }
    }
    out
}

/// A table of a document as tab-separated values.
pub fn table_text(document: &Document, block: usize) -> String {
    document.blocks.get(block).map(|block| written(block, 0..block.text().len())).unwrap_or_default()
}

fn written(block: &Block, range: std::ops::Range<usize>) -> String {
    let text = block.text().get(range.clone()).unwrap_or_default();
    let BlockKind::Table(table) = &block.kind else { return text.to_owned() };
    let cells: Vec<_> = table.rows.iter().flatten().map(|cell| &cell.range).collect();
    let mut next = cells.iter().peekable();
    text.char_indices()
        .map(|(at, c)| {
            let byte = (range.start + at) as u32;
            while next.next_if(|cell| cell.end <= byte).is_some() {}
            let within = next.peek().is_some_and(|cell| cell.start <= byte);
            if within && matches!(c, '\n' | '\t') { ' ' } else { c }
        })
        .collect()
}

/// Whether a block of the body is hidden by a folded box.
pub fn is_folded(opened: &Opened, block: usize) -> bool {
    let folded = &opened.view.setting.folded;
    let summary = opened.document.blocks.get(block).is_some_and(|block| block.kind == BlockKind::Summary);
    let details = opened.document.frames_of(block).filter(|frame| {
        let frame = opened.document.frames.get(frame.0 as usize);
        matches!(frame.map(|frame| &frame.kind), Some(FrameKind::Details { .. }))
    });
    !folded.is_empty() && details.skip(usize::from(summary)).any(|frame| folded.contains(&frame))
}
