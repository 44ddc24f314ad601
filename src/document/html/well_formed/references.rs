//! Character references (HTML §13.2.5.72), as far as they end with a semicolon.

use html5ever::data::NAMED_ENTITIES;
use memchr::memchr;

/// Longest reference that is decoded, in bytes without the `&`.
const MAX_LENGTH: usize = 34;

/// Appends a text or, with `is_value`, the value of an attribute, with its character references decoded. `None` if one
/// is not well-formed.
pub(super) fn decode(source: &str, is_value: bool, out: &mut String) -> Option<()> {
    let mut rest = source;
    while let Some(at) = memchr(b'&', rest.as_bytes()) {
        out.push_str(rest.get(..at)?);
        rest = rest.get(at + 1..)?;
        let name = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let length = match rest.as_bytes().get(name) {
            Some(b'#') if name == 0 => numeric(rest, out)?,
            Some(b';') if name > 0 => named(rest.get(..=name)?, out)?,
            // `?a=1&b=2`
            Some(b'=') if is_value && name > 0 => literal(out),
            _ if name == 0 => literal(out),
            _ => return None,
        };
        rest = rest.get(length..)?;
    }
    out.push_str(rest);
    Some(())
}

/// An ampersand that begins no reference.
fn literal(out: &mut String) -> usize {
    out.push('&');
    0
}

/// Appends what a name, with its semicolon, stands for, and returns its length.
fn named(name: &str, out: &mut String) -> Option<usize> {
    let (first, second) = NAMED_ENTITIES.get(name)?;
    out.push(char::from_u32(*first).filter(|c| *c != '\0')?);
    out.extend(char::from_u32(*second).filter(|c| *c != '\0'));
    Some(name.len())
}

/// Appends the character of a number, `#` and semicolon included, and returns the length. Only characters that stand for
/// themselves are read: neither controls nor noncharacters, nor what is replaced.
fn numeric(reference: &str, out: &mut String) -> Option<usize> {
    let near = reference.as_bytes().get(..MAX_LENGTH).unwrap_or(reference.as_bytes());
    let end = memchr(b';', near)?;
    let digits = reference.get(1..end)?;
    let code = match digits.strip_prefix(['x', 'X']) {
        Some(hex) if hex.bytes().all(|byte| byte.is_ascii_hexdigit()) => u32::from_str_radix(hex, 16).ok()?,
        None if digits.bytes().all(|byte| byte.is_ascii_digit()) => digits.parse().ok()?,
        _ => return None,
    };
    let is_plain = matches!(code, 0x20..=0x7e | 0xa0..=0xfdcf | 0xfdf0..) && code & 0xfffe != 0xfffe;
    out.push(char::from_u32(code).filter(|_| is_plain)?);
    Some(end + 1)
}
