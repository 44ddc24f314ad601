//! Scrolling code that is not wrapped sideways: the visible columns of its rows.

use std::ops::Range;

use crate::app::input::command::Shift;
use crate::app::page::article_view::ViewRow;
use crate::app::page::caret::CaretPosition;
use crate::app::page::window::Window;
use crate::app::state::reader::Reader;
use crate::document::BlockKind;
use crate::typeset::{Code, LineEnd, LineView, Writing};

/// Cells per step.
const STEP: u16 = 8;

impl Reader {
    /// Whether a row is code.
    fn is_code(&self, view: &LineView<'_>) -> bool {
        let block = self.opened().and_then(|opened| opened.document.blocks.get(view.block as usize));
        block.is_some_and(|block| matches!(block.kind, BlockKind::Code(_)))
    }

    /// The visible columns of a row of the body; `None` if it is not code that scrolls.
    pub fn window(&self, view: &LineView<'_>) -> Option<Window> {
        let setting = self.view()?.setting();
        let scrolls = setting.options.code == Code::Scroll && setting.options.writing == Writing::Horizontal;
        if !scrolls || !self.is_code(view) {
            return None;
        }
        let left = view.runs.iter().find(|run| !run.source.is_empty())?.column;
        let end = view.runs.last().map_or(0, |run| run.column.saturating_add(run.cells));
        Some(Window::new(left..setting.width.max(setting.room).max(left + 1), self.shift, end))
    }

    /// Whether a row of the article view continues the line of code above it.
    pub fn is_wrapped_code(&self, row: usize) -> bool {
        let Some(view) = self.view() else { return false };
        let body = |row: usize| row.checked_sub(view.above()).and_then(|row| view.body().row(row));
        let (Some(line), Some(above)) = (body(row), row.checked_sub(1).and_then(body)) else { return false };
        line.block == above.block && above.line.end == LineEnd::Soft && self.is_code(&line)
    }

    /// The visible columns of a row of the article view; `None` if it does not scroll.
    pub fn window_of_row(&self, row: usize) -> Option<Window> {
        match self.view()?.row(row)? {
            ViewRow::Body(view) => self.window(&view),
            ViewRow::Head(_) | ViewRow::Blank => None,
        }
    }

    /// The greatest useful shift for the visible rows, in cells.
    fn max_shift(&self, rows: Range<usize>) -> u16 {
        rows.filter_map(|row| self.window_of_row(row)).map(|window| window.max_shift()).max().unwrap_or(0)
    }

    /// Resets the shift if no visible row needs it.
    pub(in crate::app) fn settle_shift(&mut self, rows: Range<usize>) {
        if self.shift > 0 && self.max_shift(rows) == 0 {
            self.shift = 0;
        }
    }

    /// Scrolls sideways as little as needed to show a glyph.
    pub(in crate::app) fn reveal_position(&mut self, position: CaretPosition) {
        let Some(window) = self.window_of_row(position.row) else { return };
        let (least, most) = window.shifts_showing(position.column, position.cells);
        if self.shift < least {
            // Some cells more, so that the next glyphs are visible too.
            self.shift = (least + STEP).min(most).min(window.max_shift()).max(least);
        } else if self.shift > most {
            self.shift = most.saturating_sub(STEP).max(least);
        }
    }

    /// Scrolls the visible code sideways, with these rows in the window and half its width in cells. Returns
    /// whether there is anything to scroll.
    pub(in crate::app) fn scroll_sideways(
        &mut self,
        shift: Shift,
        count: Option<u32>,
        (rows, half): (Range<usize>, u16),
    ) -> bool {
        let most = self.max_shift(rows).max(self.shift);
        let times = u16::try_from(count.unwrap_or(1).max(1)).unwrap_or(u16::MAX);
        let step = count.map_or(STEP, |_| times);
        let to = match shift {
            Shift::Left => self.shift.saturating_sub(step),
            Shift::Right => self.shift.saturating_add(step),
            Shift::HalfLeft => self.shift.saturating_sub(half.saturating_mul(times)),
            Shift::HalfRight => self.shift.saturating_add(half.saturating_mul(times)),
            Shift::Start => 0,
            Shift::End => most,
        };
        self.shift = to.min(most);
        most > 0
    }

    /// Shows the start of all lines of code.
    pub(in crate::app) fn reset_shift(&mut self) {
        self.shift = 0;
    }
}
