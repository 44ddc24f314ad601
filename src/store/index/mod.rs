//! The index of one collection: its catalogue in SQLite, its texts in flat files beside it.
//!
//! It lies in the cache directory and holds nothing that cannot be read again from the collection: what is broken or
//! written by a newer program is thrown away. What is written follows one order, under the write lock of the catalogue:
//! texts are appended and forced to the disk, then the rows that name them are committed. Whatever comes between, no
//! row names bytes that are not there.

mod append;
mod batch;
mod compact;
mod map;
mod places;
mod row;
mod shelf;
mod texts;
mod write;

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};
use rustc_hash::FxHashMap;
use siphasher::sip128::SipHasher13;

use crate::article::Article;
use crate::library::{Card, Stamp};
use crate::problem::{Code, Problem};
use crate::store::database::{Kind, Refusal, beside, refuse};
use crate::store::index::row::{ARTICLE, Names};

pub use batch::{Batch, Record, Settled, Tally};
pub use shelf::Shelved;
pub use texts::{Moment, Part, Texts};
pub use write::Known;

/// The folder of all indexes in the cache directory.
const FOLDER: &str = "index";

const CATALOGUE: Kind = Kind {
    file: "catalogue.db",
    // Nothing is upgraded: a change of the schema raises `oldest`, and what an older program wrote is thrown away.
    oldest: 2,
    steps: &["
    CREATE TABLE about(key TEXT PRIMARY KEY NOT NULL, value BLOB NOT NULL) WITHOUT ROWID;
    INSERT INTO about VALUES('birth', CAST(lower(hex(randomblob(8))) AS BLOB));
    INSERT INTO about VALUES('generation', 0);
    CREATE TABLE folder(
        id INTEGER PRIMARY KEY,
        path BLOB UNIQUE NOT NULL,
        print BLOB,
        problems TEXT
    );
    CREATE TABLE name(id INTEGER PRIMARY KEY, text TEXT UNIQUE NOT NULL);
    CREATE TABLE segment(id INTEGER PRIMARY KEY AUTOINCREMENT, bytes INTEGER NOT NULL);
    CREATE TABLE article(
        id INTEGER PRIMARY KEY,
        folder INTEGER NOT NULL,
        name BLOB NOT NULL,
        size INTEGER NOT NULL,
        modified INTEGER NOT NULL,
        changed INTEGER NOT NULL,
        inode INTEGER NOT NULL,
        hash BLOB NOT NULL,
        timestamp INTEGER,
        length INTEGER NOT NULL,
        title TEXT NOT NULL,
        categories BLOB,
        tags BLOB,
        rest TEXT,
        segment INTEGER,
        start INTEGER,
        bytes INTEGER NOT NULL,
        twin INTEGER NOT NULL,
        came INTEGER NOT NULL,
        written INTEGER NOT NULL,
        UNIQUE(folder, name)
    );"],
    probe: "SELECT count(*) FROM (SELECT twin, came, written FROM article LIMIT 1)",
};

/// The index of one collection, open. Copies of the program may share it.
#[derive(Debug)]
pub struct Index {
    db: Connection,
    dir: PathBuf,
    /// Told in the names of its text files, so that an index made anew never meets the files of the old one.
    birth: String,
}

/// An article as the catalogue has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its path in the collection.
    pub path: PathBuf,
    /// Its metadata, whole.
    pub article: Article,
    /// Its number in the catalogue, by which [`Texts`] names it, and more.
    pub card: Card,
}

/// How large an index is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// Articles.
    pub articles: u64,
    /// Folders with articles in them.
    pub folders: u64,
    /// Bytes of the files of the collection, those that were read.
    pub collection: u64,
    /// Bytes of text.
    pub text: u64,
    /// Bytes of text that nothing names any more.
    pub dead: u64,
    /// Text files.
    pub segments: u64,
    /// Bytes of all files of the index.
    pub disk: u64,
}

impl Index {
    /// Where the index of the collection in the folder `root` lies in a cache directory. `root` is canonical.
    pub fn place(cache: &Path, root: &Path) -> PathBuf {
        let hash = SipHasher13::new().hash(root.as_os_str().as_bytes()).as_u128();
        cache.join(FOLDER).join(format!("{hash:032x}"))
    }

    /// Whether there is an index of the collection in `root`.
    pub fn exists(cache: &Path, root: &Path) -> bool {
        Self::place(cache, root).join(CATALOGUE.file).is_file()
    }

    /// Opens the index of the collection in `root`, and begins one where there is none, or none that can be used.
    ///
    /// # Errors
    /// [`Code::IndexUnwritable`] where nothing can be kept.
    pub fn open(cache: &Path, root: &Path) -> Result<Self, Problem> {
        let dir = Self::place(cache, root);
        fs::create_dir_all(&dir).map_err(|error| unwritable(&dir, &error))?;
        if dir.join(CATALOGUE.file).is_dir() {
            discard(&dir).map_err(|error| unwritable(&dir, &error))?;
        }
        // Twice: another copy may find the same file broken and be quicker.
        for _ in 0..2 {
            match Self::open_in(&dir, root) {
                Ok(index) => return Ok(index),
                Err(Refusal::Closed(why)) => return Err(unwritable(&dir, &why)),
                Err(Refusal::Broken(_) | Refusal::Newer | Refusal::Older(_)) => {
                    discard(&dir).map_err(|error| unwritable(&dir, &error))?;
                }
            }
        }
        Self::open_in(&dir, root).map_err(|refusal| match refusal {
            Refusal::Closed(why) | Refusal::Broken(why) | Refusal::Older(why) => unwritable(&dir, &why),
            Refusal::Newer => unwritable(&dir, &"user_version"),
        })
    }

