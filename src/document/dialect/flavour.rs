//! Which extensions of CommonMark are read, and the options where dialects of Markdown differ.

use pulldown_cmark::Options;

/// What Markdown is here.
pub(in crate::document) const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_MATH)
    .union(Options::ENABLE_DEFINITION_LIST)
    .union(Options::ENABLE_HEADING_ATTRIBUTES);

/// How Markdown is read where its dialects differ; what is `None` is told from the body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flavour {
    /// Whether `#标题` is a heading though no blank parts them. By itself: where there is no proper heading.
    pub headings: Option<bool>,
    /// Whether a line break in a paragraph stands. By itself: in paragraphs of short lines, and before marks of lists.
    pub breaks: Option<bool>,
}
