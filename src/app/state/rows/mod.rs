//! Rows of the list: those that are selected, and what their second lines say.

pub(in crate::app) mod openings;
mod selecting;
pub(in crate::app) mod selection;
