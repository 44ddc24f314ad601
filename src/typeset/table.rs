//! Tables: columns as wide as their content, or records where the measure is too narrow for columns.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::compose::{Room, fill_by, set_piece};
use super::fill::{Measure, Piece};
use super::flow::Flow;
use super::setter::{Setter, Source, Stretch, Voice};
use super::{Face, LineEnd, Role};
use crate::document::{Align, Span, Table};
use crate::text::Ambiguous;

/// No column is made narrower than this, unless its content is.
const NARROWEST: usize = 8;
/// A cell goes over so many columns at most, as HTML has it.
const WIDEST_SPAN: usize = 1000;
/// A head of more bytes is not said again in every record.
const LONGEST_LABEL: usize = 256;
/// Of so many rows of heads none is said again.
const MOST_HEADS: usize = 8;
/// Cells between columns: a blank, a line, a blank.
const BETWEEN: usize = 3;

/// The cells of a table, prepared and placed on a grid.
#[derive(Debug)]
pub(super) struct Cells {
    rows: Vec<Row>,
    head: usize,
    /// The natural width of every column.
    columns: Vec<usize>,
}

#[derive(Debug)]
struct Row {
    /// Bytes of the block's text, the mark that parts it from the next row included.
    range: Range<u32>,
    /// Where that mark stands: what lines but the first of a row start at.
    tail: u32,
    cells: Vec<Placed>,
}

#[derive(Debug)]
struct Placed {
    column: usize,
    span: usize,
    range: Range<u32>,
    header: bool,
    align: Align,
    flow: Flow,
}

impl Row {
    /// The cells that stand over or under another one.
    fn over(&self, cell: &Placed) -> impl Iterator<Item = &Placed> {
        let end = cell.column + cell.span;
        let first = self.cells.partition_point(|head| head.column + head.span <= cell.column);
        self.cells.iter().skip(first).take_while(move |head| head.column < end)
    }
}

impl Cells {
    /// Prepares every cell with `flow`, which takes bytes of the block's text.
    pub(super) fn new(table: &Table, text: &str, flow: impl Fn(Range<usize>) -> Flow) -> Self {
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
        let columns = natural_columns(&rows);
        Self { rows, head: table.head.min(table.rows.len()), columns }
    }

    /// Sets the table as columns if they fit, else as records.
    pub(super) fn set(&self, setter: &mut Setter, text: &str, spans: &[Span], role: Role, room: Room<'_>) {
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
        let least: usize = self.columns.iter().map(|column| (*column).min(NARROWEST)).sum();
        if least > room {
            return None;
        }
        // The widest columns are cut to a common width.
        let mut sorted = self.columns.clone();
        sorted.sort_unstable();
        let (mut left, mut cap) = (room, usize::MAX);
        for (index, column) in sorted.iter().enumerate() {
            let share = left / (sorted.len() - index);
            if *column > share {
                cap = share;
                break;
            }
            left -= column;
        }
        let mut widths: Vec<usize> = self.columns.iter().map(|column| (*column).min(cap)).collect();
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
fn natural_columns(rows: &[Row]) -> Vec<usize> {
    let count = rows.iter().flat_map(|row| row.cells.last()).map(|cell| cell.column + cell.span).max().unwrap_or(0);
    let mut columns = vec![1; count];
    for cell in rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.span == 1) {
        columns[cell.column] = columns[cell.column].max(cell.flow.natural());
    }
    for cell in rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.span > 1) {
        let own = &mut columns[cell.column..cell.column + cell.span];
        let there = own.iter().sum::<usize>() + BETWEEN * (own.len() - 1);
        if let Some(last) = own.last_mut() {
            *last += cell.flow.natural().saturating_sub(there);
        }
    }
    columns
}

/// A table on its way into lines.
#[derive(Clone, Copy)]
struct Sheet<'a> {
    cells: &'a Cells,
    text: &'a str,
    spans: &'a [Span],
    role: Role,
    room: Room<'a>,
}

const BORDER: Face = Face { role: Role::Border, style: crate::document::Style::empty() };
const HEAD: Face = Face { role: Role::TableHead, style: crate::document::Style::empty() };

