//! [`SourceFilter`]: rules articles out by their source, which is faster than to parse them.

use std::cell::OnceCell;
use std::sync::OnceLock;

use memchr::memmem::Finder;
use memchr::{memchr, memchr_iter, memchr2_iter};
use rustc_hash::FxHashMap;

use crate::search::needle::Needle;
use crate::search::pattern::Pattern;
use crate::text::fold_into;

/// The characters that fold to Han or kana: radicals, both with their compatibility forms, enclosed and squared ones,
/// half-width and historic kana. A test checks that there are no others, and that those that fold to Hangul are parts of
/// syllables or enclosed.
const SOURCES: [std::ops::RangeInclusive<char>; 6] = [
    '\u{2e80}'..='\u{9fff}',
    '\u{f900}'..='\u{faff}',
    '\u{ff65}'..='\u{ff9f}',
    '\u{1b000}'..='\u{1b16f}',
    '\u{1f200}'..='\u{1f2ff}',
    '\u{20000}'..='\u{3ffff}',
];

/// Characters that need not be in the source of a text that contains them: numbers of lists, for which CSS has counter
/// styles.
const COUNTERS: &str = "〇零一二三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟貳參陸壱弐参阡负负子丑寅卯辰巳午未申酉戌亥甲乙丙丁戊己庚辛壬癸\
    영일이삼사오육칠팔구십백천마이너스";

/// Decides from the source of an article that words cannot be in its text.
///
/// The text of an article is not a part of its source: tags and marks can stand inside a word, line breaks between Han
/// vanish, and folding replaces characters. But every Han character, kana or Hangul syllable of a folded text is the folded
/// form of one character of the text, unless it was composed (`has_parts`), and that one is in the source, unless it is
/// written in another way there (`is_plain`) or comes from elsewhere (`COUNTERS`, kana counters, the enclosed ideographs
/// among the emoji with names). So a word with such a character cannot be in the text if nothing that folds to the
/// character is in the source. Nor can it if each such Han character of the source is directly followed by a Han character
/// that is not the next of the word: markup, and what is left out of a text, begin with other characters.
///
/// Alphabets are not ruled out. Each of the letters of a Latin word is in nearly every article, and that all of them stand
/// together in the text does not follow from any place where they do in the source: `r<b>u</b>st`, `r&ucirc;st`, `r[u](x)st`.
#[derive(Debug)]
pub struct SourceFilter {
    /// The words, each as those of its characters that can rule it out. A word without any is never ruled out.
    words: Vec<Vec<Character>>,
}

/// A character of a word.
#[derive(Debug)]
struct Character {
    script: Script,
    /// The ways to write it.
    ways: Vec<Finder<'static>>,
    /// The ways to write the next character of the word, if both are Han characters.
    next: Option<Vec<char>>,
}

/// The scripts whose characters are many enough to be missing in an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Script {
    Han,
    Kana,
    Hangul,
}

impl Script {
    fn of(c: char) -> Option<Self> {
        match c {
            '\u{4e00}'..='\u{9fff}' => Some(Self::Han),
            // Letters, not the marks after them.
            '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' => Some(Self::Kana),
            '\u{ac00}'..='\u{d7a3}' => Some(Self::Hangul),
            _ => None,
        }
    }
}

impl SourceFilter {
    /// A filter for these words.
    pub fn new(words: &[Needle]) -> Self {
        let mut counters = String::new();
        fold_into(COUNTERS, &mut counters);
        // Only of characters that are in the source if they are in the text.
        let ways_of = |c: char| {
            let script = Script::of(c).filter(|_| !counters.contains(c))?;
            let others = others().get(&c).map(Vec::as_slice).unwrap_or_default();
            if others.iter().any(|other| is_emoji(*other) || script == Script::Han && is_enclosed(*other)) {
                return None;
            }
            Some((script, std::iter::once(c).chain(others.iter().copied()).collect::<Vec<char>>()))
        };
        let character = |c: char, next: Option<char>| {
            let (script, ways) = ways_of(c)?;
            let is_han = |(next, _): &(Script, _)| (script, *next) == (Script::Han, Script::Han);
            let next = next.and_then(ways_of).filter(is_han).map(|(_, ways)| ways);
            let ways = ways.iter().map(|way| Finder::new(&way.to_string()).into_owned()).collect();
            Some(Character { script, ways, next })
        };
        let text = |word: &Needle| word.as_pattern().map_or(word.as_str(), Pattern::required).to_owned();
        let characters = |word: String| {
            let next = word.chars().skip(1).map(Some).chain([None]);
            word.chars().zip(next).filter_map(|(c, next)| character(c, next)).collect()
        };
        Self { words: words.iter().map(|word| characters(text(word))).collect() }
    }

