//! Watches files for changes while they are in use.

mod articles;
mod file;

pub use articles::{Change, Watch};
pub use file::FileWatch;
