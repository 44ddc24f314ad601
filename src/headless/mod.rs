//! Without a screen: articles, lists, categories, hits and problems, written to any stream.

mod categories;
mod check;
mod collection;
mod export;
mod footnotes;
mod json;
mod links;
mod list;
mod print;
mod search;
mod table;

pub use categories::{CategoriesFormat, categories};
pub use check::{CheckFormat, Checked, check};
pub use collection::{Collection, Depth, ReadAll, in_turn, load_all};
pub use list::{ListFormat, NoCategory, Request, Shape, choose, list};
pub use print::{Format, Links, Manner, print};
pub use search::{Hit, hits};
