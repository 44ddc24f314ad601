//! The configuration: settings with their defaults, and key bindings with their positions.

mod choice;
mod chosen;
mod columns;
mod edit;
mod load;
mod setting;
mod shown;

pub use choice::{
    Body, Clipboard, Column, DateStyle, FirstFocus, Group, Preset, Release, RowLines, ShowPanes, ShowPictures, Twins,
};
pub use columns::Columns;

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::document::{BodyKind, Flavour};
use crate::keys::Chord;
use crate::remote::{FetchOptions, Remote};
use crate::theme::Theme;
use crate::typeset::Options;

/// All settings. [`Config::default`] equals `assets/config.toml`.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// The file it was read from; relative paths in it are relative to the file's folder. Empty for the defaults.
    pub origin: PathBuf,
    /// `collection`: the path or name opened when none is given.
    pub collection: Option<String>,
    /// `[collections]`: paths by name.
    pub collections: BTreeMap<String, String>,
    /// `[searches]`: queries of the list by name, in the order of the file.
    pub searches: Vec<(String, String)>,
    /// `timezone`: the time zone of dates without one, an IANA name; `None` is the system's.
    pub timezone: Option<String>,
    /// `body`: how the kind of a body is determined.
    pub body: Body,
    /// `lang`: the content language of articles that declare none, a BCP 47 tag; `None` detects it from the text.
    pub lang: Option<String>,
    /// `language`: the language of the interface, a tag; `None` uses the environment's.
    pub language: Option<String>,
    /// `theme`: a theme's name; `None` is that of the terminal's background, or `mono` if `NO_COLOR` is set.
    pub theme: Option<String>,
    /// `themes.dark`: the theme on a dark background, and on one that is not known.
    pub dark: String,
    /// `themes.light`: the theme on a light background.
    pub light: String,
    /// The user's own themes: files of their own.
    pub themes: Vec<Theme>,
    /// `focus`: which pane has the focus when a collection is opened.
    pub focus: FirstFocus,
    /// `panes`: which panes a wide window shows.
    pub panes: ShowPanes,
    /// `mouse`: whether mouse input is enabled.
    pub mouse: bool,
    /// `watch`: whether the files are watched for changes.
    pub watch: bool,
    /// `release`: what releasing the mouse button does with the selected text.
    pub release: Release,
    /// `clipboard`: how text is copied.
    pub clipboard: Clipboard,
    /// `browser`: the command that opens addresses, split into words; `None` is the system's.
    pub browser: Option<String>,
    /// `editor`: the command that opens files, split into words; `None` is `$VISUAL`, then `$EDITOR`.
    pub editor: Option<String>,
    /// `pager`: the command that shows what `print` writes, if it is longer than the screen, split into words; `None` is
    /// `$PAGER`, then less.
    pub pager: Option<String>,
    /// `markdown.*`
    pub markdown: Flavour,
    /// `list.group`: whether rows are grouped.
    pub group: Group,
    /// `list.width`: the width of the list beside an article, in cells; `None` is a share of the window.
    pub list_width: Option<u16>,
    /// `list.rows`: how many lines a row has.
    pub row_lines: RowLines,
    /// `list.columns`: what the rows show beside the titles.
    pub columns: Columns,
    /// `list.twins`: how duplicates, articles with the same text, are shown.
    pub twins: Twins,
    /// `list.date`: how dates in the list are written.
    pub date: DateStyle,
    /// `reader.read_after`: seconds after which an open article counts as read; `None` counts it as read only once its
    /// end has been seen.
    pub read_after: Option<u16>,
    /// `images.remote`: whether pictures are loaded from the web.
    pub remote: Remote,
    /// `images.referer`, `images.private` and `images.cache`: how they are loaded.
    pub fetch: FetchOptions,
    /// `images.show`: whether pictures are shown.
    pub show_pictures: ShowPictures,
    /// `images.height`: the greatest height of a picture in an article, in percent of the window.
    pub picture_height: u16,
    /// `images.thumbnail`: whether the picture in the title block of an article is small.
    pub head_thumbnail: bool,
    /// `typography.*`
    pub typography: Options,
    /// `keys.preset`: the shipped key bindings.
    pub preset: Preset,
    /// `keys.hints`: milliseconds after which the continuations of an incomplete chord are shown; `None` never shows them.
    pub key_hints: Option<u16>,
    /// `[keys.SCOPE]`: the user's bindings, in file order.
    pub keys: Vec<KeyRow>,
}

/// A key binding as written in a file. The chord is parsed; whether the command exists is checked where commands are
/// known.
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
            searches: Vec::new(),
            timezone: None,
            body: Body::default(),
            lang: None,
            language: None,
            theme: None,
            dark: "dark".to_owned(),
            light: "light".to_owned(),
            themes: Vec::new(),
            focus: FirstFocus::default(),
            panes: ShowPanes::default(),
            mouse: true,
            watch: true,
            release: Release::default(),
            clipboard: Clipboard::default(),
            browser: None,
            editor: None,
            pager: None,
            markdown: Flavour::default(),
            group: Group::default(),
            list_width: None,
            row_lines: RowLines::default(),
            columns: Columns::default(),
            twins: Twins::default(),
            date: DateStyle::default(),
            read_after: None,
            remote: Remote::default(),
            fetch: FetchOptions::default(),
            show_pictures: ShowPictures::default(),
            picture_height: 60,
            head_thumbnail: true,
            typography: Options::default(),
            preset: Preset::default(),
            key_hints: Some(500),
            keys: Vec::new(),
        }
    }
}

impl Config {
    /// The shipped file: every key with its default and documentation.
    pub const SHIPPED: &'static str = include_str!("../../assets/config.toml");

    /// The shipped bindings: tables by scope, rows of chord and command.
    pub const SHIPPED_KEYS: &'static str = include_str!("../../assets/keys.toml");

    /// What a preset changes in [`Config::SHIPPED_KEYS`], in the same form; an empty command unbinds a chord.
    pub fn preset_keys(preset: Preset) -> &'static str {
        match preset {
            Preset::Default => "",
            Preset::Vim => include_str!("../../assets/keys/vim.toml"),
            Preset::Less => include_str!("../../assets/keys/less.toml"),
            Preset::Emacs => include_str!("../../assets/keys/emacs.toml"),
        }
    }

    /// The scopes of key bindings.
    pub const SCOPES: &'static [&'static str] =
        &["global", "list", "reader", "select", "rows", "table", "viewer", "sheet", "overlay", "picker"];

    /// The body kind that the configuration enforces, if any.
    pub fn body_kind(&self) -> Option<BodyKind> {
        match self.body {
            Body::Auto => None,
            Body::Html => Some(BodyKind::Html),
            Body::Markdown => Some(BodyKind::Markdown),
            Body::Text => Some(BodyKind::Text),
        }
    }
}
