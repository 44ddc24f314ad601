//! Tables: columns as wide as their content, or records where the measure is too narrow for columns.

use std::ops::Range;

use crate::document::{Align, Span, Table};
use crate::text::Ambiguous;
use crate::typeset::blocks::compose::{Room, fill_by, set_piece};
use crate::typeset::lines::fill::{Measure, Piece};
use crate::typeset::lines::setter::{Setter, Source, Stretch, Voice};
use crate::typeset::text::flow::Flow;
use crate::typeset::{Face, LineEnd, Role};

/// No column is made narrower than this, unless its content is.
const NARROWEST: usize = 8;
/// A cell goes over so many columns at most, as HTML has it.
const WIDEST_SPAN: usize = 1000;
/// Cells between columns: a blank, a line, a blank.
const BETWEEN: usize = 3;

/// The cells of a table, prepared and placed on a grid.
#[derive(Debug)]
pub(in crate::typeset) struct Cells {
    pub(in crate::typeset) rows: Vec<Row>,
    pub(in crate::typeset) head: usize,
    /// The natural width of every column.
    columns: Vec<usize>,
    /// The width of the longest stretch without a break in every column.
    words: Vec<usize>,
}

#[derive(Debug)]
pub(in crate::typeset) struct Row {
    /// Bytes of the block's text, the mark that parts it from the next row included.
    pub(in crate::typeset) range: Range<u32>,
    /// Where that mark stands: what lines but the first of a row start at.
    pub(in crate::typeset) tail: u32,
    pub(in crate::typeset) cells: Vec<Placed>,
}

#[derive(Debug)]
pub(in crate::typeset) struct Placed {
    pub(in crate::typeset) column: usize,
    span: usize,
    /// The row below those it reaches over.
    pub(in crate::typeset) below: usize,
    pub(in crate::typeset) range: Range<u32>,
    header: bool,
    align: Align,
    flow: Flow,
}

impl Row {
    /// The cells that stand over or under another one.
    pub(in crate::typeset) fn over(&self, cell: &Placed) -> impl Iterator<Item = &Placed> {
        let end = cell.column + cell.span;
        let first = self.cells.partition_point(|head| head.column + head.span <= cell.column);
        self.cells.iter().skip(first).take_while(move |head| head.column < end)
    }
}

impl Cells {
    /// Prepares every cell with `flow`, which takes bytes of the block's text.
    pub(in crate::typeset) fn new(table: &Table, text: &str, flow: impl Fn(Range<usize>) -> Flow) -> Self {
        let most = table.rows.iter().map(Vec::len).max().unwrap_or(0);
        // The row below the cell that reaches down from above, by column.
        let mut covered: Vec<usize> = Vec::new();
        let mut rows = Vec::with_capacity(table.rows.len());
        let mut end = 0;
        for (number, row) in table.rows.iter().enumerate() {
            let mut column = 0;
            let start = end;
            let mut cells = Vec::with_capacity(row.len());
            let mut fresh = Vec::new();
            for cell in row {
                while covered.get(column).is_some_and(|below| *below > number) {
                    column += 1;
                }
                let span = usize::from(cell.columns).min(WIDEST_SPAN).min(most.saturating_sub(column)).max(1);
                let range = cell.range.start as usize..cell.range.end as usize;
                end = cell.range.end.max(end);
                cells.push(Placed {
                    column,
                    span,
                    below: number + usize::from(cell.rows),
                    range: cell.range.clone(),
                    header: cell.header,
                    align: cell.align,
                    flow: flow(range),
                });
                fresh.push((column..column + span, number + usize::from(cell.rows)));
                column += span;
            }
            for (columns, below) in fresh.into_iter().filter(|(_, below)| *below > number + 1) {
                covered.resize(covered.len().max(columns.end), 0);
                covered[columns].iter_mut().for_each(|covered| *covered = below);
            }
            let tail = end;
            end = end.saturating_add(1).min(text.len() as u32);
            rows.push(Row { range: start..end, tail, cells });
        }
        if let Some(last) = rows.last_mut() {
            last.range.end = text.len() as u32;
            last.tail = last.range.end;
        }
        let columns = columns_by(&rows, Flow::natural);
        let words = columns_by(&rows, Flow::longest_word);
        Self { rows, head: table.head.min(table.rows.len()), columns, words }
    }

