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
    /// Markdown.
    Markdown,
    /// A web page; [`Web`](crate::output::Web) also writes one of several articles and with pictures.
    Html,
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
