//! Parses front matter line by line when every strict parser fails, keeping each field that can be recognised.

use std::borrow::Cow;

use crate::article::front_matter::names::is_known;
use crate::article::front_matter::split::{key_of, lines};
use crate::article::front_matter::value::{Pairs, Value, is_null};
use crate::text::first_bytes;

/// After this many keys only known ones are kept, and of those at most as many again.
const MAX_KEYS: usize = 10_000;

/// Limits of a field: items, and bytes of a text over several lines. Each is one above what is shown, so that the cut
/// is noticed and reported.
const MAX_ITEMS: usize = 1_001;
const MAX_BYTES: usize = (16 << 10) + 1;

/// Parses what looks like keys and values, in any language. Total and linear, in bounded space.
pub(in crate::article) fn parse(source: &str) -> Pairs<'_> {
    let mut fields: Vec<Field> = Vec::new();
    for (_, line) in lines(source) {
        let content = line.trim();
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        let indented = line.starts_with([' ', '\t']);
        let open_block = fields.last().is_some_and(|field| field.block && indented);
        let open_quote = fields.last().is_some_and(Field::is_open);
        if let Some(item) = content.strip_prefix('-').filter(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
            && let Some(field) = fields.last_mut().filter(|_| !open_block)
        {
            if field.value.is_empty() && field.items.len() < MAX_ITEMS {
                field.items.extend(items_of(item));
            }
            continue;
        }
        let inside = open_block || (open_quote && indented);
        let key = key_of(content).filter(|_| !inside);
        let room = fields.len() < MAX_KEYS || fields.len() < 2 * MAX_KEYS && key.is_some_and(is_known);
        match (key, fields.last_mut()) {
            (Some(key), Some(field)) if indented && field.value.is_empty() && !is_top(content) => {
                field.member(key, after_key(content));
            }
            (Some(key), _) if room => fields.push(Field::new(key, after_key(content))),
            // A line without a key and without indentation continues a value only if that is open or still empty, and
            // never if the line is a table header.
            (None, Some(field)) if indented || open_quote || field.is_empty() && !is_head(content) => {
                field.more(content);
            }
            _ => {}
        }
    }
    fields.into_iter().map(|field| (Cow::Borrowed(field.key), field.into_value())).collect()
}

/// Whether a line is a table header of TOML.
fn is_head(content: &str) -> bool {
    content.starts_with('[') && content.ends_with(']')
}

/// Whether an indented line begins a field of its own: members of JSON objects are indented.
fn is_top(content: &str) -> bool {
    content.starts_with('"')
}

/// A key and what has been read of its value.
struct Field<'a> {
    key: &'a str,
    value: Cow<'a, str>,
    /// Whether the value is a block scalar, `|` or `>`.
    block: bool,
    items: Vec<Value<'a>>,
    members: Vec<(String, Value<'a>)>,
}

impl<'a> Field<'a> {
    fn new(key: &'a str, value: &'a str) -> Self {
        let block = value.starts_with(['|', '>']) && value.len() <= 3;
        let nothing = block || value.starts_with("# ");
        let value = Cow::Borrowed(if nothing { "" } else { value });
        Self { key, value, block, items: Vec::new(), members: Vec::new() }
    }

    /// Whether a quote or bracket is still open.
    fn is_open(&self) -> bool {
        let value = self.value.trim_end_matches(',');
        match value.as_bytes().first() {
            Some(quote @ (b'"' | b'\'')) => value.len() == 1 || value.as_bytes().last() != Some(quote),
            Some(b'[') => !value.ends_with(']'),
            _ => false,
        }
    }

    /// Whether nothing of the value has been read.
    fn is_empty(&self) -> bool {
        self.value.is_empty() && self.items.is_empty() && self.members.is_empty()
    }

    /// Adds a key nested in the value, up to the limit.
    fn member(&mut self, key: &str, value: &'a str) {
        if self.members.len() < MAX_ITEMS {
            self.members.push((key.to_owned(), scalar(value)));
        }
    }

    /// Appends a line to the value.
    fn more(&mut self, content: &str) {
        if self.value.len() >= MAX_BYTES {
            return;
        }
        let value = self.value.to_mut();
        if !value.is_empty() {
            value.push(' ');
        }
        value.push_str(first_bytes(content, MAX_BYTES));
    }

    fn into_value(self) -> Value<'a> {
        if !self.items.is_empty() {
            return Value::List(self.items);
        }
        if !self.members.is_empty() {
            return Value::Map(self.members);
        }
        match self.value {
            Cow::Borrowed(text) => list_or_scalar(text),
            Cow::Owned(text) => list_or_scalar(&text).into_owned(),
        }
    }
}

/// The text after the key's colon or equals sign.
fn after_key(content: &str) -> &str {
    let rest = content.find([':', '：', '=']).and_then(|at| content.get(at..)).unwrap_or_default();
    let mut rest = rest.chars();
    rest.next();
    rest.as_str().trim()
}

fn list_or_scalar(text: &str) -> Value<'_> {
    let text = text.trim_end_matches(',').trim_end();
    match bracketed(text) {
        Some(inner) => Value::List(split_items(inner)),
        // A list that is never closed ends with its line.
        None if text.starts_with('[') && !text.contains(']') => Value::List(split_items(text)),
        None => scalar(text),
    }
}

