//! Text as measured units, the classes of its characters, and the options of typesetting.

pub(in crate::typeset) mod class;
pub(in crate::typeset) mod flow;
pub(in crate::typeset) mod kind;
pub(in crate::typeset) mod options;
pub(in crate::typeset) mod pictures;
pub(in crate::typeset) mod setting;
pub(in crate::typeset) mod substitution;
pub(in crate::typeset) mod switch;
pub(in crate::typeset) mod unit;
pub(in crate::typeset) mod upright;
pub(in crate::typeset) mod writing;
