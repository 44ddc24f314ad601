//! Persistent storage: the state database, the indexes of collections, and the program's directories.

mod database;
mod directories;
mod index;
mod open;
mod state;

pub use directories::Directories;
pub use index::{Batch, Index, Known, Moment, Part, Record, Row, Settled, Shelved, Size, Tally, Texts};
pub use state::State;
