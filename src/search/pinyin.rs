//! Matching of names by their pinyin: whole syllables or initials, in any mix.

use std::ops::Range;

use crate::text::{Readings, ReadingsId};

/// A word of Latin letters that may spell Han: `xmt`, `xinmeiti` and `xinmt` all match 新媒体, and `rustyy` matches Rust
/// 语言. The last syllable may be incomplete. For a Han with several readings each of them matches.
///
/// The state of a match is a set of letter counts, kept as bits, so a text is read once and in linear time, however
/// many ways there are to spell it (the shift-and automaton of Baeza-Yates and Gonnet, 1992, over syllables instead of
/// letters).
#[derive(Clone, Debug)]
pub struct Spelling {
    letters: Vec<u8>,
    /// For each set of readings, its transition.
    steps: Vec<Transition>,
    /// For each Latin letter, its positions in the word, a bit each.
    positions: [u64; 26],
    /// The characters of [`Readings::common`] that can start a match, a bit each.
    first: Vec<u64>,
}

/// The transition of a Han with certain readings: for each way of writing it, the positions at which it may be written
/// and the number of letters it adds. A syllable that extends beyond the word ends it.
#[derive(Clone, Debug, Default)]
struct Transition {
    spellings: Vec<(u64, u8)>,
    ends: u64,
}

impl Transition {
    fn from(&self, before: u64, end: u64) -> u64 {
        let after = self.spellings.iter().fold(0, |after, (at, letters)| after | (before & at) << letters);
        if before & self.ends != 0 { after | end } else { after }
    }

    /// Whether a match can start here.
    fn begins(&self) -> bool {
        self.ends & 1 != 0 || self.spellings.iter().any(|(at, _)| at & 1 != 0)
    }
}

/// Maximum number of letters: positions are bits, and one more bit marks the end.
const MAX_LETTERS: usize = 63;

impl Spelling {
    /// The spelling for a folded word; `None` if the word cannot be pinyin.
    pub fn new(word: &str) -> Option<Self> {
        let fits = (2..=MAX_LETTERS).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_lowercase());
        if !fits {
            return None;
        }
        let letters = word.as_bytes().to_vec();
        let mut positions = [0; 26];
        for (index, letter) in letters.iter().enumerate() {
            positions[usize::from(letter - b'a')] |= 1 << index;
        }
        let table = Readings::table();
        let steps: Vec<Transition> =
            (0..table.sets()).map(|id| transition(table, id as ReadingsId, word, &positions)).collect();
        let begins: Vec<bool> = steps.iter().map(Transition::begins).collect();
        let begins = |id: &ReadingsId| begins.get(usize::from(*id)) == Some(&true);
        let bits = |ids: &[ReadingsId]| ids.iter().rev().fold(0, |bits, id| bits << 1 | u64::from(begins(id)));
        let first = table.common().chunks(64).map(bits).collect();
        Some(Self { letters, steps, positions, first })
    }

    /// Whether a match can start with a character. Fast for the most common characters.
    fn can_start(&self, c: u32) -> bool {
        if c < 0x80 {
            return self.letters.first().is_some_and(|first| u32::from(*first) == c);
        }
        let at = (c as usize).wrapping_sub(Readings::FIRST as usize);
        match self.first.get(at / 64) {
            Some(bits) => bits >> (at % 64) & 1 != 0,
            None => self.transition(c).is_some_and(Transition::begins),
        }
    }

    /// The transition of a character, if it is a Han.
    fn transition(&self, c: u32) -> Option<&Transition> {
        self.steps.get(usize::from(Readings::table().of(char::from_u32(c)?)))
    }

    /// Whether a folded text contains it, spelling at least `least` Han, one or two. The text is not checked to be
    /// UTF-8, which would take longer than the search; for invalid text the result is unspecified.
    pub fn is_in(&self, text: &[u8], least: usize) -> bool {
        self.end_in(text, least).is_some()
    }

    /// The bytes of a folded text that spell it, the first such place and as few of them as possible.
    pub fn place(&self, text: &str, least: usize) -> Option<Range<usize>> {
        let end = self.end_in(text.as_bytes(), least)?;
        let found = text.get(..end)?;
        // Each letter is spelled by one character at most; blanks between them are rare.
        let starts = found.char_indices().rev().take(4 * MAX_LETTERS);
        let begins = |start: &usize| found.get(*start..).is_some_and(|text| self.is_in(text.as_bytes(), least));
        let start = starts.map(|(at, _)| at).find(begins)?;
        Some(start..end)
    }

    /// The end of the first place in a text that spells it.
    fn end_in(&self, text: &[u8], least: usize) -> Option<usize> {
        let end = 1 << self.letters.len();
        // Match states by the number of Han spelled so far: none, one, two or more.
        let mut state = [0u64; 3];
        let least = least.clamp(1, 2);
        let mut rest = text;
        while let Some((c, bytes)) = decode(rest) {
            rest = rest.get(bytes..).unwrap_or_default();
            if c == u32::from(b' ') || state == [0; 3] && !self.can_start(c) {
                continue;
            }
            if c < 0x80 {
                let place = (c as usize).checked_sub(usize::from(b'a')).and_then(|letter| self.positions.get(letter));
                let at = place.copied().unwrap_or(0);
                let [none, one, two] = state;
                state = [((none | 1) & at) << 1, (one & at) << 1, (two & at) << 1];
            } else {
                let Some(step) = self.transition(c) else { continue };
                let [none, one, two] = state;
                state = [0, step.from(none | 1, end), step.from(one, end) | step.from(two, end)];
            }
            if state.iter().skip(least).any(|state| state & end != 0) {
                return Some(text.len() - rest.len());
            }
        }
        None
    }
}

