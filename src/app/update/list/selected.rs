//! Commands that apply to all selected rows of the list.

use std::path::PathBuf;

use crate::app::input::command::MarkChange;
use crate::app::input::panes::Focus;
use crate::app::input::prompt::{Prompt, Purpose};
use crate::app::state::event::{Effect, Notice, Outbox};
use crate::app::state::model::Model;
use crate::article::ArticleId;
use crate::locale::Msg;
use crate::marks::{Change, Edit};
use crate::text::Clean;

/// The most articles whose addresses or texts are taken at once: each is read from its file.
const MOST: usize = 1000;

impl Model {
    /// The articles of the rows that are being selected, if the list has the focus.
    pub(in crate::app) fn selected_rows(&self) -> Option<Vec<ArticleId>> {
        self.list.selected_articles().filter(|_| self.focus == Focus::List)
    }

    /// Sets a mark of all these articles; if all of them have it, removes it. Ends the selection.
    pub(in crate::app) fn mark_rows(&mut self, rows: &[ArticleId], mark: MarkChange, out: &mut Outbox) {
        let is_star = mark == MarkChange::Star;
        let has = |id: ArticleId| if is_star { self.marks.is_starred(id) } else { self.marks.is_read(id) };
        let sets = rows.iter().any(|id| !has(*id));
        let ids: Vec<ArticleId> = rows.iter().copied().filter(|id| has(*id) != sets).collect();
        let says = match (is_star, sets) {
            (false, true) => Msg::NoticeMarkedAll,
            (false, false) => Msg::NoticeMarkedUnread,
            (true, true) => Msg::NoticeMarkedStarred,
            (true, false) => Msg::NoticeMarkedUnstarred,
        };
        let count = ids.len() as u64;
        let edit = if is_star { Edit::Starred(sets) } else { Edit::Read(sets) };
        self.perform(vec![Change { ids, edit }], out);
        self.notice = Some(Notice::Done(self.catalog.count(says, count)));
        self.list.end_selection();
    }

    /// Asks for a program to send articles to, or says that there is none.
    pub(in crate::app) fn ask_for_program(&mut self) {
        if self.selected_rows().is_some() || self.subject_path().is_some() || self.reader.opened().is_some() {
            self.prompt = Some(Prompt::new(Purpose::Pipe, ""));
        } else {
            self.show_notice(Msg::NoticeNoArticle);
        }
    }

    /// Sends the articles of the selected rows to a program, and ends the selection; without one, the article under the
    /// list's cursor, or what the reader shows.
    pub(in crate::app) fn pipe(&mut self, command: String, out: &mut Outbox) {
        if let Some(rows) = self.selected_rows() {
            if self.refuses(&rows) {
                return;
            }
            let paths = rows.iter().filter_map(|id| self.library.path(*id)).collect();
            out.push(Effect::PipeArticles(command, paths));
            self.list.end_selection();
            return;
        }
        let under_cursor = self.cursor_path().filter(|_| self.focus == Focus::List);
        match (under_cursor, self.reader.opened()) {
            (Some(path), opened) if opened.is_none_or(|opened| opened.path != path) => {
                out.push(Effect::PipeArticles(command, vec![path]));
            }
            (_, Some(opened)) => out.push(Effect::Pipe(command, opened.text(&self.catalog))),
            (_, None) => self.show_notice(Msg::NoticeNoArticle),
        }
    }

    /// Whether these are too many articles to be read at once; says so.
    pub(in crate::app) fn refuses(&mut self, rows: &[ArticleId]) -> bool {
        let is_refused = rows.len() > MOST;
        if is_refused {
            self.notify_too_many();
        }
        is_refused
    }

    fn notify_too_many(&mut self) {
        self.notice = Some(Notice::Failed(self.catalog.count(Msg::NoticeTooManyRows, MOST as u64)));
    }

    /// Copies the addresses of these articles, one on each line, and ends the selection.
    pub(in crate::app) fn copy_addresses(&mut self, rows: &[ArticleId], out: &mut Outbox) {
        if rows.len() > MOST {
            return self.notify_too_many();
        }
        let paths: Vec<PathBuf> = rows.iter().filter_map(|id| self.library.path(*id)).collect();
        out.push(Effect::CopyAddresses(paths));
        self.list.end_selection();
    }

    /// Copies the titles of the selected rows, one on each line, and ends the selection; without one, the title under the
    /// cursor.
    pub(in crate::app) fn copy_titles(&mut self, out: &mut Outbox) {
        let rows = self.selected_rows().unwrap_or_else(|| self.list.cursor().into_iter().collect());
        if rows.is_empty() {
            return;
        }
        let untitled = self.catalog.say(Msg::ListUntitled);
        let title = |id: &ArticleId| match Clean::line(self.library.title(*id)) {
            title if title.is_empty() => untitled.to_owned(),
            title => title.to_string(),
        };
        out.push(Effect::Copy(rows.iter().map(title).collect::<Vec<_>>().join("\n")));
        self.list.end_selection();
    }
}
