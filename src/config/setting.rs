//! Single settings: their keys, allowed values, and assignment from text.

use crate::article::is_timezone;
use crate::config::Config;
use crate::config::choice::{
    Body, Clipboard, DateStyle, FirstFocus, Group, Preset, Release, RowLines, ShowPanes, ShowPictures, Twins,
};
use crate::config::columns::Columns;
use crate::locale::Lang;
use crate::problem::{Code, Problem};
use crate::remote::{Networks, Referer, Remote};
use crate::search::Query;
use crate::text::nearest;
use crate::theme::{Shade, Theme};
use crate::typeset::{OptionError, Options};

/// Why a value was refused.
pub(super) enum Refusal {
    /// The key is unknown; the nearest known key.
    Unknown(Option<String>),
    /// The value is invalid; the allowed values.
    Value(String),
    /// The name of the setting is missing; the table it is in.
    Nameless(&'static str),
    /// The value is a query with a mistake.
    Query(Problem),
}

impl Refusal {
    /// The problem to report, without a position.
    pub(super) fn problem(self, key: &str, value: &str) -> Problem {
        match self {
            Self::Unknown(nearest) => Problem::new(Code::ConfigUnknown).with(key).with(nearest.unwrap_or_default()),
            Self::Value(fits) => Problem::new(Code::ConfigValue).with(key).with(value).with(fits),
            Self::Nameless(table) => Problem::new(Code::ConfigNameless).with(table),
            Self::Query(problem) => Problem { line: None, column: None, ..problem },
        }
    }
}

/// The keys other than `typography.*`, `collections.*` and `keys.SCOPE.*`.
const KEYS: &[&str] = &[
    "collection",
    "timezone",
    "body",
    "markdown.headings",
    "markdown.breaks",
    "lang",
    "language",
    "theme",
    "themes.dark",
    "themes.light",
    "focus",
    "panes",
    "mouse",
    "watch",
    "release",
    "clipboard",
    "browser",
    "editor",
    "pager",
    "list.group",
    "list.date",
    "list.twins",
    "list.width",
    "list.rows",
    "list.columns",
    "reader.read_after",
    "images.remote",
    "images.referer",
    "images.cache",
    "images.private",
    "images.show",
    "images.height",
    "images.thumbnail",
    "keys.preset",
    "keys.hints",
];

impl Config {
    /// Every key with a single value, such as `theme` and `typography.fill`.
    pub fn keys() -> Vec<String> {
        let typography = Options::KEYS.iter().map(|key| format!("typography.{key}"));
        KEYS.iter().map(|key| (*key).to_owned()).chain(typography).collect()
    }

    /// The key that was most likely meant: one whose last part this is (`fill`), else the nearest.
    pub fn nearest_key(key: &str) -> Option<String> {
        let keys = Self::keys();
        let tail = keys.iter().find(|known| known.rsplit('.').next() == Some(key));
        let near = || nearest(key, keys.iter().map(String::as_str));
        tail.map(String::as_str).or_else(near).map(str::to_owned)
    }

    /// Whether a key other than `typography.*` has a single value.
    pub(super) fn is_key(key: &str) -> bool {
        KEYS.contains(&key)
    }

    /// Sets one value from `KEY=VALUE`, as given with `-c`. An invalid assignment changes nothing.
    pub fn set(&mut self, assignment: &str) -> Result<(), Problem> {
        let Some((key, value)) = assignment.split_once('=') else {
            return Err(Problem::new(Code::ConfigAssignment).with(assignment));
        };
        let (key, value) = (key.trim(), value.trim());
        self.assign(key, value).map_err(|refusal| refusal.problem(key, value))
    }

    /// A theme of the user or a built-in one.
    pub fn theme_named(&self, name: &str) -> Option<Theme> {
        let own = self.themes.iter().find(|theme| theme.name == name);
        own.cloned().or_else(|| Theme::named(name))
    }

    /// The names of all themes: the user's own, then the built-in ones.
    pub fn theme_names(&self) -> impl Iterator<Item = &str> {
        let own = self.themes.iter().map(|theme| theme.name.as_str());
        own.chain(Theme::names().filter(|name| self.themes.iter().all(|own| own.name != *name)).map(|name: &str| name))
    }

    fn theme_name(&self, value: &str) -> Result<Option<String>, Refusal> {
        match optional(value, &["auto"]) {
            Some(name) if self.theme_names().all(|known| known != name) => {
                Err(Refusal::Value(with_auto(self.theme_names())))
            }
            checked => Ok(checked),
        }
    }

