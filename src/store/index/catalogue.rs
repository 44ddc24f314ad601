//! [`Index`]: opens and removes the index of a collection, and runs transactions on its catalogue.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};
use siphasher::sip128::SipHasher13;

use crate::os_str::OsStrExt;
use crate::problem::{Code, Problem};
use crate::store::database::{Kind, Refusal, refuse};
use crate::store::index::files::{SIGNATURE, TEXTS, discard, unwritable};

/// The folder of all indexes in the cache directory.
const FOLDER: &str = "index";

const CATALOGUE: Kind = Kind {
    file: "catalogue.db",
    // Nothing is upgraded: a change of the schema raises `oldest`, and what an older program wrote is discarded.
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

/// The open index of one collection. Several processes may share it.
#[derive(Debug)]
pub struct Index {
    pub(super) db: Connection,
    pub(super) dir: PathBuf,
    /// Part of the names of its files, so that a new index never uses the files of an old one.
    pub(super) birth: String,
}

impl Index {
    /// The directory of the index of the collection in `root`, inside a cache directory. `root` must be the key
    /// of a canonical collection, which is the path of its folder for most.
    pub fn place(cache: &Path, root: &Path) -> PathBuf {
        let hash = SipHasher13::new().hash(root.as_os_str().as_bytes()).as_u128();
        cache.join(FOLDER).join(format!("{hash:032x}"))
    }

    /// Whether there is an index of the collection in `root`.
    pub fn exists(cache: &Path, root: &Path) -> bool {
        Self::place(cache, root).join(CATALOGUE.file).is_file()
    }

    /// Opens the index of the collection in `root`, creating it if there is none or none that can be used.
    ///
    /// # Errors
    /// [`Code::IndexUnwritable`] if nothing can be stored.
    pub fn open(cache: &Path, root: &Path) -> Result<Self, Problem> {
        let dir = Self::place(cache, root);
        fs::create_dir_all(&dir).map_err(|error| unwritable(&dir, &error))?;
        if dir.join(CATALOGUE.file).is_dir() {
            discard(&dir, CATALOGUE.file).map_err(|error| unwritable(&dir, &error))?;
        }
        // Twice: another process may find the same broken file and replace it first.
        for _ in 0..2 {
            match Self::open_in(&dir, root) {
                Ok(index) => return Ok(index),
                Err(Refusal::Closed(why)) => return Err(unwritable(&dir, &why)),
                Err(Refusal::Broken(_) | Refusal::Newer | Refusal::Older(_)) => {
                    discard(&dir, CATALOGUE.file).map_err(|error| unwritable(&dir, &error))?
                }
            }
        }
        Self::open_in(&dir, root).map_err(|refusal| match refusal {
            Refusal::Closed(why) | Refusal::Broken(why) | Refusal::Older(why) => unwritable(&dir, &why),
            Refusal::Newer => unwritable(&dir, &"user_version"),
        })
    }

    /// Opens the index of the collection in `root` if there is one, and leaves alone what cannot be used.
    ///
    /// # Errors
    /// [`Code::IndexBroken`], [`Code::IndexUnwritable`].
    pub fn open_existing(cache: &Path, root: &Path) -> Result<Option<Self>, Problem> {
        if !Self::exists(cache, root) {
            return Ok(None);
        }
        let dir = Self::place(cache, root);
        Self::open_in(&dir, root).map(Some).map_err(|refusal| match refusal {
            Refusal::Closed(why) => unwritable(&dir, &why),
            Refusal::Broken(why) | Refusal::Older(why) => {
                Problem::new(Code::IndexBroken).with(dir.to_string_lossy()).with(why)
            }
            Refusal::Newer => Problem::new(Code::IndexBroken).with(dir.to_string_lossy()).with("user_version"),
        })
    }

    fn open_in(dir: &Path, root: &Path) -> Result<Self, Refusal> {
        let db = CATALOGUE.open(dir)?;
        db.pragma_update(None, "cache_size", -4000).map_err(refuse)?;
        db.set_prepared_statement_cache_capacity(64);
        let mut index = Self { db, dir: dir.to_path_buf(), birth: String::new() };
        let birth = index.meta("birth").map_err(refuse)?;
        index.birth = birth.and_then(|birth| String::from_utf8(birth).ok()).unwrap_or_default();
        if !index.birth.bytes().all(|byte| byte.is_ascii_hexdigit()) || index.birth.len() != 16 {
            return Err(Refusal::Broken("no birth".to_owned()));
        }
        let own = root.as_os_str().as_bytes();
        match index.meta("root").map_err(refuse)? {
            Some(known) if known == own => {}
            None => index.set_meta("root", own).map_err(refuse)?,
            Some(_) => return Err(Refusal::Broken("another collection's".to_owned())),
        }
        Ok(index)
    }

    /// Removes the index of the collection in `root`. Returns whether there was one.
    ///
    /// # Errors
    /// [`Code::IndexUnwritable`].
    pub fn forget(cache: &Path, root: &Path) -> Result<bool, Problem> {
        let dir = Self::place(cache, root);
        let there = Self::exists(cache, root);
        match discard(&dir, CATALOGUE.file).and_then(|()| fs::remove_dir(&dir)) {
            Ok(()) => Ok(there),
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::DirectoryNotEmpty) => {
                Ok(there)
            }
            Err(error) => Err(unwritable(&dir, &error)),
        }
    }

    /// The directory of the index.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    pub(super) fn meta(&self, key: &str) -> rusqlite::Result<Option<Vec<u8>>> {
        let mut select = self.db.prepare_cached("SELECT value FROM about WHERE key = ?1")?;
        select.query_row([key], |row| row.get(0)).optional()
    }

    pub(super) fn set_meta(&self, key: &str, value: &[u8]) -> rusqlite::Result<()> {
        let mut insert = self.db.prepare_cached("INSERT OR REPLACE INTO about VALUES(?1, ?2)")?;
        insert.execute(rusqlite::params![key, value]).map(drop)
    }

    /// The generation: the number of writes to the catalogue so far.
    pub(super) fn generation(&self) -> rusqlite::Result<i64> {
        let mut select = self.db.prepare_cached("SELECT value FROM about WHERE key = 'generation'")?;
        select.query_row([], |row| row.get(0))
    }

    /// Increments the generation, inside the transaction of the write.
    pub(super) fn count_writing(transaction: &Transaction) -> rusqlite::Result<()> {
        let mut update = transaction.prepare_cached("UPDATE about SET value = value + 1 WHERE key = 'generation'")?;
        update.execute([]).map(drop)
    }

    /// Reads in one transaction, so that all results are of one moment.
    pub(super) fn read<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, Problem> {
        let attempt = || {
            let transaction = Transaction::new_unchecked(&self.db, TransactionBehavior::Deferred)?;
            let value = work(&transaction)?;
            transaction.commit()?;
            Ok(value)
        };
        attempt().map_err(|error| self.sql_problem(error))
    }

    pub(super) fn sql_problem(&self, error: rusqlite::Error) -> Problem {
        match refuse(error) {
            Refusal::Broken(why) => Problem::new(Code::IndexBroken).with(self.dir.to_string_lossy()).with(why),
            Refusal::Closed(why) | Refusal::Older(why) => unwritable(&self.dir, &why),
            Refusal::Newer => unwritable(&self.dir, &"user_version"),
        }
    }

    /// The path of a text file.
    pub(super) fn segment(&self, id: i64) -> PathBuf {
        self.dir.join(format!("{TEXTS}{}-{id}", self.birth))
    }

    /// The path of the signature of a text file.
    pub(super) fn signature(&self, id: i64) -> PathBuf {
        self.dir.join(format!("{SIGNATURE}{}-{id}", self.birth))
    }
}
