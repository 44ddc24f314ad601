//! Whether bytes are those of a picture, whatever a server calls them.

/// How many bytes decide.
pub(super) const ENOUGH: usize = 1024;

/// Whether a file that begins with these bytes is a picture of a kind that can be shown: JPEG, PNG, GIF, WebP, BMP or
/// SVG.
pub(super) fn is_picture(start: &[u8]) -> bool {
    match start {
        [0xff, 0xd8, 0xff, ..]
        | [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..]
        | [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..]
        | [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => true,
        // The length of the second header: text that begins with `BM` is not one.
        [b'B', b'M', _, _, _, _, _, _, _, _, _, _, _, _, 12 | 40 | 52 | 56 | 64 | 108 | 124, 0, 0, 0, ..] => true,
        _ => is_svg(start.get(..start.len().min(ENOUGH)).unwrap_or_default()),
    }
}

/// Whether the first element is `svg`, after a declaration, comments and a document type.
fn is_svg(start: &[u8]) -> bool {
    let text = String::from_utf8_lossy(start);
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        let end = match rest.get(..4) {
            Some("<!--") => "-->",
            Some(begins) if begins.starts_with("<?") => "?>",
            Some(begins) if begins.starts_with("<!") => {
                if rest.split('>').next().is_some_and(|declared| declared.contains('[')) { "]>" } else { ">" }
            }
            _ => break,
        };
        let Some((_, after)) = rest.split_once(end) else { return false };
        rest = after.trim_start();
    }
    let name = rest.strip_prefix('<').unwrap_or_default();
    let name = name.split(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/')).next().unwrap_or_default();
    name.rsplit(':').next() == Some("svg") && name.len() < rest.len() - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_say_what_is_a_picture() {
        let bmp = |header: u8| [&b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0"[..], &[header, 0, 0, 0]].concat();
        for (bytes, expected) in [
            (&b"\xff\xd8\xff\xe0\0\x10JFIF"[..], true),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", true),
            (b"GIF89a\x01\0\x01\0", true),
            (b"GIF87a\x01\0\x01\0", true),
            (b"RIFF\x24\0\0\0WEBPVP8 ", true),
            (&bmp(40), true),
            (&bmp(41), false),
            (b"BMW has announced a new car", false),
            (b"<svg xmlns='x'>", true),
            (b"\xef\xbb\xbf\n<?xml version='1.0'?>\n<!-- <html> -->\n<!DOCTYPE svg PUBLIC \"x\" \"y\">\n<svg>", true),
            (b"<!DOCTYPE svg [<!ENTITY a 'b'>]>\n<svg:svg/>", true),
            (b"<!DOCTYPE html><html><svg>", false),
            (b"<svgs>", false),
            (b"<svg", false),
            (b"<html>", false),
            (b"<?xml", false),
            (b"{\"error\":404}", false),
            (b"\x1f\x8b\x08\0", false),
            (b"RIFF\x24\0\0\0WAVEfmt ", false),
            (b"\0\0\0\x1cftypavif", false),
            (b"GIF", false),
            (b"", false),
        ] {
            assert_eq!(is_picture(bytes), expected, "{}", String::from_utf8_lossy(bytes));
        }
    }
}
