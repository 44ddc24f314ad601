//! Opens the state database: creates it, moves a broken one aside, and falls back to memory.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior};

use crate::problem::{Code, Problem};

/// The file's name in the data directory.
const FILE: &str = "state.db";
/// "Inks", so that `file` and SQLite's tools tell whose database this is.
const APPLICATION: i32 = 0x496e_6b73;
/// Raised with every change of [`SCHEMA`]; a higher one in the file means a newer program wrote it.
const VERSION: i32 = 1;

const SCHEMA: &str = "
    CREATE TABLE mark(
        path BLOB PRIMARY KEY NOT NULL,
        hash BLOB,
        read INTEGER NOT NULL DEFAULT 0,
        starred INTEGER NOT NULL DEFAULT 0,
        block INTEGER,
        byte INTEGER,
        context TEXT NOT NULL DEFAULT '',
        seen INTEGER
    ) WITHOUT ROWID;
    CREATE INDEX mark_hash ON mark(hash) WHERE hash IS NOT NULL;
    CREATE TABLE setting(
        scope BLOB NOT NULL,
        key TEXT NOT NULL,
        value BLOB NOT NULL,
        PRIMARY KEY(scope, key)
    ) WITHOUT ROWID;";

/// A database to work with and what the owner should know about it.
pub(super) struct Opened {
    pub(super) db: Connection,
    /// Whether what is written lasts.
    pub(super) lasting: bool,
    pub(super) problem: Option<Problem>,
}

/// Why a file cannot be used as it is.
enum Refusal {
    /// The file is no database, a damaged one, or another program's.
    Broken(String),
    /// A newer version of the program wrote it.
    Newer,
    /// It may not be written, or not be opened at all.
    Closed(String),
}

/// Opens the database in `dir`, creating both. A broken file is moved aside and a new one begun; where nothing can be
/// written, what can be read is copied into memory and the rest of the session is remembered there.
pub(super) fn open(dir: &Path) -> rusqlite::Result<Opened> {
    if let Err(error) = fs::create_dir_all(dir) {
        return in_memory(
            None,
            Problem::new(Code::StateUnwritable).with(dir.to_string_lossy()).with(error.to_string()),
        );
    }
    let file = dir.join(FILE);
    let refusal = match open_file(dir, &file) {
        Ok(db) => return Ok(Opened { db, lasting: true, problem: None }),
        Err(refusal) => refusal,
    };
    match refusal {
        Refusal::Closed(why) => {
            in_memory(readable(&file), Problem::new(Code::StateUnwritable).with(file.to_string_lossy()).with(why))
        }
        Refusal::Newer => in_memory(None, Problem::new(Code::StateNewer).with(file.to_string_lossy())),
        Refusal::Broken(why) => {
            let problem = Problem::new(Code::StateBroken).with(file.to_string_lossy()).with(why);
            match move_aside(dir, &file) {
                Ok(aside) => {
                    let problem = problem.with(aside.to_string_lossy());
                    match open_file(dir, &file) {
                        Ok(db) => Ok(Opened { db, lasting: true, problem: Some(problem) }),
                        Err(_) => in_memory(None, problem),
                    }
                }
                Err(error) => in_memory(None, problem.with(error.to_string())),
            }
        }
    }
}

/// A database of the schema in memory, with the rows of `source` where there is one.
pub(super) fn in_memory(source: Option<Connection>, problem: Problem) -> rusqlite::Result<Opened> {
    let db = Connection::open_in_memory()?;
    db.execute_batch(SCHEMA)?;
    if let Some(source) = source {
        // What cannot be copied is as if it had not been there: the problem is told either way.
        copy(&source, &db, "mark", 8).and_then(|()| copy(&source, &db, "setting", 3)).unwrap_or_default();
    }
    Ok(Opened { db, lasting: false, problem: Some(problem) })
}

fn copy(from: &Connection, to: &Connection, table: &str, columns: usize) -> rusqlite::Result<()> {
    let places = vec!["?"; columns].join(",");
    let transaction = to.unchecked_transaction()?;
    {
        let mut insert = transaction.prepare(&format!("INSERT INTO {table} VALUES({places})"))?;
        let mut select = from.prepare(&format!("SELECT * FROM {table}"))?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let values: Vec<rusqlite::types::Value> = (0..columns).map(|i| row.get(i)).collect::<Result<_, _>>()?;
            insert.execute(rusqlite::params_from_iter(values))?;
        }
    }
    transaction.commit()
}

/// A connection for reading alone, if the file can be read and is of our version. `immutable` is needed where the
/// folder allows no shared memory file, and wrong over a log that has not been folded into the file.
fn readable(file: &Path) -> Option<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let usable = |db: &Connection| version(db).is_ok_and(|version| version == VERSION);
    if let Some(db) = Connection::open_with_flags(file, flags).ok().filter(usable) {
        return Some(db);
    }
    if fs::metadata(beside(file, "-wal")).is_ok_and(|log| log.len() > 0) {
        return None;
    }
    let escaped: String = file.to_str()?.chars().flat_map(uri_escape).collect();
    let uri = format!("file:{escaped}?immutable=1");
    Connection::open_with_flags(uri, flags | OpenFlags::SQLITE_OPEN_URI).ok().filter(usable)
}

