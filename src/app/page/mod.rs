//! The open article: its view, the places a caret can stand at, the selection, the text that is copied.

pub(in crate::app) mod article_view;
pub(in crate::app) mod caret;
pub(in crate::app) mod excerpt;
pub(in crate::app) mod selection;
pub(in crate::app) mod window;
