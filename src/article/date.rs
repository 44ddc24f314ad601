//! Dates in all formats found in front matter, kept as precise as they were written.

use std::fmt;

use jiff::civil;
use jiff::tz::{Offset, TimeZone};

use crate::article::cursor::{Cursor, fold_width};

/// A date as precise as the file wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Date {
    /// Seconds since 1970-01-01T00:00:00Z. Without a time, the first moment of the day, month or year; without a zone,
    /// in the configured one.
    pub timestamp: i64,
    /// The year as written.
    pub year: i16,
    /// 1–12, if written.
    pub month: Option<u8>,
    /// 1–31, if written; always with a month.
    pub day: Option<u8>,
    /// Hour, minute and, if written, second; always with a day.
    pub time: Option<(u8, u8, Option<u8>)>,
    /// Offset from UTC in minutes, if the file states one.
    pub offset: Option<i16>,
}

/// The result of parsing a date.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::article) struct ParsedDate {
    /// The part of the date that could be parsed.
    pub date: Option<Date>,
    /// Whether no part of it is invalid.
    pub valid: bool,
}

impl Date {
    /// ISO 8601, as precise as the file wrote it, with an offset only if the file states one.
    pub fn iso(&self) -> String {
        let mut out = self.days();
        if let Some((hour, minute, second)) = self.time {
            out.push_str(&format!("T{hour:02}:{minute:02}"));
            if let Some(second) = second {
                out.push_str(&format!(":{second:02}"));
            }
            match self.offset {
                None => {}
                Some(0) => out.push('Z'),
                Some(offset) => {
                    let sign = if offset < 0 { '-' } else { '+' };
                    let minutes = offset.unsigned_abs();
                    out.push_str(&format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60));
                }
            }
        }
        out
    }

    /// Year, month and day, as far as they are known.
    fn days(&self) -> String {
        let mut out = format!("{:04}", self.year);
        for part in [self.month, self.day].into_iter().flatten() {
            out.push_str(&format!("-{part:02}"));
        }
        out
    }
}

impl fmt::Display for Date {
    /// The day and, if written, hour and minute, as the file states them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.days())?;
        match self.time {
            Some((hour, minute, _)) => write!(f, " {hour:02}:{minute:02}"),
            None => Ok(()),
        }
    }
}

/// The zone for dates that state none: an IANA name or an offset, otherwise the system's, otherwise UTC.
pub(in crate::article) fn zone(name: Option<&str>) -> TimeZone {
    match name.map(str::trim) {
        None | Some("" | "local") => TimeZone::system(),
        Some(name) => TimeZone::get(name).ok().or_else(|| fixed(name)).unwrap_or_else(TimeZone::system),
    }
}

/// Whether a name is one of a zone: `local`, an IANA name or an offset. On a system without a database of zones every
/// name is.
pub fn is_timezone(name: &str) -> bool {
    let name = name.trim();
    matches!(name, "" | "local")
        || TimeZone::get(name).is_ok()
        || fixed(name).is_some()
        || jiff::tz::db().available().next().is_none()
}

fn fixed(name: &str) -> Option<TimeZone> {
    let minutes = Cursor::new(name).offset()?;
    Offset::from_seconds(i32::from(minutes) * 60).ok().map(TimeZone::fixed)
}

/// The day of a time in seconds since 1970, in a zone named as in [`Reading`](crate::article::reading::Reading).
pub fn day_of(timestamp: i64, timezone: Option<&str>) -> (i16, u8, u8) {
    let moment = jiff::Timestamp::from_second(timestamp).unwrap_or_default();
    let day = moment.to_zoned(zone(timezone)).date();
    (day.year(), day.month() as u8, day.day() as u8)
}

/// Parses a date. `zone` applies if the text states no offset.
pub(in crate::article) fn read(text: &str, zone: Option<&str>) -> ParsedDate {
    let folded = fold_width(text.trim().trim_matches(['"', '\'', '`']));
    let mut cursor = Cursor::new(&folded);
    let Some(Parts { day, time, offset, valid }) = parse_parts(&mut cursor) else {
        return ParsedDate { date: None, valid: false };
    };
    match date(day, time, offset, zone) {
        Some(date) => ParsedDate { date: Some(date), valid },
        // The day may be valid even if the time is not.
        None => ParsedDate { date: date_of_day(day, zone), valid: false },
    }
}

