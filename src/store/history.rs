//! What was typed into input lines, as settings of the whole program: one for each kind, its lines separated by line feeds.

use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use rusqlite::{OptionalExtension, params};

use crate::app::{History, HistoryKind};
use crate::problem::Problem;
use crate::store::state::State;
use crate::text::Clean;

/// Sets the lines of a kind.
const SET: &str = "INSERT INTO setting(scope, key, value) VALUES(x'', ?1, ?2)
     ON CONFLICT(scope, key) DO UPDATE SET value = ?2";

/// The lines of a kind.
const GET: &str = "SELECT value FROM setting WHERE scope = x'' AND key = ?1";

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
            let saved: Option<Vec<u8>> =
                transaction.prepare_cached(GET)?.query_row([key(kind)], |row| row.get(0)).optional()?;
            let mut history = History::default();
            history.set(kind, lines_of(&saved.unwrap_or_default()));
            history.add(kind, line);
            let lines = history.lines(kind);
            transaction.prepare_cached(SET)?.execute(params![key(kind), lines.join("\n").as_bytes()])?;
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
