//! Rows of the list: those that are selected.

mod selecting;
pub(in crate::app) mod selection;
