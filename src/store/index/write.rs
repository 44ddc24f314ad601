//! Bringing an index up to date: what is known of a folder, and batches of what was read.

use std::ffi::OsString;
use std::hash::Hasher;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};
use rustc_hash::{FxHashMap, FxHashSet};
use siphasher::sip::SipHasher13;

use super::append::{Appender, Failure};
use super::row::{Rest, numbered, problems_as};
use super::{Index, stamp_of, unwritable};
use crate::article::Article;
use crate::library::Stamp;
use crate::problem::Problem;

/// A `changed` that no file has: the article is read again whatever its file says.
const NEVER: i64 = -1;

/// What the catalogue knows of a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// The fingerprint of the folder when all in it had been read; `None` where something is to be looked at again.
    pub print: Option<u128>,
    id: Option<i64>,
}

impl Known {
    /// Whether the catalogue has the folder at all.
    pub fn is_there(&self) -> bool {
        self.id.is_some()
    }
}

/// An article that was read.
#[derive(Clone, Debug)]
pub struct Record {
    /// Its folder in the collection.
    pub folder: Arc<Path>,
    /// Its name in the folder.
    pub name: OsString,
    /// The state of its file before it was read; `None` where that cannot be relied on.
    pub stamp: Option<Stamp>,
    /// The hash of the file's bytes.
    pub hash: u128,
    /// Its metadata, whole.
    pub article: Article,
    /// Its text, folded.
    pub text: String,
}

/// A folder that was looked at, all of whose articles are in this batch or an earlier one.
#[derive(Clone, Debug)]
pub struct Settled {
    /// Its path in the collection.
    pub path: Arc<Path>,
    /// Its fingerprint; `None` where it is to be looked at again.
    pub print: Option<u128>,
    /// What was in it and is not any more.
    pub gone: Vec<OsString>,
    /// What of it cannot be read.
    pub problems: Vec<(PathBuf, Problem)>,
}

/// What is written in one transaction.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// Articles that were read.
    pub records: Vec<Record>,
    /// Folders that are finished.
    pub folders: Vec<Settled>,
}

/// What became of articles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many articles were not known.
    pub added: usize,
    /// How many articles were known with other content.
    pub changed: usize,
    /// How many articles are not there any more.
    pub removed: usize,
    /// The paths and hashes of those that were not known.
    pub came: Vec<(PathBuf, u128)>,
    /// The paths and hashes of those that are not there any more.
    pub went: Vec<(PathBuf, u128)>,
}

impl Tally {
    /// Takes in what became of others.
    pub fn add(&mut self, other: Self) {
        self.added += other.added;
        self.changed += other.changed;
        self.removed += other.removed;
        self.came.extend(other.came);
        self.went.extend(other.went);
    }

    /// Articles that were moved: old path and new path of those that went and came with the same hash, where nothing
    /// else went or came with it.
    pub fn renamed(&self) -> Vec<(&Path, &Path)> {
        let unique = |list: &[(PathBuf, u128)]| {
            let mut seen: FxHashMap<u128, Option<usize>> = FxHashMap::default();
            for (at, (_, hash)) in list.iter().enumerate() {
                seen.entry(*hash).and_modify(|known| *known = None).or_insert(Some(at));
            }
            seen
        };
        if self.went.is_empty() {
            return Vec::new();
        }
        let (old, new) = (unique(&self.went), unique(&self.came));
        let mut pairs: Vec<(&Path, &Path)> = old
            .into_iter()
            .filter_map(|(hash, old)| {
                let (old, _) = self.went.get(old?)?;
                let (new, _) = self.came.get((*new.get(&hash)?)?)?;
                Some((old.as_path(), new.as_path()))
            })
            .collect();
        pairs.sort_unstable();
        pairs
    }
}

impl Index {
    /// Begins an update by a reading with this signature. What was read otherwise is read again.
    ///
    /// # Errors
    /// [`crate::problem::Code::IndexUnwritable`] and the like.
    pub fn begin(&self, signature: &str) -> Result<(), Problem> {
        self.write(|index, transaction| {
            if index.about("signature")?.as_deref() != Some(signature.as_bytes()) {
                transaction.execute("UPDATE article SET changed = ?1", [NEVER])?;
                transaction.execute("UPDATE folder SET print = NULL", [])?;
                index.set_about("signature", signature.as_bytes())?;
            }
            Ok(())
        })
    }

