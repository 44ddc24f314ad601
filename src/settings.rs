//! Reads TOML files of settings. A mistake costs only its own line.

use std::collections::BTreeSet;

use toml::de::{DeTable, DeValue};

use crate::problem::{Code, Problem};
use crate::text::{LineIndex, nearest};

/// Maximum number of invalid lines that are blanked one by one; with more, the parser recovers on its own.
const MAX_REPAIRED: usize = 32;

/// Maximum number of problems reported for one file; once they are fixed, the next ones appear.
const MAX_PROBLEMS: usize = 256;

/// A file of settings being read, with its problems.
#[derive(Debug)]
pub struct SettingsReader<'a> {
    places: LineIndex<'a>,
    problems: Vec<Problem>,
    /// Lines that are not valid TOML.
    broken: BTreeSet<u32>,
}

impl<'a> SettingsReader<'a> {
    /// Reads a file: `take` receives its table, without the lines that are not valid TOML. Each of those is a problem.
    /// Returns all problems in file order.
    pub fn read(source: &'a str, take: &mut dyn FnMut(&mut Self, &DeTable<'_>)) -> Vec<Problem> {
        let mut reading = Self::of(source);
        let (table, errors) = DeTable::parse_recoverable(source);
        if errors.is_empty() {
            take(&mut reading, table.get_ref());
        } else {
            let text = reading.repaired(source);
            take(&mut reading, DeTable::parse_recoverable(&text).0.get_ref());
        }
        reading.finish()
    }

    fn of(source: &'a str) -> Self {
        Self { places: LineIndex::new(source), problems: Vec::new(), broken: BTreeSet::new() }
    }

    /// Blanks every line that is not valid TOML, keeping all byte offsets.
    fn repaired(&mut self, source: &str) -> String {
        let mut text = source.to_owned();
        for _ in 0..MAX_REPAIRED {
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

    /// Reports an unknown key at this byte.
    pub fn unknown_key<'k>(&mut self, at: usize, key: &str, known: impl IntoIterator<Item = &'k str>) {
        let nearest = nearest(key, known).unwrap_or_default();
        self.report(at, Problem::new(Code::ConfigUnknown).with(key).with(nearest));
    }

    /// Reports an invalid value at this byte, with the allowed values.
    pub fn invalid_value(&mut self, at: usize, key: &str, value: &str, fits: &str) {
        self.report(at, Problem::new(Code::ConfigValue).with(key).with(value).with(fits));
    }

    /// Reports a problem at this byte.
    pub fn report(&mut self, at: usize, problem: Problem) {
        if self.problems.len() < MAX_PROBLEMS {
            let (line, column) = self.places.at(at);
            self.problems.push(problem.at(line, column));
        }
    }

    /// Line and column of a byte.
    pub fn position(&self, at: usize) -> (u32, u32) {
        self.places.at(at)
    }

    fn finish(mut self) -> Vec<Problem> {
        self.problems.sort_by_key(|problem| (problem.line, problem.column));
        self.problems
    }

    /// Reports a line that is not valid TOML, once per line.
    fn invalid(&mut self, at: usize, message: &str) {
        if self.broken.insert(self.places.line(at)) {
            self.report(at, Problem::new(Code::ConfigInvalid).with(message));
        }
    }
}

/// A value as text, for comparing and for messages.
pub fn value_text(value: &DeValue<'_>) -> String {
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

/// Blanks the line of this byte. Returns whether it was not blank already. For an invalid table header its rows are
/// blanked too; otherwise they would belong to the table above.
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
        for (source, repaired, lines) in [
            ("a = 1\nb c\nd = 2", "a = 1\n   \nd = 2", &[2][..]),
            ("a = 1\na = 2\n", "a = 1\n     \n", &[2]),
            ("[x\na = 1\n[y]\nb = 2\n", "  \n     \n[y]\nb = 2\n", &[1]),
            ("中 = 1\nb = 2", "       \nb = 2", &[1]),
            ("a = 1", "a = 1", &[]),
        ] {
            let mut reading = SettingsReader::of(source);
            let text = reading.repaired(source);
            let found: Vec<u32> = reading.finish().iter().filter_map(|problem| problem.line).collect();
            assert_eq!((text.as_str(), found.as_slice()), (repaired, lines), "{source}");
        }
    }

    proptest! {
        #[test]
        fn places_stay(source in "[a-c=\\[\\]\"'\n #中1.]{0,60}") {
            let text = SettingsReader::of(&source).repaired(&source);
            prop_assert_eq!(text.len(), source.len());
            prop_assert_eq!(text.matches('\n').count(), source.matches('\n').count());
            let mut taken = 0;
            let problems = SettingsReader::read(&source, &mut |_, _| taken += 1);
            prop_assert_eq!(taken, 1);
            prop_assert!(!problems.is_empty() || text == source);
        }
    }
}
