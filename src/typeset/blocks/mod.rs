//! Composes blocks into lines: paragraphs, tables as columns or records, images, slices of long texts.

pub(in crate::typeset) mod article;
pub(in crate::typeset) mod boxed;
pub(in crate::typeset) mod columns;
pub(in crate::typeset) mod compose;
pub(in crate::typeset) mod grid;
pub(in crate::typeset) mod language;
pub(in crate::typeset) mod picture;
pub(in crate::typeset) mod records;
pub(in crate::typeset) mod rules;
pub(in crate::typeset) mod slices;
pub(in crate::typeset) mod table;
pub(in crate::typeset) mod widths;
