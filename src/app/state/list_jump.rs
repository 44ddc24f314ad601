//! The cursor of the list: where it goes when the rows change, and its jumps: to the top, the middle or the bottom of the
//! screen, from match to match, to an article, and back.

use std::path::{Path, PathBuf};

use crate::app::input::command::Motion;
use crate::app::state::list::{List, margin};
use crate::article::ArticleId;
use crate::library::Library;

impl List {
    /// Moves the cursor to an article, now if it is in the list, else as soon as it is.
    pub(in crate::app) fn reveal(&mut self, library: &Library, path: &Path) {
        self.anchor = None;
        self.untouched = false;
        match library.find(path).and_then(|id| self.rows.place(id)) {
            Some(at) => {
                self.at = at;
                self.moved = true;
            }
            None => self.wanted = Some(path.to_owned()),
        }
    }

    /// Moves the cursor to a row.
    pub(in crate::app) fn put(&mut self, row: usize) {
        if row < self.rows.len() {
            self.at = row;
            self.touch();
        }
    }

    /// The user has moved the cursor.
    pub(super) fn touch(&mut self) {
        self.moved = true;
        self.wanted = None;
        self.anchor = None;
        self.untouched = false;
    }

    /// A search begins at the article under the cursor.
    pub(in crate::app) fn begin_search(&mut self) {
        self.home = self.cursor().filter(|_| self.moved).or(self.home);
    }

    /// A search ends: the cursor stays on its article, but goes back to where the search began if there are no results.
    pub(in crate::app) fn end_search(&mut self) {
        if !self.is_stale() {
            self.begin_search();
        }
    }

    /// Moves the cursor to the wanted article, else back to the one that was selected before the rows changed; after a
    /// change of the query to the one where the search began, else to the first row.
    pub(super) fn restore_cursor(&mut self, library: &Library, selected: Option<ArticleId>) {
        if let Some(path) = &self.wanted
            && let Some(id) = library.find(path)
        {
            self.wanted = None;
            if let Some(at) = self.rows.place(id) {
                self.at = at;
                self.touch();
                return;
            }
        }
        // Without rows there is no cursor: the article it was on is kept until all articles are listed again.
        if self.rows.is_empty() {
            self.without_rows = selected.or(self.without_rows);
        }
        let selected = if self.is_narrowed() { selected } else { selected.or(self.without_rows.take()) };
        let anchored = self.anchor.and_then(|id| self.rows.place(id));
        let begins = self.starts_over || self.untouched && self.is_narrowed() && anchored.is_none();
        let selected = selected.filter(|_| self.starts_over || !begins);
        if self.moved
            && let Some(at) = anchored.or_else(|| selected.and_then(|id| self.rows.place(id)))
        {
            // The number of rows above may have changed: scrolls with the cursor, so that nothing jumps on the screen.
            self.top = (self.top + at).saturating_sub(self.at);
            self.at = at;
        } else if begins {
            self.at = 0;
        }
        self.starts_over = false;
        self.at = if self.moved { self.at.min(self.rows.len().saturating_sub(1)) } else { 0 };
    }

    /// Moves the cursor to the top, the middle or the bottom of a window of `lines` lines, where each row is `per` lines
    /// high; with `grouped` the rows are grouped under headings. A count is a distance in rows from the top or the
    /// bottom. The list does not scroll. Returns whether the cursor moved.
    pub(in crate::app) fn go_on_screen(
        &mut self,
        library: &Library,
        grouped: bool,
        (lines, per): (usize, usize),
        (motion, count): (Motion, Option<u32>),
    ) -> bool {
        let visible = self.visible_rows(library, grouped, (lines, per));
        let Some(last) = visible.checked_sub(1) else { return false };
        // Closer to the edge the list would scroll, unless it ends there.
        let margin = margin((lines / per.max(1)).max(1));
        let above = if self.top == 0 { 0 } else { margin };
        let below = if self.top + visible >= self.rows.len() { 0 } else { margin };
        let offset = count.map_or(0, |count| (count as usize).saturating_sub(1));
        let (least, most) = (above.min(last), last.saturating_sub(below).max(above.min(last)));
        let row = match motion {
            Motion::ScreenTop => offset,
            Motion::ScreenMiddle => last / 2,
            _ => last.saturating_sub(offset),
        };
        let before = self.at;
        let row = row.clamp(least, most);
        self.put(if self.groups.has_folds() { self.groups.below(self.top, row) } else { self.top + row });
        before != self.at
    }

    /// The number of rows that fit into a window.
    fn visible_rows(&self, library: &Library, grouped: bool, (lines, per): (usize, usize)) -> usize {
        if self.groups.has_folds() {
            return self.visible_folded((lines, per));
        }
        let mut used = 0;
        (self.top..self.rows.len())
            .take_while(|row| {
                let heading = grouped && lines > 1 && (*row == self.top || self.begins_group(library, *row));
                used += per + usize::from(heading) + usize::from(self.has_rule(*row));
                used <= lines
            })
            .count()
    }

    /// Moves the cursor so many rows down or up, around the ends. Returns `false` if there are no rows.
    pub(in crate::app) fn step_around(&mut self, forward: bool, times: usize) -> bool {
        let total = self.rows.len();
        let Some(times) = times.checked_rem(total) else { return false };
        self.jumped_from = self.cursor();
        self.put(if forward { (self.at + times) % total } else { (self.at + total - times) % total });
        true
    }

    /// Keeps the cursor on its article while the results of a new query arrive, from now on as if the user had moved it
    /// there.
    pub(in crate::app) fn keep_article(&mut self) {
        self.touch();
        self.anchor = self.cursor();
    }

    /// Selects an article as soon as it is in the list; `None` leaves the cursor where it is.
    pub(in crate::app) fn want(&mut self, path: Option<PathBuf>) {
        self.wanted = path;
    }

    /// Keeps the cursor on its article from now on, as if the user had moved it there.
    pub(in crate::app) fn hold_cursor(&mut self) {
        self.moved = true;
        self.untouched = false;
    }

    /// Shows duplicates as one row, or each as its own.
    pub(in crate::app) fn set_folds(&mut self, folds: bool) {
        self.folds = folds;
        self.rebuild_later();
    }

    /// The cursor jumped from this article.
    pub(in crate::app) fn mark_jump(&mut self, from: Option<ArticleId>) {
        self.jumped_from = from.or(self.jumped_from);
    }

    /// Moves the cursor to where the last jump began; the current row takes its place. Returns `false` if there was no
    /// jump or its article is not in the list.
    pub(in crate::app) fn jump_back(&mut self) -> bool {
        let Some(row) = self.jumped_from.and_then(|from| self.rows.place(from)) else { return false };
        self.jumped_from = self.cursor();
        self.put(row);
        true
    }
}
