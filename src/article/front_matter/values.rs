//! All values of front matter and of data files, for templates.

use crate::article::front_matter::split;
use crate::article::front_matter::split::Format;
use crate::article::front_matter::value::{Pairs, Value};
use crate::article::front_matter::{lenient, read, yaml};
use crate::document;

/// All values of the front matter of a text, a map; empty if there is none. What is no strict YAML, TOML or JSON is read
/// line by line.
pub fn page_values(text: &str) -> document::Value {
    let split = split::split(text);
    let Some(format) = split.format else { return document::Value::Map(Vec::new()) };
    match read::any(format, split.source) {
        Some(value @ Value::Map(_)) => plain(value),
        _ => of_pairs(lenient::parse(split.source)),
    }
}

/// The values of a data file with this extension; `None` if it is not one or cannot be parsed.
pub fn data_values(text: &str, extension: &str) -> Option<document::Value> {
    let text = text.trim_start_matches('\u{feff}');
    match extension.to_ascii_lowercase().as_str() {
        "yml" | "yaml" => yaml::any(text).ok().map(plain),
        "toml" => read::any(Format::Toml, text).map(plain),
        "json" => serde_json::from_str(text).ok().map(read::from_json).map(plain),
        "csv" => Some(table(text, ',')),
        "tsv" => Some(table(text, '\t')),
        _ => None,
    }
}

/// Recursion is safe: the parsers limit the depth to about a hundred.
fn plain(value: Value<'_>) -> document::Value {
    match value {
        Value::Null => document::Value::Null,
        Value::Text(text) => document::Value::Text(text.into_owned()),
        Value::Number(text) => document::Value::Number(text),
        Value::List(items) => document::Value::List(items.into_iter().map(plain).collect()),
        Value::Map(pairs) => document::Value::Map(pairs.into_iter().map(|(key, value)| (key, plain(value))).collect()),
    }
}

fn of_pairs(pairs: Pairs<'_>) -> document::Value {
    document::Value::Map(pairs.into_iter().map(|(key, value)| (key.into_owned(), plain(value))).collect())
}

/// A table of values with a separator (RFC 4180), whose first row has the names of the columns: a list of maps.
fn table(text: &str, separator: char) -> document::Value {
    let mut rows = rows(text, separator).into_iter();
    let names = rows.next().unwrap_or_default();
    let row = |fields: Vec<String>| {
        document::Value::Map(names.iter().cloned().zip(fields.into_iter().map(document::Value::Text)).collect())
    };
    document::Value::List(rows.map(row).collect())
}

fn rows(text: &str, separator: char) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut field) = (Vec::new(), Vec::new(), String::new());
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => field.extend(chars.next()),
            '"' if quoted => quoted = false,
            '"' if field.is_empty() => quoted = true,
            '\r' if !quoted && chars.peek() == Some(&'\n') => {}
            '\n' if !quoted => {
                row.push(std::mem::take(&mut field));
                rows.push(std::mem::take(&mut row));
            }
            c if c == separator && !quoted => row.push(std::mem::take(&mut field)),
            c => field.push(c),
        }
    }
    if !field.is_empty() || !row.is_empty() {
        row.push(field);
        rows.push(row);
    }
    rows.retain(|row| row.iter().any(|field| !field.is_empty()));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Value::{List, Map, Number, Text};

    #[test]
    fn values_of_every_format() {
        let text = |text: &str| Text(text.to_owned());
        let map = |pairs: &[(&str, document::Value)]| {
            Map(pairs.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect())
        };
        let number = |text: &str| Number(text.to_owned());
        let bomb = format!("a: &a {}\nb: [{}]", "x".repeat(500_000), "*a, ".repeat(100));
        for (source, extension, expected) in [
            ("a: {b: [1, x]}", "yml", Some(map(&[("a", map(&[("b", List(vec![number("1"), text("x")]))]))]))),
            ("- 甲\n- 乙", "yaml", Some(List(vec![text("甲"), text("乙")]))),
            ("[a]\nb = 2.0\n", "toml", Some(map(&[("a", map(&[("b", number("2.0"))]))]))),
            ("[true, null]", "JSON", Some(List(vec![number("true"), document::Value::Null]))),
            ("n,m\n\"a, \"\"b\"\"\",c\r\n", "csv", Some(List(vec![map(&[("n", text("a, \"b\"")), ("m", text("c"))])]))),
            ("n\tm\nx\ty", "tsv", Some(List(vec![map(&[("n", text("x")), ("m", text("y"))])]))),
            ("a: [", "yml", None),
            (&bomb, "yml", None),
            ("x", "txt", None),
        ] {
            assert_eq!(data_values(source, extension), expected, "{source}");
        }
        assert_eq!(
            page_values("---\nrelease:\n  version: 3.2.1\n---\nx").get("release"),
            Some(&map(&[("version", text("3.2.1"))]))
        );
        assert_eq!(page_values("+++\n[params]\nx = 1\n+++\n").get("params"), Some(&map(&[("x", number("1"))])));
        assert_eq!(page_values("no front matter"), map(&[]));
    }
}
