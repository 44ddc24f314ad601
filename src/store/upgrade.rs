//! Upgrades a database of an older schema version in place, after making a backup beside it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior};

use crate::os_str::OsStrExt;
use crate::store::database::{Kind, Refusal, beside, checkpoint_on_close, free_name, refuse, version};
use crate::store::system::{create_like, sync_dir};

/// Upgrades the file in `dir` in one transaction and returns a connection to it. On failure the file is unchanged and
/// no backup is left.
///
/// The write lock is held from before the backup until the end: the backup is exactly what is upgraded, other processes
/// wait, and those that want to upgrade as well find it done.
pub(super) fn upgrade(kind: &Kind, dir: &Path) -> Result<Connection, Refusal> {
    let file = dir.join(kind.file);
    let db = kind.connect(dir)?;
    let transaction = Transaction::new_unchecked(&db, TransactionBehavior::Immediate).map_err(failed)?;
    match kind.is_empty(&transaction) {
        Err(Refusal::Older(_)) => migrate(kind, &file, transaction)?,
        Ok(false) => transaction.rollback().map_err(failed)?,
        // Another process has emptied the file in the meantime: there is nothing to upgrade.
        Ok(true) => return Err(Refusal::Older("user_version 0".to_owned())),
        Err(refusal) => return Err(refusal),
    }
    checkpoint_on_close(&db, true).map_err(failed)?;
    Ok(db)
}

fn migrate(kind: &Kind, file: &Path, transaction: Transaction) -> Result<(), Refusal> {
    let old = version(&transaction).map_err(failed)?;
    let name = beside(file, &format!(".v{old}.bak"));
    let scratch = beside(&name, ".new");
    let steps = || -> rusqlite::Result<()> {
        kind.migrate(&transaction, old, kind.version())?;
        transaction.query_row(kind.probe, [], |_| Ok(()))
    };
    // Remove the backup on failure: otherwise every start would leave one more.
    let backup = back_up(file, &scratch)
        .and_then(|()| steps().map_err(failed))
        .and_then(|()| keep(&scratch, &name).map_err(closed))
        .inspect_err(|_| fs::remove_file(&scratch).unwrap_or_default())?;
    transaction.commit().inspect_err(|_| fs::remove_file(&backup).unwrap_or_default()).map_err(failed)
}

/// Writes a copy of a database, including its write-ahead log, to `scratch` and syncs it to disk. Reads through a
/// second connection, because `VACUUM` does not run within a transaction.
fn back_up(file: &Path, scratch: &Path) -> Result<(), Refusal> {
    // Remove the scratch file of a killed process. We hold the write lock, so no other process is writing it.
    fs::remove_file(scratch).unwrap_or_default();
    let copy = fs::metadata(file).and_then(|file| create_like(scratch, &file)).map_err(closed)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let source = Connection::open_with_flags(file, flags).map_err(failed)?;
    // Bind the path as bytes: it need not be UTF-8.
    let path = ToSqlOutput::Borrowed(ValueRef::Text(scratch.as_os_str().as_bytes()));
    source.execute("VACUUM INTO ?1", [path]).map_err(failed)?;
    copy.sync_all().map_err(closed)
}

/// Renames a backup to its final name, or to a free variant of it if there is an earlier backup.
fn keep(scratch: &Path, name: &Path) -> io::Result<PathBuf> {
    let name = free_name(name);
    fs::rename(scratch, &name)?;
    if let Some(dir) = name.parent() {
        sync_dir(dir)?;
    }
    Ok(name)
}

/// Classifies an error of SQLite during an upgrade: unless the file is damaged, it counts as older, so that it is not
/// moved aside.
fn failed(error: rusqlite::Error) -> Refusal {
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => refuse(error),
        _ => Refusal::Older(error.to_string()),
    }
}

fn closed(error: io::Error) -> Refusal {
    Refusal::Older(error.to_string())
}
