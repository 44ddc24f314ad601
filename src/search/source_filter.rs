//! [`SourceFilter`]: rules articles out by their source, which is faster than to parse them.

use std::sync::OnceLock;

use memchr::memmem::Finder;
use memchr::{memchr, memchr_iter};
use rustc_hash::FxHashMap;

use crate::search::needle::Needle;
use crate::text::fold_into;

/// The characters that fold to Han: radicals, ideographs with their compatibility forms, enclosed and squared ones. A
/// test checks that there are no others.
const HAN_SOURCES: [std::ops::RangeInclusive<char>; 4] =
    ['\u{2e80}'..='\u{9fff}', '\u{f900}'..='\u{faff}', '\u{1f200}'..='\u{1f2ff}', '\u{20000}'..='\u{3ffff}'];

/// Characters that need not be in the source of a text that contains them: numbers of lists in Han, for which CSS has
/// counter styles.
const COUNTERS: &str = "〇零一二三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟貳參陸壱弐参阡负負子丑寅卯辰巳午未申酉戌亥甲乙丙丁戊己庚辛壬癸";

/// Decides from the source of an article that words cannot be in its text.
///
/// The text of an article is not a part of its source: tags and marks can stand inside a word, line breaks between Han
/// vanish, and folding replaces characters. But every Han character of a folded text is the folded form of one character
/// of the text, and that one is in the source, unless it is written in another way there (`is_plain`) or comes from
/// elsewhere (`COUNTERS`, the enclosed ideographs among the emoji with names). So a word with a Han character cannot be
/// in the text if nothing that folds to the character is in the source. Other scripts are not ruled out: each of the
/// letters of a Latin word is in nearly every article, and kana and Hangul can be composed.
#[derive(Debug)]
pub struct SourceFilter {
    /// For each word its Han characters: for each of these the ways to write it. A word without any is never ruled out.
    words: Vec<Vec<Vec<Finder<'static>>>>,
}

impl SourceFilter {
    /// A filter for these words.
    pub fn new(words: &[Needle]) -> Self {
        let mut counters = String::new();
        fold_into(COUNTERS, &mut counters);
        let usable = |c: &char| ('\u{4e00}'..='\u{9fff}').contains(c) && !counters.contains(*c);
        let ways = |c: char| {
            let others = others().get(&c).map(Vec::as_slice).unwrap_or_default();
            if !usable(&c) || others.iter().copied().any(is_enclosed) {
                return None;
            }
            let ways = std::iter::once(&c).chain(others);
            Some(ways.map(|way| Finder::new(&way.to_string()).into_owned()).collect())
        };
        Self { words: words.iter().map(|word| word.as_str().chars().filter_map(ways).collect()).collect() }
    }

    /// Whether the text of an article with this source may contain one of the words.
    pub fn may_match(&self, source: &str) -> bool {
        let bytes = source.as_bytes();
        self.words.iter().any(|word| are_there(word, bytes)) || !self.words.is_empty() && !is_plain(bytes)
    }
}

/// Whether each of these characters is in a source, in one of its forms.
fn are_there(word: &[Vec<Finder<'_>>], source: &[u8]) -> bool {
    word.iter().all(|ways| ways.iter().any(|way| way.find(source).is_some()))
}

/// For each Han character, the other characters that fold to it or to several with it.
fn others() -> &'static FxHashMap<char, Vec<char>> {
    static OTHERS: OnceLock<FxHashMap<char, Vec<char>>> = OnceLock::new();
    OTHERS.get_or_init(|| {
        let mut others: FxHashMap<char, Vec<char>> = FxHashMap::default();
        let (mut one, mut folded) = ([0; 4], String::new());
        for c in HAN_SOURCES.into_iter().flatten() {
            folded.clear();
            fold_into(c.encode_utf8(&mut one), &mut folded);
            for form in folded.chars().filter(|form| *form != c) {
                others.entry(form).or_default().push(c);
            }
        }
        others
    })
}

/// Enclosed and squared ideographs, some of which are emoji that Markdown writes by name.
fn is_enclosed(c: char) -> bool {
    matches!(c, '\u{3200}'..='\u{33ff}' | '\u{1f200}'..='\u{1f2ff}')
}

/// Whether every Han character of the text is written as itself in the source: there are no numeric character references,
/// percent-encoded addresses, encoded host names, templates or escapes in values of templates.
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

    fn is_han(c: char) -> bool {
        ('\u{4e00}'..='\u{9fff}').contains(&c)
    }

    fn filter(words: &[&str]) -> SourceFilter {
        SourceFilter::new(&words.iter().filter_map(|word| Needle::new(word)).collect::<Vec<_>>())
    }

    fn text(source: &str, kind: BodyKind) -> String {
        fold(&document::read_in(source, kind, &Surroundings::default()).0.text())
    }

    #[test]
    fn only_known_characters_fold_to_han() {
        for c in '\u{80}'..=char::MAX {
            if fold(&c.to_string()).chars().any(is_han) {
                assert!(HAN_SOURCES.iter().any(|range| range.contains(&c)), "{c} {:x}", c as u32);
            }
        }
    }

    #[test]
    fn words_are_ruled_out_by_their_characters() {
        for (word, source, expected) in [
            ("核酸", "核<b>酸</b>", true),
            ("核酸", "酸的核", true),
            ("核酸", "核的", false),
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
            ("ひ", "", true),
            ("rust核", "rust", false),
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
            let all: BTreeSet<char> = text(source, kind).chars().filter(|c| is_han(*c)).collect();
            let words: Vec<Needle> = all.iter().filter_map(|c| Needle::new(&c.to_string())).collect();
            let plain = is_plain(source.as_bytes());
            for (word, c) in SourceFilter::new(&words).words.iter().zip(all) {
                assert!(!plain || are_there(word, source.as_bytes()), "{c} is in the text of {source:?}");
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
                    "\u{f90a}", "㈱", "🈲", "㍻", "\u{2f08}", "\u{200b}", "\u{ad}", "---\n", "title: ", "\t",
                ]).prop_map(str::to_owned),
                any::<char>().prop_map(String::from),
                prop::char::range('\u{2e80}', '\u{9fff}').prop_map(String::from),
            ], 0..24),
        ) {
            assert_kept(&parts.concat());
        }
    }
}