/// The values of a list item. An item may itself be a list, in brackets or with further dashes.
fn items_of(item: &str) -> Vec<Value<'_>> {
    let mut item = item.trim();
    while let Some(inner) = item.strip_prefix("- ") {
        item = inner.trim_start();
    }
    match (bracketed(item), item.strip_prefix("name:")) {
        (Some(inner), _) => split_items(inner),
        (None, Some(name)) => vec![Value::Map(vec![("name".to_owned(), scalar(name))])],
        (None, None) => vec![scalar(item)],
    }
}

/// The content of a pair of brackets around the whole text: `[a, [b]]`, not `[a] b [c]`.
fn bracketed(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('[')?.strip_suffix(']')?;
    let mut open = 0_i64;
    let balanced = inner.bytes().all(|byte| {
        open += i64::from(byte == b'[') - i64::from(byte == b']');
        open >= 0
    });
    balanced.then_some(inner)
}

/// Items separated by commas outside quotes; nested brackets are flattened.
fn split_items(inner: &str) -> Vec<Value<'_>> {
    let mut items = Vec::new();
    let mut start = 0;
    let mut quote = None;
    let mut push = |from: usize, to: usize| {
        let item = inner.get(from..to).unwrap_or_default().trim_matches([' ', '\t', '[', ']']);
        if !item.is_empty() {
            items.push(scalar(item));
        }
    };
    for (at, c) in inner.char_indices() {
        match (quote, c) {
            (Some(open), c) if open == c => quote = None,
            (None, '"' | '\'') if inner.get(start..at).is_some_and(|before| before.trim().is_empty()) => {
                quote = Some(c);
            }
            (None, ',') => {
                push(start, at);
                start = at + 1;
            }
            _ => {}
        }
    }
    push(start, inner.len());
    items
}

/// A scalar without quotes and comment. Backslash sequences that YAML does not know are kept.
fn scalar(text: &str) -> Value<'_> {
    let mut text = text.trim().trim_end_matches(',').trim_end();
    let mut quoted = false;
    for quote in ['"', '\''] {
        // Tools that quote text that is already quoted leave several layers.
        while let Some(inner) = strip(text, quote) {
            text = inner;
            quoted = true;
        }
    }
    if quoted {
        return Value::text(text);
    }
    // An opening quote without a closing one is dropped.
    let alone = |quote: char| text.strip_prefix(quote).filter(|inner| !inner.contains(quote));
    if let Some(inner) = alone('"').or_else(|| alone('\'')) {
        return Value::text(inner);
    }
    // In `fix #12` the author does not mean a comment.
    let text = text.split_once(" # ").map_or(text, |(before, _)| before.trim_end());
    if is_null(text) { Value::Null } else { Value::text(text) }
}

fn strip(text: &str, quote: char) -> Option<&str> {
    text.strip_prefix(quote).and_then(|inner| inner.strip_suffix(quote))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(source: &str) -> String {
        let show = |(key, value): &(Cow<str>, Value)| format!("{key}={}", value.scalars().join("|"));
        parse(source).iter().map(show).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn what_can_be_told_is_kept() {
        for (source, expected) in [
            ("title: Rust: 为什么: 快\ndate: 2022-01-07", "title=Rust: 为什么: 快; date=2022-01-07"),
            ("title: @某人: 100%\nauthor: %x", "title=@某人: 100%; author=%x"),
            ("title: \"C:\\path\\new\"", "title=C:\\path\\new"),
            ("title: \"他说\"it's\"好\"\ncategories: \n - a", "title=他说\"it's\"好; categories=a"),
            ("title: \"\"\"'EssenceGlobal：广告业2030'\"\"\"", "title=EssenceGlobal：广告业2030"),
            ("title：全角冒号\ndate：2022-01-07", "title=全角冒号; date=2022-01-07"),
            ("title:没有空格\ndate:2022-01-07", "title=没有空格; date=2022-01-07"),
            ("title:\ttab\ntags:\n\t- a\n\t- b", "title=tab; tags=a|b"),
            ("tags: [a, \"b, c\", [d]]\nx: ~", "tags=a|b, c|d; x="),
            ("categories:\n  - [体育, 篮球]\n  - - 音乐\n    - 摇滚", "categories=体育|篮球|音乐|摇滚"),
            ("description: >-\n  a: b\n  - c\ntitle: t", "description=a: b - c; title=t"),
            ("title: \"two\n  lines\"\nlayout: post", "title=two lines; layout=post"),
            ("author:\n  name: x\n  url: y", "author=name|x|url|y"),
            ("  \"title\": \"JSON\",\n  \"tags\": [\"a\", \"b\"],", "title=JSON; tags=a|b"),
            ("title = \"toml\"\ntags = ['a']", "title=toml; tags=a"),
            ("title: a # comment", "title=a"),
            ("tags: # comment\n - a: b: c", "tags=a: b: c"),
            ("title: a: b\n- c", "title=a: b"),
            ("title: 修复: issue #12", "title=修复: issue #12"),
            ("title: [转载] 甲 [乙]", "title=[转载] 甲 [乙]"),
            ("title: \"没有关上\ndate: x", "title=没有关上; date=x"),
            ("title: 'it's'", "title=it's"),
            ("title: a: b\n作者：张三\nmere words", "title=a: b"),
            ("title:\n标题\ndate: x", "title=标题; date=x"),
            ("title = 'a'\n[extra]\nauthor = 'b'", "title=a; author=b"),
            ("tags = [\n  'a',\n  'b',\n]\ndate = 1", "tags=a|b; date=1"),
            ("authors:\n  - name: 甲\n    url: a: b\n", "authors=name|甲"),
        ] {
            assert_eq!(shown(source), expected, "{source:?}");
        }
    }
}
