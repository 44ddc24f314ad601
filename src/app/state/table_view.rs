//! A full-screen table at its natural width.

use std::ops::Range;

use crate::app::input::command::{Motion, Shift};
use crate::app::page::hints::HintTarget;
use crate::app::page::window::Window;
use crate::document::{LinkId, Table};
use crate::text::Profile;
use crate::typeset::{Lines, Run};

/// Cells per horizontal step.
const STEP: u16 = 8;

/// The table on the screen. Once settled, it is not scrolled beyond its last line or its last column.
#[derive(Clone, Debug)]
pub struct TableView {
    /// Its block in the open article.
    block: u32,
    /// Its lines, at their natural width.
    lines: Lines,
    /// The number of fixed lines at the top: the header and the rule below it. At most the number of lines.
    head: usize,
    /// The number of fixed cells at the left: the first column and the separator after it. At most `width`.
    kept: u16,
    /// The total width, in cells.
    width: u16,
    /// The first visible line, counted from the end of the header.
    top: usize,
    /// The number of cells by which it is scrolled sideways.
    shift: u16,
}

impl TableView {
    /// Creates the view from the composed lines of a table. If it runs from right to left, its right end is shown first,
    /// and no column is fixed.
    pub(in crate::app) fn new(block: u32, mut lines: Lines, table: &Table, rtl: bool) -> Self {
        // Lines from right to left end at the right edge of the measure.
        let left = lines.runs.iter().map(|run| run.column).min().unwrap_or(0);
        lines.runs.iter_mut().for_each(|run| run.column -= left);
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
        let kept = kept.map(|run| run.column).min().filter(|_| !rtl).unwrap_or(0);
        let width = lines.runs.iter().map(|run| run.column.saturating_add(run.cells)).max().unwrap_or(0);
        debug_assert!(head <= lines.lines.len() && kept <= width, "what is fixed is part of the table");
        Self { block, lines, head, kept, width, top: 0, shift: if rtl { u16::MAX } else { 0 } }
    }

    /// Its block in the open article.
    pub fn block(&self) -> usize {
        self.block as usize
    }

    /// The lines to show in a window of this height, from top to bottom: the header, then those that are scrolled to.
    pub fn visible_lines(&self, rows: usize) -> impl Iterator<Item = usize> {
        let below = rows.saturating_sub(self.head);
        (0..self.head).chain((self.head + self.top..self.lines.lines.len()).take(below))
    }

    /// The text that a run shows.
    pub fn text(&self, run: &Run) -> &str {
        self.lines.text.get(run.text.start as usize..run.text.end as usize).unwrap_or_default()
    }

    /// The runs of a line.
    pub fn runs(&self, line: usize) -> &[Run] {
        runs_of(&self.lines, line)
    }

    /// The visible columns on a screen of this width: the first column is fixed unless it takes more than half of them.
    pub fn window(&self, columns: u16) -> Window {
        let left = if self.kept <= columns / 2 { self.kept } else { 0 };
        Window::new(left..columns, self.shift, self.width)
    }

    /// Scrolls. The area is the columns and rows of the screen that are available for the table.
    pub(in crate::app) fn go(&mut self, motion: Motion, count: Option<u32>, area: (u16, usize)) {
        let times = count.unwrap_or(1).max(1) as usize;
        let window = area.1.saturating_sub(self.head).max(1);
        self.top = match motion {
            Motion::Down => self.top.saturating_add(times),
            Motion::Up => self.top.saturating_sub(times),
            Motion::HalfDown => self.top.saturating_add(times * (window / 2).max(1)),
            Motion::HalfUp => self.top.saturating_sub(times * (window / 2).max(1)),
            Motion::PageDown => self.top.saturating_add(times * window),
            Motion::PageUp => self.top.saturating_sub(times * window),
            Motion::Top => count.map_or(0, |row| (row as usize).saturating_sub(1)),
            Motion::Bottom => count.map_or(usize::MAX, |row| (row as usize).saturating_sub(1)),
            Motion::Percent => self.last_top(area.1) * (count.unwrap_or(0) as usize).min(100) / 100,
            Motion::Center
            | Motion::ToTop
            | Motion::ToBottom
            | Motion::ScreenTop
            | Motion::ScreenMiddle
            | Motion::ScreenBottom => self.top,
        };
        self.settle(area);
    }

