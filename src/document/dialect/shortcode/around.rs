//! What is written for a tag.

use std::borrow::Cow;

/// What a pair of tags puts around its content.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::document::dialect::shortcode) struct Around {
    /// HTML before the content; empty if the content needs none.
    pub(in crate::document::dialect::shortcode) open: String,
    /// A line before the content, as Markdown.
    pub(in crate::document::dialect::shortcode) title: String,
    /// A line after the content, as Markdown.
    pub(in crate::document::dialect::shortcode) source: String,
    /// HTML after the content.
    pub(in crate::document::dialect::shortcode) close: Cow<'static, str>,
    /// Labels for the parts inside.
    pub(in crate::document::dialect::shortcode) labels: Vec<String>,
    /// Whether the content is inline text.
    pub(in crate::document::dialect::shortcode) inline: bool,
}

impl Around {
    /// Two tags of HTML.
    pub(in crate::document::dialect::shortcode) fn tags(open: &str, close: &'static str) -> Self {
        Self { open: open.to_owned(), close: Cow::Borrowed(close), ..Self::default() }
    }

    /// Tags around inline text.
    pub(in crate::document::dialect::shortcode) fn inline(open: String, close: impl Into<Cow<'static, str>>) -> Self {
        Self { open, close: close.into(), inline: true, ..Self::default() }
    }

    /// A box with a title, which may be empty.
    pub(in crate::document::dialect::shortcode) fn quoted(title: String, source: String) -> Self {
        Self { title, source, ..Self::tags("<blockquote>", "</blockquote>") }
    }

    /// A box that folds.
    pub(in crate::document::dialect::shortcode) fn folding(summary: &str, is_open: bool) -> Self {
        let open = if is_open { " open" } else { "" };
        let summary = if summary.is_empty() { UNTITLED } else { summary };
        Self::tags(&format!("<details{open}><summary>{summary}</summary>"), "</details>")
    }
}

/// The result of a tag without content.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::document::dialect::shortcode) enum Rendered {
    /// Nothing.
    Nothing,
    /// Inline Markdown; a paragraph if the tag is alone on its line.
    Inline(String),
    /// Lines of inline Markdown; a paragraph if the tag is alone on its line. Pictures come first.
    Lines(Vec<String>),
    /// An address, possibly inside a link.
    Address(String),
    /// An item of a task list.
    Task(bool, String),
    /// A box with this Markdown in it.
    Boxed(Box<Around>, String),
    /// HTML as a block of its own.
    Block(String),
}

impl Rendered {
    /// Nothing, one line or more.
    pub(in crate::document::dialect::shortcode) fn lines(mut lines: Vec<String>) -> Self {
        lines.retain(|line| !line.is_empty());
        match lines.len() {
            0 => Self::Nothing,
            1 => lines.pop().map_or(Self::Nothing, Self::Inline),
            _ => Self::Lines(lines),
        }
    }
}

/// The summary of a box without a title.
pub(in crate::document::dialect::shortcode) const UNTITLED: &str = "…";

/// Strong text, if it is not empty.
pub(in crate::document::dialect::shortcode) fn strong(html: &str) -> String {
    if html.is_empty() { String::new() } else { format!("<strong>{html}</strong>") }
}
