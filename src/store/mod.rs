//! Persistent storage: the state database, the indexes of collections, the cache of pictures, and the program's directories.

#[cfg(not(any(feature = "bundled-sqlite", feature = "system-sqlite")))]
compile_error!("choose SQLite by the feature bundled-sqlite (the default) or system-sqlite");

mod bookmarks;
mod consents;
mod database;
mod directories;
mod edits;
mod history;
mod index;
mod inspect;
mod open;
mod pictures;
mod schema;
mod state;
mod system;
mod upgrade;

pub use directories::{Directories, check_writable, is_read_only, replace_file, save, write_file};
pub use index::{
    ArticleReader, Batch, CatalogueRow, FolderState, Index, IndexSnapshot, IndexVersion, Part, Record, ScannedFolder,
    Size, Tally, Texts, Unsigned,
};
pub use inspect::Inspected;
pub use pictures::{Kept, PictureCache};
pub use state::State;

#[cfg(test)]
mod tests;
