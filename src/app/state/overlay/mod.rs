//! The overlay: a list to choose from, with or without an input line.

mod item;
pub(in crate::app) mod paths;

use std::path::PathBuf;

use tui_input::Input;

use crate::app::input::command::Motion;
use crate::app::input::file_command::FileCommand;
use crate::app::input::prompt;
use crate::app::state::settings::fitting::beginning;
use crate::keys::Key;
use crate::library::CategoryId;
use crate::search::Needle;
use crate::text::fold;

pub use item::{Choice, Item, Topic};

/// An overlay. Its rows are the items that match the input; the cursor is on one of them, or on row 0 if there are none.
#[derive(Clone, Debug)]
pub struct Overlay {
    topic: Topic,
    /// All items.
    items: Vec<Item>,
    /// Indices of the items that match the input.
    shown: Vec<usize>,
    /// The cursor: an index into `shown`.
    at: usize,
    /// The first visible index into `shown`.
    top: usize,
    /// The input line, if any.
    input: Option<Input>,
    /// Whether all of the input line is selected: typing replaces it.
    selected: bool,
    /// Whether the row of the cursor stands in the input line, until that is edited.
    completing: bool,
    /// Whether the input line was opened by a key, for a search in the items.
    searched: bool,
    /// Whether an item was toggled.
    touched: bool,
    /// The categories by which the list was filtered at the start, and the article under its cursor, to be restored when
    /// choosing is cancelled.
    before: (Vec<CategoryId>, Option<PathBuf>),
}

impl Overlay {
    /// An overlay with its cursor on the first item; with `typing`, it has an input line.
    pub(in crate::app) fn new(topic: Topic, items: Vec<Item>, typing: bool) -> Self {
        let mut overlay = Self {
            topic,
            items,
            shown: Vec::new(),
            at: 0,
            top: 0,
            input: typing.then(Input::default),
            selected: false,
            completing: false,
            searched: false,
            touched: false,
            before: (Vec::new(), None),
        };
        overlay.narrow();
        overlay
    }

    /// The topic.
    pub fn topic(&self) -> Topic {
        self.topic
    }

    /// All items, whether they match the input or not.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The number of rows: of items that match the input.
    pub fn row_count(&self) -> usize {
        self.shown.len()
    }

    /// The rows from this one to the end, with their numbers.
    pub fn rows_from(&self, row: usize) -> impl Iterator<Item = (usize, &Item)> {
        let shown = self.shown.get(row..).unwrap_or_default();
        (row..).zip(shown).filter_map(|(row, item)| Some((row, self.items.get(*item)?)))
    }

    /// The row of the cursor; 0 if there are no rows.
    pub fn cursor(&self) -> usize {
        self.at
    }

    /// The first visible row.
    pub fn top(&self) -> usize {
        self.top
    }

    /// The input line, if there is one.
    pub fn input(&self) -> Option<&Input> {
        self.input.as_ref()
    }

    /// Whether all of the input line is selected, as it is after an item was toggled: typing replaces it.
    pub fn is_selected(&self) -> bool {
        self.selected
    }

    /// Notes the categories by which the list is filtered, and the article under its cursor, before any is chosen here.
    pub(in crate::app) fn remember(&mut self, categories: Vec<CategoryId>, cursor: Option<PathBuf>) {
        self.before = (categories, cursor);
    }

    /// The categories by which the list was filtered before, and the article under its cursor, if an item was toggled since.
    pub(in crate::app) fn undone(self) -> Option<(Vec<CategoryId>, Option<PathBuf>)> {
        self.touched.then_some(self.before)
    }

    /// Whether an item was toggled; accepting then only closes the overlay.
    pub(in crate::app) fn is_touched(&self) -> bool {
        self.touched
    }

    /// Adds an input line, if there is none, to search the items.
    pub(in crate::app) fn open_input(&mut self) {
        if self.input.is_none() {
            (self.input, self.searched) = (Some(Input::default()), true);
            self.narrow();
        }
    }

