//! Search results from the texts of the collection: hits of the query and snippets.

use std::path::PathBuf;

use rustc_hash::FxHashMap;

use crate::app::state::slot::{Slot, Ticket};
use crate::article::ArticleId;
use crate::library::{Bits, Marked};
use crate::search::{BoundQuery, Hits, Needle, Snippet, Titles};

/// Where to search for words.
#[derive(Clone, Debug)]
pub enum SearchScope {
    /// In the texts of the index, these rows of the catalogue first.
    Rows(Vec<u32>),
    /// In the files of these articles.
    Files(Vec<(ArticleId, PathBuf)>),
}

/// Search results from the texts of the collection.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    /// The slot of the pending search.
    slot: Slot<()>,
    /// The words of the latest search.
    asked: Vec<String>,
    /// The words of the newest results, and their hits.
    hits: Option<(Vec<String>, Hits)>,
    /// The titles and names that contain them.
    titles: Titles,
    /// Whether articles were added or changed since the search began.
    outdated: bool,
    /// The slot for pending snippets.
    cutting: Slot<()>,
    /// The snippets of articles; `None` for an article without text.
    snippets: FxHashMap<ArticleId, Option<Snippet>>,
}

impl Texts {
    /// Results whose tickets are not those of results made by default.
    pub(in crate::app) fn apart() -> Self {
        Self { slot: Slot::apart(), ..Self::default() }
    }

    /// Whether a search is pending.
    pub fn is_searching(&self) -> bool {
        self.slot.is_waiting()
    }

    /// The snippet of an article, if it is known and the article has text.
    pub fn snippet(&self, id: ArticleId) -> Option<&Snippet> {
        self.snippets.get(&id)?.as_ref()
    }

    /// Whether a snippet of an article has been requested and has arrived.
    pub(in crate::app) fn has_snippet(&self, id: ArticleId) -> bool {
        self.snippets.contains_key(&id)
    }

    /// Drops all results and cancels what is pending: there are no words to search for.
    pub(in crate::app) fn clear(&mut self) {
        self.slot.forget();
        self.cutting.forget();
        (self.hits, self.outdated) = (None, false);
        self.asked.clear();
        self.snippets.clear();
    }

    /// The articles have changed, so the results may be incomplete.
    pub(in crate::app) fn mark_outdated(&mut self) {
        self.outdated = true;
    }

    /// Starts a search for these words, unless it is pending or its results are known and complete. Results of the
    /// search before stay readable until the new ones arrive; snippets of other words are dropped.
    pub(in crate::app) fn search(&mut self, words: &[Needle]) -> Option<Ticket> {
        let same = is_same(&self.asked, words);
        if same && (self.slot.is_waiting() || !self.outdated && self.knows(words)) {
            return None;
        }
        if !same {
            self.snippets.clear();
            self.cutting.forget();
            self.asked = words.iter().map(Needle::key).collect();
        }
        self.outdated = false;
        Some(self.slot.ask())
    }

    /// Stores the hits of a search; `done` once all texts were searched. Returns `false`, without a change, if the
    /// ticket is stale.
    pub(in crate::app) fn land(&mut self, ticket: Ticket, hits: Hits, done: bool) -> bool {
        if !self.slot.wants(ticket) {
            return false;
        }
        if done {
            self.slot.land(ticket, ());
        }
        self.hits = Some((self.asked.clone(), hits));
        true
    }

    /// Whether snippets are pending.
    pub(in crate::app) fn is_cutting(&self) -> bool {
        self.cutting.is_waiting()
    }

    /// Whether this is the ticket of the pending snippets.
    pub(in crate::app) fn is_cutting_for(&self, ticket: Ticket) -> bool {
        self.cutting.wants(ticket)
    }

    /// Whether this is the ticket of the pending search.
    pub(in crate::app) fn wants(&self, ticket: Ticket) -> bool {
        self.slot.wants(ticket)
    }

    /// Starts waiting for snippets.
    pub(in crate::app) fn cut(&mut self) -> Ticket {
        self.cutting.ask()
    }

    /// Stores snippets. Returns `false`, without a change, if the ticket is stale.
    pub(in crate::app) fn land_snippets(
        &mut self,
        ticket: Ticket,
        snippets: Vec<(ArticleId, Option<Snippet>)>,
    ) -> bool {
        let is_wanted = self.cutting.land(ticket, ());
        if is_wanted {
            self.snippets.extend(snippets);
        }
        is_wanted
    }

    /// Whether there are hits for these words.
    fn knows(&self, words: &[Needle]) -> bool {
        self.hits.as_ref().is_some_and(|(known, _)| is_same(known, words))
    }

    /// Takes out the titles that contain the words, to be bound to a query; [`Self::put_titles`] returns them.
    pub(in crate::app) fn take_titles(&mut self) -> Titles {
        std::mem::take(&mut self.titles)
    }

    /// Stores the titles that contain the words.
    pub(in crate::app) fn put_titles(&mut self, titles: Titles) {
        self.titles = titles;
    }

    /// The articles that match a query: `known` updated for the fresh articles, or all matches if `known` is `None`.
    pub(in crate::app) fn among(
        &mut self,
        bound: &BoundQuery<'_>,
        known: Option<Bits>,
        fresh: &[ArticleId],
        is: &dyn Fn(ArticleId) -> Marked,
    ) -> Bits {
        self.outdated |= !fresh.is_empty();
        let library = bound.library();
        let (words, hits) = self.hits.as_ref().map_or((&[][..], None), |(words, hits)| (words, Some(hits)));
        // The number of a word of the query among the words of the hits.
        let number = |needle: usize| {
            let word = bound.query().needles().get(needle)?.key();
            words.iter().position(|known| *known == word).zip(hits)
        };
        let Some(mut among) = known else {
            let texts = |needle| number(needle).map(|(number, hits)| hits.ids(library, number)).unwrap_or_default();
            return bound.passing(is, &texts);
        };
        let text = |needle, id| number(needle).is_some_and(|(number, hits)| hits.has(library, number, id));
        fresh.iter().for_each(|id| among.set(id.0, bound.passes(*id, is, &text)));
        among
    }
}

fn is_same(known: &[String], words: &[Needle]) -> bool {
    known.iter().cloned().eq(words.iter().map(Needle::key))
}
