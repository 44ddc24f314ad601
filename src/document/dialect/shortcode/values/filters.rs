//! The filters of Liquid and Jekyll, and the names that Nunjucks and Tera have for the same.

use crate::document::dialect::shortcode::arguments::escape;
use crate::document::dialect::shortcode::values::date;
use crate::document::dialect::value::Value;

/// The maximum number of bytes of a text that filters make.
const LONGEST: usize = 1 << 20;

/// The result of a filter; `None` is an unknown value. A filter without a meaning here leaves the value as it is.
pub(in crate::document::dialect::shortcode::values) fn apply(
    name: &str,
    value: Option<Value>,
    arguments: &[Option<Value>],
) -> Option<Value> {
    let argument = |at: usize| arguments.get(at).and_then(Option::as_ref);
    if name == "default" {
        let is_empty = match &value {
            None | Some(Value::Null) => true,
            Some(Value::Text(text)) => text.is_empty(),
            Some(Value::Number(text)) => text == "false",
            Some(Value::List(items)) => items.is_empty(),
            Some(Value::Map(_)) => false,
        };
        return if is_empty { argument(0).cloned().or(value) } else { value };
    }
    // An argument that is unknown makes the result unknown.
    if arguments.iter().any(Option::is_none) {
        return None;
    }
    let value = value?;
    if name == "date" && matches!(value.scalar(), Some("now" | "today")) {
        // When the site was made.
        return None;
    }
    let words: Vec<&str> = arguments.iter().flatten().map(|value| value.scalar().unwrap_or_default()).collect();
    let word = |at: usize| words.get(at).copied();
    match &value {
        Value::List(items) => list(name, items, &words).or(Some(value)),
        Value::Map(_) => Some(value),
        Value::Null => Some(text(name, "", &word).unwrap_or(value)),
        Value::Text(source) | Value::Number(source) => {
            Some(number(name, source, word(0)).or_else(|| text(name, source, &word)).unwrap_or(value))
        }
    }
}

/// A filter of lists.
fn list(name: &str, items: &[Value], words: &[&str]) -> Option<Value> {
    let key = words.first().copied().unwrap_or_default();
    let sorted = || {
        let mut sorted = items.to_vec();
        let by = |value: &Value| {
            let value = if key.is_empty() { value } else { value.get(key).unwrap_or(&Value::Null) };
            value.scalar().unwrap_or_default().to_owned()
        };
        sorted.sort_by_cached_key(by);
        sorted
    };
    Some(match name {
        "first" => items.first().cloned().unwrap_or(Value::Null),
        "last" => items.last().cloned().unwrap_or(Value::Null),
        "size" | "length" => Value::Number(items.len().to_string()),
        "join" => Value::Text(join(items, words.first().copied().unwrap_or(" "))),
        "array_to_sentence_string" => {
            let connector = words.first().copied().unwrap_or("and");
            Value::Text(match items.split_last() {
                Some((last, [])) => join(std::slice::from_ref(last), ""),
                Some((last, [first])) => format!(
                    "{} {connector} {}",
                    join(std::slice::from_ref(first), ""),
                    join(std::slice::from_ref(last), "")
                ),
                Some((last, rest)) => {
                    format!("{}, {connector} {}", join(rest, ", "), join(std::slice::from_ref(last), ""))
                }
                None => String::new(),
            })
        }
        "where" => {
            let wanted = words.get(1).copied();
            let fits = |item: &&Value| {
                let value = item.get(key);
                match wanted {
                    Some(wanted) => value.and_then(Value::scalar) == Some(wanted),
                    None => value.is_some_and(Value::is_on),
                }
            };
            Value::List(items.iter().filter(fits).cloned().collect())
        }
        "map" => Value::List(items.iter().map(|item| item.get(key).cloned().unwrap_or(Value::Null)).collect()),
        "sort" | "sort_natural" => Value::List(sorted()),
        "reverse" => Value::List(items.iter().rev().cloned().collect()),
        "compact" => Value::List(items.iter().filter(|item| **item != Value::Null).cloned().collect()),
        "uniq" => {
            let mut seen = rustc_hash::FxHashSet::default();
            let is_new = |item: &&Value| item.scalar().is_none_or(|text| seen.insert(text.to_owned()));
            Value::List(items.iter().filter(is_new).cloned().collect())
        }
        _ => return None,
    })
}

/// The scalars of a list with a separator between them.
pub(in crate::document::dialect::shortcode::values) fn join(items: &[Value], separator: &str) -> String {
    items.iter().filter_map(Value::scalar).collect::<Vec<_>>().join(separator)
}

/// A value as it is printed; `None` if it has no text.
pub(in crate::document::dialect::shortcode) fn printed(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some(String::new()),
        Value::Text(text) | Value::Number(text) => Some(text.clone()),
        Value::List(items) if items.iter().all(|item| item.scalar().is_some()) => Some(join(items, "")),
        Value::List(_) | Value::Map(_) => None,
    }
}

