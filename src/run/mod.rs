//! Runs the program: the main loop, and the effects that reach beyond the model.

mod outside;
mod runtime;

pub use outside::{collection_path, mark_path};
pub use runtime::{now, run};