    /// Whether the input line was opened by a key and is still there.
    pub fn is_searched(&self) -> bool {
        self.searched && self.input.is_some()
    }

    /// Takes away the input line of a search and shows all items again. Returns whether there was a search.
    pub(in crate::app) fn end_search(&mut self) -> bool {
        let searched = std::mem::take(&mut self.searched);
        if searched {
            self.input = None;
            self.narrow();
        }
        searched
    }

    /// Takes away the input line of a search; what it has found stays.
    pub(in crate::app) fn keep_found(&mut self) {
        if self.searched && !self.shown.is_empty() {
            self.input = None;
        }
    }

    /// Applies a key to the input line. Returns whether the key had a meaning; `None` without an input line.
    pub(in crate::app) fn edit(&mut self, key: Key) -> Option<bool> {
        let input = self.input.as_mut()?;
        // Who searches in every menu types it where the input line is there already.
        if key.typed() == Some('/') && input.value().is_empty() {
            return Some(true);
        }
        let edited = prompt::edit_selected(input, &mut self.selected, key);
        if edited {
            self.narrow();
        }
        Some(edited)
    }

    /// Replaces what is typed into the input line.
    pub(in crate::app) fn retype(&mut self, text: &str) {
        (self.input, self.selected) = (Some(Input::new(text.to_owned())), false);
        self.narrow();
    }

    /// Whether the row of the cursor was written into the input line, so that another row can take its place.
    pub(in crate::app) fn is_completing(&self) -> bool {
        self.completing
    }

    /// Writes the item under the cursor into the input line, as `text` makes it; when repeated, the next or previous
    /// one. The rows stay.
    pub(in crate::app) fn complete(&mut self, forward: bool, text: impl Fn(&Item) -> String) {
        if self.completing {
            let rows = self.shown.len().max(1);
            self.at = (self.at + if forward { 1 } else { rows - 1 }) % rows;
        }
        let Some(text) = self.current().map(text) else { return };
        (self.input, self.selected, self.completing) = (Some(Input::new(text)), false, true);
    }

    /// Replaces the items, and moves the cursor to the first.
    pub(in crate::app) fn replace(&mut self, items: Vec<Item>) {
        self.items = items;
        self.narrow();
    }

    /// Inserts pasted text into the input line, if there is one.
    pub(in crate::app) fn paste(&mut self, text: &str) {
        if let Some(input) = &mut self.input {
            prompt::paste_selected(input, &mut self.selected, text);
            self.narrow();
        }
    }

    /// Shows the items as they are after the one at the cursor was toggled, and moves the cursor to the row below. What
    /// was typed still holds, and the next input replaces it.
    pub(in crate::app) fn toggled(&mut self, items: Vec<Item>) {
        self.touched = true;
        let next = self.at + 1;
        self.selected = self.input.as_ref().is_some_and(|input| !input.value().is_empty());
        self.refill(items);
        self.put(next.min(self.shown.len().saturating_sub(1)));
    }

