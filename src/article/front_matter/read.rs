//! From front matter in any language to metadata: by a strict parser if possible, otherwise line by line.

use std::borrow::Cow;

use crate::article::front_matter::fields;
use crate::article::front_matter::fields::Fields;
use crate::article::front_matter::split;
use crate::article::front_matter::split::{Format, Split, lines};
use crate::article::front_matter::value::{Pairs, Value};
use crate::article::front_matter::yaml::ParseError;
use crate::article::front_matter::{fast_yaml, lenient, names, yaml};
use crate::article::metadata::Article;
use crate::article::reading::Reading;
use crate::problem::{Code, Problem};
use crate::text::first_bytes;
use crate::text::is_shown;

/// Front matter longer than this, in bytes, is not passed to a strict parser.
const MAX_BYTES: usize = 64 << 10;

/// Front matter with more brackets open at once is not passed to a strict parser.
const MAX_BRACKETS: usize = 64;

/// Metadata and body of a text. `jekyll` says that the file is named like a Jekyll post.
pub(in crate::article) fn read<'a>(text: &'a str, jekyll: bool, reading: &Reading) -> (Article, &'a str) {
    let mut article = Article::default();
    let mut split = split::split(text);
    let Some(format) = split.format else { return (article, split.body) };
    let mut pairs = match strict(format, split.source) {
        Ok(pairs) => pairs,
        Err(rejection) => {
            // If front matter is never closed, a rule in the body can be mistaken for its closing line.
            if let Some(earlier) = never_closed(&split, text) {
                split = earlier;
            }
            let pairs = read_lenient(format, split.source);
            let is_front_matter = split.source.trim().is_empty() || pairs.iter().any(|(key, _)| names::is_known(key));
            if !is_front_matter {
                return (article, text.trim_start_matches('\u{feff}'));
            }
            article.problems.push(rejection.problem(&split));
            pairs
        }
    };
    if split.unclosed {
        article.problems.push(Problem::new(Code::FrontMatterUnclosed).at(split.line.saturating_sub(1).max(1), 1));
    }
    let place = |key: &str| place_of(&split, key);
    for (key, limit) in fields::bound(&mut pairs) {
        let problem = Problem::new(Code::FieldCut).with(key).with(limit);
        article.problems.push(match place(key) {
            Some((line, column)) => problem.at(line, column),
            None => problem,
        });
    }
    let fields = Fields::new(&pairs, reading, jekyll, &place);
    fields.fill(&mut article);
    article.date = article.date.or_else(|| fields.date_of_path());
    (article, split.body)
}

/// Whether a text begins with front matter.
pub fn begins_with_front_matter(text: &str) -> bool {
    let split = split::split(text);
    split.format.is_some() && (!split.unclosed || !split.source.is_empty())
}

/// Parses front matter that a strict parser rejected: again without control characters if it has any, otherwise line by
/// line.
fn read_lenient(format: Format, source: &str) -> Pairs<'_> {
    if source.len() <= MAX_BYTES && source.contains(is_control) {
        let shown: String = source.chars().filter(|c| !is_control(*c)).collect();
        if let Ok(pairs) = strict(format, &shown) {
            return pairs.into_iter().map(|(key, value)| (Cow::Owned(key.into_owned()), value.into_owned())).collect();
        }
    }
    lenient::parse(source)
}

fn is_control(c: char) -> bool {
    !is_shown(c) && !matches!(c, '\n' | '\r' | '\t')
}

/// Why front matter is parsed line by line.
enum Rejection {
    Limit(String),
    Parser(ParseError),
}

impl Rejection {
    fn problem(self, split: &Split<'_>) -> Problem {
        match self {
            Self::Limit(limit) => Problem::new(Code::FrontMatterTooLarge).with(limit).at(split.line, 1),
            Self::Parser(ParseError { message, place }) => {
                let (line, column) = place.unwrap_or((1, 1));
                // Something missing at the end is reported for a line past the last one.
                let below = line.saturating_sub(1).min(lines(split.source).count().saturating_sub(1) as u32);
                Problem::new(Code::FrontMatterInvalid).with(message).at(split.line + below, column.max(1))
            }
        }
    }
}

fn strict(format: Format, source: &str) -> Result<Pairs<'_>, Rejection> {
    if source.len() > MAX_BYTES {
        return Err(Rejection::Limit(format!("{} kB", MAX_BYTES >> 10)));
    }
    if format == Format::Yaml
        && let Some(pairs) = fast_yaml::parse(source)
    {
        return Ok(pairs);
    }
    if open_brackets(source) > MAX_BRACKETS {
        return Err(Rejection::Limit(format!("{MAX_BRACKETS} [{{")));
    }
    match format {
        Format::Yaml => {
            let mut pairs = yaml::parse(source).map_err(|mut error| {
                // The parser reports no line for a forbidden character.
                if let Some(at) = source.find(is_control).filter(|_| error.message.contains("control char")) {
                    error.place = Some(place_of_byte(source, at));
                }
                Rejection::Parser(error)
            })?;
            respell(&mut pairs, source);
            Ok(pairs)
        }
        Format::Lines => Ok(lenient::parse(source)),
        Format::Toml => toml(source).map_err(Rejection::Parser),
        Format::Json => json(source).map_err(Rejection::Parser),
        Format::JsonMembers => {
            json(&format!("{{{}}}", source.trim_end().trim_end_matches(','))).map_err(Rejection::Parser)
        }
    }
}

