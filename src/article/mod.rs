//! An article: front matter parsed leniently into metadata, and the body split from it.

mod cursor;
mod date;
mod entity;
mod front_matter;
mod heading;
mod key;
mod left_out;
mod metadata;
mod namesakes;
mod parse;
mod reading;
mod text;

pub use date::{Date, day_of, is_timezone};
pub use front_matter::{begins_with_front_matter, data_values, page_values};
pub use key::ArticleKey;
pub use left_out::LeftOut;
pub use metadata::{Article, ArticleId, minutes};
pub use namesakes::{path_endings, shortened_path};
pub use parse::{ENDINGS, Parsed, is_ending, parse};
pub use reading::Reading;

#[cfg(test)]
mod tests;
