//! Ranges of days, as written in a query.

use jiff::civil::Date;
use jiff::{Span, ToSpan};

/// Year, month 1–12, day 1–31.
pub type Day = (i16, u8, u8);

/// A half-open range of days; either end may be open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Days {
    from: Option<Day>,
    /// Exclusive end. It need not exist in the calendar: days compare as numbers.
    until: Option<Day>,
}

impl Days {
    /// Whether a day is in the range.
    pub fn has(self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day < until)
    }

    /// Parses `2021`, `2021-03`, `2021-3-14` (also with `/`, `.` or 年月日), `today`, `yesterday`, `7d`, `2w`, `3m`, `1y`
    /// (the day that long ago), or two of these around `..`, either of which may be missing.
    pub(super) fn parse(text: &str, today: Day) -> Option<Self> {
        let Some((from, until)) = text.split_once("..") else { return parse_one(text, today) };
        let end = |text: &str| if text.is_empty() { Some(Self::default()) } else { parse_one(text, today) };
        Some(Self { from: end(from)?.from, until: end(until)?.until })
    }

    /// The range from the first of these days onwards.
    pub(super) fn on_or_after(self) -> Self {
        Self { until: None, ..self }
    }

    /// The range before the first of these days.
    pub(super) fn before(self) -> Self {
        Self { from: None, until: self.from }
    }
}

fn parse_one(text: &str, today: Day) -> Option<Days> {
    if let Some(day) = relative(text, today) {
        return Some(of_day(day));
    }
    let mut numbers = text.split(['-', '/', '.', '年', '月', '日']).filter(|part| !part.is_empty());
    let year: i16 = numbers.next()?.parse().ok().filter(|year| (1..=9999).contains(year))?;
    let mut next = |most: u8| match numbers.next() {
        None => Some(None),
        Some(part) => part.parse().ok().filter(|number| (1..=most).contains(number)).map(Some),
    };
    let (month, day): (Option<u8>, Option<u8>) = (next(12)?, next(31)?);
    if numbers.next().is_some() {
        return None;
    }
    let (from, until) = match (month, day) {
        (None, _) => ((year, 1, 1), (year.saturating_add(1), 1, 1)),
        (Some(month), None) => ((year, month, 1), (year, month + 1, 1)),
        (Some(month), Some(day)) => {
            // Only a day of the calendar.
            Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
            return Some(of_day((year, month, day)));
        }
    };
    Some(Days { from: Some(from), until: Some(until) })
}

fn of_day((year, month, day): Day) -> Days {
    Days { from: Some((year, month, day)), until: Some((year, month, day + 1)) }
}

fn relative(text: &str, (year, month, day): Day) -> Option<Day> {
    let unit = text.char_indices().next_back()?.0;
    let (number, unit) = text.split_at(unit);
    let ago: Span = match (text, unit) {
        ("today" | "今天" | "今日" | "오늘", _) => 0.days(),
        ("yesterday" | "昨天" | "昨日" | "어제", _) => 1.day(),
        (_, unit) => {
            let number: i64 = number.parse().ok().filter(|number| (0..100_000).contains(number))?;
            match unit {
                "d" | "天" => Span::new().try_days(number).ok()?,
                "w" | "周" => Span::new().try_weeks(number).ok()?,
                "m" => Span::new().try_months(number).ok()?,
                "y" => Span::new().try_years(number).ok()?,
                _ => return None,
            }
        }
    };
    let today = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    let then = today.checked_sub(ago).ok()?;
    Some((then.year(), then.month() as u8, then.day() as u8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_ago() {
        let today = (2021, 3, 31);
        for (text, day) in [
            ("today", (2021, 3, 31)),
            ("昨天", (2021, 3, 30)),
            ("31d", (2021, 2, 28)),
            ("2w", (2021, 3, 17)),
            ("1m", (2021, 2, 28)),
            ("10y", (2011, 3, 31)),
        ] {
            assert_eq!(Days::parse(text, today), Some(of_day(day)), "{text}");
        }
        for text in [
            "",
            "d",
            "-1d",
            "7x",
            "2021-13",
            "2021-1-32",
            "2026-02-31",
            "2026-04-31",
            "2021-02-29",
            "20226",
            "0000",
            "2021-1-1-1",
            "0",
            "99999y",
            "2021..x",
            "日",
        ] {
            assert_eq!(Days::parse(text, today), None, "{text}");
        }
    }
}
