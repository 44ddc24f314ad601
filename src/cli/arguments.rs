//! The command line as typed.

mod doctor;
mod fetch;
mod print;
mod random;
mod shared;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub use doctor::DoctorArguments;
pub use fetch::{ConsentArguments, FetchArguments};
pub use print::{LinkForm, PrintArguments, PrintFormat, WritingForm};
pub use random::RandomArguments;
pub use shared::{Fresh, FreshArguments, FromArguments, PlainFormat};

/// A terminal reader for collections of articles on disk.
#[derive(Debug, Parser)]
#[command(name = "inkstone", version, about, subcommand_precedence_over_arg = true, disable_help_subcommand = true)]
#[command(after_help = "inkstone help COMMAND shows the options of a command.")]
pub struct Typed {
    /// Folders, articles or collection names; +LINE opens at a line of the file, +/WORD at the first match (default: the
    /// configured collection, else the guide)
    #[arg(value_name = "PATH|NAME")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub from: FromArguments,
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The heading of the options that every command takes.
const GLOBAL: &str = "Global options";

/// What every command takes.
#[derive(Args, Debug, Default)]
pub struct Common {
    /// Override a configuration key
    #[arg(short = 'c', value_name = "KEY=VALUE", global = true, help_heading = GLOBAL)]
    pub set: Vec<String>,
    /// Use this configuration file
    #[arg(long, value_name = "FILE", global = true, help_heading = GLOBAL)]
    pub config: Option<PathBuf>,
    /// Directory for marks and reading positions
    #[arg(long, value_name = "DIR", global = true, help_heading = GLOBAL)]
    pub data_dir: Option<PathBuf>,
    /// Directory for the index and other files that can be rebuilt
    #[arg(long, value_name = "DIR", global = true, help_heading = GLOBAL)]
    pub cache_dir: Option<PathBuf>,
    /// Do not use an index; read every article
    #[arg(long, global = true, help_heading = GLOBAL)]
    pub no_index: bool,
    /// Interface language: en, zh-Hans, zh-Hant, ja, ko
    #[arg(long, value_name = "TAG", global = true, help_heading = GLOBAL)]
    pub lang: Option<String>,
    /// Theme, such as dark, light, mono, sepia; config default lists all
    #[arg(long, value_name = "NAME", global = true, help_heading = GLOBAL)]
    pub theme: Option<String>,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print articles as text
    Print(PrintArguments),
    /// List the articles of a collection: date, minutes of reading, first category, title
    List(ListArguments),
    /// List the categories of a collection
    Categories(CategoriesArguments),
    /// Report the problems of a collection
    ///
    /// Each problem is a notice (no action needed), a warning (something was repaired, replaced or left out) or an error
    /// (something could not be read or was cut). The exit code is 1 if there is a warning or an error, else 0.
    Check(CheckArguments),
    /// Search the titles and text of a collection
    ///
    /// The query language is that of the list: words, "phrases", -not, a|b, /regex/, category:, tag:, author:, title:,
    /// path:, after:, before:, date:, is:, has:. Put -- before words that look like options. The index is updated first.
    Search(SearchArguments),
    /// Open an article chosen at random, or print its path
    ///
    /// On a terminal the article is opened in the reader; in a pipe, or with an option that says what to print, it is
    /// printed: inkstone print "$(inkstone random -n 1)". With --query is:unread, an unread one is chosen.
    Random(RandomArguments),
    /// Create or update the index of a collection
    ///
    /// The index is kept in the cache directory and can be deleted at any time.
    Index(IndexArguments),
    /// Load the pictures of articles from the web, for reading offline
    ///
    /// Only pictures that are not in the cache yet are loaded, so the command can be interrupted and run again. It asks
    /// nothing: calling it is the consent to load from the hosts that the articles name, unless images.remote is never.
    /// One picture of a host is loaded at a time, with pauses. The exit code is 1 if a picture could not be loaded or
    /// there is none, and 2 if the command was interrupted.
    Fetch(FetchArguments),
    /// Report what the terminal can do, which files are used, and what is missing
    ///
    /// The report says what the terminal can do, which files are used and whether they can be written, and what is
    /// missing, with what it costs and the remedy. It is meant to be pasted: names are the same in every language, the
    /// home folder is shown as ~, and nothing of any article is in it. Nothing is changed. The exit code is 1 if something
    /// is wrong; an ability that the terminal lacks is no error.
    Doctor(DoctorArguments),
    /// Show or check the configuration
    Config {
        #[command(subcommand)]
        what: ConfigCommand,
    },
    /// Print shell completions
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print what completions in shells ask for
    #[command(name = "__complete", hide = true)]
    Known {
        /// What is asked for
        what: Known,
        /// The words before the cursor
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        words: Vec<OsString>,
    },
    /// Print a manual page as troff source: inkstone man | man -l -
    Man {
        /// The command to print the page of (default: the program)
        #[arg(value_name = "COMMAND")]
        command: Vec<String>,
        /// Write the pages of the program and of all commands into DIR
        #[arg(long, value_name = "DIR", conflicts_with = "command")]
        dir: Option<PathBuf>,
    },
}

impl Command {
    /// Whether the command reads articles.
    pub fn reads_articles(&self) -> bool {
        match self {
            Self::Print(_)
            | Self::List(_)
            | Self::Categories(_)
            | Self::Check(_)
            | Self::Search(_)
            | Self::Index(_)
            | Self::Fetch(_) => true,
            Self::Random(_)
            | Self::Known { .. }
            | Self::Doctor(_)
            | Self::Config { .. }
            | Self::Completions { .. }
            | Self::Man { .. } => false,
        }
    }
}

/// What completions in shells ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Known {
    /// Names of collections
    Names,
    /// Categories of a collection
    Categories,
    /// Names of themes
    Themes,
    /// Keys of settings
    Settings,
    /// Values of a setting, whose key is the word before
    Values,
}

