//! The index of one collection: its catalogue in SQLite, its texts in flat files beside it.
//!
//! It lies in the cache directory and holds nothing that cannot be read again from the collection: what is broken or
//! written by a newer program is thrown away. What is written follows one order, under the write lock of the catalogue:
//! texts are appended and forced to the disk, then the rows that name them are committed. Whatever comes between, no
//! row names bytes that are not there.

mod append;
mod batch;
mod catalogue;
mod compact;
mod entry;
mod files;
mod map;
mod offsets;
mod row;
mod size;
mod snapshot;
mod texts;
mod write;

pub use batch::{Batch, Record, Settled, Tally};
pub use catalogue::Index;
pub use entry::Row;
pub use size::Size;
pub use snapshot::Shelved;
pub use texts::{Moment, Part, Texts};
pub use write::Known;
