//! Template tags of Hexo, Jekyll, Hugo and Zola, replaced by Markdown and HTML for readers.

mod arguments;
mod block;
mod expand;
mod output;
mod token;
mod void;
mod write;

pub(in crate::document) use expand::{container, expand, is_tags};

#[cfg(test)]
mod tests;
