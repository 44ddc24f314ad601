//! Markdown to HTML: GFM with footnotes, formulas and definition lists, and leniently where CommonMark is strict.

mod abbreviations;
mod definitions;
mod emphasis;
mod formula;
mod lines;
mod notes;
mod plain;
mod raw;
mod to_html;
mod within;
pub(in crate::document::dialect) mod words;

pub(in crate::document) use formula::{has_han, is_prose};
pub(in crate::document) use plain::plain;
pub(in crate::document) use to_html::to_html;
