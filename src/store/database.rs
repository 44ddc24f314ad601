//! Opens a SQLite file of the program. A new file is created atomically, with a write-ahead log if that works; a file
//! that is broken, of another version, or not accessible is refused with the reason.

use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior};

use crate::store::system::{check_access, is_remote};

/// SQLite's `application_id`, "Inks": `file` and SQLite's tools show it.
const APPLICATION: i32 = 0x496e_6b73;

/// How long to wait for another process that holds the write lock.
const PATIENCE: Duration = Duration::from_secs(20);

/// A kind of database of the program.
pub(super) struct Kind {
    /// The file's name.
    pub(super) file: &'static str,
    /// The schema version that the first of [`Kind::steps`] creates: the oldest that can be upgraded.
    pub(super) oldest: i32,
    /// SQL statements: the first step creates the tables, each of the others raises the schema version by one. A
    /// released step never changes.
    pub(super) steps: &'static [&'static str],
    /// A statement that fails if the tables are not as expected.
    pub(super) probe: &'static str,
}

/// Why a file cannot be used as it is.
#[derive(Debug)]
pub(super) enum Refusal {
    /// The file is not a database, is damaged, or is another program's.
    Broken(String),
    /// A newer version of the program wrote it.
    Newer,
    /// An older version of the program wrote it, and it has not been upgraded.
    Older(String),
    /// It is not writable, or cannot be opened at all.
    Closed(String),
}

impl Kind {
    /// The schema version of this program: a higher one in a file means that a newer program wrote it.
    pub(super) const fn version(&self) -> i32 {
        self.oldest + self.steps.len() as i32 - 1
    }

    /// Opens the file in `dir`, creating it if there is none. A file of another schema version is not written.
    pub(super) fn open(&self, dir: &Path) -> Result<Connection, Refusal> {
        let db = self.connect(dir)?;
        if self.is_empty(&db)? {
            self.create(&db)?;
        } else {
            db.query_row(self.probe, [], |_| Ok(())).map_err(refuse)?;
        }
        checkpoint_on_close(&db, true).map_err(refuse)?;
        Ok(db)
    }

    /// A writable connection, whatever the schema version. Closing it does not checkpoint the write-ahead log, so that
    /// the file of a newer program stays as it is.
    pub(super) fn connect(&self, dir: &Path) -> Result<Connection, Refusal> {
        let file = &dir.join(self.file);
        self.found(dir, file)?;
        // SQLite treats a file shorter than its smallest page as empty and would overwrite it.
        if fs::metadata(file).is_ok_and(|data| data.is_file() && (1..512).contains(&data.len())) {
            return Err(Refusal::Broken("too short".to_owned()));
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let db = Connection::open_with_flags(file, flags).map_err(refuse)?;
        checkpoint_on_close(&db, false).map_err(refuse)?;
        db.busy_timeout(PATIENCE).map_err(refuse)?;
        db.pragma_update(None, "synchronous", "NORMAL").map_err(refuse)?;
        let writable = check_access(dir);
        if db.is_readonly(rusqlite::MAIN_DB).map_err(refuse)? {
            return Err(Refusal::Closed("read-only".to_owned()));
        }
        if let Err(error) = writable {
            return Err(Refusal::Closed(error.to_string()));
        }
        Ok(db)
    }

    /// Whether the tables have not been created yet. Refuses a schema version that is not this program's.
    pub(super) fn is_empty(&self, db: &Connection) -> Result<bool, Refusal> {
        match version(db).map_err(refuse)? {
            0 => Ok(true),
            own if own == self.version() => Ok(false),
            newer if newer > self.version() => Err(Refusal::Newer),
            older if older >= self.oldest => Err(Refusal::Older(format!("user_version {older}"))),
            other => Err(Refusal::Broken(format!("user_version {other}"))),
        }
    }

    /// Runs the steps from one schema version to another; version 0 is an empty file. The caller holds a transaction.
    pub(super) fn migrate(&self, db: &Connection, from: i32, to: i32) -> rusqlite::Result<()> {
        for (version, step) in (self.oldest..=to).zip(self.steps) {
            if version > from {
                db.execute_batch(step)?;
            }
        }
        db.pragma_update(None, "user_version", to)
    }

    /// Creates the tables unless another process has done so in the meantime.
    fn create(&self, db: &Connection) -> Result<(), Refusal> {
        let transaction = Transaction::new_unchecked(db, TransactionBehavior::Immediate).map_err(refuse)?;
        if !self.is_empty(&transaction)? {
            return Ok(());
        }
        let tables: i64 =
            transaction.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).map_err(refuse)?;
        if tables > 0 {
            return Err(Refusal::Broken("another program's database".to_owned()));
        }
        self.migrate(&transaction, 0, self.version()).map_err(refuse)?;
        transaction.pragma_update(None, "application_id", APPLICATION).map_err(refuse)?;
        transaction.commit().map_err(refuse)
    }

