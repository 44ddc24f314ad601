//! Folding groups of the list, moving over folded ones, and scrolling past them.

use crate::app::input::command::Motion;
use crate::app::state::list::{List, margin};
use crate::app::state::rows::groups::{GroupKey, Groups};
use crate::article::ArticleId;
use crate::config::Group;
use crate::library::{Key, Library};

impl List {
    /// The groups of the rows.
    pub fn groups(&self) -> &Groups {
        &self.groups
    }

    /// Groups the rows in another way from now on.
    pub(in crate::app) fn set_group(&mut self, group: Group) {
        if self.group != group {
            self.group = group;
            self.rebuild_later();
        }
    }

    /// What the rows are grouped by: as wished, but by day only in the order of the days.
    pub(in crate::app::state) fn grouping(&self) -> Group {
        if self.group == Group::Day && self.order().key != Key::Date { Group::None } else { self.group }
    }

    /// The sort key by which articles of a group come next to each other; `None` if they are.
    pub(in crate::app::state) fn gathering(&self) -> Option<Key> {
        let key = match self.grouping() {
            Group::None | Group::Day => return None,
            Group::Category => Key::Category,
            Group::Source => Key::Source,
        };
        Some(key).filter(|key| *key != self.order().key)
    }

    /// Whether all articles of a group are next to each other for certain. By day they are not: days begin at other times in
    /// other time zones. Nor are they where the best matches come first.
    fn is_gathered(&self) -> bool {
        matches!(self.groups.by(), Group::Category | Group::Source)
            && (self.gathering().is_some() || !self.query().is_fuzzy())
    }

    /// The group of a row; `None` without groups.
    pub fn group_of(&self, library: &Library, row: usize) -> Option<GroupKey> {
        GroupKey::of(library, self.groups.by(), self.rows.get(row)?)
    }

    /// Folds or unfolds the group of a row; the cursor goes to its first row if it was in it. Returns whether there is one.
    pub(in crate::app) fn toggle_group(&mut self, library: &Library, row: usize) -> bool {
        let Some(key) = self.group_of(library, row) else { return false };
        self.groups.toggle(key);
        self.index_groups(library);
        true
    }

    /// Folds all groups or none. Returns whether there are any.
    pub(in crate::app) fn fold_groups(&mut self, library: &Library, folds: bool) -> bool {
        if self.groups.by() == Group::None {
            return false;
        }
        self.groups.fold_all(folds);
        self.index_groups(library);
        true
    }

    /// Finds the groups again, after rows or folds have changed.
    pub(in crate::app::state) fn index_groups(&mut self, library: &Library) {
        self.groups.index(library, &self.rows, self.is_gathered());
        let shown = self.groups.shown(self.at);
        if shown != self.at {
            self.at = shown;
            // From now on the cursor is meant to be here.
            self.anchor = None;
        }
        self.top = self.groups.shown(self.top);
    }

    /// Unfolds the group of the cursor, if that is on a row within it.
    pub(in crate::app) fn unfold_cursor(&mut self, library: &Library) {
        if let Some(key) = self.group_of(library, self.at).filter(|_| self.groups.shown(self.at) != self.at) {
            let at = self.at;
            self.groups.toggle(key);
            self.groups.index(library, &self.rows, self.is_gathered());
            self.at = at;
        }
    }

    /// Moves as [`List::go`] does, over folded groups as over one row. The motions of the screen are not among these.
    pub(in crate::app::state) fn go_folded(&mut self, motion: Motion, count: Option<u32>, height: usize) {
        let times = count.unwrap_or(1).max(1) as usize;
        let below = |row: usize, rows: usize| self.groups.below(row, rows);
        let above = |row: usize, rows: usize| self.groups.above(row, rows);
        let half = times.saturating_mul((height / 2).max(1));
        let page = times.saturating_mul(height);
        (self.at, self.top) = match motion {
            Motion::Down => (below(self.at, times), self.top),
            Motion::Up => (above(self.at, times), self.top),
            Motion::HalfDown => (below(self.at, half), self.top),
            Motion::HalfUp => (above(self.at, half), self.top),
            Motion::PageDown => (below(self.at, page), below(self.top, page)),
            Motion::PageUp => (above(self.at, page), above(self.top, page)),
            Motion::Center => (self.at, above(self.at, height / 2)),
            Motion::ToBottom => (self.at, above(self.at, height.saturating_sub(1))),
            _ => (self.groups.shown(self.at), self.top),
        };
    }

    /// As [`List::settle`], if groups are folded. The work is proportional to the lines.
    pub(in crate::app::state) fn settle_folded(&mut self, (lines, per): (usize, usize)) {
        let Some(last) = self.rows.len().checked_sub(1) else { return };
        let margin = margin((lines / per.max(1)).max(1));
        self.at = self.groups.shown(self.at.min(last));
        self.top = self.groups.shown(self.top.min(last)).min(self.first_above(last, (lines, per)));
        if self.at < self.groups.below(self.top, margin) {
            self.top = self.groups.above(self.at, margin);
        }
        let least = self.first_above(self.groups.below(self.at, margin), (lines, per));
        self.top = self.top.max(least).min(self.at);
    }

    /// The first row from which everything down to this row fits into a window.
    fn first_above(&self, row: usize, (lines, per): (usize, usize)) -> usize {
        let height = |row: usize| {
            let own = if self.groups.fold_of(row).is_some() { 0 } else { per };
            own + usize::from(self.groups.begins(row)) + usize::from(self.has_rule(row))
        };
        // A group that begins above the window has its heading in the window too.
        let heading = |row: usize| usize::from(!self.groups.begins(row));
        let mut first = self.groups.shown(row);
        let mut used = height(first);
        loop {
            let before = self.groups.above(first, 1);
            used += height(before);
            if before == first || used + heading(before) > lines {
                return first;
            }
            first = before;
        }
    }

    /// The rows that are shown from the top of the pane, at most `count`; of a folded group the first one.
    pub fn shown_rows(&self, count: usize) -> impl Iterator<Item = usize> + '_ {
        let next = |row: &usize| Some(self.groups.fold_of(*row).map_or(*row + 1, |group| group.end));
        std::iter::successors(Some(self.top), next).take_while(|row| *row < self.rows.len()).take(count)
    }

    /// The articles that are shown from the top of the pane, of at most `count` rows.
    pub fn shown_articles(&self, count: usize) -> impl Iterator<Item = ArticleId> + '_ {
        let rows = self.shown_rows(count).filter(|row| self.groups.fold_of(*row).is_none());
        rows.filter_map(|row| self.rows.get(row))
    }

    /// The number of rows, folded groups counted as one, that are in a window.
    pub(in crate::app::state) fn visible_folded(&self, (lines, per): (usize, usize)) -> usize {
        let (mut row, mut used, mut count) = (self.top, 0, 0);
        loop {
            let own = if self.groups.fold_of(row).is_some() { 0 } else { per };
            let heading = usize::from(count == 0 || self.groups.begins(row));
            used += own + heading + usize::from(self.has_rule(row));
            if used > lines || row >= self.rows.len() {
                return count;
            }
            count += 1;
            let next = self.groups.below(row, 1);
            if next == row {
                return count;
            }
            row = next;
        }
    }
}
