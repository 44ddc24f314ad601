//! The sentences of the program in its languages, and problems, numbers and dates put into words.

mod catalog;
mod lang;
mod message;

pub use catalog::{Catalog, Told};
pub use lang::Lang;
pub use message::Msg;
