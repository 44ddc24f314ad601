//! Without a screen: articles and collections to a pipe.

mod categories;
mod check;
mod collection;
mod json;
mod list;
mod table;

pub use categories::{CategoriesFormat, categories};
pub use check::{CheckFormat, check};
pub use collection::{Collection, Depth, ReadAll, in_turn, load_all};
pub use list::{ListFormat, NoCategory, Request, Shape, choose, list};
