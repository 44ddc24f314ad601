//! Articles as columns, in owned memory or in a mapped file.

pub(in crate::library) mod column;
pub(in crate::library) mod extra;
pub(in crate::library) mod names;
pub(in crate::library) mod table;
