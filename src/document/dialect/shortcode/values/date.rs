//! Dates in templates: `date: "%Y-%m-%d"`.

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const DAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/// A date and time as it is written, without regard to zones.
struct Moment {
    year: u32,
    month: u32,
    day: u32,
    time: [u32; 3],
    zone: String,
}

/// A date formatted by the directives of `strftime`; `None` if the text is no date.
pub(in crate::document::dialect::shortcode::values) fn format(text: &str, format: &str) -> Option<String> {
    let moment = Moment::parse(text)?;
    let mut out = String::with_capacity(format.len() + 16);
    let mut chars = format.chars();
    while let Some(c) = chars.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        let (mut flag, mut directive) = (None, chars.next());
        if let Some(mark @ ('-' | '_' | '0' | '^')) = directive {
            (flag, directive) = (Some(mark), chars.next());
        }
        match directive {
            Some('%') => out.push('%'),
            Some(directive) => match moment.directive(directive, flag) {
                Some(text) => out.push_str(&text),
                None => out.extend(['%', directive]),
            },
            None => out.push('%'),
        }
    }
    Some(out)
}

impl Moment {
    /// `2024-05-06`, `2024-05-06 07:08:09 +0900`, `2024-05-06T07:08:09Z`.
    fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (date, rest) = text.split_at_checked(text.find([' ', 'T']).unwrap_or(text.len()))?;
        let separator = if date.contains('/') { '/' } else { '-' };
        let mut parts = date.split(separator).map(|part| part.parse::<u32>().ok());
        let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
        let rest = rest.trim_start_matches([' ', 'T']);
        let end = rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, ':' | '.')).unwrap_or(rest.len());
        let (clock, zone) = rest.split_at_checked(end)?;
        let mut time = [0; 3];
        for (slot, part) in time.iter_mut().zip(clock.split(':')) {
            *slot = part.split('.').next().and_then(|part| part.parse().ok()).unwrap_or(0);
        }
        let zone = match zone.trim() {
            "" | "Z" | "UTC" => "+0000".to_owned(),
            zone => zone.replace(':', ""),
        };
        let is_date = (1..=9999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
        is_date.then_some(Self { year, month, day, time, zone })
    }

    fn directive(&self, directive: char, flag: Option<char>) -> Option<String> {
        let [hour, minute, second] = self.time;
        let number = |value: u32, width: usize, blank: bool| match flag {
            Some('-') => value.to_string(),
            Some('_') => format!("{value:width$}"),
            _ if blank => format!("{value:width$}"),
            _ => format!("{value:0width$}"),
        };
        let name = |names: &[&str], at: u32, length: usize| {
            let name = names.get(at as usize).copied().unwrap_or_default();
            let name = name.get(..length.min(name.len())).unwrap_or(name);
            if flag == Some('^') { name.to_ascii_uppercase() } else { name.to_owned() }
        };
        let twelve = if hour % 12 == 0 { 12 } else { hour % 12 };
        Some(match directive {
            'Y' => self.year.to_string(),
            'y' => number(self.year % 100, 2, false),
            'm' => number(self.month, 2, false),
            'd' => number(self.day, 2, false),
            'e' => number(self.day, 2, true),
            'j' => number(self.day_of_year(), 3, false),
            'B' => name(&MONTHS, self.month - 1, usize::MAX),
            'b' | 'h' => name(&MONTHS, self.month - 1, 3),
            'A' => name(&DAYS, self.weekday(), usize::MAX),
            'a' => name(&DAYS, self.weekday(), 3),
            'u' => if self.weekday() == 0 { 7 } else { self.weekday() }.to_string(),
            'w' => self.weekday().to_string(),
            'H' => number(hour, 2, false),
            'k' => number(hour, 2, true),
            'I' => number(twelve, 2, false),
            'l' => number(twelve, 2, true),
            'M' => number(minute, 2, false),
            'S' => number(second, 2, false),
            'p' => if hour < 12 { "AM" } else { "PM" }.to_owned(),
            'P' => if hour < 12 { "am" } else { "pm" }.to_owned(),
            'z' => self.zone.clone(),
            'F' => format!("{}-{:02}-{:02}", self.year, self.month, self.day),
            'T' | 'X' => format!("{hour:02}:{minute:02}:{second:02}"),
            'R' => format!("{hour:02}:{minute:02}"),
            'D' | 'x' => format!("{:02}/{:02}/{:02}", self.month, self.day, self.year % 100),
            _ => return None,
        })
    }

    fn day_of_year(&self) -> u32 {
        let leap = self.year.is_multiple_of(4) && (!self.year.is_multiple_of(100) || self.year.is_multiple_of(400));
        let before = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
        let before = before.get(self.month as usize - 1).copied().unwrap_or(0);
        before + self.day + u32::from(leap && self.month > 2)
    }

    /// From Sunday (Sakamoto's method).
    fn weekday(&self) -> u32 {
        let shift = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4].get(self.month as usize - 1).copied().unwrap_or(0);
        let year = if self.month < 3 { self.year - 1 } else { self.year };
        (year + year / 4 - year / 100 + year / 400 + shift + self.day) % 7
    }
}