    /// Scrolls sideways.
    pub(in crate::app) fn shift(&mut self, shift: Shift, count: Option<u32>, area: (u16, usize)) {
        let times = u16::try_from(count.unwrap_or(1).max(1)).unwrap_or(u16::MAX);
        let half = (area.0 / 2).saturating_mul(times);
        self.shift = match shift {
            Shift::Left => self.shift.saturating_sub(STEP.saturating_mul(times)),
            Shift::Right => self.shift.saturating_add(STEP.saturating_mul(times)),
            Shift::HalfLeft => self.shift.saturating_sub(half),
            Shift::HalfRight => self.shift.saturating_add(half),
            Shift::Start => 0,
            Shift::End => u16::MAX,
        };
        self.settle(area);
    }

    /// The greatest number of lines by which it can be scrolled on a screen of this many rows.
    fn last_top(&self, rows: usize) -> usize {
        let body = self.lines.lines.len().saturating_sub(self.head);
        body.saturating_sub(rows.saturating_sub(self.head).max(1))
    }

    /// Keeps the scroll position within the table.
    pub(in crate::app) fn settle(&mut self, (columns, rows): (u16, usize)) {
        self.top = self.top.min(self.last_top(rows));
        self.shift = self.shift.min(self.width.saturating_sub(columns));
    }
}

/// Where links and matches are in the table, and scrolling to them.
impl TableView {
    /// The line, counted from the top of the table, that is the first below the fixed ones on the screen.
    pub(in crate::app) fn first_line(&self) -> usize {
        self.head + self.top
    }

    /// Scrolls down to a line, counted from the top of the table.
    pub(in crate::app) fn scroll_to_line(&mut self, line: usize, area: (u16, usize)) {
        self.top = line.saturating_sub(self.head);
        self.settle(area);
    }

    /// The line with the first glyph at or after a byte of the table's text.
    pub(in crate::app) fn line_of(&self, byte: u32) -> usize {
        let shows = |run: &Run| !run.source.is_empty() && run.source.end > byte && run.source.start <= byte;
        (0..self.lines.lines.len()).find(|line| self.runs(*line).iter().any(shows)).unwrap_or(0)
    }

    /// The links in reading order, each with its line; adjacent runs of the same link count once.
    pub(in crate::app) fn links(&self) -> impl Iterator<Item = (usize, LinkId)> {
        let mut last = None;
        (0..self.lines.lines.len())
            .flat_map(|line| self.runs(line).iter().filter_map(move |run| run.link.map(|link| (line, link))))
            .filter(move |(_, link)| last.replace(*link) != Some(*link))
    }

    /// What is visible on a screen of this size and may have a label.
    pub(in crate::app) fn visible_targets(&self, (columns, rows): (u16, usize)) -> Vec<HintTarget> {
        let window = self.window(columns);
        let mut targets: Vec<HintTarget> = Vec::new();
        for line in self.visible_lines(rows) {
            let seen = self.runs(line).iter().filter(|run| window.seen(run.column, run.cells).is_some());
            for target in seen.filter_map(|run| HintTarget::of(run, true)) {
                if !targets.contains(&target) {
                    targets.push(target);
                }
            }
        }
        targets
    }

    /// Scrolls as little as needed to show a link.
    pub(in crate::app) fn reveal_link(&mut self, link: LinkId, area: (u16, usize)) {
        let of_link = |line: &usize| self.runs(*line).iter().find(|run| run.link == Some(link));
        let found =
            (0..self.lines.lines.len()).find_map(|line| of_link(&line).map(|run| (line, run.column, run.cells)));
        if let Some(place) = found {
            self.reveal(place, area);
        }
    }

    /// Scrolls as little as needed to show a match.
    pub(in crate::app) fn reveal_match(&mut self, range: &Range<u32>, profile: Profile, area: (u16, usize)) {
        let line = self.line_of(range.start);
        let cells = self.runs(line).iter().find_map(|run| run.cells_of(self.text(run), range, profile));
        if let Some((column, cells)) = cells {
            self.reveal((line, column, cells), area);
        }
    }

    fn reveal(&mut self, (line, column, cells): (usize, u16, u16), area: (u16, usize)) {
        let rows = area.1.saturating_sub(self.head).max(1);
        if let Some(row) = line.checked_sub(self.head) {
            self.top = self.top.clamp((row + 1).saturating_sub(rows), row);
        }
        let window = self.window(area.0);
        if column >= window.left() {
            let (least, most) = window.shifts_showing(column, cells);
            self.shift = self.shift.clamp(least, most);
        }
        self.settle(area);
    }
}

fn runs_of(lines: &Lines, line: usize) -> &[Run] {
    let range = lines.lines.get(line).map_or(0..0, |line| line.runs.start as usize..line.runs.end as usize);
    lines.runs.get(range).unwrap_or_default()
}
