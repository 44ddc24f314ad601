//! Runs the program: the main loop, and the effects that reach beyond the model.

mod configuration;
mod linked;
mod outside;
mod picture;
mod runtime;

pub use configuration::{ConfigFile, Reloaded, write_setting};
pub use runtime::{now, run};
