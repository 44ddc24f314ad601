//! [`Fuzzy`]: characters that a title has in this order, not necessarily side by side.

use std::ops::Range;

use crate::search::needle::Needle;

/// What a character costs that does not follow the one before it: at the start of a word, and elsewhere.
const WORD: u32 = 1;
const INSIDE: u32 = 3;

/// How many characters that are passed over cost as much as one that is at the start of a word.
const PASSED: u32 = 8;

/// What is typed behind `~`: letters of a title in their order, such as the initials of its words.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fuzzy {
    needle: Needle,
    letters: Vec<char>,
}

impl Fuzzy {
    /// Folds what is typed; `None` if nothing is left of it.
    pub(super) fn new(typed: &str) -> Option<Self> {
        let needle = Needle::new(typed)?;
        let letters = needle.as_str().chars().filter(|c| !c.is_whitespace()).collect();
        Some(Self { needle, letters })
    }

    /// How well a folded title fits, the best being 0: it has the letters side by side, or spelled in pinyin, or with
    /// others between them. `None` if it does not have them. Takes time in proportion to the title.
    pub(super) fn rank(&self, title: &str) -> Option<u32> {
        if self.needle.is_in(title) {
            return Some(0);
        }
        if self.needle.is_in_title(title) {
            return Some(1);
        }
        cost(title, &self.letters).map(|cost| cost.saturating_add(2))
    }

    /// The bytes of a folded title that make it fit, in no order.
    pub(super) fn places(&self, title: &str) -> Vec<Range<usize>> {
        let length = self.needle.as_str().len();
        let mut places: Vec<_> = self.needle.finder().find_iter(title.as_bytes()).map(|at| at..at + length).collect();
        if places.is_empty() {
            places.extend(self.needle.title_spelling().and_then(|spelling| spelling.place(title, 2)));
        }
        if places.is_empty() {
            places = letter_places(title, &self.letters).unwrap_or_default();
        }
        places
    }
}

/// The bytes of the letters, each alone, in the stretch for which [`cost`] is reckoned; the last letter first.
fn letter_places(title: &str, letters: &[char]) -> Option<Vec<Range<usize>>> {
    let mut before = title.get(..end_of_stretch(title, letters)?)?.char_indices().rev();
    letters
        .iter()
        .rev()
        .map(|letter| {
            let (at, c) = before.find(|(_, c)| c == letter)?;
            Some(at..at + c.len_utf8())
        })
        .collect()
}

/// The end of the shortest beginning of a title that has the letters in their order.
fn end_of_stretch(title: &str, letters: &[char]) -> Option<usize> {
    let mut wanted = letters.iter();
    let mut next = wanted.next()?;
    title.char_indices().find_map(|(at, c)| {
        if c == *next {
            match wanted.next() {
                Some(letter) => next = letter,
                None => return Some(at + c.len_utf8()),
            }
        }
        None
    })
}

/// What it costs to find the letters: in the stretch that ends where all of them have been found first, beginning as
/// late as possible.
fn cost(title: &str, letters: &[char]) -> Option<u32> {
    let end = end_of_stretch(title, letters)?;
    let mut backwards = letters.iter().rev().peekable();
    let mut before = title.get(..end)?.chars().rev().peekable();
    let (mut total, mut passed) = (0u32, 0u32);
    while let Some(wanted) = backwards.peek() {
        let c = before.next()?;
        if c != **wanted {
            passed += 1;
            continue;
        }
        backwards.next();
        let earlier = before.peek().copied();
        let follows = backwards.peek().is_none_or(|letter| earlier == Some(**letter));
        total += match earlier {
            _ if follows && backwards.peek().is_some() => 0,
            Some(earlier) if earlier.is_alphanumeric() && c < '\u{2e80}' => INSIDE,
            _ => WORD,
        };
    }
    Some(total.saturating_add(passed / PASSED))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_fits_better_comes_first() {
        // (what is typed, titles from the best to those that do not fit, which are behind "-")
        for (typed, titles) in [
            ("rpl", "rpl|the rpl book|rust programming language|carpool|curry paddle all - rlp|rust"),
            ("rust", "rust|trust me|run us to - art"),
            ("go web", "go web apps|goweb|going to the west bank - web go"),
            ("笔墨", "笔墨|笔与墨|笔砚纸墨 - 墨笔|笔"),
            ("xmt", "新媒体|x-men tales|xaml text - mtx"),
            ("新体", "新媒体 - 体育新闻"),
            ("Ｒｕｓｔ", "rust - russia"),
        ] {
            let fuzzy = Fuzzy::new(typed).expect(typed);
            let (fitting, others) = titles.split_once(" - ").expect("both");
            let ranks: Vec<Option<u32>> = fitting.split('|').map(|title| fuzzy.rank(title)).collect();
            assert!(ranks.iter().all(Option::is_some) && ranks.is_sorted(), "{typed} {ranks:?}");
            assert!(others.split('|').all(|title| fuzzy.rank(title).is_none()), "{typed}");
        }
        assert_eq!(Fuzzy::new(" "), None);
    }

    proptest! {
        #[test]
        fn a_title_fits_what_is_left_of_it(title in "[abc 中文]{1,20}", kept in prop::collection::vec(any::<bool>(), 20)) {
            let title = crate::text::fold(&title).trim().to_owned();
            let left: String = title.chars().zip(kept).filter(|(_, kept)| *kept).map(|(c, _)| c).collect();
            if let Some(fuzzy) = Fuzzy::new(&left) {
                prop_assert!(fuzzy.rank(&title).is_some());
            }
        }
    }
}
