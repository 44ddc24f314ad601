//! The cells of a table on a grid.

use std::ops::Range;

use crate::document::{Align, Span, Table};
use crate::typeset::lines::context::LineContext;
use crate::typeset::lines::fill::{LineRange, Measure, fill_by};
use crate::typeset::lines::line::Role;
use crate::typeset::lines::setter::Source;
use crate::typeset::text::flow::Flow;

/// The maximum column span of a cell, as in HTML.
const WIDEST_SPAN: usize = 1000;
/// Cells between columns: a space, a vertical line, a space.
pub(in crate::typeset) const BETWEEN: usize = 3;

/// The cells of a table, prepared and placed on a grid.
#[derive(Debug)]
pub(in crate::typeset) struct Grid {
    pub(in crate::typeset) rows: Vec<GridRow>,
    pub(in crate::typeset) head: usize,
    /// The natural width of every column.
    pub(in crate::typeset) columns: Vec<usize>,
    /// The width of the longest word in every column.
    pub(in crate::typeset) words: Vec<usize>,
}

#[derive(Debug)]
pub(in crate::typeset) struct GridRow {
    /// Bytes of the block's text, including the separator after the row.
    pub(in crate::typeset) range: Range<u32>,
    /// The byte of that separator. The source of all lines of a row but the first starts here.
    pub(in crate::typeset) tail: u32,
    pub(in crate::typeset) cells: Vec<GridCell>,
}

#[derive(Debug)]
pub(in crate::typeset) struct GridCell {
    pub(in crate::typeset) column: usize,
    pub(in crate::typeset) span: usize,
    /// The row after the last one it spans.
    pub(in crate::typeset) below: usize,
    pub(in crate::typeset) range: Range<u32>,
    pub(in crate::typeset) header: bool,
    pub(in crate::typeset) align: Align,
    pub(in crate::typeset) flow: Flow,
}

impl GridRow {
    /// The cells of this row in the columns of another cell.
    pub(in crate::typeset) fn over(&self, cell: &GridCell) -> impl Iterator<Item = &GridCell> {
        let end = cell.column + cell.span;
        let first = self.cells.partition_point(|head| head.column + head.span <= cell.column);
        self.cells.iter().skip(first).take_while(move |head| head.column < end)
    }
}

impl Grid {
    /// Prepares every cell with `flow`, which takes a byte range of the block's text.
    pub(in crate::typeset) fn new(table: &Table, text: &str, flow: impl Fn(Range<usize>) -> Flow) -> Self {
        let most = table.rows.iter().map(Vec::len).max().unwrap_or(0);
        let mut covered = Covered::default();
        let mut rows = Vec::with_capacity(table.rows.len());
        let mut end = 0;
        for (number, row) in table.rows.iter().enumerate() {
            let mut column = 0;
            let start = end;
            let mut cells = Vec::with_capacity(row.len());
            for cell in row {
                column = covered.next_free(column, number);
                let span = usize::from(cell.columns).min(WIDEST_SPAN).min(most.saturating_sub(column)).max(1);
                let range = cell.range.start as usize..cell.range.end as usize;
                end = cell.range.end.max(end);
                cells.push(GridCell {
                    column,
                    span,
                    below: number + usize::from(cell.rows),
                    range: cell.range.clone(),
                    header: cell.header,
                    align: cell.align,
                    flow: flow(range),
                });
                column += span;
            }
            covered.add(&cells, number);
            let tail = end;
            end = end.saturating_add(1).min(text.len() as u32);
            rows.push(GridRow { range: start..end, tail, cells });
        }
        if let Some(last) = rows.last_mut() {
            last.range.end = text.len() as u32;
            last.tail = last.range.end;
        }
        let head = table.head.min(rows.len());
        let head = head - drop_blank_heads(&mut rows, head);
        let columns = columns_by(&rows, Flow::natural);
        let words = columns_by(&rows, Flow::longest_word);
        Self { rows, head, columns, words }
    }
}

