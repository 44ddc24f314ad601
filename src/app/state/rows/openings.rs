//! The first words of articles, for the second lines of rows.

use rustc_hash::FxHashMap;

use crate::app::state::slot::{Slot, Ticket};
use crate::article::ArticleId;
use crate::search::Snippet;

/// When so many are known, they are dropped: those of the rows in view are asked for again.
const MANY: usize = 4096;

/// The first words of articles that were in view.
#[derive(Clone, Debug)]
pub struct Openings {
    slot: Slot<()>,
    /// `None` for an article without text.
    known: FxHashMap<ArticleId, Option<Snippet>>,
}

impl Default for Openings {
    fn default() -> Self {
        // Snippets arrive with the same kind of answer.
        Self { slot: Slot::apart(), known: FxHashMap::default() }
    }
}

impl Openings {
    /// The first words of an article, if they are known and the article has text.
    pub fn get(&self, id: ArticleId) -> Option<&Snippet> {
        self.known.get(&id)?.as_ref()
    }

    /// Whether those of an article have arrived.
    pub(in crate::app) fn knows(&self, id: ArticleId) -> bool {
        self.known.contains_key(&id)
    }

    /// Whether some are pending.
    pub(in crate::app) fn is_waiting(&self) -> bool {
        self.slot.is_waiting()
    }

    /// Starts waiting for some.
    pub(in crate::app) fn ask(&mut self) -> Ticket {
        if self.known.len() > MANY {
            self.known.clear();
        }
        self.slot.ask()
    }

    /// Stores what has arrived. Returns `false`, without a change, if the ticket is stale.
    pub(in crate::app) fn land(&mut self, ticket: Ticket, openings: Vec<(ArticleId, Option<Snippet>)>) -> bool {
        let is_wanted = self.slot.land(ticket, ());
        if is_wanted {
            self.known.extend(openings);
        }
        is_wanted
    }

    /// An article has changed.
    pub(in crate::app) fn forget(&mut self, id: ArticleId) {
        self.known.remove(&id);
    }
}