    /// Whether the text of an article with this source may contain one of the words.
    pub fn may_match(&self, source: &str) -> bool {
        let source = Source::new(source);
        self.words.iter().any(|word| word.iter().all(|character| source.may_have(character)))
    }
}

/// A source, and what has been found out about it.
struct Source<'a> {
    text: &'a str,
    bytes: &'a [u8],
    is_plain: OnceCell<bool>,
    has_parts: [OnceCell<bool>; 3],
}

impl<'a> Source<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, bytes: text.as_bytes(), is_plain: OnceCell::new(), has_parts: Default::default() }
    }

    /// Whether a character is there, where the next of the word may follow it, or could come from elsewhere.
    fn may_have(&self, character: &Character) -> bool {
        let goes_on = |at: usize| {
            let next = self.text.get(at..).and_then(|rest| rest.chars().next());
            let is_other =
                |ways: &Vec<char>| next.is_some_and(|c| Script::of(c) == Some(Script::Han) && !ways.contains(&c));
            !character.next.as_ref().is_some_and(is_other)
        };
        let is_there = |way: &Finder<'_>| way.find_iter(self.bytes).any(|at| goes_on(at + way.needle().len()));
        character.ways.iter().any(is_there)
            || !self.is_plain.get_or_init(|| is_plain(self.bytes))
            || self.has_parts(character.script)
    }

    fn has_parts(&self, script: Script) -> bool {
        self.has_parts.get(script as usize).is_none_or(|known| *known.get_or_init(|| has_parts(script, self.bytes)))
    }
}

/// Whether characters of a script may be composed from others in a source, or counted with.
fn has_parts(script: Script, source: &[u8]) -> bool {
    let has = |what: &[u8]| memchr::memmem::find(source, what).is_some();
    match script {
        Script::Han => false,
        // Voicing marks, U+3099 to U+309C, and half-width ones, U+FF9E and U+FF9F; counter styles, which a style sheet may
        // write with escapes.
        Script::Kana => {
            has(b"\xe3\x82\x99")
                || has(b"\xe3\x82\x9a")
                || has(b"\xe3\x82\x9b")
                || has(b"\xe3\x82\x9c")
                || has(b"\xef\xbe\x9e")
                || has(b"\xef\xbe\x9f")
                || memchr2_iter(b'k', b'K', source).any(|at| starts_with(source, at, b"katakana"))
                || memchr2_iter(b'h', b'H', source).any(|at| starts_with(source, at, b"hiragana"))
                || memchr(b'\\', source).is_some()
                    && memchr2_iter(b's', b'S', source).any(|at| starts_with(source, at, b"style"))
        }
        // Jamo, U+1100 to U+11FF, and half-width ones, U+FFA0 to U+FFDC.
        Script::Hangul => {
            has(b"\xe1\x84")
                || has(b"\xe1\x85")
                || has(b"\xe1\x86")
                || has(b"\xe1\x87")
                || has(b"\xef\xbe")
                || has(b"\xef\xbf")
                || has(b"\xe3\x88")
                || has(b"\xe3\x89")
        }
    }
}

fn starts_with(source: &[u8], at: usize, word: &[u8]) -> bool {
    source.get(at..at + word.len()).is_some_and(|own| own.eq_ignore_ascii_case(word))
}

/// For each Han character and kana, the other characters that fold to it or to several with it.
fn others() -> &'static FxHashMap<char, Vec<char>> {
    static OTHERS: OnceLock<FxHashMap<char, Vec<char>>> = OnceLock::new();
    OTHERS.get_or_init(|| {
        let mut others: FxHashMap<char, Vec<char>> = FxHashMap::default();
        let (mut one, mut folded) = ([0; 4], String::new());
        for c in SOURCES.into_iter().flatten() {
            folded.clear();
            fold_into(c.encode_utf8(&mut one), &mut folded);
            for form in folded.chars().filter(|form| *form != c) {
                others.entry(form).or_default().push(c);
            }
        }
        others
    })
}

/// Squared ideographs and kana, some of which are emoji that Markdown writes by name.
fn is_emoji(c: char) -> bool {
    ('\u{1f200}'..='\u{1f2ff}').contains(&c)
}

/// Enclosed ideographs, some of which are emoji too.
fn is_enclosed(c: char) -> bool {
    ('\u{3200}'..='\u{33ff}').contains(&c)
}

