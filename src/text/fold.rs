//! Folding for search: spellings that readers consider the same word become the same bytes.

use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::compose;

/// Folds a text for search: lower case, compatibility forms (full width, ㈱, ½, ﬁ) replaced by plain ones, accents and
/// vowel points removed, traditional characters simplified, runs of blanks collapsed to one, invisible characters
/// removed. Kana keep their voicing marks and Hangul its syllables, however they are composed.
///
/// The steps are Unicode's NFKC, with marks removed between decomposition and composition (Unicode Standard Annex #15),
/// then lower-casing, then OpenCC's table. Folding is idempotent. A part that starts and ends at grapheme cluster
/// boundaries folds to a part of the folded whole, except for blanks at its ends. The result contains no control
/// characters, so folded texts can be separated by NUL.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

/// Appends the folded text to `out`. What `out` already contains has no influence.
pub fn fold_into(text: &str, out: &mut String) {
    Folding::new(out).push(text);
}

/// The length of the longest prefix of a text in which each character is known to fold to itself. Characters of two and of
/// four bytes, which are rare, end it.
fn known_same(text: &[u8]) -> usize {
    let mut rest = text;
    loop {
        let (code, after) = match rest {
            [a @ 0xe0..=0xef, b, c, after @ ..] => {
                (u32::from(a & 0x0f) << 12 | u32::from(b & 0x3f) << 6 | u32::from(c & 0x3f), after)
            }
            [a @ 0..0x80, after @ ..] => (u32::from(*a), after),
            _ => break,
        };
        if !is_known_same(code) {
            break;
        }
        rest = after;
    }
    text.len() - rest.len()
}

/// A folded text that maps each of its bytes back to the source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    text: String,
    /// For every byte of `text` the start of its character's source, followed by the length of the source. Never
    /// decreasing.
    starts: Vec<u32>,
}

impl Folded {
    /// Folds a text of less than 4 GiB.
    pub fn new(text: &str) -> Self {
        let mut folded = String::with_capacity(text.len());
        let mut starts: Vec<u32> = Vec::with_capacity(text.len() + 1);
        run(text, &mut folded, |length, at| starts.resize(length, at as u32));
        starts.push(text.len() as u32);
        Self { text: folded, starts }
    }

    /// The folded text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The source range of these bytes of the folded text: whole characters with the marks that follow them. Empty if
    /// `range` is.
    pub fn source(&self, range: Range<usize>) -> Range<usize> {
        let at = |index: usize| self.starts.get(index).or(self.starts.last()).map_or(0, |start| *start as usize);
        let start = at(range.start);
        if range.is_empty() {
            return start..start;
        }
        let last = at(range.end - 1);
        let after = self.starts.get(range.end..).unwrap_or_default().iter().find(|start| **start as usize > last);
        start..after.map_or(at(usize::MAX), |start| *start as usize)
    }
}

/// Folds into `out`. After each character `grown` is called with the length of the folded text and the offset of the
/// character in the source.
fn run(text: &str, out: &mut String, mut grown: impl FnMut(usize, usize)) {
    let mut folding = Folding::new(out);
    for (at, c) in text.char_indices() {
        folding.take(c, step(c));
        grown(folding.out.len() - folding.base, at);
    }
}

/// A text being folded, which may come in parts: all of them together become what [`fold`] makes of the whole.
#[derive(Debug)]
pub struct Folding<'a> {
    out: &'a mut String,
    /// Its start in `out`.
    base: usize,
    /// Whether it currently ends with a blank.
    blank: bool,
}

impl<'a> Folding<'a> {
    /// Begins a text, to be appended to `out`. What `out` already contains has no influence.
    pub fn new(out: &'a mut String) -> Self {
        Self { base: out.len(), out, blank: false }
    }