    /// Updates the rows to the items that match the input and moves the cursor to the first.
    fn narrow(&mut self) {
        self.completing = false;
        let typed = self.input.as_ref().map(Input::value).unwrap_or_default();
        // What names a file chooses no item but a path.
        let is_file = self.topic == Topic::Palette && FileCommand::parse(typed).is_some();
        let words: Vec<Needle> = typed.split_whitespace().filter_map(Needle::new).collect();
        let matches = |at: usize, item: &Item| {
            let continued = self.items.iter().skip(at + 1).take_while(|item| item.continues);
            let whole: String = std::iter::once(item).chain(continued).map(|item| item.label.as_str()).collect();
            let text = fold(&format!("{whole} {}", item.note));
            words.iter().all(|word| word.is_in_name(&text))
        };
        self.shown.clear();
        // A title is shown if an item below it is.
        let mut title = None;
        for (at, item) in self.items.iter().enumerate() {
            let is_path = matches!(item.choice, Choice::File(_));
            if is_file && !is_path || item.repeated && !words.is_empty() {
                continue;
            }
            if item.title {
                title = Some(at);
            } else if item.continues {
                let is_shown = at > 0 && self.shown.last() == Some(&(at - 1));
                self.shown.extend(is_shown.then_some(at));
            } else if words.is_empty() || matches(at, item) || item.is_called(typed) {
                self.shown.extend(title.take());
                self.shown.push(at);
            }
        }
        // In the palette, the name of a command and its keys come before the beginning of a name, and that before words of
        // its description.
        if self.topic == Topic::Palette && !typed.is_empty() {
            let place = |item: &Item| match item.note.split_whitespace().position(|word| word == typed.trim()) {
                Some(0) => 0,
                _ if item.is_called(typed) => 1,
                None if item.note.starts_with(typed.trim()) => usize::MAX - 1,
                key => key.map_or(usize::MAX, |at| at + 1),
            };
            self.shown.sort_by_key(|at| self.items.get(*at).map(place));
        }
        if self.topic.is_settings() && !typed.is_empty() {
            let typed = fold(typed);
            self.shown.sort_by_key(|at| self.items.get(*at).map(|item| beginning(&fold(&item.label), &typed)));
        }
        self.at = 0;
        self.top = 0;
        self.skip_titles(true);
    }

    /// Replaces the items. The cursor stays on the same choice if it is still there, else on its row.
    pub(in crate::app) fn refill(&mut self, items: Vec<Item>) {
        let choice = self.current().map(|item| item.choice.clone());
        let (at, top) = (self.at, self.top);
        self.items = items;
        self.narrow();
        // What has no choice of its own is known by its row alone.
        let choice = choice.filter(|choice| *choice != Choice::Nothing);
        let same =
            |shown: &usize| choice.is_some() && self.items.get(*shown).map(|item| &item.choice) == choice.as_ref();
        self.at = self.shown.iter().position(same).unwrap_or(at).min(self.shown.len().saturating_sub(1));
        self.top = top;
        self.check();
    }

    fn check(&self) {
        debug_assert!(self.at < self.shown.len() || self.at == 0, "the cursor is on a row");
    }

    /// The number that is typed.
    pub fn number(&self) -> Option<u32> {
        self.input.as_ref()?.value().trim().parse().ok()
    }

    /// The item under the cursor.
    pub fn current(&self) -> Option<&Item> {
        self.shown.get(self.at).and_then(|at| self.items.get(*at))
    }

    /// Moves the cursor.
    pub(in crate::app) fn go(&mut self, motion: Motion, count: Option<u32>, height: usize) {
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
            Motion::Center
            | Motion::ToTop
            | Motion::ToBottom
            | Motion::Percent
            | Motion::ScreenTop
            | Motion::ScreenMiddle
            | Motion::ScreenBottom => (self.at, true),
        };
        self.at = at.min(last);
        self.skip_titles(down);
        self.settle(height);
    }

    /// Moves the cursor to a row.
    pub(in crate::app) fn put(&mut self, row: usize) {
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
        self.check();
    }

    /// Scrolls so that the cursor is visible in a window of this many rows. If the first visible item has the cursor, the
    /// title above it is shown too.
    pub(in crate::app) fn settle(&mut self, height: usize) {
        let height = height.max(1);
        self.top = self.top.min(self.shown.len().saturating_sub(height)).min(self.at);
        if self.at >= self.top + height {
            self.top = self.at + 1 - height;
        }
        while self.top > 0 && self.top == self.at && self.is_title(self.top - 1) && height > 1 {
            self.top -= 1;
        }
        debug_assert!((self.top..self.top + height).contains(&self.at), "the cursor is visible");
    }
}
