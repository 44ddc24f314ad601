//! Checks that the letters of a source are in its document, independent of how markup is parsed: counts Han, kana and
//! Hangul in the raw body, outside of anything that may be markup.

use std::collections::BTreeMap;

use crate::difference::Hunk;

/// Letters that occur more often in the source than in the document.
pub fn lost(body: &str, found: &str) -> Option<Hunk> {
    let mut counts: BTreeMap<char, i64> = BTreeMap::new();
    for c in without_markup(body).chars().filter(|c| is_letter(*c)) {
        *counts.entry(c).or_default() += 1;
    }
    for c in found.chars() {
        if let Some(count) = counts.get_mut(&c) {
            *count -= 1;
        }
    }
    let lost: Vec<(char, i64)> = counts.into_iter().filter(|(_, count)| *count > 0).collect();
    let lost: String = lost.iter().flat_map(|(c, count)| std::iter::repeat_n(*c, *count as usize)).collect();
    (!lost.is_empty()).then(|| Hunk { before: "letters of the source".to_owned(), lost, added: String::new() })
}

fn is_letter(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}'
        | '\u{20000}'..='\u{3fffd}')
}

/// The start and end marks of possible markup. Some of it may be text, but what is outside of it is never markup.
const MARKUP: [(&str, &str); 13] = [
    ("<!--", "-->"),
    ("<style", "</style>"),
    ("<script", "</script>"),
    ("<title", "</title>"),
    ("<template", "</template>"),
    ("{%", "%}"),
    ("{{", "}}"),
    ("{:", "}"),
    ("{#", "}"),
    ("](", ")"),
    ("<", ">"),
    ("```", "\n"),
    ("~~~", "\n"),
];

fn without_markup(body: &str) -> String {
    let body: Vec<&str> = body.lines().filter(|line| !is_definition(line)).collect();
    let body = body.join("\n");
    let (mut out, mut rest) = (String::new(), body.as_str());
    while let Some(at) = rest.find(['<', '{', ']', '`', '~']) {
        let (text, markup) = rest.split_at(at);
        out.push_str(text);
        let starts = |start: &str| markup.get(..start.len()).is_some_and(|it| it.eq_ignore_ascii_case(start));
        let length = MARKUP.iter().find(|(start, _)| starts(start)).and_then(|(start, end)| {
            let tag = *start != "<" || markup[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
            let first = markup.find(end).filter(|_| tag)?;
            // The address and the title of a link may contain parentheses.
            let line = markup.lines().next().unwrap_or_default();
            let own = line.get(2..).and_then(|rest| rest.split("](").next()).unwrap_or_default();
            let title = (*start == "](").then(|| own.find(" \"").and(own.find("\")"))).flatten();
            let last = title.map_or(first, |quote| quote + 3);
            Some(last.max(start.len()) + end.len())
        });
        rest = markup.get(length.unwrap_or(1)..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// Whether a line is a link reference definition: `[name]: address "title"`.
fn is_definition(line: &str) -> bool {
    let rest = line.trim_start().strip_prefix('[').filter(|rest| !rest.starts_with('^'));
    let address = rest.and_then(|rest| rest.split_once("]:")).map(|(_, address)| address.trim_start());
    address.is_some_and(|address| address.starts_with("http") || address.starts_with(['/', '#', '.', '<']))
}
