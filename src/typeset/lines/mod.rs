//! Turns a flow into lines: chooses breaks, places runs, sets frames, orders bidirectional text.

pub(in crate::typeset) mod balance;
pub(in crate::typeset) mod bidi;
pub(in crate::typeset) mod code;
pub(in crate::typeset) mod context;
pub(in crate::typeset) mod fill;
pub(in crate::typeset) mod frames;
pub(in crate::typeset) mod heading;
pub(in crate::typeset) mod justify;
pub(in crate::typeset) mod line;
pub(in crate::typeset) mod paragraph;
pub(in crate::typeset) mod ruby;
pub(in crate::typeset) mod setter;
pub(in crate::typeset) mod tokens;