    /// Adds a saved search, or replaces the one of this name.
    pub fn save_search(&mut self, name: &str, query: &str) {
        match self.searches.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => query.clone_into(known),
            None => self.searches.push((name.to_owned(), query.to_owned())),
        }
    }

    /// The theme that a background chooses; an unknown one counts as dark.
    pub fn theme_on(&self, shade: Option<Shade>) -> Theme {
        let name = if shade == Some(Shade::Light) { &self.light } else { &self.dark };
        self.theme_named(name).unwrap_or_default()
    }

    fn known_theme(&self, value: &str) -> Result<String, Refusal> {
        let is_known = self.theme_names().any(|known| known == value);
        let names = || self.theme_names().collect::<Vec<_>>().join(", ");
        if is_known { Ok(value.to_owned()) } else { Err(Refusal::Value(names())) }
    }

    /// Sets one value from its text.
    pub(super) fn assign(&mut self, key: &str, value: &str) -> Result<(), Refusal> {
        if let Some(name) = key.strip_prefix("typography.") {
            return self.typography.set(name, value).map_err(|error| match error {
                OptionError::Key => unknown(key),
                OptionError::Value(fits) => Refusal::Value(fits.join(", ")),
            });
        }
        if let Some(name) = key.strip_prefix("collections.") {
            named(name, "collections")?;
            let path = text(value, "PATH")?;
            self.collections.insert(name.to_owned(), path);
            return Ok(());
        }
        if let Some(name) = key.strip_prefix("searches.") {
            named(name, "searches")?;
            self.save_search(name, sound_query(value)?);
            return Ok(());
        }
        match key {
            "collection" => self.collection = optional(value, &[]),
            "timezone" => self.timezone = checked(value, "local", is_timezone, "local, UTC, Asia/Shanghai, +08:00")?,
            "body" => self.body = word(Body::from_word(value), Body::WORDS)?,
            "markdown.headings" => self.markdown.headings = automatic(value)?,
            "markdown.breaks" => self.markdown.breaks = automatic(value)?,
            "lang" => self.lang = checked(value, "auto", is_language_tag, "auto, zh-Hans, zh-Hant, ja, ko, en, de, …")?,
            "language" => self.language = checked(value, "auto", is_interface_language, &with_auto(Lang::tags()))?,
            "theme" => self.theme = self.theme_name(value)?,
            "themes.dark" => self.dark = self.known_theme(value)?,
            "themes.light" => self.light = self.known_theme(value)?,
            "focus" => self.focus = word(FirstFocus::from_word(value), FirstFocus::WORDS)?,
            "panes" => self.panes = word(ShowPanes::from_word(value), ShowPanes::WORDS)?,
            "mouse" => self.mouse = switch(value)?,
            "watch" => self.watch = switch(value)?,
            "release" => self.release = word(Release::from_word(value), Release::WORDS)?,
            "clipboard" => self.clipboard = word(Clipboard::from_word(value), Clipboard::WORDS)?,
            "browser" => self.browser = optional(value, &[]),
            "editor" => self.editor = optional(value, &[]),
            "pager" => self.pager = optional(value, &[]),
            "list.group" => self.group = word(Group::from_word(value), Group::WORDS)?,
            "list.width" => self.list_width = list_width(value)?,
            "list.rows" => self.row_lines = word(RowLines::from_word(value), RowLines::WORDS)?,
            "list.columns" => self.columns = word(Columns::parse(value), &Columns::words())?,
            "list.date" => self.date = word(DateStyle::from_word(value), DateStyle::WORDS)?,
            "list.twins" => self.twins = word(Twins::from_word(value), Twins::WORDS)?,
            "reader.read_after" => self.read_after = seconds(value)?,
            "images.remote" => self.remote = word(Remote::from_word(value), Remote::WORDS)?,
            "images.referer" => self.fetch.referer = word(Referer::from_word(value), Referer::WORDS)?,
            "images.cache" => self.fetch.cache = mebibytes(value)?,
            "images.private" => {
                self.fetch.private = word(Networks::parse(value), &["127.0.0.1 192.168.0.0/16 fd00::/8"])?
            }
            "images.show" => self.show_pictures = word(ShowPictures::from_word(value), ShowPictures::WORDS)?,
            "images.height" => self.picture_height = percent(value)?,
            "images.thumbnail" => self.head_thumbnail = switch(value)?,
            "keys.preset" => self.preset = word(Preset::from_word(value), Preset::WORDS)?,
            "keys.hints" => self.key_hints = milliseconds(value)?,
            _ => return Err(unknown(key)),
        }
        Ok(())
    }
}

