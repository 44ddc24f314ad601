//! The state database: marks by the key of their article, settings by scope.

use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::io::ErrorKind;
use std::path::Path;

use rusqlite::{Connection, OptionalExtension, Row, Transaction, TransactionBehavior, params};
use rustc_hash::FxHashSet;

use crate::article::ArticleKey;
use crate::document::Anchor;
use crate::marks::{Mark, Tags};
use crate::os_str::{OsStrExt, OsStringExt};
use crate::problem::{Code, Problem};
use crate::store::database::{Kind, version};
use crate::store::open::{Opened, in_memory, open};
use crate::store::schema::STATE;
use crate::text::Clean;

/// The value of a setting by scope and name.
pub(super) const GET_SETTING: &str = "SELECT value FROM setting WHERE scope = ?1 AND key = ?2";

/// Sets a setting by scope, name and value.
pub(super) const SET_SETTING: &str = "INSERT INTO setting(scope, key, value) VALUES(?1, ?2, ?3)
     ON CONFLICT(scope, key) DO UPDATE SET value = ?3";

/// The columns that [`mark_of`] reads, in its order.
const COLUMNS: &str = "read, starred, block, byte, context, seen, tags";

/// The marks and settings that the program saves. Every call that writes is one transaction, committed when it returns;
/// several processes may share the file.
///
/// The caller gives articles the keys of their canonical source.
#[derive(Debug)]
pub struct State {
    pub(super) db: Connection,
    pub(super) lasting: bool,
    /// The schema version that the statements here are written for.
    pub(super) version: i32,
}

impl State {
    /// Opens `state.db` in `dir`, creating both. Never fails: if the file cannot be used, the state is kept in memory
    /// and the problem says why. A broken file is moved aside (`state.db.broken`, `.broken-2`, …) and a new one
    /// created. A file of an older version is upgraded and a copy of it kept (`state.db.v1.bak`, `.v1.bak-2`, …). A
    /// file of a newer version is read into memory and not changed.
    pub fn open(dir: &Path) -> (Self, Option<Problem>) {
        Self::open_as(&STATE, dir)
    }

    pub(super) fn open_as(kind: &Kind, dir: &Path) -> (Self, Option<Problem>) {
        match open(kind, dir) {
            Ok(opened) => Self::of(opened),
            Err(error) => Self::in_memory(unwritable(&dir.to_string_lossy(), &error)),
        }
    }

    /// A state in memory only, for use without a data directory. The problem says so.
    pub fn forgetful() -> (Self, Option<Problem>) {
        Self::in_memory(Problem::new(Code::StateHomeless))
    }

    fn in_memory(problem: Problem) -> (Self, Option<Problem>) {
        match in_memory(&STATE, None, problem) {
            Ok(opened) => Self::of(opened),
            // This takes a few kilobytes; without them the program cannot run at all.
            Err(error) => unreachable!("no database in memory: {error}"),
        }
    }

    fn of(opened: Opened) -> (Self, Option<Problem>) {
        (Self { db: opened.db, lasting: opened.lasting, version: opened.version }, opened.problem)
    }

    /// Whether the state is saved on disk.
    pub fn lasts(&self) -> bool {
        self.lasting
    }

