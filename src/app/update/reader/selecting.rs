//! Commands of the selection: starting, extending, copying, leaving.

use crate::app::input::command::{Motion, Reach};
use crate::app::input::panes::Focus;
use crate::app::page::article_view::ArticleView;
use crate::app::page::article_view::TextPoint;
use crate::app::page::caret::CaretPosition;
use crate::app::page::excerpt::excerpt;
use crate::app::page::page_search::PageMatch;
use crate::app::page::selection::{Selection, Unit, moved, reached};
use crate::app::page::vertical::steps::Direction;
use crate::app::state::event::{Effect, Outbox};
use crate::app::state::model::Model;
use crate::document::Anchor;
use crate::locale::Msg;

impl Model {
    /// Whether keys move the end of a selection.
    pub fn is_selecting(&self) -> bool {
        self.reader.selection().is_some_and(|selection| !selection.is_done())
    }

    /// Starts a selection at the focused link or the current match if it is visible, else at the first visible text. If
    /// a selection exists: with another unit, changes its unit; with the same unit, ends it.
    pub fn select(&mut self, unit: Unit) {
        if let Some(selection) = self.reader.selection_mut() {
            if selection.unit() == unit {
                self.reader.unselect();
            } else {
                selection.set_unit(unit);
            }
            return;
        }
        match self.position_of_interest() {
            Some(position) => {
                let mut selection = Selection::at(position.start);
                selection.set_unit(unit);
                self.set_selection(selection);
            }
            None => self.show_notice(Msg::NoticeNothingToSelect),
        }
    }

    /// Selects text of the open article and scrolls to the moving end. Both ends must be in the text.
    pub fn set_selection(&mut self, selection: Selection) {
        self.reader.select(selection);
        self.reader.hints = None;
        self.show_cursor();
    }

    /// The position of the focused link or of the current match if it is visible, else the first visible one.
    pub(in crate::app) fn position_of_interest(&self) -> Option<CaretPosition> {
        let view = self.reader.view().filter(|_| self.reader.is_current())?;
        let rows = self.visible_rows();
        let seen = |position: &CaretPosition| rows.contains(&position.row);
        let link = self.reader.link.and_then(|link| self.start_of_link(link)).and_then(|point| view.position_at(point));
        let found = self.match_point().and_then(|point| view.position_at(point));
        link.filter(seen).or_else(|| found.filter(seen)).or_else(|| view.first_position(rows.start).filter(seen))
    }

    /// The point at which the current match begins.
    pub(in crate::app) fn match_point(&self) -> Option<TextPoint> {
        self.reader.found.as_ref()?.current().map(PageMatch::start)
    }

    /// Moves the end of the selection by a motion of the list and the reader.
    pub fn select_by(&mut self, motion: Motion, count: Option<u32>) {
        if let Motion::Center | Motion::ToTop | Motion::ToBottom = motion {
            self.reader.go(motion, count, self.extent());
            return;
        }
        if let (Motion::Down | Motion::Up, true) = (motion, self.placing().is_vertical()) {
            return self.step_caret(if motion == Motion::Down { Direction::Down } else { Direction::Up }, count);
        }
        self.select_lines_by(motion, count);
    }

    fn select_lines_by(&mut self, motion: Motion, count: Option<u32>) {
        let count = self.row_of_line(motion, count);
        let window = self.extent().total();
        if let Motion::ScreenTop | Motion::ScreenMiddle | Motion::ScreenBottom = motion {
            return self.select_on_screen(motion, count);
        }
        if let (Motion::Bottom | Motion::Percent, Some(opened)) = (motion, self.reader.opened()) {
            let last = opened.document.blocks.len().saturating_sub(1) as u32;
            self.compose_around(Anchor { block: last, byte: 0 });
        }
        self.move_end(true, |view, from, goal| moved(view, from, goal, motion, count, window));
    }

    /// Moves the end of the selection by a motion that only selections have.
    /// In vertical writing, the lines are to the left and to the right.
    pub fn extend(&mut self, reach: Reach, count: Option<u32>) {
        match (reach, self.placing().is_vertical()) {
            (Reach::Left, true) => self.step_caret(Direction::Left, count),
            (Reach::Right, true) => self.step_caret(Direction::Right, count),
            _ => self.extend_along(reach, count),
        }
    }