    /// Appends the next part of the text.
    pub fn push(&mut self, part: &str) {
        // Most text folds to itself and is copied in long pieces.
        let (mut same, mut at) = (0, 0);
        loop {
            let length = known_same(part.as_bytes().get(at..).unwrap_or_default());
            self.blank &= length == 0;
            at += length;
            let Some(c) = part.get(at..).and_then(|rest| rest.chars().next()) else { break };
            let step = step(c);
            match step {
                Step::One(folded) if folded == c => {
                    note_same(c);
                    self.blank = false;
                }
                // A blank that follows none folds to itself too.
                Step::Blank if c == ' ' && !self.blank => self.blank = true,
                _ => {
                    self.out.push_str(part.get(same..at).unwrap_or_default());
                    self.take(c, step);
                    same = at + c.len_utf8();
                }
            }
            at += c.len_utf8();
        }
        self.out.push_str(part.get(same..).unwrap_or_default());
    }

    /// Appends the folded form of a character.
    fn take(&mut self, c: char, step: Step) {
        let before = std::mem::take(&mut self.blank);
        match step {
            Step::One(c) => self.out.push(c),
            Step::Blank => {
                self.blank = true;
                if !before {
                    self.out.push(' ');
                }
            }
            Step::None => self.blank = before,
            Step::Join => self.blank = !join(c, self.base, self.out) && before,
            Step::Many => self.out.push_str(page(c).many(c)),
        }
    }
}

/// Composes a voicing mark, vowel or final consonant with the character before it. Returns whether it was appended or
/// composed.
fn join(c: char, base: usize, out: &mut String) -> bool {
    // Half-width voicing marks fold to the combining ones.
    let c = if is_joining(c) { c } else { expand(c).chars().next().unwrap_or(c) };
    let before = out.get(base..).and_then(|own| own.chars().next_back());
    if let Some(composed) = before.and_then(|before| compose(before, c)) {
        out.pop();
        out.push(composed);
        return true;
    }
    // A vowel without a consonant is kept as a letter; a voicing mark without a kana is meaningless.
    let letter = !is_voicing(c);
    if letter {
        out.push(c);
    }
    letter
}

/// A bit for each character of the Basic Multilingual Plane: whether it is known to fold to itself. The bits are set as
/// the characters are met.
static SAME: [AtomicU64; 0x1_0000 / 64] = [const { AtomicU64::new(0) }; 0x1_0000 / 64];

fn is_known_same(code: u32) -> bool {
    let bits = SAME.get(code as usize / 64).map_or(0, |bits| bits.load(Ordering::Relaxed));
    bits >> (code % 64) & 1 == 1
}

#[cold]
fn note_same(c: char) {
    if let Some(bits) = SAME.get(c as usize / 64) {
        bits.fetch_or(1 << (c as u32 % 64), Ordering::Relaxed);
    }
}

/// The folded form of one character.
#[derive(Clone, Copy)]
enum Step {
    One(char),
    Blank,
    None,
    /// It may compose with the character before it.
    Join,
    /// Several characters; see [`Page::many`].
    Many,
}

const NONE: u32 = 0;
const JOIN: u32 = u32::MAX;
const MANY: u32 = u32::MAX - 1;
const BLANK: u32 = ' ' as u32;

fn step(c: char) -> Step {
    if c.is_ascii_graphic() {
        return Step::One(c.to_ascii_lowercase());
    }
    match page(c).steps.get(c as usize % PAGE).copied().unwrap_or(NONE) {
        NONE => Step::None,
        BLANK => Step::Blank,
        JOIN => Step::Join,
        MANY => Step::Many,
        one => char::from_u32(one).map_or(Step::None, Step::One),
    }
}

const PAGE: usize = 256;

/// A page of the table.
struct Page {
    steps: [u32; PAGE],
    /// The characters that fold to several, in ascending order, and what they fold to.
    many: Vec<(char, Box<str>)>,
}

impl Page {
    /// What a character folds to that folds to several.
    fn many(&self, c: char) -> &str {
        let at = self.many.binary_search_by_key(&c, |(own, _)| *own);
        at.ok().and_then(|at| self.many.get(at)).map_or("", |(_, folded)| folded)
    }
}

/// Pages of the table, each built when one of its characters is first met; a collection uses a few dozen.
static PAGES: [OnceLock<Box<Page>>; 0x11_0000 / PAGE] = [const { OnceLock::new() }; 0x11_0000 / PAGE];

