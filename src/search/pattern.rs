//! [`Pattern`]: a regular expression in a query, `/…/`, which is matched against texts as they are written.

use std::ops::Range;

use regex::{Regex, RegexBuilder};
use regex_syntax::hir::{Class, Hir, HirKind};

use crate::problem::{Code, Problem};
use crate::text::fold;

/// The most bytes of a pattern.
const MAX_LENGTH: usize = 1000;

/// The most bytes of a compiled pattern. Matching takes time in proportion to it, and to the text.
const MAX_SIZE: usize = 2 << 20;

/// How deep groups may be nested.
const MAX_DEPTH: u32 = 64;

/// The most characters of a class that is looked at for its common folded form, such as `[Rr]`.
const MAX_CLASS: u32 = 8;

/// The letters that may follow the second slash.
const FLAGS: &str = "imsx";

/// A regular expression. It is case-sensitive without the flag `i`; `^` and `$` are the ends of lines.
#[derive(Clone, Debug)]
pub struct Pattern {
    regex: Regex,
    /// A folded text that every folded text with a match contains; empty if none is known.
    required: String,
}

impl Pattern {
    /// The length of a pattern in slashes, with its flags, at the start of a text; `None` if it is no pattern, like a path.
    pub fn length(text: &str) -> Option<usize> {
        let inside = text.strip_prefix('/').filter(|inside| !inside.starts_with(char::is_whitespace))?;
        let mut escaped = false;
        let close = inside.find(|c| {
            let closes = c == '/' && !escaped;
            escaped = c == '\\' && !escaped;
            closes
        })?;
        let behind = inside.get(close + 1..)?;
        let flags = behind.find(|c| !FLAGS.contains(c)).unwrap_or(behind.len());
        let ends = behind.get(flags..)?.chars().next().is_none_or(|c| c.is_whitespace() || matches!(c, '|' | '｜'));
        (close > 0 && ends).then_some(close + 2 + flags)
    }

    /// Whether a text is one pattern in slashes.
    pub fn is_written(text: &str) -> bool {
        Self::length(text) == Some(text.len())
    }

    /// Compiles a pattern in slashes. A mistake has the column of the text at which it is.
    ///
    /// # Errors
    /// [`Code::QueryPattern`].
    pub fn parse(written: &str) -> Result<Self, Problem> {
        let refused = |at: usize, why: &str| {
            let before = written.get(..at).unwrap_or_default().chars().count() as u32;
            Problem::new(Code::QueryPattern).with(written).with(why).at(1, before + 1)
        };
        let inside = written.strip_prefix('/').unwrap_or(written);
        let (source, flags) = inside.rsplit_once('/').unwrap_or((inside, ""));
        if source.len() > MAX_LENGTH {
            return Err(refused(0, &format!("> {MAX_LENGTH}")));
        }
        let has = |flag| flags.contains(flag);
        let hir = regex_syntax::ParserBuilder::new()
            .case_insensitive(has('i'))
            .multi_line(true)
            .dot_matches_new_line(has('s'))
            .ignore_whitespace(has('x'))
            .nest_limit(MAX_DEPTH)
            .build()
            .parse(source);
        let hir = hir.map_err(|error| match error {
            regex_syntax::Error::Parse(error) => refused(1 + error.span().start.offset, &error.kind().to_string()),
            regex_syntax::Error::Translate(error) => refused(1 + error.span().start.offset, &error.kind().to_string()),
            _ => refused(0, ""),
        })?;
        let built = RegexBuilder::new(source)
            .case_insensitive(has('i'))
            .multi_line(true)
            .dot_matches_new_line(has('s'))
            .ignore_whitespace(has('x'))
            .nest_limit(MAX_DEPTH)
            .size_limit(MAX_SIZE)
            .dfa_size_limit(MAX_SIZE)
            .build();
        let regex = built.map_err(|_| refused(0, &format!("> {MAX_SIZE}")))?;
        Ok(Self { regex, required: required(&hir) })
    }

    /// A folded text that every folded text with a match contains; empty if none is known.
    pub(super) fn required(&self) -> &str {
        &self.required
    }

    /// Whether it matches something in a text.
    pub fn is_in(&self, text: &str) -> bool {
        self.matches(text).next().is_some()
    }

    /// The bytes of its matches in a text, in order; without those of nothing.
    pub fn matches<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
        self.regex.find_iter(text).map(|found| found.range()).filter(|range| !range.is_empty())
    }
}

/// The longest folded text that every match must contain.
fn required(hir: &Hir) -> String {
    let mut best = String::new();
    let mut run = String::new();
    collect(hir, &mut run, &mut best);
    keep(&mut run, &mut best);
    best
}

/// Appends what a match must contain to `run`; what ends the run goes to `best` if it is longer. Recursion is bounded by
/// [`MAX_DEPTH`].
fn collect(hir: &Hir, run: &mut String, best: &mut String) {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => {
            for c in std::str::from_utf8(&literal.0).unwrap_or_default().chars() {
                match folded_alone(c) {
                    Some(folded) => run.push(folded),
                    None => keep(run, best),
                }
            }
        }
        HirKind::Class(Class::Unicode(class)) => {
            let total: u32 = class.iter().map(|range| u32::from(range.end()) - u32::from(range.start()) + 1).sum();
            let few = (total <= MAX_CLASS).then(|| class.iter().flat_map(|range| range.start()..=range.end()));
            let mut folded = few.into_iter().flatten().map(same_when_folded);
            match folded.next().flatten().filter(|first| folded.all(|other| other == Some(*first))) {
                Some(folded) => run.push(folded),
                None => keep(run, best),
            }
        }
        HirKind::Capture(capture) => collect(&capture.sub, run, best),
        HirKind::Concat(parts) => parts.iter().for_each(|part| collect(part, run, best)),
        HirKind::Repetition(repetition) => {
            keep(run, best);
            if repetition.min > 0 {
                collect(&repetition.sub, run, best);
                keep(run, best);
            }
        }
        HirKind::Class(Class::Bytes(_)) | HirKind::Alternation(_) => keep(run, best),
    }
}

