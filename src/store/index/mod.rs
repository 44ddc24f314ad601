//! The index of one collection: a catalogue in SQLite, and the texts in flat files next to it.
//!
//! It is in the cache directory and holds only what can be read again from the collection, so an index that is broken
//! or was written by a newer program is thrown away. Writes hold the catalogue's write lock and follow one order: texts
//! are appended and synced to disk, then the rows that refer to them are committed. Whenever the program is
//! interrupted, no row refers to missing bytes.

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

pub use batch::{Batch, Record, ScannedFolder, Tally};
pub use catalogue::Index;
pub use entry::{ArticleReader, CatalogueRow};
pub use size::Size;
pub use snapshot::IndexSnapshot;
pub use texts::{IndexVersion, Part, Texts, Unsigned};
pub use write::FolderState;
