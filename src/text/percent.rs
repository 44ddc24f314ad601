//! Percent-encoding in addresses.

/// The bytes of a text with its percent escapes decoded (RFC 3986 §2.1). A sign that begins no escape stays.
pub fn percent_decoded(text: &str) -> Vec<u8> {
    let hex = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while let Some(byte) = bytes.get(i) {
        if *byte == b'%'
            && let (Some(high), Some(low)) = (hex(bytes.get(i + 1)), hex(bytes.get(i + 2)))
        {
            out.push((high * 16 + low) as u8);
            i += 3;
        } else {
            out.push(*byte);
            i += 1;
        }
    }
    out
}

/// A text with its percent escapes decoded; the text itself if the result is not UTF-8.
pub fn percent_decoded_text(text: &str) -> String {
    String::from_utf8(percent_decoded(text)).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_bytes() {
        for (text, bytes) in [
            ("%E4%B8%AD%zz%", &b"\xe4\xb8\xad%zz%"[..]),
            ("a%2fb%2Fc", b"a/b/c"),
            ("%4", b"%4"),
            ("%%41", b"%A"),
            ("%ff", b"\xff"),
            ("", b""),
        ] {
            assert_eq!(percent_decoded(text), bytes, "{text}");
        }
    }

    #[test]
    fn percent_escapes_are_decoded() {
        assert_eq!(percent_decoded_text("%E4%B8%AD%zz%"), "中%zz%");
        assert_eq!(percent_decoded_text("%ff"), "%ff");
    }
}
