//! Selecting rows of the list.

use std::ops::Range;

use crate::app::state::list::List;
use crate::app::state::rows::openings::Openings;
use crate::app::state::rows::selection::RowSelection;
use crate::article::ArticleId;

impl List {
    /// The first words of articles, for the second lines of rows.
    pub fn openings(&self) -> &Openings {
        &self.openings
    }

    /// The selected rows, if rows are being selected.
    pub fn selected(&self) -> Option<Range<usize>> {
        let fixed = self.selection?.row;
        let last = fixed.max(self.at);
        let end = self.groups().fold_of(last).map_or(last + 1, |group| group.end);
        Some(self.groups().shown(fixed.min(self.at))..end.min(self.rows.len()))
    }

    /// Their articles, in the order of the list; those of the folded group under the cursor if no rows are being selected.
    pub(in crate::app) fn selected_articles(&self) -> Option<Vec<ArticleId>> {
        let rows = self.selected().or_else(|| self.groups().fold_of(self.at))?;
        Some(self.rows.from(rows.start).take(rows.len()).collect())
    }

    /// Begins to select rows at the cursor, or ends that.
    pub(in crate::app) fn toggle_selection(&mut self) {
        if !self.end_selection() {
            self.selection = self.cursor().map(|article| RowSelection { article, row: self.at });
            self.touch();
        }
    }

    /// Ends the selection. Returns whether there was one.
    pub(in crate::app) fn end_selection(&mut self) -> bool {
        self.selection.take().is_some()
    }

    /// Swaps the fixed end and the cursor.
    pub(in crate::app) fn swap_ends(&mut self) {
        if let (Some(fixed), Some(article)) = (self.selection, self.cursor()) {
            self.selection = Some(RowSelection { article, row: self.at });
            self.put(self.groups().shown(fixed.row));
        }
    }

    /// Finds the fixed end again after the rows have changed. The selection ends if its article is no longer listed.
    pub(in crate::app::state) fn restore_selection(&mut self) {
        let Some(fixed) = self.selection else { return };
        let is_there = self.rows.get(fixed.row) == Some(fixed.article);
        let row = if is_there { Some(fixed.row) } else { self.rows.place(fixed.article) };
        self.selection = row.map(|row| RowSelection { row, ..fixed });
    }
}
