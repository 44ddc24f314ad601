//! Splits front matter from the body, in all the formats that sites use.

use crate::article::front_matter::names::{is_field, is_known};
use crate::text::first_bytes;

/// The format of front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::article) enum Format {
    /// Between `---` lines, or above one.
    Yaml,
    /// Between `+++` lines or in a fenced block.
    Toml,
    /// An object with its braces.
    Json,
    /// The members of an object without its braces, up to `;;;`.
    JsonMembers,
    /// Fields without delimiters, up to a blank line, as in MultiMarkdown and Pelican.
    Lines,
}

/// A text split into front matter and body.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::article) struct Split<'a> {
    /// The format of the front matter; `None` without front matter.
    pub format: Option<Format>,
    /// The front matter without its delimiters.
    pub source: &'a str,
    /// The line of the file where `source` begins, from 1.
    pub line: u32,
    /// The text after the front matter.
    pub body: &'a str,
    /// Whether there is no proper closing line.
    pub unclosed: bool,
}

/// How many bytes are searched for the end of front matter that may have none.
const SEARCH_LIMIT: usize = 64 << 10;

/// Lines with their byte offsets. `\n`, `\r\n` and `\r` end a line.
pub(in crate::article) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let bytes = text.as_bytes();
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = bytes.get(start..).filter(|rest| !rest.is_empty())?;
        let end = start + memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
        let from = start;
        start = match (bytes.get(end), bytes.get(end + 1)) {
            (Some(b'\r'), Some(b'\n')) => end + 2,
            _ => end + 1,
        };
        Some((from, text.get(from..end)?))
    })
}

/// Splits a text. Total and linear.
pub(in crate::article) fn split(text: &str) -> Split<'_> {
    let none = Split { format: None, source: "", line: 1, body: text.trim_start_matches('\u{feff}'), unclosed: false };
    let mut number = 0;
    let mut first = None;
    for (offset, line) in lines(text) {
        number += 1;
        if !line.trim_matches(is_blank).is_empty() {
            first = Some((offset, line));
            break;
        }
    }
    let Some((offset, line)) = first else { return none };
    let start = Start { text, offset, line: number };
    let opener = line.trim_matches('\u{feff}').trim_end();
    let found = match opener {
        "+++" => fenced(start, Format::Toml, |line| line.trim_end() == "+++"),
        "---" => yaml(start),
        ";;;" => fenced(start, Format::JsonMembers, |line| line.trim_end() == ";;;"),
        "```toml" | "~~~toml" | "``` toml" => {
            fenced(start, Format::Toml, |line| matches!(line.trim_end(), "```" | "~~~"))
        }
        _ if is_dashes(opener) => yaml(start),
        _ if opener.starts_with('{') => json(start),
        _ => below_heading(start, opener).or_else(|| without_opener(start)).or_else(|| without_delimiters(start)),
    };
    let Some(found) = found else { return none };
    second(text, &found).unwrap_or(found)
}

/// Front matter below a heading that repeats its title.
fn below_heading<'a>(start: Start<'a>, opener: &str) -> Option<Split<'a>> {
    let heading = opener.trim_start_matches('#');
    if heading.len() == opener.len() || !heading.starts_with([' ', '\t']) {
        return None;
    }
    let found = next(start.text, start.offset + (start.rest().len() - start.after().len()), start.line + 1)?;
    let says_it = |line: &str| {
        let value = key_of(line).filter(|key| key.eq_ignore_ascii_case("title")).and(line.split_once(':'));
        value.is_some_and(|(_, value)| value.trim().trim_matches(['"', '\'']) == heading.trim())
    };
    lines(found.source).any(|(_, line)| says_it(line)).then_some(found)
}

/// A second front matter directly below one without any field of an article: the first is for another program.
fn second<'a>(text: &'a str, first: &Split<'a>) -> Option<Split<'a>> {
    let says = |split: &Split| lines(split.source).any(|(_, line)| key_of(line).is_some_and(is_field));
    if first.format != Some(Format::Yaml) || first.unclosed || says(first) {
        return None;
    }
    let offset = text.len() - first.body.len();
    let line = lines(text.get(..offset)?).count() as u32 + 1;
    next(text, offset, line).filter(says)
}

