//! Signs that tell Markdown from plain text.

use crate::text::first_bytes;

/// How much of a body is searched, in bytes.
const SEARCH_LIMIT: usize = 64 << 10;

/// The part of a body that is searched.
pub(super) fn head(body: &str) -> &str {
    first_bytes(body, SEARCH_LIMIT)
}

/// Whether a body has a sign that only Markdown has: a heading, a fence, a link, strong text, a table, an element of HTML or
/// a template tag.
pub(super) fn are_certain(body: &str) -> bool {
    const INSIDE: [&str; 8] = ["](", "][", "</", "<br", "<img ", "<!--", "{{", "{%"];
    let comments = has_comments(body);
    let mut before = "";
    INSIDE.iter().any(|sign| memchr::memmem::find(body.as_bytes(), sign.as_bytes()).is_some())
        || body.lines().any(|line| {
            let found = (is_heading(line) && !comments)
                || is_fence(line)
                || is_underline(before, line)
                || is_delimiter_row(line)
                || has_pair(line, "**")
                || has_pair(line, "__")
                || is_definition(line);
            before = line;
            found
        })
}

/// Whether a body has a sign that is common in Markdown and rare in plain text: items of lists, emphasis, code, character
/// references, footnotes, links between notes or formulas. Manual pages have some of them: `[^a-z]`, `[[ ]]`, `\(…\)`.
pub(super) fn are_likely(body: &str) -> bool {
    const INSIDE: [&str; 4] = ["[^", "[[", "\\(", "\\["];
    let mut items = 0;
    let has = |sign: &&str| memchr::memmem::find(body.as_bytes(), sign.as_bytes()).is_some();
    INSIDE.iter().any(has)
        || body.lines().any(|line| {
            items += usize::from(is_list_item(line.trim_start()));
            items >= 2
                || has_pair(line, "`")
                || has_pair(line, "*")
                || has_pair(line, "_")
                || has_pair(line, "~~")
                || has_pair(line, "==")
                || has_pair(line, "$")
                || has_reference(line)
                || line.trim_start().starts_with("> ")
        })
}

/// Whether a line begins as the item of a list, as a quoted line of a letter, or as a field with its name.
pub(super) fn begins_item(line: &str) -> bool {
    let line = line.trim_start();
    let name = line.split_once(": ").map(|(name, _)| name);
    let is_field = |name: &str| {
        name.len() <= 24
            && name.starts_with(|c: char| c.is_ascii_uppercase())
            && !name.contains(|c: char| c.is_whitespace())
    };
    is_list_item(line) || line.starts_with('>') || line.starts_with(['•', '·', '‣', '◦']) || name.is_some_and(is_field)
}

fn is_list_item(line: &str) -> bool {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    line.starts_with("- ")
        || line.starts_with("* ")
        || line.starts_with("+ ")
        || ((1..=3).contains(&digits)
            && line.get(digits..).is_some_and(|rest| rest.starts_with(". ") || rest.starts_with(") ")))
}

/// Whether lines in a row begin with one `#`, as the comments of configuration files do.
fn has_comments(body: &str) -> bool {
    let is_comment = |line: &str| line.starts_with("# ") || line == "#";
    body.lines().zip(body.lines().skip(1)).any(|(line, next)| is_comment(line) && is_comment(next))
}

fn is_heading(line: &str) -> bool {
    let text = line.trim_start_matches('#');
    (1..=6).contains(&(line.len() - text.len())) && text.starts_with(' ') && !text.trim().is_empty()
}

fn is_fence(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("```") || line.starts_with("~~~")
}

/// Whether a line makes a heading of the line before it. A rule of another length than the text is no sign: it may
/// separate parts of a plain text.
fn is_underline(before: &str, line: &str) -> bool {
    let width = line.trim_end().len();
    let uniform = |mark: u8| width >= 3 && line.trim_end().bytes().all(|byte| byte == mark);
    let text = before.trim_end();
    let width_of_text = crate::text::Profile::default().width(text);
    (uniform(b'=') || uniform(b'-')) && !text.is_empty() && width.abs_diff(width_of_text) <= width_of_text / 2
}

fn is_delimiter_row(line: &str) -> bool {
    line.contains("--")
        && line.contains('|')
        && line.bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' ' | b'\r'))
}

/// Whether a line holds text between two marks that touch it: `**text**`, `_text_`. Marks inside a word do not count.
fn has_pair(line: &str, mark: &str) -> bool {
    let is_edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && !mark.contains(c));
    let opens = |at: usize| {
        is_edge(line.get(..at).and_then(|before| before.chars().next_back()))
            && line
                .get(at + mark.len()..)
                .is_some_and(|after| after.starts_with(|c: char| !c.is_whitespace() && !mark.contains(c)))
    };
    let closes = |at: usize| {
        is_edge(line.get(at + mark.len()..).and_then(|after| after.chars().next()))
            && line.get(..at).is_some_and(|before| before.ends_with(|c: char| !c.is_whitespace() && !mark.contains(c)))
    };
    let mut opened = None;
    line.match_indices(mark).any(|(at, _)| {
        if opened.is_some_and(|opened| opened < at) && closes(at) {
            return true;
        }
        opened = opened.or(Some(at).filter(|at| opens(*at)));
        false
    })
}

/// A definition of a link: `[name]: address`.
fn is_definition(line: &str) -> bool {
    line.trim_start()
        .strip_prefix('[')
        .and_then(|rest| rest.split_once("]: "))
        .is_some_and(|(name, _)| !name.is_empty())
}

/// A character reference, of at most eight characters: `&amp;`, `&#8212;`.
fn has_reference(line: &str) -> bool {
    line.match_indices('&').any(|(at, _)| {
        let name = line.bytes().skip(at + 1).take(9).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#');
        let length = name.count();
        (2..=8).contains(&length) && line.as_bytes().get(at + 1 + length) == Some(&b';')
    })
}
