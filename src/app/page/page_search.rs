//! A search for words in the open article.

use crate::app::page::article_view::{Opened, TextPoint};
use crate::typeset::{Match, find};

/// An occurrence of the words in the title block or in the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageMatch {
    /// Whether it is in the body.
    pub body: bool,
    /// The occurrence.
    pub found: Match,
}

impl PageMatch {
    /// The point at which it begins.
    pub fn start(&self) -> TextPoint {
        TextPoint { body: self.body, anchor: self.found.anchor() }
    }
}

/// All occurrences of some words in an article as it is shown: in its title block, then in its body.
pub(in crate::app) fn occurrences(opened: &Opened, words: &str) -> Vec<PageMatch> {
    let of = |body| {
        let document = opened.document_of(TextPoint { body, ..TextPoint::default() });
        find(document, words).into_iter().map(move |found| PageMatch { body, found })
    };
    of(false).chain(of(true)).collect()
}

/// A search in the page. The current match is one of the matches, if there are any.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PageSearch {
    /// The words, as typed.
    words: String,
    /// The matches, in reading order.
    matches: Vec<PageMatch>,
    /// Index of the current match; 0 if there are none.
    at: usize,
    /// The first visible row when typing began.
    from: usize,
    /// The previous search, restored when the input line is cancelled.
    before: Option<Box<PageSearch>>,
}

impl PageSearch {
    /// A search whose words are about to be typed, from this row on. `before` is the search that it replaces.
    pub(in crate::app) fn begin(from: usize, before: Option<Self>) -> Self {
        Self { from, before: before.map(Box::new), ..Self::default() }
    }

    /// A search for these words from the top, with no matches yet.
    pub(in crate::app) fn of(words: &str) -> Self {
        Self { words: words.to_owned(), ..Self::default() }
    }

    /// The same search for other words, with no matches yet.
    pub(in crate::app) fn retyped(self, words: &str) -> Self {
        Self { words: words.to_owned(), from: self.from, before: self.before, ..Self::default() }
    }

    /// The words, as typed.
    pub fn words(&self) -> &str {
        &self.words
    }

    /// The matches, in reading order.
    pub fn matches(&self) -> &[PageMatch] {
        &self.matches
    }

    /// The index of the current match; 0 if there are no matches.
    pub fn at(&self) -> usize {
        self.at
    }

    /// The current match.
    pub(in crate::app) fn current(&self) -> Option<&PageMatch> {
        self.matches.get(self.at)
    }

    /// The first visible row when typing began.
    pub(in crate::app) fn from(&self) -> usize {
        self.from
    }

    /// Replaces the matches. The current match keeps its number as far as possible.
    pub(in crate::app) fn set_matches(&mut self, matches: Vec<PageMatch>) {
        self.at = self.at.min(matches.len().saturating_sub(1));
        self.matches = matches;
    }

    /// The index of the first match in the body or in the title block.
    pub(in crate::app) fn first(&self, in_body: bool) -> Option<usize> {
        self.matches.iter().position(|found| found.body == in_body)
    }

    /// Makes a match the current one.
    pub(in crate::app) fn go_to(&mut self, at: usize) {
        debug_assert!(at < self.matches.len(), "the current match is one of the matches");
        self.at = at;
    }

    /// The index of the match so many after or before the current one, wrapping around at the ends; `None` if there
    /// are no matches.
    pub(in crate::app) fn stepped(&self, forward: bool, count: usize) -> Option<usize> {
        let total = self.matches.len();
        let count = count.checked_rem(total)?;
        Some(if forward { (self.at + count) % total } else { (self.at + total - count) % total })
    }

    /// Ends typing: the previous search can no longer be restored.
    pub(in crate::app) fn confirm(&mut self) {
        self.before = None;
    }

    /// The previous search.
    pub(in crate::app) fn into_before(self) -> Option<Self> {
        self.before.map(|before| *before)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(count: u32) -> Vec<PageMatch> {
        (0..count).map(|block| PageMatch { body: true, found: Match { block, range: 0..1 } }).collect()
    }

    #[test]
    fn steps_wrap_around() {
        let mut search = PageSearch::of("word");
        assert_eq!(search.stepped(true, 1), None);
        search.set_matches(matches(3));
        search.go_to(2);
        for (forward, count, expected) in [(true, 1, 0), (true, 3, 2), (true, 7, 0), (false, 1, 1), (false, 5, 0)] {
            assert_eq!(search.stepped(forward, count), Some(expected), "{forward} {count}");
        }
    }

    #[test]
    fn the_current_match_is_one_of_the_matches() {
        let mut search = PageSearch::of("word");
        search.set_matches(matches(3));
        search.go_to(2);
        for (count, expected) in [(5, 2), (2, 1), (0, 0), (3, 0)] {
            search.set_matches(matches(count));
            assert_eq!(search.at(), expected, "{count}");
            assert_eq!(search.current().is_some(), count > 0);
        }
    }

    #[test]
    fn a_retyped_search_can_still_be_cancelled() {
        let first = PageSearch::of("first");
        let second = PageSearch::begin(7, Some(first.clone())).retyped("second");
        assert_eq!((second.words(), second.from()), ("second", 7));
        assert_eq!(second.into_before(), Some(first));
    }
}
