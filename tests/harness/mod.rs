//! Shared by the test programs: collections, and the program as a process, on a terminal, or in memory.
//!
//! - [`collection`]: temporary collections, each with a configuration, state and cache of its own;
//! - [`program`]: the program as a process with pipes;
//! - [`terminal`]: the program on a pseudo-terminal;
//! - [`screen`]: the model in memory, its effects answered by the test, drawn into a buffer;
//! - [`server`]: a web server with every fault that one can have;
//! - [`approved`]: files written by the program and approved by a person.

// Every test program compiles all of this but uses only a part.
#![allow(dead_code)]

pub mod approved;
pub mod collection;
pub mod program;
pub mod screen;
pub mod server;
pub mod terminal;
