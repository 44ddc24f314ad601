//! A full-screen table at its natural width.

use crate::app::page::window::Window;
use crate::document::Table;
use crate::typeset::{Lines, Run};

/// The table on the screen.
#[derive(Clone, Debug)]
pub struct TableView {
    /// Its block in the open article.
    pub block: u32,
    /// Its lines, at their natural width.
    pub lines: Lines,
    /// The number of fixed lines at the top: the header and the rule below it.
    pub head: usize,
    /// The number of fixed cells at the left: the first column and the separator after it.
    pub kept: u16,
    /// The total width, in cells.
    pub width: u16,
    /// The first visible line, counted from the end of the header.
    pub top: usize,
    /// The number of cells by which it is scrolled sideways.
    pub shift: u16,
}

impl TableView {
    /// Creates the view from the composed lines of a table.
    pub(in crate::app) fn new(block: u32, lines: Lines, table: &Table) -> Self {
        let starts = |rows: &[Vec<crate::document::Cell>], first: usize| -> Vec<u32> {
            rows.iter().flat_map(|row| row.iter().skip(first)).map(|cell| cell.range.start).collect()
        };
        let body = table.rows.get(table.head..).and_then(|rows| starts(rows, 0).first().copied());
        let shows = |line: usize, byte: u32| {
            runs_of(&lines, line).iter().any(|run| !run.source.is_empty() && run.source.start >= byte)
        };
        let head = body.filter(|_| table.head > 0);
        let head = head.and_then(|byte| (0..lines.lines.len()).find(|line| shows(*line, byte))).unwrap_or(0);
        // The second column begins at the leftmost cell that is not the first of its row.
        let second: std::collections::BTreeSet<u32> = starts(&table.rows, 1).into_iter().collect();
        let kept = lines.runs.iter().filter(|run| !run.source.is_empty() && second.contains(&run.source.start));
        let kept = kept.map(|run| run.column).min().unwrap_or(0);
        let width = lines.runs.iter().map(|run| run.column.saturating_add(run.cells)).max().unwrap_or(0);
        Self { block, lines, head, kept, width, top: 0, shift: 0 }
    }

    /// The runs of a line.
    pub fn runs(&self, line: usize) -> &[Run] {
        runs_of(&self.lines, line)
    }

    /// The visible columns on a screen of this width: the first column is fixed unless it takes more than half of them.
    pub fn window(&self, columns: u16) -> Window {
        let left = if self.kept <= columns / 2 { self.kept } else { 0 };
        Window { left, right: columns, shift: self.shift, end: self.width }
    }

    pub(in crate::app) fn settle(&mut self, (columns, rows): (u16, usize)) {
        let body = self.lines.lines.len().saturating_sub(self.head);
        self.top = self.top.min(body.saturating_sub(rows.saturating_sub(self.head).max(1)));
        self.shift = self.shift.min(self.width.saturating_sub(columns));
    }
}

fn runs_of(lines: &Lines, line: usize) -> &[Run] {
    let range = lines.lines.get(line).map_or(0..0, |line| line.runs.start as usize..line.runs.end as usize);
    lines.runs.get(range).unwrap_or_default()
}
