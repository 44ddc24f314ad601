//! Arguments that several commands take.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// A list of paths to read.
#[derive(Args, Clone, Debug, Default)]
pub struct FromArguments {
    /// Also read paths from FILE, one per line; - is stdin. The list keeps its order
    #[arg(long, value_name = "FILE|-")]
    pub from: Option<PathBuf>,
    /// The paths of --from end with NUL instead of a newline, as those of find -print0
    #[arg(short = '0', long, requires = "from")]
    pub null: bool,
}

/// When the index is updated before it is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Fresh {
    /// Read what has changed since the index was written
    #[default]
    Auto,
    /// Read every article again
    Always,
    /// Answer from the index as it is; what changed since is not seen
    Never,
}

/// How current the answer of a command is.
#[derive(Args, Clone, Copy, Debug, Default)]
pub struct FreshArguments {
    /// When to update the index before it is used
    #[arg(long, value_name = "WHEN", value_enum, default_value_t)]
    pub fresh: Fresh,
}

/// Text for people or JSON for programs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum PlainFormat {
    /// Human-readable text
    #[default]
    Table,
    /// One JSON object per line
    Json,
}
