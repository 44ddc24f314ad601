//! Vertical writing on the screen: where its lines are, their grid, and steps of the caret.

pub(in crate::app) mod grid;
pub(in crate::app) mod placing;
pub(in crate::app) mod steps;
