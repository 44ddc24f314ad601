//! Checks that a page shows its whole document: every byte of every block is in one run.

use inkstone::document::{BlockKind, Document};
use inkstone::text::{Language, Profile};
use inkstone::typeset::{Options, Page, Setting};

/// What is wrong with the page of a document at a width: at most three problems.
///
/// In a block other than a table, each byte must be in the source of exactly one line, in order, and in exactly one
/// run. Only line breaks, blanks at the end of a line, and invisible control characters may be in no run. In a table,
/// whose cells are side by side, each byte is in at most one run; blanks and cell separators may be in no run as well.
pub fn faults(document: &Document, width: u16) -> Vec<String> {
    let setting = Setting {
        width,
        room: width,
        options: Options::default(),
        profile: Profile::default(),
        folded: Vec::new(),
        pictures: Default::default(),
    };
    let page = Page::of(document, &setting, Language::ChineseSimplified);
    let mut faults = Vec::new();
    let mut seen: Vec<Vec<u8>> = document.blocks.iter().map(|block| vec![0; block.text().len()]).collect();
    let mut ends = vec![0; document.blocks.len()];
    let mut last = page.anchor_of(0);
    for row in 0..page.height() {
        let anchor = page.anchor_of(row);
        if anchor < last {
            faults.push(format!("width {width}, row {row}: {anchor:?} after {last:?}"));
        }
        last = anchor;
        let Some(view) = page.row(row) else { continue };
        let number = view.block as usize;
        let Some(block) = document.blocks.get(number) else { continue };
        for byte in view.runs.iter().flat_map(|run| run.source.clone()) {
            seen[number][byte as usize] = seen[number][byte as usize].saturating_add(1);
        }
        if matches!(block.kind, BlockKind::Table(_)) {
            continue;
        }
        let source = &view.line.source;
        if source.start != ends[number] && !source.is_empty() {
            faults.push(format!("width {width}, row {row}: begins at {}, not at {}", source.start, ends[number]));
        }
        ends[number] = source.end.max(ends[number]);
        let shown = view.runs.iter().map(|run| run.source.end).max().unwrap_or(0).clamp(source.start, source.end);
        let text = block.text();
        let inner = &text[source.start as usize..shown as usize];
        for (at, c) in inner.char_indices() {
            if seen[number][source.start as usize + at] == 0 && !is_steering(c) {
                faults.push(format!("width {width}, row {row}: {c:?} within the line is not shown"));
            }
        }
        let rest = &text[shown as usize..source.end as usize];
        if rest.chars().any(|c| !matches!(c, ' ' | '\n' | '\t') && !is_steering(c)) {
            faults.push(format!("width {width}, row {row}: {rest:?} at the end is not shown"));
        }
    }
    for (number, (block, bytes)) in document.blocks.iter().zip(&seen).enumerate() {
        let table = matches!(block.kind, BlockKind::Table(_));
        if !table && ends[number] as usize != block.text().len() {
            faults.push(format!("width {width}, block {number}: {} of {} bytes", ends[number], block.text().len()));
        }
        let wrong = block.text().char_indices().find(|(at, c)| {
            let count = bytes[*at];
            count > 1 || count == 0 && !matches!(c, ' ' | '\n' | '\t') && !is_steering(*c)
        });
        if let Some((at, c)) = wrong {
            faults.push(format!("width {width}, block {number}: {c:?} at {at} is in {} runs", bytes[at]));
        }
    }
    faults.truncate(3);
    faults
}

/// Whether a character is invisible and only controls line breaking or text direction.
fn is_steering(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
        | '\u{2060}'..='\u{2065}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0001}')
}
