//! Pictures: those of the open article, and the one that is alone on the screen.

pub(in crate::app) mod loaded;
pub(in crate::app) mod viewer;
