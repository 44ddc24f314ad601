//! Text and attributes of HTML.

/// Writes text; also between the quotation marks of an attribute.
pub(super) fn text(source: &str, out: &mut String) {
    for c in source.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // Would be taken for white space that collapses, or be changed by the parser.
            '\u{a0}' => out.push_str("&nbsp;"),
            c => out.push(c),
        }
    }
}

/// Writes an attribute.
pub(super) fn attribute(name: &str, value: &str, out: &mut String) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    text(value, out);
    out.push('"');
}

/// Writes a start tag with attributes.
pub(super) fn attributed(name: &str, attributes: &[(&str, &str)], out: &mut String) {
    out.push('<');
    out.push_str(name);
    for (name, value) in attributes {
        attribute(name, value, out);
    }
    out.push('>');
}

/// Writes an end tag.
pub(super) fn end_tag(name: &str, out: &mut String) {
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

/// Whether a page may lead to an address: one of the web, of mail or a telephone, a file beside the page, or a place in
/// it. Browsers ignore white space and control characters in schemes; [`Clean`](crate::text::Clean) has no control
/// characters, and with white space it is no scheme.
pub(super) fn is_safe(address: &str) -> bool {
    let address = address.trim();
    let scheme = address.split(['/', '?', '#']).next().unwrap_or_default().split_once(':');
    scheme.is_none_or(|(scheme, _)| {
        let known = ["http", "https", "mailto", "tel", "ftp", "sms", "xmpp", "magnet", "news", "irc", "geo"];
        known.iter().any(|known| scheme.eq_ignore_ascii_case(known))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_leads_to_no_program() {
        for (address, safe) in [
            ("https://a.cn/", true),
            ("HTTP://a.cn/x:y", true),
            ("//a.cn/", true),
            ("a.md", true),
            ("./a:b.md", true),
            ("#javascript:x", true),
            ("?x:y", true),
            ("mailto:a@b.cn", true),
            ("", true),
            ("javascript:alert(1)", false),
            ("JavaScript:alert(1)", false),
            (" javascript:alert(1)", false),
            ("java script:alert(1)", false),
            ("data:text/html,<script>", false),
            ("vbscript:x", false),
            ("file:///etc/passwd", false),
            ("a:b", false),
        ] {
            assert_eq!(is_safe(address), safe, "{address}");
        }
    }
}