/// Decodes the first character of a text in UTF-8, and its length. Accepts any bytes: continuation bytes are not
/// checked, and an invalid first byte gives U+FFFD.
fn decode(text: &[u8]) -> Option<(u32, usize)> {
    let low = |byte: u8| u32::from(byte & 0x3f);
    Some(match *text {
        [] => return None,
        [a @ ..0x80, ..] => (u32::from(a), 1),
        [a @ 0xe0..=0xef, b, c, ..] => (u32::from(a & 0xf) << 12 | low(b) << 6 | low(c), 3),
        [a @ 0xc2..=0xdf, b, ..] => (u32::from(a & 0x1f) << 6 | low(b), 2),
        [a @ 0xf0..=0xf4, b, c, d, ..] => (u32::from(a & 7) << 18 | low(b) << 12 | low(c) << 6 | low(d), 4),
        _ => (u32::from(char::REPLACEMENT_CHARACTER), 1),
    })
}

/// The transition of a set of readings for a word whose letters have these `positions`.
fn transition(table: &Readings, id: ReadingsId, word: &str, positions: &[u64; 26]) -> Transition {
    let mut out = Transition::default();
    for syllable in table.syllables(id) {
        let whole =
            (0..word.len()).filter(|from| word[*from..].starts_with(syllable)).fold(0, |at, from| at | 1 << from);
        let begun = (0..word.len()).filter(|from| syllable.starts_with(&word[*from..]));
        out.ends |= begun.fold(0, |at, from| at | 1 << from);
        let first = syllable.bytes().next().and_then(|first| positions.get(usize::from(first.wrapping_sub(b'a'))));
        for way in [(whole, syllable.len() as u8), (first.copied().unwrap_or(0), 1)] {
            if way.0 != 0 && !out.spellings.contains(&way) {
                out.spellings.push(way);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn syllables_and_first_letters() {
        for (word, text, least, expected) in [
            ("xmt", "今天的新媒体", 2, true),
            ("xinmeiti", "新媒体", 2, true),
            ("xinmt", "新媒体", 2, true),
            ("xinmeit", "新媒体", 2, true),
            ("zhengzhoujy", "郑州加油", 2, true),
            ("chongqing", "重庆", 2, true),
            ("zhongyao", "重要", 2, true),
            ("you", "有", 1, true),
            ("you", "有", 2, false),
            ("mtx", "新媒体", 2, false),
            ("xmt", "新的媒体", 2, false),
            ("xian", "西安", 2, true),
            ("xian", "先", 1, true),
            ("linglingsan", "二〇〇三", 2, true),
            ("rust", "rust 编程", 1, false),
            ("rustyy", "rust 语言", 2, true),
            ("kxian", "a卡x显", 2, false),
            ("akaxian", "a卡显", 2, true),
        ] {
            assert_eq!(
                Spelling::new(word).map(|spelling| spelling.is_in(text.as_bytes(), least)),
                Some(expected),
                "{word} {text}"
            );
            let place = Spelling::new(word).and_then(|spelling| spelling.place(text, least));
            assert_eq!(place.is_some(), expected, "{word} {text}");
        }
        for word in ["", "x", "x1", "新媒体", "x y"] {
            assert!(Spelling::new(word).is_none(), "{word}");
        }
    }

    /// Whether the letters spell the beginning of the text, tried out one way after another.
    fn spells(letters: &str, text: &[char], han: usize, least: usize) -> bool {
        if letters.is_empty() {
            return han >= least;
        }
        let Some((c, rest)) = text.split_first() else { return false };
        if c.is_ascii() {
            return letters.starts_with(*c) && spells(&letters[1..], rest, han, least);
        }
        let table = Readings::table();
        table.syllables(table.of(*c)).any(|syllable| {
            let whole = letters.strip_prefix(syllable).is_some_and(|left| spells(left, rest, han + 1, least));
            let first = letters.strip_prefix(&syllable[..1]).is_some_and(|left| spells(left, rest, han + 1, least));
            whole || first || syllable.starts_with(letters) && han + 1 >= least
        })
    }

    proptest! {
        #[test]
        fn characters_are_those_of_the_text(text in any::<String>(), bytes in prop::collection::vec(any::<u8>(), 0..20)) {
            let all = |mut text: &[u8]| {
                let mut out = Vec::new();
                while let Some((c, bytes)) = decode(text) {
                    out.push(c);
                    text = &text[bytes..];
                }
                out
            };
            prop_assert_eq!(all(text.as_bytes()), text.chars().map(u32::from).collect::<Vec<_>>());
            prop_assert!(all(&bytes).len() <= bytes.len());
            Spelling::new("xian").map(|spelling| spelling.is_in(&bytes, 1));
        }

        #[test]
        fn agrees_with_trying_everything(
            word in "[a-z]{2,5}|(x|xi|an|xian|ch|ong|chong|z|hong|yue|le){2,5}",
            text in "[西安先重乐长中a-c]{0,7}",
            least in 1usize..=2,
        ) {
            let chars: Vec<char> = text.chars().collect();
            let expected = (0..chars.len()).any(|from| spells(&word, &chars[from..], 0, least));
            prop_assert_eq!(Spelling::new(&word).is_some_and(|spelling| spelling.is_in(text.as_bytes(), least)), expected);
        }
    }
}