impl<'a> Sheet<'a> {
    fn source(&self, cell: &'a Placed) -> Source<'a> {
        let text = self.text.get(cell.range.start as usize..cell.range.end as usize).unwrap_or_default();
        Source { flow: &cell.flow, text, spans: self.spans, offset: cell.range.start, own: true }
    }

    fn fill(&self, cell: &Placed, width: usize, first: usize) -> Vec<Piece> {
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
        for (index, row) in self.cells.rows.iter().enumerate() {
            self.row(setter, row, (widths, &starts), index, bar);
            if index + 1 == self.cells.head && index + 1 < self.cells.rows.len() {
                self.room.margins.set_line(setter, false, row.tail);
                let rule: Vec<String> = widths.iter().map(|width| line.repeat(*width)).collect();
                let cells = widths.iter().sum::<usize>() + BETWEEN * widths.len().saturating_sub(1);
                setter.ornament(&rule.join(cross), cells, BORDER, None, row.tail);
                setter.end(row.tail..row.tail, LineEnd::Hard);
            }
        }
    }

    fn row(self, setter: &mut Setter, row: &'a Row, grid: (&[usize], &[usize]), index: usize, bar: &str) {
        let (widths, starts) = grid;
        let cell_width = |cell: &Placed| {
            let own = widths.get(cell.column..cell.column + cell.span).unwrap_or_default();
            own.iter().sum::<usize>() + BETWEEN * own.len().saturating_sub(1)
        };
        let filled: Vec<Vec<Piece>> =
            row.cells.iter().map(|cell| self.fill(cell, cell_width(cell), cell_width(cell))).collect();
        let height = filled.iter().map(Vec::len).max().unwrap_or(0).max(1);
        let last_row = index + 1 == self.cells.rows.len();
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
    }

    fn voice(&self, cell: &Placed, row: usize) -> Voice {
        let head = cell.header || row < self.cells.head;
        Voice::of(if head { Role::TableHead } else { self.role })
    }

    /// Every row as lines "head: value", the rows parted by blank lines. The heads of the first record are the text
    /// itself, those of the others repeat it.
    fn records(self, setter: &mut Setter) {
        let head = self.cells.head.min(self.cells.rows.len());
        let (heads, rows) = self.cells.rows.split_at(head);
        if rows.is_empty() {
            for (index, row) in heads.iter().enumerate() {
                self.record(setter, row, &[], row.range.start, index == 0);
            }
        }
        for (index, row) in rows.iter().enumerate() {
            let start = if index == 0 {
                heads.first().map_or(row.range.start, |head| head.range.start)
            } else {
                row.range.start
            };
            if let Some(above) = index.checked_sub(1).and_then(|above| rows.get(above)) {
                self.room.margins.set_line(setter, false, above.tail);
                setter.end(above.tail..above.tail, LineEnd::Hard);
            }
            self.record(setter, row, heads, start, index == 0);
        }
    }

    fn record(self, setter: &mut Setter, row: &'a Row, heads: &'a [Row], start: u32, first: bool) {
        let mut lines = Record { sheet: self, start, end: row.tail, fresh: true, first };
        let repeats = heads.len() <= MOST_HEADS;
        // Heads that stand over no cell of the first record are set below it: nothing is lost.
        let mut shown = FxHashSet::default();
        for cell in &row.cells {
            let over = heads.iter().filter(|_| first || repeats).flat_map(|row| row.over(cell));
            let labels: Vec<(&Placed, bool)> = over
                .map(|head| (head, first && shown.insert(head.range.start)))
                .filter(|(head, fresh)| *fresh || repeats && head.range.len() <= LONGEST_LABEL)
                .collect();
            lines.cell(setter, cell, &labels);
        }
        if first {
            for head in heads.iter().flat_map(|row| &row.cells).filter(|head| !shown.contains(&head.range.start)) {
                lines.cell(setter, head, &[]);
            }
        }
        if row.cells.is_empty() && lines.fresh {
            lines.begin(setter);
            setter.end(start..row.range.end, LineEnd::Hard);
        }
    }
}

/// One record on its way into lines.
struct Record<'a> {
    sheet: Sheet<'a>,
    start: u32,
    end: u32,
    /// Whether no line of it is set.
    fresh: bool,
    /// Whether it is the first of the table.
    first: bool,
}

impl<'a> Record<'a> {
    /// Starts a line; its first byte is returned.
    fn begin(&mut self, setter: &mut Setter) -> u32 {
        let at = if self.fresh { self.start } else { self.end };
        self.sheet.room.margins.set_line(setter, self.first && self.fresh, at);
        self.fresh = false;
        at
    }

    /// Goes on to another line where little of this one is left; the cells used of it are returned.
    fn make_room(&mut self, setter: &mut Setter, at: &mut u32) -> usize {
        let room = self.sheet.room;
        let left = room.width.saturating_sub(usize::from(setter.column()));
        let used = usize::from(setter.column()).saturating_sub(room.margins.first);
        if used == 0 || left >= NARROWEST {
            return used;
        }
        setter.end(*at..self.end, LineEnd::Soft);
        *at = self.begin(setter);
        0
    }

    /// Sets a cell behind its heads, each with whether it is the text itself rather than said again.
    fn cell(&mut self, setter: &mut Setter, cell: &'a Placed, heads: &[(&'a Placed, bool)]) {
        let room = self.sheet.room;
        let width = room.width.saturating_sub(room.margins.first);
        let mut at = self.begin(setter);
        for (head, own) in heads.iter().filter(|(head, _)| !head.range.is_empty()) {
            let source = Source { own: *own, ..self.sheet.source(head) };
            let voice = Voice::of(Role::TableHead);
            let used = self.make_room(setter, &mut at);
            for (index, piece) in self.sheet.fill(head, width, width.saturating_sub(used)).iter().enumerate() {
                if index > 0 {
                    setter.end(at..self.end, LineEnd::Soft);
                    at = self.begin(setter);
                }
                set_piece(setter, source, piece, voice, &Stretch::new());
            }
            if usize::from(setter.column()) + 2 <= room.width {
                setter.ornament(":", 1, HEAD, None, at);
                setter.skip(1);
            }
        }
        let left = width.saturating_sub(self.make_room(setter, &mut at));
        for (index, piece) in self.sheet.fill(cell, width, left).iter().enumerate() {
            if index > 0 {
                setter.end(at..self.end, LineEnd::Soft);
                at = self.begin(setter);
            }
            set_piece(setter, self.sheet.source(cell), piece, Voice::of(self.sheet.role), &Stretch::new());
        }
        setter.end(at..self.end, LineEnd::Hard);
    }
}
