//! A fast parser for the plain subset of YAML that nearly all front matter uses.
//!
//! It gives a result only if a full YAML parser would give the same; otherwise `None`.

use std::borrow::Cow;

use crate::article::front_matter::split::lines;
use crate::article::front_matter::value::{Pairs, Value, is_null};

/// Parses one-line scalars, flat lists and comments; `None` for anything else.
pub(in crate::article) fn parse(source: &str) -> Option<Pairs<'_>> {
    if !source.chars().all(is_ordinary) {
        return None;
    }
    let mut pairs: Pairs = Vec::with_capacity(12);
    // Indentation of the current list, once it has an item.
    let mut list: Option<usize> = None;
    let mut takes_list = false;
    for (_, line) in lines(source) {
        let content = line.trim_start_matches(' ');
        if content.is_empty() || line.starts_with('#') {
            continue;
        }
        let indent = line.len() - content.len();
        if let Some(item) = content.strip_prefix('-').filter(|rest| rest.is_empty() || rest.starts_with(' ')) {
            if !takes_list || *list.get_or_insert(indent) != indent {
                return None;
            }
            add_item(&mut pairs, scalar(item.trim_matches(' '))?)?;
            continue;
        }
        if indent > 0 {
            return None;
        }
        let (key, value) = key_and_value(content)?;
        takes_list = value.is_empty();
        list = None;
        let value = match value.strip_prefix('[') {
            Some(items) => flow(items.strip_suffix(']')?)?,
            None => scalar(value)?,
        };
        pairs.push((Cow::Borrowed(key), value));
    }
    (!pairs.is_empty()).then_some(pairs)
}

/// Adds an item to the list of the last key.
fn add_item<'a>(pairs: &mut Pairs<'a>, item: Value<'a>) -> Option<()> {
    match pairs.last_mut()? {
        (_, Value::List(items)) => items.push(item),
        (_, value) => *value = Value::List(vec![item]),
    }
    Some(())
}

/// The key of a line and the text of its value, trimmed.
fn key_and_value(line: &str) -> Option<(&str, &str)> {
    let (key, rest) = line.split_once(':')?;
    (is_key(key) && (rest.is_empty() || rest.starts_with(' '))).then(|| (key, rest.trim_matches(' ')))
}

/// Whether a character is allowed in YAML and never taken for a line break by a YAML parser.
fn is_ordinary(c: char) -> bool {
    matches!(c, '\n' | '\r' | ' '..='~')
        || (c >= '\u{a0}' && !matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'))
}

fn is_key(key: &str) -> bool {
    key.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic())
        && key.len() < 128
        && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
        && !is_null(key)
}

/// A scalar on one line, trimmed.
fn scalar(text: &str) -> Option<Value<'_>> {
    match text.as_bytes().first() {
        None => Some(Value::Null),
        Some(b'\'') => single_quoted(text),
        Some(b'"') => {
            let inner = text.get(1..)?.strip_suffix('"')?;
            (!inner.contains(['"', '\\'])).then_some(Value::text(inner))
        }
        Some(byte) if byte.is_ascii_alphanumeric() || *byte >= 0x80 => {
            let unsure = text.contains(": ") || text.contains(" #") || text.ends_with(':');
            (!unsure).then(|| if is_null(text) { Value::Null } else { Value::text(text) })
        }
        Some(b'~') if text.len() == 1 => Some(Value::Null),
        Some(_) => None,
    }
}

fn single_quoted(text: &str) -> Option<Value<'_>> {
    let inner = text.get(1..)?.strip_suffix('\'')?;
    if !inner.contains('\'') {
        return Some(Value::text(inner));
    }
    // Quotes inside are doubled; a single one would have ended the scalar.
    let unfolded = inner.replace("''", "\u{fffe}");
    (!unfolded.contains('\'')).then(|| Value::Text(Cow::Owned(unfolded.replace('\u{fffe}', "'"))))
}

