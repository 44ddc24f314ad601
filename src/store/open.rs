//! Opens the state database: creates it, upgrades an older one, moves a broken one aside, and falls back to memory.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, Params};

use crate::problem::{Code, Problem};
use crate::store::database::{Kind, Refusal, beside, free_name, version};
use crate::store::system::{create_private_dir, identity};
use crate::store::upgrade::upgrade;

/// An open database, and a problem to show if it is not the file as it was.
pub(super) struct Opened {
    pub(super) db: Connection,
    /// Whether the database is on disk, rather than in memory.
    pub(super) lasting: bool,
    /// The schema version that the statements of this session are written for.
    pub(super) version: i32,
    pub(super) problem: Option<Problem>,
}

/// Opens the database in `dir`, creating both. A file of an older version is upgraded. A broken file is moved aside and
/// a new one created. If the file cannot be written or upgraded, or is of a newer version, what can be read of it is
/// copied into a database in memory, which is lost at the end of the session.
pub(super) fn open(kind: &Kind, dir: &Path) -> rusqlite::Result<Opened> {
    // The state is nobody else's business: it says what was read and typed.
    if let Err(error) = create_private_dir(dir) {
        let problem = Problem::new(Code::StateUnwritable).with(dir.to_string_lossy()).with(error.to_string());
        return in_memory(kind, None, problem);
    }
    let file = dir.join(kind.file);
    let before = fs::metadata(&file).ok();
    let refusal = match open_or_upgrade(kind, dir) {
        Ok(db) => return Ok(on_disk(kind, db, None)),
        Err(refusal) => refusal,
    };
    let problem = |code| Problem::new(code).with(file.to_string_lossy());
    match refusal {
        Refusal::Closed(why) => in_memory(kind, readable(kind, &file), problem(Code::StateUnwritable).with(why)),
        Refusal::Newer => in_memory(kind, readable(kind, &file), problem(Code::StateNewer)),
        Refusal::Older(why) => in_memory(kind, readable(kind, &file), problem(Code::StateNotUpgraded).with(why)),
        Refusal::Broken(why) => {
            let problem = problem(Code::StateBroken).with(why);
            match move_aside(&file, before.as_ref()) {
                Ok(aside) => {
                    let problem = problem.with(aside.to_string_lossy());
                    match open_or_upgrade(kind, dir) {
                        Ok(db) => Ok(on_disk(kind, db, Some(problem))),
                        Err(_) => in_memory(kind, None, problem),
                    }
                }
                Err(error) => in_memory(kind, None, problem.with(error.to_string())),
            }
        }
    }
}

fn open_or_upgrade(kind: &Kind, dir: &Path) -> Result<Connection, Refusal> {
    match kind.open(dir) {
        Err(Refusal::Older(_)) => upgrade(kind, dir),
        result => result,
    }
}

fn on_disk(kind: &Kind, db: Connection, problem: Option<Problem>) -> Opened {
    Opened { db, lasting: true, version: kind.version(), problem }
}

/// A database of the current schema in memory, with the rows of `source` if there is one.
pub(super) fn in_memory(kind: &Kind, source: Option<Connection>, problem: Problem) -> rusqlite::Result<Opened> {
    // If copying fails, start empty: the problem is reported either way.
    let copied = source.and_then(|source| copy(kind, &source).ok());
    let db = match copied {
        Some(db) => db,
        None => blank(kind, kind.version())?,
    };
    Ok(Opened { db, lasting: false, version: kind.version(), problem: Some(problem) })
}

/// An empty database in memory, of one of the schema versions this program knows.
fn blank(kind: &Kind, version: i32) -> rusqlite::Result<Connection> {
    let db = Connection::open_in_memory()?;
    kind.migrate(&db, 0, version)?;
    Ok(db)
}

/// Copies the rows of `source` into a database of the current schema in memory. Rows of an older schema go through the
/// steps of an upgrade. If these fail, or the schema is newer, the tables and columns that both have are copied.
fn copy(kind: &Kind, source: &Connection) -> rusqlite::Result<Connection> {
    let snapshot = source.unchecked_transaction()?;
    let current = kind.version();
    let through = |version: i32| -> rusqlite::Result<Connection> {
        let db = blank(kind, version)?;
        let transaction = db.unchecked_transaction()?;
        copy_tables(&snapshot, &transaction)?;
        kind.migrate(&transaction, version, current)?;
        transaction.commit()?;
        Ok(db)
    };
    through(version(&snapshot)?.min(current)).or_else(|_| through(current))
}

fn copy_tables(from: &Connection, to: &Connection) -> rusqlite::Result<()> {
    for table in names(to, "SELECT name FROM sqlite_schema WHERE type = 'table'", [])? {
        // Ignore errors: a damaged table keeps the rows copied so far.
        copy_rows(from, to, &table).unwrap_or_default();
    }
    Ok(())
}

/// Copies the columns that both tables have. Rows that violate a constraint of `to` are left out.
fn copy_rows(from: &Connection, to: &Connection, table: &str) -> rusqlite::Result<()> {
    const COLUMNS: &str = "SELECT name FROM pragma_table_info(?1)";
    let known = names(from, COLUMNS, [table])?;
    let shared: Vec<String> = names(to, COLUMNS, [table])?.into_iter().filter(|name| known.contains(name)).collect();
    if shared.is_empty() {
        return Ok(());
    }
    let (columns, values) = (shared.join(", "), vec!["?"; shared.len()].join(", "));
    let mut insert = to.prepare(&format!("INSERT OR IGNORE INTO {table}({columns}) VALUES({values})"))?;
    let mut select = from.prepare(&format!("SELECT {columns} FROM {table}"))?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let values: Vec<Value> = (0..shared.len()).map(|i| row.get(i)).collect::<Result<_, _>>()?;
        insert.execute(rusqlite::params_from_iter(values))?;
    }
    Ok(())
}

fn names(db: &Connection, sql: &str, values: impl Params) -> rusqlite::Result<Vec<String>> {
    db.prepare(sql)?.query_map(values, |row| row.get(0))?.collect()
}

/// A read-only connection, if the file can be read and its schema version is not below [`Kind::oldest`]. `immutable` is
/// needed if the folder allows no shared-memory file, but would miss a write-ahead log that is not checkpointed yet.
pub(super) fn readable(kind: &Kind, file: &Path) -> Option<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let usable = |db: &Connection| version(db).is_ok_and(|version| version >= kind.oldest);
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

/// Moves a broken database and its journals aside, to names that are free, and returns the new name. Two processes may
/// do so at once: the broken file itself is the lock, and a process that finds another file at its path than the one it
/// `found` broken comes too late and does nothing.
fn move_aside(file: &Path, found: Option<&fs::Metadata>) -> std::io::Result<PathBuf> {
    let broken = File::open(file)?;
    broken.lock()?;
    let locked = broken.metadata()?;
    let aside = free_name(&beside(file, ".broken"));
    let there = fs::metadata(file)?;
    if identity(&there) != identity(&locked) || found.is_some_and(|found| identity(found) != identity(&locked)) {
        return Ok(aside);
    }
    // Move the journals first: a new database must not find the log of the old one.
    for journal in ["-wal", "-shm", "-journal"] {
        match fs::rename(beside(file, journal), beside(&aside, journal)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    fs::rename(file, &aside)?;
    Ok(aside)
}
