//! The attributes of a start tag.

use html5ever::tendril::StrTendril;
use html5ever::{Attribute, LocalName, QualName, ns};
use memchr::{memchr, memchr2};

use crate::document::html::scan::MAX_ATTRIBUTES;
use crate::document::html::well_formed::references::decode;

/// Reads attributes up to the end of a tag, and returns them with what follows the tag.
pub(super) fn attributes(tag: &str) -> Option<(Vec<Attribute>, &str)> {
    let mut attributes = Vec::new();
    let mut count = 0;
    let mut rest = tag;
    loop {
        rest = rest.trim_start_matches(|c| is_space(c) || c == '/');
        if let Some(after) = rest.strip_prefix('>') {
            return Some((attributes, after));
        }
        let end = rest.bytes().position(|byte| is_space(byte.into()) || matches!(byte, b'/' | b'>' | b'='))?;
        let (name, after) = rest.split_at(end);
        count += 1;
        // Text that looks like a tag has other characters than these.
        let is_plain = |byte: u8| byte.is_ascii() && !matches!(byte, b'"' | b'\'' | b'<');
        if name.is_empty() || !name.bytes().all(is_plain) || count > MAX_ATTRIBUTES {
            return None;
        }
        let (value, after) = match after.trim_start_matches(is_space).strip_prefix('=') {
            Some(after) => value(after.trim_start_matches(is_space))?,
            None => (StrTendril::new(), after),
        };
        rest = after;
        let local = match name.bytes().any(|byte| byte.is_ascii_uppercase()) {
            true => LocalName::from(name.to_ascii_lowercase()),
            false => LocalName::from(name),
        };
        // Of several with the same name, the first counts.
        if !attributes.iter().any(|known: &Attribute| known.name.local == local) {
            attributes.push(Attribute { name: QualName::new(None, ns!(), local), value });
        }
    }
}

/// Reads the value of an attribute, and returns it with what follows.
fn value(source: &str) -> Option<(StrTendril, &str)> {
    let quote = *source.as_bytes().first()?;
    let (value, rest) = if matches!(quote, b'"' | b'\'') {
        let inside = source.get(1..)?;
        let (value, rest) = inside.split_at(memchr(quote, inside.as_bytes())?);
        let rest = rest.get(1..)?;
        // The end of one tag and the start of another: perhaps a quote is missing.
        if let Some(end) = memchr(b'>', value.as_bytes())
            && memchr(b'<', value.as_bytes().get(end..)?).is_some()
        {
            return None;
        }
        (value, rest.starts_with(|c| is_space(c) || matches!(c, '/' | '>')).then_some(rest)?)
    } else {
        source.split_at(source.bytes().position(|byte| is_space(byte.into()) || byte == b'>')?)
    };
    if memchr2(b'&', b'\0', value.as_bytes()).is_none() {
        return Some((StrTendril::from_slice(value), rest));
    }
    let mut decoded = String::with_capacity(value.len());
    decode(value, true, &mut decoded)?;
    Some((StrTendril::from(decoded), rest))
}

/// White space of HTML; carriage returns are gone before.
pub(super) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\n' | '\t' | '\u{c}')
}
