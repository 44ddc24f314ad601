//! Plain text: bare addresses become links, and `:smile:` its emoji.

use std::sync::LazyLock;

use memchr::{memchr, memmem};
use pulldown_cmark::{CowStr, Event};
use rustc_hash::FxHashMap;

use crate::document::dialect::code::Code;
use crate::document::dialect::markdown::notes::escape;

/// Emoji and their names, one emoji a line: those in common use.
const TABLE: &str = include_str!("../../../../assets/emoji.txt");

static EMOJI: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let lines = TABLE.lines().filter_map(|line| line.split_once(' '));
    lines.flat_map(|(emoji, names)| names.split(' ').map(move |name| (name, emoji))).collect()
});

/// The text as events: itself, or its parts and the links between them.
pub(in crate::document::dialect) fn events<'a>(text: CowStr<'a>, out: &mut Vec<Event<'a>>) {
    if !text.contains("://") {
        out.push(Event::Text(text));
        return;
    }
    let mut at = 0;
    let mut from = 0;
    while let Some(found) = text.get(from..).and_then(|rest| memmem::find(rest.as_bytes(), b"://")) {
        let middle = from + found;
        from = middle + 3;
        let before = text.get(at..middle).unwrap_or_default();
        let scheme = ["https", "http", "ftp"].into_iter().find(|scheme| {
            let tail = before.len().checked_sub(scheme.len()).and_then(|start| before.get(start..));
            tail.is_some_and(|tail| tail.eq_ignore_ascii_case(scheme))
        });
        let Some(scheme) = scheme else { continue };
        let start = middle - scheme.len();
        let letter =
            text.get(at..start).and_then(|text| text.chars().next_back()).is_some_and(|c| c.is_ascii_alphanumeric());
        let length = address(text.get(from..).unwrap_or_default());
        if letter || length == 0 {
            continue;
        }
        let end = from + length;
        out.push(Event::Text(text.get(at..start).unwrap_or_default().to_owned().into()));
        let shown = escape(text.get(start..end).unwrap_or_default());
        out.push(Event::InlineHtml(format!("<a href=\"{shown}\">{shown}</a>").into()));
        (at, from) = (end, end);
    }
    out.push(Event::Text(text.get(at..).unwrap_or_default().to_owned().into()));
}

/// The length of the address after `://`. It ends before a blank, a character not allowed in addresses, or text in
/// another script after the host or a letter.
fn address(text: &str) -> usize {
    let mut end = 0;
    let mut last = '/';
    let mut host = true;
    let mut parentheses = 0_i32;
    for (at, c) in text.char_indices() {
        let fits = match c {
            '<' | '>' | '"' | '`' | '{' | '}' | '|' | '\\' | '^' => false,
            '(' => {
                parentheses += 1;
                true
            }
            ')' => {
                parentheses -= 1;
                parentheses >= 0
            }
            c if c.is_ascii() => !c.is_ascii_whitespace() && !c.is_ascii_control(),
            c => !host && c.is_alphanumeric() && (!last.is_ascii() || matches!(last, '/' | '=' | '#' | '_' | '-')),
        };
        if !fits {
            break;
        }
        host &= !matches!(c, '/' | '?' | '#');
        last = c;
        end = at + c.len_utf8();
    }
    let found = text.get(..end).unwrap_or_default();
    let found = found.trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_', '~', '\'', '(']);
    let known = found.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[');
    if known { found.len() } else { 0 }
}

/// The body with names of emoji outside code replaced; `None` without any.
pub(in crate::document::dialect::markdown) fn name_emoji(body: &str) -> Option<String> {
    emoji(body, |_| true)?;
    let code = Code::of_markdown(body);
    let mut cursor = code.cursor();
    emoji(body, |at| cursor.at(at).is_none())
}

/// The text with names of emoji replaced at positions accepted by `free`; `None` without any.
fn emoji(text: &str, mut free: impl FnMut(usize) -> bool) -> Option<String> {
    let mut from = text.find(':')? + 1;
    let mut out = String::new();
    let mut at = 0;
    while let Some(length) = text.as_bytes().get(from..).and_then(|rest| memchr(b':', rest)) {
        let end = from + length;
        let before = text.get(..from - 1).and_then(|text| text.chars().next_back());
        let after = text.get(end + 1..).and_then(|text| text.chars().next());
        // Not in `12:30:45`, `a::b` or `http://a:b:c`.
        let stands = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_alphanumeric() && !matches!(c, ':' | '/' | '_'));
        let parted = stands(before) || (at == from - 1 && at > 0);
        let parted = parted && (stands(after) || after == Some(':'));
        let found = text.get(from..end).filter(|name| name.len() <= 40 && parted);
        if let Some(emoji) = found.and_then(|name| EMOJI.get(name)).filter(|_| free(from - 1)) {
            out.push_str(text.get(at..from - 1).unwrap_or_default());
            out.push_str(emoji);
            at = end + 1;
            let Some(next) = text.get(at..).and_then(|rest| rest.find(':')) else { break };
            from = at + next + 1;
        } else {
            from = end + 1;
        }
    }
    if at == 0 {
        return None;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::model::BodyKind;
    use crate::document::read;

    #[test]
    fn emoji_by_name() {
        for (text, expected) in [
            ("好:smile:！", Some("好😄！")),
            (":+1: :tada:", Some("👍 🎉")),
            (":+1::tada:", Some("👍🎉")),
            ("12:30:45", None),
            ("a:smile:b", None),
            ("std::vec::Vec", None),
            (":nothing: :smile:", Some(":nothing: 😄")),
            ("http://x:smile:/", None),
        ] {
            assert_eq!(emoji(text, |_| true).as_deref(), expected, "{text}");
        }
        assert!(TABLE.lines().all(|line| line.split(' ').count() >= 2));
    }

    #[test]
    fn bare_addresses() {
        for (body, expected) in [
            ("见https://a.example/x，后", vec!["https://a.example/x"]),
            ("https://a.example/x。", vec!["https://a.example/x"]),
            ("(https://a.example/x_(y))", vec!["https://a.example/x_(y)"]),
            ("https://a.example中文", vec!["https://a.example"]),
            ("https://a.example/wiki/中文，后", vec!["https://a.example/wiki/中文"]),
            ("https://a.example/x中文", vec!["https://a.example/x"]),
            ("https://a.example/a?b=c&d=e. http://b.example", vec!["https://a.example/a?b=c&d=e", "http://b.example"]),
            ("[见](https://a.example) <https://b.example>", vec!["https://a.example", "https://b.example"]),
            ("`https://a.example` https://", vec![]),
            ("xhttps://a.example", vec![]),
        ] {
            let (document, _) = read(body, BodyKind::Markdown);
            let found: Vec<&str> = document.links.iter().map(|link| link.target.as_str()).collect();
            assert_eq!(found, expected, "{body}");
        }
    }
}
