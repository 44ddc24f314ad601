//! Tags in the raw text of a body, found as HTML's tokenizer finds them.

use memchr::{memchr, memmem};

/// More attributes than this in one tag are cut; html5ever compares each with all before it.
const MOST_ATTRIBUTES: usize = 128;

/// A tag in raw text.
#[derive(Clone, Copy, Debug)]
pub(in crate::document) struct RawTag<'a> {
    /// The name as written.
    pub(in crate::document) name: &'a str,
    /// Whether it is an end tag.
    pub(in crate::document) ends: bool,
    /// Whether a `/` stands before its `>`.
    pub(in crate::document) closes_itself: bool,
    /// Where it ends, past the `>`; the length of the body where it never does.
    pub(in crate::document) end: usize,
    /// Whether the body ends within it.
    pub(in crate::document) unfinished: bool,
    /// Where attributes beyond the limit begin.
    pub(in crate::document) cut: Option<usize>,
    /// Whether something stands right behind a quoted value, as where quotes are nested in quotes.
    pub(in crate::document) crowded: bool,
    /// The quote of a value that was meant to end with the tag and does not.
    pub(in crate::document) never_closed: Option<usize>,
}

/// Reads the tags of one body, whichever are asked for, in time linear in the body.
///
/// What is taken for text although it reads as a tag, or as the beginning of one, is passed over anew from the next `<`
/// on, and may reach to the end of the body each time. That is done only so often: then there are no tags any more.
#[derive(Clone, Copy, Debug)]
pub(in crate::document) struct Tags<'a> {
    body: &'a str,
    /// Bytes that may still be passed over in vain.
    left: usize,
}

impl<'a> Tags<'a> {
    /// How often a whole body may be passed over in vain.
    const TIMES: usize = 16;

    /// The tags of this body.
    pub(in crate::document) fn of(body: &'a str) -> Self {
        Self { body, left: Self::TIMES * body.len() + Self::TIMES }
    }

    /// The tag at `at`, where a `<` stands, if the tokenizer would see one there.
    pub(in crate::document) fn at(&self, at: usize) -> Option<RawTag<'a>> {
        if self.are_over() { None } else { tag(self.body, at) }
    }

    /// Notes that the tag at `at` was none, so that what it spans is read again.
    pub(in crate::document) fn refuse(&mut self, at: usize, tag: &RawTag<'_>) {
        self.left = self.left.saturating_sub(tag.end.saturating_sub(at).max(1));
    }

    /// Whether every `<` from here on is text.
    pub(in crate::document) fn are_over(&self) -> bool {
        self.left == 0
    }
}

/// The tag at `at`, where a `<` stands, if the tokenizer would see one there.
fn tag(body: &str, at: usize) -> Option<RawTag<'_>> {
    let bytes = body.as_bytes();
    let ends = bytes.get(at + 1) == Some(&b'/');
    let start = at + 1 + usize::from(ends);
    if !bytes.get(start).is_some_and(u8::is_ascii_alphabetic) {
        return None;
    }
    let mut i = start;
    while let Some(byte) = bytes.get(i) {
        if byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>') {
            break;
        }
        i += 1;
    }
    let name = body.get(start..i)?;
    let mut tag = RawTag {
        name,
        ends,
        closes_itself: false,
        end: bytes.len(),
        unfinished: true,
        cut: None,
        crowded: false,
        never_closed: None,
    };
    attributes(bytes, i, &mut tag);
    Some(tag)
}

/// Reads attributes from `i` to the end of the tag.
fn attributes(bytes: &[u8], mut i: usize, tag: &mut RawTag<'_>) {
    let mut count = 0;
    while let Some(byte) = bytes.get(i) {
        match byte {
            b'>' => {
                tag.end = i + 1;
                tag.unfinished = false;
                return;
            }
            b'/' => {
                tag.closes_itself = bytes.get(i + 1) == Some(&b'>');
                i += 1;
            }
            byte if byte.is_ascii_whitespace() => i += 1,
            _ => {
                count += 1;
                if count > MOST_ATTRIBUTES && tag.cut.is_none() {
                    tag.cut = Some(i);
                }
                let attribute = attribute(bytes, i);
                if let Some((quote, end)) = attribute.never_closed(bytes) {
                    (tag.never_closed, tag.end, tag.unfinished) = (Some(quote), end, false);
                    return;
                }
                tag.crowded |= attribute.quoted.is_some()
                    && bytes
                        .get(attribute.end)
                        .is_some_and(|byte| !byte.is_ascii_whitespace() && !b"/>".contains(byte));
                i = attribute.end;
            }
        }
    }
}

