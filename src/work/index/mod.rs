//! Bringing the index of a collection up to date: one walk, a few readers, one writer.

mod byte_budget;
pub(super) mod message;
pub(super) mod scan_changes;
pub(super) mod update;
mod writer;
