//! Marks: read, starred, tags, reading position; changing and saving them.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;

use crate::app::input::command::MarkChange;
use crate::app::input::panes::Focus;
use crate::app::input::prompt::{Prompt, Purpose};
use crate::app::state::event::{Alarm, Effect, Notice, Outbox};
use crate::app::state::model::Model;
use crate::app::state::slot::Ticket;
use crate::article::ArticleId;
use crate::document::Anchor;
use crate::locale::Msg;
use crate::marks::{Change, Edit};
use crate::text::Clean;

/// Seconds until a new file is certain to be in the list.
const SETTLING: i64 = 3;

impl Model {
    /// The article a command applies to: the open one in the reader, else the one under the cursor.
    pub fn subject(&self) -> Option<ArticleId> {
        match self.focus {
            Focus::Reader => self.reader.path.as_ref().and_then(|path| self.library.find(path)),
            Focus::List => self.list.cursor(),
        }
    }

    /// Its path. The open article need not be one of the collection: a link may have led to it.
    pub fn subject_path(&self) -> Option<PathBuf> {
        let opened = self.reader.opened().filter(|_| self.focus == Focus::Reader);
        self.subject().and_then(|id| self.library.path(id)).or_else(|| opened.map(|opened| opened.path.clone()))
    }

    /// Applies changes that can be undone, and saves them.
    pub fn perform(&mut self, changes: Vec<Change>, out: &mut Outbox) {
        if self.marks.perform(&changes) {
            self.save(&changes, out);
            self.marked(&changes, out);
        }
    }

    /// Shows changes of marks in the list, and changes of tags in the open article.
    fn marked(&mut self, changes: &[Change], out: &mut Outbox) {
        self.list.marks_changed();
        let tagged = || changes.iter().filter(|change| matches!(change.edit, Edit::Tag(..)));
        if tagged().next().is_none() {
            return;
        }
        self.list.tags_changed();
        let open = self.reader.path.as_ref().and_then(|path| self.library.find(path));
        if tagged().any(|change| change.ids.iter().any(|id| Some(*id) == open)) {
            self.read_again(out);
        }
    }

    fn save(&self, changes: &[Change], out: &mut Outbox) {
        for change in changes {
            let paths = change.ids.iter().filter_map(|id| self.library.path(*id));
            out.push(Effect::Save(paths.collect(), change.edit.clone()));
        }
    }

    /// Applies an automatic edit, which cannot be undone, and saves it.
    fn record(&mut self, id: ArticleId, edit: Edit, out: &mut Outbox) {
        self.marks.edit(id, &edit);
        self.save(&[Change::one(id, edit)], out);
    }

    /// Toggles the read mark.
    pub fn toggle_read(&mut self, out: &mut Outbox) {
        if let Some(rows) = self.selected_rows() {
            return self.mark_rows(&rows, MarkChange::Read, out);
        }
        let Some(id) = self.subject() else { return };
        self.perform(vec![Change::toggle_read(&self.marks, id)], out);
        self.show_notice(if self.marks.is_read(id) { Msg::NoticeRead } else { Msg::NoticeUnread });
    }

    /// Toggles the star.
    pub fn toggle_star(&mut self, out: &mut Outbox) {
        if let Some(rows) = self.selected_rows() {
            return self.mark_rows(&rows, MarkChange::Star, out);
        }
        let Some(id) = self.subject() else { return };
        self.perform(vec![Change::toggle_star(&self.marks, id)], out);
        self.show_notice(if self.marks.is_starred(id) { Msg::NoticeStarred } else { Msg::NoticeUnstarred });
    }

    /// Asks whether to mark all articles shown as read.
    pub fn ask_all_read(&mut self) {
        if self.unread_rows().is_empty() {
            self.show_notice(Msg::NoticeNothingToMark);
        } else {
            self.prompt = Some(Prompt::new(Purpose::Confirm, ""));
        }
    }

    /// The unread articles of the list.
    pub fn unread_rows(&self) -> Vec<ArticleId> {
        self.list.rows().iter().filter(|id| !self.marks.is_read(*id)).collect()
    }

    /// Marks all articles shown as read.
    pub fn mark_all_read(&mut self, out: &mut Outbox) {
        let ids = self.unread_rows();
        let count = ids.len().to_string();
        self.perform(vec![Change::read_all(ids)], out);
        self.notice = Some(Notice::Done(self.catalog.fill(Msg::NoticeMarkedAll, &[("n", &count)])));
    }

    /// Undoes the last change.
    pub fn undo(&mut self, out: &mut Outbox) {
        match self.marks.undo() {
            Some(changes) => {
                self.save(&changes, out);
                self.marked(&changes, out);
                self.notice = Some(Notice::Done(self.undone(&changes)));
            }
            None => self.show_notice(Msg::NoticeNothingToUndo),
        }
    }