/// Closed front matter between dashes that begins at `offset`, which is on line `line` of the file; blank lines before
/// it are skipped.
fn next(text: &str, offset: usize, line: u32) -> Option<Split<'_>> {
    let ((blank, opener), line) =
        lines(text.get(offset..)?).zip(line..).find(|((_, line), _)| !line.trim().is_empty())?;
    let found = is_dashes(opener.trim_end()).then(|| yaml(Start { text, offset: offset + blank, line }))??;
    (!found.unclosed).then_some(found)
}

/// White space and misplaced byte order marks.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}

fn is_dashes(line: &str) -> bool {
    line.len() >= 3 && line.bytes().all(|byte| byte == b'-')
}

/// The first line that is not blank.
#[derive(Clone, Copy)]
struct Start<'a> {
    text: &'a str,
    offset: usize,
    line: u32,
}

impl<'a> Start<'a> {
    /// The text from this line on.
    fn rest(self) -> &'a str {
        self.text.get(self.offset..).unwrap_or_default()
    }

    /// The text after this line.
    fn after(self) -> &'a str {
        let rest = self.rest();
        lines(rest).nth(1).and_then(|(offset, _)| rest.get(offset..)).unwrap_or_default()
    }
}

fn part<'a>(format: Format, text: &'a str, end: usize, body: usize, line: u32) -> Split<'a> {
    Split {
        format: Some(format),
        source: text.get(..end).unwrap_or_default(),
        line,
        body: text.get(body..).unwrap_or_default(),
        unclosed: false,
    }
}

