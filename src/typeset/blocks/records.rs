//! Tables too wide for columns are set as records: each row becomes lines of "header: value".

use rustc_hash::FxHashSet;

use crate::text::is_wide;
use crate::typeset::blocks::grid::{GridCell, GridRow, TableLayout};
use crate::typeset::lines::fill::Measure;
use crate::typeset::lines::line::{Face, LineEnd, Role};
use crate::typeset::lines::paragraph::set_line;
use crate::typeset::lines::setter::{Setter, Source, Stretch, TextStyle};

/// A header cell with more bytes is not repeated in every record.
const LONGEST_LABEL: usize = 256;
/// With more header rows than this, no header cell is repeated.
const MOST_HEADS: usize = 8;
/// With more cells spanning into a row than this, none of them is repeated.
const MOST_SPANNING: usize = 16;
/// The maximum of bytes of cells repeated in one table.
const MOST_REPEATED: usize = 256 << 10;
/// A cell does not start on a line with fewer cells left than this.
const NARROWEST: usize = 8;
/// Cells by which continuation lines are indented if they are wide enough.
const INDENT: usize = 2;

const HEAD: Face = Face { role: Role::TableHead, style: crate::document::Style::empty() };

impl<'a> TableLayout<'a> {
    /// Sets every row as lines of "header: value", with blank lines between rows. The headers of the first record are
    /// the text itself; those of the others repeat it.
    pub(in crate::typeset) fn records(self, setter: &mut Setter) {
        let head = self.grid.head.min(self.grid.rows.len());
        let (heads, rows) = self.grid.rows.split_at(head);
        if rows.is_empty() {
            for (index, row) in heads.iter().enumerate() {
                let cells: Vec<_> = row.cells.iter().map(|cell| (cell, true)).collect();
                self.record(setter, row, (&[], &cells), row.range.start, index == 0);
            }
        }
        // Cells of earlier rows that span into this one are repeated in every record they belong to.
        let mut spanning: Vec<&GridCell> = Vec::new();
        let mut left = MOST_REPEATED;
        for (index, row) in rows.iter().enumerate() {
            spanning.retain(|cell| cell.below > head + index);
            let start = if index == 0 {
                heads.first().map_or(row.range.start, |head| head.range.start)
            } else {
                row.range.start
            };
            if let Some(above) = index.checked_sub(1).and_then(|above| rows.get(above)) {
                self.context.margins.set(setter, false, above.tail);
                setter.end(above.tail..above.tail, LineEnd::Hard);
            }
            let short = spanning.iter().filter(|cell| cell.range.len() <= LONGEST_LABEL);
            let repeated = short.map(|cell| (*cell, false)).take_while(|(cell, _)| {
                // An empty cell takes a line too.
                left = left.saturating_sub(cell.range.len() + 1);
                left > 0
            });
            let mut cells: Vec<_> = repeated.chain(row.cells.iter().map(|cell| (cell, true))).collect();
            cells.sort_by_key(|(cell, _)| cell.column);
            self.record(setter, row, (heads, &cells), start, index == 0);
            spanning.extend(row.cells.iter().filter(|cell| cell.below > head + index + 1));
            if spanning.len() > MOST_SPANNING {
                spanning.clear();
            }
        }
    }

    /// Sets one record: its cells after their headers. Each cell comes with whether it is the text itself rather than a
    /// repetition.
    fn record(
        self,
        setter: &mut Setter,
        row: &'a GridRow,
        (heads, cells): (&'a [GridRow], &[(&'a GridCell, bool)]),
        start: u32,
        first: bool,
    ) {
        let mut lines = Record { table: self, start, end: row.tail, fresh: true, first };
        let repeats = heads.len() <= MOST_HEADS;
        // Headers over no cell of the first record are set below it, so that nothing is lost.
        let mut shown = FxHashSet::default();
        for (cell, own) in cells {
            let over = heads.iter().filter(|_| first || repeats).flat_map(|row| row.over(cell));
            let labels: Vec<(&GridCell, bool)> = over
                .map(|head| (head, first && shown.insert(head.range.start)))
                .filter(|(head, fresh)| *fresh || repeats && head.range.len() <= LONGEST_LABEL)
                .collect();
            lines.cell(setter, (cell, *own), &labels);
        }
        if first {
            for head in heads.iter().flat_map(|row| &row.cells).filter(|head| !shown.contains(&head.range.start)) {
                lines.cell(setter, (head, true), &[]);
            }
        }
        if lines.fresh {
            lines.begin(setter);
            setter.end(start..row.range.end, LineEnd::Hard);
        }
    }
}

