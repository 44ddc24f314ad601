//! Loading the collection: the walk, batches of articles, and removed articles.

use std::path::{Path, PathBuf};

use crate::app::input::panes::Focus;
use crate::app::state::event::{Arrived, Effect, Notice, Outbox};
use crate::app::state::job::Job;
use crate::app::state::model::Model;
use crate::app::state::slot::Ticket;
use crate::article::{Article, ArticleId, LeftOut};
use crate::library::{CatalogueRecord, Upsert};
use crate::locale::Msg;
use crate::marks::Mark;
use crate::problem::{Code, Problem};

/// The command of the palette that opens a file.
pub const OPENS: &str = ":e FILE";

impl Model {
    /// Walks the collection again and reports what has changed.
    pub fn rescan(&mut self, out: &mut Outbox) {
        self.loading.set_before(self.library.len());
        self.scan(out);
    }

    /// Starts a walk of the collection.
    pub fn scan(&mut self, out: &mut Outbox) {
        let ticket = self.loading.begin();
        self.problems.retain(|(_, problem)| problem.code != Code::Unreadable);
        out.push(Effect::Scan(ticket));
    }

    /// Walks the collection, after the walk under way if there is one: what that one has already written to the index
    /// would not be reported a second time. `reports` says whether what has changed is shown.
    pub(in crate::app) fn scan_soon(&mut self, reports: bool, out: &mut Outbox) {
        if self.loading.is_running() {
            self.loading.walk_again(reports);
        } else if reports {
            self.rescan(out);
        } else {
            self.scan(out);
        }
    }

    fn scan_again(&mut self, out: &mut Outbox) {
        if let Some(reports) = self.loading.take_again() {
            self.scan_soon(reports, out);
        }
    }

    /// Handles the number of articles that the walk has found; `done` once it has ended.
    pub(in crate::app) fn walked(&mut self, ticket: Ticket, found: usize, done: bool, out: &mut Outbox) {
        if !self.is_loading(ticket) {
            return;
        }
        self.loading.walked(found, done);
        self.finish_loading(ticket, out);
        out.dirty = true;
    }

    /// Handles folders and files that could not be read.
    pub(in crate::app) fn walk_failed(&mut self, ticket: Ticket, problems: Vec<(PathBuf, Problem)>, out: &mut Outbox) {
        if self.is_loading(ticket) {
            problems.into_iter().for_each(|problem| self.trouble(problem));
            out.dirty = true;
        }
    }

    /// Handles articles that were read.
    pub fn loaded(&mut self, ticket: Ticket, batch: Vec<Arrived>, out: &mut Outbox) {
        if !self.is_loading(ticket) {
            return;
        }
        for arrived in batch {
            let id = self.insert_article(arrived);
            self.loading.count(id);
        }
        self.finish_loading(ticket, out);
        out.dirty = true;
    }

    /// Handles a file that was gone when it was to be read.
    pub fn vanished(&mut self, ticket: Ticket, out: &mut Outbox) {
        if self.is_loading(ticket) {
            self.loading.count_vanished();
            self.finish_loading(ticket, out);
            out.dirty = true;
        }
    }

    /// Handles the progress of an index refresh.
    pub fn indexing(&mut self, ticket: Ticket, (done, all): (usize, usize), out: &mut Outbox) {
        if self.is_loading(ticket) {
            self.loading.refreshing(done, all, self.now);
            out.dirty = true;
        }
    }

    /// The index is up to date.
    pub fn indexed(&mut self, ticket: Ticket, out: &mut Outbox) {
        if let Some(gone) = self.loading.refreshed(ticket) {
            self.notify_refreshed(gone);
            self.scan_again(out);
            self.count_left_out(out);
            out.dirty = true;
        }
    }

