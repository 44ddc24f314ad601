//! The pointer: clicks, the wheel, and selecting by dragging.

use std::time::Duration;

use crate::app::input::command::{FoldChange, Motion};
use crate::app::input::hit::Target;
use crate::app::input::panes::Focus;
use crate::app::page::article_view::TextPoint;
use crate::app::page::selection::{Selection, Unit, span};
use crate::app::state::drag::Drag;
use crate::app::state::event::{Alarm, Effect, Outbox, Pointer, PointerKind};
use crate::app::state::model::Model;
use crate::config::Release;

/// Rows per notch of the wheel.
const WHEEL: u32 = 3;
/// The maximum time between the presses of a double click, in milliseconds.
const DOUBLE: i64 = 400;
/// The interval of scrolling while the pointer is held beyond the text.
const HELD: Duration = Duration::from_millis(60);

impl Model {
    /// Handles a pointer event.
    pub fn pointer(&mut self, pointer: Pointer, out: &mut Outbox) {
        out.dirty = true;
        self.notice = None;
        if self.overlay.is_some() {
            return self.point_overlay(pointer, out);
        }
        if self.viewer.is_some() {
            self.leave_prompt(out);
            return self.point_viewer(pointer);
        }
        if self.sheet.is_some() {
            self.leave_prompt(out);
            return self.point_sheet(pointer);
        }
        if self.table.is_some() {
            match pointer.kind {
                PointerKind::WheelUp => self.go_table(Motion::Up, Some(WHEEL)),
                PointerKind::WheelDown => self.go_table(Motion::Down, Some(WHEEL)),
                PointerKind::Press => self.press_in_table(pointer.target, out),
                PointerKind::Drag | PointerKind::Release => {}
            }
            return;
        }
        match pointer.kind {
            PointerKind::WheelUp => self.wheel(Motion::Up, pointer, out),
            PointerKind::WheelDown => self.wheel(Motion::Down, pointer, out),
            PointerKind::Press => self.press(pointer, out),
            PointerKind::Drag if self.drag.target == Some(Target::Border) => self.drag_border(pointer.column, out),
            PointerKind::Drag if self.drag_rows(pointer.target, out) => {}
            PointerKind::Drag => self.drag_to((pointer.column, pointer.row), out),
            PointerKind::Release => self.release(out),
        }
    }

    fn press_in_table(&mut self, target: Option<Target>, out: &mut Outbox) {
        self.reader.hints = None;
        self.leave_prompt(out);
        if let Some(Target::Link(link)) = target {
            self.reader.link = Some(link);
            self.follow(link, out);
        }
    }

    fn wheel(&mut self, motion: Motion, pointer: Pointer, out: &mut Outbox) {
        self.reader.hints = None;
        match pointer.target {
            Some(Target::List | Target::Row(_) | Target::Group(_)) => self.move_list(motion, Some(WHEEL), out),
            None | Some(Target::Chip(_)) => {}
            Some(_) => {
                self.reader.go(motion, Some(WHEEL), self.extent());
                self.read_to_the_end(out);
                if self.drag.is_down && self.drag.selects {
                    self.drag_to(self.drag.now, out);
                }
            }
        }
    }

    fn press(&mut self, pointer: Pointer, out: &mut Outbox) {
        self.reader.hints = None;
        self.leave_prompt(out);
        self.reader.unselect();
        self.list.end_selection();
        let is_soon = self.drag.at.is_some_and(|at| pointer.at - at <= DOUBLE);
        let again = is_soon && self.drag.cell == (pointer.column, pointer.row);
        self.drag = Drag {
            cell: (pointer.column, pointer.row),
            now: (pointer.column, pointer.row),
            at: Some(pointer.at),
            unit: if again { next_unit(self.drag.unit) } else { Unit::Glyph },
            target: pointer.target,
            timer: std::mem::take(&mut self.drag.timer),
            ..Drag::default()
        };
        match pointer.target {
            Some(Target::Row(row)) => self.point_row(row, out),
            Some(Target::List) => self.focus = Focus::List,
            Some(Target::Group(row)) => self.point_group(row, out),
            Some(Target::Chip(id)) => self.list.toggle(id),
            Some(Target::Reader | Target::Link(_) | Target::Picture(..) | Target::Fold(_))
                if self.reader.path.is_some() =>
            {
                self.focus = Focus::Reader;
                self.drag.is_down = true;
                self.drag.from = self.point_under((pointer.column, pointer.row));
                if self.drag.unit != Unit::Glyph {
                    self.select_dragged();
                }
            }
            _ => {}
        }
    }

    /// The glyph at or before a cell of the reader.
    fn point_under(&self, position: (u16, u16)) -> Option<TextPoint> {
        let view = self.reader.view().filter(|_| self.reader.is_current())?;
        let (row, column) = if self.placing().is_vertical() {
            let top = self.reader.top();
            let stride = |line: isize| view.stride(top.checked_add_signed(line)?);
            let (line, column) = self.placing().at(position, stride);
            (top.saturating_add_signed(line), column)
        } else {
            self.spread().row_at(position)
        };
        let column = self.reader.window_of_row(row).map_or(column, |window| window.column_at(column));
        view.position_under(row, column).map(|position| position.start)
    }

