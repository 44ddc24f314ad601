//! What lasts on disk: the state database, and where the program keeps its files.

mod directories;
mod open;
mod state;

pub use directories::Directories;
pub use state::State;
