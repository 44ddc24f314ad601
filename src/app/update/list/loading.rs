//! The collection as it arrives: walked, read in batches, and what is gone when the walk ends.

use std::path::{Path, PathBuf};

use crate::app::state::event::{Arrived, Effect, Notice, Outbox};
use crate::app::state::model::Model;
use crate::app::state::slot::Ticket;
use crate::article::{Article, ArticleId};
use crate::library::{CatalogueRecord, Upsert};
use crate::locale::Msg;
use crate::marks::Mark;
use crate::problem::{Code, Problem};

impl Model {
    /// Reads the whole collection again.
    pub fn rescan(&mut self, out: &mut Outbox) {
        self.loading.before = Some(self.library.len());
        self.scan(out);
    }

    /// Asks for the collection.
    pub fn scan(&mut self, out: &mut Outbox) {
        let ticket = self.loading.slot.ask();
        self.begin_loading();
        self.problems.retain(|(_, problem)| problem.code != Code::Unreadable);
        out.push(Effect::Scan(ticket));
    }

    fn begin_loading(&mut self) {
        (self.loading.found, self.loading.read, self.loading.walked) = (0, 0, false);
        self.loading.seen.clear();
        (self.loading.indexed, self.loading.gone, self.loading.since) = (false, 0, None);
    }

    /// Takes in how many articles the walk has found; `done` once it has ended.
    pub(in crate::app) fn walked(&mut self, ticket: Ticket, found: usize, done: bool, out: &mut Outbox) {
        if !self.is_loading(ticket) {
            return;
        }
        self.loading.found = found;
        self.loading.walked = done;
        self.finish_loading(ticket);
        out.dirty = true;
    }

    /// Takes in folders and files that could not be read.
    pub(in crate::app) fn walk_failed(&mut self, ticket: Ticket, problems: Vec<(PathBuf, Problem)>, out: &mut Outbox) {
        if self.is_loading(ticket) {
            problems.into_iter().for_each(|problem| self.trouble(problem));
            out.dirty = true;
        }
    }

    /// Takes in articles that were read.
    pub fn loaded(&mut self, ticket: Ticket, batch: Vec<Arrived>, out: &mut Outbox) {
        if !self.is_loading(ticket) {
            return;
        }
        if !self.loading.indexed {
            self.loading.read += batch.len();
        }
        for arrived in batch {
            let id = self.take_in(arrived);
            if !self.loading.indexed {
                self.loading.seen.insert(id);
            }
        }
        self.finish_loading(ticket);
        out.dirty = true;
    }

    /// Takes in how an update of the index stands.
    pub fn indexing(&mut self, ticket: Ticket, (done, all): (usize, usize), out: &mut Outbox) {
        if self.is_loading(ticket) {
            self.loading.indexed = true;
            (self.loading.read, self.loading.found) = (done, all);
            self.loading.since.get_or_insert((self.now, done));
            out.dirty = true;
        }
    }

    /// The index is up to date.
    pub fn indexed(&mut self, ticket: Ticket, out: &mut Outbox) {
        if self.loading.slot.land(ticket, ()) {
            let gone = std::mem::take(&mut self.loading.gone);
            self.notify_refreshed(gone);
            out.dirty = true;
        }
    }

    /// There can be no index: the walk begins anew without one, and words are looked for in the files from now on, for
    /// what the index has of the articles is not all.
    pub fn unindexed(&mut self, ticket: Ticket, problem: Problem, out: &mut Outbox) {
        if !self.is_loading(ticket) {
            return;
        }
        self.begin_loading();
        self.collection.indexed = false;
        self.list.texts.outdated = true;
        self.trouble((PathBuf::new(), problem));
        out.dirty = true;
    }

    /// Keeps a problem; a second walk tells of the same ones again.
    pub(in crate::app) fn trouble(&mut self, problem: (PathBuf, Problem)) {
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }

