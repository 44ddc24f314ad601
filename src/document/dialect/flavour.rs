//! The extensions of CommonMark that are enabled, and options for dialects of Markdown that differ.

use pulldown_cmark::Options;

/// The extensions of CommonMark that are enabled.
pub(in crate::document) const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_MATH)
    .union(Options::ENABLE_DEFINITION_LIST)
    .union(Options::ENABLE_HEADING_ATTRIBUTES);

/// Options for dialects of Markdown that differ; `None` detects the dialect from the body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flavour {
    /// Whether `#标题`, without a blank, is a heading. By default, if the body has no proper heading.
    pub headings: Option<bool>,
    /// Whether line breaks in paragraphs are kept. By default, in paragraphs of short lines and before list markers.
    pub breaks: Option<bool>,
}
