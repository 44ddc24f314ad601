//! TOML files of settings, read so that a mistake costs its line alone.

use std::collections::BTreeSet;

use toml::de::{DeTable, DeValue};

use crate::problem::{Code, Problem};
use crate::text::{Places, nearest};

/// How many broken lines are mended one by one; beyond them the parser recovers as well as it can.
const MENDED: usize = 32;

/// How many problems of one file are told; whoever mends these sees the next.
const TOLD: usize = 256;

/// A file of settings being read, and what is wrong with it.
#[derive(Debug)]
pub struct Reading<'a> {
    places: Places<'a>,
    problems: Vec<Problem>,
    /// Lines that were found to be no TOML.
    broken: BTreeSet<u32>,
}

impl<'a> Reading<'a> {
    /// Reads a file: `take` is given its table, without the lines that are no TOML. Each of these is a problem; all
    /// problems come back in the order of the file.
    pub fn read(source: &'a str, take: &mut dyn FnMut(&mut Self, &DeTable<'_>)) -> Vec<Problem> {
        let mut reading = Self::of(source);
        let (table, errors) = DeTable::parse_recoverable(source);
        if errors.is_empty() {
            take(&mut reading, table.get_ref());
        } else {
            let text = reading.mended(source);
            take(&mut reading, DeTable::parse_recoverable(&text).0.get_ref());
        }
        reading.finish()
    }

    fn of(source: &'a str) -> Self {
        Self { places: Places::new(source), problems: Vec::new(), broken: BTreeSet::new() }
    }

    /// A text with every line that is no TOML blanked out, all bytes in their place.
    fn mended(&mut self, source: &str) -> String {
        let mut text = source.to_owned();
        for _ in 0..MENDED {
            let Some((at, message)) = first_error(&text) else { return text };
            self.invalid(at, &message);
            if !blank(&mut text, at) {
                break;
            }
        }
        let rest = DeTable::parse_recoverable(&text).1;
        for error in rest {
            self.invalid(error.span().map_or(0, |span| span.start), error.message());
        }
        text
    }

    /// A key that does not exist, at this byte.
    pub fn unknown<'k>(&mut self, at: usize, key: &str, known: impl IntoIterator<Item = &'k str>) {
        let nearest = nearest(key, known).unwrap_or_default();
        self.complain(at, Problem::new(Code::ConfigUnknown).with(key).with(nearest));
    }

    /// A value that does not fit, at this byte, and what would.
    pub fn unfit(&mut self, at: usize, key: &str, value: &str, fits: &str) {
        self.complain(at, Problem::new(Code::ConfigValue).with(key).with(value).with(fits));
    }

    /// Any problem, at this byte.
    pub fn complain(&mut self, at: usize, problem: Problem) {
        if self.problems.len() < TOLD {
            let (line, column) = self.places.at(at);
            self.problems.push(problem.at(line, column));
        }
    }

    /// Line and column of a byte.
    pub fn place(&self, at: usize) -> (u32, u32) {
        self.places.at(at)
    }

    fn finish(mut self) -> Vec<Problem> {
        self.problems.sort_by_key(|problem| (problem.line, problem.column));
        self.problems
    }

    /// A line that is no TOML; once for each line.
    fn invalid(&mut self, at: usize, message: &str) {
        if self.broken.insert(self.places.line(at)) {
            self.complain(at, Problem::new(Code::ConfigInvalid).with(message));
        }
    }
}

/// A value as it is compared and shown.
pub fn word(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => text.to_string(),
        DeValue::Integer(number) => number.as_str().to_owned(),
        DeValue::Float(number) => number.as_str().to_owned(),
        DeValue::Boolean(set) => set.to_string(),
        DeValue::Datetime(date) => date.to_string(),
        DeValue::Array(_) => "[…]".to_owned(),
        DeValue::Table(_) => "{…}".to_owned(),
    }
}

fn first_error(text: &str) -> Option<(usize, String)> {
    let errors = DeTable::parse_recoverable(text).1;
    let placed = errors.iter().map(|error| (error.span().map_or(0, |span| span.start), error.message().to_owned()));
    placed.min_by_key(|(at, _)| *at)
}

/// Blanks the line this byte is on; whether there was anything. A broken table header takes its rows along, which would
/// else belong to the table above.
fn blank(text: &mut String, at: usize) -> bool {
    let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
    let Some(rest) = text.get(start..) else { return false };
    let first = rest.find('\n').unwrap_or(rest.len());
    let header = rest.trim_start_matches([' ', '\t']).starts_with('[');
    let end = if header {
        rest.get(first..).and_then(|rows| rows.find("\n[")).map_or(rest.len(), |at| first + at)
    } else {
        first
    };
    let line = rest.get(..end).unwrap_or_default();
    if line.trim().is_empty() {
        return false;
    }
    let blanks: String = line.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
    text.replace_range(start..start + end, &blanks);
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn broken_lines_are_blanked() {
        for (source, mended, lines) in [
            ("a = 1\nb c\nd = 2", "a = 1\n   \nd = 2", &[2][..]),
            ("a = 1\na = 2\n", "a = 1\n     \n", &[2]),
            ("[x\na = 1\n[y]\nb = 2\n", "  \n     \n[y]\nb = 2\n", &[1]),
            ("中 = 1\nb = 2", "       \nb = 2", &[1]),
            ("a = 1", "a = 1", &[]),
        ] {
            let mut reading = Reading::of(source);
            let text = reading.mended(source);
            let found: Vec<u32> = reading.finish().iter().filter_map(|problem| problem.line).collect();
            assert_eq!((text.as_str(), found.as_slice()), (mended, lines), "{source}");
        }
    }

    proptest! {
        #[test]
        fn places_stay(source in "[a-c=\\[\\]\"'\n #中1.]{0,60}") {
            let text = Reading::of(&source).mended(&source);
            prop_assert_eq!(text.len(), source.len());
            prop_assert_eq!(text.matches('\n').count(), source.matches('\n').count());
            let mut taken = 0;
            let problems = Reading::read(&source, &mut |_, _| taken += 1);
            prop_assert_eq!(taken, 1);
            prop_assert!(!problems.is_empty() || text == source);
        }
    }
}
