//! What was typed while an article was being opened.

use crate::app::input::command::Action;

/// Something that is done once the article is there, in the order in which it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// A command that moves in the article, with its count.
    Command(Action, Option<u32>),
    /// A search for these words, which goes to their first match.
    Find(String),
}
