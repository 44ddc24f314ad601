//! Builds a document from the HTML tree.

mod boxes;
mod builder;
mod context;
mod element;
mod end;
mod flush;
mod inline;
mod list;
mod mathml;
mod media;
mod ruby;
mod slug;
mod style;
mod table;
mod tex;
mod walk;

pub(in crate::document) use tex::mark_formulas;
pub(in crate::document) use walk::document;
