//! The state database: marks by path, settings by scope.

use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::io::ErrorKind;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension, Row, Transaction, TransactionBehavior, params};

use crate::document::Anchor;
use crate::marks::{Edit, Mark};
use crate::problem::{Code, Problem};
use crate::store::database::{Kind, version};
use crate::store::open::{Opened, in_memory, open};
use crate::store::schema::STATE;
use crate::text::Clean;

/// Articles of the built-in guide have paths that begin so and lie on no disk.
const GUIDE: &[u8] = b"guide:";
const COLUMNS: &str = "read, starred, block, byte, context, seen";

/// What the program remembers. Every call that writes is one transaction, on disk when it returns; copies of the
/// program may share the file.
///
/// Articles are known by canonical path: the caller canonicalises. Paths of the guide begin with `guide:`.
#[derive(Debug)]
pub struct State {
    db: Connection,
    lasting: bool,
    /// The schema version that the statements here are written for.
    version: i32,
}

impl State {
    /// Opens `state.db` in `dir`, creating both. Never fails: where the file cannot be used, the state lives in memory
    /// and the problem says why. A broken file is moved aside (`state.db.broken`, `.broken-2`, …) and a new one begun. A
    /// file of an older version is upgraded and a copy of it kept (`state.db.v1.bak`, `.v1.bak-2`, …). A newer one is
    /// read and stays as it is.
    pub fn open(dir: &Path) -> (Self, Option<Problem>) {
        Self::open_as(&STATE, dir)
    }

    pub(super) fn open_as(kind: &Kind, dir: &Path) -> (Self, Option<Problem>) {
        match open(kind, dir) {
            Ok(opened) => Self::of(opened),
            Err(error) => Self::in_memory(unwritable(&dir.to_string_lossy(), &error)),
        }
    }

    /// A state that is forgotten at the end, for where there is no data directory.
    pub fn forgetful() -> (Self, Option<Problem>) {
        Self::in_memory(Problem::new(Code::StateHomeless))
    }

    fn in_memory(problem: Problem) -> (Self, Option<Problem>) {
        match in_memory(&STATE, None, problem) {
            Ok(opened) => Self::of(opened),
            // SQLite needs a few kilobytes for this; without them no program runs.
            Err(error) => unreachable!("no database in memory: {error}"),
        }
    }

    fn of(opened: Opened) -> (Self, Option<Problem>) {
        (Self { db: opened.db, lasting: opened.lasting, version: opened.version }, opened.problem)
    }

    /// Whether what is saved outlasts the program.
    pub fn lasts(&self) -> bool {
        self.lasting
    }

