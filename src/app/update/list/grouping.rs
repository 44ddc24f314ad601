//! Grouping the list, and folding and unfolding its groups.

use crate::app::input::command::{FoldChange, Scope};
use crate::app::state::event::{Notice, Outbox};
use crate::app::state::model::Model;
use crate::config::Group;
use crate::library::Key;
use crate::locale::Msg;

impl Model {
    /// Groups the rows in the next way for the rest of the session: by day, if they are ordered by date, by category, by
    /// folder, not at all.
    pub(in crate::app) fn next_grouping(&mut self) {
        let (group, says) = match self.config.group {
            Group::None if self.list.order().key == Key::Date => (Group::Day, Msg::NoticeGroupedByDay),
            Group::None | Group::Day => (Group::Category, Msg::NoticeGroupedByCategory),
            Group::Category => (Group::Source, Msg::NoticeGroupedBySource),
            Group::Source => (Group::None, Msg::NoticeUngrouped),
        };
        self.config.group = group;
        self.trial.keep("list.group", group.word());
        self.list.set_group(group);
        self.show_notice(says);
    }

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
            let key = self.keymap.chords(Scope::List, "group").next().map(ToString::to_string);
            let key = key.unwrap_or_else(|| ":group".to_owned());
            self.notice = Some(Notice::Done(self.catalog.fill(Msg::NoticeNotGrouped, &[("key", &key)])));
            return;
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
