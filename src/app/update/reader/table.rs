//! A table at its natural widths, over the whole screen: scrolled both ways, its head and first column kept.

use crate::app::input::command::Motion;
use crate::app::page::article_view::Row;
use crate::app::page::excerpt::table_text;
use crate::app::state::event::{Effect, Outbox};
use crate::app::state::model::Model;
use crate::app::update::reader::sideways::{Shift, Window};
use crate::document::{BlockKind, Table};
use crate::locale::Msg;
use crate::typeset::{Lines, Run, Setting, compose_blocks};

/// Cells one step scrolls sideways.
const STEP: u16 = 8;

/// The table that is looked at.
#[derive(Clone, Debug)]
pub struct TableView {
    /// The block of the open article.
    pub block: u32,
    /// Its lines, as wide as its columns are by nature.
    pub lines: Lines,
    /// How many of the first lines are kept: the head and the rule below it.
    pub head: usize,
    /// How many of the first columns are kept, the line after them included.
    pub kept: u16,
    /// Columns in all.
    pub width: u16,
    /// The first line in view, counted from the end of the head.
    pub top: usize,
    /// Cells scrolled sideways.
    pub shift: u16,
}

impl TableView {
    /// Of composed lines and the table they show.
    fn new(block: u32, lines: Lines, table: &Table) -> Self {
        let starts = |rows: &[Vec<crate::document::Cell>], first: usize| -> Vec<u32> {
            rows.iter().flat_map(|row| row.iter().skip(first)).map(|cell| cell.range.start).collect()
        };
        let body = table.rows.get(table.head..).and_then(|rows| starts(rows, 0).first().copied());
        let shows = |line: usize, byte: u32| {
            runs_of(&lines, line).iter().any(|run| !run.source.is_empty() && run.source.start >= byte)
        };
        let head = body.filter(|_| table.head > 0);
        let head = head.and_then(|byte| (0..lines.lines.len()).find(|line| shows(*line, byte))).unwrap_or(0);
        // The second column begins where the first of all cells that are not the first of their row does.
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

    /// The columns that are seen where there are so many: the first column stays, unless it takes half of them.
    pub fn window(&self, columns: u16) -> Window {
        let left = if self.kept <= columns / 2 { self.kept } else { 0 };
        Window { left, right: columns, shift: self.shift, end: self.width }
    }

    fn settle(&mut self, (columns, rows): (u16, usize)) {
        let body = self.lines.lines.len().saturating_sub(self.head);
        self.top = self.top.min(body.saturating_sub(rows.saturating_sub(self.head).max(1)));
        self.shift = self.shift.min(self.width.saturating_sub(columns));
    }
}

fn runs_of(lines: &Lines, line: usize) -> &[Run] {
    let range = lines.lines.get(line).map_or(0..0, |line| line.runs.start as usize..line.runs.end as usize);
    lines.runs.get(range).unwrap_or_default()
}

impl Model {
    /// Columns and rows a table is seen in.
    fn table_room(&self) -> (u16, usize) {
        (self.size.0.saturating_sub(2), usize::from(self.size.1.saturating_sub(1)))
    }

    /// Looks at the first table in view; `told` where it is to be said that there is none.
    pub fn open_table(&mut self, told: bool) {
        let Some(opened) = self.reader.opened().filter(|_| self.reader.is_current()) else { return };
        let rows = self.reader.top..self.reader.top + self.reader_rows();
        let kind = |block: u32| opened.document.blocks.get(block as usize).map(|block| &block.kind);
        let found = rows.into_iter().find_map(|row| match opened.sheet.row(row) {
            Some(Row::Body(view)) => match kind(view.block) {
                Some(BlockKind::Table(table)) => Some((view.block, table)),
                _ => None,
            },
            _ => None,
        });
        let Some((block, table)) = found else {
            if told {
                self.tell(Msg::NoticeNoTable);
            }
            return;
        };
        let setting = Setting { width: u16::MAX / 2, ..opened.sheet.setting.clone() };
        let at = block as usize;
        let composed = compose_blocks(&opened.body, &setting, at..at + 1).into_iter().next();
        let Some((_, lines)) = composed else { return };
        let mut lines = lines.as_ref().clone();
        lines.lines.drain(..usize::from(lines.gap).min(lines.lines.len()));
        lines.gap = 0;
        self.table = Some(TableView::new(block, lines, table));
        self.reader.selection = None;
    }

    /// Keeps the table within its window.
    pub(in crate::app) fn settle_table(&mut self) {
        let room = self.table_room();
        if let Some(table) = &mut self.table {
            table.settle(room);
        }
    }

    /// Scrolls the table.
    pub(in crate::app) fn go_table(&mut self, motion: Motion, count: Option<u32>) {
        let (columns, rows) = self.table_room();
        let Some(table) = &mut self.table else { return };
        let times = count.unwrap_or(1).max(1) as usize;
        let window = rows.saturating_sub(table.head).max(1);
        table.top = match motion {
            Motion::Down => table.top.saturating_add(times),
            Motion::Up => table.top.saturating_sub(times),
            Motion::HalfDown => table.top.saturating_add(times * (window / 2).max(1)),
            Motion::HalfUp => table.top.saturating_sub(times * (window / 2).max(1)),
            Motion::PageDown => table.top.saturating_add(times * window),
            Motion::PageUp => table.top.saturating_sub(times * window),
            Motion::Top => count.map_or(0, |row| (row as usize).saturating_sub(1)),
            Motion::Bottom => count.map_or(usize::MAX, |row| (row as usize).saturating_sub(1)),
            Motion::Center | Motion::ToTop | Motion::ToBottom => table.top,
        };
        table.settle((columns, rows));
    }

    /// Scrolls the table sideways.
    pub(in crate::app) fn shift_table(&mut self, shift: Shift, count: Option<u32>) {
        let (columns, rows) = self.table_room();
        let Some(table) = &mut self.table else { return };
        let times = u16::try_from(count.unwrap_or(1).max(1)).unwrap_or(u16::MAX);
        let half = (columns / 2).saturating_mul(times);
        table.shift = match shift {
            Shift::Left => table.shift.saturating_sub(STEP.saturating_mul(times)),
            Shift::Right => table.shift.saturating_add(STEP.saturating_mul(times)),
            Shift::HalfLeft => table.shift.saturating_sub(half),
            Shift::HalfRight => table.shift.saturating_add(half),
            Shift::Start => 0,
            Shift::End => u16::MAX,
        };
        table.settle((columns, rows));
    }

    /// Copies the table as tab-separated values.
    pub(in crate::app) fn copy_table(&mut self, out: &mut Outbox) {
        if let (Some(table), Some(opened)) = (&self.table, self.reader.opened()) {
            out.push(Effect::Copy(table_text(&opened.document, table.block as usize)));
        }
    }
}
