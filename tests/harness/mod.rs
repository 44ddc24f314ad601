//! What the test programs share: collections, and the program run as a process, on a terminal, or as a value.
//!
//! - [`collection`]: temporary collections, each with a configuration, state and cache of its own;
//! - [`program`]: the program as a process with pipes;
//! - [`terminal`]: the program on a pseudo-terminal;
//! - [`screen`]: the model with its effects answered in the test, drawn into a buffer;
//! - [`approved`]: files written by the program and approved by a person.

// Every test program compiles all of it and uses a part.
#![allow(dead_code)]

pub mod approved;
pub mod collection;
pub mod program;
pub mod screen;
pub mod terminal;