    /// What is known of a folder.
    ///
    /// # Errors
    /// [`crate::problem::Code::IndexBroken`] and the like.
    pub fn known(&self, folder: &Path) -> Result<Known, Problem> {
        self.read(|db| {
            let mut select = db.prepare_cached("SELECT id, print FROM folder WHERE path = ?1")?;
            let known = select.query_row([folder.as_os_str().as_bytes()], |row| {
                let print: Option<[u8; 16]> = row.get(1)?;
                Ok(Known { id: Some(row.get(0)?), print: print.map(u128::from_le_bytes) })
            });
            known.optional().map(Option::unwrap_or_default)
        })
    }

    /// The articles of a folder with the state of their files when they were read.
    ///
    /// # Errors
    /// [`crate::problem::Code::IndexBroken`] and the like.
    pub fn stamps(&self, folder: &Known) -> Result<FxHashMap<OsString, Stamp>, Problem> {
        self.read(|db| {
            let mut select =
                db.prepare_cached("SELECT name, size, modified, changed, inode FROM article WHERE folder = ?1")?;
            let rows = select.query_map([folder.id], |row| Ok((OsString::from_vec(row.get(0)?), stamp_of(row)?)))?;
            rows.collect()
        })
    }

    /// Writes a batch, whole or not at all. It is on disk when this returns.
    ///
    /// # Errors
    /// [`crate::problem::Code::IndexUnwritable`] and the like; also where another copy of the program has begun to read
    /// the collection in another way.
    pub fn put(&self, batch: &Batch, signature: &str) -> Result<Tally, Problem> {
        let attempt = || -> Result<Tally, Failure> {
            let transaction = Transaction::new_unchecked(&self.db, TransactionBehavior::Immediate)?;
            if self.about("signature")?.as_deref() != Some(signature.as_bytes()) {
                return Err(Failure::Texts(std::io::Error::other("another copy reads it in another way")));
            }
            let mut texts = Appender::new(self, 0);
            let mut writer =
                Writer { transaction: &transaction, folders: FxHashMap::default(), tally: Tally::default() };
            for record in &batch.records {
                writer.put(record, &mut texts)?;
            }
            for folder in &batch.folders {
                writer.settle(folder)?;
            }
            let tally = writer.tally;
            texts.seal(&transaction)?;
            transaction.commit()?;
            texts.keep();
            Ok(tally)
        };
        attempt().map_err(|failure| self.failed(failure))
    }

    /// Ends an update whose walk came to its end: folders that it did not come upon are gone.
    ///
    /// # Errors
    /// [`crate::problem::Code::IndexUnwritable`] and the like.
    pub fn finish(&self, seen: &FxHashSet<Arc<Path>>) -> Result<Tally, Problem> {
        self.write(|_, transaction| {
            let mut writer = Writer { transaction, folders: FxHashMap::default(), tally: Tally::default() };
            for (id, path) in super::folders(transaction)? {
                if !seen.contains(path.as_path()) {
                    writer.remove_folder(id, &path)?;
                }
            }
            let tally = writer.tally;
            // Made after the first filling: before, it would cost more than the rows.
            transaction.execute_batch("CREATE INDEX IF NOT EXISTS article_date ON article(timestamp)")?;
            Ok(tally)
        })
    }

    fn write<T>(&self, work: impl FnOnce(&Self, &Transaction) -> rusqlite::Result<T>) -> Result<T, Problem> {
        let attempt = || {
            let transaction = Transaction::new_unchecked(&self.db, TransactionBehavior::Immediate)?;
            let value = work(self, &transaction)?;
            transaction.commit()?;
            Ok(value)
        };
        attempt().map_err(|error| self.told(error))
    }

    pub(super) fn failed(&self, failure: Failure) -> Problem {
        match failure {
            Failure::Catalogue(error) => self.told(error),
            Failure::Texts(error) => unwritable(&self.dir, &error),
        }
    }
}

/// A transaction that writes articles.
struct Writer<'t, 'db> {
    transaction: &'t Transaction<'db>,
    folders: FxHashMap<Arc<Path>, i64>,
    tally: Tally,
}

impl Writer<'_, '_> {
    fn folder(&mut self, path: &Arc<Path>) -> rusqlite::Result<i64> {
        if let Some(id) = self.folders.get(path) {
            return Ok(*id);
        }
        let bytes = path.as_os_str().as_bytes();
        let mut select = self.transaction.prepare_cached("SELECT id FROM folder WHERE path = ?1")?;
        let id = match select.query_row([bytes], |row| row.get(0)).optional()? {
            Some(id) => id,
            None => {
                self.transaction.prepare_cached("INSERT INTO folder(path) VALUES(?1)")?.execute([bytes])?;
                self.transaction.last_insert_rowid()
            }
        };
        self.folders.insert(path.clone(), id);
        Ok(id)
    }

