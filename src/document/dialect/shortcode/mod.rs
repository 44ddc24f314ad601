//! Template tags of Hexo, Jekyll, Hugo and Zola, replaced by Markdown and HTML for readers.

mod arguments;
mod around;
mod block;
mod expand;
mod known;
mod lines;
mod listing;
mod output;
mod tag;
mod templates;
mod token;
mod values;
mod void;
mod write;

pub(in crate::document) use expand::{container, expand, is_tags};
pub(in crate::document) use values::UnknownValues;

#[cfg(test)]
mod tests;
