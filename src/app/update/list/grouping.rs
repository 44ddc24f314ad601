//! Folding and unfolding the groups of the list.

use crate::app::input::command::FoldChange;
use crate::app::state::event::Outbox;
use crate::app::state::model::Model;
use crate::locale::Msg;

impl Model {
    /// Folds or unfolds the group under the cursor, or all groups.
    pub(in crate::app) fn change_groups(&mut self, change: FoldChange, out: &mut Outbox) {
        if self.list.is_stale() {
            self.reselect();
        }
        let row = self.list.cursor_row();
        let has_groups = match change {
            FoldChange::Toggle => self.list.toggle_group(&self.library, row),
            FoldChange::All | FoldChange::Nothing => self.list.fold_groups(&self.library, change == FoldChange::All),
        };
        if !has_groups {
            return self.show_notice(Msg::NoticeNotGrouped);
        }
        self.preview_soon(out);
    }

    /// Opens the article under the cursor; a folded group is unfolded instead.
    pub(in crate::app) fn open_row(&mut self, out: &mut Outbox) {
        if self.list.groups().fold_of(self.list.cursor_row()).is_some() {
            return self.change_groups(FoldChange::Toggle, out);
        }
        self.open_cursor(out);
    }
}