/// What is asked of the configuration.
#[derive(Clone, Debug, Subcommand)]
pub enum ConfigCommand {
    /// Print the path of the configuration file
    Path,
    /// Print the default configuration, with every key explained
    Default,
    /// Print the value of a setting that is in effect, as typography.measure
    Get {
        /// The setting
        key: String,
    },
    /// Write a setting into the configuration file: inkstone config set theme sepia
    ///
    /// Comments and everything else in the file stay as they are, and a file that does not exist is created. What a key
    /// of the program chose for this setting gives way to it.
    Set {
        /// The setting; also collections.NAME and searches.NAME
        key: String,
        /// Its value
        value: String,
    },
    /// Check the configuration for errors
    Check,
    /// Print the key bindings in effect, in the form of the configuration
    ///
    /// They are those of the preset (keys.preset), with your own. What each command does stands behind it.
    Keys,
    /// List, give or revoke the consents to load pictures from hosts
    ///
    /// The consents count as long as images.remote is ask. Those listed are the hosts from which pictures are loaded
    /// without a question; * stands for all hosts.
    Consents(ConsentArguments),
}

/// Whether colours are wished for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ColorWish {
    /// On a terminal, unless NO_COLOR is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// `list`
#[derive(Args, Debug, Default)]
pub struct ListArguments {
    /// Folders, articles or collection names (default: the configured collection, else the guide)
    #[arg(value_name = "PATH|NAME")]
    pub paths: Vec<PathBuf>,
    /// Only articles in this category; can be repeated, and all must match. Case, width and script are ignored, as in
    /// --query 'category:"C"'; Uncategorised means those without a category
    #[arg(long, value_name = "C")]
    pub category: Vec<String>,
    /// Only articles that match this query: words, "phrases", -not, a|b, /regex/, category:, tag:, author:, title:,
    /// path:, after:, before:, date:, is:, has:
    #[arg(short, long, value_name = "Q", default_value = "", hide_default_value = true, allow_hyphen_values = true)]
    pub query: String,
    #[command(flatten)]
    pub rows: RowArguments,
}

