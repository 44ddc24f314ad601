//! The input line at the bottom of the screen.

use std::path::PathBuf;

use tui_input::{Input, InputRequest};

use crate::app::input::history::{HistoryKind, Walk};
use crate::keys::{Code, Key};

/// The purpose of an input line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Filter the list by a query, updated with every key.
    Narrow,
    /// Find in the page, updated with every key.
    Find,
    /// Pipe the article's text to a shell command.
    Pipe,
    /// Save the picture alone on the screen to a file.
    Save,
    /// Name the query of the list, to save it.
    Name,
    /// Add and remove tags.
    Tag,
    /// Confirm that all articles shown are to be marked as read.
    Confirm,
}

impl Purpose {
    /// The kind of earlier lines; `None` if it takes no text.
    pub(in crate::app) fn history(self) -> Option<HistoryKind> {
        match self {
            Self::Narrow => Some(HistoryKind::Query),
            Self::Find => Some(HistoryKind::Find),
            Self::Pipe => Some(HistoryKind::Pipe),
            Self::Tag => Some(HistoryKind::Tag),
            Self::Save | Self::Name | Self::Confirm => None,
        }
    }
}

/// An input line.
#[derive(Clone, Debug)]
pub struct Prompt {
    pub(in crate::app) purpose: Purpose,
    /// The text and the caret.
    input: Input,
    /// The text at the start, to be restored when the line is cancelled.
    pub(in crate::app) before: String,
    /// The article under the list's cursor at the start, to be restored when the line is cancelled.
    pub(in crate::app) cursor: Option<PathBuf>,
    /// Whether the search in the page goes backwards.
    pub(in crate::app) backward: bool,
    /// Whether the line has changed since the page was searched for it.
    pub(in crate::app) unsearched: bool,
    /// Whether the whole line is selected.
    selected: bool,
    /// The walk through earlier lines, until the line is edited.
    walk: Option<Walk>,
    /// What the term before the caret may become, until the line is edited.
    completion: Option<Completion>,
}

/// The possibilities of a completion.
#[derive(Clone, Debug)]
struct Completion {
    /// The byte at which the term begins.
    start: usize,
    /// What stands behind the term.
    behind: String,
    candidates: Vec<String>,
    /// The candidate that is shown.
    at: Option<usize>,
}

impl Prompt {
    /// A line with this text, all of it selected, the caret at the end.
    pub(in crate::app) fn new(purpose: Purpose, text: &str) -> Self {
        let selected = !text.is_empty();
        Self {
            purpose,
            input: Input::new(text.to_owned()),
            before: text.to_owned(),
            cursor: None,
            backward: false,
            unsearched: false,
            selected,
            walk: None,
            completion: None,
        }
    }

    /// Its purpose.
    pub fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// The text and the caret.
    pub fn input(&self) -> &Input {
        &self.input
    }

    /// Whether the whole line is selected, as it is at first: typing replaces it and deleting empties it; moving the
    /// caret only ends the selection.
    pub fn is_selected(&self) -> bool {
        self.selected
    }

    /// Applies a key to the line. Returns whether the key had a meaning.
    pub(in crate::app) fn edit(&mut self, key: Key) -> bool {
        (self.walk, self.completion) = (None, None);
        edit_selected(&mut self.input, &mut self.selected, key)
    }

    /// Shows the next older or newer of the earlier lines that begin with what is before the caret, at first; after the
    /// latest one comes what was typed. If the whole line is selected, all lines fit. Returns whether the line changed.
    ///
    /// With `anywhere`, those fit that contain what is before the caret.
    pub(in crate::app) fn recall(&mut self, older: bool, anywhere: bool, lines: &[String]) -> bool {
        self.completion = None;
        let selected = std::mem::take(&mut self.selected);
        let begin = || {
            let (value, caret) = (self.input.value(), self.input.cursor());
            let prefix = if selected { String::new() } else { value.chars().take(caret).collect() };
            let walk = Walk::from((value.to_owned(), caret), prefix, lines);
            if anywhere { walk.anywhere() } else { walk }
        };
        // The other way of searching begins with what is shown.
        let same = self.walk.take().filter(|walk| walk.is_anywhere() == anywhere);
        let mut walk = same.unwrap_or_else(begin);
        let step = walk.step(older, self.input.value(), lines);
        self.walk = Some(walk);
        let Some((line, caret)) = step else { return false };
        self.input = Input::new(line).with_cursor(caret);
        true
    }

    /// What is before the caret.
    pub(in crate::app) fn before_caret(&self) -> &str {
        let value = self.input.value();
        let caret = value.char_indices().nth(self.input.cursor()).map_or(value.len(), |(at, _)| at);
        value.get(..caret).unwrap_or_default()
    }

    /// Whether a completion is shown that another one can take the place of.
    pub(in crate::app) fn is_completing(&self) -> bool {
        self.completion.is_some()
    }

    /// Begins to complete the term from this byte to the caret.
    pub(in crate::app) fn begin_completion(&mut self, start: usize, candidates: Vec<String>) {
        let behind = self.input.value().get(self.before_caret().len()..).unwrap_or_default().to_owned();
        self.completion = Some(Completion { start, behind, candidates, at: None });
    }

