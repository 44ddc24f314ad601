//! Template tags of Hexo, Jekyll, Hugo and Zola: what they mean to a reader, as Markdown and HTML, never as braces.

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
