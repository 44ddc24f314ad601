//! Prepares the text of a block as a flow of units, ready to be broken into lines.

pub(in crate::typeset) mod autospace;
pub(in crate::typeset) mod draft;
pub(in crate::typeset) mod gaps;
pub(in crate::typeset) mod indents;
pub(in crate::typeset) mod mend;
pub(in crate::typeset) mod outside;
pub(in crate::typeset) mod prepare;
pub(in crate::typeset) mod region;
pub(in crate::typeset) mod ruby;
pub(in crate::typeset) mod script;
pub(in crate::typeset) mod shown;
pub(in crate::typeset) mod tracking;
pub(in crate::typeset) mod vertical;
