//! Runs the program: the main loop, and the effects that reach beyond the model.

mod configuration;
mod linked;
mod outside;
mod picture;
mod printer;
mod runtime;
mod writing;

pub use configuration::{ConfigFile, Reloaded, write_setting};
pub use printer::{FileFormat, Printable, Printer};
pub use runtime::{now, run};