/// The date at the start of a file name in Jekyll's format, `2020-11-14-title`, and the rest of the name.
pub(in crate::article) fn in_file_name<'n>(stem: &'n str, zone: Option<&str>) -> Option<(Date, &'n str)> {
    let mut cursor = Cursor::new(stem);
    let (year, digits) = cursor.number()?;
    let mut next = || cursor.eat(['-', '_', '.']).then(|| cursor.number()).flatten();
    let (month, day) = (next()?, next()?);
    let rest = cursor.rest();
    let apart = rest.is_empty() || rest.starts_with(['-', '_', ' ', '.', 'T']);
    if digits != 4 || month.1 > 2 || day.1 > 2 || !apart {
        return None;
    }
    let day = (year as i16, Some(u8::try_from(month.0).ok()?), Some(u8::try_from(day.0).ok()?));
    let date = date_of_day(day, zone)?;
    Some((date, rest.trim_start_matches(['-', '_', ' '])))
}

/// The date in a path or an address: three parts that are year, month and day, `blog/2014/12/12/core-team`, or a part
/// that begins as a file name does, `blog/2014-12-12-core-team/`. The last one if there are several.
pub(in crate::article) fn in_path(path: &str, zone: Option<&str>) -> Option<Date> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let parts: Vec<&str> = path.split('/').collect();
    in_folders(&parts, zone).or_else(|| parts.iter().rev().find_map(|part| Some(in_file_name(part, zone)?.0)))
}

/// The date that folders one inside the other name: year, month and day. The innermost one if there are several.
pub(in crate::article) fn in_folders(names: &[&str], zone: Option<&str>) -> Option<Date> {
    let number =
        |name: &str, most: usize| name.parse().ok().filter(|_: &u16| name.len() <= most && !name.starts_with('+'));
    names.windows(3).rev().find_map(|names| {
        let [year, month, day] = names.first_chunk()?;
        let year = number(year, 4).filter(|year| YEARS.contains(&u64::from(*year)))?;
        let (month, day) = (number(month, 2)?, number(day, 2)?);
        date_of_day((year as i16, Some(month as u8), Some(day as u8)), zone)
    })
}

/// Year, and month and day if written.
type Day = (i16, Option<u8>, Option<u8>);
/// A lone number in this range is a year.
const YEARS: std::ops::RangeInclusive<u64> = 1000..=2999;

/// A number of at most four digits as a month or day; one that does not fit becomes a value that no calendar accepts.
fn month_or_day(number: u64) -> u8 {
    u8::try_from(number).unwrap_or(u8::MAX)
}

type Time = (u8, u8, Option<u8>);

struct Parts {
    day: Day,
    time: Option<Time>,
    offset: Option<i16>,
    valid: bool,
}

fn date(day: Day, time: Option<Time>, offset: Option<i16>, zone: Option<&str>) -> Option<Date> {
    let (year, month, day) = day;
    let (hour, minute, second) = time.unwrap_or_default();
    // A leap second is displayed as written and counted as the second before.
    let counted = second.unwrap_or(0).min(59);
    if second.is_some_and(|second| second > 60) {
        return None;
    }
    let moment = civil::DateTime::new(
        year,
        i8::try_from(month.unwrap_or(1)).ok()?,
        i8::try_from(day.unwrap_or(1)).ok()?,
        i8::try_from(hour).ok()?,
        i8::try_from(minute).ok()?,
        i8::try_from(counted).ok()?,
        0,
    )
    .ok()?;
    let timestamp = match offset {
        Some(minutes) => Offset::from_seconds(i32::from(minutes) * 60).ok()?.to_timestamp(moment).ok()?,
        None => self::zone(zone).to_timestamp(moment).ok()?,
    };
    Some(Date { timestamp: timestamp.as_second(), year, month, day, time, offset })
}

fn date_of_day(day: Day, zone: Option<&str>) -> Option<Date> {
    date(day, None, None, zone)
}

