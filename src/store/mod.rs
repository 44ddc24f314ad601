//! What lasts on disk: the state database, the indexes of collections, and where the program keeps its files.

mod database;
mod directories;
mod index;
mod open;
mod schema;
mod state;
mod upgrade;

pub use directories::Directories;
pub use index::{Batch, Index, Known, Moment, Part, Record, Row, Settled, Shelved, Size, Tally, Texts};
pub use state::State;

#[cfg(test)]
mod tests;
