//! Snippets: the first match in a text with its context.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::search::needle::Needle;
use crate::text::{Clean, Folded, Profile};

/// A piece of a text with its matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// The piece as one line, with an ellipsis where it is cut.
    pub text: Clean,
    /// Byte ranges of the matches, in order, not overlapping, never empty.
    pub matches: Vec<Range<usize>>,
}

/// So many matches of each of several words are looked at for the line that has the most of them.
const MOST_PLACES: usize = 1000;

/// At most one part in this many of a snippet comes before the first match.
const BEFORE: usize = 3;

/// The snippet around the first match in the line with the most of these words, about `cells` wide in all. `None` if there
/// is no match.
/// Words are matched as folded by [`crate::text::fold`] and shown as they are in the text.
pub fn snippet(text: &str, words: &[&Needle], cells: usize) -> Option<Snippet> {
    let folded =
        if words.iter().all(|word| word.as_pattern().is_some()) { Folded::default() } else { Folded::new(text) };
    let places_of = |word: &Needle| -> Vec<usize> {
        let most = if words.len() > 1 { MOST_PLACES } else { 1 };
        match word.as_pattern() {
            Some(pattern) => pattern.matches(text).map(|found| found.start).take(most).collect(),
            None => {
                let found = word.finder().find_iter(folded.as_str().as_bytes()).take(most);
                found.map(|at| folded.source(at..at + 1).start).collect()
            }
        }
    };
    let start = first_of_best_line(text, words.iter().map(|word| places_of(word)))?;
    let mut room = Room(cells / BEFORE);
    let before = text.get(..start)?.char_indices().rev().take_while(|(_, c)| room.takes(*c));
    // The context starts at the beginning of a line at the earliest, where a sentence is likely to start.
    let from = before.take_while(|(_, c)| *c != '\n').last().map_or(start, |(at, _)| at);
    let from = from + cut_word(text, from..start);
    let to = from + fitting(text.get(from..)?, cells);
    let mut found: Vec<Range<usize>> = Vec::new();
    for word in words {
        // A match cut by the end of the snippet is shown up to there.
        let is_in = |place: &Range<usize>| place.start < to;
        if let Some(pattern) = word.as_pattern() {
            found.extend(pattern.matches(text).skip_while(|place| place.end <= from).take_while(is_in));
            continue;
        }
        let places = word.finder().find_iter(folded.as_str().as_bytes());
        let places = places.map(|at| folded.source(at..at + word.as_str().len()));
        found.extend(places.skip_while(|place| place.end <= from).take_while(is_in));
    }
    let lead = ellipsis(from > 0);
    let piece = on_one_line(text.get(from..to)?);
    let clip = |place: Range<usize>| {
        let at = |byte: usize| byte.clamp(from, to) - from + lead.len();
        at(place.start)..at(place.end)
    };
    let line = format!("{lead}{piece}{}", ellipsis(to < text.len()));
    Some(Snippet { text: Clean::line(&line), matches: joined(found.into_iter().map(clip).collect()) })
}

/// The first match in the first line with the most of several words, whose matches are given in order.
fn first_of_best_line(text: &str, each: impl Iterator<Item = Vec<usize>>) -> Option<usize> {
    let mut places: Vec<(usize, usize)> =
        each.enumerate().flat_map(|(word, places)| places.into_iter().map(move |at| (at, word))).collect();
    places.sort_unstable();
    // The first match of a line, and the words found in it.
    let mut best: Option<(usize, usize)> = None;
    let mut rest = places.as_slice();
    while let Some((start, _)) = rest.first() {
        let line = text.get(*start..).and_then(|text| text.find('\n')).map_or(text.len(), |length| start + length);
        let (own, beyond) = rest.split_at(rest.partition_point(|(at, _)| *at < line).max(1));
        let found = own.iter().map(|(_, word)| *word).collect::<BTreeSet<_>>().len();
        if best.is_none_or(|(_, most)| found > most) {
            best = Some((*start, found));
        }
        rest = beyond;
    }
    best.map(|(start, _)| start)
}

/// The beginning of a text as a snippet without matches, at most `cells` wide; `None` if it is blank.
pub fn opening(text: &str, cells: usize) -> Option<Snippet> {
    let text = text.trim_start();
    let end = fitting(text, cells);
    let piece = on_one_line(text.get(..end)?);
    let text = Clean::line(&format!("{piece}{}", ellipsis(end < text.len())));
    (!text.is_empty()).then_some(Snippet { text, matches: Vec::new() })
}

/// How many bytes of a word are at the start of a range that begins within it, with the blank behind it; 0 if the word goes
/// on to the end of the range, or is of a script without blanks between words.
fn cut_word(text: &str, range: Range<usize>) -> usize {
    let is_letter = |c: char| c.is_alphanumeric() && c < '\u{2e80}';
    let before = text.get(..range.start).and_then(|text| text.chars().next_back());
    let Some(context) = text.get(range).filter(|context| context.starts_with(is_letter)) else { return 0 };
    if !before.is_some_and(is_letter) {
        return 0;
    }
    let end = context.char_indices().find(|(_, c)| !is_letter(*c));
    end.filter(|(_, c)| *c == ' ').map_or(0, |(at, _)| at + 1)
}

