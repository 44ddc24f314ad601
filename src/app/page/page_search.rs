//! A search for words in the open article.

use std::cmp::Reverse;

use crate::app::page::article_view::{Opened, TextPoint};
use crate::app::page::caret::Class;
use crate::search::Pattern;
use crate::text::{Conversion, is_wide, simplified};
use crate::typeset::{Match, Script, find};

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

/// All occurrences of some words in an article as it is shown: in its title block, then in its body. Words of Taiwan are
/// found where they are shown for others.
pub(in crate::app) fn occurrences(opened: &Opened, words: &str) -> Vec<PageMatch> {
    if Pattern::is_written(words) {
        return Pattern::parse(words).map(|pattern| matches_of(opened, &pattern)).unwrap_or_default();
    }
    let (text, edges) = edges_of(words);
    let other = if opened.view().setting().options.script == Script::Taiwan { as_written(text) } else { None };
    let mut all = Vec::new();
    for body in [false, true] {
        let document = opened.document_of(TextPoint { body, ..TextPoint::default() });
        let mut matches = find(document, text);
        if let Some(other) = &other {
            matches.extend(find(document, other));
            matches.sort_by_key(|found| (found.block, found.range.start));
            matches.dedup_by(|next, one| next.block == one.block && next.range.start < one.range.end);
        }
        matches.retain(|found| {
            let block = document.blocks.get(found.block as usize).map_or("", |block| block.text());
            has_edges(block, found.range.start as usize..found.range.end as usize, edges)
        });
        all.extend(matches.into_iter().map(|found| PageMatch { body, found }));
    }
    all
}

/// All occurrences of several texts, each with the number of its text, text by text.
pub(in crate::app) fn occurrences_of_each(opened: &Opened, texts: &[String]) -> Vec<(usize, PageMatch)> {
    let of_text =
        |(number, text): (usize, &String)| occurrences(opened, text).into_iter().map(move |one| (number, one));
    texts.iter().enumerate().flat_map(of_text).collect()
}

/// The occurrences of several texts in reading order; of those that overlap, the one that begins first, and of those the
/// longest.
pub(in crate::app) fn joined(each: Vec<(usize, PageMatch)>) -> Vec<PageMatch> {
    let is_of_one = each.windows(2).all(|pair| matches!(pair, [(one, _), (next, _)] if one == next));
    let mut all: Vec<PageMatch> = each.into_iter().map(|(_, found)| found).collect();
    if !is_of_one {
        all.sort_by_key(|one| (one.start(), Reverse(one.found.range.end)));
        all.dedup_by(|next, one| {
            (next.body, next.found.block) == (one.body, one.found.block) && next.found.range.start < one.found.range.end
        });
    }
    all
}

/// All matches of a pattern in an article, as it is written.
fn matches_of(opened: &Opened, pattern: &Pattern) -> Vec<PageMatch> {
    let mut all = Vec::new();
    for body in [false, true] {
        let document = opened.document_of(TextPoint { body, ..TextPoint::default() });
        for (number, block) in (0..).zip(&document.blocks) {
            let matches = pattern.matches(block.text()).map(|range| range.start as u32..range.end as u32);
            all.extend(matches.map(|range| PageMatch { body, found: Match { block: number, range } }));
        }
    }
    all
}

/// The words that words of Taiwan are shown for. `None` if they only differ in the forms of their characters.
fn as_written(words: &str) -> Option<String> {
    let other = words.chars().any(is_wide).then(|| Conversion::FromTaiwan.convert(words))?;
    let are_forms = words.chars().map(simplified).eq(other.chars().map(simplified));
    (!are_forms).then_some(other)
}

/// At most this many invisible characters are skipped beside a match.
const INVISIBLE: usize = 16;

/// A text as typed, without `\\<` at its start and `\\>` at its end, and whether a word must start and end there.
pub(in crate::app) fn edges_of(words: &str) -> (&str, (bool, bool)) {
    let (text, starts) = words.strip_prefix("\\<").map_or((words, false), |text| (text, true));
    let (text, ends) = text.strip_suffix("\\>").map_or((text, false), |text| (text, true));
    (text, (starts, ends))
}

/// The search for a word that is not part of another one, as it is typed; a word of a script that is written without
/// spaces as it is, since its ends are a guess.
pub(in crate::app) fn as_whole_word(word: &str) -> String {
    let starts = if word.chars().next().is_some_and(joins) { "\\<" } else { "" };
    let ends = if word.chars().next_back().is_some_and(joins) { "\\>" } else { "" };
    format!("{starts}{word}{ends}")
}

