//! Rows of the list: their groups, those that are selected, and what their second lines say.

mod folding;
pub(in crate::app) mod groups;
pub(in crate::app) mod openings;
mod selecting;
pub(in crate::app) mod selection;
