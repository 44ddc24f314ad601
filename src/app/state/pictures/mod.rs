//! Pictures: those of the open article, the one that is alone on the screen, and the contact sheet.

pub(in crate::app) mod loaded;
pub(in crate::app) mod sheet;
pub(in crate::app) mod viewer;
