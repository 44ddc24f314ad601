//! A language's sentences, loaded from its file, and the small grammar they need.

use toml::Table;

use super::{Lang, Msg};
use crate::problem::{Code, Problem};

/// The sentences of one language.
#[derive(Clone, Debug)]
pub struct Catalog {
    lang: Lang,
    /// By [`Msg`].
    messages: Vec<Box<str>>,
    /// By [`Code`]: what, and what to do.
    problems: Vec<(Box<str>, Option<Box<str>>)>,
}

/// A problem in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Catalog {
    /// The catalogue of a language, from its embedded file.
    pub fn new(lang: Lang) -> Self {
        let source = match lang {
            Lang::English => include_str!("../../assets/locales/en.toml"),
            Lang::ChineseSimplified => include_str!("../../assets/locales/zh-Hans.toml"),
        };
        let table: Table = source.parse().unwrap_or_default();
        let find = |key: &str| {
            let (group, name) = key.split_once('.')?;
            table.get(group)?.get(name)?.as_str().map(Box::from)
        };
        let messages = Msg::ALL.iter().map(|msg| find(msg.key()).unwrap_or_else(|| msg.key().into())).collect();
        let problems = Code::ALL.iter().map(|code| {
            let key = format!("problem.{}", code.name());
            (find(&key).unwrap_or_else(|| code.name().into()), find(&format!("{key}.hint")))
        });
        Self { lang, messages, problems: problems.collect() }
    }

    /// Its language.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// A sentence as it stands in the file.
    pub fn say(&self, msg: Msg) -> &str {
        self.messages.get(msg as usize).map(|message| &**message).unwrap_or_else(|| msg.key())
    }

    /// A sentence with its placeholders filled: `{n}` by the value given for `n`, `{n|article|articles}` by the first
    /// word where that value is `1`, else by the second.
    pub fn fill(&self, msg: Msg, values: &[(&str, &str)]) -> String {
        fill(self.say(msg), |name| values.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)).0
    }

    /// A problem in words, without its place. A hint that needs an argument the problem lacks is left out.
    pub fn problem(&self, problem: &Problem) -> Told {
        let value = |name: &str| {
            let arg: &str = problem.args.get(name.parse::<usize>().ok()?)?;
            (!arg.is_empty()).then_some(arg)
        };
        let Some((what, hint)) = self.problems.get(problem.code as usize) else {
            return Told { what: problem.code.name().to_owned(), hint: None };
        };
        let hint = hint.as_ref().map(|hint| fill(hint, value)).and_then(|(hint, whole)| whole.then_some(hint));
        Told { what: fill(what, value).0, hint }
    }

    /// Where a problem is, in words, if it has a place.
    pub fn place(&self, problem: &Problem) -> Option<String> {
        let line = problem.line?.to_string();
        Some(match problem.column {
            Some(column) => self.fill(Msg::ProblemsPlace, &[("line", &line), ("column", &column.to_string())]),
            None => self.fill(Msg::ProblemsLine, &[("line", &line)]),
        })
    }

    /// A number with its thousands set apart.
    pub fn number(&self, number: u64) -> String {
        let digits = number.to_string();
        let mut out = String::with_capacity(digits.len() + digits.len() / 3);
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                out.push(',');
            }
            out.push(digit);
        }
        out
    }

    /// A sentence about a number of things, which fills `{n}`.
    pub fn count(&self, msg: Msg, number: u64) -> String {
        self.fill(msg, &[("n", &self.number(number))])
    }

    /// How long ago something happened, in one unit; what lies in the future is now.
    pub fn ago(&self, seconds: i64) -> String {
        const MINUTE: i64 = 60;
        const HOUR: i64 = 60 * MINUTE;
        const DAY: i64 = 24 * HOUR;
        let (msg, number) = match seconds {
            ..MINUTE => return self.say(Msg::TimeNow).to_owned(),
            ..HOUR => (Msg::TimeMinutes, seconds / MINUTE),
            ..DAY => (Msg::TimeHours, seconds / HOUR),
            _ => match seconds / DAY {
                1 => return self.say(Msg::TimeYesterday).to_owned(),
                days @ ..14 => (Msg::TimeDays, days),
                days @ ..60 => (Msg::TimeWeeks, days / 7),
                days @ ..730 => (Msg::TimeMonths, days / 30),
                days => (Msg::TimeYears, days / 365),
            },
        };
        self.count(msg, number.unsigned_abs())
    }

    /// A calendar day in words: `7 January 2022`, `2022 年 1 月 7 日`. A month beyond 12 stays a number.
    pub fn day(&self, year: i16, month: u8, day: u8) -> String {
        self.calendar(Msg::DateDay, year, month, day)
    }

    /// A month in words, for the headings of groups.
    pub fn month(&self, year: i16, month: u8) -> String {
        self.calendar(Msg::DateMonth, year, month, 1)
    }

    /// A calendar day in ten cells: `2022-01-07`.
    pub fn short_day(&self, year: i16, month: u8, day: u8) -> String {
        self.calendar(Msg::DateShort, year, month, day)
    }

    fn calendar(&self, msg: Msg, year: i16, month: u8, day: u8) -> String {
        let number = month.to_string();
        let names = self.say(Msg::DateMonths).split_whitespace();
        let name = names.take(12).nth(usize::from(month).wrapping_sub(1)).unwrap_or(&number);
        self.fill(
            msg,
            &[
                ("year", &year.to_string()),
                ("month", &number),
                ("name", name),
                ("day", &day.to_string()),
                ("mm", &format!("{month:02}")),
                ("dd", &format!("{day:02}")),
            ],
        )
    }
}

/// Fills placeholders; whether every one had a value. One without value vanishes.
fn fill<'a>(pattern: &str, value: impl Fn(&str) -> Option<&'a str>) -> (String, bool) {
    let mut out = String::with_capacity(pattern.len() + 16);
    let mut whole = true;
    let mut rest = pattern;
    while let Some((before, opened)) = rest.split_once('{') {
        out.push_str(before);
        let Some((inside, after)) = opened.split_once('}') else {
            out.push('{');
            rest = opened;
            continue;
        };
        let mut parts = inside.split('|');
        let name = parts.next().unwrap_or_default();
        match (value(name), parts.next(), parts.next()) {
            (Some(value), None, _) => out.push_str(value),
            (Some("1"), Some(one), _) => out.push_str(one),
            (Some(_), Some(_), many) => out.push_str(many.unwrap_or_default()),
            (None, ..) => whole = false,
        }
        rest = after;
    }
    out.push_str(rest);
    (out, whole)
}