/// The items of a flow list, without its brackets.
fn flow(inner: &str) -> Option<Value<'_>> {
    let inner = inner.trim_matches(' ');
    if inner.is_empty() {
        return Some(Value::List(Vec::new()));
    }
    let mut items = Vec::new();
    for item in inner.split(',') {
        let item = item.trim_matches(' ');
        let quoted = item.starts_with(['"', '\'']);
        let simple = |c: char| !c.is_ascii() || c.is_ascii_alphanumeric() || matches!(c, ' ' | '_' | '-' | '.' | '/');
        let inside = if quoted { item.get(1..item.len().checked_sub(1)?)? } else { item };
        if item.is_empty() || !inside.chars().all(simple) {
            return None;
        }
        items.push(scalar(item)?);
    }
    Some(Value::List(items))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::front_matter::{names, yaml};
    use proptest::prelude::*;

    /// The same pairs, numbers by their value.
    fn agree(flat: &Value, whole: &Value) -> bool {
        match (flat, whole) {
            (Value::List(a), Value::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| agree(a, b)),
            (Value::Text(text), Value::Number(number)) => {
                let value = |text: &str| text.replace('_', "").parse::<f64>().ok();
                text.eq_ignore_ascii_case(number)
                    || text.starts_with('0')
                    || value(text).is_some_and(|a| value(number) == Some(a))
            }
            (a, b) => a == b,
        }
    }

    fn check(source: &str) -> Result<bool, String> {
        let Some(flat) = parse(source) else { return Ok(false) };
        let whole = yaml::parse(source).map_err(|error| format!("{source:?}: refused: {error:?}"))?;
        let same = flat.len() == whole.len()
            && flat.iter().zip(&whole).all(|(a, b)| a.0 == b.0 && (agree(&a.1, &b.1) || !names::is_field(&a.0)));
        if same { Ok(true) } else { Err(format!("{source:?}: {flat:?} is not {whole:?}")) }
    }

    const SEED: &str = "title: '三星堆''纵目人'\ncategories: \n - 新媒体\n - 币世界 - 快讯\nauthor: ZAKER\ncomments: false\n\
                        date: Fri, 07 Jan 2022 04:30:24 GMT\nthumbnail: https://example.org/a?b=c&d#e\nheadimg: ''\n";

    #[test]
    fn the_usual_is_read() {
        for source in [
            SEED,
            "title: a\r\ntags: [a, 'b c', \"中\"]\r\n",
            "title:\ntags: []\nauthor: ~\n# comment\n\ndate: 1.50\nurl: 012\n",
            "title: \"x: y # z\"\ndate: x:y#z\ntags:\n- a\n-\n- ''\n",
        ] {
            assert_eq!(check(source), Ok(true), "{source:?}");
        }
    }

    #[test]
    fn the_unusual_is_left_alone() {
        for source in [
            "title: a: b",
            "title: a\n  b",
            "title: 'a' b",
            "title: 'a'b'",
            "title: \"a\\n\"",
            "title: |\n  a",
            "title: &a b",
            "title: @a",
            "title: a #b",
            "title:a",
            "\ttitle: a",
            "a:\n  b: c",
            "a: b\n - c",
            "a:\n - b: c",
            "a:\n - - b",
            "a: [b: c]",
            "a: [b, [c]]",
            "a: [b",
            "a: [b,]",
            "mere text",
            "",
        ] {
            assert_eq!(parse(source), None, "{source:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn it_says_what_a_whole_parser_says(
            source in proptest::collection::vec("(title|date|tags|x|null)(:|: |:  )[-'\"a中1#:,\\[\\] ~.]{0,6}|[ ]{0,2}- ?[-'\"a中:# 1]{0,5}|# x|", 0..6)
        ) {
            let source = source.join("\n");
            check(&source).map_err(TestCaseError::fail)?;
        }
    }
}