    fn put(&mut self, record: &Record, texts: &mut Appender) -> Result<(), Failure> {
        let folder = self.folder(&record.folder)?;
        let name = record.name.as_bytes();
        let old: Option<(i64, Vec<u8>)> = self
            .transaction
            .prepare_cached("SELECT id, hash FROM article WHERE folder = ?1 AND name = ?2")?
            .query_row(params![folder, name], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let hash = record.hash.to_le_bytes();
        match &old {
            None => {
                self.tally.added += 1;
                self.tally.came.push((record.folder.join(&record.name), record.hash));
            }
            Some((_, old)) => self.tally.changed += usize::from(*old != hash),
        }
        let twin = twin(&record.text);
        let lies = match &old {
            Some((id, _)) if self.has_text(*id, record, twin)? => None,
            _ if record.text.is_empty() => None,
            _ => Some(texts.push(self.transaction, record.text.as_bytes())?),
        };
        let stamp = record.stamp.unwrap_or(Stamp { changed: NEVER, ..Stamp::default() });
        let article = &record.article;
        let (categories, tags) =
            (numbered(self.transaction, &article.categories)?, numbered(self.transaction, &article.tags)?);
        self.transaction
            .prepare_cached(
                "INSERT INTO article(folder, name, size, modified, changed, inode, hash, timestamp, length, title,
                    categories, tags, rest, segment, start, bytes, twin)
                 VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
                 ON CONFLICT(folder, name) DO UPDATE SET size = ?3, modified = ?4, changed = ?5, inode = ?6, hash = ?7,
                    timestamp = ?8, length = ?9, title = ?10, categories = ?11, tags = ?12, rest = ?13,
                    segment = CASE WHEN ?14 IS NULL AND ?16 > 0 THEN segment ELSE ?14 END,
                    start = CASE WHEN ?14 IS NULL AND ?16 > 0 THEN start ELSE ?15 END,
                    bytes = ?16, twin = ?17",
            )?
            .execute(params![
                folder,
                name,
                stamp.size.cast_signed(),
                stamp.modified,
                stamp.changed,
                stamp.inode.cast_signed(),
                hash,
                article.date.map(|date| date.timestamp),
                article.length,
                article.title.as_str(),
                categories,
                tags,
                Rest::of(article),
                lies.map(|lies| lies.segment),
                lies.map(|lies| lies.start.cast_signed()),
                record.text.len() as i64,
                twin.cast_signed(),
            ])?;
        Ok(())
    }

    /// Whether the text of a row is that of the record already: a touched file needs no second copy of it.
    fn has_text(&self, id: i64, record: &Record, twin: u64) -> rusqlite::Result<bool> {
        let mut select = self.transaction.prepare_cached("SELECT bytes, twin FROM article WHERE id = ?1")?;
        let (bytes, known): (i64, i64) = select.query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(bytes == record.text.len() as i64 && known.cast_unsigned() == twin)
    }

    fn settle(&mut self, folder: &Settled) -> rusqlite::Result<()> {
        let id = self.folder(&folder.path)?;
        for name in &folder.gone {
            let mut delete = self
                .transaction
                .prepare_cached("DELETE FROM article WHERE folder = ?1 AND name = ?2 RETURNING hash")?;
            let hash = delete.query_row(params![id, name.as_bytes()], |row| row.get(0)).optional()?;
            if let Some(hash) = hash {
                self.tally.removed += 1;
                self.tally.went.push((folder.path.join(name), u128::from_le_bytes(hash)));
            }
        }
        self.transaction
            .prepare_cached("UPDATE folder SET print = ?2, problems = ?3 WHERE id = ?1")?
            .execute(params![id, folder.print.map(u128::to_le_bytes), problems_as(&folder.problems)])?;
        Ok(())
    }

    fn remove_folder(&mut self, id: i64, path: &Path) -> rusqlite::Result<()> {
        let mut delete =
            self.transaction.prepare_cached("DELETE FROM article WHERE folder = ?1 RETURNING name, hash")?;
        let mut rows = delete.query([id])?;
        while let Some(row) = rows.next()? {
            let path = path.join(OsString::from_vec(row.get(0)?));
            self.tally.removed += 1;
            self.tally.went.push((path, u128::from_le_bytes(row.get(1)?)));
        }
        self.transaction.prepare_cached("DELETE FROM folder WHERE id = ?1")?.execute([id])?;
        Ok(())
    }
}

/// A number that is equal for equal texts, and for others by chance once in 2⁶⁴.
fn twin(text: &str) -> u64 {
    let mut hasher = SipHasher13::new();
    hasher.write(text.as_bytes());
    hasher.finish()
}
