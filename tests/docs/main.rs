//! What is said of the program in its documents is true: README, the guide, the list of dependencies.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod guide;
#[path = "../harness/mod.rs"]
mod harness;
mod picture;
mod readme;
