//! The source of an article: its lines, and texts shown as they are.

pub(in crate::app) mod file_lines;
pub(in crate::app) mod plain;
pub(in crate::app) mod source_line;
