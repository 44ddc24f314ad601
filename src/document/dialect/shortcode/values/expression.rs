//! Parses expressions: `page.title | escape`, `site.data["x"][0].name`, `"text" | append: ".html"`.

use crate::document::dialect::value::Value;

/// The maximum number of steps of a path, and of filters.
const MOST: usize = 16;

/// The maximum nesting of brackets.
const DEEPEST: usize = 4;

/// A value as it is written.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::document::dialect::shortcode) enum Term<'a> {
    /// A text, number or boolean.
    Literal(Value),
    /// A path from a name.
    Path(Vec<Step<'a>>),
}

/// A step of a path.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::document::dialect::shortcode) enum Step<'a> {
    /// A key: `.name`.
    Key(&'a str),
    /// The value of a term: `[0]`, `["name"]`, `[page.name]`.
    Index(Term<'a>),
}

/// A filter with its arguments.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::document::dialect::shortcode) struct Filter<'a> {
    pub(in crate::document::dialect::shortcode) name: &'a str,
    pub(in crate::document::dialect::shortcode) arguments: Vec<Term<'a>>,
}

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::document::dialect::shortcode) struct Expression<'a> {
    /// The term as it is written.
    pub(in crate::document::dialect::shortcode) name: &'a str,
    pub(in crate::document::dialect::shortcode) term: Term<'a>,
    pub(in crate::document::dialect::shortcode) filters: Vec<Filter<'a>>,
}

impl<'a> Expression<'a> {
    /// Parses an expression; `None` if it is something else, such as a sum or a call.
    pub(in crate::document::dialect::shortcode) fn parse(text: &'a str) -> Option<Self> {
        let mut parts = split(text, '|').into_iter();
        let name = parts.next()?.trim();
        let term = Term::parse(name, 0)?;
        let filters = parts.take(MOST).filter_map(Filter::parse).collect();
        Some(Self { name, term, filters })
    }

    /// The first name of the path.
    pub(in crate::document::dialect::shortcode) fn root(&self) -> Option<&'a str> {
        match &self.term {
            Term::Path(steps) => match steps.first() {
                Some(Step::Key(key)) => Some(key),
                _ => None,
            },
            Term::Literal(_) => None,
        }
    }

    /// Whether the path has several steps.
    pub(in crate::document::dialect::shortcode) fn is_dotted(&self) -> bool {
        matches!(&self.term, Term::Path(steps) if steps.len() > 1)
    }
}

impl<'a> Term<'a> {
    /// Parses a term.
    pub(in crate::document::dialect::shortcode) fn parse(text: &'a str, depth: usize) -> Option<Self> {
        let text = text.trim();
        if depth > DEEPEST {
            return None;
        }
        if let Some(inner) = without_quotes(text) {
            return Some(Self::Literal(Value::Text(inner.to_owned())));
        }
        if text == "true" || text == "false" || text.parse::<f64>().is_ok() && !text.contains(char::is_alphabetic) {
            return Some(Self::Literal(Value::Number(text.to_owned())));
        }
        if matches!(text, "nil" | "null" | "blank" | "empty") {
            return Some(Self::Literal(Value::Null));
        }
        path(text, depth).map(Self::Path)
    }
}

/// The text between quotation marks, if it is all of a text.
pub(in crate::document::dialect::shortcode) fn without_quotes(text: &str) -> Option<&str> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    text.get(1..)?.strip_suffix(quote).filter(|inner| !inner.contains(quote))
}

fn path(text: &str, depth: usize) -> Option<Vec<Step<'_>>> {
    let is_name =
        |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'$' | b'?') || *byte >= 0x80;
    let mut rest = text.trim_start_matches("$.").trim_start_matches('.');
    if !rest.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | '$')) {
        return None;
    }
    let mut steps = Vec::new();
    while !rest.is_empty() {
        if steps.len() >= MOST {
            return None;
        }
        if let Some(inner) = rest.strip_prefix('[') {
            let end = closing(inner)?;
            steps.push(Step::Index(Term::parse(inner.get(..end)?, depth + 1)?));
            rest = inner.get(end + 1..)?;
            continue;
        }
        let rest_of_key = if steps.is_empty() { rest } else { rest.strip_prefix('.')? };
        let length = rest_of_key.bytes().take_while(|byte| is_name(byte)).count();
        let (key, after) = rest_of_key.split_at_checked(length).filter(|(key, _)| !key.is_empty())?;
        steps.push(Step::Key(key));
        rest = after;
    }
    Some(steps)
}

/// The offset of the bracket that closes one before the text.
fn closing(text: &str) -> Option<usize> {
    let (mut depth, mut quote) = (0_usize, None);
    for (at, c) in text.char_indices() {
        match (c, quote) {
            (c, Some(open)) if c == open => quote = None,
            (_, Some(_)) => {}
            ('"' | '\'', None) => quote = Some(c),
            ('[', None) => depth += 1,
            (']', None) if depth == 0 => return Some(at),
            (']', None) => depth -= 1,
            _ => {}
        }
    }
    None
}

impl<'a> Filter<'a> {
    /// `name`, `name: a, b`, `name(a, b)`.
    fn parse(text: &'a str) -> Option<Self> {
        let text = text.trim();
        let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
        let (name, rest) = text.split_at_checked(end).filter(|(name, _)| !name.is_empty())?;
        let rest = rest.trim();
        let list = match rest.strip_prefix('(') {
            Some(inner) => inner.trim_end().strip_suffix(')')?,
            None => rest.strip_prefix(':').unwrap_or_default(),
        };
        let arguments = split(list, ',').into_iter().take(MOST).filter_map(|text| Term::parse(text, 0)).collect();
        Some(Self { name, arguments })
    }
}

/// The parts of a text between separators outside of quotation marks.
fn split(text: &str, separator: char) -> Vec<&str> {
    let (mut parts, mut from, mut quote) = (Vec::new(), 0, None);
    for (at, c) in text.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'') => quote = Some(c),
            None if c == separator => {
                parts.push(text.get(from..at).unwrap_or_default());
                from = at + c.len_utf8();
            }
            None => {}
        }
    }
    parts.push(text.get(from..).unwrap_or_default());
    parts
}
