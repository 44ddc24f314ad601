//! What is known of the texts of the collection: which have the words of the query, and their snippets.

use std::path::PathBuf;

use rustc_hash::FxHashMap;

use crate::app::state::slot::Slot;
use crate::article::ArticleId;
use crate::library::{Bits, Marked};
use crate::search::{BoundQuery, Hits, Needle, Snippet, Titles};

/// Where to look for words.
#[derive(Clone, Debug)]
pub enum SearchScope {
    /// In the texts of the index; these rows of the catalogue first.
    Rows(Vec<u32>),
    /// In the files of these articles.
    Files(Vec<(ArticleId, PathBuf)>),
}

/// What is known of the texts of the collection.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    /// The question under way.
    pub slot: Slot<()>,
    /// The words it is about.
    pub asked: Vec<String>,
    /// Words, and where they stand.
    pub hits: Option<(Vec<String>, Hits)>,
    /// In whose titles they stand.
    pub titles: Titles,
    /// Articles have come or changed since the question was asked.
    pub outdated: bool,
    /// The question for snippets that is under way.
    pub cutting: Slot<()>,
    /// The snippets of articles, none where the words are in the title alone.
    pub snippets: FxHashMap<ArticleId, Option<Snippet>>,
}

impl Texts {
    /// Whether it is known for these words.
    pub(in crate::app) fn knows(&self, words: &[Needle]) -> bool {
        let same = |known: &Vec<String>| known.iter().eq(words.iter().map(Needle::as_str));
        self.hits.as_ref().is_some_and(|(known, _)| same(known))
    }

    /// The articles that a query lets through: those it was known to with what has arrived, or all of them.
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
        // The number under which a word of the query is known.
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