/// What is left of a width, in cells.
struct Room(usize);

impl Room {
    /// Takes a character, if there is room for it.
    fn takes(&mut self, c: char) -> bool {
        // What ends a line is shown as a blank.
        let is_blank = matches!(c, '\n' | '\t');
        let cells = if is_blank { 1 } else { usize::from(Profile::default().cluster(c.encode_utf8(&mut [0; 4]))) };
        let left = self.0.checked_sub(cells);
        self.0 = left.unwrap_or(0);
        left.is_some()
    }
}

/// The bytes of a text that fit into so many cells, at least one character.
fn fitting(text: &str, cells: usize) -> usize {
    let mut room = Room(cells);
    let end = text.char_indices().find(|(at, c)| !room.takes(*c) && *at > 0);
    end.map_or(text.len(), |(at, _)| at)
}

/// A text with blanks for the characters that would end a line or leave a gap in it; each keeps its length in bytes.
fn on_one_line(text: &str) -> String {
    text.replace(['\n', '\t'], " ")
}

fn ellipsis(is_cut: bool) -> &'static str {
    if is_cut { "…" } else { "" }
}

/// Sorts ranges and merges those that touch.
pub(super) fn joined(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.retain(|range| !range.is_empty());
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut out: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match out.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => out.push(range),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The snippet with its matches in brackets.
    fn shown(text: &str, words: &[&str], cells: usize) -> Option<String> {
        let words: Vec<Needle> = words.iter().filter_map(|word| Needle::new(word)).collect();
        let found = snippet(text, &words.iter().collect::<Vec<_>>(), cells)?;
        let mut out = found.text.to_string();
        for range in found.matches.iter().rev() {
            out.insert(range.end, ']');
            out.insert(range.start, '[');
        }
        Some(out)
    }

    #[test]
    fn a_text_without_the_words_is_shown_from_its_beginning() {
        for (text, cells, expected) in [
            ("\n 一二\n三\t四", 40, Some("一二 三 四")),
            ("一二三四", 8, Some("一二三四")),
            ("一二三四五", 9, Some("一二三四…")),
            ("abcdefghi", 8, Some("abcdefgh…")),
            ("一", 1, Some("一")),
            (" \n", 4, None),
            ("", 4, None),
        ] {
            let found = opening(text, cells);
            assert_eq!(found.as_ref().map(|found| found.text.as_str()), expected, "{text:?}");
            assert!(found.is_none_or(|found| found.matches.is_empty()), "{text:?}");
        }
    }

    #[test]
    fn words_are_shown_as_the_text_has_them() {
        for (text, words, cells, expected) in [
            ("今天做了核酸檢測。", &["核酸检测"][..], 40, Some("今天做了[核酸檢測]。")),
            ("第一行\n第二行有ＲＵＳＴ語言", &["rust", "语言"], 40, Some("…第二行有[ＲＵＳＴ語言]")),
            ("一二三四五六七八九十", &["七"], 12, Some("…五六[七]八九十")),
            ("一二三四五六七八九十", &["七八"], 6, Some("…六[七八]…")),
            ("one two three four five six", &["three"], 18, Some("…two [three] four fiv…")),
            ("a\nb\nc\nd\ne", &["a"], 6, Some("[a] b c …")),
            ("cafe\u{301} crème", &["café creme"], 40, Some("[cafe\u{301} crème]")),
            ("甲乙", &["丙"], 40, None),
            ("", &["丙"], 40, None),
            // The line with the most words, and of equal ones the first.
            ("有甲\n有乙\n甲与乙\n乙与甲", &["甲", "乙"], 7, Some("…[甲]与[乙] …")),
            ("有乙\n有甲\n有乙", &["甲", "乙"], 40, Some("有[乙] 有[甲] 有[乙]")),
            ("甲甲甲\n甲乙", &["甲", "乙"], 6, Some("…[甲乙]")),
            ("aXa\tb", &["xa b"], 40, Some("a[Xa b]")),
        ] {
            assert_eq!(shown(text, words, cells).as_deref(), expected, "{text:?} {words:?}");
        }
    }

    proptest! {
        #[test]
        fn matches_fold_to_what_was_looked_for(text in "[一二aA \\n\u{301}ｱﾞ½]{0,40}", word in "[一二a]{1,2}", cells in 0usize..20) {
            let needle = Needle::new(&word).unwrap();
            let found = snippet(&text, &[&needle], cells);
            prop_assert_eq!(found.is_some(), needle.is_in(&crate::text::fold(&text)));
            for range in found.iter().flat_map(|found| &found.matches) {
                prop_assert!(found.as_ref().unwrap().text.get(range.clone()).is_some());
            }
        }
    }
}