/// An attribute that was passed over.
pub(in crate::document) struct Passed {
    /// Where it ends.
    pub(in crate::document) end: usize,
    /// Where a quoted value begins, with its quote; the byte before the end closes it.
    pub(in crate::document) quoted: Option<usize>,
}

impl Passed {
    /// Where the quote of a value is never closed: the quote, and the end of the tag without it. What the next quote
    /// closes then begins in this tag, ends in or before another one, and no attribute follows.
    fn never_closed(&self, bytes: &[u8]) -> Option<(usize, usize)> {
        let quote = self.quoted?;
        let value = bytes.get(quote + 1..self.end - 1)?;
        if !value.ends_with(b"=") && bytes.get(self.end) != Some(&b'<') {
            return None;
        }
        let end = memchr(b'>', value)?;
        memchr(b'<', value.get(end..)?).map(|_| (quote, quote + end + 2))
    }
}

/// Passes over one attribute.
pub(in crate::document) fn attribute(bytes: &[u8], mut i: usize) -> Passed {
    let blank = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_whitespace);
    i += 1;
    while bytes.get(i).is_some_and(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b'/' | b'>' | b'=')) {
        i += 1;
    }
    let mut value = i;
    while blank(value) {
        value += 1;
    }
    if bytes.get(value) != Some(&b'=') {
        return Passed { end: i, quoted: None };
    }
    value += 1;
    while blank(value) {
        value += 1;
    }
    match bytes.get(value) {
        Some(quote @ (b'"' | b'\'')) => {
            let length = bytes.get(value + 1..).and_then(|rest| memchr(*quote, rest));
            Passed { end: length.map_or(bytes.len(), |length| value + length + 2), quoted: length.map(|_| value) }
        }
        _ => {
            while bytes.get(value).is_some_and(|byte| !byte.is_ascii_whitespace() && *byte != b'>') {
                value += 1;
            }
            Passed { end: value, quoted: None }
        }
    }
}

/// The elements whose content the tokenizer takes as text until their end tag.
const RAW: [&str; 9] = ["script", "style", "title", "textarea", "iframe", "noembed", "noframes", "xmp", "plaintext"];

/// Whether the content of this element is text until its end tag.
pub(in crate::document) fn is_raw(name: &str) -> bool {
    RAW.iter().any(|raw| raw.eq_ignore_ascii_case(name))
}

/// Finds end tags and comment ends; remembers for each that there are no more, so that all questions together are
/// linear.
#[derive(Default)]
pub(in crate::document) struct Ends {
    none: [bool; RAW.len()],
    no_comment_end: bool,
}

impl Ends {
    /// Where the end tag `</name` stands at or after `from`.
    pub(in crate::document) fn of(&mut self, body: &str, name: &str, from: usize) -> Option<usize> {
        let index = RAW.iter().position(|raw| raw.eq_ignore_ascii_case(name))?;
        let none = self.none.get_mut(index)?;
        if *none {
            return None;
        }
        let bytes = body.as_bytes();
        let mut at = from;
        while let Some(found) = bytes.get(at..).and_then(|rest| memmem::find(rest, b"</")) {
            let start = at + found;
            let after = start + 2 + name.len();
            let same = bytes.get(start + 2..after).is_some_and(|it| it.eq_ignore_ascii_case(name.as_bytes()));
            let ends = bytes.get(after).is_some_and(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>'));
            if same && ends {
                return Some(start);
            }
            at = start + 2;
        }
        *none = true;
        None
    }

    /// Past the comment that begins at `at` with `<!--`.
    pub(in crate::document) fn of_comment(&mut self, body: &str, at: usize) -> Option<usize> {
        let rest = body.as_bytes().get(at + 4..)?;
        if rest.starts_with(b">") {
            return Some(at + 5);
        }
        if rest.starts_with(b"->") {
            return Some(at + 6);
        }
        if self.no_comment_end {
            return None;
        }
        let plain = memmem::find(rest, b"-->").map(|found| at + 4 + found + 3);
        self.no_comment_end = plain.is_none();
        plain
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_passed_over_in_vain_has_an_end() {
        for body in ["<x".repeat(5000), "<x ".repeat(5000), "<x='".repeat(5000)] {
            let mut tags = Tags::of(&body);
            let mut passed = 0;
            for at in (0..body.len()).filter(|at| body[*at..].starts_with('<')) {
                let Some(tag) = tags.at(at) else { continue };
                passed += tag.end - at;
                tags.refuse(at, &tag);
            }
            assert!(tags.are_over() && passed <= (Tags::TIMES + 1) * body.len(), "{passed}");
        }
    }
}
