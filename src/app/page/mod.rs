//! The open article: its view, caret positions, the selection, searches, link labels, and the text to be copied.

pub(in crate::app) mod article_view;
pub(in crate::app) mod brackets;
pub(in crate::app) mod caret;
pub(in crate::app) mod columns;
pub(in crate::app) mod excerpt;
pub(in crate::app) mod hints;
pub(in crate::app) mod last_search;
pub(in crate::app) mod page_search;
pub(in crate::app) mod selection;
pub(in crate::app) mod shown;
pub(in crate::app) mod source;
pub(in crate::app) mod title_block;
pub(in crate::app) mod vertical;
pub(in crate::app) mod window;
