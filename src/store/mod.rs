//! Persistent storage: the state database, the indexes of collections, and the program's directories.

mod database;
mod directories;
mod history;
mod index;
mod open;
mod schema;
mod state;
mod upgrade;

pub use directories::{Directories, save_new, write_file};
pub use index::{
    ArticleReader, Batch, CatalogueRow, FolderState, Index, IndexSnapshot, IndexVersion, Part, Record, ScannedFolder,
    Size, Tally, Texts,
};
pub use state::State;

#[cfg(test)]
mod tests;
