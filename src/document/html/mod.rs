//! HTML: finds and sanitises tags, enforces limits, and builds the tree.

mod arena;
pub(in crate::document) mod guard;
pub(in crate::document) mod names;
pub(in crate::document) mod number;
pub(in crate::document) mod sanitise;
pub(in crate::document) mod scan;
pub(in crate::document) mod tree;
pub(in crate::document) mod visit;
mod well_formed;
