//! The parser of queries. It accepts any text, so that a query can be parsed at every key press.
//!
//! ```text
//! query  = { clause blanks }
//! clause = [ "-" ] term { "|" term }
//! term   = [ field ":" ] ( word | quote phrase [ quote ] | pattern | "~" word )
//! pattern = "/" regular expression "/" { flag }
//! ```
//!
//! Full-width signs are equivalent to their ASCII counterparts. A field also applies to the alternatives after it,
//! until another field.

use crate::library::{Has, MarkKind};
use crate::problem::{Code, Problem};
use crate::search::day::{Day, Days};
use crate::search::fuzzy::Fuzzy;
use crate::search::needle::Needle;
use crate::search::pattern::Pattern;
use crate::search::query::{Clause, Name, Query, Term};
use crate::text::{fold, nearest};

/// A field of a query: what its value is looked for in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Titles.
    Title,
    /// Paths.
    Path,
    /// Authors.
    Author,
    /// Categories.
    Category,
    /// Tags.
    Tag,
    /// Dates within a time.
    Date,
    /// Dates in a time or later.
    After,
    /// Dates before a time.
    Before,
    /// Marks.
    Is,
    /// What articles can have.
    Has,
}

impl Field {
    /// The field of a name, in whatever language and letter case.
    pub fn named(name: &str) -> Option<Self> {
        FIELDS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, field)| *field)
    }

    /// The words that its value can be, if only certain ones are allowed.
    pub fn words(self) -> Vec<&'static str> {
        match self {
            Self::Is => words(MARKS),
            Self::Has => words(PROPERTIES),
            _ => Vec::new(),
        }
    }
}

const FIELDS: &[(&str, Field)] = &[
    ("title", Field::Title),
    ("path", Field::Path),
    ("author", Field::Author),
    ("category", Field::Category),
    ("tag", Field::Tag),
    ("date", Field::Date),
    ("after", Field::After),
    ("before", Field::Before),
    ("is", Field::Is),
    ("has", Field::Has),
    ("标题", Field::Title),
    ("標題", Field::Title),
    ("路径", Field::Path),
    ("路徑", Field::Path),
    ("作者", Field::Author),
    ("分类", Field::Category),
    ("分類", Field::Category),
    ("标签", Field::Tag),
    ("標籤", Field::Tag),
    ("日期", Field::Date),
];

const MARKS: &[(&str, MarkKind)] =
    &[("unread", MarkKind::Unread), ("read", MarkKind::Read), ("starred", MarkKind::Starred), ("new", MarkKind::New)];
const PROPERTIES: &[(&str, Has)] = &[("image", Has::Image), ("link", Has::Link), ("problem", Has::Problem)];
const DAY_FORMS: &str = "2021, 2021-03, 2021-03-14, 2021..2022, today, yesterday, 7d, 2w, 3m, 1y";

impl Query {
    /// Parses a query. Invalid terms are reported with their column and skipped. A quotation mark that is not closed is
    /// reported, and its phrase goes up to the end. Relative days are counted from `today`.
    pub fn parse(text: &str, today: Day) -> (Self, Vec<Problem>) {
        let mut parser = Parser { text, at: 0, today, query: Self::default(), problems: Vec::new() };
        while parser.clause() {}
        (parser.query, parser.problems)
    }

    /// Parses a query that is being typed: a quotation mark that is not closed yet and a field that has no value yet are no
    /// mistakes.
    pub fn parse_typed(text: &str, today: Day) -> (Self, Vec<Problem>) {
        let (query, mut problems) = Self::parse(text, today);
        problems.retain(|problem| !matches!(problem.code, Code::QueryUnclosed | Code::QueryNoValue));
        (query, problems)
    }
}

struct Parser<'t> {
    text: &'t str,
    /// Offset of the next byte.
    at: usize,
    today: Day,
    query: Query,
    problems: Vec<Problem>,
}

/// The value of a field, or a word without a field.
struct Value<'t> {
    text: &'t str,
    /// Offset of its first byte.
    at: usize,
    quoted: bool,
}

