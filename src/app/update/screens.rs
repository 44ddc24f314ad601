//! From screen to screen: list, article, article alone, and back.

use crate::app::input::panes::Focus;
use crate::app::page::shown::Shown;
use crate::app::state::event::{Effect, Outbox};
use crate::app::state::model::Model;
use crate::app::state::overlay::Overlay;
use crate::keys::{Code, Key};

/// What Esc leaves first, if it is something that other keys end too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Nothing of that kind.
    None,
    /// A selection, which ends when it is copied.
    Selection,
    /// A menu.
    Menu,
    /// A menu with an input line, which Esc may be pressed for twice: for the line and for the menu.
    Searched,
}

/// How many seconds after a choice in a menu an Esc is still meant for the menu.
const MOMENT: i64 = 1;

impl Mode {
    /// Until when, in seconds since 1970, an Esc that follows is meant for the mode that this key has ended: one for a
    /// menu is typed at once, in place of a second one for its input line, or because the key has chosen something.
    pub(in crate::app) fn esc_until(self, key: Key, now: i64) -> Option<i64> {
        match self {
            Self::Selection if key.code != Code::Esc => Some(i64::MAX),
            Self::Searched if key.code == Code::Esc => Some(i64::MAX),
            Self::Menu | Self::Searched if key.code == Code::Enter => Some(now.saturating_add(MOMENT)),
            Self::None | Self::Selection | Self::Menu | Self::Searched => None,
        }
    }
}

impl Model {
    /// The mode that Esc leaves first.
    pub(in crate::app) fn escaped_mode(&self) -> Mode {
        match &self.overlay {
            Some(overlay) if overlay.input().is_some() => Mode::Searched,
            Some(_) => Mode::Menu,
            None if self.reader.selection().is_some() => Mode::Selection,
            None => Mode::None,
        }
    }

    pub(in crate::app) fn close(&mut self, out: &mut Outbox) {
        self.read_to_the_end(out);
        self.keep_position(out);
        self.reader.found = None;
        self.reader.focus_on(None);
        self.reader.unselect();
        self.zen = false;
        self.focus = Focus::List;
        // From now on `back` quits from the list, even if the program started with an article.
        self.entered = Focus::List;
        if !self.reader.shown.is_article() {
            self.show(Shown::Article, out);
        }
        if let Some(path) = self.reader.path.clone() {
            self.list.reveal(&self.library, &path);
            self.list.unfold_cursor(&self.library);
        }
        self.compose_if_needed(out);
    }

    /// Leaves the innermost mode; with no mode active, goes to the list.
    pub(in crate::app) fn leave(&mut self, out: &mut Outbox) {
        if self.overlay.as_mut().is_some_and(Overlay::end_search) || self.cancel_overlay() {
            return;
        }
        // What it was typed for has ended by itself.
        if self.esc_until.is_some_and(|until| self.now <= until) {
            return;
        }
        if self.focus == Focus::List && self.list.end_selection() {
            return;
        }
        if self.close_viewer() || self.close_sheet() || self.close_table() || self.reader.unselect() {
            return;
        }
        match self.focus {
            Focus::Reader if self.reader.found.is_some() => self.reader.found = None,
            Focus::Reader if !self.reader.shown.is_article() => self.leave_shown(out),
            Focus::Reader if self.zen => self.toggle_zen(out),
            Focus::Reader => self.close(out),
            Focus::List if !self.list.words().is_empty() => self.narrow_list(""),
            Focus::List => {}
        }
    }

    /// Goes back one screen; quits on the screen on which the program started. What is left of the
    /// list after a search or a choice of categories is a screen after the whole list.
    pub(in crate::app) fn go_back(&mut self, out: &mut Outbox) {
        if self.cancel_overlay() {
            return;
        }
        let is_searched = !self.list.words().is_empty();
        if self.focus == Focus::List && (is_searched || !self.list.filter().categories.is_empty()) {
            return if is_searched { self.leave_search() } else { self.clear() };
        }
        if self.focus == Focus::Reader && !self.reader.shown.is_article() {
            return self.leave_shown(out);
        }
        if self.focus == Focus::Reader && self.entered == Focus::Reader && self.reader.leave_linked() {
            // The program was not started with this article.
            self.travel(true, out);
        } else if self.focus == self.entered || self.focus == Focus::List {
            self.quit(out);
        } else {
            self.close(out);
        }
    }

    /// Saves the current position and quits.
    pub fn quit(&mut self, out: &mut Outbox) {
        self.read_to_the_end(out);
        self.remember_place(out);
        out.push(Effect::Quit);
    }

    pub(in crate::app) fn switch_pane(&mut self, out: &mut Outbox) {
        match self.focus {
            Focus::Reader => {
                self.zen = false;
                self.reader.unselect();
                self.focus = Focus::List;
            }
            // While the preview timer runs, the reader still shows the previous article.
            Focus::List if self.reader.path.is_some() && !self.rest.is_waiting() => {
                self.focus = Focus::Reader;
                self.seen(out);
            }
            Focus::List => self.open_cursor(out),
        }
        self.compose_if_needed(out);
    }

    /// Begins in zen mode: for a single article, which needs no list.
    pub fn hide_list(&mut self) {
        self.zen = true;
    }

    pub(in crate::app) fn toggle_zen(&mut self, out: &mut Outbox) {
        if self.focus == Focus::List && self.cursor_path().is_none() {
            return;
        }
        self.zen = !self.zen;
        if self.zen && self.focus == Focus::List {
            self.open_cursor(out);
        }
        self.compose_if_needed(out);
    }

    fn leave_search(&mut self) {
        self.list.end_search();
        self.narrow_list("");
    }
}