    /// Looks at every page of the file and tells what is damaged. Takes time linear in the file.
    pub fn check(&self) -> Option<Problem> {
        let found = self.db.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0));
        let why = found.unwrap_or_else(|error| error.to_string());
        (why != "ok").then(|| Problem::new(Code::StateBroken).with(self.db.path().unwrap_or_default()).with(why))
    }

    /// All marks of `root` and what lies below it; of the guide for `guide:`. Rows that cannot be read are left out.
    pub fn marks_under(&self, root: &Path) -> HashMap<PathBuf, Mark> {
        self.read_marks(root).unwrap_or_default()
    }

    fn read_marks(&self, root: &Path) -> rusqlite::Result<HashMap<PathBuf, Mark>> {
        let exact = root.as_os_str().as_bytes();
        let (start, end) = below(root);
        let mut select = self.db.prepare_cached(&format!(
            "SELECT {COLUMNS}, path FROM mark WHERE path >= ?1 AND path < ?2
             UNION ALL SELECT {COLUMNS}, path FROM mark WHERE path = ?3"
        ))?;
        let rows = select.query_map(params![start, end, exact], |row| {
            Ok((PathBuf::from(OsString::from_vec(row.get(6)?)), mark_of(row)?))
        })?;
        Ok(rows.filter_map(Result::ok).collect())
    }

    /// The mark of one article.
    pub fn mark(&self, path: &Path) -> Option<Mark> {
        let sql = format!("SELECT {COLUMNS} FROM mark WHERE path = ?1");
        let mut select = self.db.prepare_cached(&sql).ok()?;
        select.query_row([key(path)], mark_of).optional().ok().flatten()
    }

    /// Saves a mark whole. Where another copy of the program may run, [`State::edit`] is kinder to what it did.
    pub fn save(&self, path: &Path, mark: &Mark) -> Result<(), Problem> {
        self.save_many([(path, mark)])
    }

    /// Saves marks whole, all or none.
    pub fn save_many<'a>(&self, marks: impl IntoIterator<Item = (&'a Path, &'a Mark)>) -> Result<(), Problem> {
        self.write(|transaction| {
            let mut upsert = transaction.prepare_cached(
                "INSERT INTO mark(path, read, starred, block, byte, context, seen) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)
                 ON CONFLICT(path) DO UPDATE SET read = ?2, starred = ?3, block = ?4, byte = ?5, context = ?6, seen = ?7",
            )?;
            for (path, mark) in marks {
                let (block, byte) = (mark.position.map(|at| at.block), mark.position.map(|at| at.byte));
                let context = mark.context.as_str();
                upsert.execute(params![key(path), mark.read, mark.starred, block, byte, context, mark.seen])?;
            }
            Ok(())
        })
    }

    /// Saves one edit of many articles, all or none; what other copies of the program did to other fields stays.
    pub fn edit<'a>(&self, paths: impl IntoIterator<Item = &'a Path>, edit: &Edit) -> Result<(), Problem> {
        let (columns, places, set) = match edit {
            Edit::Read(_) => ("read", "?2", "read = ?2"),
            Edit::Starred(_) => ("starred", "?2", "starred = ?2"),
            Edit::Position(..) => ("block, byte, context", "?2, ?3, ?4", "block = ?2, byte = ?3, context = ?4"),
            Edit::Seen(_) => ("seen", "?2", "seen = ?2"),
        };
        self.write(|transaction| {
            let mut upsert = transaction.prepare_cached(&format!(
                "INSERT INTO mark(path, {columns}) VALUES(?1, {places}) ON CONFLICT(path) DO UPDATE SET {set}"
            ))?;
            for path in paths {
                match edit {
                    Edit::Read(to) | Edit::Starred(to) => upsert.execute(params![key(path), to])?,
                    Edit::Seen(at) => upsert.execute(params![key(path), at])?,
                    Edit::Position(at, context) => upsert.execute(params![
                        key(path),
                        at.map(|at| at.block),
                        at.map(|at| at.byte),
                        context.as_str()
                    ])?,
                };
            }
            Ok(())
        })
    }

    /// Gives the mark of an article that was moved to its new path, unless that has one of its own.
    pub fn rename(&self, old: &Path, new: &Path) -> Result<(), Problem> {
        self.write(|transaction| {
            transaction
                .prepare_cached("UPDATE OR IGNORE mark SET path = ?2 WHERE path = ?1")?
                .execute(params![key(old), key(new)])?;
            Ok(())
        })
    }

    /// Notes the hash of an article's content beside its mark, if it has one, for [`State::reattach`].
    pub fn note_hash(&self, path: &Path, hash: &[u8]) -> Result<(), Problem> {
        self.write(|transaction| {
            transaction
                .prepare_cached("UPDATE mark SET hash = ?2 WHERE path = ?1 AND hash IS NOT ?2")?
                .execute(params![key(path), hash])?;
            Ok(())
        })
    }

    /// The articles below `root` whose marks have no hash yet.
    pub fn unhashed(&self, root: &Path) -> Vec<PathBuf> {
        let (start, end) = below(root);
        let attempt = || -> rusqlite::Result<Vec<PathBuf>> {
            let mut select =
                self.db.prepare("SELECT path FROM mark WHERE hash IS NULL AND path >= ?1 AND path < ?2")?;
            let rows = select.query_map([start, end], |row| Ok(PathBuf::from(OsString::from_vec(row.get(0)?))))?;
            rows.collect()
        };
        attempt().unwrap_or_default()
    }

    /// Gives the article at `path` the mark of a file that was moved there: only if `path` has no mark, exactly one
    /// mark carries `hash`, and no file is at that mark's path any more. Returns the mark that was attached.
    pub fn reattach(&self, path: &Path, hash: &[u8]) -> Result<Option<Mark>, Problem> {
        self.write(|transaction| {
            let taken: bool = transaction
                .prepare_cached("SELECT EXISTS(SELECT 1 FROM mark WHERE path = ?1)")?
                .query_row([key(path)], |row| row.get(0))?;
            let with_hash: Vec<Vec<u8>> = transaction
                .prepare_cached("SELECT path FROM mark WHERE hash = ?1 LIMIT 2")?
                .query_map([hash], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            let [old] = with_hash.as_slice() else { return Ok(None) };
            if taken || !is_gone(old) {
                return Ok(None);
            }
            transaction.execute("UPDATE mark SET path = ?1 WHERE path = ?2", params![key(path), old])?;
            transaction
                .query_row(&format!("SELECT {COLUMNS} FROM mark WHERE path = ?1"), [key(path)], mark_of)
                .optional()
        })
    }

    /// A setting of the whole program: theme, width, sort…
    pub fn setting(&self, name: &str) -> Option<String> {
        self.setting_of(Path::new(""), name)?.into_string().ok()
    }

    /// Remembers a setting of the whole program.
    pub fn set_setting(&self, name: &str, value: &str) -> Result<(), Problem> {
        self.set_setting_of(Path::new(""), name, value.as_ref())
    }

    /// A setting of one collection, known by its canonical path: last visit, last article…
    pub fn setting_of(&self, collection: &Path, name: &str) -> Option<OsString> {
        let mut select = self.db.prepare_cached("SELECT value FROM setting WHERE scope = ?1 AND key = ?2").ok()?;
        let value: Option<Vec<u8>> =
            select.query_row(params![key(collection), name], |row| row.get(0)).optional().ok().flatten();
        value.map(OsString::from_vec)
    }

    /// Remembers a setting of one collection; the value may be a path.
    pub fn set_setting_of(&self, collection: &Path, name: &str, value: &OsStr) -> Result<(), Problem> {
        self.write(|transaction| {
            transaction
                .prepare_cached(
                    "INSERT INTO setting(scope, key, value) VALUES(?1, ?2, ?3)
                     ON CONFLICT(scope, key) DO UPDATE SET value = ?3",
                )?
                .execute(params![key(collection), name, value.as_bytes()])?;
            Ok(())
        })
    }

    /// One transaction that holds the write lock from its first statement on: a transaction that reads first fails at
    /// once, whatever the timeout, when another copy has written in between. A newer program may have upgraded the file
    /// since it was opened; then nothing is written.
    fn write<T>(&self, work: impl FnOnce(&Transaction) -> rusqlite::Result<T>) -> Result<T, Problem> {
        let attempt = || {
            let transaction = Transaction::new_unchecked(&self.db, TransactionBehavior::Immediate)?;
            if version(&transaction)? != self.version {
                return Ok(None);
            }
            let value = work(&transaction)?;
            transaction.commit()?;
            Ok(Some(value))
        };
        let file = self.db.path().unwrap_or_default();
        let written = attempt().map_err(|error: rusqlite::Error| unwritable(file, &error))?;
        written.ok_or_else(|| Problem::new(Code::StateNewer).with(file))
    }
}