/// The refusal of an unknown key, with the nearest known key.
fn unknown(key: &str) -> Refusal {
    Refusal::Unknown(Config::nearest_key(key))
}

fn word<T>(found: Option<T>, words: &[&str]) -> Result<T, Refusal> {
    found.ok_or_else(|| Refusal::Value(words.join(", ")))
}

fn switch(value: &str) -> Result<bool, Refusal> {
    match value {
        "on" | "true" => Ok(true),
        "off" | "false" => Ok(false),
        _ => Err(Refusal::Value("on, off".to_owned())),
    }
}

fn automatic(value: &str) -> Result<Option<bool>, Refusal> {
    match value {
        "auto" => Ok(None),
        "on" | "true" => Ok(Some(true)),
        "off" | "false" => Ok(Some(false)),
        _ => Err(Refusal::Value("auto, on, off".to_owned())),
    }
}

/// Seconds up to an hour; `None` for `end`.
fn seconds(value: &str) -> Result<Option<u16>, Refusal> {
    match value.parse() {
        _ if value == "end" => Ok(None),
        Ok(seconds @ 1..=3600) => Ok(Some(seconds)),
        _ => Err(Refusal::Value("end, 1–3600".to_owned())),
    }
}

/// Milliseconds up to ten seconds; `None` for `off`.
fn milliseconds(value: &str) -> Result<Option<u16>, Refusal> {
    match value.parse() {
        _ if matches!(value, "off" | "false") => Ok(None),
        Ok(milliseconds @ 0..=10_000) => Ok(Some(milliseconds)),
        _ => Err(Refusal::Value("off, 0–10000".to_owned())),
    }
}

/// Bytes of a number of mebibytes, up to a tebibyte.
fn mebibytes(value: &str) -> Result<u64, Refusal> {
    match value.parse::<u64>() {
        Ok(mebibytes @ 0..=1_048_576) => Ok(mebibytes << 20),
        _ => Err(Refusal::Value("0–1048576".to_owned())),
    }
}

fn list_width(value: &str) -> Result<Option<u16>, Refusal> {
    match (value, value.parse()) {
        ("auto", _) => Ok(None),
        (_, Ok(cells @ 20..=400)) => Ok(Some(cells)),
        _ => Err(Refusal::Value("auto, 20–400".to_owned())),
    }
}

fn percent(value: &str) -> Result<u16, Refusal> {
    match value.parse() {
        Ok(percent @ 10..=100) => Ok(percent),
        _ => Err(Refusal::Value("10–100".to_owned())),
    }
}

/// Refuses a name of nothing but blanks.
fn named(name: &str, table: &'static str) -> Result<(), Refusal> {
    if name.trim().is_empty() { Err(Refusal::Nameless(table)) } else { Ok(()) }
}

/// A query without mistakes. What it means may depend on the day, but not whether it has a mistake.
fn sound_query(query: &str) -> Result<&str, Refusal> {
    if query.trim().is_empty() {
        return Err(Refusal::Query(Problem::new(Code::QueryEmpty)));
    }
    let (_, problems) = Query::parse(query, (2000, 1, 1));
    problems.into_iter().next().map_or(Ok(query), |problem| Err(Refusal::Query(problem)))
}

fn text(value: &str, fits: &str) -> Result<String, Refusal> {
    if value.is_empty() { Err(Refusal::Value(fits.to_owned())) } else { Ok(value.to_owned()) }
}

/// A value that `fits`; `None` for the empty value and for the word that stands for it.
fn checked(value: &str, unset: &str, fits: fn(&str) -> bool, words: &str) -> Result<Option<String>, Refusal> {
    match optional(value, &[unset]) {
        Some(value) if !fits(&value) => Err(Refusal::Value(words.to_owned())),
        checked => Ok(checked),
    }
}

fn is_interface_language(tag: &str) -> bool {
    Lang::from_tag(tag).is_some()
}

/// Whether a text has the shape of a BCP 47 tag; `_` may stand for `-`.
fn is_language_tag(tag: &str) -> bool {
    let mut parts = tag.split(['-', '_']);
    let is_primary = |part: &str| (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_subtag = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    parts.next().is_some_and(is_primary) && parts.all(is_subtag)
}

/// The words after `auto`, as one text.
fn with_auto<'a>(words: impl Iterator<Item = &'a str>) -> String {
    std::iter::once("auto").chain(words).collect::<Vec<_>>().join(", ")
}

fn optional(value: &str, unset: &[&str]) -> Option<String> {
    (!value.is_empty() && !unset.contains(&value)).then(|| value.to_owned())
}
