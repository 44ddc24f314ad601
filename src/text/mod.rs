//! Strings that are safe to show, grapheme clusters and their width in cells.

mod ambiguous;
mod clean;
mod language;
mod width;

pub use clean::{Clean, is_shown};
pub use language::Language;
pub use width::{Ambiguous, Profile, clusters};
