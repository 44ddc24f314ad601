//! What went wrong, as code, arguments and place; `locale` puts it into words.

use serde::{Deserialize, Serialize};

use crate::text::Clean;

/// How much a problem matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; nothing is lost, and nothing need be done.
    Notice,
    /// The file does not say what its writer meant, and something was rescued, replaced or left out.
    Warning,
    /// Something is not there: a file, the rest of one, or what should be remembered.
    Error,
}

impl Severity {
    /// The stable name, as JSON has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A problem of an article, a configuration or a collection: a value, never an end. As data it has the names of its
/// fields by their first letters, and leaves out what is not there.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Problem {
    /// What kind of problem.
    #[serde(rename = "c")]
    pub code: Code,
    /// What the sentence needs: the key, the value, the parser's own words.
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
        /// The kinds of problem. The name is stable: it stands in `list --format json` and keys the locale's sentences
        /// `problem.NAME` (what) and `problem.NAME.hint` (what to do).
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
    /// Strict YAML, TOML or JSON failed; the fields were rescued line by line. Args: the parser's words.
    FrontMatterInvalid = "front-matter-invalid",
    /// The front matter never closes. No args.
    FrontMatterUnclosed = "front-matter-unclosed",
    /// The front matter is beyond a limit and was read line by line. Args: the limit.
    FrontMatterTooLarge = "front-matter-too-large",
    /// A key stands twice. Args: the key.
    DuplicateKey = "duplicate-key",
    /// A date that no calendar has or nobody can read. Args: the text.
    DateInvalid = "date-invalid",
    /// A field is longer than an article's can be; its beginning was kept. Args: key, limit.
    FieldCut = "field-cut",
    /// A field has a shape that says nothing. Args: key, value.
    FieldInvalid = "field-invalid",
    /// Bytes that the charset does not have were replaced. Args: the charset.
    CharsetBroken = "charset-broken",
    /// The charset was guessed. Args: the charset.
    CharsetGuessed = "charset-guessed",
    /// The body is beyond the limit and was cut. Args: what is left of it.
    BodyCut = "body-cut",
    /// Elements nested beyond the limit were flattened. Args: the limit.
    TooDeep = "too-deep",
    /// More formatting elements open at once than the limit. Args: the limit.
    TooManyFormats = "too-many-formats",
    /// A file or folder cannot be read. Args: the system's words.
    Unreadable = "unreadable",
    /// Reading this file failed in a way that should not be. Args: the message.
    Internal = "internal",
    /// A key of the configuration that does not exist. Args: key, nearest.
    ConfigUnknown = "config-unknown",
    /// A value of the configuration that does not fit. Args: key, value, what fits.
    ConfigValue = "config-value",
    /// The configuration cannot be parsed. Args: the parser's words.
    ConfigInvalid = "config-invalid",
    /// A key binding that cannot be. Args: chord, command, why.
    KeyInvalid = "key-invalid",
    /// A query names a field that does not exist. Args: field, nearest.
    QueryField = "query-field",
    /// A value that a field of a query cannot have. Args: value, what fits.
    QueryValue = "query-value",
    /// What should be remembered cannot be written. Args: the file or folder, the system's words.
    StateUnwritable = "state-unwritable",
    /// The state database is broken. Args: the file, why, where it was moved to or why it could not be.
    StateBroken = "state-broken",
    /// A newer version of the program wrote the state database. Args: the file.
    StateNewer = "state-newer",
    /// The state database of an older version could not be upgraded and is as it was. Args: the file, why.
    StateNotUpgraded = "state-not-upgraded",
    /// There is no data directory: nothing will be remembered. No args.
    StateHomeless = "state-homeless",
    /// The index cannot be kept; articles are read one by one. Args: the folder, the system's words.
    IndexUnwritable = "index-unwritable",
    /// The index was damaged while it was in use. Args: the folder, why.
    IndexBroken = "index-broken",
}

impl Code {
    /// How much it matters.
    pub fn severity(self) -> Severity {
        match self {
            Self::CharsetGuessed => Severity::Notice,
            Self::BodyCut
            | Self::Unreadable
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
    /// How much it matters.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// Whether somebody should look at it: it is no mere notice.
    pub fn matters(&self) -> bool {
        self.severity() >= Severity::Warning
    }

    /// A problem without place or arguments.
    pub fn new(code: Code) -> Self {
        Self { code, args: Vec::new(), line: None, column: None }
    }

    /// The same with one more argument.
    pub fn with(mut self, arg: impl AsRef<str>) -> Self {
        self.args.push(Clean::line(arg.as_ref()));
        self
    }

    /// The same with its place; both counted from 1.
    pub fn at(mut self, line: u32, column: u32) -> Self {
        self.line = Some(line);
        self.column = Some(column);
        self
    }
}
