//! Plain text: a body without any markup, whose line breaks and columns may be intended.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, html};

use crate::document::dialect::markdown::words;
use crate::text::Profile;

mod signs;

/// Lines of text that is wrapped by hand are hardly ever narrower than this, in terminal cells.
const WRAPPED: usize = 60;

/// A line wider than this is a paragraph of its own: nobody wraps by hand at so many cells.
const PARAGRAPH: usize = 100;

/// Tabs in plain text stand at every eighth cell.
const TAB: usize = 8;

/// Blocks with alignment or indentation are preformatted; of the others, those that look wrapped by an editor become
/// paragraphs and the rest keep their lines. Linear in the body.
pub(in crate::document) fn to_html(body: &str) -> String {
    let lines: Vec<Cow<'_, str>> = body.lines().map(|line| expand_tabs(line.trim_end())).collect();
    let mut events = Vec::new();
    let mut at = 0;
    while let Some(block) = next_block(&lines, at) {
        at = block.end;
        if is_aligned(&lines[block.clone()]) {
            while let Some(next) = next_block(&lines, at).filter(|next| is_aligned(&lines[next.clone()])) {
                at = next.end;
            }
            preformatted(&lines[block.start..at], &mut events);
        } else {
            paragraphs(&lines[block], &mut events);
        }
    }
    let mut out = String::with_capacity(body.len() + body.len() / 4);
    html::push_html(&mut out, events.into_iter());
    out
}

/// Whether a body is plain text rather than Markdown: no sign that only Markdown has and, unless the body has aligned
/// columns or indented blocks, none that is common in Markdown.
pub fn is_plain_text(body: &str) -> bool {
    let body = signs::head(body);
    if signs::are_certain(body) {
        return false;
    }
    if !signs::are_likely(body) {
        return true;
    }
    let lines: Vec<Cow<'_, str>> = body.lines().map(|line| expand_tabs(line.trim_end())).collect();
    let mut at = 0;
    while let Some(block) = next_block(&lines, at) {
        at = block.end;
        if is_aligned(&lines[block]) {
            return true;
        }
    }
    false
}