/// The value of a text in a format, with all keys; `None` if it is too large or cannot be parsed.
pub(in crate::article::front_matter) fn any(format: Format, source: &str) -> Option<Value<'static>> {
    if format == Format::Yaml {
        let is_small = source.len() <= MAX_BYTES && open_brackets(source) <= MAX_BRACKETS;
        return is_small.then(|| yaml::any(source).ok()).flatten();
    }
    let pairs = match format {
        Format::Toml => toml(source).ok()?,
        _ => strict(format, source).ok()?,
    };
    Some(Value::Map(pairs.into_iter().map(|(key, value)| (key.into_owned(), value.into_owned())).collect()))
}

/// The maximum number of brackets open at once, including those in strings.
fn open_brackets(source: &str) -> usize {
    let (mut open, mut most) = (0usize, 0);
    for byte in source.bytes() {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        most = most.max(open);
    }
    most
}

/// A YAML parser gives the value of a number, not its spelling; `1.10` may be a name.
fn respell(pairs: &mut Pairs<'_>, source: &str) {
    if !pairs.iter().any(|(_, value)| value.has_number()) {
        return;
    }
    let spelled = lenient::parse(source);
    for (key, value) in pairs.iter_mut().filter(|(_, value)| value.has_number()) {
        if let Some((_, spelling)) = spelled.iter().rev().find(|(other, _)| other == key) {
            value.respell(spelling);
        }
    }
}

/// The same front matter, ended before the first line after a blank one that is not part of it.
fn never_closed<'a>(split: &Split<'a>, text: &'a str) -> Option<Split<'a>> {
    if split.unclosed || split.format != Some(Format::Yaml) {
        return None;
    }
    let mut blank = false;
    let stray = lines(split.source).any(|(_, line)| {
        let stray = blank && line.starts_with(|c: char| !c.is_whitespace() && !matches!(c, '-' | '#' | '}' | ']'));
        let stray = stray && split::key_of(line).is_none();
        blank = line.trim().is_empty();
        stray
    });
    let start = split.source.as_ptr().addr().checked_sub(text.as_ptr().addr())?;
    stray.then(|| split::unclosed(text.get(start..)?, split.line)).flatten()
}

/// Line and column of a key in the file.
fn place_of(split: &Split<'_>, key: &str) -> Option<(u32, u32)> {
    let found = lines(split.source).zip(split.line..).find_map(|((_, line), number)| {
        let content = line.trim_start();
        let same = split::key_of(content).is_some_and(|found| names::is_same(found, key));
        same.then_some((number, (line.len() - content.len()) as u32 + 1))
    });
    Some(found.unwrap_or((split.line, 1)))
}

fn toml(source: &str) -> Result<Pairs<'static>, ParseError> {
    let table: toml::Table = source.parse().map_err(|error: toml::de::Error| {
        let place = error.span().map(|span| place_of_byte(source, span.start));
        ParseError { message: error.message().to_owned(), place }
    })?;
    Ok(table.into_iter().map(|(key, value)| (Cow::Owned(key), from_toml(value))).collect())
}

fn place_of_byte(source: &str, byte: usize) -> (u32, u32) {
    let before = first_bytes(source, byte);
    let line = before.matches('\n').count() as u32 + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() as u32 + 1;
    (line, column)
}

/// Recursion is safe: the parser limits the depth to about a hundred.
fn from_toml(value: toml::Value) -> Value<'static> {
    match value {
        toml::Value::String(text) => Value::Text(Cow::Owned(text)),
        toml::Value::Array(items) => Value::List(items.into_iter().map(from_toml).collect()),
        toml::Value::Table(table) => {
            Value::Map(table.into_iter().map(|(key, value)| (key, from_toml(value))).collect())
        }
        toml::Value::Datetime(date) => Value::Text(Cow::Owned(date.to_string())),
        scalar => Value::Number(scalar.to_string()),
    }
}

fn json(source: &str) -> Result<Pairs<'static>, ParseError> {
    let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(source).map_err(|error| {
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default().to_owned();
        ParseError { message, place: Some((error.line() as u32, error.column() as u32)) }
    })?;
    Ok(object.into_iter().map(|(key, value)| (Cow::Owned(key), from_json(value))).collect())
}

pub(in crate::article::front_matter) fn from_json(value: serde_json::Value) -> Value<'static> {
    match value {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::String(text) => Value::Text(Cow::Owned(text)),
        serde_json::Value::Array(items) => Value::List(items.into_iter().map(from_json).collect()),
        serde_json::Value::Object(members) => {
            Value::Map(members.into_iter().map(|(key, value)| (key, from_json(value))).collect())
        }
        scalar => Value::Number(scalar.to_string()),
    }
}
