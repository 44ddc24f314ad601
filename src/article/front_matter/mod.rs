//! Front matter: found in the text, parsed in its language, and turned into the fields of an article.

mod fast_yaml;
mod fields;
mod lenient;
mod names;
mod read;
mod split;
mod value;
mod values;
mod yaml;

pub use read::begins_with_front_matter;
pub(in crate::article) use read::read;
pub use values::{data_values, page_values};
