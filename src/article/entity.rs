//! HTML character references in front matter, decoded once.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;
use html5ever::data::NAMED_ENTITIES;

/// Longest reference that is decoded, in bytes with `&` and `;`; the longest name in HTML has 32 characters.
const MAX_LENGTH: usize = 34;

/// Decodes `&#123;`, `&#x7b;` and `&amp;`. A reference without a semicolon or to no valid character is kept as it is.
pub(in crate::article) fn decode(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        let (before, reference) = rest.split_at(at);
        out.push_str(before);
        let near = reference.as_bytes().get(..MAX_LENGTH).unwrap_or(reference.as_bytes());
        let end = memchr::memchr(b';', near);
        let decoded = end.and_then(|end| reference.get(1..end)).and_then(|name| character(name, &mut out));
        let taken = if decoded.is_some() { end.unwrap_or(0) } else { 0 };
        if decoded.is_none() {
            out.push('&');
        }
        rest = reference.get(taken + 1..).unwrap_or_default();
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Appends the characters that a reference stands for.
fn character(name: &str, out: &mut String) -> Option<()> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        out.push(numbered(code)?);
        return Some(());
    }
    let mut buffer = [0; MAX_LENGTH];
    let key = buffer.get_mut(..name.len() + 1)?;
    let (last, start) = key.split_last_mut()?;
    start.copy_from_slice(name.as_bytes());
    *last = b';';
    let (first, second) = NAMED_ENTITIES.get(std::str::from_utf8(key).ok()?)?;
    out.push(char::from_u32(*first).filter(|c| *c != '\0')?);
    out.extend(char::from_u32(*second).filter(|c| *c != '\0'));
    Some(())
}

/// HTML decodes 128–159 as Windows-1252, not as control characters.
fn numbered(code: u32) -> Option<char> {
    if let Some(byte) = u8::try_from(code).ok().filter(|byte| (0x80..0xa0).contains(byte)) {
        return WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next();
    }
    char::from_u32(code).filter(|c| *c != '\0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_decoded_once() {
        for (text, expected) in [
            ("&#123;a&#125;", "{a}"),
            ("&#x4E2D;&#X6587;", "中文"),
            ("a &amp;&lt; b &hellip;", "a &< b …"),
            ("&amp;lt;", "&lt;"),
            ("AT&T; R&D &nosuch; &#0; &#xd800; &", "AT&T; R&D &nosuch; &#0; &#xd800; &"),
            ("中&文;", "中&文;"),
            ("a &#150; b", "a – b"),
        ] {
            assert_eq!(decode(text), expected);
        }
    }
}
