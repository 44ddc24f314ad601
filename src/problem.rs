//! Problems as code, arguments and position; `locale` puts them into words.

use serde::{Deserialize, Serialize};

use crate::text::Clean;

/// How much a problem matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing, but nothing is lost and nothing needs to be done.
    Notice,
    /// The file does not say what its author meant; something was recovered, replaced or skipped.
    Warning,
    /// Something is missing: a file, the rest of one, or state that should be stored.
    Error,
}

impl Severity {
    /// The stable name, as used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A problem of an article, a configuration or a collection: a value to report, never a reason to exit. When
/// serialised, each field is named by one letter and absent fields are omitted.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Problem {
    /// The kind of problem.
    #[serde(rename = "c")]
    pub code: Code,
    /// Arguments of the message: the key, the value, the parser's message.
    #[serde(rename = "a", default, skip_serializing_if = "Vec::is_empty")]
    pub args: Vec<Clean>,
    /// Line of the file, counted from 1.
    #[serde(rename = "l", default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Column in characters, counted from 1.
    #[serde(rename = "n", default, skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)+) => {
        /// The kinds of problem. The name is stable: it appears in `list --format json` and is the key of the locale's
        /// messages `problem.NAME` (what is wrong) and `problem.NAME.hint` (what to do).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Code { $($(#[$doc])* #[serde(rename = $name)] $variant,)+ }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)+];

            /// The stable name, in kebab case.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name,)+ }
            }
        }
    };
}

codes! {
    /// Strict parsing as YAML, TOML or JSON failed; the fields were read line by line. Args: the parser's message.
    FrontMatterInvalid = "front-matter-invalid",
    /// The front matter has no end. No args.
    FrontMatterUnclosed = "front-matter-unclosed",
    /// The front matter exceeds a limit and was read line by line. Args: the limit.
    FrontMatterTooLarge = "front-matter-too-large",
    /// A key appears twice. Args: the key.
    DuplicateKey = "duplicate-key",
    /// A date that does not exist or cannot be parsed. Args: the text.
    DateInvalid = "date-invalid",
    /// A field exceeds the length limit and was cut. Args: key, limit.
    FieldCut = "field-cut",
    /// A field has a value of an unusable type. Args: key, value.
    FieldInvalid = "field-invalid",
    /// Bytes that are invalid in the charset were replaced. Args: the charset.
    CharsetBroken = "charset-broken",
    /// The charset was guessed. Args: the charset.
    CharsetGuessed = "charset-guessed",
    /// The body exceeds the limit and was cut. Args: what is left of it.
    BodyCut = "body-cut",
    /// Elements nested deeper than the limit were flattened. Args: the limit.
    TooDeep = "too-deep",
    /// More formatting elements were open at once than the limit. Args: the limit.
    TooManyFormats = "too-many-formats",
    /// The file is in a markup language that is not read; it is shown as preformatted text. Args: the language.
    OtherMarkup = "other-markup",
    /// A template uses a value that neither the article nor the site has; its name is shown. Args: the name.
    ValueUnknown = "value-unknown",
    /// A file or folder cannot be read. Args: the system's message.
    Unreadable = "unreadable",
    /// A file that is not text. Args: what it seems to be.
    NotText = "not-text",
    /// Reading this file failed because of a bug. Args: the message.
    Internal = "internal",
    /// An unknown key in the configuration. Args: key, nearest known key.
    ConfigUnknown = "config-unknown",
    /// An invalid value in the configuration. Args: key, value, allowed values.
    ConfigValue = "config-value",
    /// The configuration cannot be parsed. Args: the parser's message.
    ConfigInvalid = "config-invalid",
    /// A path in the configuration that does not exist. Args: key, path.
    ConfigFolder = "config-folder",
    /// A setting without the name that it needs, as a saved search. Args: its table.
    ConfigNameless = "config-nameless",
    /// A setting on the command line without `=` and a value. Args: what is given.
    ConfigAssignment = "config-assignment",
    /// The permissions of the configuration file do not allow writing. Args: the file.
    ConfigReadOnly = "config-read-only",
    /// The configuration file cannot be written. Args: the file, the system's message.
    ConfigUnwritable = "config-unwritable",
    /// An invalid key binding. Args: chord, command, why.
    KeyInvalid = "key-invalid",
    /// A key binding in a scope that the command is not available in. Args: command, the scope's table, the tables
    /// of the scopes that it is available in.
    KeyScope = "key-scope",
    /// A key binding of an unknown command. Args: chord, command, nearest known command.
    KeyCommand = "key-command",
    /// An unknown field in a query. Args: field, nearest known field.
    QueryField = "query-field",
    /// An unknown field in a query that resembles no known one. Args: field, known fields.
    QueryNoField = "query-no-field",
    /// An invalid value of a field in a query. Args: value, allowed values.
    QueryValue = "query-value",
    /// A quotation mark in a query that is not closed. Args: what follows it.
    QueryUnclosed = "query-unclosed",
    /// A field in a query without a value. Args: the field.
    QueryNoValue = "query-no-value",
    /// A regular expression in a query that is not valid. Args: the pattern, the reason (in English).
    QueryPattern = "query-pattern",
    /// A query without any term, where one is needed. No args.
    QueryEmpty = "query-empty",
    /// The name of a search that is to be saved is that of another one. Args: the name, the other's query.
    SearchExists = "search-exists",
    /// State cannot be written. Args: the file or folder, the system's message.
    StateUnwritable = "state-unwritable",
    /// The state database is corrupt. Args: the file, why, where it was moved to or why it could not be.
    StateBroken = "state-broken",
    /// The state database was written by a newer version of the program. Args: the file.
    StateNewer = "state-newer",
    /// The state database of an older version could not be upgraded and is unchanged. Args: the file, why.
    StateNotUpgraded = "state-not-upgraded",
    /// There is no data directory, so no state is stored. No args.
    StateHomeless = "state-homeless",
    /// The index cannot be written; articles are read one by one. Args: the folder, the system's message.
    IndexUnwritable = "index-unwritable",
    /// The index was corrupted while in use. Args: the folder, why.
    IndexBroken = "index-broken",
    /// There is no terminal to ask. No args.
    NoTerminal = "no-terminal",
    /// The terminal does not reply to questions. Args: its name.
    TerminalSilent = "terminal-silent",
    /// The environment does not announce colours of 24 bits. No args.
    FewColors = "few-colors",
    /// The terminal has no protocol for pictures. No args.
    NoGraphics = "no-graphics",
    /// None of the tools for copying is installed. Args: the packages that have one.
    NoClipboardTool = "no-clipboard-tool",
    /// The locale has another encoding than UTF-8. Args: the locale.
    LocaleNotUtf8 = "locale-not-utf8",
    /// The collection has no index. Args: its path.
    NotIndexed = "not-indexed",
    /// The clock is set to before the last update of the index. Args: when that was.
    ClockBehind = "clock-behind",
}

