//! The parts of a title that a query has found.

use std::ops::Range;

use crate::search::needle::Needle;
use crate::search::query::{Query, Term};
use crate::search::snippet::joined;
use crate::text::{Folded, fold};

impl Query {
    /// Whether a title alone has all that the query looks for in titles and texts. Not if it looks for nothing there.
    pub fn is_in_title(&self, title: &str) -> bool {
        let title_folded = fold(title);
        let has = |term: &Term| match (term, self.in_title(term)) {
            (_, Some(needle)) => match needle.as_pattern() {
                Some(pattern) => pattern.is_in(title),
                None => !of_word(needle, &title_folded).is_empty(),
            },
            (Term::Fuzzy(fuzzy), None) => !fuzzy.places(&title_folded).is_empty(),
            _ => false,
        };
        let is_text = |term: &Term| matches!(term, Term::Text(_) | Term::Title(_) | Term::Fuzzy(_));
        let mut clauses =
            self.clauses.iter().filter(|clause| !clause.negated && clause.any.iter().any(is_text)).peekable();
        clauses.peek().is_some() && clauses.all(|clause| clause.any.iter().any(has))
    }

    /// The bytes of a title that the query has found, in order: words, letters after `~`, and Han that are spelled in
    /// pinyin.
    pub fn title_matches(&self, title: &str) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        let mut folded = None;
        for term in self.wanted_terms() {
            let places = match (term, self.in_title(term)) {
                (_, Some(needle)) if needle.as_pattern().is_some() => {
                    found.extend(needle.as_pattern().into_iter().flat_map(|pattern| pattern.matches(title)));
                    continue;
                }
                (_, Some(needle)) => of_word(needle, folded.get_or_insert_with(|| Folded::new(title)).as_str()),
                (Term::Fuzzy(fuzzy), None) => fuzzy.places(folded.get_or_insert_with(|| Folded::new(title)).as_str()),
                _ => continue,
            };
            let source = |place| folded.as_ref().map(|folded| folded.source(place));
            found.extend(places.into_iter().filter_map(source));
        }
        joined(found)
    }
}

/// The bytes of a folded title where a word is; if it is only spelled there, those of the Han that spell it.
fn of_word(word: &Needle, title: &str) -> Vec<Range<usize>> {
    let length = word.as_str().len();
    let places: Vec<Range<usize>> = word.finder().find_iter(title.as_bytes()).map(|at| at..at + length).collect();
    match word.title_spelling().filter(|_| places.is_empty()) {
        Some(spelling) => spelling.place(title, 2).into_iter().collect(),
        None => places,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_has_all_that_is_looked_for() {
        for (query, title, expected) in [
            ("千千阙歌", "千千阙歌", true),
            ("freemarker 复用", "FreeMarker 的复用", true),
            ("freemarker 缺席", "FreeMarker 的复用", false),
            ("缺席｜复用", "FreeMarker 的复用", true),
            ("qqqg", "千千阙歌", true),
            ("~qg", "千千阙歌", true),
            ("~gq", "千千阙歌", false),
            ("~千歌", "千千阙歌", true),
            ("/[0-9]+/", "第12回", true),
            ("title:千千 -阙歌", "千千阙歌", true),
            ("category:甲 千千", "千千阙歌", true),
            ("category:甲", "甲", false),
            ("-甲", "乙", false),
            ("", "甲", false),
        ] {
            assert_eq!(Query::parse(query, (2021, 3, 15)).0.is_in_title(title), expected, "{query}");
        }
    }

    #[test]
    fn what_was_found_is_marked() {
        for (query, title, expected) in [
            ("rust", "ＲＵＳＴ 与 Rust", "[ＲＵＳＴ] 与 [Rust]"),
            ("漢語 title:学", "汉语入门：学汉语", "[汉语]入门：[学汉语]"),
            ("xmt", "在新媒体上", "在[新媒体]上"),
            ("xinmt", "新新媒体", "新[新媒体]"),
            ("rustyy", "Rust 语言", "[Rust 语言]"),
            ("XMT", "新媒体", "新媒体"),
            ("-rust", "rust", "rust"),
            ("/[0-9]+/", "第12回，第3节", "第[12]回，第[3]节"),
            ("~rpl", "The Rust Programming Language", "The [R]ust [P]rogramming [L]anguage"),
            ("~rust", "Trust me", "T[rust] me"),
            ("~运动会", "运动员大会", "[运动]员大[会]"),
            ("~xmt", "旧新媒体", "旧[新媒体]"),
            ("~国语", "中國的語言", "中[國]的[語]言"),
            ("~abc", "acb", "acb"),
            ("~go｜web", "go web", "[go] [web]"),
            ("category:甲", "甲", "甲"),
            ("甲", "", ""),
        ] {
            let (query, problems) = Query::parse(query, (2021, 3, 15));
            assert_eq!(problems, []);
            let mut shown = title.to_owned();
            for range in query.title_matches(title).into_iter().rev() {
                shown.insert(range.end, ']');
                shown.insert(range.start, '[');
            }
            assert_eq!(shown, expected);
        }
    }
}
