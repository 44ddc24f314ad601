//! Where a line may break: the opportunities of UAX #14 and the rules applied to them.

pub(in crate::typeset) mod address;
pub(in crate::typeset) mod cjk;
pub(in crate::typeset) mod formulas;
pub(in crate::typeset) mod hyphenation;
pub(in crate::typeset) mod joins;
pub(in crate::typeset) mod opportunities;
pub(in crate::typeset) mod pairs;
pub(in crate::typeset) mod phrases;
pub(in crate::typeset) mod prefix;
pub(in crate::typeset) mod quotes;
pub(in crate::typeset) mod words;