fn uri_escape(c: char) -> impl Iterator<Item = char> {
    let escaped = match c {
        '%' => "%25",
        '?' => "%3f",
        '#' => "%23",
        _ => "",
    };
    let plain = if escaped.is_empty() { Some(c) } else { None };
    escaped.chars().chain(plain)
}

fn open_file(dir: &Path, file: &Path) -> Result<Connection, Refusal> {
    found(dir, file);
    // SQLite takes a file shorter than its smallest page for an empty one and would write over it.
    if fs::metadata(file).is_ok_and(|data| data.is_file() && (1..512).contains(&data.len())) {
        return Err(Refusal::Broken("too short".to_owned()));
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(file, flags).map_err(refuse)?;
    db.busy_timeout(Duration::from_secs(5)).map_err(refuse)?;
    db.pragma_update(None, "synchronous", "NORMAL").map_err(refuse)?;
    let writable = rustix::fs::access(dir, rustix::fs::Access::WRITE_OK | rustix::fs::Access::EXEC_OK);
    if db.is_readonly(rusqlite::MAIN_DB).map_err(refuse)? {
        return Err(Refusal::Closed("read-only".to_owned()));
    }
    if let Err(error) = writable {
        return Err(Refusal::Closed(error.to_string()));
    }
    match version(&db).map_err(refuse)? {
        VERSION => {
            db.query_row("SELECT count(*) FROM (SELECT 1 FROM mark LIMIT 1)", [], |_| Ok(())).map_err(refuse)?;
            return Ok(db);
        }
        0 => {}
        newer if newer > VERSION => return Err(Refusal::Newer),
        other => return Err(Refusal::Broken(format!("user_version {other}"))),
    }
    create(&db)?;
    Ok(db)
}

fn version(db: &Connection) -> rusqlite::Result<i32> {
    db.query_row("PRAGMA user_version", [], |row| row.get(0))
}

/// Creates the tables unless another copy of the program has done so in the meantime.
fn create(db: &Connection) -> Result<(), Refusal> {
    let transaction = Transaction::new_unchecked(db, TransactionBehavior::Immediate).map_err(refuse)?;
    if version(&transaction).map_err(refuse)? == VERSION {
        return Ok(());
    }
    let tables: i64 =
        transaction.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).map_err(refuse)?;
    if tables > 0 {
        return Err(Refusal::Broken("another program's database".to_owned()));
    }
    transaction.execute_batch(SCHEMA).map_err(refuse)?;
    transaction.pragma_update(None, "application_id", APPLICATION).map_err(refuse)?;
    transaction.pragma_update(None, "user_version", VERSION).map_err(refuse)?;
    transaction.commit().map_err(refuse)
}

fn refuse(error: rusqlite::Error) -> Refusal {
    let broken = matches!(error.sqlite_error_code(), Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt))
        || matches!(&error, rusqlite::Error::SqlInputError { .. })
        || error.sqlite_error_code() == Some(ErrorCode::Unknown);
    if broken { Refusal::Broken(error.to_string()) } else { Refusal::Closed(error.to_string()) }
}

/// Moves a broken database and its journals out of the way, under names that are free, and returns the new name. Two
/// copies may come here at once: the broken file itself is the lock, and whoever finds another file in its place is
/// late and leaves that alone.
fn move_aside(dir: &Path, file: &Path) -> std::io::Result<PathBuf> {
    let broken = File::open(file)?;
    broken.lock()?;
    let locked = broken.metadata()?;
    let aside = (1..)
        .map(|n| if n == 1 { format!("{FILE}.broken") } else { format!("{FILE}.broken-{n}") })
        .map(|name| dir.join(name))
        .find(|name| fs::symlink_metadata(name).is_err())
        .unwrap_or_else(|| dir.join(format!("{FILE}.broken")));
    let there = fs::metadata(file)?;
    if (there.dev(), there.ino()) != (locked.dev(), locked.ino()) {
        return Ok(aside);
    }
    // The journals first: a new database must not find the log of the old one.
    for journal in ["-wal", "-shm", "-journal"] {
        match fs::rename(beside(file, journal), beside(&aside, journal)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    fs::rename(file, &aside)?;
    Ok(aside)
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(ending);
    PathBuf::from(name)
}

/// Builds a new database under a scratch name and puts it in place whole, so that copies that start at once never see
/// half of one, and all of them get the journal the first one chose. Does nothing where the file exists or the file
/// system has no hard links; then the tables are created in place.
fn found(dir: &Path, file: &Path) {
    if fs::symlink_metadata(file).is_ok() {
        return;
    }
    let claim = |name: &PathBuf| OpenOptions::new().write(true).create_new(true).open(name).is_ok();
    let Some(scratch) = (0..16).map(|n| dir.join(format!("{FILE}.new-{n}"))).find(claim) else { return };
    if build(&scratch, dir).is_ok() && fs::metadata(beside(&scratch, "-wal")).is_err() {
        // A failure means that another copy was first.
        fs::hard_link(&scratch, file).unwrap_or_default();
    }
    for ending in ["", "-wal", "-shm", "-journal"] {
        fs::remove_file(beside(&scratch, ending)).unwrap_or_default();
    }
}

/// Fills a scratch file, with a write-ahead log if a second connection can read through it, and closes it.
fn build(scratch: &Path, dir: &Path) -> Result<(), Refusal> {
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
    create(&db)?;
    db.close().map_err(|(_, error)| refuse(error))
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
