//! Limits how much of a body is read: to a weight that takes less than two seconds and 300 MiB for any content.

use crate::document::model::BodyKind;
use crate::problem::{Code, Problem};
use crate::text::place;

/// The maximum weight of a body. A byte of text weighs 1, a byte of markup its maximum cost relative to that.
const MAX_WEIGHT: usize = 16 << 20;

/// How many bytes before the limit are searched for a position that does not split anything.
const LOOK_BACK: usize = 4 << 10;

/// A tag: it may create an element, its text and a block.
const TAG: usize = 36;
/// An entity or a lone ampersand.
const ENTITY: usize = 10;
/// A NUL or a carriage return, which html5ever passes on one at a time.
const SINGLE: usize = 6;
/// The second byte of a soft hyphen: the text on either side is laid out separately.
const SOFT_HYPHEN: usize = 4;
/// The first byte of a letter of Thai, Lao, Khmer, Burmese and similar scripts, in which words are found by dictionary.
const DICTIONARY: usize = 6;
/// A line of Markdown: often a block.
const LINE: usize = 20;
/// A character that may begin a Markdown block at the start of a line.
const START: usize = 40;
/// A cell of a Markdown table.
const CELL: usize = 20;
/// A character that may begin or end a Markdown span, or could be one that does.
const MARK: usize = 7;
/// A character that often begins or ends a span.
const SPAN: usize = 16;
/// A character that may begin or end a formula.
const FORMULA: usize = 36;
/// A character that may end the text of a link.
const LINK: usize = 28;

/// The part of a body that is read. If it is cut, a problem says where.
pub(in crate::document) fn cut_to_limit<'a>(body: &'a str, kind: BodyKind, problems: &mut Vec<Problem>) -> &'a str {
    let read = readable(body, kind);
    if read.len() < body.len() {
        let (line, column) = place(body, read.len());
        let shown = format!("{:.1} MiB", read.len() as f64 / f64::from(1 << 20));
        problems.push(Problem::new(Code::BodyCut).with(shown).at(line, column));
    }
    read
}

fn readable(body: &str, kind: BodyKind) -> &str {
    // Too short to reach the limit even with the heaviest byte.
    if body.len() <= MAX_WEIGHT / START {
        return body;
    }
    let limit = match kind {
        BodyKind::Html => exceeds_at(body, |byte, _| html(byte)),
        BodyKind::Text | BodyKind::Source(_) | BodyKind::Other(_) => exceeds_at(body, |byte, _| escaped(byte)),
        BodyKind::Markdown => exceeds_at(body, markdown),
    };
    match limit {
        None => body,
        Some(end) => body.get(..cut(body, end, kind)).unwrap_or_default(),
    }
}

/// The byte at which the maximum weight is exceeded.
fn exceeds_at(body: &str, weight: impl Fn(u8, &mut bool) -> usize) -> Option<usize> {
    let mut left = MAX_WEIGHT;
    let mut starts = true;
    for (at, byte) in body.bytes().enumerate() {
        match left.checked_sub(weight(byte, &mut starts)) {
            Some(less) => left = less,
            None => return Some(at),
        }
    }
    None
}

fn html(byte: u8) -> usize {
    match byte {
        b'<' => TAG,
        b'&' => ENTITY,
        0 | b'\r' => SINGLE,
        0xe0 | 0xe1 => DICTIONARY,
        0xad => SOFT_HYPHEN,
        _ => 1,
    }
}

/// Text in which every mark of HTML is escaped.
fn escaped(byte: u8) -> usize {
    match byte {
        b'<' | b'>' => ENTITY,
        byte => html(byte),
    }
}

/// `starts` is whether only blanks and block markers precede the byte on its line.
fn markdown(byte: u8, starts: &mut bool) -> usize {
    let fresh = *starts;
    *starts = match byte {
        b'\n' | b'\r' | b'>' => true,
        b' ' | b'\t' | b'-' | b'+' | b'*' => fresh,
        _ => false,
    };
    match byte {
        b'\n' | b'\r' => LINE,
        b'>' | b'-' | b'+' | b'*' | b'#' | b'=' | b':' | b'0'..=b'9' if fresh => START,
        b'|' => CELL,
        b']' => LINK,
        b'$' => FORMULA,
        b'*' | b'_' | b'`' | b'~' | b'!' => SPAN,
        b'[' | b'^' | b'\\' | b'{' | b'}' | b'%' | b'\'' | b'"' => MARK,
        byte => html(byte),
    }
}

/// Where to cut, at or shortly before `end`: after a line, otherwise after a tag or a blank, otherwise between
/// characters.
fn cut(body: &str, end: usize, kind: BodyKind) -> usize {
    let end = boundary(body, end);
    let from = boundary(body, end.saturating_sub(LOOK_BACK));
    let tail = body.get(from..end).unwrap_or_default();
    let behind = |c: char| tail.rfind(c).map(|at| from + at + 1);
    let tag = || match kind {
        BodyKind::Html => tail.rfind('<').filter(|at| !tail.get(*at..).is_some_and(|tag| tag.contains('>'))),
        BodyKind::Markdown | BodyKind::Text | BodyKind::Source(_) | BodyKind::Other(_) => None,
    };
    behind('\n').or_else(|| tag().map(|at| from + at)).or_else(|| behind('>')).or_else(|| behind(' ')).unwrap_or(end)
}

/// The last character boundary at or before a byte.
fn boundary(body: &str, byte: usize) -> usize {
    (0..=byte).rev().find(|at| body.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_light_is_whole() {
        for piece in ["word and more ", "<p>word and more, a line of text like others</p>\n", "一份很长的文章。"]
        {
            let body = piece.repeat((4 << 20) / piece.len());
            for kind in [BodyKind::Html, BodyKind::Markdown] {
                assert_eq!(readable(&body, kind).len(), body.len(), "{piece}");
            }
        }
    }

    #[test]
    fn what_is_heavy_is_cut_where_it_parts_nothing() {
        for (piece, kind, end) in [
            ("<p>x", BodyKind::Html, ">"),
            ("<br class=yyyyyyyyyy>", BodyKind::Html, ">"),
            ("word ", BodyKind::Html, " "),
            ("一", BodyKind::Html, "一"),
            ("&amp;", BodyKind::Html, ";"),
            ("- x\n", BodyKind::Markdown, "\n"),
            ("[", BodyKind::Markdown, "["),
            ("> > x\n>\n", BodyKind::Markdown, "\n"),
        ] {
            let body = piece.repeat(MAX_WEIGHT / piece.len() + 1);
            let read = readable(&body, kind);
            // A budget: the weights decide where exactly.
            assert!(read.len() < body.len() && read.len() > MAX_WEIGHT / START / 2, "{piece:?}: {}", read.len());
            assert!(read.ends_with(end), "{piece:?}: {:?}", read.get(read.len() - 9..));
        }
    }
}
