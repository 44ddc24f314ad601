//! The configuration file, read so that a mistake costs its line alone.

use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::setting::Refusal;
use super::{Config, KeyRow};
use crate::keys::Chord;
use crate::problem::{Code, Problem};
use crate::text::{Places, nearest};

/// The tables of the file.
const TABLES: &[&str] = &["collections", "list", "reading", "images", "typography", "keys"];

/// A configuration file under way.
struct Reader<'a> {
    config: Config,
    places: Places<'a>,
    problems: Vec<Problem>,
}

impl Config {
    /// Reads a configuration file. What is wrong changes nothing and is a problem with its place; the rest holds.
    pub fn load(source: &str, origin: &Path) -> (Self, Vec<Problem>) {
        let config = Self { origin: origin.to_owned(), ..Self::default() };
        let mut reader = Reader { config, places: Places::new(source), problems: Vec::new() };
        let table = reader.parse(source);
        reader.top(&table);
        reader.finish()
    }

    /// Reads a file of bindings alone, such as [`Config::SHIPPED_KEYS`]: tables by scope at its top.
    pub fn load_keys(source: &str) -> (Vec<KeyRow>, Vec<Problem>) {
        let mut reader = Reader { config: Self::default(), places: Places::new(source), problems: Vec::new() };
        let table = reader.parse(source);
        reader.scopes("", &table);
        let (config, problems) = reader.finish();
        (config.keys, problems)
    }
}

impl Reader<'_> {
    fn parse<'s>(&mut self, source: &'s str) -> DeTable<'s> {
        let (table, errors) = DeTable::parse_recoverable(source);
        for error in errors {
            let at = error.span().map_or(0, |span| span.start);
            self.complain(at, Problem::new(Code::ConfigInvalid).with(error.message()));
        }
        table.into_inner()
    }

    fn finish(mut self) -> (Config, Vec<Problem>) {
        self.config.keys.sort_by_key(|row| (row.line, row.column));
        self.problems.sort_by_key(|problem| (problem.line, problem.column));
        (self.config, self.problems)
    }

    fn top(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            match value.get_ref() {
                DeValue::Table(rows) if name == "keys" => self.scopes("keys.", rows),
                DeValue::Table(rows) if TABLES.contains(&name) => {
                    for (inner, value) in rows {
                        self.assign(key_of(name, inner), inner, value);
                    }
                }
                DeValue::Table(_) => {
                    let near = nearest(name, TABLES.iter().copied()).map(str::to_owned);
                    self.refuse(key.span().start, Refusal::Unknown(near), name, "");
                }
                other if TABLES.contains(&name) => {
                    self.refuse(value.span().start, Refusal::Value(format!("[{name}]")), name, &text_of(other));
                }
                _ => self.assign(name.to_owned(), key, value),
            }
        }
    }

    fn assign(&mut self, full: String, key: &Spanned<std::borrow::Cow<'_, str>>, value: &Spanned<DeValue<'_>>) {
        let text = text_of(value.get_ref());
        let scalar = !matches!(value.get_ref(), DeValue::Array(_) | DeValue::Table(_));
        let set = match value.get_ref() {
            // The switches of the typesetter are words; TOML has booleans for them too.
            DeValue::Boolean(set) if full != "mouse" => self.config.assign(&full, if *set { "on" } else { "off" }),
            _ if scalar => self.config.assign(&full, &text),
            // Tried with a text that never fits, on a copy, for the words that would.
            _ => match self.config.clone().assign(&full, "[…]") {
                Ok(()) => Err(Refusal::Value("\"…\"".to_owned())),
                refused => refused,
            },
        };
        if let Err(refusal) = set {
            let at = if matches!(refusal, Refusal::Unknown(_)) { key.span().start } else { value.span().start };
            self.refuse(at, refusal, &full, &text);
        }
    }

    fn scopes(&mut self, prefix: &str, table: &DeTable<'_>) {
        for (key, value) in table {
            let scope = key.get_ref().as_ref();
            match value.get_ref() {
                DeValue::Table(rows) if Config::SCOPES.contains(&scope) => {
                    for (chord, command) in rows {
                        self.binding(scope, chord, command);
                    }
                }
                other if Config::SCOPES.contains(&scope) => {
                    let fits = format!("[{prefix}{scope}]");
                    self.refuse(value.span().start, Refusal::Value(fits), scope, &text_of(other));
                }
                _ => {
                    let near = nearest(scope, Config::SCOPES.iter().copied()).map(|near| format!("{prefix}{near}"));
                    self.refuse(key.span().start, Refusal::Unknown(near), &format!("{prefix}{scope}"), "");
                }
            }
        }
    }

    fn binding(&mut self, scope: &str, chord: &Spanned<std::borrow::Cow<'_, str>>, command: &Spanned<DeValue<'_>>) {
        let full = format!("keys.{scope}");
        let parsed = match Chord::parse(chord.get_ref()) {
            Ok(parsed) if !parsed.is_count() => parsed,
            _ => {
                let fits = Refusal::Value("j, gg, <C-d>, <A-Right>, <Space>, <lt>".to_owned());
                return self.refuse(chord.span().start, fits, &full, chord.get_ref());
            }
        };
        let DeValue::String(name) = command.get_ref() else {
            let at = command.span().start;
            return self.refuse(at, Refusal::Value("\"…\"".to_owned()), &full, &text_of(command.get_ref()));
        };
        let (line, column) = self.places.at(chord.span().start);
        let row = KeyRow { scope: scope.to_owned(), chord: parsed, command: name.trim().to_owned(), line, column };
        self.config.keys.push(row);
    }

    fn refuse(&mut self, at: usize, refusal: Refusal, key: &str, value: &str) {
        self.complain(at, refusal.problem(key, value));
    }

    fn complain(&mut self, at: usize, problem: Problem) {
        let (line, column) = self.places.at(at);
        self.problems.push(problem.at(line, column));
    }
}

fn key_of(table: &str, key: &Spanned<std::borrow::Cow<'_, str>>) -> String {
    format!("{table}.{}", key.get_ref())
}

/// A value as it is compared and shown.
fn text_of(value: &DeValue<'_>) -> String {
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