    /// The index cannot be used. The walk begins again without it, and words are searched in the files from now on,
    /// because the index is incomplete.
    pub fn unindexed(&mut self, ticket: Ticket, problem: Problem, out: &mut Outbox) {
        if !self.is_loading(ticket) {
            return;
        }
        self.loading.reset();
        self.collection.indexed = false;
        self.list.texts_mut().mark_outdated();
        self.trouble((PathBuf::new(), problem));
        out.dirty = true;
    }

    /// Records a problem; a second walk reports the same ones again.
    pub(in crate::app) fn trouble(&mut self, problem: (PathBuf, Problem)) {
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }

    /// Why the folder of the collection itself cannot be read, according to the last walk.
    pub fn unreadable_root(&self) -> Option<&Problem> {
        let is_root =
            |(path, problem): &&(PathBuf, Problem)| path.as_os_str().is_empty() && problem.code == Code::Unreadable;
        self.problems.iter().find(is_root).map(|(_, problem)| problem)
    }

    /// Removes articles that no longer exist.
    pub fn went(&mut self, paths: Vec<PathBuf>, out: &mut Outbox) {
        for path in paths {
            if let Some(id) = self.library.find(&path) {
                self.remove_article(id);
                self.loading.count_removed();
            }
            if self.focus == Focus::Reader && self.reader.path.as_ref() == Some(&path) {
                self.show_notice(Msg::NoticeGone);
            }
        }
        out.dirty = true;
    }

    /// Articles were moved: their marks and bookmarks go with them. An article that already has marks keeps its own.
    pub fn moved(&mut self, pairs: Vec<(PathBuf, PathBuf)>, out: &mut Outbox) {
        for (old, new) in pairs {
            self.move_bookmarks(&old, &new, out);
            let Some(to) = self.library.find(&new) else { continue };
            let known = || self.library.find_ever(&old).map(|from| self.marks.get(from).clone());
            let mark = self.collection.remembered.remove(&old).or_else(known).unwrap_or_default();
            if mark != Mark::default() && *self.marks.get(to) == Mark::default() {
                self.marks.insert(to, mark);
                self.list.marks_changed();
                out.push(Effect::Move(old, new));
            }
        }
        out.dirty = true;
    }

    /// Adds or updates an article.
    fn insert_article(&mut self, (path, article, record): Arrived) -> ArticleId {
        // An article that could not be written to the index keeps its catalogue record.
        let known = || self.library.find(&path).map(|id| self.library.record(id));
        let record =
            Some(record).filter(|record| *record != CatalogueRecord::default()).or_else(known).unwrap_or_default();
        let (id, became) = self.library.upsert(&path, &article, record);
        match became {
            Upsert::New => self.list.add(id),
            Upsert::Changed => {
                self.list.openings.forget(id);
                self.list.rebuild_later();
            }
            Upsert::Same => {}
        }
        if let Some(mark) = self.collection.remembered.remove(&path) {
            self.marks.insert(id, mark);
        }
        id
    }

    fn remove_article(&mut self, id: ArticleId) {
        if self.library.remove(id) {
            self.list.rebuild_later();
        }
    }

    /// Applies the stored marks of all articles in the library.
    pub(in crate::app) fn recall(&mut self) {
        let library = &self.library;
        let marks = &mut self.marks;
        self.collection.remembered.retain(|path, mark| match library.find(path) {
            Some(id) => {
                marks.insert(id, mark.clone());
                false
            }
            None => true,
        });
    }

    /// Applies the mark that was stored under another path.
    pub fn recalled(&mut self, path: &Path, mark: Mark, out: &mut Outbox) {
        if let Some(id) = self.library.find(path) {
            self.marks.insert(id, mark);
            self.list.marks_changed();
            out.dirty = true;
        }
    }

