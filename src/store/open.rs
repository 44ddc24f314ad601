//! Opens the state database: creates it, moves a broken one aside, and falls back to memory.

use std::fs::{self, File};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use crate::problem::{Code, Problem};
use crate::store::database::{Kind, Refusal, beside, version};

/// The file's name in the data directory.
const FILE: &str = "state.db";
/// Raised with every change of [`SCHEMA`].
const VERSION: i32 = 1;

const STATE: Kind =
    Kind { file: FILE, version: VERSION, schema: SCHEMA, probe: "SELECT count(*) FROM (SELECT 1 FROM mark LIMIT 1)" };

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
    let refusal = match STATE.open(dir) {
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
                    match STATE.open(dir) {
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