fn parse_parts(cursor: &mut Cursor<'_>) -> Option<Parts> {
    cursor.skip_blanks();
    if cursor.peek().is_some_and(char::is_alphabetic) {
        return with_month_name(cursor);
    }
    let start = *cursor;
    let (number, digits) = cursor.number()?;
    if digits >= 8 && (cursor.rest().trim().is_empty() || (digits == 8 && cursor.rest().starts_with(['T', ' ']))) {
        return digits_only(number, digits, cursor);
    }
    if (digits <= 2 || digits == 4) && cursor.is_before_word() {
        *cursor = start;
        return with_month_name(cursor);
    }
    let second = cursor.part();
    let third = second.and_then(|_| cursor.part());
    let day = match (second, third) {
        (Some((month, _)), Some((day, _))) if digits == 4 => {
            (number as i16, Some(month_or_day(month)), Some(month_or_day(day)))
        }
        // As in JavaScript, the month comes first unless it cannot be a month.
        (Some((month, _)), Some((year, 4))) if number > 12 => {
            (year as i16, Some(month_or_day(month)), Some(month_or_day(number)))
        }
        (Some((day, _)), Some((year, 4))) => (year as i16, Some(month_or_day(number)), Some(month_or_day(day))),
        (month, None) if digits == 4 => {
            cursor.skip_blanks();
            cursor.eat(['年', '月', '년', '월']);
            let valid = cursor.rest().trim().is_empty();
            let known = valid && YEARS.contains(&number) || month.is_some();
            let day = (number as i16, month.map(|(month, _)| month_or_day(month)), None);
            return known.then_some(Parts { day, time: None, offset: None, valid });
        }
        _ => return None,
    };
    cursor.skip_blanks();
    cursor.eat(['日', '号', '號', '일']);
    Some(with_time(day, cursor))
}

/// `20220107`, `20220107043024`, or seconds or milliseconds since 1970.
fn digits_only(number: u64, digits: usize, cursor: &mut Cursor<'_>) -> Option<Parts> {
    let day = |number: u64| {
        ((number / 10_000) as i16, Some(month_or_day(number / 100 % 100)), Some(month_or_day(number % 100)))
    };
    match digits {
        8 => Some(with_time(day(number), cursor)),
        14 => {
            let time = number % 1_000_000;
            let time = ((time / 10_000) as u8, (time / 100 % 100) as u8, Some((time % 100) as u8));
            Some(Parts { day: day(number / 1_000_000), time: Some(time), offset: None, valid: true })
        }
        9..=13 => {
            let seconds = if digits > 11 { number / 1000 } else { number };
            let moment = jiff::Timestamp::from_second(seconds as i64).ok()?;
            let moment = Offset::UTC.to_datetime(moment);
            let (hour, minute, second) = (moment.hour() as u8, moment.minute() as u8, moment.second() as u8);
            let day = (moment.year(), Some(moment.month() as u8), Some(moment.day() as u8));
            Some(Parts { day, time: Some((hour, minute, Some(second))), offset: Some(0), valid: true })
        }
        _ => None,
    }
}

/// A date with a month name: RFC 2822, `asctime`, `January 7, 2022`, `7 Jan 2022`. The weekday is ignored: it adds
/// nothing and is often wrong.
fn with_month_name(cursor: &mut Cursor<'_>) -> Option<Parts> {
    let mut read = MonthNameDate::default();
    for _ in 0..12 {
        cursor.skip(|c| c.is_whitespace() || matches!(c, ',' | '.' | '-' | '/'), read.time.is_some());
        let Some(c) = cursor.peek() else { break };
        if c.is_alphabetic() {
            read.word(cursor);
        } else if let Some(time) = read.time.is_none().then(|| cursor.time()).flatten() {
            read.time = Some(time);
        } else if read.time.is_some() && matches!(c, '+' | '-') {
            read.offset = cursor.offset();
        } else if read.time.is_some() && !c.is_ascii_digit() {
            // `(China Standard Time)`
            break;
        } else {
            read.number(cursor)?;
        }
    }
    let MonthNameDate { day, month, year, time, offset } = read;
    // Without a day, a time is meaningless.
    let time = time.filter(|_| day.is_some());
    let offset = offset.filter(|_| time.is_some());
    Some(Parts { day: (year?, Some(month?), day), time, offset, valid: true })
}