impl<'t> Parser<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn skip_blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    fn eat(&mut self, any: [char; 2]) -> bool {
        let eaten = self.rest().chars().next().filter(|c| any.contains(c));
        self.at += eaten.map_or(0, char::len_utf8);
        eaten.is_some()
    }

    /// Parses a clause. Returns whether there was one.
    fn clause(&mut self) -> bool {
        self.skip_blanks();
        if self.rest().is_empty() {
            return false;
        }
        let negated = self.eat(['-', '－']);
        let mut any = Vec::new();
        let mut field = None;
        loop {
            any.extend(self.term(&mut field));
            // Blanks around the sign do not matter.
            if !self.rest().trim_start().starts_with(['|', '｜']) {
                break;
            }
            self.skip_blanks();
            self.eat(['|', '｜']);
            self.skip_blanks();
        }
        if !any.is_empty() {
            self.query.clauses.push(Clause { negated, any });
        }
        true
    }

    fn term(&mut self, field: &mut Option<Field>) -> Option<Term> {
        if let Some((name, length)) = self.field_name() {
            if let Some(known) = Field::named(name) {
                *field = Some(known);
                self.at += length;
            } else if let Some(near) = nearest(name, FIELDS.iter().map(|(known, _)| *known)) {
                let problem = Problem::new(Code::QueryField).with(name).with(near);
                return self.skip(problem, length);
            } else if self.is_meant_as_field(name, length) {
                let known: Vec<&str> =
                    FIELDS.iter().map(|(known, _)| *known).filter(|known| known.is_ascii()).collect();
                return self.skip(Problem::new(Code::QueryNoField).with(name).with(known.join(", ")), length);
            }
        }
        if matches!(field, None | Some(Field::Title))
            && let Some(length) = Pattern::length(self.rest())
        {
            return self.pattern(*field, length);
        }
        if field.is_none() && self.is_fuzzy() {
            self.eat(['~', '～']);
            return Fuzzy::new(self.value().text).map(Term::Fuzzy);
        }
        let value = self.value();
        match field {
            Some(field) => self.field_term(*field, &value),
            None => Needle::new(value.text).map(|needle| Term::Text(self.number(needle))),
        }
    }

    /// Whether `~` comes next, with letters behind it, not a path.
    fn is_fuzzy(&self) -> bool {
        let letters = self.rest().strip_prefix(['~', '～']);
        letters
            .and_then(|letters| letters.chars().next())
            .is_some_and(|c| !c.is_whitespace() && !matches!(c, '/' | '|' | '｜'))
    }

    /// A regular expression of this length.
    fn pattern(&mut self, field: Option<Field>, length: usize) -> Option<Term> {
        let (at, written) = (self.at, self.rest().get(..length).unwrap_or_default());
        self.at += length;
        match Needle::pattern(written) {
            Ok(needle) if field.is_some() => Some(Term::Title(needle)),
            Ok(needle) => Some(Term::Text(self.number(needle))),
            Err(problem) => {
                let before = self.text.get(..at).unwrap_or_default().chars().count() as u32;
                let column = before + problem.column.unwrap_or(1);
                self.problems.push(problem.at(1, column));
                None
            }
        }
    }

    /// Reports a term that begins with a field name of this length, and skips it.
    fn skip(&mut self, problem: Problem, length: usize) -> Option<Term> {
        self.report(problem, self.at);
        self.at += length;
        self.value();
        None
    }

    /// Whether a name and what follows it look like a field, not like text with a colon: `foo:bar`, but not `Note:`,
    /// `std::vector`, `C:\x` or a headline with a full-width colon.
    fn is_meant_as_field(&self, name: &str, length: usize) -> bool {
        let behind = self.rest().get(length..).and_then(|rest| rest.chars().next());
        let starts_value = behind.is_some_and(|c| !c.is_whitespace() && !matches!(c, ':' | '/' | '\\' | '|'));
        name.is_ascii() && length == name.len() + 1 && starts_value
    }

    /// The name before a colon, and the length up to and including the colon; `None` if the word merely contains a
    /// colon (`12:30`, `http://`).
    fn field_name(&self) -> Option<(&'t str, usize)> {
        let rest = self.rest();
        let colon = rest.find([':', '：']).filter(|colon| *colon > 0)?;
        let (name, behind) = rest.split_at(colon);
        let sign = behind.chars().next()?.len_utf8();
        let plain = name.chars().all(char::is_alphabetic) && !behind.get(sign..)?.starts_with("//");
        plain.then_some((name, colon + sign))
    }

    /// A quoted phrase, closed or not, or everything up to a blank or `|`.
    fn value(&mut self) -> Value<'t> {
        let rest = self.rest();
        let mut chars = rest.chars();
        let close = match chars.next() {
            Some('"' | '＂') => Some(['"', '＂']),
            Some('“') => Some(['”', '”']),
            Some('「') => Some(['」', '」']),
            _ => None,
        };
        if let Some(close) = close {
            let open = rest.len() - chars.as_str().len();
            let inside = chars.as_str();
            let closed = inside.find(close);
            if closed.is_none() {
                self.report(Problem::new(Code::QueryUnclosed).with(inside), self.at);
            }
            let end = closed.unwrap_or(inside.len());
            let at = self.at + open;
            let after = inside.get(end..).and_then(|after| after.chars().next()).map_or(0, char::len_utf8);
            self.at = at + end + after;
            return Value { text: inside.get(..end).unwrap_or_default(), at, quoted: true };
        }
        let end = rest.find(|c: char| c.is_whitespace() || c == '|' || c == '｜').unwrap_or(rest.len());
        let at = self.at;
        self.at += end;
        Value { text: rest.get(..end).unwrap_or_default(), at, quoted: false }
    }

    fn field_term(&mut self, field: Field, value: &Value) -> Option<Term> {
        let text = value.text;
        let may_be_empty = value.quoted && !matches!(field, Field::Title | Field::Path | Field::Author);
        if text.is_empty() && !may_be_empty {
            let name = FIELDS.iter().find(|(_, known)| *known == field).map_or("", |(name, _)| name);
            self.report(Problem::new(Code::QueryNoValue).with(name), value.at);
            return None;
        }
        match field {
            Field::Title => Needle::new(text).map(Term::Title),
            Field::Path => Needle::new(text).map(Term::Path),
            Field::Author => Needle::new(text).map(Term::Author),
            Field::Category => name(value).map(Term::Category),
            Field::Tag => name(value).map(Term::Tag),
            Field::Date | Field::After | Field::Before => {
                let Some(days) = Days::parse(text, self.today) else { return self.reject(value, DAY_FORMS) };
                Some(Term::Days(match field {
                    Field::After => days.on_or_after(),
                    Field::Before => days.before(),
                    _ => days,
                }))
            }
            Field::Is => self.word(value, MARKS).map(Term::Mark),
            Field::Has => self.word(value, PROPERTIES).map(Term::Has),
        }
    }

    fn word<T: Copy>(&mut self, value: &Value, known: &[(&str, T)]) -> Option<T> {
        let found = known.iter().find(|(word, _)| word.eq_ignore_ascii_case(value.text));
        if found.is_none() {
            return self.reject(value, &words(known).join(", "));
        }
        found.map(|(_, meant)| *meant)
    }

    fn reject<T>(&mut self, value: &Value, fits: &str) -> Option<T> {
        self.report(Problem::new(Code::QueryValue).with(value.text).with(fits), value.at);
        None
    }

    fn report(&mut self, problem: Problem, at: usize) {
        let before = self.text.get(..at).unwrap_or_default();
        self.problems.push(problem.at(1, before.chars().count() as u32 + 1));
    }

    /// The number of a needle; equal needles share one.
    fn number(&mut self, needle: Needle) -> usize {
        let needles = &mut self.query.needles;
        needles.iter().position(|known| *known == needle).unwrap_or_else(|| {
            needles.push(needle);
            needles.len() - 1
        })
    }
}