/// The next lines that are not blank, at or after `from`.
fn next_block(lines: &[Cow<'_, str>], from: usize) -> Option<Range<usize>> {
    let rest = lines.get(from..)?;
    let start = from + rest.iter().position(|line| !line.is_empty())?;
    let length = lines[start..].iter().position(|line| line.is_empty());
    Some(start..length.map_or(lines.len(), |length| start + length))
}

fn expand_tabs(line: &str) -> Cow<'_, str> {
    if !line.contains('\t') {
        return line.into();
    }
    let mut out = String::with_capacity(line.len() + 2 * TAB);
    let mut width = 0;
    for part in line.split_inclusive('\t') {
        let text = part.trim_end_matches('\t');
        out.push_str(text);
        width += Profile::default().width(text);
        if text.len() < part.len() {
            let blanks = TAB - width % TAB;
            out.extend(std::iter::repeat_n(' ', blanks));
            width += blanks;
        }
    }
    out.into()
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// Whether the lines of a block are set in columns, or indented as code, lists and manual pages are. An indented first
/// line alone begins a paragraph.
fn is_aligned(block: &[Cow<'_, str>]) -> bool {
    let mut rest = block.iter().skip(1).map(|line| indent(line));
    let second = rest.clone().next().or_else(|| block.first().map(|line| indent(line))).unwrap_or_default();
    let begins_paragraph = block.len() > 1 && block.first().is_some_and(|line| indent(line) > second);
    let is_indented = second >= 4 || rest.any(|indent| indent > second + 1 || indent + 1 < second);
    let deeper = !begins_paragraph && block.first().is_some_and(|line| indent(line) + 1 < second);
    let columns = block
        .iter()
        .map(|line| gaps(line))
        .fold((0, 0), |(any, wide), (narrow, broad)| (any + usize::from(narrow), wide + usize::from(broad)));
    is_indented || deeper || columns.0 >= 2 || columns.1 >= 1
}

/// Whether a line has a gap of two blanks that does not follow a sentence, and one of three or more.
fn gaps(line: &str) -> (bool, bool) {
    let line = line.trim_start();
    let narrow = line
        .match_indices("  ")
        .any(|(at, _)| !line.get(..at).is_some_and(|before| before.ends_with(['.', '!', '?', ':', ' '])));
    (narrow, line.contains("   "))
}

fn preformatted(lines: &[Cow<'_, str>], events: &mut Vec<Event<'_>>) {
    // The first newline of the element is dropped by the parser of HTML.
    events.push(Event::Html("<pre>\n".into()));
    let blank = |line: &&Cow<'_, str>| line.is_empty();
    let end = lines.len() - lines.iter().rev().take_while(blank).count();
    for line in lines.iter().take(end) {
        events.push(Event::Text(line.to_string().into()));
        events.push(Event::Text("\n".into()));
    }
    events.push(Event::Html("</pre>\n".into()));
}

/// A block without alignment: one paragraph, a paragraph of lines, or a paragraph for each line.
fn paragraphs(block: &[Cow<'_, str>], events: &mut Vec<Event<'_>>) {
    let widths: Vec<usize> = block.iter().map(|line| Profile::default().width(line)).collect();
    let is_own = widths.iter().any(|width| *width > PARAGRAPH) || block.iter().all(|line| line.starts_with('\u{3000}'));
    let is_wrapped = is_wrapped(block, &widths);
    let is_indented = !is_own && !is_wrapped && block.iter().any(|line| line.starts_with(' '));
    let between = match is_wrapped {
        _ if is_own => Event::Html("</p>\n<p>".into()),
        true => Event::SoftBreak,
        false if is_indented => Event::Text("\n".into()),
        false => Event::HardBreak,
    };
    let start = if is_indented { "<p style=\"white-space: pre-wrap\">" } else { "<p>" };
    events.push(Event::Html(start.into()));
    for (at, line) in block.iter().enumerate() {
        if at > 0 {
            events.push(between.clone());
        }
        let line = if is_indented { line } else { line.trim_start_matches(' ') };
        words::events(CowStr::from(line.to_owned()), events);
    }
    events.push(Event::Html("</p>\n".into()));
}

/// Whether the lines of a block are one text that an editor wrapped: most have more than one word, and every break is where the next word would have
/// passed the right edge, or nearly.
fn is_wrapped(block: &[Cow<'_, str>], widths: &[usize]) -> bool {
    let edge = widths.iter().copied().max().unwrap_or_default().max(WRAPPED);
    let tokens = block.iter().filter(|line| line.is_ascii() && !line.trim_start().contains(' ')).count();
    if tokens * 2 >= block.len() {
        return false;
    }
    let pairs = block.iter().skip(1).zip(widths);
    let mut breaks = pairs.map(|(next, width)| (next, width + 1 + first_word(next)));
    breaks.all(|(next, reached)| reached * 6 > edge * 5 && !signs::begins_item(next))
}

/// The width of what could have been on the line before: a word, or one character of a script without spaces.
fn first_word(line: &str) -> usize {
    let line = line.trim_start();
    let end = line.find(|c: char| c == ' ' || !c.is_ascii()).unwrap_or(line.len());
    Profile::default().width(line.get(..end).unwrap_or_default()).max(2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{BodyKind, read};

    #[test]
    fn plain_text_is_told_from_markdown() {
        for (body, expected) in [
            ("Plain text.", true),
            ("Two lines\nof text\n", true),
            ("# Heading\n\ntext", false),
            ("# a comment\n# goes on\nkey = 1\n", true),
            ("text\n\n```\ncode\n```\n", false),
            ("See [this](https://example.org/).", false),
            ("Title\n=====\n\ntext", false),
            ("one\n-------------------------------------\ntwo", true),
            ("| a | b |\n|---|---|\n| 1 | 2 |", false),
            ("This is **strong**.", false),
            ("2 ** 3 and 4 ** 5", true),
            ("A *word* of weight", false),
            ("aosa-bash*.pdf and doc/rose94.*", true),
            ("snake_case and other_name", true),
            ("- one\n- two\n", false),
            ("- one\n- two\n\nNAME      SIZE\na         1\n", true),
            ("Run `make` first", false),
            ("See [[ideas]].\n", false),
            ("A note[^1].\n\nMore \\(x\\).\n", false),
            ("FOO(1)   User Commands   FOO(1)\n\nNAME\n       foo - time [[ ]], [^a-z] and \\(...\\)\n", true),
            ("help: <https://example.org/ls/>", true),
            ("a<br>b", false),
            ("{% include a %}", false),
            ("A &amp; B", false),
            ("root:x:0:0:root:/root:/bin/sh\n", true),
        ] {
            assert_eq!(is_plain_text(body), expected, "{body:?}");
        }
    }

    #[test]
    fn lines_and_columns() {
        let wrapped = "The lines of this paragraph were wrapped by an editor at a width of\nseventy cells or so, and may be set at any other width without a loss\nof meaning.\n";
        let flowed = wrapped.trim_end().to_owned();
        for (body, expected) in [
            (wrapped, format!("<p>{flowed}</p>")),
            ("Best\nAnna\n", "<p>Best<br />\nAnna</p>".to_owned()),
            ("Best\n Anna\n", "<p style=\"white-space: pre-wrap\">Best\n Anna</p>".to_owned()),
            ("a  1\nbc 2\n\n", "<p>a  1<br />\nbc 2</p>".to_owned()),
            ("a   1\nbc  2\n", "<pre>\na   1\nbc  2\n</pre>".to_owned()),
            ("a\t1\nbc\t2\n", "<pre>\na       1\nbc      2\n</pre>".to_owned()),
            (
                "NAME\n       ls - list\n\n       more < text\n",
                "<pre>\nNAME\n       ls - list\n\n       more &lt; text\n</pre>".to_owned(),
            ),
            ("一、二\n三、四\n", "<p>一、二<br />\n三、四</p>".to_owned()),
            ("　　第一段。\n　　第二段。\n", "<p>　　第一段。</p>\n<p>　　第二段。</p>".to_owned()),
            (
                "see https://example.org/a\n",
                "<p>see <a href=\"https://example.org/a\">https://example.org/a</a></p>".to_owned(),
            ),
            ("a * b <c> & d\n", "<p>a * b &lt;c&gt; &amp; d</p>".to_owned()),
        ] {
            assert_eq!(to_html(body).trim_end(), expected, "{body:?}");
        }
        let long = "字".repeat(60);
        assert_eq!(to_html(&format!("短。\n{long}\n")).trim_end(), format!("<p>短。</p>\n<p>{long}</p>"));
    }

    proptest::proptest! {
        #[test]
        fn no_character_is_lost(body in "[a-c 字<&*\\t\\n　.>-]{0,200}") {
            let text: String = read(&body, BodyKind::Text).0.text().split_whitespace().collect();
            let expected: String = body.split_whitespace().collect();
            proptest::prop_assert_eq!(text, expected);
        }
    }
}