    /// Sets the table as columns if they fit, else as records.
    pub(in crate::typeset) fn set(&self, setter: &mut Setter, text: &str, spans: &[Span], role: Role, room: Room<'_>) {
        let width = room.width.saturating_sub(room.margins.first);
        let sheet = Sheet { cells: self, text, spans, role, room };
        match self.widths(width) {
            Some(widths) => sheet.columns(setter, &widths),
            None => sheet.records(setter),
        }
        if self.rows.is_empty() {
            room.margins.set_line(setter, true, 0);
            setter.end(0..text.len() as u32, LineEnd::Block);
        }
    }

    /// The widths of the columns within a measure; none where it is too narrow.
    fn widths(&self, width: usize) -> Option<Vec<usize>> {
        let between = BETWEEN * self.columns.len().saturating_sub(1);
        let room = width.checked_sub(between)?;
        // Words stand whole where that leaves the other columns as much as they need.
        let share = room / self.columns.len().max(1);
        let least = |longest: usize| -> Vec<usize> {
            let both = self.columns.iter().zip(&self.words);
            both.map(|(column, word)| (*column).min(NARROWEST.max((*word).min(longest)))).collect()
        };
        let least = [room / 2, share].into_iter().map(least).find(|least| least.iter().sum::<usize>() <= room);
        let least = least.unwrap_or_else(|| self.columns.iter().map(|column| (*column).min(NARROWEST)).collect());
        if least.iter().sum::<usize>() > room {
            return None;
        }
        // The widest columns are cut to a common width.
        let cut =
            |cap: usize| self.columns.iter().zip(&least).map(move |(column, least)| (*column).min(cap).max(*least));
        let (mut fits, mut over) = (0, room + 1);
        while over - fits > 1 {
            let cap = fits.midpoint(over);
            if cut(cap).sum::<usize>() <= room { fits = cap } else { over = cap }
        }
        let mut widths: Vec<usize> = cut(fits).collect();
        let mut spare = room - widths.iter().sum::<usize>().min(room);
        for (width, column) in widths.iter_mut().zip(&self.columns) {
            if spare > 0 && *width < *column {
                *width += 1;
                spare -= 1;
            }
        }
        Some(widths)
    }
}

/// What each column needs: its own cells first, then what cells over several columns need beyond that.
fn columns_by(rows: &[Row], need: impl Fn(&Flow) -> usize) -> Vec<usize> {
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

/// A table on its way into lines.
#[derive(Clone, Copy)]
pub(in crate::typeset) struct Sheet<'a> {
    pub(in crate::typeset) cells: &'a Cells,
    text: &'a str,
    spans: &'a [Span],
    pub(in crate::typeset) role: Role,
    pub(in crate::typeset) room: Room<'a>,
}

const BORDER: Face = Face { role: Role::Border, style: crate::document::Style::empty() };