fn page(c: char) -> &'static Page {
    let number = c as usize / PAGE;
    // Every character has a page; the fallback is never used.
    let slot = PAGES.get(number).unwrap_or(&PAGES[0]);
    slot.get_or_init(|| {
        let first = (number * PAGE) as u32;
        let mut page = Box::new(Page { steps: [NONE; PAGE], many: Vec::new() });
        for (entry, code) in page.steps.iter_mut().zip(first..) {
            let Some(c) = char::from_u32(code) else { continue };
            *entry = entry_of(c, &mut page.many);
        }
        page
    })
}

/// The entry of a character in its page. If it folds to several, they are added to `many`.
fn entry_of(c: char, many: &mut Vec<(char, Box<str>)>) -> u32 {
    if is_joining(c) {
        return JOIN;
    }
    if c.is_whitespace() {
        return BLANK;
    }
    let folded = expand(c);
    let mut chars = folded.chars();
    match (chars.next(), chars.next()) {
        (None, _) => NONE,
        (Some(one), None) if is_joining(one) => JOIN,
        (Some(one), None) => one as u32,
        _ => {
            many.push((c, folded.into()));
            MANY
        }
    }
}

/// The folded form of a character that is neither a blank nor joining.
fn expand(c: char) -> String {
    // Hangul Compatibility letters are not decomposed (ㅋㅋㅋ): they would join.
    let decomposed: String = match c {
        '\u{3131}'..='\u{318e}' => c.into(),
        c => std::iter::once(c).nfkd().filter(|c| !is_dropped(*c)).nfc().collect(),
    };
    let lower = decomposed.chars().flat_map(char::to_lowercase).filter(|c| !is_dropped(*c) && !c.is_whitespace());
    lower.map(|c| simplified().get(&c).copied().unwrap_or(if c == 'ς' { 'σ' } else { c })).collect()
}

/// Marks that do not distinguish words, and invisible characters.
fn is_dropped(c: char) -> bool {
    c.is_control()
        || matches!(c,
            // Combining diacritical marks of all blocks.
            '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
            | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}'
            // Vowel points of Hebrew and Arabic, and the Arabic elongation stroke (tatweel).
            | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}' | '\u{5c4}' | '\u{5c5}' | '\u{5c7}'
            | '\u{610}'..='\u{61a}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}'
            // Format characters and variation selectors.
            | '\u{ad}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

fn is_voicing(c: char) -> bool {
    matches!(c, '\u{3099}' | '\u{309a}')
}

/// Characters that compose with the one before them: kana voicing marks, Hangul vowels and final consonants.
fn is_joining(c: char) -> bool {
    is_voicing(c) || matches!(c, '\u{1161}'..='\u{1175}' | '\u{11a8}'..='\u{11c2}')
}

pub(super) fn simplified() -> &'static FxHashMap<char, char> {
    static TABLE: OnceLock<FxHashMap<char, char>> = OnceLock::new();
    TABLE.get_or_init(|| pairs().collect())
}

/// Traditional characters and their simplified forms.
fn pairs() -> impl Iterator<Item = (char, char)> {
    let source = include_str!("../../assets/fold/simplified.txt");
    source.lines().filter(|line| !line.starts_with('#')).flat_map(|line| {
        let mut chars = line.chars();
        std::iter::from_fn(move || Some((chars.next()?, chars.next()?)))
    })
}

/// What a character says about the Chinese script of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Script {
    /// Nothing: it is the same in both.
    Either,
    /// It has a simplified form, and is rare in simplified text.
    Traditional,
    /// It is the simplified form of others. Some of these (后, 里, 面) are characters of traditional text as well.
    Simplified,
}

