//! Finds tags in the raw text of a body as an HTML tokenizer does.

use memchr::{memchr, memmem};

/// The maximum number of attributes kept in a tag; html5ever compares each with all before it.
pub(in crate::document::html) const MAX_ATTRIBUTES: usize = 128;

/// A tag in raw text.
#[derive(Clone, Copy, Debug)]
pub(in crate::document) struct RawTag<'a> {
    /// The name as written.
    pub(in crate::document) name: &'a str,
    /// Whether it is an end tag.
    pub(in crate::document) ends: bool,
    /// Whether a `/` precedes its `>`.
    pub(in crate::document) closes_itself: bool,
    /// The end, after the `>`; the length of the body if it never ends.
    pub(in crate::document) end: usize,
    /// Whether the body ends inside it.
    pub(in crate::document) unfinished: bool,
    /// The start of the attributes beyond the limit.
    pub(in crate::document) cut: Option<usize>,
    /// Whether a quoted value is directly followed by other text, as with nested quotes.
    pub(in crate::document) text_after_value: bool,
    /// The opening quote of a value without the closing quote it should have.
    pub(in crate::document) never_closed: Option<usize>,
}

/// Reads the tags of a body on request, in time linear in the body.
///
/// Text that was mistaken for a tag is read again from the next `<` on, and each time may extend to the end of the
/// body. This is done a limited number of times; after that, no tags are reported.
#[derive(Clone, Copy, Debug)]
pub(in crate::document) struct Tags<'a> {
    body: &'a str,
    /// How many bytes may still be read again.
    left: usize,
}

impl<'a> Tags<'a> {
    /// How many times the length of the body may be read again.
    const MAX_REREADS: usize = 16;

    /// The tags of this body.
    pub(in crate::document) fn of(body: &'a str) -> Self {
        Self { body, left: Self::MAX_REREADS * body.len() + Self::MAX_REREADS }
    }

    /// The tag at the `<` at `at`, if the tokenizer would see one.
    pub(in crate::document) fn at(&self, at: usize) -> Option<RawTag<'a>> {
        if self.are_exhausted() { None } else { tag(self.body, at) }
    }

    /// Records that the tag at `at` is text, so that its bytes are read again.
    pub(in crate::document) fn reject(&mut self, at: usize, tag: &RawTag<'_>) {
        self.left = self.left.saturating_sub(tag.end.saturating_sub(at).max(1));
    }

    /// Whether the budget is used up, so that every `<` from here on is text.
    pub(in crate::document) fn are_exhausted(&self) -> bool {
        self.left == 0
    }
}

/// The tag at the `<` at `at`, if the tokenizer would see one.
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
        text_after_value: false,
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
                if count > MAX_ATTRIBUTES && tag.cut.is_none() {
                    tag.cut = Some(i);
                }
                let attribute = attribute(bytes, i);
                if let Some((quote, end)) = attribute.never_closed(bytes) {
                    (tag.never_closed, tag.end, tag.unfinished) = (Some(quote), end, false);
                    return;
                }
                tag.text_after_value |= attribute.quoted.is_some()
                    && bytes
                        .get(attribute.end)
                        .is_some_and(|byte| !byte.is_ascii_whitespace() && !b"/>".contains(byte));
                i = attribute.end;
            }
        }
    }
}

/// The extent of an attribute.
pub(in crate::document) struct AttributeRange {
    /// The end of the attribute.
    pub(in crate::document) end: usize,
    /// The opening quote of a quoted value; the byte before `end` is the closing quote.
    pub(in crate::document) quoted: Option<usize>,
}

impl AttributeRange {
    /// If the quote of a value is never closed, the quote and the end of the tag without it. Then the value up to the
    /// next quote contains the end of this tag and the start of another, and no attribute follows.
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

/// Finds the end of an attribute.
pub(in crate::document) fn attribute(bytes: &[u8], mut i: usize) -> AttributeRange {
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
        return AttributeRange { end: i, quoted: None };
    }
    value += 1;
    while blank(value) {
        value += 1;
    }
    match bytes.get(value) {
        Some(quote @ (b'"' | b'\'')) => {
            let length = bytes.get(value + 1..).and_then(|rest| memchr(*quote, rest));
            AttributeRange {
                end: length.map_or(bytes.len(), |length| value + length + 2),
                quoted: length.map(|_| value),
            }
        }
        _ => {
            while bytes.get(value).is_some_and(|byte| !byte.is_ascii_whitespace() && *byte != b'>') {
                value += 1;
            }
            AttributeRange { end: value, quoted: None }
        }
    }
}

/// Elements whose content is text up to their end tag.
const RAW: [&str; 9] = ["script", "style", "title", "textarea", "iframe", "noembed", "noframes", "xmp", "plaintext"];

/// Whether the content of this element is text up to its end tag.
pub(in crate::document) fn is_raw(name: &str) -> bool {
    // The shortest has three letters, and most names are shorter.
    name.len() > 2 && RAW.iter().any(|raw| raw.eq_ignore_ascii_case(name))
}

/// Finds ends of elements and comments. It remembers which do not occur any more, so that all searches together are
/// linear.
#[derive(Default)]
pub(in crate::document) struct EndFinder {
    none: [bool; RAW.len()],
    no_more_comment_ends: bool,
}

impl EndFinder {
    /// The offset of the next end tag `</name` at or after `from`.
    pub(in crate::document) fn end_tag(&mut self, body: &str, name: &str, from: usize) -> Option<usize> {
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

    /// The end of the comment that begins with `<!--` at `at`.
    pub(in crate::document) fn comment_end(&mut self, body: &str, at: usize) -> Option<usize> {
        let rest = body.as_bytes().get(at + 4..)?;
        if rest.starts_with(b">") {
            return Some(at + 5);
        }
        if rest.starts_with(b"->") {
            return Some(at + 6);
        }
        if self.no_more_comment_ends {
            return None;
        }
        let plain = memmem::find(rest, b"-->").map(|found| at + 4 + found + 3);
        self.no_more_comment_ends = plain.is_none();
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
                tags.reject(at, &tag);
            }
            assert!(tags.are_exhausted() && passed <= (Tags::MAX_REREADS + 1) * body.len(), "{passed}");
        }
    }
}
