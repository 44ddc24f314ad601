//! From the text of a block to a flow of units that is ready to be broken into lines.

pub(in crate::typeset) mod formula;
pub(in crate::typeset) mod prepare;
pub(in crate::typeset) mod raised;
pub(in crate::typeset) mod shown;
