//! What is known of the articles of the saved searches.

use crate::app::state::slot::Ticket;
use crate::app::state::texts::Texts;
use crate::search::Hits;

/// The numbers of articles that match the saved searches.
#[derive(Clone, Debug)]
pub struct SavedSearches {
    /// The texts that contain their words.
    pub(in crate::app) texts: Texts,
    /// The query, and the number of its articles.
    counts: Vec<(String, usize)>,
}

impl Default for SavedSearches {
    fn default() -> Self {
        Self { texts: Texts::apart(), counts: Vec::new() }
    }
}

impl SavedSearches {
    /// The number of articles that match a query, if it is known.
    pub(in crate::app) fn count(&self, query: &str) -> Option<usize> {
        self.counts.iter().find(|(known, _)| known == query).map(|(_, count)| *count)
    }

    /// Whether all of these searches are counted.
    pub(in crate::app) fn is_counted(&self, searches: &[(String, String)]) -> bool {
        searches.iter().all(|(_, query)| self.count(query).is_some())
    }

    /// Stores what was counted.
    pub(in crate::app) fn set_counts(&mut self, counts: Vec<(String, usize)>) {
        self.counts = counts;
    }

    /// Forgets everything: the collection may have changed.
    pub(in crate::app) fn clear(&mut self) {
        self.texts.clear();
        self.counts.clear();
    }

    /// Stores the hits of a search, `done` once all texts were searched. Returns whether everything can be counted now.
    pub(in crate::app) fn land(&mut self, ticket: Ticket, hits: Hits, done: bool) -> bool {
        self.texts.land(ticket, hits, done) && done
    }
}
