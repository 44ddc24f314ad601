//! From a flow to lines: choosing breaks, placing runs, frames, direction.

pub(in crate::typeset) mod bidi;
pub(in crate::typeset) mod fill;
pub(in crate::typeset) mod frames;
pub(in crate::typeset) mod justify;
pub(in crate::typeset) mod ruby;
pub(in crate::typeset) mod setter;
pub(in crate::typeset) mod tokens;