    /// Shows the next or previous candidate. Returns its number, counted from 1, and how many there are; `None` if there
    /// is none.
    pub(in crate::app) fn complete(&mut self, forward: bool) -> Option<(usize, usize)> {
        let mut completion = self.completion.take()?;
        let total = completion.candidates.len();
        let next = match completion.at {
            None if forward => 0,
            Some(at) if forward => (at + 1) % total.max(1),
            None | Some(0) => total.checked_sub(1)?,
            Some(at) => at - 1,
        };
        let candidate = completion.candidates.get(next)?;
        let before = format!("{}{candidate}", self.input.value().get(..completion.start).unwrap_or_default());
        let caret = before.chars().count();
        self.input = Input::new(format!("{before}{}", completion.behind)).with_cursor(caret);
        (self.selected, self.walk) = (false, None);
        completion.at = Some(next);
        // With one candidate, the next completion is that of what follows.
        self.completion = Some(completion).filter(|_| total > 1);
        Some((next + 1, total))
    }

    /// Inserts pasted text.
    pub(in crate::app) fn paste(&mut self, text: &str) {
        (self.walk, self.completion) = (None, None);
        paste_selected(&mut self.input, &mut self.selected, text);
    }
}

/// Applies a key to a line that may be selected as a whole, and ends the selection: typing replaces the line and deleting
/// empties it. Returns whether the key had a meaning.
pub(in crate::app) fn edit_selected(input: &mut Input, selected: &mut bool, key: Key) -> bool {
    let deletes = matches!(key.code, Code::Backspace | Code::Delete);
    if std::mem::take(selected) && (key.typed().is_some() || deletes) {
        input.reset();
        if deletes {
            return true;
        }
    }
    edit(input, key)
}

/// Inserts pasted text into a line that may be selected as a whole, and ends the selection.
pub(in crate::app) fn paste_selected(input: &mut Input, selected: &mut bool, text: &str) {
    if std::mem::take(selected) {
        input.reset();
    }
    paste(input, text);
}

/// Applies a key to a line, as readline does. Returns whether the key had a meaning.
fn edit(input: &mut Input, key: Key) -> bool {
    let request = match (key.code, key.mods.ctrl, key.mods.alt) {
        (Code::Char(c), false, false) => InputRequest::InsertChar(c),
        (Code::Backspace, false, false) | (Code::Char('h'), true, _) => InputRequest::DeletePrevChar,
        (Code::Backspace, _, true) | (Code::Char('w'), true, _) => {
            delete_word(input);
            return true;
        }
        (Code::Delete, ..) => InputRequest::DeleteNextChar,
        (Code::Left, true, _) | (Code::Char('b'), _, true) => InputRequest::GoToPrevWord,
        (Code::Right, true, _) | (Code::Char('f'), _, true) => InputRequest::GoToNextWord,
        (Code::Left, ..) | (Code::Char('b'), true, _) => InputRequest::GoToPrevChar,
        (Code::Right, ..) | (Code::Char('f'), true, _) => InputRequest::GoToNextChar,
        (Code::Home, ..) | (Code::Char('a'), true, _) => InputRequest::GoToStart,
        (Code::End, ..) | (Code::Char('e'), true, _) => InputRequest::GoToEnd,
        (Code::Char('u'), true, _) => InputRequest::DeleteLine,
        (Code::Char('k'), true, _) => InputRequest::DeleteTillEnd,
        _ => return false,
    };
    input.handle(request);
    true
}

/// Deletes back to the white space before the caret's word, as readline does; with the word boundaries of UAX #29,
/// every Han character would be a word.
fn delete_word(input: &mut Input) {
    let mut inside = false;
    while let Some(before) = input.cursor().checked_sub(1).and_then(|at| input.value().chars().nth(at)) {
        if inside && before.is_whitespace() {
            return;
        }
        inside |= !before.is_whitespace();
        input.handle(InputRequest::DeletePrevChar);
    }
}

/// Inserts pasted text at the caret, as one line.
fn paste(input: &mut Input, text: &str) {
    for c in crate::text::Clean::line(text).chars() {
        input.handle(InputRequest::InsertChar(c));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_takes_the_place_of_what_is_selected() {
        for (keys, expected) in [
            (&[Key::char('a'), Key::char('b')][..], "ab"),
            (&[Key::plain(Code::Left), Key::char('a')], "旧a词"),
            (&[Key::plain(Code::End), Key::char('a')], "旧词a"),
            (&[Key::plain(Code::Backspace)], ""),
            (&[Key::plain(Code::End), Key::plain(Code::Backspace)], "旧"),
        ] {
            let mut prompt = Prompt::new(Purpose::Narrow, "旧词");
            for key in keys {
                assert!(prompt.edit(*key));
            }
            assert_eq!(prompt.input.value(), expected, "{keys:?}");
        }
        let mut prompt = Prompt::new(Purpose::Narrow, "旧词");
        prompt.paste("新");
        prompt.paste("词");
        assert_eq!(prompt.input.value(), "新词");
    }

    #[test]
    fn readline_keys() {
        let mut prompt = Prompt::new(Purpose::Find, "郑州 rust");
        assert!(edit(&mut prompt.input, Key::char('x')));
        assert_eq!(prompt.input.value(), "郑州 rustx");
        assert!(edit(&mut prompt.input, Key::ctrl('w')));
        assert_eq!(prompt.input.value(), "郑州 ");
        assert!(edit(&mut prompt.input, Key::ctrl('u')));
        paste(&mut prompt.input, "a\nb");
        assert_eq!(prompt.input.value(), "a b");
        assert!(!edit(&mut prompt.input, Key::plain(Code::Up)));
    }
}
