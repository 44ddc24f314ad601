//! The query language of the list: words, phrases and fields, and which articles match.

mod day;
mod fuzzy;
mod hits;
mod matching;
mod needle;
mod parse;
mod pattern;
mod pinyin;
mod query;
mod snippet;
mod source_filter;
mod title_matches;
mod titles;

pub use day::{Day, Days};
pub use hits::Hits;
pub use matching::BoundQuery;
pub use needle::Needle;
pub use parse::Field;
pub use pattern::Pattern;
pub use pinyin::Spelling;
pub use query::Query;
pub use snippet::{Snippet, opening, snippet};
pub use source_filter::SourceFilter;
pub use titles::Titles;
