//! The last search, which can be repeated in the list and in every article.

use crate::app::page::page_search::edges_of;
use crate::search::Pattern;

/// What was searched for last, in the list or in an article.
#[derive(Clone, Debug, PartialEq)]
pub struct LastSearch {
    /// What was typed.
    pub(in crate::app) typed: String,
    /// The query that searches the list for it.
    pub(in crate::app) query: String,
    /// The texts that it looks for in an article.
    pub(in crate::app) texts: Vec<String>,
    /// Whether it was searched for backwards, so that the next match is the one before.
    pub(in crate::app) backward: bool,
}

impl LastSearch {
    /// A query of the list, as typed, and its words.
    pub(in crate::app) fn of_query(typed: &str, words: Vec<String>) -> Self {
        Self { typed: typed.to_owned(), query: typed.to_owned(), texts: words, backward: false }
    }

    /// A text in an article, as typed.
    pub(in crate::app) fn of_text(text: &str) -> Self {
        let is_pattern = Pattern::is_written(text);
        let quoted = || format!("\"{}\"", edges_of(text).0.replace('"', " "));
        let query = if is_pattern { text.to_owned() } else { quoted() };
        Self { typed: text.to_owned(), query, texts: vec![text.to_owned()], backward: false }
    }
}