/// Removes header rows without text from the top and returns how many: Markdown has no other way to write a table
/// without a head. A table that has only such rows keeps them.
fn drop_blank_heads(rows: &mut Vec<GridRow>, head: usize) -> usize {
    let is_blank = |row: &&GridRow| row.cells.iter().all(|cell| cell.range.is_empty());
    let blank = rows.iter().take(head).take_while(is_blank).count();
    if blank == rows.len() {
        return 0;
    }
    rows.drain(..blank);
    if let Some(first) = rows.first_mut() {
        first.range.start = 0;
    }
    for cell in rows.iter_mut().flat_map(|row| &mut row.cells) {
        cell.below = cell.below.saturating_sub(blank);
    }
    blank
}

/// The columns covered by cells that span several rows: for each column the row after the last one spanned.
#[derive(Default)]
struct Covered(Vec<usize>);

impl Covered {
    /// The first column from `column` on that is free in a row.
    fn next_free(&self, mut column: usize, row: usize) -> usize {
        while self.0.get(column).is_some_and(|below| *below > row) {
            column += 1;
        }
        column
    }

    /// Adds the cells of a row that span further rows.
    fn add(&mut self, cells: &[GridCell], row: usize) {
        for cell in cells.iter().filter(|cell| cell.below > row + 1) {
            let columns = cell.column..cell.column + cell.span;
            self.0.resize(self.0.len().max(columns.end), 0);
            self.0[columns].iter_mut().for_each(|covered| *covered = cell.below);
        }
    }
}

/// The width each column needs. Cells that span several columns widen the last of them if needed.
fn columns_by(rows: &[GridRow], need: impl Fn(&Flow) -> usize) -> Vec<usize> {
    let count = rows.iter().flat_map(|row| row.cells.last()).map(|cell| cell.column + cell.span).max().unwrap_or(0);
    let mut columns = vec![1; count];
    for cell in rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.span == 1) {
        columns[cell.column] = columns[cell.column].max(need(&cell.flow));
    }
    for cell in rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.span > 1) {
        let own = &mut columns[cell.column..cell.column + cell.span];
        let there = own.iter().sum::<usize>() + BETWEEN * (own.len() - 1);
        if let Some(last) = own.last_mut() {
            *last += need(&cell.flow).saturating_sub(there);
        }
    }
    columns
}

/// A table being set.
#[derive(Clone, Copy)]
pub(in crate::typeset) struct TableLayout<'a> {
    pub(in crate::typeset) grid: &'a Grid,
    pub(in crate::typeset) text: &'a str,
    pub(in crate::typeset) spans: &'a [Span],
    pub(in crate::typeset) role: Role,
    pub(in crate::typeset) context: LineContext<'a>,
}

impl<'a> TableLayout<'a> {
    /// The text of a cell.
    pub(in crate::typeset) fn text_of(&self, cell: &GridCell) -> &'a str {
        self.text.get(cell.range.start as usize..cell.range.end as usize).unwrap_or_default()
    }

    pub(in crate::typeset) fn source(&self, cell: &'a GridCell) -> Source<'a> {
        Source { flow: &cell.flow, text: self.text_of(cell), spans: self.spans, offset: cell.range.start, own: true }
    }

    pub(in crate::typeset) fn fill(&self, cell: &GridCell, measure: Measure) -> Vec<LineRange> {
        let bytes = cell.range.end - cell.range.start;
        fill_by(&cell.flow, bytes as usize, measure, self.context.setting.options.fill)
    }
}

impl GridCell {
    /// The cells of its lines, given the widths of the columns.
    pub(in crate::typeset) fn width(&self, widths: &[usize]) -> usize {
        let own = widths.get(self.column..self.column + self.span).unwrap_or_default();
        own.iter().sum::<usize>() + BETWEEN * own.len().saturating_sub(1)
    }

    /// The measure of its lines, given the widths of the columns.
    pub(in crate::typeset) fn measure(&self, widths: &[usize]) -> Measure {
        let width = self.width(widths).max(1);
        Measure { first: width, rest: width, hang: false, short: true }
    }
}