    /// What was undone, and of which article or of how many.
    fn undone(&self, changes: &[Change]) -> String {
        let says = match changes.first().map(|change| &change.edit) {
            Some(Edit::Read(true)) => Msg::NoticeUndoneRead,
            Some(Edit::Read(false)) => Msg::NoticeUndoneUnread,
            Some(Edit::Starred(true)) => Msg::NoticeUndoneStarred,
            Some(Edit::Starred(false)) => Msg::NoticeUndoneUnstarred,
            _ => Msg::NoticeUndoneTags,
        };
        let ids: BTreeSet<ArticleId> = changes.iter().flat_map(|change| &change.ids).copied().collect();
        let what = match ids.first() {
            Some(one) if ids.len() == 1 => self.library.title(*one).to_string(),
            _ => self.catalog.count(Msg::NoticeArticles, ids.len() as u64),
        };
        self.catalog.fill(says, &[("what", &what)])
    }

    /// Records that the article was opened.
    pub fn seen(&mut self, out: &mut Outbox) {
        let now = self.now;
        if let Some(id) = self.subject() {
            self.record(id, Edit::Seen(Some(now)), out);
        }
    }

    /// Saves the reading position, if the requested article is loaded and not shown as source.
    pub fn keep_position(&mut self, out: &mut Outbox) {
        let Some(opened) = self.reader.opened() else { return };
        if !opened.shown.is_article() || self.reader.path.as_ref() != Some(&opened.path) {
            return;
        }
        let Some(id) = self.library.find(&opened.path) else { return };
        let spot = self.reader.spot();
        let at_end = self.reader.top() > 0 && self.reader.at_end(self.extent());
        // A reader who stopped at the end resumes at the end, even if the number of rows has changed.
        let end = Anchor { block: u32::try_from(opened.document.blocks.len()).unwrap_or(u32::MAX), byte: 0 };
        let anchor = if at_end { Some(end) } else { spot.head.is_none().then_some(spot.anchor) };
        if self.marks.get(id).position == anchor {
            return;
        }
        let context = anchor
            .and_then(|anchor| opened.document.blocks.get(anchor.block as usize).map(|block| (block, anchor.byte)))
            .and_then(|(block, byte)| block.text().get(byte as usize..))
            .map(|text| text.chars().take(24).collect::<String>())
            .unwrap_or_default();
        self.record(id, Edit::Position(anchor, Clean::line(&context)), out);
    }

    /// Marks the open article as read if its end is visible and the reader has the focus.
    pub fn read_to_the_end(&mut self, out: &mut Outbox) {
        if self.focus != Focus::Reader || !self.reader.is_current() || !self.reader.shown.is_article() {
            return;
        }
        let Some(id) = self.subject() else { return };
        if self.reader.at_end(self.extent()) && !self.marks.is_read(id) {
            self.perform(vec![Change::one(id, Edit::Read(true))], out);
        }
    }

    /// Starts the timer when an article gets shown in the focused reader, and stops it when that ends.
    pub(in crate::app) fn dwell(&mut self, out: &mut Outbox) {
        let Some(seconds) = self.config.read_after else { return };
        let reading = self.focus == Focus::Reader && self.reader.is_current() && self.reader.shown.is_article();
        let shown = self.reader.path.as_ref().filter(|_| reading);
        if shown == self.dwelling.0.as_ref() {
            return;
        }
        self.dwelling.0 = shown.cloned();
        self.dwelling.1.forget();
        if shown.is_some() {
            let ticket = self.dwelling.1.ask();
            out.push(Effect::Wake(Duration::from_secs(u64::from(seconds)), Alarm::Dwell, ticket));
        }
    }

    /// The article has been open long enough: marks it as read.
    pub(in crate::app) fn dwelt(&mut self, ticket: Ticket, out: &mut Outbox) {
        if !self.dwelling.1.land(ticket, ()) {
            return;
        }
        if let Some(id) = self.dwelling.0.as_ref().and_then(|path| self.library.find(path))
            && !self.marks.is_read(id)
        {
            out.dirty = true;
            self.perform(vec![Change::one(id, Edit::Read(true))], out);
        }
    }

    /// Saves where to resume next time.
    pub fn remember_place(&mut self, out: &mut Outbox) {
        self.keep_position(out);
        // After an incomplete walk some articles have not been seen, so the time of the visit is not updated; files
        // written in the last seconds may be missing too.
        if !self.loading.is_running() {
            out.push(Effect::Remember("visit", (self.now - SETTLING).to_string()));
        }
        let reading = self.focus == Focus::Reader;
        let path = if reading { self.reader.path.clone() } else { self.cursor_path() };
        // A path that is not UTF-8 cannot be saved; the cursor then starts at the top.
        if let Some(path) = path.as_deref().and_then(|path| path.to_str()) {
            out.push(Effect::Remember("place", format!("{}{path}", if reading { "r:" } else { "l:" })));
        }
    }
}