    /// Moves the end of the selection by steps on the screen, in vertical writing.
    fn step_caret(&mut self, direction: Direction, count: Option<u32>) {
        let times = count.unwrap_or(1).max(1) as usize;
        let Some((from, goal)) = self.moving_end() else { return };
        let keeps_goal = matches!(direction, Direction::Left | Direction::Right);
        let Some(view) = self.reader.view() else { return };
        let to = view.stepped(from, goal, direction, times);
        let is_same = view.stride(from.row) == view.stride(to.row);
        let is_box = view.stride(to.row).is_some_and(|stride| stride > 2);
        if let Some(selection) = self.reader.selection_mut() {
            selection.move_to(to.start, (is_same && keeps_goal != is_box).then_some(goal));
        }
        self.show_cursor();
    }

    /// The caret position of the moving end, and the column that it stays in.
    fn moving_end(&self) -> Option<(CaretPosition, u16)> {
        let selection = self.reader.selection()?;
        let from = self.reader.view()?.position_at(selection.cursor())?;
        Some((from, selection.goal().unwrap_or(from.column)))
    }

    fn extend_along(&mut self, reach: Reach, count: Option<u32>) {
        let times = count.unwrap_or(1).max(1) as usize;
        let Some(opened) = self.reader.opened() else { return };
        let Some(selection) = self.reader.selection() else { return };
        let to = opened.view().position_at(selection.cursor()).and_then(|from| reached(opened, from, reach, times));
        self.move_end(false, |_, _, _| to);
        if let (Reach::RowEnd, Some(selection)) = (reach, self.reader.selection_mut()) {
            selection.move_to(selection.cursor(), Some(u16::MAX));
        }
    }

    /// Moves the end of the selection to the top, the middle or the bottom of the screen.
    fn select_on_screen(&mut self, motion: Motion, count: Option<u32>) {
        let rows = self.visible_rows();
        let last = rows.end.min(self.reader.height()).saturating_sub(rows.start).saturating_sub(1);
        let offset = (count.unwrap_or(1) as usize).saturating_sub(1).min(last);
        let row = match motion {
            Motion::ScreenTop => offset,
            Motion::ScreenMiddle => last / 2,
            _ => last - offset,
        };
        let (row, down) = (rows.start + row, motion != Motion::ScreenBottom);
        self.move_end(false, |view, _, _| {
            let position = if down { view.first_position(row) } else { view.last_position(row) }?;
            view.caret_positions(position.row).first().copied()
        });
    }

    /// Moves the end of the selection to a point.
    pub(in crate::app) fn select_to(&mut self, point: TextPoint) {
        self.move_end(false, |view, _, _| view.position_at(point));
    }

    fn move_end(
        &mut self,
        keep_goal: bool,
        to: impl FnOnce(&ArticleView, CaretPosition, u16) -> Option<CaretPosition>,
    ) {
        let Some((from, goal)) = self.moving_end() else { return };
        let Some(view) = self.reader.view() else { return };
        let Some(to) = to(view, from, goal) else { return };
        if let Some(selection) = self.reader.selection_mut() {
            selection.move_to(to.start, keep_goal.then_some(goal));
        }
        self.show_cursor();
    }

    /// Swaps the fixed and the moving end of the selection.
    pub fn other_end(&mut self) {
        if self.focus == Focus::List {
            return self.list.swap_ends();
        }
        if let Some(selection) = self.reader.selection_mut() {
            selection.swap_ends();
        }
        self.show_cursor();
    }

    /// Moves the end of the selection to the current match.
    pub fn select_to_match(&mut self) {
        let place = self.match_point();
        if let (true, Some(place)) = (self.is_selecting(), place) {
            self.select_to(place);
        }
    }

    /// Scrolls as little as needed to show the moving end.
    pub fn show_cursor(&mut self) {
        let extent = self.extent();
        let Some(cursor) = self.reader.selection().map(Selection::cursor) else { return };
        if cursor.body {
            self.compose_around(cursor.anchor);
        }
        if let Some(position) = self.reader.view().and_then(|view| view.position_at(cursor)) {
            self.reader.show_row(position.row, extent);
            self.reader.reveal_position(position);
        }
    }

    /// The selected text.
    pub fn selected_text(&self) -> Option<String> {
        let opened = self.reader.opened()?;
        let (from, to) = self.reader.selection()?.range(opened);
        Some(excerpt(opened, from, to))
    }

    /// Copies the selected text and ends the selection.
    pub fn copy_selection(&mut self, out: &mut Outbox) {
        if let Some(text) = self.selected_text().filter(|text| !text.is_empty()) {
            out.push(Effect::Copy(text));
        }
        self.reader.unselect();
    }
}
