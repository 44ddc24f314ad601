//! The overlay: a list to choose from, with or without an input line.

use std::path::PathBuf;

use tui_input::Input;

use crate::app::input::command::{Action, Motion};
use crate::document::Anchor;
use crate::library::{CategoryId, Order};
use crate::search::Needle;
use crate::text::fold;

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
    /// The problems of the current article.
    Problems,
    /// The problems of all articles.
    AllProblems,
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
    /// Runs a command.
    Run(Action),
    /// Sets the order of the list.
    Order(Order),
    /// Opens another overlay.
    Topic(Topic),
    /// Opens an article.
    Article(PathBuf),
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
    /// What choosing it does.
    pub choice: Choice,
}

impl Item {
    /// A plain item.
    pub fn new(label: impl Into<String>, note: impl Into<String>, choice: Choice) -> Self {
        Self { label: label.into(), note: note.into(), depth: 0, title: false, marked: false, choice }
    }

    /// A title between items.
    pub fn title(label: impl Into<String>) -> Self {
        Self { title: true, ..Self::new(label, "", Choice::Nothing) }
    }
}

/// An overlay.
#[derive(Clone, Debug)]
pub struct Overlay {
    /// The topic.
    pub topic: Topic,
    /// All items.
    pub items: Vec<Item>,
    /// Indices of the items that match the input.
    pub shown: Vec<usize>,
    /// The cursor: an index into `shown`.
    pub at: usize,
    /// The first visible index into `shown`.
    pub top: usize,
    /// The input line, if any.
    pub input: Option<Input>,
    /// Whether an item was toggled; accepting then only closes the overlay.
    pub touched: bool,
}

impl Overlay {
    /// An overlay with its cursor on the first item.
    pub fn new(topic: Topic, items: Vec<Item>, typing: bool) -> Self {
        let mut overlay =
            Self { topic, items, shown: Vec::new(), at: 0, top: 0, input: typing.then(Input::default), touched: false };
        overlay.narrow();
        overlay
    }

    /// Updates `shown` to the items that match the input and moves the cursor to the first.
    pub fn narrow(&mut self) {
        let typed = self.input.as_ref().map(Input::value).unwrap_or_default();
        let words: Vec<Needle> = typed.split_whitespace().filter_map(Needle::new).collect();
        let matches = |item: &Item| {
            let text = fold(&format!("{} {}", item.label, item.note));
            words.iter().all(|word| word.is_in_name(&text))
        };
        self.shown = (0..self.items.len())
            .filter(|at| self.items.get(*at).is_some_and(|item| words.is_empty() || !item.title && matches(item)))
            .collect();
        self.at = 0;
        self.top = 0;
        self.skip_titles(true);
    }

    /// Replaces the items. The cursor stays on the same choice if it is still there, else on its row.
    pub fn refill(&mut self, items: Vec<Item>) {
        let choice = self.current().map(|item| item.choice.clone());
        let (at, top) = (self.at, self.top);
        self.items = items;
        self.narrow();
        let same = |shown: &usize| self.items.get(*shown).map(|item| &item.choice) == choice.as_ref();
        self.at = self.shown.iter().position(same).unwrap_or(at).min(self.shown.len().saturating_sub(1));
        self.top = top;
    }

    /// The item under the cursor.
    pub fn current(&self) -> Option<&Item> {
        self.shown.get(self.at).and_then(|at| self.items.get(*at))
    }

    /// Moves the cursor.
    pub fn go(&mut self, motion: Motion, count: Option<u32>, height: usize) {
        let last = self.shown.len().saturating_sub(1);
        let times = count.unwrap_or(1).max(1) as usize;
        let height = height.max(1);
        let (at, down) = match motion {
            Motion::Down => (self.at.saturating_add(times), true),
            Motion::Up => (self.at.saturating_sub(times), false),
            Motion::HalfDown => (self.at.saturating_add(times * (height / 2).max(1)), true),
            Motion::HalfUp => (self.at.saturating_sub(times * (height / 2).max(1)), false),
            Motion::PageDown => (self.at.saturating_add(times * height), true),
            Motion::PageUp => (self.at.saturating_sub(times * height), false),
            Motion::Top => (0, true),
            Motion::Bottom => (last, false),
            Motion::Center | Motion::ToTop | Motion::ToBottom => (self.at, true),
        };
        self.at = at.min(last);
        self.skip_titles(down);
        self.settle(height);
    }

    /// Moves the cursor to a row.
    pub fn put(&mut self, row: usize) {
        if row < self.shown.len() {
            self.at = row;
            self.skip_titles(true);
        }
    }

    fn is_title(&self, at: usize) -> bool {
        self.shown.get(at).and_then(|item| self.items.get(*item)).is_some_and(|item| item.title)
    }

    fn skip_titles(&mut self, down: bool) {
        let rows = self.shown.len();
        let below = (self.at..rows).find(|at| !self.is_title(*at));
        let above = (0..=self.at.min(rows.saturating_sub(1))).rev().find(|at| !self.is_title(*at));
        let (first, second) = if down { (below, above) } else { (above, below) };
        self.at = first.or(second).unwrap_or(0);
    }

    /// Scrolls so that the cursor is visible in a window of this many rows. If the first visible item has the cursor, the
    /// title above it is shown too.
    pub fn settle(&mut self, height: usize) {
        let height = height.max(1);
        self.top = self.top.min(self.shown.len().saturating_sub(height)).min(self.at);
        if self.at >= self.top + height {
            self.top = self.at + 1 - height;
        }
        while self.top > 0 && self.top == self.at && self.is_title(self.top - 1) && height > 1 {
            self.top -= 1;
        }
    }
}