    /// Selects from the glyph of the press to the one under the pointer.
    fn select_dragged(&mut self) {
        let unit = self.drag.unit;
        let Some(opened) = self.reader.opened() else { return };
        // The article may have been replaced since the press.
        let from = self.drag.from.filter(|from| opened.contains(*from));
        let (Some(from), Some(to)) = (from, self.point_under(self.drag.now)) else { return };
        let (start, end) = (span(opened, from, unit), span(opened, to, unit));
        // Both ends of a selection are glyphs and included: finds the last glyph before `end`.
        let last = |start: TextPoint, end: TextPoint| {
            let before = TextPoint {
                anchor: crate::document::Anchor { byte: end.anchor.byte.saturating_sub(1), ..end.anchor },
                ..end
            };
            opened.view().position_at(before).map_or(start, |position| position.start)
        };
        let (fixed, cursor) = if from <= to { (start.0, last(end.0, end.1)) } else { (last(start.0, start.1), end.0) };
        self.drag.selects = true;
        self.reader.select(Selection::between(fixed, cursor));
    }

    fn drag_to(&mut self, cell: (u16, u16), out: &mut Outbox) {
        if !self.drag.is_down || (cell == self.drag.cell && !self.drag.selects) {
            return;
        }
        self.drag.now = cell;
        self.scroll_held(out);
        self.select_dragged();
    }

    /// Whether the pointer is beyond the end of the text on the screen, and whether beyond its beginning.
    fn held_beyond(&self) -> (bool, bool) {
        let ((x, y), from) = (self.drag.now, self.drag.cell);
        let placing = self.placing();
        if placing.is_vertical() {
            let area = placing.area();
            return (x < area.left() || x == 0, x + 1 >= area.right() && from.0 + 1 < area.right());
        }
        let (pane, spread) = (self.reader_pane(), self.spread());
        // Below the text of the first of two columns, the pointer may be on its way to the second.
        let is_first = spread.column_at(x) == 0;
        let is_last = spread.column_at(x) + 1 == spread.columns().len();
        (y >= pane.bottom() && is_last, y <= pane.top() && from.1 > pane.top() && is_first)
    }

    /// Scrolls by one line if the pointer is beyond the text, and starts the timer to do it again.
    fn scroll_held(&mut self, out: &mut Outbox) {
        let motion = match self.held_beyond() {
            (true, _) => Some(Motion::Down),
            (_, true) => Some(Motion::Up),
            _ => None,
        };
        if !motion.is_some_and(|motion| self.reader.go(motion, None, self.extent())) {
            self.drag.timer.forget();
            return;
        }
        let ticket = self.drag.timer.ask();
        out.push(Effect::Wake(HELD, Alarm::Drag, ticket));
    }

    /// The timer of a pointer held beyond the text has expired.
    pub(in crate::app) fn drag_on(&mut self, ticket: crate::app::state::slot::Ticket, out: &mut Outbox) {
        if self.drag.timer.land(ticket, ()) && self.drag.is_down {
            out.dirty = true;
            self.scroll_held(out);
            self.select_dragged();
        }
    }

    fn release(&mut self, out: &mut Outbox) {
        self.drag.timer.forget();
        if std::mem::take(&mut self.drag.opens) && !self.drag.selects {
            return self.open_row(out);
        }
        if self.drag.target == Some(Target::Border) {
            self.remember_layout(out);
        }
        if !std::mem::take(&mut self.drag.is_down) {
            return;
        }
        if self.drag.selects {
            if self.config.release == Release::Copy
                && let Some(text) = self.selected_text().filter(|text| !text.is_empty())
            {
                out.push(Effect::Copy(text));
                if let Some(selection) = self.reader.selection_mut() {
                    selection.finish();
                }
            }
            return;
        }
        match self.drag.target {
            Some(Target::Link(link)) => {
                self.reader.link = Some(link);
                self.follow(link, out);
            }
            Some(Target::Fold(frame)) => self.toggle_fold(frame, out),
            Some(Target::Picture(..)) => self.point_picture(self.drag.target),
            _ => {}
        }
    }

    /// Folds or unfolds the group that a row is in.
    fn point_group(&mut self, row: usize, out: &mut Outbox) {
        self.focus = Focus::List;
        self.list.put(row);
        self.change_groups(FoldChange::Toggle, out);
    }

    fn point_row(&mut self, row: usize, out: &mut Outbox) {
        let again = row == self.list.cursor_row() && self.focus == Focus::List;
        self.list.put(row);
        self.focus = Focus::List;
        // On release: a drag selects rows.
        self.drag.opens = again || self.panes().reader.is_none();
        if !self.drag.opens {
            self.preview_soon(out);
        }
    }

    /// Selects the rows from the one of the press to the one under the pointer. Returns whether the press was on a row.
    fn drag_rows(&mut self, target: Option<Target>, out: &mut Outbox) -> bool {
        let Some(Target::Row(from)) = self.drag.target else { return false };
        if let Some(Target::Row(to)) = target
            && (self.drag.selects || to != from)
        {
            if !self.drag.selects {
                self.list.toggle_selection();
                self.drag.selects = true;
            }
            self.list.put(to);
            self.preview_soon(out);
        }
        true
    }

    fn point_overlay(&mut self, pointer: Pointer, out: &mut Outbox) {
        let rows = self.overlay_rows();
        let Some(overlay) = &mut self.overlay else { return };
        match (pointer.kind, pointer.target) {
            (PointerKind::WheelUp, _) => overlay.go(Motion::Up, Some(WHEEL), rows),
            (PointerKind::WheelDown, _) => overlay.go(Motion::Down, Some(WHEEL), rows),
            (PointerKind::Press, Some(Target::Item(at))) => {
                overlay.put(at);
                self.accept(out);
            }
            (PointerKind::Press, Some(Target::Overlay)) => {}
            (PointerKind::Press, _) => self.overlay = None,
            (PointerKind::Drag | PointerKind::Release, _) => {}
        }
    }
}

/// The unit by which another press of the same cell selects.
fn next_unit(unit: Unit) -> Unit {
    match unit {
        Unit::Glyph => Unit::Word,
        Unit::Word => Unit::Paragraph,
        Unit::Line | Unit::Paragraph => Unit::Glyph,
    }
}