    fn open_in(dir: &Path, root: &Path) -> Result<Self, Refusal> {
        let db = CATALOGUE.open(dir)?;
        db.pragma_update(None, "cache_size", -4000).map_err(refuse)?;
        db.set_prepared_statement_cache_capacity(64);
        let mut index = Self { db, dir: dir.to_path_buf(), birth: String::new() };
        let birth = index.about("birth").map_err(refuse)?;
        index.birth = birth.and_then(|birth| String::from_utf8(birth).ok()).unwrap_or_default();
        if !index.birth.bytes().all(|byte| byte.is_ascii_hexdigit()) || index.birth.len() != 16 {
            return Err(Refusal::Broken("no birth".to_owned()));
        }
        let own = root.as_os_str().as_bytes();
        match index.about("root").map_err(refuse)? {
            Some(known) if known == own => {}
            None => index.set_about("root", own).map_err(refuse)?,
            Some(_) => return Err(Refusal::Broken("another collection's".to_owned())),
        }
        Ok(index)
    }

    /// Throws the index of the collection in `root` away. Returns whether there was one.
    ///
    /// # Errors
    /// [`Code::IndexUnwritable`].
    pub fn forget(cache: &Path, root: &Path) -> Result<bool, Problem> {
        let dir = Self::place(cache, root);
        let there = Self::exists(cache, root);
        match discard(&dir).and_then(|()| fs::remove_dir(&dir)) {
            Ok(()) => Ok(there),
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::DirectoryNotEmpty) => {
                Ok(there)
            }
            Err(error) => Err(unwritable(&dir, &error)),
        }
    }

    /// The hash of the file at a path when it was read; `None` where there is no such article.
    ///
    /// # Errors
    /// [`Code::IndexBroken`] and the like.
    pub fn hash(&self, path: &Path) -> Result<Option<Vec<u8>>, Problem> {
        let folder = path.parent().unwrap_or(Path::new("")).as_os_str().as_bytes();
        let name = path.file_name().unwrap_or_default().as_bytes();
        self.read(|db| {
            let mut select = db.prepare_cached(
                "SELECT hash FROM article WHERE name = ?2 AND folder = (SELECT id FROM folder WHERE path = ?1)",
            )?;
            select.query_row([folder, name], |row| row.get(0)).optional()
        })
    }

    /// How many articles it has.
    ///
    /// # Errors
    /// [`Code::IndexBroken`] and the like.
    pub fn count(&self) -> Result<usize, Problem> {
        let count = self.read(|db| db.query_row("SELECT count(*) FROM article", [], |row| row.get::<_, i64>(0)))?;
        Ok(usize::try_from(count).unwrap_or(0))
    }

    /// Where the index lies.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    fn about(&self, key: &str) -> rusqlite::Result<Option<Vec<u8>>> {
        let mut select = self.db.prepare_cached("SELECT value FROM about WHERE key = ?1")?;
        select.query_row([key], |row| row.get(0)).optional()
    }

    fn set_about(&self, key: &str, value: &[u8]) -> rusqlite::Result<()> {
        let mut insert = self.db.prepare_cached("INSERT OR REPLACE INTO about VALUES(?1, ?2)")?;
        insert.execute(rusqlite::params![key, value]).map(drop)
    }

    /// All articles, in the order of their numbers, until `visit` says no.
    ///
    /// # Errors
    /// [`Code::IndexBroken`] and the like.
    pub fn each(&self, visit: &mut dyn FnMut(Row) -> bool) -> Result<(), Problem> {
        self.read(|db| self.rows(db, "ORDER BY id", [], visit).map(drop))
    }

    fn rows(
        &self,
        db: &Connection,
        order: &str,
        values: impl rusqlite::Params,
        visit: &mut dyn FnMut(Row) -> bool,
    ) -> rusqlite::Result<()> {
        let names = Names::all(db)?;
        let folders = folders(db)?;
        let mut select =
            db.prepare_cached(&format!("SELECT {ARTICLE}, id, folder, name, twin, came FROM article {order}"))?;
        let mut rows = select.query(values)?;
        while let Some(row) = rows.next()? {
            let folder = folders.get(&row.get("folder")?).cloned().unwrap_or_default();
            let twin: i64 = row.get("twin")?;
            let path = folder.join(OsString::from_vec(row.get("name")?));
            let card = Card { row: row.get("id")?, twin: twin.cast_unsigned(), came: row.get("came")? };
            let row = Row { path, article: names.article(row)?, card };
            if !visit(row) {
                break;
            }
        }
        Ok(())
    }

    /// Folders and links of the collection that could not be read, by their paths.
    ///
    /// # Errors
    /// [`Code::IndexBroken`] and the like.
    pub fn unreadable(&self) -> Result<Vec<(PathBuf, Problem)>, Problem> {
        self.read(|db| {
            let mut select = db.prepare("SELECT problems FROM folder WHERE problems IS NOT NULL ORDER BY path")?;
            let rows = select.query_map([], |row| row.get::<_, String>(0))?;
            let mut found = Vec::new();
            for text in rows {
                found.extend(row::problems_of(&text?));
            }
            Ok(found)
        })
    }

    /// How large it is.
    ///
    /// # Errors
    /// [`Code::IndexBroken`] and the like.
    pub fn size(&self) -> Result<Size, Problem> {
        let number = |value: i64| value.max(0).cast_unsigned();
        let mut size = self.read(|db| {
            let (articles, live, collection) = db.query_row(
                "SELECT count(*), coalesce(sum(bytes), 0), coalesce(sum(max(size, 0)), 0) FROM article",
                [],
                |row| Ok((number(row.get(0)?), number(row.get(1)?), number(row.get(2)?))),
            )?;
            let named: i64 = db.query_row("SELECT count(*) FROM article WHERE bytes > 0", [], |row| row.get(0))?;
            let (segments, all) = db.query_row("SELECT count(*), coalesce(sum(bytes), 0) FROM segment", [], |row| {
                Ok((number(row.get(0)?), number(row.get(1)?)))
            })?;
            let folders = number(db.query_row("SELECT count(*) FROM folder", [], |row| row.get(0))?);
            let dead = all.saturating_sub(live + number(named));
            Ok(Size { articles, folders, collection, text: all, dead, segments, disk: 0 })
        })?;
        let entries = fs::read_dir(&self.dir).into_iter().flatten().flatten();
        size.disk = entries.filter_map(|entry| entry.metadata().ok()).map(|metadata| metadata.len()).sum();
        Ok(size)
    }

    /// Reads in one transaction, so that all of it is of one moment.
    fn read<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, Problem> {
        let attempt = || {
            let transaction = Transaction::new_unchecked(&self.db, TransactionBehavior::Deferred)?;
            let value = work(&transaction)?;
            transaction.commit()?;
            Ok(value)
        };
        attempt().map_err(|error| self.told(error))
    }

    fn told(&self, error: rusqlite::Error) -> Problem {
        match refuse(error) {
            Refusal::Broken(why) => Problem::new(Code::IndexBroken).with(self.dir.to_string_lossy()).with(why),
            Refusal::Closed(why) | Refusal::Older(why) => unwritable(&self.dir, &why),
            Refusal::Newer => unwritable(&self.dir, &"user_version"),
        }
    }

    /// The path of a text file.
    fn segment(&self, id: i64) -> PathBuf {
        self.dir.join(format!("texts-{}-{id}", self.birth))
    }
}

