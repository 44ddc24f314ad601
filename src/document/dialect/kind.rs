//! Whether a body is HTML or Markdown.

use memchr::memchr;

use crate::document::dialect::{markup, shortcode};
use crate::document::html::names;
use crate::document::html::scan;
use crate::document::html::scan::{EndFinder, Tags};
use crate::document::model::BodyKind;

/// The kind of a body, by the file's extension (without the dot), otherwise by its content.
///
/// A body is HTML if its extension says so, or if all of its text is inside elements and at least one of these is
/// shown; it is another language if its extension or several signs in it say so. Linear in the body.
pub fn body_kind(body: &str, extension: Option<&str>) -> BodyKind {
    let html = extension.is_some_and(is_html_extension);
    if let Some(markup) = extension.and_then(markup::by_extension) {
        return BodyKind::Other(markup);
    }
    if html || is_elements(body) {
        return BodyKind::Html;
    }
    markup::by_signs(body).map_or(BodyKind::Markdown, BodyKind::Other)
}

/// Whether a file with this extension (without the dot) is HTML.
pub fn is_html_extension(extension: &str) -> bool {
    ["html", "htm", "xhtml"].iter().any(|known| known.eq_ignore_ascii_case(extension))
}

/// Whether every top-level node is an element, a comment or blank, and at least one is an element that is shown.
fn is_elements(body: &str) -> bool {
    let mut ends = EndFinder::default();
    let mut tags = Tags::of(body);
    let mut depth = 0_usize;
    let mut at = 0;
    let mut shown = false;
    loop {
        let (text, next) = text_before_tag(body, at);
        if depth == 0 && !shortcode::is_tags(text.trim_start_matches('\u{feff}')) {
            return false;
        }
        let Some(start) = next else { return shown };
        at = start;
        if body.get(at..).is_some_and(|rest| rest.starts_with("<!") || rest.starts_with("<?")) {
            let Some(end) = end_of_declaration(body, at, &mut ends) else { return false };
            at = end;
            continue;
        }
        let tag = tags.at(at);
        let Some(tag) = tag.filter(|tag| names::is_name(tag.name) && !tag.unfinished) else {
            if depth == 0 {
                return false;
            }
            tag.iter().for_each(|tag| tags.reject(at, tag));
            at += 1;
            continue;
        };
        at = tag.end;
        if tag.ends {
            depth = depth.saturating_sub(1);
            continue;
        }
        if scan::is_raw(tag.name) {
            at = ends.end_tag(body, tag.name, at).unwrap_or(at);
            depth += 1;
        } else {
            shown = true;
            depth += usize::from(!is_void(tag.name));
        }
    }
}

/// The text between `from` and the next `<`, and the offset of the latter.
fn text_before_tag(body: &str, from: usize) -> (&str, Option<usize>) {
    let rest = body.get(from..).unwrap_or_default();
    let next = memchr(b'<', rest.as_bytes());
    (rest.get(..next.unwrap_or(rest.len())).unwrap_or_default(), next.map(|next| from + next))
}

/// The end of the comment, doctype or processing instruction that begins at `at`, if it ends.
fn end_of_declaration(body: &str, at: usize, ends: &mut EndFinder) -> Option<usize> {
    let rest = body.get(at..)?;
    if rest.starts_with("<!--") {
        return ends.comment_end(body, at);
    }
    memchr(b'>', rest.as_bytes()).map(|length| at + length + 1)
}

fn is_void(name: &str) -> bool {
    match name {
        "area" | "base" | "br" | "col" | "embed" | "hr" | "img" | "input" | "link" | "meta" | "param" | "source"
        | "track" | "wbr" => true,
        _ => name.bytes().any(|byte| byte.is_ascii_uppercase()) && is_void(&name.to_ascii_lowercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds() {
        for (body, extension, html) in [
            ("", None, false),
            ("Plain text.", None, false),
            ("# 标题\n\n<div>x</div>", None, false),
            ("<div>x</div>\n\n# 标题", None, false),
            ("<div>\n                text\n    \n</div>\n            ", None, true),
            ("<p>a</p>\n<p>b</p>\n<img src=x>", None, true),
            ("<p>a<p>b", None, true),
            ("<https://example.com>", None, false),
            ("<me@example.org>", None, false),
            ("<!-- note -->\n\nText", None, false),
            ("<!DOCTYPE html><html><body>x", None, true),
            ("<div style=\"font: \"a > b\"\">x</div>", None, true),
            ("text", Some("HTML"), true),
            ("- <b>x</b>", Some("md"), false),
            ("<script>if (a < b) {}</script>\n<p>x</p>", None, true),
            ("<style>p { }</style>", None, false),
            ("{% include head.html %}\n\n<div>\n            <p>x</p>\n</div>\n{% endif %}\n", None, true),
            ("{% include head.html %}\n\ntext <b>x</b>", None, false),
            ("{% include a.html %}\n\n        <div>x</div>\n{% if x %}\n<p>y</p>{{ z }}", None, true),
            ("{% note %}\n\n<div>x</div> text\n{% endnote %}", None, false),
        ] {
            assert_eq!(body_kind(body, extension) == BodyKind::Html, html, "{body:?}");
        }
    }
}