/// The keys of all that lies below a folder, or in the guide: from the first to the one after the last.
fn below(root: &Path) -> (Vec<u8>, Vec<u8>) {
    let mut start = root.as_os_str().as_bytes().to_vec();
    if !start.ends_with(b"/") && start != GUIDE {
        start.push(b'/');
    }
    // The first key after all that begin so: the prefix with its last byte raised ('/' and ':' are never 0xff).
    let mut end = start.clone();
    if let Some(last) = end.last_mut() {
        *last += 1;
    }
    (start, end)
}

fn unwritable(file: &str, error: &rusqlite::Error) -> Problem {
    Problem::new(Code::StateUnwritable).with(file).with(error.to_string())
}

fn key(path: &Path) -> &[u8] {
    path.as_os_str().as_bytes()
}

fn is_gone(path: &[u8]) -> bool {
    if path.starts_with(GUIDE) {
        return false;
    }
    // Any other error may be a disk that is not there today.
    let found = std::fs::symlink_metadata(OsStr::from_bytes(path));
    found.is_err_and(|error| matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory))
}

fn mark_of(row: &Row) -> rusqlite::Result<Mark> {
    let (block, byte): (Option<u32>, Option<u32>) = (row.get(2)?, row.get(3)?);
    Ok(Mark {
        read: row.get(0)?,
        starred: row.get(1)?,
        position: block.zip(byte).map(|(block, byte)| Anchor { block, byte }),
        context: Clean::text(row.get_ref(4)?.as_str().unwrap_or_default()),
        seen: row.get(5)?,
    })
}
