//! A page: the blocks of a document one below the other, rows found by number and by anchor.

use super::{Line, Lines, PreparedBlock, Run, Setting, compose_block, prepare};
use crate::document::{Anchor, Document};
use crate::text::{Language, Profile};

/// A composed document. Rows are counted from 0.
#[derive(Clone, Debug, Default)]
pub struct Page {
    blocks: Vec<Lines>,
    /// `starts[i]` is the first row of block `i`; one more at the end holds the height.
    starts: Vec<usize>,
    profile: Profile,
}

/// One row of a page, ready to draw.
#[derive(Clone, Copy, Debug)]
pub struct LineView<'a> {
    /// The block it belongs to.
    pub block: u32,
    /// The line itself.
    pub line: &'a Line,
    /// Its runs.
    pub runs: &'a [Run],
    text: &'a str,
}

impl<'a> LineView<'a> {
    /// What a run of this row shows.
    pub fn shown(&self, run: &Run) -> &'a str {
        self.text.get(run.text.start as usize..run.text.end as usize).unwrap_or_default()
    }

    /// The anchor at the start of the row.
    pub fn anchor(&self) -> Anchor {
        Anchor { block: self.block, byte: self.line.source.start }
    }
}

impl Page {
    /// Prepares and composes a whole document.
    pub fn of(document: &Document, setting: &Setting, language: Language) -> Self {
        let prepared: Vec<_> = (0..document.blocks.len())
            .map(|block| prepare(document, block, &setting.options, setting.profile, language))
            .collect();
        Self::compose(&prepared, setting)
    }

    /// Composes prepared blocks.
    pub fn compose(prepared: &[PreparedBlock], setting: &Setting) -> Self {
        let mut page = Self { blocks: Vec::with_capacity(prepared.len()), starts: vec![0], profile: setting.profile };
        let mut height = 0;
        for block in prepared {
            let lines = compose_block(block, setting);
            height += lines.lines.len();
            page.starts.push(height);
            page.blocks.push(lines);
        }
        page
    }

    /// The width profile it was composed with.
    pub fn profile(&self) -> Profile {
        self.profile
    }

    /// The number of rows.
    pub fn height(&self) -> usize {
        self.starts.last().copied().unwrap_or(0)
    }

    /// A row.
    pub fn row(&self, row: usize) -> Option<LineView<'_>> {
        if row >= self.height() {
            return None;
        }
        let block = self.starts.partition_point(|start| *start <= row) - 1;
        let lines = self.blocks.get(block)?;
        let line = lines.lines.get(row - self.starts[block])?;
        let runs = lines.runs.get(line.runs.start as usize..line.runs.end as usize)?;
        Some(LineView { block: block as u32, line, runs, text: &lines.text })
    }

    /// The anchor of a row; of the end for a row beyond it.
    pub fn anchor_of(&self, row: usize) -> Anchor {
        match self.row(row) {
            Some(view) => view.anchor(),
            None => Anchor { block: self.blocks.len() as u32, byte: 0 },
        }
    }

    /// The row that shows an anchor: of those that start last at or before it the first, never one of the gap above its
    /// block. `row_of(anchor_of(row))` is `row` unless the row shows nothing of the text.
    pub fn row_of(&self, anchor: Anchor) -> usize {
        let block = anchor.block as usize;
        let (Some(lines), Some(start)) = (self.blocks.get(block), self.starts.get(block)) else {
            return self.height();
        };
        let gap = usize::from(lines.gap).min(lines.lines.len());
        let own = lines.lines.get(gap..).unwrap_or_default();
        let last = own.partition_point(|line| line.source.start <= anchor.byte).saturating_sub(1);
        let byte = own.get(last).map_or(0, |line| line.source.start);
        let within = own.partition_point(|line| line.source.start < byte);
        start + (gap + within).min(lines.lines.len().saturating_sub(1))
    }
}
