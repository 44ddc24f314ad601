//! Tables too wide for columns: every row a record of lines "head: value".

use rustc_hash::FxHashSet;

use crate::typeset::blocks::compose::set_piece;
use crate::typeset::blocks::table::{Placed, Row, Sheet};
use crate::typeset::lines::setter::{Setter, Source, Stretch, Voice};
use crate::typeset::text::kind::is_wide;
use crate::typeset::{Face, LineEnd, Role};

/// A head of more bytes is not said again in every record.
const LONGEST_LABEL: usize = 256;
/// Of so many rows of heads none is said again.
const MOST_HEADS: usize = 8;
/// Of more cells that reach down than this none is said again.
const MOST_REACHING: usize = 16;
/// Bytes of cells that are said again in one table, at most.
const MOST_SAID: usize = 256 << 10;
/// A line is not begun with less room than this.
const NARROWEST: usize = 8;
/// Cells by which the lines of a value after its first are set in, where there is room for it.
const INDENT: usize = 2;

const HEAD: Face = Face { role: Role::TableHead, style: crate::document::Style::empty() };

impl<'a> Sheet<'a> {
    /// Every row as lines "head: value", the rows parted by blank lines. The heads of the first record are the text
    /// itself, those of the others repeat it.
    pub(in crate::typeset) fn records(self, setter: &mut Setter) {
        let head = self.cells.head.min(self.cells.rows.len());
        let (heads, rows) = self.cells.rows.split_at(head);
        if rows.is_empty() {
            for (index, row) in heads.iter().enumerate() {
                let cells: Vec<_> = row.cells.iter().map(|cell| (cell, true)).collect();
                self.record(setter, row, (&[], &cells), row.range.start, index == 0);
            }
        }
        // Cells of rows above that reach down: they are said again in every record they belong to.
        let mut reaching: Vec<&Placed> = Vec::new();
        let mut left = MOST_SAID;
        for (index, row) in rows.iter().enumerate() {
            reaching.retain(|cell| cell.below > head + index);
            let start = if index == 0 {
                heads.first().map_or(row.range.start, |head| head.range.start)
            } else {
                row.range.start
            };
            if let Some(above) = index.checked_sub(1).and_then(|above| rows.get(above)) {
                self.room.margins.set_line(setter, false, above.tail);
                setter.end(above.tail..above.tail, LineEnd::Hard);
            }
            let short = reaching.iter().filter(|cell| cell.range.len() <= LONGEST_LABEL);
            let said = short.map(|cell| (*cell, false)).take_while(|(cell, _)| {
                // An empty cell takes a line too.
                left = left.saturating_sub(cell.range.len() + 1);
                left > 0
            });
            let mut cells: Vec<_> = said.chain(row.cells.iter().map(|cell| (cell, true))).collect();
            cells.sort_by_key(|(cell, _)| cell.column);
            self.record(setter, row, (heads, &cells), start, index == 0);
            reaching.extend(row.cells.iter().filter(|cell| cell.below > head + index + 1));
            if reaching.len() > MOST_REACHING {
                reaching.clear();
            }
        }
    }

    /// One record: its cells, each with whether it is the text itself rather than said again, behind their heads.
    fn record(
        self,
        setter: &mut Setter,
        row: &'a Row,
        (heads, cells): (&'a [Row], &[(&'a Placed, bool)]),
        start: u32,
        first: bool,
    ) {
        let mut lines = Record { sheet: self, start, end: row.tail, fresh: true, first };
        let repeats = heads.len() <= MOST_HEADS;
        // Heads that stand over no cell of the first record are set below it: nothing is lost.
        let mut shown = FxHashSet::default();
        for (cell, own) in cells {
            let over = heads.iter().filter(|_| first || repeats).flat_map(|row| row.over(cell));
            let labels: Vec<(&Placed, bool)> = over
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

    /// Starts another line of a cell, set in.
    fn go_on(&mut self, setter: &mut Setter, width: usize) -> u32 {
        let at = self.begin(setter);
        setter.skip(indent(width));
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
        *at = self.go_on(setter, room.width.saturating_sub(room.margins.first));
        usize::from(setter.column()).saturating_sub(room.margins.first)
    }

    /// Sets a cell behind its heads, each with whether it is the text itself rather than said again.
    fn cell(&mut self, setter: &mut Setter, (cell, own): (&'a Placed, bool), heads: &[(&'a Placed, bool)]) {
        let room = self.sheet.room;
        let width = room.width.saturating_sub(room.margins.first);
        let mut at = self.begin(setter);
        for (head, own) in heads.iter().filter(|(head, _)| !head.range.is_empty()) {
            let source = Source { own: *own, ..self.sheet.source(head) };
            let voice = Voice::of(Role::TableHead);
            let used = self.make_room(setter, &mut at);
            for (index, piece) in
                self.sheet.fill(head, width - indent(width), width.saturating_sub(used)).iter().enumerate()
            {
                if index > 0 {
                    setter.end(at..self.end, LineEnd::Soft);
                    at = self.go_on(setter, width);
                }
                set_piece(setter, source, piece, voice, &Stretch::new());
            }
            if usize::from(setter.column()) + 2 <= room.width {
                match self.sheet.text_of(head).chars().next_back() {
                    Some(last) if is_wide(last) => setter.ornament("：", 2, HEAD, None, at),
                    _ => {
                        setter.ornament(":", 1, HEAD, None, at);
                        setter.skip(1);
                    }
                }
            }
        }
        let left = width.saturating_sub(self.make_room(setter, &mut at));
        for (index, piece) in self.sheet.fill(cell, width - indent(width), left).iter().enumerate() {
            if index > 0 {
                setter.end(at..self.end, LineEnd::Soft);
                at = self.go_on(setter, width);
            }
            set_piece(
                setter,
                Source { own, ..self.sheet.source(cell) },
                piece,
                Voice::of(self.sheet.role),
                &Stretch::new(),
            );
        }
        setter.end(at..self.end, LineEnd::Hard);
    }
}

/// Cells by which lines are set in within a measure.
fn indent(width: usize) -> usize {
    if width >= 2 * NARROWEST { INDENT } else { 0 }
}
