//! Where an article that was opened from a query is shown first.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::app::page::article_view::Opened;
use crate::app::page::page_search::{PageMatch, PageSearch, joined, occurrences_of_each};

/// The query with which an article was opened.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Landing {
    /// The words to find.
    words: Vec<String>,
    /// Whether the title alone has all that the query looks for.
    titled: bool,
}

impl Landing {
    /// An article opened by these words; `titled` if its title alone has all that the query looks for.
    pub(in crate::app) fn new(words: Vec<String>, titled: bool) -> Self {
        Self { words, titled }
    }

    /// Whether the article was looked for by its title, so that it is not shown at a match in its body.
    pub(in crate::app) fn is_titled(&self) -> bool {
        self.titled
    }

    /// The search for the words. Its current match is the first one in the title block if the title has all words or the
    /// body none, else the first one in the block of the body with the most of them. `None` if the article has none.
    pub(in crate::app) fn search(&self, opened: &Opened) -> Option<PageSearch> {
        if self.words.is_empty() {
            return None;
        }
        let each = occurrences_of_each(opened, &self.words);
        let block = if self.titled { None } else { block_with_most(&each) };
        let mut search = PageSearch::of_any(&self.words);
        search.set_matches(joined(each));
        let is_there = |found: &PageMatch| block.is_none_or(|block| found.body && found.found.block == block);
        let at = search.matches().iter().position(is_there)?;
        search.go_to(at);
        Some(search)
    }
}

/// The first block of the body with the most of several texts, whose numbers are given with the matches.
fn block_with_most(each: &[(usize, PageMatch)]) -> Option<u32> {
    let mut texts: BTreeMap<u32, BTreeSet<usize>> = BTreeMap::new();
    for (text, found) in each.iter().filter(|(_, found)| found.body) {
        texts.entry(found.found.block).or_default().insert(*text);
    }
    texts.into_iter().max_by_key(|(block, texts)| (texts.len(), Reverse(*block))).map(|(block, _)| block)
}
