//! A text as units of one cell width each, and the options that typesetting depends on.

pub(in crate::typeset) mod flow;
pub(in crate::typeset) mod kind;
pub(in crate::typeset) mod options;
pub(in crate::typeset) mod pairs;
