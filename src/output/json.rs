//! JSON lines that are safe to print on a terminal.

use std::io::{self, Write};

use serde_json::{Map, Value};

use crate::text::is_shown;

/// Writes one object and a line break. Characters that a terminal must not receive are written as `\u` escapes, which
/// mean the same in JSON.
///
/// # Errors
/// Errors of the stream.
pub fn line(out: &mut dyn Write, object: Map<String, Value>) -> io::Result<()> {
    let text = Value::Object(object).to_string();
    let mut written = String::with_capacity(text.len() + 1);
    for c in text.chars() {
        if is_shown(c) {
            written.push(c);
        } else {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                written.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    written.push('\n');
    out.write_all(written.as_bytes())
}

/// An object with these members in this order.
pub fn object<const N: usize>(members: [(&str, Value); N]) -> Map<String, Value> {
    members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// A string or null.
pub(super) fn text(value: Option<impl AsRef<str>>) -> Value {
    value.map_or(Value::Null, |text| Value::String(text.as_ref().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_a_terminal_must_not_see() {
        let nasty = "a\u{1b}[31m\u{9b}\u{202e}\u{1fffe}中";
        let mut out = Vec::new();
        line(&mut out, object([("x", Value::String(nasty.to_owned()))])).expect("written");
        let written = String::from_utf8(out).expect("UTF-8");
        assert!(written.trim_end().chars().all(is_shown), "{written}");
        let read: Value = serde_json::from_str(&written).expect("JSON");
        assert_eq!(read.get("x").and_then(Value::as_str), Some(nasty));
    }
}
