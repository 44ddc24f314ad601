//! Where a line may break: Unicode's opportunities and the rules laid over them.

pub(in crate::typeset) mod address;
pub(in crate::typeset) mod cjk;
pub(in crate::typeset) mod hyphenation;
pub(in crate::typeset) mod opportunities;
pub(in crate::typeset) mod quotes;