    /// Takes out what is not there any more.
    pub fn went(&mut self, paths: Vec<PathBuf>, out: &mut Outbox) {
        for path in paths {
            if let Some(id) = self.library.find(&path) {
                self.list.stale |= self.library.remove(id);
                self.loading.gone += 1;
            }
        }
        out.dirty = true;
    }

    /// Articles were moved: what was done to them is theirs still. Where one already has marks of its own, it keeps
    /// those.
    pub fn moved(&mut self, pairs: Vec<(PathBuf, PathBuf)>, out: &mut Outbox) {
        for (old, new) in pairs {
            let Some(to) = self.library.find(&new) else { continue };
            let known = || self.library.find_ever(&old).map(|from| self.marks.get(from).clone());
            let mark = self.collection.remembered.remove(&old).or_else(known).unwrap_or_default();
            if mark != Mark::default() && *self.marks.get(to) == Mark::default() {
                self.marks.insert(to, mark);
                self.list.stale |= self.list.asks_marks();
                out.push(Effect::Move(old, new));
            }
        }
        out.dirty = true;
    }

    /// Takes an article in, new or changed.
    fn take_in(&mut self, (path, article, card): Arrived) -> ArticleId {
        // What could not be written into the index has the place there that it had.
        let known = || self.library.find(&path).map(|id| self.library.card(id));
        let card = Some(card).filter(|card| *card != CatalogueRecord::default()).or_else(known).unwrap_or_default();
        let (id, became) = self.library.upsert(&path, &article, card);
        match became {
            Upsert::New => self.list.fresh.push(id),
            Upsert::Changed => self.list.stale = true,
            Upsert::Same => {}
        }
        if let Some(mark) = self.collection.remembered.remove(&path) {
            self.marks.insert(id, mark);
        }
        id
    }

    /// Gives the articles that are there their marks.
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

    /// Gives an article the mark that was kept under another path.
    pub fn recalled(&mut self, path: &Path, mark: Mark, out: &mut Outbox) {
        if let Some(id) = self.library.find(path) {
            self.marks.insert(id, mark);
            self.list.stale |= self.list.asks_marks();
            out.dirty = true;
        }
    }

    /// Takes in what has changed while the collection was open. Cursor and reader stay; the open article is read
    /// again where its file has changed, and stands on where it has gone.
    pub fn noticed(&mut self, changes: Vec<(PathBuf, Option<(Article, CatalogueRecord)>)>, out: &mut Outbox) {
        let mut folders: Vec<PathBuf> = Vec::new();
        for (path, article) in changes {
            match article {
                Some((article, card)) => {
                    if self.reader.path.as_ref() == Some(&path) {
                        let again = self.reload(&path);
                        out.effects.extend(again.effects);
                    }
                    self.take_in((path, article, card));
                }
                None => match self.library.find(&path) {
                    Some(id) => self.list.stale |= self.library.remove(id),
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
                self.list.stale |= self.library.remove(id);
            }
        }
        out.dirty = true;
    }

    /// Ends the walk once everything it found was read; what it did not come upon is gone.
    pub fn finish_loading(&mut self, ticket: Ticket) {
        if self.loading.indexed || !self.loading.walked || self.loading.read < self.loading.found {
            return;
        }
        self.loading.slot.land(ticket, ());
        let gone: Vec<ArticleId> = self.library.ids().filter(|id| !self.loading.seen.contains(id)).collect();
        for id in &gone {
            self.library.remove(*id);
        }
        self.list.stale |= !gone.is_empty();
        self.notify_refreshed(gone.len());
    }

    fn notify_refreshed(&mut self, gone: usize) {
        if let Some(before) = self.loading.before.take() {
            let now = self.library.len();
            let added = (now + gone).saturating_sub(before);
            let numbers = [now, added, gone].map(|number| self.catalog.number(number as u64));
            let [n, added, removed] = numbers.each_ref().map(String::as_str);
            let told = self.catalog.fill(Msg::NoticeRefreshed, &[("n", n), ("added", added), ("removed", removed)]);
            self.notice = Some(Notice::Done(told));
        }
    }
}
