//! The options of `print`: the format, what happens to links, how the text is set.

use crate::locale::Catalog;
use crate::text::Language;
use crate::theme::Theme;
use crate::typeset::Setting;

/// The formats an article can be printed in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Lines of the measure, with colours.
    Ansi,
    /// Lines of the measure, plain.
    #[default]
    Text,
    /// One paragraph per line, links as footnotes.
    Unwrapped,
    /// Markdown, with front matter.
    Markdown,
    /// Markdown of one of several articles: front matter stands only at the start of a file, so date, author, categories
    /// and tags are a line below the title.
    MarkdownPart,
    /// A web page; [`Web`](crate::output::Web) also writes one of several articles and with pictures.
    Html,
}

impl Format {
    /// The format of each of so many articles.
    pub fn of_articles(self, count: usize) -> Self {
        if self == Self::Markdown && count > 1 { Self::MarkdownPart } else { self }
    }
}

/// What happens to the targets of links.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Links {
    /// Omitted.
    #[default]
    Off,
    /// Written after the link.
    Inline,
    /// Numbered, and listed below the article.
    Footnotes,
}

/// How to print an article.
#[derive(Debug)]
pub struct PrintOptions<'a> {
    /// How the text is set.
    pub setting: Setting,
    /// The width of a block of vertical lines, in cells.
    pub page: u16,
    /// The format.
    pub format: Format,
    /// Whether the title block is omitted.
    pub body_only: bool,
    /// What happens to the targets of links.
    pub links: Links,
    /// Whether links to the web are marked as hyperlinks for terminals (OSC 8).
    pub hyperlinks: bool,
    /// The styles of [`Format::Ansi`].
    pub theme: &'a Theme,
    /// The translated messages.
    pub catalog: &'a Catalog,
    /// The content language, if the settings force one.
    pub language: Option<Language>,
}
