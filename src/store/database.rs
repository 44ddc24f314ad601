//! A SQLite file of the program: created whole, with a write-ahead log where that works, and told apart from what is
//! broken, newer or closed.

use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior};

/// "Inks", so that `file` and SQLite's tools tell whose database this is.
const APPLICATION: i32 = 0x496e_6b73;

/// How long a copy of the program waits for another that writes.
const PATIENCE: Duration = Duration::from_secs(20);

/// A kind of database of the program.
pub(super) struct Kind {
    /// The file's name.
    pub(super) file: &'static str,
    /// Raised with every change of the schema; a higher one in the file means a newer program wrote it.
    pub(super) version: i32,
    /// The statements that make the tables.
    pub(super) schema: &'static str,
    /// A statement that fails where the tables are not what they should be.
    pub(super) probe: &'static str,
}

/// Why a file cannot be used as it is.
#[derive(Debug)]
pub(super) enum Refusal {
    /// The file is no database, a damaged one, or another program's.
    Broken(String),
    /// A newer version of the program wrote it.
    Newer,
    /// It may not be written, or not be opened at all.
    Closed(String),
}

impl Kind {
    /// Opens the file in `dir`, and makes it where there is none.
    pub(super) fn open(&self, dir: &Path) -> Result<Connection, Refusal> {
        let file = &dir.join(self.file);
        self.found(dir, file)?;
        // SQLite takes a file shorter than its smallest page for an empty one and would write over it.
        if fs::metadata(file).is_ok_and(|data| data.is_file() && (1..512).contains(&data.len())) {
            return Err(Refusal::Broken("too short".to_owned()));
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let db = Connection::open_with_flags(file, flags).map_err(refuse)?;
        db.busy_timeout(PATIENCE).map_err(refuse)?;
        db.pragma_update(None, "synchronous", "NORMAL").map_err(refuse)?;
        let writable = rustix::fs::access(dir, rustix::fs::Access::WRITE_OK | rustix::fs::Access::EXEC_OK);
        if db.is_readonly(rusqlite::MAIN_DB).map_err(refuse)? {
            return Err(Refusal::Closed("read-only".to_owned()));
        }
        if let Err(error) = writable {
            return Err(Refusal::Closed(error.to_string()));
        }
        match version(&db).map_err(refuse)? {
            own if own == self.version => {
                db.query_row(self.probe, [], |_| Ok(())).map_err(refuse)?;
                return Ok(db);
            }
            0 => {}
            newer if newer > self.version => return Err(Refusal::Newer),
            other => return Err(Refusal::Broken(format!("user_version {other}"))),
        }
        self.create(&db)?;
        Ok(db)
    }

    /// Creates the tables unless another copy of the program has done so in the meantime.
    fn create(&self, db: &Connection) -> Result<(), Refusal> {
        let transaction = Transaction::new_unchecked(db, TransactionBehavior::Immediate).map_err(refuse)?;
        if version(&transaction).map_err(refuse)? == self.version {
            return Ok(());
        }
        let tables: i64 =
            transaction.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).map_err(refuse)?;
        if tables > 0 {
            return Err(Refusal::Broken("another program's database".to_owned()));
        }
        transaction.execute_batch(self.schema).map_err(refuse)?;
        transaction.pragma_update(None, "application_id", APPLICATION).map_err(refuse)?;
        transaction.pragma_update(None, "user_version", self.version).map_err(refuse)?;
        transaction.commit().map_err(refuse)
    }

    /// Builds a new database under a scratch name and puts it in place whole, so that copies that start at once never see
    /// half of one, and all of them get the journal the first one chose. Does nothing where the file exists or the file
    /// system has no hard links; then the tables are created in place. Where there is no room for one, nothing is left: an
    /// empty file would be filled in place when there is room again, and never get a log.
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
            // A failure means that another copy was first.
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

    /// Fills a scratch file, with a write-ahead log if a second connection can read through it, and closes it.
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

pub(super) fn version(db: &Connection) -> rusqlite::Result<i32> {
    db.query_row("PRAGMA user_version", [], |row| row.get(0))
}

/// What an error of SQLite says about the file.
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

/// The path of a journal: the file's with an ending.
pub(super) fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(ending);
    PathBuf::from(name)
}

/// Network file systems: a log's shared memory does not reach other machines even where it works on this one.
#[cfg(target_os = "linux")]
fn is_remote(dir: &Path) -> bool {
    // NFS, SMB, CIFS, SMB2, 9p, AFS, Ceph: linux/magic.h.
    const REMOTE: [u32; 7] = [0x6969, 0x517b, 0xff53_4d42, 0xfe53_4d42, 0x0102_1997, 0x5346_414f, 0x00c3_6400];
    rustix::fs::statfs(dir).is_ok_and(|stat| REMOTE.contains(&(stat.f_type as u32)))
}

#[cfg(not(target_os = "linux"))]
fn is_remote(_dir: &Path) -> bool {
    false
}
