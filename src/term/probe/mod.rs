//! What the terminal can do: the queries and their replies, and what follows from them for pictures.

mod background;
mod graphics;
mod query;

pub use graphics::{display, is_tmux};
pub(super) use query::{CLUSTER_MODE, Reply, is_supported, parts};
pub use query::{Probe, Reported, background_name, name};