    /// Checks every page of the file and returns the first damage found. Takes time linear in the size of the file.
    pub fn check(&self) -> Option<Problem> {
        let found = self.db.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0));
        let why = found.unwrap_or_else(|error| error.to_string());
        (why != "ok").then(|| Problem::new(Code::StateBroken).with(self.db.path().unwrap_or_default()).with(why))
    }

    /// All marks of the articles whose container is `root` or lies below it. Rows that cannot be read are left out.
    pub fn marks_under(&self, root: &Path) -> HashMap<ArticleKey, Mark> {
        self.read_marks(root).unwrap_or_default()
    }

    fn read_marks(&self, root: &Path) -> rusqlite::Result<HashMap<ArticleKey, Mark>> {
        let exact = ArticleKey::file(root);
        let (start, end) = below(&exact);
        let mut select = self.db.prepare_cached(&format!(
            "SELECT {COLUMNS}, path FROM mark WHERE path >= ?1 AND path < ?2
             UNION ALL SELECT {COLUMNS}, path FROM mark WHERE path = ?3"
        ))?;
        let rows = select.query_map(params![start, end, exact.as_bytes()], |row| {
            Ok((ArticleKey::from_bytes(row.get(7)?), mark_of(row)?))
        })?;
        Ok(rows.filter_map(Result::ok).collect())
    }

    /// The mark of one article, if it has one.
    pub fn mark(&self, article: &ArticleKey) -> Option<Mark> {
        let sql = format!("SELECT {COLUMNS} FROM mark WHERE path = ?1");
        let mut select = self.db.prepare_cached(&sql).ok()?;
        select.query_row([article.as_bytes()], mark_of).optional().ok().flatten()
    }

    /// Saves all fields of a mark. Overwrites what another process has saved; [`State::edit`] changes one field only.
    pub fn save(&self, article: &ArticleKey, mark: &Mark) -> Result<(), Problem> {
        self.save_many([(article, mark)])
    }

    /// Saves all fields of several marks, all or none of them.
    pub fn save_many<'a>(&self, marks: impl IntoIterator<Item = (&'a ArticleKey, &'a Mark)>) -> Result<(), Problem> {
        self.write(|transaction| {
            let mut upsert = transaction.prepare_cached(
                "INSERT INTO mark(path, read, starred, block, byte, context, seen, tags)
                 VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                 ON CONFLICT(path) DO UPDATE
                 SET read = ?2, starred = ?3, block = ?4, byte = ?5, context = ?6, seen = ?7, tags = ?8",
            )?;
            for (article, mark) in marks {
                let (block, byte) = (mark.position.map(|at| at.block), mark.position.map(|at| at.byte));
                let (context, tags) = (mark.context.as_str(), to_lines(&mark.tags));
                let key = article.as_bytes();
                upsert.execute(params![key, mark.read, mark.starred, block, byte, context, mark.seen, tags])?;
            }
            Ok(())
        })
    }

    /// Moves the mark of an article to its new key, unless that key already has a mark.
    pub fn rename(&self, old: &ArticleKey, new: &ArticleKey) -> Result<(), Problem> {
        self.write(|transaction| {
            transaction
                .prepare_cached("UPDATE OR IGNORE mark SET path = ?2 WHERE path = ?1")?
                .execute(params![old.as_bytes(), new.as_bytes()])?;
            Ok(())
        })
    }

    /// Saves the hashes of the contents of articles with their marks, for [`State::reattach`]. Articles without a mark
    /// are left out.
    pub fn note_hashes(&self, hashes: &[(ArticleKey, impl AsRef<[u8]>)]) -> Result<(), Problem> {
        self.write(|transaction| {
            let mut update =
                transaction.prepare_cached("UPDATE mark SET hash = ?2 WHERE path = ?1 AND hash IS NOT ?2")?;
            for (article, hash) in hashes {
                update.execute(params![article.as_bytes(), hash.as_ref()])?;
            }
            Ok(())
        })
    }

    /// The articles with containers below `root` whose marks have no hash yet.
    pub fn unhashed(&self, root: &Path) -> Vec<ArticleKey> {
        let (start, end) = below(&ArticleKey::file(root));
        let attempt = || -> rusqlite::Result<Vec<ArticleKey>> {
            let mut select =
                self.db.prepare("SELECT path FROM mark WHERE hash IS NULL AND path >= ?1 AND path < ?2")?;
            let rows = select.query_map([start, end], |row| Ok(ArticleKey::from_bytes(row.get(0)?)))?;
            rows.collect()
        };
        attempt().unwrap_or_default()
    }

    /// The hashes of the marks below `root` whose containers no longer exist.
    pub fn orphans(&self, root: &Path) -> FxHashSet<u128> {
        let (start, end) = below(&ArticleKey::file(root));
        let attempt = || -> rusqlite::Result<FxHashSet<u128>> {
            let mut select =
                self.db.prepare("SELECT path, hash FROM mark WHERE length(hash) = 16 AND path >= ?1 AND path < ?2")?;
            let rows = select.query_map([start, end], |row| Ok((ArticleKey::from_bytes(row.get(0)?), row.get(1)?)))?;
            let gone = rows.filter(|row| row.as_ref().map_or(true, |(article, _)| is_gone(article)));
            gone.map(|row| row.map(|(_, hash)| u128::from_le_bytes(hash))).collect()
        };
        attempt().unwrap_or_default()
    }

    /// Gives an article the mark of the file that was moved there. Does so only if the article has no mark, exactly one
    /// mark has this `hash`, and the container of that mark no longer exists. Returns the mark that was attached.
    pub fn reattach(&self, article: &ArticleKey, hash: &[u8]) -> Result<Option<Mark>, Problem> {
        self.write(|transaction| {
            let taken: bool = transaction
                .prepare_cached("SELECT EXISTS(SELECT 1 FROM mark WHERE path = ?1)")?
                .query_row([article.as_bytes()], |row| row.get(0))?;
            let with_hash: Vec<ArticleKey> = transaction
                .prepare_cached("SELECT path FROM mark WHERE hash = ?1 LIMIT 2")?
                .query_map([hash], |row| Ok(ArticleKey::from_bytes(row.get(0)?)))?
                .collect::<Result<_, _>>()?;
            let [old] = with_hash.as_slice() else { return Ok(None) };
            if taken || !is_gone(old) {
                return Ok(None);
            }
            transaction
                .execute("UPDATE mark SET path = ?1 WHERE path = ?2", params![article.as_bytes(), old.as_bytes()])?;
            transaction
                .query_row(&format!("SELECT {COLUMNS} FROM mark WHERE path = ?1"), [article.as_bytes()], mark_of)
                .optional()
        })
    }

    /// A setting of the whole program, such as the theme.
    pub fn setting(&self, name: &str) -> Option<String> {
        self.setting_of(Path::new(""), name)?.into_string().ok()
    }

    /// Saves a setting of the whole program.
    pub fn set_setting(&self, name: &str, value: &str) -> Result<(), Problem> {
        self.set_setting_of(Path::new(""), name, value.as_ref())
    }

    /// A setting of one collection, such as its last visit. The collection is identified by its canonical path.
    pub fn setting_of(&self, collection: &Path, name: &str) -> Option<OsString> {
        let mut select = self.db.prepare_cached(GET_SETTING).ok()?;
        let value: Option<Vec<u8>> =
            select.query_row(params![scope(collection), name], |row| row.get(0)).optional().ok().flatten();
        value.map(OsString::from_vec)
    }

    /// Saves a setting of one collection. The value may be a path.
    pub fn set_setting_of(&self, collection: &Path, name: &str, value: &OsStr) -> Result<(), Problem> {
        self.write(|transaction| {
            transaction.prepare_cached(SET_SETTING)?.execute(params![scope(collection), name, value.as_bytes()])?;
            Ok(())
        })
    }

    pub(super) fn db(&self) -> &Connection {
        &self.db
    }

    pub(super) fn read_consents(&self) -> rusqlite::Result<Vec<(String, i64)>> {
        let mut select = self.db.prepare("SELECT host, since FROM consent ORDER BY host")?;
        let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.filter_map(Result::ok).collect())
    }

    /// Runs one transaction that takes the write lock at its start: one that reads first would fail at once, whatever
    /// the timeout, if another process has written in between. Writes nothing if a newer program has upgraded the file
    /// since it was opened.
    pub(super) fn write<T>(&self, work: impl FnOnce(&Transaction) -> rusqlite::Result<T>) -> Result<T, Problem> {
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

/// The range of the keys of all articles with a container below a folder, or in a container; the end is exclusive.
fn below(root: &ArticleKey) -> (Vec<u8>, Vec<u8>) {
    let mut start = root.as_bytes().to_vec();
    let is_word = !root.is_on_disk() && start.ends_with(b":");
    if !start.ends_with(b"/") && !is_word {
        start.push(b'/');
    }
    // The first key after all with this prefix: its last byte, '/' or ':', plus one.
    let mut end = start.clone();
    if let Some(last) = end.last_mut() {
        *last += 1;
    }
    (start, end)
}

fn unwritable(file: &str, error: &rusqlite::Error) -> Problem {
    Problem::new(Code::StateUnwritable).with(file).with(error.to_string())
}

/// The scope of the settings of a collection.
pub(super) fn scope(collection: &Path) -> &[u8] {
    collection.as_os_str().as_bytes()
}

/// Whether the container of an article certainly does not exist.
fn is_gone(article: &ArticleKey) -> bool {
    if !article.is_on_disk() {
        return false;
    }
    // Any other error may mean a disk that is not mounted.
    let found = std::fs::symlink_metadata(article.container());
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
        tags: from_lines(row.get_ref(6)?.as_str().unwrap_or_default()),
    })
}

/// Tags as they are saved: each on a line.
pub(super) fn to_lines(tags: &Tags) -> String {
    tags.iter().map(Clean::as_str).collect::<Vec<_>>().join("\n")
}

/// Tags from the text in which they are saved.
pub(super) fn from_lines(text: &str) -> Tags {
    text.lines().map(Clean::line).filter(|tag| !tag.is_empty()).collect()
}
