//! The collection as it arrives: walked, read in batches, and what is gone when the walk ends.

use std::path::PathBuf;

use super::event::{Effect, Notice, Outbox};
use super::model::Model;
use super::slot::Ticket;
use crate::article::{Article, ArticleId};
use crate::locale::Msg;
use crate::problem::Code;

impl Model {
    /// Reads the whole collection again.
    pub fn rescan(&mut self, out: &mut Outbox) {
        self.loading.before = Some(self.library.len());
        self.scan(out);
    }

    /// Asks for the collection.
    pub fn scan(&mut self, out: &mut Outbox) {
        let ticket = self.loading.slot.ask();
        (self.loading.found, self.loading.read, self.loading.walked) = (0, 0, false);
        self.loading.seen.clear();
        self.problems.retain(|(_, problem)| problem.code != Code::Unreadable);
        out.push(Effect::Scan(ticket));
    }

    /// Takes in articles that were read.
    pub fn loaded(&mut self, ticket: Ticket, batch: Vec<(PathBuf, Article)>, out: &mut Outbox) {
        if !self.is_loading(ticket) {
            return;
        }
        self.loading.read += batch.len();
        for (path, article) in batch {
            self.take_in(path, article);
        }
        self.finish_loading(ticket);
        out.dirty = true;
    }

    /// Takes an article in, new or changed.
    fn take_in(&mut self, path: PathBuf, article: Article) {
        let mark = self.collection.remembered.remove(&path);
        let known = self.library.find(&path);
        let changed = known.and_then(|id| self.library.get(id)).is_some_and(|entry| entry.article != article);
        let id = if known.is_some() && !changed { known } else { None };
        let id = id.unwrap_or_else(|| self.library.upsert(path, article));
        self.loading.seen.insert(id);
        self.list.stale |= changed;
        if known.is_none() {
            self.list.fresh.push(id);
        }
        if let Some(mark) = mark {
            self.marks.insert(id, mark);
        }
    }

    /// Takes in what has changed while the collection was open. Cursor and reader stay; the open article is read
    /// again where its file has changed, and stands on where it has gone.
    pub fn noticed(&mut self, changes: Vec<(PathBuf, Option<Article>)>, out: &mut Outbox) {
        let mut folders: Vec<PathBuf> = Vec::new();
        for (path, article) in changes {
            match article {
                Some(article) => {
                    if self.reader.path.as_ref() == Some(&path) {
                        let again = self.reload(&path);
                        out.effects.extend(again.effects);
                    }
                    self.take_in(path, article);
                }
                None => match self.library.find(&path) {
                    Some(id) => self.list.stale |= self.library.remove(id),
                    None => folders.push(path),
                },
            }
        }
        if !folders.is_empty() {
            let inside = |id: &ArticleId| {
                let path = self.library.get(*id).map(|entry| entry.path.as_path());
                path.is_some_and(|path| folders.iter().any(|folder| path.starts_with(folder)))
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
        if !self.loading.walked || self.loading.read < self.loading.found {
            return;
        }
        self.loading.slot.land(ticket, ());
        let gone: Vec<ArticleId> = self.library.ids().filter(|id| !self.loading.seen.contains(id)).collect();
        for id in &gone {
            self.library.remove(*id);
        }
        self.list.stale |= !gone.is_empty();
        if let Some(before) = self.loading.before.take() {
            let now = self.library.len();
            let added = (now + gone.len()).saturating_sub(before);
            let numbers = [now, added, gone.len()].map(|number| self.catalog.number(number as u64));
            let [n, added, removed] = numbers.each_ref().map(String::as_str);
            let told = self.catalog.fill(Msg::NoticeRefreshed, &[("n", n), ("added", added), ("removed", removed)]);
            self.notice = Some(Notice::Done(told));
        }
    }
}