    /// Handles changes while the collection is open. Cursor and scroll position stay; the open article is read again if
    /// its file has changed, and stays open if its file is gone.
    pub fn noticed(&mut self, changes: Vec<(PathBuf, Option<(Article, CatalogueRecord)>)>, out: &mut Outbox) {
        let mut folders: Vec<PathBuf> = Vec::new();
        for (path, article) in changes {
            match article {
                Some((article, record)) => {
                    if self.reader.path.as_ref() == Some(&path) {
                        let again = self.reload(&path);
                        out.effects.extend(again.effects);
                    }
                    self.insert_article((path, article, record));
                }
                None => match self.library.find(&path) {
                    Some(id) => self.remove_article(id),
                    None => folders.push(path),
                },
            }
        }
        if !folders.is_empty() {
            let inside = |id: &ArticleId| {
                self.library.path(*id).is_some_and(|path| folders.iter().any(|folder| path.starts_with(folder)))
            };
            let gone: Vec<ArticleId> = self.library.ids().filter(inside).collect();
            for id in gone {
                self.remove_article(id);
            }
        }
        // The folder itself may be gone, which only a walk tells.
        if self.library.is_empty() {
            self.scan_soon(false, out);
        }
        out.dirty = true;
    }

    /// Ends the walk once everything it found was read; removes articles that it did not find.
    pub fn finish_loading(&mut self, ticket: Ticket, out: &mut Outbox) {
        if !self.loading.finish(ticket) {
            return;
        }
        // If the disk is not mounted, what was on it is still known.
        let is_known = self.unreadable_root().is_none();
        let gone: Vec<ArticleId> = self.library.ids().filter(|id| is_known && !self.loading.has_seen(*id)).collect();
        for id in &gone {
            self.library.remove(*id);
        }
        if !gone.is_empty() {
            self.list.rebuild_later();
        }
        self.notify_refreshed(gone.len());
        self.scan_again(out);
        self.count_left_out(out);
    }

    /// Counts the files that are no articles once the collection is read, if it has no article or is opened for the
    /// first time: who misses some need not look for the reason. Not if a file was opened by its path, which need not be
    /// an article.
    fn count_left_out(&mut self, out: &mut Outbox) {
        let is_first = self.collection.visited.is_none() && self.loading.left_out().is_none();
        let is_readable = !self.opens_named
            && self.collection.on_disk
            && self.unreadable_root().is_none()
            && !self.loading.is_running();
        if is_readable && (is_first || self.library.is_empty()) {
            let ticket = self.loading.left_out_mut().ask();
            out.push(Effect::Work(ticket, Job::CountLeftOut));
        }
    }

    /// Tells which texts are left out of a collection that is opened for the first time. An empty list tells of all files.
    pub(in crate::app) fn left_out_counted(&mut self, ticket: Ticket, left_out: LeftOut, out: &mut Outbox) {
        let texts = left_out.texts();
        if !self.loading.left_out_mut().land(ticket, left_out) {
            return;
        }
        out.dirty = true;
        let is_free = match &self.notice {
            None => true,
            Some(Notice::Done(says)) => Some(says) == self.greeting().as_ref(),
            Some(Notice::Failed(_) | Notice::Absent(_)) => false,
        };
        if is_free
            && self.collection.visited.is_none()
            && !self.library.is_empty()
            && let Some(says) = texts.in_words(&self.catalog, OPENS)
        {
            self.notice = Some(Notice::Done(says));
        }
    }

    fn notify_refreshed(&mut self, gone: usize) {
        let Some(before) = self.loading.take_before() else { return };
        if self.unreadable_root().is_some() {
            let text = self.catalog.fill(Msg::ListUnreadable, &[("name", &self.collection.name)]);
            self.notice = Some(Notice::Failed(text));
        } else {
            let now = self.library.len();
            let added = (now + gone).saturating_sub(before);
            let numbers = [now, added, gone].map(|number| self.catalog.number(number as u64));
            let [n, added, removed] = numbers.each_ref().map(String::as_str);
            let text = self.catalog.fill(Msg::NoticeRefreshed, &[("n", n), ("added", added), ("removed", removed)]);
            // What went wrong stays on the screen.
            if !matches!(self.notice, Some(Notice::Failed(_))) {
                self.notice = Some(Notice::Done(text));
            }
        }
    }
}
