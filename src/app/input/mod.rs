//! What is typed and pointed at: commands, key bindings, prompts, the map from cells to what they show.

pub(in crate::app) mod binding;
pub(in crate::app) mod command;
pub(in crate::app) mod hit;
pub(in crate::app) mod panes;
pub(in crate::app) mod prompt;