fn words<'w, T>(known: &[(&'w str, T)]) -> Vec<&'w str> {
    known.iter().map(|(word, _)| *word).collect()
}

fn name(value: &Value) -> Option<Name> {
    if value.quoted {
        return Some(Name::Whole(fold(value.text).trim().to_owned()));
    }
    Needle::new(value.text).map(Name::Part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn quotation_marks_are_closed() {
        for (text, column, rest) in [
            ("\"a b", Some(1), "a b"),
            ("x category:\"a b", Some(12), "a b"),
            ("中 -tag:“甲", Some(8), "甲"),
            ("「甲 乙", Some(1), "甲 乙"),
            ("a|\"", Some(3), ""),
            ("\"a\" \"b", Some(5), "b"),
            ("\"a b\"", None, ""),
            ("“甲”", None, ""),
            ("\"\"", None, ""),
            ("5\"", None, ""),
        ] {
            let told = |(_, problems): (Query, Vec<Problem>)| {
                problems.into_iter().map(|it| (it.code, it.column, it.args[0].to_string())).collect::<Vec<_>>()
            };
            let expected: Vec<_> =
                column.into_iter().map(|column| (Code::QueryUnclosed, Some(column), rest.to_owned())).collect();
            assert_eq!(told(Query::parse(text, (2021, 3, 15))), expected, "{text}");
            assert_eq!(told(Query::parse_typed(text, (2021, 3, 15))), [], "{text}");
        }
    }

    #[test]
    fn a_field_has_a_value() {
        for (text, expected) in [
            ("category:", Some(("category", 10))),
            ("砚 tag: 墨", Some(("tag", 7))),
            ("作者:", Some(("author", 4))),
            ("-before:", Some(("before", 9))),
            ("title:\"\"", Some(("title", 8))),
            ("category:\"\"", None),
            ("tag:“”", None),
            ("title:x", None),
            ("12:30", None),
        ] {
            let told = |(_, problems): (Query, Vec<Problem>)| {
                problems.into_iter().map(|it| (it.code, it.column, it.args[0].to_string())).collect::<Vec<_>>()
            };
            let expected: Vec<_> = expected
                .into_iter()
                .map(|(name, column)| (Code::QueryNoValue, Some(column), name.to_owned()))
                .collect();
            assert_eq!(told(Query::parse(text, (2021, 3, 15))), expected, "{text}");
            assert_eq!(told(Query::parse_typed(text, (2021, 3, 15))), [], "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_query(text in "\\PC{0,30}|([-~/ia(|)\\[\\]*. ]|title:){0,12}|((-|－)?((title|is|date|after|x)[:：])?[\"“a中|2021.-]{0,4}[ 　|]?){0,5}") {
            let (_, problems) = Query::parse(&text, (2021, 3, 15));
            let length = text.chars().count() as u32 + 1;
            prop_assert!(problems.iter().all(|problem| problem.column.is_some_and(|column| column <= length)));
        }
    }
}
