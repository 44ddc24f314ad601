//! What the terminal can do: the queries and their replies, and what follows from them for pictures.

mod graphics;
mod query;

pub use graphics::{display, is_tmux};
pub(super) use query::{CLUSTER_MODE, Reply, is_supported};
pub use query::{Probe, Reported, name};
