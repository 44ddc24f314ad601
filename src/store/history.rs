//! What was typed into input lines, as settings of the whole program: one for each kind, its lines separated by line feeds.

use std::path::Path;

use rusqlite::{OptionalExtension, params};

use crate::app::{History, HistoryKind};
use crate::os_str::OsStrExt;
use crate::problem::Problem;
use crate::store::state::{GET_SETTING, SET_SETTING, State, scope};
use crate::text::Clean;

impl State {
    /// All lines that are saved.
    pub fn history(&self) -> History {
        let mut history = History::default();
        for kind in HistoryKind::ALL {
            history.set(kind, lines_of(self.setting_of(Path::new(""), &key(kind)).unwrap_or_default().as_bytes()));
        }
        history
    }

    /// Adds a line to those that are saved, and returns them, with what other processes have added.
    ///
    /// # Errors
    /// As [`State::set_setting`].
    pub fn add_line(&self, kind: HistoryKind, line: &str) -> Result<Vec<String>, Problem> {
        self.write(|transaction| {
            let (all, key) = (scope(Path::new("")), key(kind));
            let saved: Option<Vec<u8>> =
                transaction.prepare_cached(GET_SETTING)?.query_row(params![all, key], |row| row.get(0)).optional()?;
            let mut history = History::default();
            history.set(kind, lines_of(&saved.unwrap_or_default()));
            history.add(kind, line);
            let lines = history.lines(kind);
            transaction.prepare_cached(SET_SETTING)?.execute(params![all, key, lines.join("\n").as_bytes()])?;
            Ok(lines.to_vec())
        })
    }
}

fn key(kind: HistoryKind) -> String {
    format!("history-{}", kind.name())
}

fn lines_of(saved: &[u8]) -> Vec<String> {
    String::from_utf8_lossy(saved).lines().map(|line| Clean::line(line).to_string()).collect()
}
