//! The arguments of `random`.

use std::path::PathBuf;

use clap::Args;

use crate::cli::arguments::TableFormat;
use crate::cli::arguments::shared::{FreshArguments, FromArguments};

/// `random`
#[derive(Args, Debug)]
pub struct RandomArguments {
    /// Folders, articles or collection names (default: the configured collection, else the guide)
    #[arg(value_name = "PATH|NAME")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub from: FromArguments,
    /// Only articles in this category; can be repeated, and all must match
    #[arg(long, value_name = "C")]
    pub category: Vec<String>,
    /// Only articles that match this query, such as is:unread
    #[arg(long, value_name = "Q", default_value = "", hide_default_value = true, allow_hyphen_values = true)]
    pub query: String,
    /// Print N different articles, in random order, instead of opening one
    #[arg(short = 'n', long, value_name = "N")]
    pub limit: Option<usize>,
    /// Print the article in this format instead of opening it (default: paths)
    #[arg(long, value_enum)]
    pub format: Option<TableFormat>,
    /// Print raw paths, each followed by a NUL byte, for xargs -0
    #[arg(long, conflicts_with = "format")]
    pub print0: bool,
    #[command(flatten)]
    pub fresh: FreshArguments,
}

impl RandomArguments {
    /// Whether the command line asks for output in any case.
    pub fn is_printed(&self) -> bool {
        self.limit.is_some() || self.format.is_some() || self.print0
    }
}
