//! The configuration: values with their defaults, and raw key rows, each with its line.

mod load;
mod setting;

pub use setting::{Body, Clipboard, DateStyle, Group, Release, Twins};

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::document::{BodyKind, Flavour};
use crate::keys::Chord;
use crate::typeset::Options;

/// Everything the owner can set. [`Config::default`] is what `assets/config.toml` says.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// The file it was read from; relative paths in it are relative to that file's folder. Empty for the defaults.
    pub origin: PathBuf,
    /// `collection`: the path or name opened when none is given.
    pub collection: Option<String>,
    /// `[collections]`: paths by name.
    pub collections: BTreeMap<String, String>,
    /// `timezone`: the zone of dates without one, an IANA name; `None` is the system's.
    pub timezone: Option<String>,
    /// `body`: how bodies are told apart.
    pub body: Body,
    /// `lang`: the content language of articles that declare none, a BCP 47 tag; `None` is told from the text.
    pub lang: Option<String>,
    /// `language`: the language of the interface, a tag; `None` is the environment's.
    pub language: Option<String>,
    /// `theme`: a theme's name; `None` is `dark`, or `mono` where `NO_COLOR` is set.
    pub theme: Option<String>,
    /// `mouse`: whether the mouse is listened to.
    pub mouse: bool,
    /// `watch`: whether changes of the files show by themselves.
    pub watch: bool,
    /// `release`: what letting go of the pointer does with the text it was dragged over.
    pub release: Release,
    /// `clipboard`: how texts are copied.
    pub clipboard: Clipboard,
    /// `browser`: the command that opens addresses, split into words; `None` is the system's.
    pub browser: Option<String>,
    /// `editor`: the command that opens files, split into words; `None` is `$VISUAL`, then `$EDITOR`.
    pub editor: Option<String>,
    /// `markdown.*`
    pub markdown: Flavour,
    /// `list.group`: whether rows are grouped.
    pub group: Group,
    /// `list.twins`: what becomes of articles with the same text.
    pub twins: Twins,
    /// `list.date`: how dates in the list are written.
    pub date: DateStyle,
    /// `reader.read_after`: seconds after which an article that lies open counts as read; `None` only once its end has
    /// been seen.
    pub read_after: Option<u16>,
    /// `typography.*`
    pub typography: Options,
    /// `[keys.SCOPE]`: the owner's bindings, in the order of the file.
    pub keys: Vec<KeyRow>,
}

/// A binding as it stands in a file. The chord is read; whether the command exists is judged where commands are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRow {
    /// The part of the program it is for; one of [`Config::SCOPES`].
    pub scope: String,
    /// The keys.
    pub chord: Chord,
    /// The name of the command; empty unbinds the chord.
    pub command: String,
    /// Line of the file, counted from 1.
    pub line: u32,
    /// Column of the chord, counted from 1.
    pub column: u32,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            origin: PathBuf::new(),
            collection: None,
            collections: BTreeMap::new(),
            timezone: None,
            body: Body::default(),
            lang: None,
            language: None,
            theme: None,
            mouse: true,
            watch: true,
            release: Release::default(),
            clipboard: Clipboard::default(),
            browser: None,
            editor: None,
            markdown: Flavour::default(),
            group: Group::default(),
            twins: Twins::default(),
            date: DateStyle::default(),
            read_after: None,
            typography: Options::default(),
            keys: Vec::new(),
        }
    }
}

impl Config {
    /// The shipped file: every key with its default, and its documentation.
    pub const SHIPPED: &'static str = include_str!("../../assets/config.toml");

    /// The shipped bindings: tables by scope, rows of chord and command.
    pub const SHIPPED_KEYS: &'static str = include_str!("../../assets/keys.toml");

    /// The scopes of key bindings.
    pub const SCOPES: &'static [&'static str] = &["global", "list", "reader", "select", "table", "overlay", "picker"];

    /// The body kind the configuration insists on.
    pub fn body_kind(&self) -> Option<BodyKind> {
        match self.body {
            Body::Auto => None,
            Body::Html => Some(BodyKind::Html),
            Body::Markdown => Some(BodyKind::Markdown),
        }
    }
}