impl Code {
    /// Its severity.
    pub fn severity(self) -> Severity {
        match self {
            Self::CharsetGuessed
            | Self::ValueUnknown
            | Self::NoTerminal
            | Self::TerminalSilent
            | Self::FewColors
            | Self::NoGraphics
            | Self::NoClipboardTool
            | Self::NotIndexed => Severity::Notice,
            Self::BodyCut
            | Self::Unreadable
            | Self::NotText
            | Self::Internal
            | Self::StateUnwritable
            | Self::StateBroken
            | Self::StateNewer
            | Self::StateNotUpgraded
            | Self::StateHomeless => Severity::Error,
            _ => Severity::Warning,
        }
    }
}

impl Problem {
    /// Its severity.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// Whether it is worse than a notice.
    pub fn matters(&self) -> bool {
        self.severity() >= Severity::Warning
    }

    /// A problem without position or arguments.
    pub fn new(code: Code) -> Self {
        Self { code, args: Vec::new(), line: None, column: None }
    }

    /// Adds an argument. The number that Rust adds to the message of an I/O error is left out.
    pub fn with(mut self, arg: impl AsRef<str>) -> Self {
        let arg = arg.as_ref();
        let number = arg.strip_suffix(')').and_then(|arg| arg.rsplit_once(" (os error "));
        let message = number.filter(|(_, number)| number.parse::<i32>().is_ok()).map_or(arg, |(message, _)| message);
        self.args.push(Clean::line(message));
        self
    }

    /// Sets line and column, both counted from 1.
    pub fn at(mut self, line: u32, column: u32) -> Self {
        self.line = Some(line);
        self.column = Some(column);
        self
    }
}
