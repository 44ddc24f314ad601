//! What the program keeps on disk, under what happens to it in use.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod commands;
#[path = "../harness/mod.rs"]
mod harness;
mod index;
mod state;