/// What has been read of a date with a month name.
#[derive(Default)]
struct MonthNameDate {
    day: Option<u8>,
    month: Option<u8>,
    year: Option<i16>,
    time: Option<Time>,
    offset: Option<i16>,
}

impl MonthNameDate {
    /// A month name, or after the time a word for half of the day or an offset; other words are skipped.
    fn word(&mut self, cursor: &mut Cursor<'_>) {
        let before = *cursor;
        let word = cursor.word();
        if self.month.is_none()
            && let Some(month) = month(word)
        {
            self.month = Some(month);
            return;
        }
        let Some(time) = self.time else { return };
        *cursor = before;
        if let Some(afternoon) = cursor.meridiem() {
            self.time = Some(to_24_hours(time, Some(afternoon)));
            return;
        }
        self.offset = cursor.offset();
        if self.offset.is_none() {
            cursor.word();
        }
    }

    /// A day or a year.
    fn number(&mut self, cursor: &mut Cursor<'_>) -> Option<()> {
        let (number, digits) = cursor.number()?;
        cursor.eat_word(&["st", "nd", "rd", "th"]);
        match (self.day, self.year) {
            (None, _) if digits <= 2 => self.day = Some(number as u8),
            (_, None) if digits == 4 => self.year = Some(number as i16),
            // RFC 2822 §4.3: two digits are of 1950–2049.
            (Some(_), None) if digits == 2 => self.year = Some(number as i16 + if number < 50 { 2000 } else { 1900 }),
            _ => return None,
        }
        Some(())
    }
}

fn month(word: &str) -> Option<u8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.to_ascii_lowercase();
    let at = MONTHS
        .iter()
        .position(|name| word.len() >= 3 && (name.starts_with(&word) || word == "sept" && *name == "september"))?;
    u8::try_from(at + 1).ok()
}

/// Adds what follows a day: a time and an offset, or text that is ignored.
fn with_time(day: Day, cursor: &mut Cursor<'_>) -> Parts {
    cursor.skip(|c| c.is_whitespace() || matches!(c, 'T' | 't' | ',' | '_'), true);
    let afternoon = cursor.meridiem();
    let Some(time) = cursor.time() else {
        let offset = cursor.offset();
        // An offset after a date without time is ignored; a time out of range is invalid.
        let valid = offset.is_some() || !cursor.rest().starts_with(|c: char| c.is_ascii_digit());
        return Parts { day, time: None, offset: None, valid };
    };
    cursor.skip_blanks();
    let afternoon = afternoon.or_else(|| cursor.meridiem());
    cursor.skip_blanks();
    let mut offset = cursor.offset();
    if offset.is_none() && cursor.number().is_some() {
        // `10:41:00 0000 -0600` occurs in real files.
        cursor.skip_blanks();
        offset = cursor.offset();
    }
    Parts { day, time: Some(to_24_hours(time, afternoon)), offset, valid: true }
}

