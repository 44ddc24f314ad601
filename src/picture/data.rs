//! Pictures inside of their address: `data:` URLs.

use std::borrow::Cow;

use crate::picture::error::PictureError;
use crate::text::percent_decoded;

/// The longest `data:` URL that is read, in bytes: more than any picture that somebody put into an article.
const LIMIT: usize = 24 << 20;

/// The bytes of a `data:` URL (RFC 2397, with the forgiving base64 of the WHATWG Fetch and Infra standards); `None` if
/// the address is not one. Which type it claims to be does not count: pictures are known by their bytes.
///
/// # Errors
/// [`PictureError::Damaged`] for base64 that is none, [`PictureError::TooLarge`] over 24 MiB, [`PictureError::Empty`].
pub fn data_url(address: &str) -> Option<Result<Vec<u8>, PictureError>> {
    let address = address.trim_matches(|c: char| c.is_ascii_whitespace() || c.is_ascii_control());
    let (scheme, rest) = address.split_at_checked(5)?;
    if !scheme.eq_ignore_ascii_case("data:") {
        return None;
    }
    Some(decoded(rest))
}

fn decoded(rest: &str) -> Result<Vec<u8>, PictureError> {
    if rest.len() > LIMIT {
        return Err(PictureError::TooLarge);
    }
    let (head, body) = rest.split_once(',').ok_or(PictureError::Damaged)?;
    let is_base64 = head.rsplit_once(';').is_some_and(|(_, last)| last.trim().eq_ignore_ascii_case("base64"));
    // A fragment is no part of the data, but an unescaped `#` of an SVG is meant as one of its colours.
    let bytes = if is_base64 { base64(&unescaped(body)).ok_or(PictureError::Damaged)? } else { percent_decoded(body) };
    if bytes.is_empty() { Err(PictureError::Empty) } else { Ok(bytes) }
}

fn unescaped(body: &str) -> Cow<'_, [u8]> {
    if body.contains('%') { Cow::Owned(percent_decoded(body)) } else { Cow::Borrowed(body.as_bytes()) }
}

/// Forgiving base64 (WHATWG Infra, section 7): blanks do not count, padding may be left out, and what does not fill a
/// byte at the end is dropped. The alphabet of URLs (RFC 4648 section 5) is understood as well.
fn base64(text: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3 + 3);
    let (mut bits, mut count) = (0u32, 0);
    let mut digits = text.iter().filter(|byte| !byte.is_ascii_whitespace());
    while let Some(digit) = digits.by_ref().next() {
        let value = match digit {
            b'A'..=b'Z' => digit - b'A',
            b'a'..=b'z' => digit - b'a' + 26,
            b'0'..=b'9' => digit - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => break,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        count += 1;
        if count == 4 {
            out.extend_from_slice(&bits.to_be_bytes()[1..]);
            (bits, count) = (0, 0);
        }
    }
    if digits.any(|byte| *byte != b'=') {
        return None;
    }
    match count {
        1 => return None,
        2 => out.push((bits >> 4) as u8),
        3 => out.extend_from_slice(&(bits >> 2).to_be_bytes()[2..]),
        _ => {}
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_urls_are_bytes() {
        let ok = |bytes: &[u8]| Some(Ok(bytes.to_vec()));
        for (address, bytes) in [
            ("data:image/png;base64,AAEC", ok(&[0, 1, 2])),
            ("DATA:image/png;charset=x;BASE64,AAEC", ok(&[0, 1, 2])),
            ("data:;base64,AAE=", ok(&[0, 1])),
            ("data:;base64,AAE", ok(&[0, 1])),
            ("data:;base64,AA==", ok(&[0])),
            ("data:;base64,AA%3D%3D", ok(&[0])),
            ("data:;base64,A A\n=\t=", ok(&[0])),
            ("data:;base64,-_+/", ok(&[0xfb, 0xff, 0xbf])),
            ("data:;base64, %20AAEC", ok(&[0, 1, 2])),
            ("  data:image/gif; base64 ,AAEC\n", ok(&[0, 1, 2])),
            ("data:image/svg+xml,%3Csvg/%3E", ok(b"<svg/>")),
            ("data:image/svg+xml;utf8,<svg a='#000'/>", ok(b"<svg a='#000'/>")),
            ("data:,a,b", ok(b"a,b")),
            ("data:base64,AAEC", ok(b"AAEC")),
            ("data:;base64,A", Some(Err(PictureError::Damaged))),
            ("data:;base64,AA=A", Some(Err(PictureError::Damaged))),
            ("data:;base64,AA*A", Some(Err(PictureError::Damaged))),
            ("data:;base64,图", Some(Err(PictureError::Damaged))),
            ("data:image/png;base64", Some(Err(PictureError::Damaged))),
            ("data:", Some(Err(PictureError::Damaged))),
            ("data:;base64,", Some(Err(PictureError::Empty))),
            ("data:,", Some(Err(PictureError::Empty))),
            ("data", None),
            ("date:,x", None),
            ("https://a.example/data:,x", None),
            ("图片图", None),
            ("", None),
        ] {
            assert_eq!(data_url(address), bytes, "{address}");
        }
        let long = format!("data:,{}", "x".repeat(LIMIT));
        assert_eq!(data_url(&long), Some(Err(PictureError::TooLarge)));
    }
}