/// Which articles `list` and `search` tell, and how.
#[derive(Args, Debug, Default)]
pub struct RowArguments {
    /// Also read paths from FILE, one per line; - is stdin. The list keeps its order
    #[arg(long, value_name = "FILE|-")]
    pub from: Option<PathBuf>,
    /// With --from: its paths end with NUL instead of a newline; without it the same as --print0
    #[arg(short = '0', long)]
    pub null: bool,
    /// Sort by date, title, path, length, category, source, read, relevance or given (the order of --from); a leading -
    /// reverses the order
    #[arg(long, value_name = "KEY", allow_hyphen_values = true)]
    pub sort: Option<String>,
    /// Show at most N articles
    #[arg(short = 'n', long, value_name = "N")]
    pub limit: Option<usize>,
    /// Output format (default: table); in JSON, path is relative to the folder, and file can be opened from here
    #[arg(long, value_enum)]
    pub format: Option<TableFormat>,
    /// Print raw paths, each followed by a NUL byte, for xargs -0
    #[arg(long, conflicts_with = "format")]
    pub print0: bool,
    #[command(flatten)]
    pub fresh: FreshArguments,
}

impl RowArguments {
    /// The list of paths to read.
    pub fn from(&self) -> FromArguments {
        FromArguments { from: self.from.clone(), null: self.null }
    }

    /// Whether raw paths are printed.
    pub fn is_raw(&self) -> bool {
        self.print0 || self.null && self.from.is_none()
    }
}

/// The shapes of `list`; a table if none is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    /// Aligned columns
    Table,
    /// One JSON object per line
    Json,
    /// Paths only; those with control characters are quoted and escaped as in C
    Paths,
}

/// `categories`
#[derive(Args, Debug)]
pub struct CategoriesArguments {
    /// Folders, articles or collection names (default: the configured collection, else the guide)
    #[arg(value_name = "PATH|NAME")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub from: FromArguments,
    /// Output format
    #[arg(long, value_enum, default_value_t)]
    pub format: PlainFormat,
    #[command(flatten)]
    pub fresh: FreshArguments,
}

/// `check`
#[derive(Args, Debug)]
pub struct CheckArguments {
    /// Folders, articles or collection names (default: the configured collection, else the guide)
    #[arg(value_name = "PATH|NAME")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub from: FromArguments,
    /// Output format; in JSON, path is relative to the folder, and file can be opened from here
    #[arg(long, value_enum, default_value_t)]
    pub format: PlainFormat,
    #[command(flatten)]
    pub fresh: FreshArguments,
    /// When to use colours
    #[arg(long, value_enum, default_value_t)]
    pub color: ColorWish,
}

/// `search`
#[derive(Args, Debug)]
pub struct SearchArguments {
    /// Words to search for
    #[arg(value_name = "WORDS", required = true)]
    pub words: Vec<OsString>,
    /// Folder or collection name (default: the configured collection, else the guide)
    #[arg(long = "in", value_name = "DIR", conflicts_with = "from")]
    pub inside: Option<PathBuf>,
    #[command(flatten)]
    pub rows: RowArguments,
    /// When to use colours
    #[arg(long, value_enum, default_value_t)]
    pub color: ColorWish,
}

/// `index`
#[derive(Args, Debug)]
pub struct IndexArguments {
    /// Folder or collection name (default: the configured collection)
    #[arg(value_name = "DIR")]
    pub dir: Option<PathBuf>,
    /// Show the size of the index and exit
    #[arg(long, conflicts_with_all = ["rebuild", "forget"])]
    pub stats: bool,
    /// Rebuild the index from scratch
    #[arg(long, conflicts_with = "forget")]
    pub rebuild: bool,
    /// Delete the index
    #[arg(long)]
    pub forget: bool,
}