/// Converts a 12-hour time to 24 hours.
fn to_24_hours((hour, minute, second): Time, afternoon: Option<bool>) -> Time {
    let hour = match afternoon {
        Some(true) if hour < 12 => hour + 12,
        Some(false) if hour == 12 => 0,
        _ => hour,
    };
    (hour, minute, second)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn iso(text: &str) -> String {
        let read = read(text, Some("+08:00"));
        let date = read.date.map_or_else(|| "none".to_owned(), |date| date.iso());
        if read.valid { date } else { format!("!{date}") }
    }

    #[test]
    fn every_shape() {
        for (text, expected) in [
            ("2022-01-07", "2022-01-07"),
            ("2022-1-7", "2022-01-07"),
            ("2022/01/7", "2022-01-07"),
            ("2022.1.07 04:30", "2022-01-07T04:30"),
            ("2022.1.07 04:30:24", "2022-01-07T04:30:24"),
            ("2022-01-07 04:30:24", "2022-01-07T04:30:24"),
            ("2022-01-07  4:30:24", "2022-01-07T04:30:24"),
            ("2022-01-07 04:30:24 +0800", "2022-01-07T04:30:24+08:00"),
            ("2022-01-07 04:30:24+0800", "2022-01-07T04:30:24+08:00"),
            ("2022-01-07 04:30:24 -7", "2022-01-07T04:30:24-07:00"),
            ("2022-01-07 04:30:24 +09:00", "2022-01-07T04:30:24+09:00"),
            ("2022-01-07 4:30 UTC", "2022-01-07T04:30Z"),
            ("2022-01-07 04:30 UtC", "2022-01-07T04:30Z"),
            ("2022-01-07 04.30 UTC", "2022-01-07T04:30Z"),
            ("2022-01-07 +0900", "2022-01-07"),
            ("2022-01-07T04:30:24Z", "2022-01-07T04:30:24Z"),
            ("2022-01-07T04:30:24.123Z", "2022-01-07T04:30:24Z"),
            ("2022-01-07T04:30:24.123456+08:00", "2022-01-07T04:30:24+08:00"),
            ("2022-01-07T04:30", "2022-01-07T04:30"),
            ("2022-01-07T4:30", "2022-01-07T04:30"),
            ("2022-01-07T04:30:24-08:00", "2022-01-07T04:30:24-08:00"),
            ("2023-01-29 10:41:00 0000 -0600", "2023-01-29T10:41:00-06:00"),
            ("2022-1-7T04:30:24.123+8:0", "2022-01-07T04:30:24+08:00"),
            ("\"2022年01月07日\"", "2022-01-07"),
            ("2020年1月2日", "2020-01-02"),
            ("2022年1月7日 下午4:30", "2022-01-07T16:30"),
            ("2022 年 1 月 7 日 12：30", "2022-01-07T12:30"),
            ("2022-01-07 04:30 PM", "2022-01-07T16:30"),
            ("2022년 1월 7일", "2022-01-07"),
            ("Fri, 07 Jan 2022 04:30:24 GMT", "2022-01-07T04:30:24Z"),
            ("Thu, 07 Jan 2022 04:30:24 GMT", "2022-01-07T04:30:24Z"),
            ("Fri, 7 Jan 22 04:30 +0800", "2022-01-07T04:30+08:00"),
            ("Fri Jan  7 04:30:24 2022", "2022-01-07T04:30:24"),
            ("Fri Jan 7 04:30:24 2022 +0800", "2022-01-07T04:30:24+08:00"),
            ("Thu, 31 Dec 1936 00:00:00 GMT", "1936-12-31T00:00:00Z"),
            ("January 7, 2022", "2022-01-07"),
            ("7 Jan 2022", "2022-01-07"),
            ("07-Jan-2022", "2022-01-07"),
            ("2022-Jan-07 04:30", "2022-01-07T04:30"),
            ("Jan. 7th, 2022", "2022-01-07"),
            ("Friday, January 7th 2022, 4:30:24 pm", "2022-01-07T16:30:24"),
            ("Sat Jan 8 00:30:00 CST 2022", "2022-01-08T00:30:00"),
            ("Fri Jan 07 2022 12:30:24 GMT+0800 (China Standard Time)", "2022-01-07T12:30:24+08:00"),
            ("2022-01-07 12:30:24 UTC+8", "2022-01-07T12:30:24+08:00"),
            ("2022-01-07T12:30:24+08:00[Asia/Shanghai]", "2022-01-07T12:30:24+08:00"),
            ("2022-01-07 12:30:24 +0530", "2022-01-07T12:30:24+05:30"),
            ("2022-01-07 12:00 AM", "2022-01-07T00:00"),
            ("1/7/2022, 11:59:59 PM", "2022-01-07T23:59:59"),
            ("2022-1-7 4:3", "2022-01-07T04:03"),
            ("2022-01-07 4:30:24 -9", "2022-01-07T04:30:24-09:00"),
            ("'2022-01-07'", "2022-01-07"),
            ("07/01/2022", "2022-07-01"),
            ("27/01/2022", "2022-01-27"),
            ("20220107", "2022-01-07"),
            ("20220107T0430", "!2022-01-07"),
            ("1641529824", "2022-01-07T04:30:24Z"),
            ("1641529824000", "2022-01-07T04:30:24Z"),
            ("２０２２－０１－０７", "2022-01-07"),
            ("2020-02-29 23:59:60", "2020-02-29T23:59:60"),
            ("2022-01", "2022-01"),
            ("2022年1月", "2022-01"),
            ("2022 年 1 月", "2022-01"),
            ("2022/1", "2022-01"),
            ("January 2022", "2022-01"),
            ("Jan 2022", "2022-01"),
            ("2022", "2022"),
            ("2022 年", "2022"),
            ("2022-01 后", "!2022-01"),
            ("9876", "!none"),
            ("2022-13", "!none"),
            ("2022-0", "!none"),
            ("2022-1-257", "!2022-01"),
            ("0000-00-00 00:00:00", "!none"),
            ("2022-01-07 25:00:00", "!2022-01-07"),
            ("2022-13-45", "!none"),
            ("2022-02-30", "!none"),
            ("20019-04-01 10:00:00", "!none"),
            ("Fri, 32 Jan 2022 04:30:24 GMT", "!none"),
            ("时间", "!none"),
            ("`r Sys.Date()`", "!none"),
            ("{{ date }}", "!none"),
            ("true", "!none"),
            ("false", "!none"),
            ("None", "!none"),
            ("", "!none"),
        ] {
            assert_eq!(iso(text), expected, "{text:?}");
        }
    }

    #[test]
    fn moments() {
        let at = |text, zone| read(text, zone).date.map(|date| date.timestamp);
        assert_eq!(at("Fri, 07 Jan 2022 04:30:24 GMT", None), Some(1_641_529_824));
        assert_eq!(at("2022-01-07 12:30:24", Some("+08:00")), Some(1_641_529_824));
        assert_eq!(at("2022-01-07 12:30:24", Some("UTC")), Some(1_641_558_624));
        assert_eq!(at("1969-12-31 23:59:59Z", None), Some(-1));
    }

    #[test]
    fn file_names() {
        let read = |stem| in_file_name(stem, Some("UTC")).map(|(date, rest)| (date.to_string(), rest));
        assert_eq!(read("2020-11-14-标题"), Some(("2020-11-14".to_owned(), "标题")));
        assert_eq!(read("2025-8-18-using"), Some(("2025-08-18".to_owned(), "using")));
        assert_eq!(read("2020-11-14"), Some(("2020-11-14".to_owned(), "")));
        for stem in ["2020-13-14-x", "1-2-3", "2020-11", "20201-11-14-x", "2020-11-145", "a-2020-11-14", "2020-11-14x"]
        {
            assert_eq!(read(stem), None, "{stem}");
        }
    }

    #[test]
    fn paths() {
        for (path, expected) in [
            ("2014/12/12/core-team", Some("2014-12-12")),
            ("/2014/12/12/", Some("2014-12-12")),
            ("inside-rust/2026/02/11/slug", Some("2026-02-11")),
            ("https://example.org/blog/2020/3/4/a.html?from=2021/01/01", Some("2020-03-04")),
            ("/blog/2020-03-04-title/", Some("2020-03-04")),
            ("/blog/2020_03_04", Some("2020-03-04")),
            ("/2020/03/04/2021/05/06/x", Some("2021-05-06")),
            ("2020/13/04/x", None),
            ("2020/02/30/x", None),
            ("2020/03/x", None),
            ("2020/003/04/x", None),
            ("0042/03/04/x", None),
            ("20200/03/04/x", None),
            ("2020/３/04/x", None),
            ("/:year/:month/:day/:title/", None),
            ("a-2020-03-04", None),
            ("?2020/03/04", None),
            ("", None),
        ] {
            assert_eq!(in_path(path, Some("UTC")).map(|date| date.to_string()).as_deref(), expected, "{path}");
        }
    }

    proptest! {
        #[test]
        fn any_text(text in "[-0-9:+TZ/. 年月日JanFri,下午]{0,30}") {
            let found = read(&text, Some("UTC"));
            if let Some(date) = found.date {
                prop_assert_eq!(read(&date.iso(), Some("UTC")).date, Some(date), "{}", date.iso());
            }
        }
    }
}