/// Whether every character of these scripts in the text is written as itself in the source: there are no numeric character
/// references, percent-encoded addresses, encoded host names, templates or escapes in values of templates.
fn is_plain(source: &[u8]) -> bool {
    let has = |what: &str| memchr::memmem::find(source, what.as_bytes()).is_some();
    let is_reference = |at: usize| {
        let before = source.get(..at).unwrap_or_default();
        // In attributes with HTML in them, the ampersand may itself be a reference.
        let before = before.strip_suffix(b";").unwrap_or(before);
        before.ends_with(b"&") || before.last_chunk::<3>().is_some_and(|last| last.eq_ignore_ascii_case(b"amp"))
    };
    let is_encoded = |at: usize| {
        let digits = source.get(at + 1..at + 3);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    let has_brace = memchr(b'{', source).is_some();
    !memchr_iter(b'#', source).any(is_reference)
        && !memchr_iter(b'%', source).any(is_encoded)
        && !has("xn--")
        && !(has_brace && (has("{{") || has("{%") || has("\\u") || has("\\U")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::BodyKind;
    use crate::document::{self, Surroundings};
    use crate::text::fold;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn filter(words: &[&str]) -> SourceFilter {
        SourceFilter::new(&words.iter().filter_map(|word| Needle::new(word)).collect::<Vec<_>>())
    }

    fn text(source: &str, kind: BodyKind) -> String {
        fold(&document::read_in(source, kind, &Surroundings::default()).0.text())
    }

    #[test]
    fn only_known_characters_fold_to_these_scripts() {
        for c in '\u{80}'..=char::MAX {
            let is_there = |script| fold(&c.to_string()).chars().any(|own| own != c && Script::of(own) == Some(script));
            if is_there(Script::Han) || is_there(Script::Kana) {
                assert!(SOURCES.iter().any(|range| range.contains(&c)), "{c} {:x}", c as u32);
            }
            if is_there(Script::Hangul) {
                assert!(has_parts(Script::Hangul, c.to_string().as_bytes()), "{c} {:x}", c as u32);
            }
        }
    }

    #[test]
    fn what_composes_is_known() {
        for c in '\u{80}'..=char::MAX {
            for (script, before) in
                [(Script::Kana, "か"), (Script::Kana, "ハ"), (Script::Hangul, "\u{1100}"), (Script::Hangul, "가")]
            {
                let pair = format!("{before}{c}");
                let composed = |own: char| Script::of(own) == Some(script) && own != c && !before.contains(own);
                if fold(&pair).chars().any(composed) {
                    let is_other = others().values().flatten().any(|other| *other == c);
                    assert!(is_other || has_parts(script, pair.as_bytes()), "{c} {:x}", c as u32);
                }
            }
        }
    }

    #[test]
    fn words_are_ruled_out_by_their_characters() {
        for (word, source, expected) in [
            ("核酸", "核<b>酸</b>", true),
            ("核酸", "酸的核", true),
            ("核酸", "核的", false),
            ("核酸", "核的酸，核<b>酸", true),
            ("核酸", "核的酸", false),
            ("核酸检", "核酸，酸性，检", true),
            ("核酸检", "核酸性，检", false),
            ("国际", "國際", true),
            ("一核", "一的核", true),
            ("国", "國", true),
            ("國", "国", true),
            ("金", "\u{f90a}", true),
            ("人", "\u{2f08}", true),
            ("核酸", "<p>&#26680;&#x9178;</p>", true),
            ("核酸", "<iframe srcdoc='&amp;#26680;'>", true),
            ("核酸", "<a href='a#b' style='color:#333;'>a &amp; b</a>", false),
            ("核酸", "https://a.cn/%E6%A0%B8", true),
            ("核酸", "99% a 5%", false),
            ("核酸", "xn--9trx3a", true),
            ("核酸", "{{ page.x }}", true),
            ("核酸", "fn main() { }", false),
            ("核酸", "---\nx: \"\\u6838\"\n---\n{frontMatter.x}", true),
            // Numbers of lists, and emoji by name.
            ("三", "1. a", true),
            ("有", ":u6709:", true),
            // No Han.
            ("rust", "", true),
            ("тест", "", true),
            ("ー、", "", true),
            ("rust核", "rust", false),
            // Kana, and what may become kana.
            ("ひらがな", "かたかな", false),
            ("ひらがな", "なが<b>ら</b>ひ", true),
            ("ガ", "か", false),
            ("ガ", "ｶﾞ", true),
            ("ガ", "カ<b>\u{3099}</b>", true),
            ("ガ", "カ゛", true),
            ("カ", "ｶ", true),
            ("ココ", ":koko:", true),
            ("ラ", "㌦ ㍍", false),
            ("ル", "㌦", true),
            ("ほか", "🈀", true),
            ("い", "<ol style='list-style-type: HIRAGANA'>", true),
            ("イ", "<ol style='list-style: kata\\6bana'>", true),
            ("イ", "<ol style='list-style: decimal'>", false),
            ("ガ", "&#x30ac;", true),
            // Hangul, and what may become Hangul.
            ("안녕", "세상", false),
            ("안녕", "녕 안", true),
            ("안", "\u{110b}\u{1161}\u{11ab}", true),
            ("가", "㉮", true),
            ("주", "㈜", true),
            ("안", "ﾾ", true),
            ("십일", "<ol style='list-style: korean-hangul-formal'>", true),
        ] {
            assert_eq!(filter(&[word]).may_match(source), expected, "{word} {source}");
        }
        assert!(filter(&["核", "酸"]).may_match("酸") && !filter(&["核", "酸"]).may_match("山"));
        assert!(!filter(&[]).may_match("山"));
    }

    /// Whatever stands in a source, a word in the text is not ruled out.
    #[track_caller]
    fn assert_kept(source: &str) {
        for kind in [BodyKind::Html, BodyKind::Markdown] {
            let all: BTreeSet<char> = text(source, kind).chars().filter(|c| Script::of(*c).is_some()).collect();
            for c in all {
                assert!(filter(&[&c.to_string()]).may_match(source), "{c} is in the text of {source:?}");
            }
            let text: Vec<char> = text(source, kind).chars().collect();
            let is_han = |pair: &&[char]| pair.iter().all(|c| Script::of(*c) == Some(Script::Han));
            for pair in text.windows(2).filter(is_han).map(|pair| pair.iter().collect::<String>()) {
                assert!(filter(&[&pair]).may_match(source), "{pair} is in the text of {source:?}");
            }
        }
    }

    #[test]
    fn numbers_of_lists_are_not_ruled_out() {
        let styles = [
            "cjk-earthly-branch",
            "cjk-heavenly-stem",
            "cjk-decimal",
            "cjk-ideographic",
            "simp-chinese-informal",
            "simp-chinese-formal",
            "trad-chinese-informal",
            "trad-chinese-formal",
            "japanese-informal",
            "japanese-formal",
            "korean-hanja-informal",
            "korean-hanja-formal",
            "korean-hangul-formal",
            "hiragana",
            "katakana",
            "hiragana-iroha",
            "katakana-iroha",
        ];
        for style in styles {
            for start in [-12, 0, 1, 11, 345, 6789] {
                assert_kept(&format!("<ol style='list-style:{style} inside' start={start}><li>a<li>b</ol>"));
            }
        }
    }

    #[test]
    fn named_emoji_are_not_ruled_out() {
        for line in include_str!("../../assets/emoji.txt").lines() {
            let name = line.split_whitespace().next().unwrap_or_default().trim_matches(':');
            let source = format!(":{name}: {line}").replace(|c: char| c as u32 > 0x2000, "");
            assert_kept(&source);
        }
    }

    proptest! {
        #[test]
        fn what_is_in_the_text_is_not_ruled_out(
            parts in prop::collection::vec(prop_oneof![
                prop::sample::select(vec![
                    "<b>", "</b>", "<p>", "<!-- ", " -->", "**", "_", "`", "\n", "\n\n", " ", "# ", "> ", "- ", "1. ",
                    "&#26680;", "&#x9178;", "&#X9178", "&amp;", "&amp", "#26680;", "&", "#", ";", "x6838;", "26680",
                    "{{", "}}", "{%", "%}", "{", "}", "site.x", "\"\\u6838\"", "\\", "u6838", "$", "\\text{",
                    "<img alt='", "' src='", "'>", "<a href='", "[", "](", ")", "%E6%A0%B8", "%", "E6", "://", "http",
                    "<iframe srcdoc='", "<noscript>", "</noscript>", "<script>", "<ruby>", "<rt>", "</ruby>", ":::",
                    "<ol style='list-style-type:cjk-ideographic'><li>", ":u6e80:", ":accept:", "核", "酸", "國", "国",
                    "ｶ", "ﾞ", "か", "\u{3099}", "゛", "ガ", "㌦", "한", "\u{1112}", "\u{1161}", "\u{11ab}", "ﾾ", "ￂ", "㉮",
                    "<ol style='list-style:hiragana'><li>", "<ol style='list-style:korean-hangul-formal'><li>",
                    "\u{f90a}", "㈱", "🈲", "㍻", "\u{2f08}", "\u{200b}", "\u{ad}", "---\n", "title: ", "\t",
                ]).prop_map(str::to_owned),
                any::<char>().prop_map(String::from),
                prop::char::range('\u{2e80}', '\u{9fff}').prop_map(String::from),
                prop::char::range('\u{3041}', '\u{30ff}').prop_map(String::from),
                prop::char::range('\u{1100}', '\u{11ff}').prop_map(String::from),
                prop::char::range('\u{ac00}', '\u{d7a3}').prop_map(String::from),
                prop::char::range('\u{ff60}', '\u{ffdf}').prop_map(String::from),
            ], 0..24),
        ) {
            assert_kept(&parts.concat());
        }
    }
}
