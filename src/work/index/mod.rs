//! Brings the index of a collection up to date: one thread walks, a few read, the calling thread writes.

mod byte_budget;
pub(super) mod message;
pub(super) mod scan_changes;
pub(super) mod update;
mod writer;
