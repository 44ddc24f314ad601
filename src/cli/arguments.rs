//! The command line as typed.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// A terminal reader for collections of articles on disk.
#[derive(Debug, Parser)]
#[command(name = "inkstone", version, about, subcommand_precedence_over_arg = true, disable_help_subcommand = true)]
pub struct Typed {
    /// Folders, articles or names of collections; +/WORD opens at the first match. Without any: the guide
    #[arg(value_name = "PATH|NAME")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What every command takes.
#[derive(Args, Debug, Default)]
pub struct Common {
    /// Set a configuration key for once
    #[arg(short = 'c', value_name = "KEY=VALUE", global = true)]
    pub set: Vec<String>,
    /// The configuration file
    #[arg(long, value_name = "FILE", global = true)]
    pub config: Option<PathBuf>,
    /// Where marks and positions are kept
    #[arg(long, value_name = "DIR", global = true)]
    pub data_dir: Option<PathBuf>,
    /// Where what can be made anew is kept
    #[arg(long, value_name = "DIR", global = true)]
    pub cache_dir: Option<PathBuf>,
    /// Keep no index and ask none: every article is read anew
    #[arg(long, global = true)]
    pub no_index: bool,
    /// The language of the program: en, zh-Hans, zh-Hant, ja, ko
    #[arg(long, value_name = "TAG", global = true)]
    pub lang: Option<String>,
    /// The theme: dark, light, mono
    #[arg(long, value_name = "NAME", global = true)]
    pub theme: Option<String>,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print articles as text
    Print(PrintArguments),
    /// List the articles of a collection
    List(ListArguments),
    /// List the categories of a collection
    Categories(CategoriesArguments),
    /// Tell every problem of a collection
    ///
    /// Each problem is a notice (nothing need be done), a warning (something was rescued, replaced or left out) or an
    /// error (something could not be read). The exit code is 1 where there is a warning or an error, else 0.
    Check(CheckArguments),
    /// Search titles and texts of a collection
    ///
    /// The words are a query as in the list: words, "phrases", -not, a|b, category:, tag:, author:, title:, path:,
    /// after:, before:, date:, is:, has:. Behind -- a word may begin with a hyphen. The index is brought up to date
    /// first.
    Search(SearchArguments),
    /// Bring the index of a collection up to date
    ///
    /// It lies in the cache directory and may be deleted at any time.
    Index(IndexArguments),
    /// The configuration: where it is, what is shipped, whether it is right
    Config {
        #[command(subcommand)]
        what: ConfigCommand,
    },
    /// Completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// The manual page
    Man,
}

/// What is asked of the configuration.
#[derive(Clone, Copy, Debug, Subcommand)]
pub enum ConfigCommand {
    /// Where the configuration file is read from
    Path,
    /// The shipped configuration, which explains every key
    Default,
    /// Whether the configuration is right
    Check,
}

/// `print`
#[derive(Args, Debug)]
pub struct PrintArguments {
    /// Articles; - reads one from stdin. Without any: stdin
    #[arg(value_name = "PATH|-")]
    pub paths: Vec<PathBuf>,
    /// The exact measure in cells, without margins
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(2..))]
    pub width: Option<u16>,
    /// Leave out the title block
    #[arg(long)]
    pub body: bool,
    /// The shape of the output
    #[arg(long, value_enum)]
    pub format: Option<PrintFormat>,
    /// What becomes of the targets of links
    #[arg(long, value_enum, default_value_t)]
    pub links: LinkForm,
    /// Whether to use colours
    #[arg(long, value_enum, default_value_t)]
    pub color: ColorWish,
}

/// The shapes of `print`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PrintFormat {
    /// Lines with colours
    Ansi,
    /// Lines
    Text,
    /// One paragraph a line, links as footnotes
    Unwrapped,
    /// Markdown
    Markdown,
}

/// Where the targets of links stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum LinkForm {
    /// Nowhere
    #[default]
    Off,
    /// Behind the link
    Inline,
    /// Below the article
    Footnotes,
}

/// Whether colours are wished for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ColorWish {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// `list`
#[derive(Args, Debug)]
pub struct ListArguments {
    /// Folders, articles or names of collections. Without any: the configured collection, else the guide
    #[arg(value_name = "PATH|NAME")]
    pub paths: Vec<PathBuf>,
    /// Only articles of this category; may be given several times, all must hold
    #[arg(long, value_name = "C")]
    pub category: Vec<String>,
    /// Only articles that this query lets through: words, "phrases", -not, a|b, category:, tag:, author:, title:,
    /// path:, after:, before:, date:, is:, has:
    #[arg(long, value_name = "Q", default_value = "")]
    pub query: String,
    #[command(flatten)]
    pub rows: RowArguments,
}

/// Which articles `list` and `search` tell, and how.
#[derive(Args, Debug, Default)]
pub struct RowArguments {
    /// The order: date, title, path, length, category, read, relevance; a leading - reverses it
    #[arg(long, value_name = "KEY", allow_hyphen_values = true)]
    pub sort: Option<String>,
    /// At most so many
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// The shape of the output
    #[arg(long, value_enum, default_value_t)]
    pub format: TableFormat,
    /// Paths alone, exactly as the file system has them, each ended by a NUL byte: for xargs -0
    #[arg(short = '0', long, conflicts_with = "format")]
    pub print0: bool,
}

/// The shapes of `list`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    /// Columns
    #[default]
    Table,
    /// One JSON object a line
    Json,
    /// Paths alone; one with a control character stands in quotation marks, with escapes as in C
    Paths,
}

/// `categories`
#[derive(Args, Debug)]
pub struct CategoriesArguments {
    /// Folders, articles or names of collections. Without any: the configured collection, else the guide
    #[arg(value_name = "PATH|NAME")]
    pub paths: Vec<PathBuf>,
    /// The shape of the output
    #[arg(long, value_enum, default_value_t)]
    pub format: PlainFormat,
}

/// `check`
#[derive(Args, Debug)]
pub struct CheckArguments {
    /// Folders, articles or names of collections. Without any: the configured collection, else the guide
    #[arg(value_name = "PATH|NAME")]
    pub paths: Vec<PathBuf>,
    /// The shape of the output
    #[arg(long, value_enum, default_value_t)]
    pub format: PlainFormat,
    /// Whether to use colours
    #[arg(long, value_enum, default_value_t)]
    pub color: ColorWish,
}

/// `search`
#[derive(Args, Debug)]
pub struct SearchArguments {
    /// What to look for
    #[arg(value_name = "WORDS", required = true)]
    pub words: Vec<OsString>,
    /// The folder or the name of the collection. Without it: the configured collection, else the guide
    #[arg(long = "in", value_name = "DIR")]
    pub inside: Option<PathBuf>,
    #[command(flatten)]
    pub rows: RowArguments,
    /// Whether to use colours
    #[arg(long, value_enum, default_value_t)]
    pub color: ColorWish,
}

/// `index`
#[derive(Args, Debug)]
pub struct IndexArguments {
    /// The folder or the name of the collection. Without any: the configured collection
    #[arg(value_name = "DIR")]
    pub dir: Option<PathBuf>,
    /// Tell how large it is; nothing is changed
    #[arg(long, conflicts_with_all = ["rebuild", "forget"])]
    pub stats: bool,
    /// Make it anew
    #[arg(long, conflicts_with = "forget")]
    pub rebuild: bool,
    /// Throw it away
    #[arg(long)]
    pub forget: bool,
}

/// Text for people or JSON for programs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum PlainFormat {
    /// For people
    #[default]
    Table,
    /// One JSON object a line
    Json,
}
