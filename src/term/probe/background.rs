//! The background colour of the terminal: its query and its reply.

/// Asks for the background colour (OSC 11).
pub(super) const QUERY: &str = "\x1b]11;?\x1b\\";

/// Red, green and blue of a reply to [`QUERY`]: `rgb:1e1e/1e1e/2e2e` and the other forms that XParseColor knows for
/// numbers, with an alpha in some terminals.
pub(in crate::term) fn color(reply: &[u8]) -> Option<[u8; 3]> {
    let reply = std::str::from_utf8(reply.strip_prefix(b"\x1b]11;")?).ok()?;
    let value = reply.trim_end_matches(['\x07', '\x1b', '\\']);
    if let Some(digits) = value.strip_prefix('#') {
        let length = digits.len() / 3;
        let parts = digits.is_ascii().then(|| digits.as_bytes().chunks(length.max(1)))?;
        return three(parts.filter_map(|part| std::str::from_utf8(part).ok()));
    }
    three(value.strip_prefix("rgb:").or_else(|| value.strip_prefix("rgba:"))?.split('/'))
}

/// The first three of these hexadecimal numbers, of up to four digits, as parts of 255.
fn three<'a>(parts: impl Iterator<Item = &'a str>) -> Option<[u8; 3]> {
    let part = |digits: &str| {
        // A sign is no digit, but the parser accepts one.
        let is_number = (1..=4).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = u32::from_str_radix(digits, 16).ok().filter(|_| is_number)?;
        let most = (1_u32 << (4 * digits.len())) - 1;
        u8::try_from((number * 255 + most / 2) / most).ok()
    };
    let mut parts = parts.map(part);
    Some([parts.next()??, parts.next()??, parts.next()??])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_in_every_form() {
        for (reply, expected) in [
            ("\x1b]11;rgb:0000/0000/0000\x1b\\", Some([0, 0, 0])),
            ("\x1b]11;rgb:ffff/ffff/ffff\x07", Some([255, 255, 255])),
            ("\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\", Some([0x1e, 0x1e, 0x2e])),
            ("\x1b]11;rgb:1e/1E/2e\x1b\\", Some([0x1e, 0x1e, 0x2e])),
            ("\x1b]11;rgb:f/8/0\x07", Some([255, 136, 0])),
            ("\x1b]11;rgb:fff/800/000\x07", Some([255, 128, 0])),
            ("\x1b]11;rgba:1e1e/1e1e/2e2e/ffff\x07", Some([0x1e, 0x1e, 0x2e])),
            ("\x1b]11;#1e1e2e\x07", Some([0x1e, 0x1e, 0x2e])),
            ("\x1b]11;#1e1e1e1e2e2e\x07", Some([0x1e, 0x1e, 0x2e])),
            ("\x1b]11;rgb:1e1e/1e1e\x07", None),
            ("\x1b]11;rgb:12345/0/0\x07", None),
            ("\x1b]11;rgb:/0/0\x07", None),
            ("\x1b]11;rgb:+1/0/0\x07", None),
            ("\x1b]11;#\x07", None),
            ("\x1b]11;#中\x07", None),
            ("\x1b]11;?\x07", None),
            ("\x1b]11;", None),
            ("\x1b]10;rgb:0/0/0\x07", None),
        ] {
            assert_eq!(color(reply.as_bytes()), expected, "{reply:?}");
        }
    }
}
