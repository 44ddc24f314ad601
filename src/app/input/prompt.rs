//! The line being typed at the bottom of the screen.

use std::path::PathBuf;

use tui_input::{Input, InputRequest};

use crate::keys::{Code, Key};

/// What a line is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Narrow the list by words of the title, as one types.
    Narrow,
    /// Find in the page, as one types.
    Find,
    /// Give the article to a command.
    Pipe,
    /// Mark everything shown as read: yes or no.
    Confirm,
}

/// A line being typed.
#[derive(Clone, Debug)]
pub struct Prompt {
    /// What it is for.
    pub purpose: Purpose,
    /// The line and its caret.
    pub input: Input,
    /// What stood there before, to come back to when the line is given up.
    pub before: String,
    /// The article the list's cursor was on, to come back to likewise.
    pub cursor: Option<PathBuf>,
    /// Whether the whole line is selected, as it is at first: what is typed takes its place, what moves or deletes
    /// edits it.
    pub selected: bool,
}

impl Prompt {
    /// A line that starts with some text, all of it selected, the caret at its end.
    pub fn new(purpose: Purpose, text: &str) -> Self {
        let selected = !text.is_empty();
        Self { purpose, input: Input::new(text.to_owned()), before: text.to_owned(), cursor: None, selected }
    }

    /// Edits the line by a key; whether the key meant anything.
    pub fn edit(&mut self, key: Key) -> bool {
        let replaced = std::mem::take(&mut self.selected);
        let deletes = matches!(key.code, Code::Backspace | Code::Delete);
        if replaced && (key.typed().is_some() || deletes) {
            self.input.reset();
            if deletes {
                return true;
            }
        }
        edit(&mut self.input, key)
    }

    /// Puts pasted text into the line.
    pub fn paste(&mut self, text: &str) {
        if std::mem::take(&mut self.selected) {
            self.input.reset();
        }
        paste(&mut self.input, text);
    }
}

/// Edits a line by a key, as readline does; whether the key meant anything.
pub fn edit(input: &mut Input, key: Key) -> bool {
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

/// Deletes back to the blank before the caret's word, as readline does; by UAX #29 every Han character would be a word.
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

/// Puts pasted text at the caret, as one line.
pub fn paste(input: &mut Input, text: &str) {
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
