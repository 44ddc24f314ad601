//! The line being typed at the bottom of the screen.

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
}

impl Prompt {
    /// A line that starts with some text, the caret at its end.
    pub fn new(purpose: Purpose, text: &str) -> Self {
        Self { purpose, input: Input::new(text.to_owned()), before: text.to_owned() }
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
    fn readline_keys() {
        let mut prompt = Prompt::new(Purpose::Find, "郑州 核酸");
        assert!(edit(&mut prompt.input, Key::char('x')));
        assert_eq!(prompt.input.value(), "郑州 核酸x");
        assert!(edit(&mut prompt.input, Key::ctrl('w')));
        assert_eq!(prompt.input.value(), "郑州 ");
        assert!(edit(&mut prompt.input, Key::ctrl('u')));
        paste(&mut prompt.input, "a\nb");
        assert_eq!(prompt.input.value(), "a b");
        assert!(!edit(&mut prompt.input, Key::plain(Code::Up)));
    }
}