/// Whether words start and end at the edges of a range, as far as is asked for.
fn has_edges(text: &str, range: std::ops::Range<usize>, (starts, ends): (bool, bool)) -> bool {
    let (Some(before), Some(own), Some(after)) =
        (text.get(..range.start), text.get(range.clone()), text.get(range.end..))
    else {
        return false;
    };
    let is_seen = |c: &char| !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}');
    let joined = |one: Option<char>, other: Option<char>| one.is_some_and(joins) && other.is_some_and(joins);
    let left = || joined(before.chars().rev().take(INVISIBLE).find(is_seen), own.chars().find(is_seen));
    let right = || joined(own.chars().rev().find(is_seen), after.chars().take(INVISIBLE).find(is_seen));
    !(starts && left() || ends && right())
}

/// Whether a character belongs to the same word as such a character beside it: a letter of a script that is written with
/// spaces between words, a digit, an underscore or a combining mark. Not Hangul, where particles follow words.
fn joins(c: char) -> bool {
    let is_apart = matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}');
    matches!(c, '\u{300}'..='\u{36f}') || Class::of(c) == Class::Letter && !is_apart
}

/// A search in the page. The current match is one of the matches, if there are any.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PageSearch {
    /// The words, as typed.
    words: String,
    /// The texts to find, if they are several: the words of a query.
    texts: Vec<String>,
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

    /// A search for any of several texts from the top, with no matches yet.
    pub(in crate::app) fn of_any(texts: &[String]) -> Self {
        Self { words: texts.join(" "), texts: texts.to_vec(), ..Self::default() }
    }

    /// The same search for other words, with no matches yet.
    pub(in crate::app) fn retyped(self, words: &str) -> Self {
        Self { words: words.to_owned(), from: self.from, before: self.before, ..Self::default() }
    }

    /// The words, as typed.
    pub fn words(&self) -> &str {
        &self.words
    }

    /// The texts to find.
    pub(in crate::app) fn texts(&self) -> &[String] {
        if self.texts.is_empty() { std::slice::from_ref(&self.words) } else { &self.texts }
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
    use crate::document::{Block, BlockKind, Document, Inline};
    use crate::text::Clean;

    fn matches(count: u32) -> Vec<PageMatch> {
        (0..count).map(|block| PageMatch { body: true, found: Match { block, range: 0..1 } }).collect()
    }

    #[test]
    fn words_have_edges() {
        // (text, what is typed, the bytes at which it is found)
        for (text, typed, found) in [
            ("rust rusty trust Rust's rust_lib Rust语言 rust", "\\<rust\\>", &[0, 17, 33, 44][..]),
            ("rust rusty trust rust", "\\<rust", &[0, 5, 17]),
            ("rust rusty trust rust", "rust\\>", &[0, 12, 17]),
            ("rust rusty trust rust", "rust", &[0, 5, 12, 17]),
            ("a rusty nail, rusty nails", "\\<rusty nail\\>", &[2]),
            ("cafe café cafe\u{301} cafe", "\\<cafe\\>", &[0, 5, 11, 18]),
            ("cafe cafés", "\\<cafe\\>", &[0]),
            ("ru\u{ad}st ru\u{ad}sty", "\\<rust\\>", &[0]),
            ("rust\u{ad}y rust", "\\<rust\\>", &[8]),
            ("Ｒｕｓｔ ｒｕｓｔｙ", "\\<rust\\>", &[0]),
            ("слово словом", "\\<слово\\>", &[0]),
            ("新媒体 媒体人", "\\<媒体\\>", &[3, 10]),
            ("서울에서 서울", "\\<서울\\>", &[0, 13]),
            ("v1 v12", "\\<v1\\>", &[0]),
            ("(x) x+y", "\\<(x\\>", &[0]),
            ("rust", "\\<", &[]),
            ("rust", "\\<\\>", &[]),
        ] {
            let (needle, edges) = edges_of(typed);
            let block = Block::new(BlockKind::Paragraph, Inline::plain(Clean::text(text)));
            let document = Document { blocks: vec![block], ..Document::default() };
            let text = document.blocks[0].text();
            let matches = find(&document, needle).into_iter();
            let matches = matches.map(|found| found.range.start as usize..found.range.end as usize);
            let at: Vec<usize> =
                matches.filter(|range| has_edges(text, range.clone(), edges)).map(|at| at.start).collect();
            assert_eq!(at, found, "{text} {typed}");
        }
        for (word, typed) in [("rust", "\\<rust\\>"), ("砚", "砚"), ("한국어", "한국어"), ("A股", "\\<A股"), ("", "")]
        {
            assert_eq!(as_whole_word(word), typed);
        }
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