/// A record being set.
struct Record<'a> {
    table: TableLayout<'a>,
    start: u32,
    end: u32,
    /// Whether no line of it is set yet.
    fresh: bool,
    /// Whether it is the first of the table.
    first: bool,
}

impl<'a> Record<'a> {
    /// Starts a line and returns the first byte of its source.
    fn begin(&mut self, setter: &mut Setter) -> u32 {
        let at = if self.fresh { self.start } else { self.end };
        self.table.context.margins.set(setter, self.first && self.fresh, at);
        self.fresh = false;
        at
    }

    /// Starts a continuation line of a cell.
    fn continue_line(&mut self, setter: &mut Setter, width: usize) -> u32 {
        let at = self.begin(setter);
        setter.skip(indent(width));
        at
    }

    /// Starts another line if little of this one is left, and returns the cells used on the current line.
    fn start_line_if_short(&mut self, setter: &mut Setter, at: &mut u32) -> usize {
        let context = self.table.context;
        let left = context.width.saturating_sub(usize::from(setter.column()));
        let used = usize::from(setter.column()).saturating_sub(context.margins.first);
        if used == 0 || left >= NARROWEST {
            return used;
        }
        setter.end(*at..self.end, LineEnd::Soft);
        *at = self.continue_line(setter, context.width.saturating_sub(context.margins.first));
        usize::from(setter.column()).saturating_sub(context.margins.first)
    }

    /// Sets a cell after its headers, each with whether it is the text itself rather than a repetition. A cell takes no
    /// line if there is nothing to set.
    fn cell(&mut self, setter: &mut Setter, (cell, own): (&'a GridCell, bool), heads: &[(&'a GridCell, bool)]) {
        if cell.range.is_empty() && heads.iter().all(|(head, _)| head.range.is_empty()) {
            return;
        }
        let context = self.table.context;
        let width = context.width.saturating_sub(context.margins.first);
        let mut at = self.begin(setter);
        for (head, own) in heads.iter().filter(|(head, _)| !head.range.is_empty()) {
            self.set_text(setter, (head, *own), Role::TableHead, width, &mut at);
            if usize::from(setter.column()) + 2 <= context.width {
                match self.table.text_of(head).chars().next_back() {
                    Some(last) if is_wide(last) => setter.ornament("：", 2, HEAD, None, at),
                    _ => {
                        setter.ornament(":", 1, HEAD, None, at);
                        setter.skip(1);
                    }
                }
            }
        }
        self.set_text(setter, (cell, own), self.table.role, width, &mut at);
        setter.end(at..self.end, LineEnd::Hard);
    }

    /// Sets the text of a cell from the current column on, with continuation lines as needed. `at` is the first byte of
    /// the current line's source.
    fn set_text(
        &mut self,
        setter: &mut Setter,
        (cell, own): (&'a GridCell, bool),
        role: Role,
        width: usize,
        at: &mut u32,
    ) {
        let source = Source { own, ..self.table.source(cell) };
        let left = width.saturating_sub(self.start_line_if_short(setter, at));
        let rest = (width - indent(width)).max(1);
        let measure = Measure { first: left.max(1), rest, hang: false, short: false };
        for (index, line) in self.table.fill(cell, measure).iter().enumerate() {
            if index > 0 {
                setter.end(*at..self.end, LineEnd::Soft);
                *at = self.continue_line(setter, width);
            }
            set_line(setter, source, line, TextStyle::of(role), &Stretch::new());
        }
    }
}

/// The indent of continuation lines within a measure.
fn indent(width: usize) -> usize {
    if width >= 2 * NARROWEST { INDENT } else { 0 }
}
