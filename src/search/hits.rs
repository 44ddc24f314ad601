//! Which articles' texts contain the words of a query.

use crate::article::ArticleId;
use crate::library::{Bits, Library};

/// For each word, by number, the articles whose texts contain it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hits {
    /// Articles by their ids.
    Ids(Vec<Bits>),
    /// Articles by their rows in the catalogue.
    Rows(Vec<Bits>),
}

impl Hits {
    /// The articles whose texts contain a word.
    pub fn ids(&self, library: &Library, word: usize) -> Bits {
        match self {
            Self::Ids(words) => words.get(word).cloned().unwrap_or_default(),
            Self::Rows(words) => words.get(word).map(|rows| library.with_rows(rows)).unwrap_or_default(),
        }
    }

    /// Whether an article's text contains a word.
    pub fn has(&self, library: &Library, word: usize, id: ArticleId) -> bool {
        match self {
            Self::Ids(words) => words.get(word).is_some_and(|ids| ids.contains(id)),
            Self::Rows(words) => words.get(word).is_some_and(|rows| rows.has(library.row(id))),
        }
    }
}
