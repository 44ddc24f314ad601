//! The consents of the reader to loading pictures from hosts.

use rusqlite::params;

use crate::problem::Problem;
use crate::store::state::State;

impl State {
    /// The hosts that the reader has consented to, by name, and when, in seconds since 1970.
    /// [`Consents::ALL`](crate::remote::Consents::ALL) stands for all hosts.
    pub fn consents(&self) -> Vec<(String, i64)> {
        self.read_consents().unwrap_or_default()
    }

    /// Saves a consent. One that is there keeps its time.
    ///
    /// # Errors
    /// As [`State::set_setting`].
    pub fn consent(&self, host: &str, now: i64) -> Result<(), Problem> {
        self.write(|transaction| {
            let sql = "INSERT OR IGNORE INTO consent(host, since) VALUES(?1, ?2)";
            transaction.prepare_cached(sql)?.execute(params![host, now])?;
            Ok(())
        })
    }

    /// Revokes a consent. Returns whether there was one.
    ///
    /// # Errors
    /// As [`State::set_setting`].
    pub fn revoke(&self, host: &str) -> Result<bool, Problem> {
        self.write(|transaction| Ok(transaction.execute("DELETE FROM consent WHERE host = ?1", [host])? > 0))
    }
}
