//! Searching the texts of the collection for the query of the list: jobs for other threads, and their answers.

use crate::app::state::texts::SearchScope;

use std::path::PathBuf;
use std::sync::Arc;

use crate::app::input::panes::Focus;
use crate::app::state::event::{Effect, Outbox};
use crate::app::state::job::Job;
use crate::app::state::model::Model;
use crate::app::state::slot::Ticket;
use crate::article::ArticleId;
use crate::search::{Hits, Needle, Snippet};

/// The number of articles at the top of the list that are searched first: more than any screen shows.
const FIRST: usize = 400;

/// The minimum length of a snippet, in characters.
const SHORT: usize = 16;

impl Model {
    /// Whether rows of the list have a second line with a snippet.
    pub fn has_snippets(&self) -> bool {
        !self.list.query.needles().is_empty()
    }

    /// The height of a row of the list, in lines.
    pub fn row_height(&self) -> usize {
        1 + usize::from(self.has_snippets())
    }

    /// Requests the texts that contain the words of the query, unless they are known.
    pub(in crate::app) fn request_hits(&mut self, out: &mut Outbox) {
        let words = self.list.query.needles();
        let texts = &self.list.texts;
        if words.is_empty() {
            if texts.hits.is_some() || texts.slot.is_waiting() || !texts.snippets.is_empty() {
                let texts = &mut self.list.texts;
                texts.slot.forget();
                texts.cutting.forget();
                (texts.hits, texts.outdated) = (None, false);
                texts.asked.clear();
                texts.snippets.clear();
            }
            return;
        }
        let same = self.list.texts.asked.as_slice().iter().eq(words.iter().map(Needle::as_str));
        if same && (texts.slot.is_waiting() || !texts.outdated && texts.knows(words)) {
            return;
        }
        let words: Arc<[Needle]> = words.into();
        let scope = if self.collection.indexed {
            let first = self.list.rows.iter().take(FIRST).map(|id| self.library.row(id));
            let newest = self.library.newest(FIRST).into_iter().map(|id| self.library.row(id));
            SearchScope::Rows(first.chain(newest).filter(|row| *row > 0).collect())
        } else {
            SearchScope::Files(self.library.ids().filter_map(|id| Some((id, self.library.path(id)?))).collect())
        };
        let texts = &mut self.list.texts;
        if !same {
            texts.snippets.clear();
            texts.cutting.forget();
            texts.asked = words.iter().map(|word| word.as_str().to_owned()).collect();
        }
        texts.outdated = false;
        let ticket = texts.slot.ask();
        out.push(Effect::Work(ticket, Job::Find { words, scope }));
    }

    /// Handles hits; `done` once all texts were searched.
    pub(in crate::app) fn found_texts(&mut self, ticket: Ticket, hits: Hits, done: bool, out: &mut Outbox) {
        let texts = &mut self.list.texts;
        if !texts.slot.wants(ticket) {
            return;
        }
        if done {
            texts.slot.land(ticket, ());
        }
        texts.hits = Some((texts.asked.clone(), hits));
        self.list.stale = true;
        out.dirty = true;
    }

    /// Requests the snippets of the visible rows.
    pub(in crate::app) fn request_snippets(&mut self, out: &mut Outbox) {
        if !self.has_snippets() || self.list.texts.cutting.is_waiting() || self.panes().list.is_none() {
            return;
        }
        let rows = self.list_rows().div_ceil(self.row_height());
        let shown = self.list.rows.from(self.list.top).take(rows);
        let wanted: Vec<(ArticleId, PathBuf)> = shown
            .filter(|id| !self.list.texts.snippets.contains_key(id))
            .filter_map(|id| Some((id, self.library.path(id)?)))
            .collect();
        if wanted.is_empty() {
            return;
        }
        let words: Vec<Needle> = self.list.query.wanted().cloned().collect();
        let cells = self.panes().list.map_or(0, |pane| usize::from(pane.width));
        let ticket = self.list.texts.cutting.ask();
        let (words, characters) = (words.into(), (cells / 2).max(SHORT));
        out.push(Effect::Work(ticket, Job::Cut { articles: wanted, words, characters }));
    }

    /// Handles snippets.
    pub(in crate::app) fn cut(
        &mut self,
        ticket: Ticket,
        snippets: Vec<(ArticleId, Option<Snippet>)>,
        out: &mut Outbox,
    ) {
        if self.list.texts.cutting.land(ticket, ()) {
            self.list.texts.snippets.extend(snippets);
            out.dirty = true;
        }
    }

    /// The words of the list's query; an article opened from the list is shown at the first match.
    pub(in crate::app) fn query_words(&self) -> Vec<String> {
        self.list.query.wanted().map(|word| word.as_str().to_owned()).collect()
    }

    /// Goes to the first match of the words with which the article was opened, if the reader has the focus.
    pub(in crate::app) fn land_on_hit(&mut self) {
        if self.focus == Focus::Reader {
            for word in std::mem::take(&mut self.reader.hits) {
                if self.try_land_on(&word) {
                    return;
                }
            }
        }
    }
}
