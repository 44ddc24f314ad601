//! The arguments of `doctor`.

use std::path::PathBuf;

use clap::Args;

use crate::cli::arguments::shared::PlainFormat;

/// `doctor`
#[derive(Args, Debug)]
pub struct DoctorArguments {
    /// Folder or collection name (default: the configured collection)
    #[arg(value_name = "PATH|NAME")]
    pub path: Option<PathBuf>,
    /// Output format
    #[arg(long, value_enum, default_value_t)]
    pub format: PlainFormat,
}
