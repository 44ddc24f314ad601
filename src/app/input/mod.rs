//! User input: commands, key bindings, prompts, pane geometry and the hit map.

pub(in crate::app) mod binding;
pub(in crate::app) mod command;
pub(in crate::app) mod commands;
pub(in crate::app) mod file_command;
pub(in crate::app) mod history;
pub(in crate::app) mod hit;
pub(in crate::app) mod panes;
pub(in crate::app) mod prompt;
pub(in crate::app) mod view_change;
