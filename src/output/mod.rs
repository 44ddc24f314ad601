//! Output without a screen: articles, lists, categories, search results and problems, written to any stream.

mod categories;
mod check;
mod collection;
mod footnotes;
mod html;
mod json;
mod links;
mod list;
mod markdown;
mod options;
mod print;
mod search;
mod table;
mod unwrapped;
mod wrap;

pub use categories::{CategoriesFormat, categories};
pub use check::{CheckFormat, Checked, check};
pub use collection::{
    Collection, Depth, Entry, LazyRemembered, ReadAll, Remembered, as_file, in_turn, load_all, load_with, slashed,
};
pub use html::Web;
pub use json::{line as json_line, object as json_object};
pub use list::{ListFormat, NoCategory, Request, Shape, choose, list};
pub use options::{Format, Links, PrintOptions};
pub use print::print;
pub use search::{Hit, hits};
pub use wrap::{wrapped, wrapped_lines};