fn keep(run: &mut String, best: &mut String) {
    if run.len() > best.len() {
        std::mem::swap(run, best);
    }
    run.clear();
}

/// What a character is in a folded text, whatever is beside it: ASCII letters and digits, and Han characters. Others may
/// be composed with their neighbours, or vanish.
fn folded_alone(c: char) -> Option<char> {
    matches!(c, '0'..='9' | 'A'..='Z' | 'a'..='z' | '\u{4e00}'..='\u{9fff}').then(|| same_when_folded(c)).flatten()
}

/// The one character that a character is folded to.
fn same_when_folded(c: char) -> Option<char> {
    let folded = fold(c.encode_utf8(&mut [0; 4]));
    let mut chars = folded.chars();
    let first = chars.next().filter(|first| matches!(first, '0'..='9' | 'a'..='z' | '\u{4e00}'..='\u{9fff}'));
    first.filter(|_| chars.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn patterns_are_told_from_paths_and_words() {
        for (text, length) in [
            ("/a/", Some(3)),
            ("/a/i x", Some(4)),
            ("/a b/ c", Some(5)),
            ("/a|b/|c", Some(5)),
            ("/a\\/b/ /c/", Some(6)),
            ("/a\\\\/", Some(5)),
            ("/核酸/im｜x", Some(10)),
            ("/a/b", None),
            ("/usr/bin", None),
            ("/usr/bin/", None),
            ("/a", None),
            ("//", None),
            ("/ a/", None),
            ("a/b/", None),
            ("/a/q", None),
            ("/", None),
            ("", None),
        ] {
            assert_eq!(Pattern::length(text), length, "{text}");
        }
    }

    #[test]
    fn patterns_match_what_is_written() {
        for (pattern, text, found) in [
            ("/r.st/", "rust Rust rest", &["rust", "rest"][..]),
            ("/r.st/i", "rust Rust rest", &["rust", "Rust", "rest"]),
            ("/核酸|疫苗/", "核酸檢測，疫苗", &["核酸", "疫苗"]),
            ("/檢測/", "核酸检测", &[]),
            ("/\\d{4}年/", "2021年 21年", &["2021年"]),
            ("/^b.*$/", "a\nbc\nd", &["bc"]),
            ("/a.c/", "a\nc", &[]),
            ("/a.c/s", "a\nc", &["a\nc"]),
            ("/a b/x", "ab", &["ab"]),
            ("/x*/", "axxb", &["xx"]),
            ("/a\\/b/", "a/b", &["a/b"]),
            ("/\\p{Han}+/", "a漢字b", &["漢字"]),
        ] {
            let compiled = Pattern::parse(pattern).expect(pattern);
            let matched: Vec<&str> = compiled.matches(text).map(|range| &text[range]).collect();
            assert_eq!(matched, found, "{pattern}");
            assert_eq!(compiled.is_in(text), !found.is_empty(), "{pattern}");
        }
    }

    #[test]
    fn what_a_match_must_contain() {
        for (pattern, expected) in [
            ("/rust/", "rust"),
            ("/Rust/", "rust"),
            ("/rust/i", "rust"),
            ("/[Rr]ust/", "rust"),
            ("/ab+cde/", "cde"),
            ("/(abc)+x/", "abc"),
            ("/a.*xyz/", "xyz"),
            ("/檢測/", "检测"),
            ("/核酸.{0,5}檢測/", "核酸"),
            ("/abc|def/", ""),
            ("/\\d+/", ""),
            ("/(abc)?/", ""),
            ("/ab cdé/", "ab"),
            ("/か/", ""),
            ("/x*/", ""),
            ("/\\bword\\b/", "word"),
        ] {
            assert_eq!(Pattern::parse(pattern).expect(pattern).required(), expected, "{pattern}");
        }
    }

    #[test]
    fn mistakes_have_their_place() {
        for (pattern, column) in [
            ("/a(b/", 3),
            ("/a)/", 3),
            ("/核酸[/", 4),
            ("/*a/", 2),
            ("/a{2,1}/", 3),
            ("/\\q/", 2),
            ("/\\p{Xyz}/", 2),
            ("/(?<n>a)(?<n>b)/", 12),
            ("/(\\w{500}){500}/", 1),
        ] {
            let problem = Pattern::parse(pattern).expect_err(pattern);
            assert_eq!((problem.code, problem.column), (Code::QueryPattern, Some(column)), "{pattern} {problem:?}");
        }
        assert!(Pattern::parse(&format!("/{}/", "a".repeat(1001))).is_err());
        assert!(Pattern::parse(&format!("/{}a{}/", "(".repeat(400), ")".repeat(400))).is_err());
    }

    proptest! {
        #[test]
        fn any_text_is_a_pattern_or_refused(inside in "\\PC{0,20}|[ab.*+?|(){}\\[\\]\\\\^$漢字 /ik]{0,12}", text in "\\PC{0,40}|[abk漢字é\n]{0,20}") {
            let written = format!("/{inside}/");
            if let Ok(pattern) = Pattern::parse(&written) {
                for range in pattern.matches(&text) {
                    prop_assert!(text.get(range).is_some_and(|found| !found.is_empty()));
                }
                // The index finds every text with a match.
                prop_assert!(!pattern.is_in(&text) || fold(&text).contains(pattern.required()));
            }
            let _ = Pattern::length(&text);
        }
    }
}