/// The scripts of U+3400 to U+9FFF; rarer characters are [`Script::Either`].
pub(super) fn script_of(c: char) -> Script {
    const FIRST: usize = 0x3400;
    static TABLE: OnceLock<Vec<Script>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let mut table = vec![Script::Either; 0xa000 - FIRST];
        let mut set = |c: char, script| {
            if let Some(entry) = (c as usize).checked_sub(FIRST).and_then(|at| table.get_mut(at)) {
                *entry = script;
            }
        };
        pairs().for_each(|(_, simplified)| set(simplified, Script::Simplified));
        pairs().for_each(|(traditional, _)| set(traditional, Script::Traditional));
        table
    });
    (c as usize).checked_sub(FIRST).and_then(|at| table.get(at)).copied().unwrap_or(Script::Either)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_people_take_for_the_same() {
        for (text, folded) in [
            ("ＡBc　 １２３ 中文。", "abc 123 中文。"),
            ("漢語拼音，髮發", "汉语拼音,发发"),
            ("薴苧苎", "苎苎苎"),
            ("Café cafe\u{301} ﬁn", "cafe cafe fin"),
            ("ガ ｶﾞ カ\u{3099} か ﾊﾟ", "ガ ガ ガ か パ"),
            ("\u{1112}\u{1161}\u{11ab}글 한글 ㅋㅏ", "한글 한글 ㅋㅏ"),
            ("ΣΊΣΥΦΟΣ σίσυφος", "σισυφοσ σισυφοσ"),
            ("İstanbul ISTANBUL ı", "istanbul istanbul ı"),
            ("soft\u{ad}hyphen zero\u{200b}width ✌\u{fe0f}", "softhyphen zerowidth ✌"),
            ("שָׁלוֹם السَّلامـ", "שלום السلام"),
            ("㈱ ½ ™ …… 里\u{a0}\u{2028}里", "(株) 1⁄2 tm ...... 里 里"),
            ("ที่ नमस्ते", "ที่ नमस्ते"),
            ("\u{3099}か\u{309a} a\u{0}\u{7}b", "か ab"),
        ] {
            assert_eq!(fold(text), folded, "{text:?}");
        }
    }

    #[test]
    fn scripts_of_characters() {
        for (c, script) in [('國', Script::Traditional), ('国', Script::Simplified), ('后', Script::Simplified)] {
            assert_eq!(script_of(c), script, "{c}");
        }
        for c in "人あ한a\u{0}\u{20000}\u{10ffff}".chars() {
            assert_eq!(script_of(c), Script::Either, "{c}");
        }
    }

    #[test]
    fn places_lead_back_to_the_source() {
        let text = "a\u{301}漢  字㈱b\u{ad}c";
        let folded = Folded::new(text);
        assert_eq!(folded.as_str(), "a汉 字(株)bc");
        for (found, source) in [
            ("a", "a\u{301}"),
            ("汉", "漢"),
            (" ", "  "),
            ("株", "㈱"),
            ("字(", "字㈱"),
            ("bc", "b\u{ad}c"),
            ("b", "b\u{ad}"),
        ] {
            let at = folded.as_str().find(found).expect("it is there");
            assert_eq!(&text[folded.source(at..at + found.len())], source, "{found:?}");
        }
        assert_eq!(folded.source(0..0), 0..0);
        assert_eq!(folded.source(90..99), text.len()..text.len());
    }

    proptest! {
        #[test]
        fn folding_is_stable_and_its_map_is_sound(text in "\\PC{0,40}|[a-zａ-ｚÀ-ÿか-ゴｦ-ﾟ\u{3099}\u{1100}-\u{11ff}가-힣\u{300}-\u{305}漢語 　\t\n]{0,20}") {
            let folded = Folded::new(&text);
            prop_assert_eq!(folded.as_str(), fold(&text));
            prop_assert!(!folded.as_str().contains(char::is_control));
            prop_assert_eq!(folded.starts.len(), folded.as_str().len() + 1);
            prop_assert!(folded.starts.is_sorted());
            prop_assert!(folded.starts.iter().all(|start| text.is_char_boundary(*start as usize)));
            prop_assert_eq!(fold(folded.as_str()), folded.as_str());
        }

        #[test]
        fn parts_fold_to_the_whole(
            parts in prop::collection::vec("\\PC{0,9}|[a-zÀ-ÿか-ゴｦ-ﾟ\u{3099}\u{1161}-\u{1175}가-힣\u{300}漢，　 \t\n]{0,6}", 0..6),
        ) {
            let mut out = "か ".to_owned();
            let mut folding = Folding::new(&mut out);
            parts.iter().for_each(|part| folding.push(part));
            prop_assert_eq!(out, format!("か {}", fold(&parts.concat())));
        }
    }
}
