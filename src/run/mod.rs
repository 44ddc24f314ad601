//! Runs the program: the main loop, and the effects that reach beyond the model.

mod outside;
mod picture;
mod runtime;

pub use runtime::{now, run};