impl<'a> Sheet<'a> {
    /// The text of a cell.
    pub(in crate::typeset) fn text_of(&self, cell: &Placed) -> &'a str {
        self.text.get(cell.range.start as usize..cell.range.end as usize).unwrap_or_default()
    }

    pub(in crate::typeset) fn source(&self, cell: &'a Placed) -> Source<'a> {
        Source { flow: &cell.flow, text: self.text_of(cell), spans: self.spans, offset: cell.range.start, own: true }
    }

    pub(in crate::typeset) fn fill(&self, cell: &Placed, width: usize, first: usize) -> Vec<Piece> {
        let measure = Measure { first: first.max(1), rest: width.max(1), hang: false };
        fill_by(&cell.flow, (cell.range.end - cell.range.start) as usize, measure, self.room.setting.options.fill)
    }

    fn columns(self, setter: &mut Setter, widths: &[usize]) {
        let wide = self.room.setting.profile.ambiguous == Ambiguous::Wide;
        let (line, cross, bar) = if wide { ("-", "-+-", "|") } else { ("─", "─┼─", "│") };
        // Every column starts after those before it and the lines between.
        let starts: Vec<usize> = widths
            .iter()
            .scan(0, |column, width| {
                let start = *column;
                *column += width + BETWEEN;
                Some(start)
            })
            .collect();
        let mut tall = false;
        for (index, row) in self.cells.rows.iter().enumerate() {
            tall = self.row(setter, row, (widths, &starts), index, (bar, tall));
            if index + 1 == self.cells.head && index + 1 < self.cells.rows.len() {
                self.room.margins.set_line(setter, false, row.tail);
                let rule: Vec<String> = widths.iter().map(|width| line.repeat(*width)).collect();
                let cells = widths.iter().sum::<usize>() + BETWEEN * widths.len().saturating_sub(1);
                setter.ornament(&rule.join(cross), cells, BORDER, None, row.tail);
                setter.end(row.tail..row.tail, LineEnd::Hard);
            }
        }
    }

    /// Sets a row; whether it has several lines. A blank line parts it from the row above where one of them has.
    fn row(
        self,
        setter: &mut Setter,
        row: &'a Row,
        grid: (&[usize], &[usize]),
        index: usize,
        (bar, tall): (&str, bool),
    ) -> bool {
        let (widths, starts) = grid;
        let cell_width = |cell: &Placed| {
            let own = widths.get(cell.column..cell.column + cell.span).unwrap_or_default();
            own.iter().sum::<usize>() + BETWEEN * own.len().saturating_sub(1)
        };
        let filled: Vec<Vec<Piece>> =
            row.cells.iter().map(|cell| self.fill(cell, cell_width(cell), cell_width(cell))).collect();
        let height = filled.iter().map(Vec::len).max().unwrap_or(0).max(1);
        let last_row = index + 1 == self.cells.rows.len();
        if let Some(above) = index.checked_sub(1).filter(|_| index > self.cells.head && (tall || height > 1)) {
            let at = self.cells.rows.get(above).map_or(row.range.start, |above| above.tail);
            self.room.margins.set_line(setter, false, at);
            let left = usize::from(setter.column());
            for start in starts.iter().filter(|start| **start > 0) {
                setter.skip_to(left + start - 2);
                setter.ornament(bar, 1, BORDER, None, at);
            }
            setter.end(at..at, LineEnd::Hard);
        }
        for line in 0..height {
            let first = index == 0 && line == 0;
            let at = if line == 0 { row.range.start } else { row.tail };
            self.room.margins.set_line(setter, first, at);
            let left = usize::from(setter.column());
            for (cell, pieces) in row.cells.iter().zip(&filled) {
                let start = left + starts.get(cell.column).copied().unwrap_or(0);
                if cell.column > 0 {
                    setter.skip_to(start - 2);
                    setter.ornament(bar, 1, BORDER, None, at);
                }
                let Some(piece) = pieces.get(line) else { continue };
                setter.skip_to(start);
                let slack = cell_width(cell).saturating_sub(cell.flow.cells(piece.from, piece.to));
                match cell.align {
                    Align::Start => {}
                    Align::Center => setter.skip(slack / 2),
                    Align::End => setter.skip(slack),
                }
                set_piece(setter, self.source(cell), piece, self.voice(cell, index), &Stretch::new());
            }
            let end = if last_row && line + 1 == height { LineEnd::Block } else { LineEnd::Hard };
            setter.end(at..if line + 1 == height { row.range.end } else { row.tail }, end);
        }
        height > 1
    }

    fn voice(&self, cell: &Placed, row: usize) -> Voice {
        let head = cell.header || row < self.cells.head;
        Voice::of(if head { Role::TableHead } else { self.role })
    }
}
