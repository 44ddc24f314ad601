//! What an overlay lists, and what choosing it does.

use std::path::PathBuf;

use crate::app::input::command::Action;
use crate::document::Anchor;
use crate::library::{CategoryId, Order};
use crate::remote::Consent;

/// The topic of an overlay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// Categories to filter by.
    Categories,
    /// The headings of the open article.
    Contents,
    /// All commands and their keys.
    Help,
    /// Commands to run.
    Palette,
    /// The orders of the list.
    Sort,
    /// The themes.
    Themes,
    /// Settings, to be set for this run.
    Settings,
    /// Settings, to be set in the configuration file.
    SettingsFile,
    /// From which hosts pictures may be loaded.
    Consent,
    /// The bookmarks of the collection.
    Bookmarks,
    /// The problems of the current article.
    Problems,
    /// The problems of all articles.
    AllProblems,
}

impl Topic {
    /// Whether settings are shown.
    pub fn is_settings(self) -> bool {
        matches!(self, Self::Settings | Self::SettingsFile)
    }
}

/// What choosing an item does.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// Nothing: the item is informational.
    Nothing,
    /// Adds a category to the filter or removes it.
    Category(CategoryId),
    /// Goes to a position in the open article.
    Place(Anchor),
    /// Goes to a bookmark.
    Bookmark(char),
    /// Runs a command.
    Run(Action),
    /// Sets the order of the list.
    Order(Order),
    /// Sets the theme.
    Theme(String),
    /// Sets a setting; without a value, shows its values.
    Setting(String, Option<String>),
    /// Searches the list by a saved query.
    Search(String),
    /// Consents to loading pictures.
    Consent(Consent),
    /// Writes a path into the input line.
    File(String),
    /// Opens another overlay.
    Topic(Topic),
    /// Opens an article at a line of its source, counted from 1, or where reading stopped.
    Article(PathBuf, Option<u32>),
}

/// A row of an overlay.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The text.
    pub label: String,
    /// The text at the right edge.
    pub note: String,
    /// The level of indentation.
    pub depth: u8,
    /// Whether it is a title between items; titles cannot be chosen.
    pub title: bool,
    /// Whether it is chosen already.
    pub marked: bool,
    /// Whether it is the text of an article in another language than Chinese, whose script is never changed.
    pub other_language: bool,
    /// Whether it continues the item above, with which it is found.
    pub continues: bool,
    /// Whether another item says the same, so that only that one is found by what is typed.
    pub repeated: bool,
    /// Other words by which it is found, if they are typed whole; it then comes first.
    pub aliases: &'static [&'static str],
    /// What choosing it does.
    pub choice: Choice,
}

impl Item {
    /// A plain item.
    pub fn new(label: impl Into<String>, note: impl Into<String>, choice: Choice) -> Self {
        Self {
            label: label.into(),
            note: note.into(),
            depth: 0,
            title: false,
            marked: false,
            other_language: false,
            continues: false,
            repeated: false,
            aliases: &[],
            choice,
        }
    }

    /// Whether one of its aliases is typed.
    pub(in crate::app) fn is_called(&self, typed: &str) -> bool {
        self.aliases.contains(&typed.trim())
    }

    /// A title between items.
    pub fn title(label: impl Into<String>) -> Self {
        Self { title: true, ..Self::new(label, "", Choice::Nothing) }
    }
}