    /// Builds a new database under a scratch name and links it into place, so that processes that start at the same
    /// time never see half a database, and all use the journal mode that the first one chose. Does nothing if the file
    /// exists or the file system has no hard links; the tables are then created in place. If the disk is full, nothing
    /// is left behind: an empty file would later be filled in place and never get a write-ahead log.
    fn found(&self, dir: &Path, file: &Path) -> Result<(), Refusal> {
        if fs::symlink_metadata(file).is_ok() {
            return Ok(());
        }
        let claim = |name: &PathBuf| OpenOptions::new().write(true).create_new(true).open(name).is_ok();
        let Some(scratch) = (0..16).map(|n| dir.join(format!("{}.new-{n}", self.file))).find(claim) else {
            return Ok(());
        };
        let built = self.build(&scratch, dir);
        if built.is_ok() && fs::metadata(beside(&scratch, "-wal")).is_err() {
            // Ignore errors: another process was first.
            fs::hard_link(&scratch, file).unwrap_or_default();
        }
        for ending in ["", "-wal", "-shm", "-journal"] {
            fs::remove_file(beside(&scratch, ending)).unwrap_or_default();
        }
        match built {
            Err(Refusal::Closed(why)) if fs::symlink_metadata(file).is_err() => Err(Refusal::Closed(why)),
            _ => Ok(()),
        }
    }

    /// Creates the tables in a scratch file and closes it. Uses a write-ahead log if a second connection can read
    /// through it.
    fn build(&self, scratch: &Path, dir: &Path) -> Result<(), Refusal> {
        let db = Connection::open(scratch).map_err(refuse)?;
        let journal = |mode: &str| db.query_row(&format!("PRAGMA journal_mode = {mode}"), [], |_| Ok(()));
        let probe = || -> rusqlite::Result<bool> {
            db.execute_batch("CREATE TABLE probe(x)")?;
            let seen: i64 =
                Connection::open(scratch)?.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
            db.execute_batch("DROP TABLE probe")?;
            Ok(seen == 1)
        };
        let works = !is_remote(dir) && journal("WAL").and_then(|()| probe()).unwrap_or(false);
        if !works {
            journal("DELETE").map_err(refuse)?;
        }
        self.create(&db)?;
        db.close().map_err(|(_, error)| refuse(error))
    }
}

/// Sets whether closing the last connection to a file checkpoints its write-ahead log.
pub(super) fn checkpoint_on_close(db: &Connection, on: bool) -> rusqlite::Result<()> {
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, !on).map(drop)
}

/// The schema version of a file; 0 if it has no tables.
pub(super) fn version(db: &Connection) -> rusqlite::Result<i32> {
    db.query_row("PRAGMA user_version", [], |row| row.get(0))
}

/// Classifies an error of SQLite: whether the file is broken, or only not accessible.
pub(super) fn refuse(error: rusqlite::Error) -> Refusal {
    let broken = matches!(error.sqlite_error_code(), Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt))
        || matches!(
            &error,
            rusqlite::Error::SqlInputError { .. }
                | rusqlite::Error::InvalidColumnType(..)
                | rusqlite::Error::IntegralValueOutOfRange(..)
                | rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::QueryReturnedNoRows
        )
        || error.sqlite_error_code() == Some(ErrorCode::Unknown);
    if broken { Refusal::Broken(error.to_string()) } else { Refusal::Closed(error.to_string()) }
}

/// `file` with `ending` appended to its name.
pub(super) fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(ending);
    PathBuf::from(name)
}

/// `path`, or the first of `path-2`, `path-3`, … that is free. The caller must hold a lock: otherwise another process
/// may take the same name.
pub(super) fn free_name(path: &Path) -> PathBuf {
    let names = (2..).map(|n| beside(path, &format!("-{n}")));
    let free = |name: &PathBuf| fs::symlink_metadata(name).is_err();
    std::iter::once(path.to_owned()).chain(names).find(free).unwrap_or_else(|| path.to_owned())
}
