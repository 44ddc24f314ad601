//! Replaces the tags of a body, with helpers for other dialects.

use std::borrow::Cow;

use memchr::memchr;

use crate::document::dialect::code::Code;
use crate::document::dialect::shortcode::arguments::{Arguments, escape};
use crate::document::dialect::shortcode::around::UNTITLED;
use crate::document::dialect::shortcode::block::around;
use crate::document::dialect::shortcode::templates::templates;
use crate::document::dialect::shortcode::token;
use crate::document::dialect::shortcode::token::Syntax;
use crate::document::dialect::shortcode::values::UnknownValues;
use crate::document::dialect::shortcode::write;
use crate::document::dialect::surroundings::Surroundings;
use crate::document::dialect::value::Value;
use crate::document::model::BodyKind;

/// The body with its tags replaced by their meaning; code is left alone. Values that are unknown are added to `unknown`.
/// Linear in the body.
pub(in crate::document) fn expand<'b>(
    body: &'b str,
    kind: BodyKind,
    around: &Surroundings<'_>,
    unknown: &mut UnknownValues,
) -> Cow<'b, str> {
    let has_tags = || body.contains("{%") || body.contains("{{");
    if memchr(b'{', body.as_bytes()).is_none() || !has_tags() || around.page.is_some_and(is_verbatim) {
        return Cow::Borrowed(body);
    }
    let code = match kind {
        BodyKind::Html | BodyKind::Text | BodyKind::Source(_) | BodyKind::Other(_) => Code::of_html(body),
        BodyKind::Markdown => Code::of_markdown(body),
    };
    let tokens = token::tokens(body, &code);
    if tokens.is_empty() {
        return Cow::Borrowed(body);
    }
    let templates = templates(around.page, around.site, body.len());
    let (written, templates) = write::write(body, &tokens, kind == BodyKind::Markdown, templates);
    unknown.extend(templates.unknown);
    Cow::Owned(written)
}

/// Whether front matter says that the body is no template, in Jekyll or Hexo.
fn is_verbatim(page: &Value) -> bool {
    let says = |key: &str| page.get(key).and_then(Value::scalar);
    says("render_with_liquid") == Some("false") || says("disableNunjucks") == Some("true")
}

/// Whether a text consists of tags and blanks only.
pub(in crate::document) fn is_tags(text: &str) -> bool {
    let mut rest = text.trim_start();
    while let Some(token) = rest.starts_with('{').then(|| token::lex(rest, 0)).flatten() {
        rest = rest.get(token.range.end..).unwrap_or_default().trim_start();
    }
    rest.is_empty()
}

/// What comes before and after the content of a container `::: name title`.
pub(in crate::document) fn container(name: &str, title: &str) -> (String, &'static str) {
    let around = around(name, Syntax::Hugo, &Arguments::default(), "");
    match around.close {
        Cow::Borrowed(close) if !around.inline && !matches!(close, "</ul>" | "</ul></li>") => {
            let open = if title.is_empty() { around.open } else { around.open.replace(UNTITLED, &escape(title)) };
            (open, close)
        }
        _ => (String::new(), ""),
    }
}