/// A filter of numbers.
fn number(name: &str, source: &str, word: Option<&str>) -> Option<Value> {
    let own: f64 = source.parse().ok()?;
    let other: Option<f64> = word.and_then(|word| word.parse().ok());
    let is_whole = !source.contains('.') && !word.is_some_and(|word| word.contains('.'));
    let result = match (name, other) {
        ("plus", Some(other)) => own + other,
        ("minus", Some(other)) => own - other,
        ("times", Some(other)) => own * other,
        ("divided_by", Some(other)) if other != 0.0 && is_whole => (own / other).floor(),
        ("divided_by", Some(other)) if other != 0.0 => own / other,
        ("modulo", Some(other)) if other != 0.0 => own - other * (own / other).floor(),
        ("abs", _) => own.abs(),
        ("ceil", _) => own.ceil(),
        ("floor", _) => own.floor(),
        ("round", None) => own.round(),
        ("round", Some(digits)) => return Some(Value::Number(format!("{own:.*}", digits.clamp(0.0, 15.0) as usize))),
        _ => return None,
    };
    Some(Value::Number(result.to_string()))
}

/// A filter of texts.
fn text<'w>(name: &str, source: &str, word: &dyn Fn(usize) -> Option<&'w str>) -> Option<Value> {
    let first = word(0).unwrap_or_default();
    let out = match name {
        "escape" | "xml_escape" | "e" | "htmlEscape" => escape(source).replace('\'', "&#39;"),
        "upcase" | "upper" => source.to_uppercase(),
        "downcase" | "lower" => source.to_lowercase(),
        "capitalize" => capitalized(source),
        "title" | "titlecase" => source.split(' ').map(capitalized).collect::<Vec<_>>().join(" "),
        "strip" | "trim" => source.trim().to_owned(),
        "lstrip" => source.trim_start().to_owned(),
        "rstrip" => source.trim_end().to_owned(),
        "strip_newlines" => source.replace(['\r', '\n'], ""),
        "newline_to_br" => source.replace('\n', "<br>\n"),
        "strip_html" | "striptags" => without_tags(source),
        "append" => format!("{source}{first}"),
        "prepend" => format!("{first}{source}"),
        "replace" if !first.is_empty() => replaced(source, first, word(1).unwrap_or_default()),
        "replace_first" if !first.is_empty() => source.replacen(first, word(1).unwrap_or_default(), 1),
        "remove" if !first.is_empty() => source.replace(first, ""),
        "remove_first" if !first.is_empty() => source.replacen(first, "", 1),
        "truncate" => truncated(source, first.parse().unwrap_or(50), word(1).unwrap_or("...")),
        "truncatewords" => first_words(source, first.parse().unwrap_or(15), word(1).unwrap_or("...")),
        "slice" => slice(source, first.parse().unwrap_or(0), word(1).and_then(|word| word.parse().ok())),
        "url_encode" | "cgi_escape" | "urlencode" => percent_encoded(source, "-_.~").replace("%20", "+"),
        "uri_escape" => percent_encoded(source, "-_.~/:?#[]@!$&'()*+,;="),
        "slugify" | "slug" => slug(source),
        "jsonify" | "json" => format!("\"{}\"", source.replace('\\', "\\\\").replace('"', "\\\"")),
        // An address on the site: where the site itself is does not matter to a reader.
        "relative_url" if !source.starts_with('/') && !source.contains("://") => format!("/{source}"),
        "date" => date::format(source, first)?,
        "date_to_string" => date::format(source, "%d %b %Y")?,
        "date_to_long_string" => date::format(source, "%d %B %Y")?,
        "date_to_xmlschema" => date::format(source, "%Y-%m-%dT%H:%M:%S%z")?,
        "date_to_rfc822" => date::format(source, "%a, %d %b %Y %H:%M:%S %z")?,
        "size" | "length" => return Some(Value::Number(source.chars().count().to_string())),
        "number_of_words" => return Some(Value::Number(source.split_whitespace().count().to_string())),
        "split" if !first.is_empty() => {
            return Some(Value::List(source.split(first).map(|part| Value::Text(part.to_owned())).collect()));
        }
        "first" => source.chars().next().map(String::from).unwrap_or_default(),
        "last" => source.chars().next_back().map(String::from).unwrap_or_default(),
        _ => return None,
    };
    (out.len() <= LONGEST).then_some(Value::Text(out))
}

/// Replaces a text, unless the result would be too long.
fn replaced(source: &str, from: &str, to: &str) -> String {
    let count = source.matches(from).count();
    if count.saturating_mul(to.len()) > LONGEST { source.to_owned() } else { source.replace(from, to) }
}

fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars.flat_map(char::to_lowercase)).collect())
        .unwrap_or_default()
}

fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        match after.split_once('>') {
            Some((_, after)) => rest = after,
            None => {
                out.push('<');
                rest = after;
            }
        }
    }
    out + rest
}

fn truncated(text: &str, length: usize, ellipsis: &str) -> String {
    if text.chars().count() <= length {
        return text.to_owned();
    }
    let kept = length.saturating_sub(ellipsis.chars().count());
    text.chars().take(kept).chain(ellipsis.chars()).collect()
}

fn first_words(text: &str, count: usize, ellipsis: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.get(..count) {
        Some(first) if first.len() < words.len() => first.join(" ") + ellipsis,
        _ => text.to_owned(),
    }
}

fn slice(text: &str, from: i64, length: Option<usize>) -> String {
    let count = text.chars().count() as i64;
    let from = if from < 0 { from + count } else { from };
    usize::try_from(from).map(|from| text.chars().skip(from).take(length.unwrap_or(1)).collect()).unwrap_or_default()
}

fn percent_encoded(text: &str, kept: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            byte if byte.is_ascii_alphanumeric() || kept.as_bytes().contains(&byte) => out.push(char::from(byte)),
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

fn slug(text: &str) -> String {
    let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    parts.map(str::to_lowercase).collect::<Vec<_>>().join("-")
}
