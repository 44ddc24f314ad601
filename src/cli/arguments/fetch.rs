//! The arguments about pictures from the web.

use std::path::PathBuf;

use clap::Args;

use crate::cli::arguments::shared::{FreshArguments, FromArguments, PlainFormat};

/// `fetch`
#[derive(Args, Debug)]
pub struct FetchArguments {
    /// Folders, articles or collection names (default: the configured collection, else the guide)
    #[arg(value_name = "PATH|NAME")]
    pub paths: Vec<PathBuf>,
    /// Only articles in this category; can be repeated, and all must match, as in list
    #[arg(long, value_name = "C")]
    pub category: Vec<String>,
    /// Only articles that match this query, as in list
    #[arg(long, value_name = "Q", default_value = "", hide_default_value = true, allow_hyphen_values = true)]
    pub query: String,
    #[command(flatten)]
    pub from: FromArguments,
    /// Which articles come first: as in list
    #[arg(long, value_name = "KEY", allow_hyphen_values = true)]
    pub sort: Option<String>,
    /// Only the pictures of the first N articles
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// Output format; in JSON, one object per picture
    #[arg(long, value_enum, default_value_t)]
    pub format: PlainFormat,
    #[command(flatten)]
    pub fresh: FreshArguments,
    /// Delete all pictures from the cache
    #[arg(long, conflicts_with_all = ["paths", "category", "query", "from", "sort", "limit"])]
    pub forget: bool,
}

/// `config consents`
#[derive(Args, Clone, Debug, Default)]
pub struct ConsentArguments {
    /// Consent to load pictures from HOST; all stands for all hosts
    #[arg(long, value_name = "HOST")]
    pub allow: Vec<String>,
    /// Revoke the consent to HOST
    #[arg(long, value_name = "HOST")]
    pub revoke: Vec<String>,
    /// Output format
    #[arg(long, value_enum, default_value_t)]
    pub format: PlainFormat,
}
