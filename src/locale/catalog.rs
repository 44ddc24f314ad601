//! The messages of a language, loaded from its file, and their small template syntax.

use std::collections::BTreeMap;

use toml::de::DeTable;

use crate::locale::lang::Lang;
use crate::locale::message::Msg;
use crate::problem::{Code, Problem, Severity};
use crate::text::nearest;

/// The messages of one language.
#[derive(Clone, Debug)]
pub struct Catalog {
    lang: Lang,
    /// Indexed by [`Msg`].
    messages: Vec<Box<str>>,
    /// Indexed by [`Code`]: what is wrong, and what to do.
    problems: Vec<(Box<str>, Option<Box<str>>)>,
    /// What each command does, by its name.
    commands: BTreeMap<Box<str>, Box<str>>,
}

/// A problem in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProblemText {
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Catalog {
    /// Loads the messages of a language from its embedded file.
    pub fn new(lang: Lang) -> Self {
        let source = match lang {
            Lang::English => include_str!("../../assets/locales/en.toml"),
            Lang::ChineseSimplified => include_str!("../../assets/locales/zh-Hans.toml"),
            Lang::ChineseTraditional => include_str!("../../assets/locales/zh-Hant.toml"),
            Lang::Japanese => include_str!("../../assets/locales/ja.toml"),
            Lang::Korean => include_str!("../../assets/locales/ko.toml"),
        };
        let table = DeTable::parse_recoverable(source).0.into_inner();
        let find = |key: &str| {
            let (group, name) = key.split_once('.')?;
            table.get(group)?.get_ref().as_table()?.get(name)?.get_ref().as_str().map(Box::from)
        };
        let messages = Msg::ALL.iter().map(|msg| find(msg.key()).unwrap_or_else(|| msg.key().into())).collect();
        let problems = Code::ALL.iter().map(|code| {
            let key = format!("problem.{}", code.name());
            (find(&key).unwrap_or_else(|| code.name().into()), find(&format!("{key}.hint")))
        });
        let problems = problems.collect();
        let commands = table.get("command").and_then(|rows| rows.get_ref().as_table());
        let commands = commands.into_iter().flatten();
        let commands =
            commands.filter_map(|(name, says)| Some((name.get_ref().as_ref().into(), says.get_ref().as_str()?.into())));
        Self { lang, messages, problems, commands: commands.collect() }
    }

    /// Its language.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// A message as written in the file.
    pub fn say(&self, msg: Msg) -> &str {
        self.messages.get(msg as usize).map(|message| &**message).unwrap_or_else(|| msg.key())
    }

    /// What a command does, by its name; the name itself if there is no description.
    pub fn command<'a>(&'a self, name: &'a str) -> &'a str {
        self.commands.get(name).map_or(name, |says| says)
    }

    /// The names of the commands that are described.
    pub fn commands(&self) -> impl Iterator<Item = &str> {
        self.commands.keys().map(|name| &**name)
    }

    /// A message with its placeholders filled: `{n}` by the value of `n`, `{n|article|articles}` by the first word if
    /// that value is `1`, otherwise by the second.
    pub fn fill(&self, msg: Msg, values: &[(&str, &str)]) -> String {
        fill(self.say(msg), |name| values.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)).0
    }

    /// A problem in words, without its position. A hint that needs a missing argument is left out.
    pub fn problem(&self, problem: &Problem) -> ProblemText {
        let value = |name: &str| {
            let arg: &str = problem.args.get(name.parse::<usize>().ok()?)?;
            (!arg.is_empty()).then_some(arg)
        };
        let Some((what, hint)) = self.problems.get(problem.code as usize) else {
            return ProblemText { what: problem.code.name().to_owned(), hint: None };
        };
        let hint = hint.as_ref().map(|hint| fill(hint, value)).and_then(|(hint, whole)| whole.then_some(hint));
        let hint = match (hint, nearest_value(problem)) {
            (Some(hint), Some(near)) => Some(self.fill(Msg::ProblemsNear, &[("name", near), ("hint", &hint)])),
            (hint, _) => hint,
        };
        ProblemText { what: fill(what, value).0, hint }
    }

    /// The name of an alert, by its English name; `None` if it has no other.
    pub fn alert(&self, name: &str) -> Option<&str> {
        Some(self.say(match name {
            "Note" => Msg::AlertNote,
            "Tip" => Msg::AlertTip,
            "Important" => Msg::AlertImportant,
            "Warning" => Msg::AlertWarning,
            "Caution" => Msg::AlertCaution,
            "Info" => Msg::AlertInfo,
            "Danger" => Msg::AlertDanger,
            "Success" => Msg::AlertSuccess,
            "Question" => Msg::AlertQuestion,
            "Example" => Msg::AlertExample,
            "Quote" => Msg::AlertQuote,
            "Summary" => Msg::AlertSummary,
            "Todo" => Msg::AlertTodo,
            "Bug" => Msg::AlertBug,
            "Failure" => Msg::AlertFailure,
            _ => return None,
        }))
    }

    /// A severity, in a word.
    pub fn severity(&self, severity: Severity) -> &str {
        self.say(match severity {
            Severity::Notice => Msg::ProblemsNotice,
            Severity::Warning => Msg::ProblemsWarning,
            Severity::Error => Msg::ProblemsError,
        })
    }

    /// The position of a problem, in words, if it has one.
    pub fn place(&self, problem: &Problem) -> Option<String> {
        let line = problem.line?.to_string();
        Some(match problem.column {
            Some(column) => self.fill(Msg::ProblemsPlace, &[("line", &line), ("column", &column.to_string())]),
            None => self.fill(Msg::ProblemsLine, &[("line", &line)]),
        })
    }

    /// A number with thousands separators.
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

    /// A message about a number of things, which fills `{n}`.
    pub fn count(&self, msg: Msg, number: u64) -> String {
        self.fill(msg, &[("n", &self.number(number))])
    }

    /// An age in one unit; future times are shown as now.
    pub fn ago(&self, seconds: i64) -> String {
        self.age(seconds, [Msg::TimeMinutes, Msg::TimeHours, Msg::TimeDays, Msg::TimeWeeks])
    }

    /// An age as [`Catalog::ago`] says it, with short names of the units up to weeks.
    pub fn short_ago(&self, seconds: i64) -> String {
        self.age(seconds, [Msg::TimeShortMinutes, Msg::TimeShortHours, Msg::TimeShortDays, Msg::TimeShortWeeks])
    }

    /// `msgs` are the messages for minutes, hours, days and weeks.
    fn age(&self, seconds: i64, msgs: [Msg; 4]) -> String {
        let [minutes, hours, days_ago, weeks] = msgs;
        const MINUTE: i64 = 60;
        const HOUR: i64 = 60 * MINUTE;
        const DAY: i64 = 24 * HOUR;
        let (msg, number) = match (seconds, seconds / DAY) {
            (i64::MIN..MINUTE, _) => return self.say(Msg::TimeNow).to_owned(),
            (MINUTE..HOUR, _) => (minutes, seconds / MINUTE),
            (HOUR..DAY, _) => (hours, seconds / HOUR),
            (_, 1) => return self.say(Msg::TimeYesterday).to_owned(),
            (_, days @ 0..14) => (days_ago, days),
            (_, days @ 14..60) => (weeks, days / 7),
            (_, days @ 60..730) => (Msg::TimeMonths, days / 30),
            (_, days) => (Msg::TimeYears, days / 365),
        };
        self.count(msg, number.unsigned_abs())
    }

    /// A date in words, as precisely as it is known: `7 January 2022`, `2022 年 1 月 7 日`, `January 2022`. A month above
    /// 12 stays a number.
    pub fn day(&self, year: i16, month: Option<u8>, day: Option<u8>) -> String {
        self.calendar([Msg::DateDay, Msg::DateMonth, Msg::DateYear], year, month, day)
    }

    /// A date in at most ten cells, as precisely as it is known: `2022-01-07`, `2022-01`.
    pub fn short_day(&self, year: i16, month: Option<u8>, day: Option<u8>) -> String {
        self.calendar([Msg::DateShort, Msg::DateShortMonth, Msg::DateYear], year, month, day)
    }

    /// A day of the current year in at most five cells: `01-07`.
    pub fn day_of_year(&self, month: u8, day: u8) -> String {
        self.calendar([Msg::DateShortDay, Msg::DateShortMonth, Msg::DateYear], 0, Some(month), Some(day))
    }

    /// `msgs` are the messages for a day, a month and a year.
    fn calendar(&self, msgs: [Msg; 3], year: i16, month: Option<u8>, day: Option<u8>) -> String {
        let [of_day, of_month, of_year] = msgs;
        let msg = match (month, day) {
            (Some(_), Some(_)) => of_day,
            (Some(_), None) => of_month,
            (None, _) => of_year,
        };
        let (month, day) = (month.unwrap_or_default(), day.unwrap_or_default());
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

/// Fills placeholders. Returns whether every one had a value; those without are removed.
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

/// The word that was most likely meant by a value that is none of those that fit.
fn nearest_value(problem: &Problem) -> Option<&str> {
    let (value, fit): (&str, &str) = match (problem.code, problem.args.as_slice()) {
        (Code::ConfigValue, [_, value, fit]) | (Code::QueryValue, [value, fit]) => (value, fit),
        _ => return None,
    };
    // Ranges, examples and what only describes values are no words.
    let is_word = |word: &&str| {
        word.starts_with(|c: char| c.is_lowercase())
            && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
    };
    nearest(value, fit.split(", ").filter(is_word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::{BTreeMap, BTreeSet};

    const FILES: [(Lang, &str); 5] = [
        (Lang::English, include_str!("../../assets/locales/en.toml")),
        (Lang::ChineseSimplified, include_str!("../../assets/locales/zh-Hans.toml")),
        (Lang::ChineseTraditional, include_str!("../../assets/locales/zh-Hant.toml")),
        (Lang::Japanese, include_str!("../../assets/locales/ja.toml")),
        (Lang::Korean, include_str!("../../assets/locales/ko.toml")),
    ];

    /// Every sentence of a file, by its key.
    fn sentences(source: &str) -> Vec<(String, String)> {
        let table: toml::Table = source.parse().unwrap();
        let mut out = Vec::new();
        for (group, rows) in &table {
            for (name, sentence) in rows.as_table().unwrap() {
                out.push((format!("{group}.{name}"), sentence.as_str().unwrap().to_owned()));
            }
        }
        out
    }

    fn placeholders(sentence: &str) -> BTreeSet<String> {
        let inside = sentence.split('{').skip(1).map(|part| part.split_once('}').unwrap().0);
        inside.map(|inside| inside.split('|').next().unwrap().to_owned()).collect()
    }

    #[test]
    fn every_sentence_is_in_every_language_and_no_other() {
        let mut expected: BTreeSet<String> = Msg::ALL.iter().map(|msg| msg.key().to_owned()).collect();
        for code in Code::ALL {
            expected.insert(format!("problem.{}", code.name()));
            expected.insert(format!("problem.{}.hint", code.name()));
        }
        for (lang, source) in FILES {
            let keys = sentences(source).into_iter().map(|(key, _)| key);
            let found: BTreeSet<String> = keys.filter(|key| !key.starts_with("command.")).collect();
            assert_eq!(found.symmetric_difference(&expected).collect::<Vec<_>>(), Vec::<&String>::new(), "{lang:?}");
            for (key, sentence) in sentences(source) {
                assert!(!sentence.trim().is_empty(), "{key}");
                assert!(sentence.chars().all(crate::text::is_shown), "{key}");
            }
        }
        assert_eq!(Msg::ALL.len(), Msg::ALL.iter().map(|msg| msg.key()).collect::<BTreeSet<_>>().len());
    }

    #[test]
    fn placeholders_agree() {
        // A date may be written with the month's number or its name.
        let same = |key: &str| !key.starts_with("date.");
        let english = sentences(FILES[0].1);
        for (lang, file) in &FILES[1..] {
            let other: BTreeMap<String, String> = sentences(file).into_iter().collect();
            for (key, sentence) in english.iter().filter(|(key, _)| same(key)) {
                let theirs = other.get(key).map(String::as_str).unwrap_or_default();
                assert_eq!(placeholders(sentence), placeholders(theirs), "{lang:?} {key}");
            }
        }
    }

    #[test]
    fn filling() {
        let values =
            |name: &str| [("n", "1"), ("m", "2"), ("x", "{n}")].into_iter().find(|(k, _)| *k == name).map(|(_, v)| v);
        for (pattern, filled) in [
            ("{n} {n|day|days}", "1 day"),
            ("{m} {m|day|days}", "2 days"),
            ("{x}{y}!", "{n}!"),
            ("a { b", "a { b"),
            ("a } b", "a } b"),
            ("{m|day}", ""),
        ] {
            assert_eq!(fill(pattern, values).0, filled, "{pattern}");
        }
    }

    #[test]
    fn dates_of_lists_are_short() {
        let (en, zh) = (Catalog::new(Lang::English), Catalog::new(Lang::ChineseSimplified));
        for (seconds, english, chinese) in [
            (5, "just now", "刚刚"),
            (60, "1m ago", "1 分钟前"),
            (7_200, "2h ago", "2 小时前"),
            (86_400, "yesterday", "昨天"),
            (7 * 86_400, "7d ago", "7 天前"),
            (29 * 86_400, "4w ago", "4 周前"),
        ] {
            assert_eq!((en.short_ago(seconds).as_str(), zh.short_ago(seconds).as_str()), (english, chinese));
        }
        assert_eq!((en.day_of_year(1, 7).as_str(), zh.day_of_year(11, 28).as_str()), ("01-07", "11-28"));
    }

    #[test]
    fn numbers_and_time() {
        let (en, zh) = (Catalog::new(Lang::English), Catalog::new(Lang::ChineseSimplified));
        for (number, written) in [(0, "0"), (999, "999"), (2983, "2,983"), (1_000_000, "1,000,000")] {
            assert_eq!(en.number(number), written);
        }
        for (seconds, english, chinese) in [
            (-5, "just now", "刚刚"),
            (59, "just now", "刚刚"),
            (60, "1 minute ago", "1 分钟前"),
            (7200, "2 hours ago", "2 小时前"),
            (86_400, "yesterday", "昨天"),
            (3 * 86_400, "3 days ago", "3 天前"),
            (15 * 86_400, "2 weeks ago", "2 周前"),
            (70 * 86_400, "2 months ago", "2 个月前"),
            (729 * 86_400, "24 months ago", "24 个月前"),
            (730 * 86_400, "2 years ago", "2 年前"),
            (i64::MIN, "just now", "刚刚"),
        ] {
            assert_eq!((en.ago(seconds).as_str(), zh.ago(seconds).as_str()), (english, chinese), "{seconds}");
        }
        for (year, month, day, english, chinese, short) in [
            (2022, Some(1), Some(7), "7 January 2022", "2022 年 1 月 7 日", "2022-01-07"),
            (1936, Some(12), None, "December 1936", "1936 年 12 月", "1936-12"),
            (2022, None, None, "2022", "2022 年", "2022 年"),
            (2022, Some(0), Some(7), "7 0 2022", "2022 年 0 月 7 日", "2022-00-07"),
        ] {
            assert_eq!(en.day(year, month, day), english);
            assert_eq!(zh.day(year, month, day), chinese);
            assert_eq!(zh.short_day(year, month, day), short);
        }
    }

    #[test]
    fn problems_in_words() {
        let zh = Catalog::new(Lang::ChineseSimplified);
        let problem = Problem::new(Code::ConfigUnknown).with("thme").with("theme").at(3, 1);
        let told = zh.problem(&problem);
        assert_eq!(told.what, "没有“thme”这一项设置");
        assert_eq!(told.hint.as_deref(), Some("是不是想写“theme”？"));
        assert_eq!(zh.place(&problem).as_deref(), Some("第 3 行第 1 列"));
        let nowhere_near = Problem::new(Code::ConfigUnknown).with("zzz").with("");
        assert_eq!(zh.problem(&nowhere_near).hint, None);
        assert_eq!(zh.place(&nowhere_near), None);
        let en = Catalog::new(Lang::English);
        for code in Code::ALL {
            let told = en.problem(&Problem::new(*code).with("a").with("b").with("c"));
            assert!(told.hint.is_some() && !told.what.contains('{'), "{told:?}");
        }
    }

    #[test]
    fn a_wrong_value_is_told_with_the_nearest() {
        let hint = |lang, problem: Problem| Catalog::new(lang).problem(&problem).hint.unwrap_or_default();
        let setting = |value: &str, fit: &str| Problem::new(Code::ConfigValue).with("x").with(value).with(fit);
        let query = |value: &str, fit: &str| Problem::new(Code::QueryValue).with(value).with(fit);
        for (problem, expected) in [
            (setting("sepai", "auto, dark, sepia"), "Did you mean “sepia”? Expected: auto, dark, sepia"),
            (setting("Zh-hans", "auto, zh-Hans, …"), "Did you mean “zh-Hans”? Expected: auto, zh-Hans, …"),
            (setting("zzzzzz", "auto, dark"), "Expected: auto, dark"),
            (setting("20–40", "20–400"), "Expected: 20–400"),
            (setting("PAT", "PATH"), "Expected: PATH"),
            (setting("Asia/Shangha", "local, Asia/Shanghai"), "Expected: local, Asia/Shanghai"),
            (query("unred", "unread, read"), "Did you mean “unread”? Expected: unread, read"),
            (query("8d", "2021, today, 7d"), "Expected: 2021, today, 7d"),
        ] {
            assert_eq!(hint(Lang::English, problem), expected);
        }
        let near = |lang| hint(lang, query("unred", "unread, read"));
        assert_eq!(near(Lang::ChineseSimplified), "是不是想写“unread”？应为：unread, read");
        assert_eq!(near(Lang::Japanese), "もしかして：「unread」。使用できる値：unread, read");
    }

    proptest! {
        #[test]
        fn anything_fills(pattern in "[{}|a-c中]{0,20}", value in "[{}|1]{0,3}") {
            let _ = fill(&pattern, |name| (name != "a").then_some(value.as_str()));
        }
    }
}
