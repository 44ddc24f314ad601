//! Searching the texts of the collection for the query of the list: jobs for other threads, and their answers.

use std::path::PathBuf;
use std::sync::Arc;

use crate::app::state::event::{Effect, Outbox};
use crate::app::state::job::Job;
use crate::app::state::model::Model;
use crate::app::state::reading::landing::Landing;
use crate::app::state::slot::Ticket;
use crate::app::state::texts::SearchScope;
use crate::article::ArticleId;
use crate::config::RowLines;
use crate::search::{Hits, Needle, Snippet};

/// The number of articles at the top of the list that are searched first: more than any screen shows.
const FIRST: usize = 400;

/// The maximum length of first words, in cells.
const OPENING: usize = 200;

/// The minimum length of a snippet, in characters.
const SHORT: usize = 32;

impl Model {
    /// Whether rows of the list have a second line with a snippet.
    pub fn has_snippets(&self) -> bool {
        !self.list.query().needles().is_empty()
    }

    /// The height of a row of the list, in lines.
    pub fn row_height(&self) -> usize {
        1 + usize::from(self.has_snippets() || self.config.row_lines == RowLines::Two)
    }

    /// Requests the texts that contain the words of the query, unless they are known.
    pub(in crate::app) fn request_hits(&mut self, out: &mut Outbox) {
        let Some((ticket, words)) = self.list.search_texts() else { return };
        // One search at a time: this one replaces that for the saved searches, which is then begun again.
        self.saved.clear();
        let scope = self.search_scope();
        out.push(Effect::Work(ticket, Job::Find { words, scope }));
    }

    /// Where to search for words.
    pub(in crate::app) fn search_scope(&self) -> SearchScope {
        if self.collection.indexed {
            let first = self.list.rows().iter().take(FIRST).map(|id| self.library.row(id));
            let newest = self.library.newest(FIRST).into_iter().map(|id| self.library.row(id));
            SearchScope::Rows(first.chain(newest).filter(|row| *row > 0).collect())
        } else {
            SearchScope::Files(self.library.ids().filter_map(|id| Some((id, self.library.path(id)?))).collect())
        }
    }

    /// Handles hits; `done` once all texts were searched.
    pub(in crate::app) fn found_texts(&mut self, ticket: Ticket, hits: Hits, done: bool, out: &mut Outbox) {
        if self.list.texts().wants(ticket) {
            self.list.texts_mut().land(ticket, hits, done);
            self.list.rebuild_later();
            out.dirty = true;
        } else if self.saved.land(ticket, hits, done) {
            self.recount_saved();
            out.dirty = true;
        }
    }

    /// Requests the snippets of the visible rows.
    pub(in crate::app) fn request_snippets(&mut self, out: &mut Outbox) {
        if !self.has_snippets() || self.list.texts().is_cutting() || self.panes().list.is_none() {
            return;
        }
        let rows = self.list_rows().div_ceil(self.row_height());
        let shown = self.list.shown_articles(self.list_rows()).take(rows);
        let wanted: Vec<(ArticleId, PathBuf)> = shown
            .filter(|id| !self.list.texts().has_snippet(*id))
            .filter_map(|id| Some((id, self.library.path(id)?)))
            .collect();
        if wanted.is_empty() {
            return;
        }
        let words: Vec<Needle> = self.list.query().wanted().cloned().collect();
        let cells = self.panes().list.map_or(0, |pane| usize::from(pane.width));
        let ticket = self.list.texts_mut().cut();
        // The marks take three cells, and one is left at the right.
        let cells = cells.saturating_sub(4).max(SHORT);
        out.push(Effect::Work(ticket, Job::Cut { articles: wanted, words: words.into(), cells }));
    }

    /// Requests the first words of the visible articles, if the rows show them.
    pub(in crate::app) fn request_openings(&mut self, out: &mut Outbox) {
        let Some(pane) = self.panes().list else { return };
        let is_shown = self.config.row_lines == RowLines::Two && !self.has_snippets();
        if !is_shown || self.list.openings.is_waiting() {
            return;
        }
        let shown = self.list.shown_articles(usize::from(pane.height));
        let unknown = shown.take(usize::from(pane.height).div_ceil(2)).filter(|id| !self.list.openings.knows(*id));
        let wanted: Vec<_> = unknown.filter_map(|id| Some((id, self.library.path(id)?))).collect();
        if !wanted.is_empty() {
            let ticket = self.list.openings.ask();
            // Enough for any width, so that nothing is read again when the list gets wider.
            out.push(Effect::Work(ticket, Job::Cut { articles: wanted, words: Arc::default(), cells: OPENING }));
        }
    }

    /// Handles snippets and first words.
    pub(in crate::app) fn cut(
        &mut self,
        ticket: Ticket,
        snippets: Vec<(ArticleId, Option<Snippet>)>,
        out: &mut Outbox,
    ) {
        out.dirty |= if self.list.texts().is_cutting_for(ticket) {
            self.list.texts_mut().land_snippets(ticket, snippets)
        } else {
            self.list.openings.land(ticket, snippets)
        };
    }

    /// The words of the list's query; an article opened from the list is shown at the first match.
    pub(in crate::app) fn query_words(&self) -> Vec<String> {
        self.list.query().wanted().map(|word| word.as_str().to_owned()).collect()
    }

    /// How the query of the list has found an article that is opened from it.
    pub(in crate::app) fn landing(&self, id: ArticleId) -> Landing {
        Landing::new(self.query_words(), self.list.query().is_in_title(self.library.title(id)))
    }
}
