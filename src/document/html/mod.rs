//! HTML in: tags found and sanitised, limits kept, the tree that html5ever builds.

pub(in crate::document) mod guard;
pub(in crate::document) mod names;
pub(in crate::document) mod sanitise;
pub(in crate::document) mod scan;
pub(in crate::document) mod tree;