/// Front matter between two delimiter lines.
fn fenced(start: Start<'_>, format: Format, closes: impl Fn(&str) -> bool) -> Option<Split<'_>> {
    let text = start.after();
    close(text, closes).map(|(end, body)| part(format, text, end, body, start.line + 1))
}

/// The offset of the first closing line, and of the body after it.
fn close(text: &str, closes: impl Fn(&str) -> bool) -> Option<(usize, usize)> {
    let mut found = None;
    for (offset, line) in lines(text) {
        if let Some(end) = found {
            return Some((end, offset));
        }
        if closes(line) {
            found = Some(offset);
        }
    }
    found.map(|end| (end, text.len()))
}

fn yaml(start: Start<'_>) -> Option<Split<'_>> {
    let text = start.after();
    let line = start.line + 1;
    if let Some((end, body)) = close(text, |line| is_dashes(line.trim_end()) || line.trim_end() == "...") {
        return Some(part(Format::Yaml, text, end, body, line));
    }
    unclosed(text, line)
}

/// Front matter without a proper closing line: it ends before the first line that cannot be part of it.
pub(in crate::article) fn unclosed(text: &str, line: u32) -> Option<Split<'_>> {
    let mut known = false;
    let mut end = 0;
    let mut body = None;
    for (offset, line) in lines(text) {
        if offset > SEARCH_LIMIT {
            break;
        }
        if line.trim_start().starts_with("---") {
            // An indented closing line, or one with text after it; that text belongs to the body.
            let dashes = line.len() - line.trim_start().trim_start_matches('-').trim_start().len();
            end = offset;
            body = Some(offset + dashes);
            break;
        }
        if line.trim().is_empty() {
            continue;
        }
        let key = key_of(line);
        known |= key.is_some_and(is_known);
        if key.is_none() && !line.starts_with([' ', '\t', '-', '#']) {
            break;
        }
        end = (offset + line.len()).min(text.len());
    }
    let found = Split { unclosed: true, ..part(Format::Yaml, text, end, body.unwrap_or(end), line) };
    known.then_some(found)
}

/// Front matter without an opening line, as Hexo allows.
fn without_opener(start: Start<'_>) -> Option<Split<'_>> {
    let text = start.rest().trim_start_matches('\u{feff}');
    let quoted = text.starts_with('"');
    let mut known = false;
    for (offset, line) in lines(text) {
        let trimmed = line.trim_end();
        if offset > SEARCH_LIMIT || (offset == 0 && key_of(line).is_none()) {
            return None;
        }
        if is_dashes(trimmed) || trimmed == ";;;" {
            let format = if trimmed == ";;;" || quoted { Format::JsonMembers } else { Format::Yaml };
            let (end, body) = close(text, |line| line.trim_end() == trimmed)?;
            return known.then(|| part(format, text, end, body, start.line));
        }
        let key = key_of(line);
        known |= key.is_some_and(is_known);
        if key.is_none() && !trimmed.is_empty() && !line.starts_with([' ', '\t', '-', '#', ']', '}']) {
            return None;
        }
    }
    None
}

/// Fields above the first blank line, among them a title and another field of an article. A line that begins with four
/// spaces or a tab continues the value above it.
fn without_delimiters(start: Start<'_>) -> Option<Split<'_>> {
    let text = start.rest().trim_start_matches('\u{feff}');
    let (mut titles, mut others) = (0, 0);
    let mut end = text.len();
    for (offset, line) in lines(text) {
        if line.trim().is_empty() {
            end = offset;
            break;
        }
        match key_of(line) {
            Some(key) if key.eq_ignore_ascii_case("title") => titles += 1,
            Some(key) => others += usize::from(is_field(key)),
            None if offset > 0 && line.starts_with(['\t', ' ']) => {}
            None => return None,
        }
        if offset > SEARCH_LIMIT {
            return None;
        }
    }
    (titles == 1 && others > 0).then(|| part(Format::Lines, text, end, end, start.line))
}

/// An object at the start of the text, if it has a known key.
fn json(start: Start<'_>) -> Option<Split<'_>> {
    let text = start.rest().trim_start_matches('\u{feff}');
    let near = first_bytes(text, SEARCH_LIMIT);
    let mut values = serde_json::Deserializer::from_str(near).into_iter::<serde_json::Value>();
    if let Some(Ok(serde_json::Value::Object(object))) = values.next() {
        let end = values.byte_offset();
        return object.keys().any(|key| is_known(key)).then(|| part(Format::Json, text, end, end, start.line));
    }
    // Not valid JSON, but meant to be: a brace alone on the first and on a later line, with known keys between.
    let (end, body) = close(text, |line| line.trim_end() == "}")?;
    let known = lines(first_bytes(near, end)).any(|(_, line)| key_of(line.trim_start()).is_some_and(is_known));
    known.then(|| part(Format::Json, text, end, body, start.line))
}

/// The key at the start of a line, without quotes. Any key may be followed by a colon and a blank; other separators are
/// accepted only after a known key.
pub(in crate::article) fn key_of(line: &str) -> Option<&str> {
    let at = line.find([':', '：', '='])?;
    let (key, rest) = line.split_at(at);
    let mut rest = rest.chars();
    let separator = rest.next()?;
    let key = key.trim_end();
    let key = key.strip_prefix(['"', '\'']).map_or(key, |inner| inner.trim_end_matches(['"', '\'']));
    let word = !key.is_empty()
        && key.len() <= 64
        && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' '));
    let plain = separator == ':' && rest.next().is_none_or(|c| c == ' ' || c == '\t');
    (word && (plain || is_known(key))).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn shapes() {
        use Format::*;
        for (text, format, source, body) in [
            ("---\ntitle: a\n---\nbody", Some(Yaml), "title: a\n", "body"),
            ("\n---\ntitle: a\n---\n\nbody", Some(Yaml), "title: a\n", "\nbody"),
            ("\u{feff}---\r\ntitle: a\r\n---\r\nbody\r\n", Some(Yaml), "title: a\r\n", "body\r\n"),
            ("---\rtitle: a\r---\rbody", Some(Yaml), "title: a\r", "body"),
            ("---  \ntitle: a\n---\t\nbody", Some(Yaml), "title: a\n", "body"),
            ("-----\ntitle: a\n-----\nbody", Some(Yaml), "title: a\n", "body"),
            ("---\ntitle: a\n...\nbody", Some(Yaml), "title: a\n", "body"),
            ("---\ntitle: a\n---", Some(Yaml), "title: a\n", ""),
            ("---\n---\nbody", Some(Yaml), "", "body"),
            ("---\na: |\n  x\n  ---\n---\nb", Some(Yaml), "a: |\n  x\n  ---\n", "b"),
            ("---\ntitle: a\n ---\nbody", Some(Yaml), "title: a\n", "\nbody"),
            ("---\ntitle: a\n--- text\nbody", Some(Yaml), "title: a\n", "text\nbody"),
            ("---\ntitle: a\n\n<p>body", Some(Yaml), "title: a", "\n\n<p>body"),
            ("---\nmere text\nno key", None, "", "---\nmere text\nno key"),
            ("title: a\ndate: b\n---\nbody", Some(Yaml), "title: a\ndate: b\n", "body"),
            ("Title: a\nDate: b\n\nbody", Some(Lines), "Title: a\nDate: b\n", "\nbody"),
            ("Date: b\r\nTitle: a\r\n    c\r\n\r\nbody", Some(Lines), "Date: b\r\nTitle: a\r\n    c\r\n", "\r\nbody"),
            ("Title: a\nTags: b", Some(Lines), "Title: a\nTags: b", ""),
            ("Title: a\n\nDate: b", None, "", "Title: a\n\nDate: b"),
            ("Title: a\nNote: b\n\nbody", None, "", "Title: a\nNote: b\n\nbody"),
            ("Title: a\ntext\nDate: b\n\nbody", None, "", "Title: a\ntext\nDate: b\n\nbody"),
            ("Note: a\nmore\n---\nbody", None, "", "Note: a\nmore\n---\nbody"),
            ("heading\n---\nbody", None, "", "heading\n---\nbody"),
            ("+++\ntitle = 'a'\n+++\nbody", Some(Toml), "title = 'a'\n", "body"),
            ("```toml\ntitle = 'a'\n```\nbody", Some(Toml), "title = 'a'\n", "body"),
            ("{\"title\": \"}\"}\nbody", Some(Json), "{\"title\": \"}\"}", "\nbody"),
            ("{% raw %}\nbody", None, "", "{% raw %}\nbody"),
            ("{\"a\": 1}\nbody", None, "", "{\"a\": 1}\nbody"),
            (
                "\"title\": \"a\",\n\"tags\": []\n;;;\nbody",
                Some(JsonMembers),
                "\"title\": \"a\",\n\"tags\": []\n",
                "body",
            ),
            (";;;\n\"title\": \"a\"\n;;;\nbody", Some(JsonMembers), "\"title\": \"a\"\n", "body"),
            ("---\na: 1\n---\n---\ntitle: b\n---\nbody", Some(Yaml), "title: b\n", "body"),
            ("---\n---\n\n---\ntitle: b\n---\nbody", Some(Yaml), "title: b\n", "body"),
            ("---\na: 1\n---\n---\nb: c\n---\nbody", Some(Yaml), "a: 1\n", "---\nb: c\n---\nbody"),
            ("---\ntitle: a\n---\n---\ntitle: b\n---\n", Some(Yaml), "title: a\n", "---\ntitle: b\n---\n"),
            ("# 甲 乙\n---\ntitle: 甲 乙\ndate: x\n---\nbody", Some(Yaml), "title: 甲 乙\ndate: x\n", "body"),
            ("# 甲\n\n---\ntitle: '甲'\n---\nbody", Some(Yaml), "title: '甲'\n", "body"),
            ("# 甲\n---\ntitle: 乙\n---\nbody", None, "", "# 甲\n---\ntitle: 乙\n---\nbody"),
            ("# 甲\n---\ntext\n", None, "", "# 甲\n---\ntext\n"),
            ("", None, "", ""),
            ("\n\n", None, "", "\n\n"),
        ] {
            let split = split(text);
            assert_eq!((split.format, split.source, split.body), (format, source, body), "{text:?}");
        }
    }

    #[test]
    fn lines_are_counted() {
        assert_eq!(split("\r\n\r\n---\r\ntitle: a\r\n---\r\n").line, 4);
        assert_eq!(split("title: a\n---\n").line, 1);
        assert_eq!(split("# a\n\n---\ntitle: a\n---\n").line, 4);
        assert_eq!(split("\n---\r\na: 1\r\n---\r\n\r\n---\r\ntitle: a\r\n---\r\n").line, 7);
        assert!(split("---\ntitle: a\n").unclosed);
    }

    proptest! {
        #[test]
        fn any_text_splits(text in "[-+;{}\"a: \r\n\u{feff}title]*") {
            let split = split(&text);
            prop_assert!(text.ends_with(split.body) && text.contains(split.source));
        }
    }
}
