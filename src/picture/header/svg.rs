//! Whether a file is a drawing in SVG.

/// The first element is looked for in this many bytes.
const HEAD: usize = 4096;

/// Whether bytes are XML whose first element is `svg`, after a declaration, comments and a document type.
pub(super) fn is_svg(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]);
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        let end = match rest {
            _ if rest.starts_with("<?") => "?>",
            _ if rest.starts_with("<!--") => "-->",
            // A document type may declare entities in brackets.
            _ if rest.starts_with("<!") && rest.split('>').next().is_some_and(|declared| declared.contains('[')) => {
                "]>"
            }
            _ if rest.starts_with("<!") => ">",
            _ => break,
        };
        let Some((_, after)) = rest.split_once(end) else { return false };
        rest = after.trim_start();
    }
    let Some(rest) = rest.strip_prefix('<') else { return false };
    let name = rest.split(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/')).next().unwrap_or_default();
    name.rsplit(':').next() == Some("svg") && name.len() < rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_element_tells() {
        for (bytes, expected) in [
            (&b"<svg xmlns='x'>"[..], true),
            (b"\xef\xbb\xbf\n<?xml version='1.0'?>\n<!-- <html> -->\n<!DOCTYPE svg PUBLIC \"x\" \"y\">\n<svg>", true),
            (b"<!DOCTYPE svg [<!ENTITY a 'b'>]>\n<svg:svg/>", true),
            (b"<!DOCTYPE html><html><svg>", false),
            (b"<svgs>", false),
            (b"<svg", false),
            (b"<html>", false),
            (b"<?xml", false),
            (b"svg", false),
            (b"", false),
        ] {
            assert_eq!(is_svg(bytes), expected, "{}", String::from_utf8_lossy(bytes));
        }
    }
}
