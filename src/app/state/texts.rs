//! Search results from the texts of the collection: hits of the query and snippets.

use std::path::PathBuf;

use rustc_hash::FxHashMap;

use crate::app::state::slot::Slot;
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
    pub slot: Slot<()>,
    /// The words of the latest search.
    pub asked: Vec<String>,
    /// The words of the newest results, and their hits.
    pub hits: Option<(Vec<String>, Hits)>,
    /// The titles that contain them.
    pub titles: Titles,
    /// Whether articles were added or changed since the search began.
    pub outdated: bool,
    /// The slot for pending snippets.
    pub cutting: Slot<()>,
    /// The snippets of articles; `None` if only the title contains the words.
    pub snippets: FxHashMap<ArticleId, Option<Snippet>>,
}

impl Texts {
    /// Whether there are hits for these words.
    pub(in crate::app) fn knows(&self, words: &[Needle]) -> bool {
        let same = |known: &Vec<String>| known.iter().eq(words.iter().map(Needle::as_str));
        self.hits.as_ref().is_some_and(|(known, _)| same(known))
    }

    /// The articles that match a query: `known` updated for the fresh articles, or all matches if `known` is `None`.
    pub fn among(
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
            let word = bound.query().needles().get(needle)?.as_str();
            words.iter().position(|known| known == word).zip(hits)
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
