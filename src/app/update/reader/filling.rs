//! Composing the open article again, and the missing blocks of long articles: visible ones at once, others in the
//! background.

use std::sync::Arc;

use crate::app::page::article_view::ArticleView;
use crate::app::state::event::{Effect, Notice, Outbox};
use crate::app::state::job::Job;
use crate::app::state::model::Model;
use crate::app::state::slot::Ticket;
use crate::document::Anchor;
use crate::problem::Problem;
use crate::typeset::Lines;

/// Blocks may turn out higher or lower than estimated and so bring others into view; at most this often before a frame.
const ROUNDS: usize = 8;

impl Model {
    /// Handles the open article composed again.
    pub(in crate::app) fn composed(&mut self, ticket: Ticket, view: Result<ArticleView, Problem>, out: &mut Outbox) {
        if !self.reader.composing.land(ticket, ()) {
            return;
        }
        out.dirty = true;
        let view = match view {
            Ok(view) => view,
            Err(problem) => {
                self.reader.repaint = false;
                self.notice = Some(Notice::Failed(self.catalog.problem(&problem).what));
                return;
            }
        };
        self.reader.filling.forget();
        self.reader.repaint = false;
        self.keep_scroll(|model| {
            if let Some(opened) = model.reader.slot.ready_mut() {
                opened.set_view(view);
            }
        });
        self.show_unfolded();
        if self.is_selecting() {
            self.show_cursor();
        }
        self.compose_if_needed(out);
    }

    /// Handles blocks that were composed in the background.
    pub(in crate::app) fn filled(&mut self, ticket: Ticket, lines: Vec<(u32, Arc<Lines>)>, out: &mut Outbox) {
        if !self.reader.filling.land(ticket, ()) {
            return;
        }
        out.dirty = true;
        self.keep_scroll(|model| {
            if let Some(opened) = model.reader.slot.ready_mut() {
                opened.fill(lines);
            }
        });
    }

    /// Changes the page and keeps the scroll position; if the end was visible, it stays visible.
    fn keep_scroll(&mut self, change: impl FnOnce(&mut Self)) {
        let spot = self.reader.spot();
        let extent = self.extent();
        let at_end = self.reader.top() > 0 && self.reader.at_end(extent);
        // Blank rows above a block and the rows of a picture have no scroll position of their own; if the setting stays the
        // same, their number between the position and the first row is kept.
        let before = self.reader.view().map(|view| (view.setting().clone(), view.row_of(spot)));
        change(self);
        if let Some(view) = self.reader.view() {
            let lead = before.filter(|(setting, _)| setting == view.setting());
            let is_same = lead.is_some();
            let lead = lead.map_or(0, |(_, row)| row as isize - self.reader.top() as isize);
            let row = view.row_of(spot).saturating_add_signed(-lead);
            match () {
                // A page that is filled only in part stays as it is.
                () if is_same && extent.columns > 1 => self.reader.turn_to(row, extent),
                () => self.reader.scroll_to(if at_end { usize::MAX } else { row }, extent),
            }
            self.reader.hold((!at_end).then_some(spot));
        }
    }

    /// Composes the blocks around a position in the body, except those that take long. The rows there are final
    /// afterwards.
    pub(in crate::app) fn compose_around(&mut self, anchor: Anchor) {
        if self.reader.view().is_some_and(|view| !view.body().is_complete()) {
            self.keep_scroll(|model| model.fill_around(anchor));
        }
    }

    fn fill_around(&mut self, anchor: Anchor) {
        let rows = self.extent().total();
        for _ in 0..ROUNDS {
            let Some(opened) = self.reader.slot.ready_mut() else { return };
            let missing = opened.view().body().missing_around(anchor, rows);
            if missing.is_empty() {
                return;
            }
            opened.compose(missing);
        }
    }

    /// Composes the visible blocks, and requests missing ones.
    pub(in crate::app) fn fill_view(&mut self, out: &mut Outbox) {
        for _ in 0..ROUNDS {
            let Some(opened) = self.reader.opened().filter(|opened| !opened.view().body().is_complete()) else {
                return;
            };
            let anchor = self.reader.spot().anchor;
            if opened.view().body().missing_around(anchor, self.extent().total()).is_empty() {
                break;
            }
            self.compose_around(anchor);
        }
        let reader = &self.reader;
        if reader.slot.is_waiting() || reader.composing.is_waiting() || reader.filling.is_waiting() {
            return;
        }
        let Some(opened) = reader.opened() else { return };
        let row = reader.top().saturating_sub(opened.view().above());
        let Some(blocks) = opened.view().body().missing(row) else { return };
        let (body, setting) = (opened.body.clone(), opened.view().setting().clone());
        let ticket = self.reader.filling.ask();
        out.push(Effect::Work(ticket, Job::Fill { body, setting, blocks }));
    }
}
