//! The program's messages in all languages; problems, numbers and dates in words.

mod catalog;
mod lang;
mod message;

pub use catalog::{Catalog, ProblemText};
pub use lang::Lang;
pub use message::Msg;
