//! Paths that are offered while a command with a file is typed.

use crate::app::state::slot::Slot;

/// What is typed behind a command with a file, and the paths that it may become.
#[derive(Clone, Debug, Default)]
pub struct PathCompletion {
    /// The command and the path that was typed when paths were last asked for; `None` if no such command is typed.
    pub(in crate::app) typed: Option<(String, String)>,
    /// The paths.
    pub(in crate::app) found: Slot<Vec<String>>,
}
