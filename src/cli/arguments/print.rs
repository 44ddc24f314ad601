//! The arguments of `print`.

use std::ffi::OsStr;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::cli::arguments::ColorWish;
use crate::cli::arguments::shared::FromArguments;

/// `print`
#[derive(Args, Debug, Default)]
pub struct PrintArguments {
    /// Articles; - reads one from stdin (default: -)
    #[arg(value_name = "PATH|-")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub from: FromArguments,
    /// Line length in cells, without margins; in vertical writing, the width of a block of lines
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(2..))]
    pub width: Option<u16>,
    /// Direction of typeset text, in place of typography.writing: vertical lines go from right to left, in blocks one
    /// below the other
    #[arg(long, value_enum)]
    pub writing: Option<WritingForm>,
    /// Length of a vertical line in rows (default: half of typography.measure, or what fits on the screen)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(2..))]
    pub height: Option<u16>,
    /// Leave out the title block
    #[arg(long)]
    pub body: bool,
    /// Output format
    #[arg(long, value_enum)]
    pub format: Option<PrintFormat>,
    /// Where to show link targets; --links alone means footnotes
    #[arg(long, value_enum, default_value_t)]
    pub links: LinkForm,
    /// When to use colours
    #[arg(long, value_enum, default_value_t)]
    pub color: ColorWish,
    /// Do not use a pager for what is longer than the screen
    #[arg(long)]
    pub no_pager: bool,
}

/// The shapes of `print`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PrintFormat {
    /// Typeset text with colours
    Ansi,
    /// Typeset text
    Text,
    /// One paragraph per line, links as footnotes
    Unwrapped,
    /// Markdown
    Markdown,
    /// A web page that needs no other file
    Html,
}

/// Directions of writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum WritingForm {
    /// Lines from left to right, one below the other
    Horizontal,
    /// Lines from top to bottom, from right to left
    Vertical,
}

/// Where the targets of links stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum LinkForm {
    /// Do not show them
    #[default]
    Off,
    /// After each link
    Inline,
    /// In footnotes below the article
    Footnotes,
}

impl LinkForm {
    /// Whether this is the form with a name.
    pub fn names_it(self, name: &OsStr) -> bool {
        self.to_possible_value().is_some_and(|value| name.to_str().is_some_and(|name| value.matches(name, false)))
    }
}
