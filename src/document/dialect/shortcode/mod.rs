//! Template tags of Hexo, Jekyll, Hugo and Zola: what they mean to a reader, as Markdown and HTML, never as braces.

mod arguments;
mod block;
mod output;
mod token;
mod void;
mod write;

use std::borrow::Cow;

use crate::document::BodyKind;
use crate::document::dialect::code::Code;

/// The body with its tags replaced by what they mean; code is not touched. Linear in the body.
pub(in crate::document) fn expand(body: &str, kind: BodyKind) -> Cow<'_, str> {
    if !body.contains("{%") && !body.contains("{{") {
        return Cow::Borrowed(body);
    }
    let code = match kind {
        BodyKind::Html => Code::of_html(body),
        BodyKind::Markdown => Code::of_markdown(body),
    };
    let tokens = token::tokens(body, &code);
    if tokens.is_empty() {
        return Cow::Borrowed(body);
    }
    Cow::Owned(write::write(body, &tokens, kind == BodyKind::Markdown))
}

/// Whether a text is nothing but tags and blanks.
pub(in crate::document) fn is_tags(text: &str) -> bool {
    let mut rest = text.trim_start();
    while let Some(token) = rest.starts_with('{').then(|| token::lex(rest, 0)).flatten() {
        rest = rest.get(token.range.end..).unwrap_or_default().trim_start();
    }
    rest.is_empty()
}

/// What stands before and behind the content of a container `::: name title`.
pub(in crate::document) fn container(name: &str, title: &str) -> (String, &'static str) {
    let around = block::around(name, token::Family::Hugo, &arguments::Arguments::default());
    let open =
        if title.is_empty() { around.open } else { around.open.replace(block::UNTITLED, &arguments::escape(title)) };
    (open, around.close)
}

#[cfg(test)]
mod tests;
