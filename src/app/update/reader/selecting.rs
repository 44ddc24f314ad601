//! What the commands of a selection do: beginning, growing, copying, leaving.

use crate::app::input::command::{Motion, Reach};
use crate::app::page::article_view::ArticleView;
use crate::app::page::article_view::TextPoint;
use crate::app::page::caret::CaretPosition;
use crate::app::page::excerpt::excerpt;
use crate::app::page::selection::{Selection, Unit, moved, reached};
use crate::app::state::event::{Effect, Outbox};
use crate::app::state::model::Model;
use crate::document::Anchor;
use crate::locale::Msg;

impl Model {
    /// Whether the keys move the end of a selection.
    pub fn is_selecting(&self) -> bool {
        self.reader.selection.as_ref().is_some_and(|selection| !selection.done)
    }

    /// Begins a selection at the link or match of interest, else at the first text in view; of another unit, goes over
    /// to this one; of the same, leaves.
    pub fn select(&mut self, unit: Unit) {
        match &mut self.reader.selection {
            Some(selection) if selection.unit == unit => self.reader.selection = None,
            Some(selection) => selection.unit = unit,
            None => match self.position_of_interest() {
                Some(position) => {
                    self.reader.selection = Some(Selection { unit, ..Selection::at(position.start) });
                    self.reader.hints = None;
                    self.show_cursor();
                }
                None => self.notify(Msg::NoticeNothingToSelect),
            },
        }
    }

    fn position_of_interest(&self) -> Option<CaretPosition> {
        let article_view = self.reader.view().filter(|_| self.reader.is_current())?;
        let rows = self.reader.top..self.reader.top + self.reader_rows();
        let seen = |position: &CaretPosition| rows.contains(&position.row);
        let link = self
            .reader
            .link
            .and_then(|link| self.start_of_link(link))
            .and_then(|point| article_view.position_at(point));
        let found = self.match_point().and_then(|point| article_view.position_at(point));
        link.filter(seen)
            .or_else(|| found.filter(seen))
            .or_else(|| article_view.first_position(rows.start).filter(seen))
    }

    /// Where the match stepped to begins.
    pub(in crate::app) fn match_point(&self) -> Option<TextPoint> {
        let found = self.reader.found.as_ref()?;
        let place = found.matches.get(found.at)?;
        Some(TextPoint { body: true, anchor: Anchor { block: place.block, byte: place.range.start } })
    }

    /// Moves the end of the selection as the list and the reader move.
    pub fn select_by(&mut self, motion: Motion, count: Option<u32>) {
        if let Motion::Center | Motion::ToTop | Motion::ToBottom = motion {
            self.reader.go(motion, count, self.reader_rows());
            return;
        }
        let window = self.reader_rows();
        if let (Motion::Bottom, Some(opened)) = (motion, self.reader.opened()) {
            let last = opened.document.blocks.len().saturating_sub(1) as u32;
            self.compose_around(Anchor { block: last, byte: 0 });
        }
        self.move_end(true, |article_view, from, goal| moved(article_view, from, goal, motion, count, window));
    }

    /// Moves the end of the selection by a motion of its own.
    pub fn extend(&mut self, reach: Reach, count: Option<u32>) {
        let times = count.unwrap_or(1).max(1) as usize;
        let Some(opened) = self.reader.opened() else { return };
        let Some(selection) = &self.reader.selection else { return };
        let to = opened.view.position_at(selection.cursor).and_then(|from| reached(opened, from, reach, times));
        self.move_end(false, |_, _, _| to);
        if let (Reach::RowEnd, Some(selection)) = (reach, &mut self.reader.selection) {
            selection.goal = Some(u16::MAX);
        }
    }

    fn move_end(
        &mut self,
        keep_goal: bool,
        to: impl FnOnce(&ArticleView, CaretPosition, u16) -> Option<CaretPosition>,
    ) {
        let Some(article_view) = self.reader.view() else { return };
        let Some(selection) = &self.reader.selection else { return };
        let Some(from) = article_view.position_at(selection.cursor) else { return };
        let goal = selection.goal.unwrap_or(from.column);
        let Some(to) = to(article_view, from, goal) else { return };
        if let Some(selection) = &mut self.reader.selection {
            selection.cursor = to.start;
            selection.goal = keep_goal.then_some(goal);
        }
        self.show_cursor();
    }

    /// The other end of the selection becomes the one that moves.
    pub fn other_end(&mut self) {
        if let Some(selection) = &mut self.reader.selection {
            std::mem::swap(&mut selection.fixed, &mut selection.cursor);
            selection.goal = None;
        }
        self.show_cursor();
    }

    /// The end that moves goes to the match stepped to.
    pub fn select_to_match(&mut self) {
        let place = self.match_point();
        if let (true, Some(place)) = (self.is_selecting(), place) {
            self.move_end(false, |article_view, _, _| article_view.position_at(place));
        }
    }

    /// Scrolls as little as is needed to see the end that moves.
    pub fn show_cursor(&mut self) {
        let window = self.reader_rows().max(1);
        if let Some(cursor) =
            self.reader.selection.as_ref().map(|selection| selection.cursor).filter(|cursor| cursor.body)
        {
            self.compose_around(cursor.anchor);
        }
        let position =
            self.reader.selection.as_ref().and_then(|selection| self.reader.view()?.position_at(selection.cursor));
        if let Some(position) = position {
            let last = self.reader.last_top(window);
            self.reader.top = self.reader.top.clamp((position.row + 1).saturating_sub(window), position.row).min(last);
            self.reader.reveal_position(position);
        }
    }

    /// The text that is selected.
    pub fn selected_text(&self) -> Option<String> {
        let opened = self.reader.opened()?;
        let (from, to) = self.reader.selection.as_ref()?.range(opened);
        Some(excerpt(opened, from, to))
    }

    /// Copies what is selected and leaves.
    pub fn copy_selection(&mut self, out: &mut Outbox) {
        if let Some(text) = self.selected_text().filter(|text| !text.is_empty()) {
            out.push(Effect::Copy(text));
        }
        self.reader.selection = None;
    }
}