fn unwritable(dir: &Path, why: &dyn std::fmt::Display) -> Problem {
    Problem::new(Code::IndexUnwritable).with(dir.to_string_lossy()).with(why.to_string())
}

fn folders(db: &Connection) -> rusqlite::Result<FxHashMap<i64, PathBuf>> {
    let mut select = db.prepare_cached("SELECT id, path FROM folder")?;
    let rows = select.query_map([], |row| Ok((row.get(0)?, PathBuf::from(OsString::from_vec(row.get(1)?)))))?;
    rows.collect()
}

fn stamp_of(row: &rusqlite::Row) -> rusqlite::Result<Stamp> {
    let unsigned = |name| row.get::<_, i64>(name).map(i64::cast_unsigned);
    Ok(Stamp {
        size: unsigned("size")?,
        modified: row.get("modified")?,
        changed: row.get("changed")?,
        inode: unsigned("inode")?,
    })
}

/// Removes the files of an index. Two copies may come here at once: the catalogue itself is the lock, and whoever finds
/// another one in its place is late and leaves that alone.
fn discard(dir: &Path) -> io::Result<()> {
    let file = dir.join(CATALOGUE.file);
    if file.is_dir() {
        fs::remove_dir_all(&file)?;
    }
    match File::open(&file) {
        Ok(old) => {
            old.lock()?;
            let (locked, there) = (old.metadata()?, fs::metadata(&file)?);
            if (there.dev(), there.ino()) != (locked.dev(), locked.ino()) {
                return Ok(());
            }
            // The journals first: a new database must not find the log of the old one.
            for journal in ["-wal", "-shm", "-journal", ""] {
                remove(&beside(&file, journal))?;
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        // It cannot be read, but perhaps be taken away.
        Err(_) => remove(&file)?,
    }
    for entry in fs::read_dir(dir)?.flatten() {
        let name = entry.file_name();
        if name.as_bytes().starts_with(b"texts-") || name.as_bytes().starts_with(shelf::FILE.as_bytes()) {
            remove(&entry.path())?;
        }
    }
    Ok(())
}

fn remove(file: &Path) -> io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
