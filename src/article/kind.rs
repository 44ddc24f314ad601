//! Whether a body without a telling file name is HTML or Markdown.

use crate::document::BodyKind;

/// HTML by the file's ending or because elements span the body from its first character to its last.
pub(super) fn body_kind(body: &str, extension: Option<&str>) -> BodyKind {
    let html = |ending: &str| ["html", "htm", "xhtml"].iter().any(|known| known.eq_ignore_ascii_case(ending));
    let body = body.trim();
    let name: &str = body.strip_prefix('<').unwrap_or_default();
    let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    let closed = body.strip_suffix('>').and_then(|body| body.strip_suffix(name)).is_some_and(|b| b.ends_with("</"));
    if extension.is_some_and(html) || (!name.is_empty() && closed) { BodyKind::Html } else { BodyKind::Markdown }
}
