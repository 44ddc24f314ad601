//! Updates an index: what is known of a folder, and batches of articles that were read.

use std::ffi::OsString;
use std::hash::Hasher;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::{CachedStatement, OptionalExtension, Transaction, TransactionBehavior, params};
use rustc_hash::FxHashMap;
use siphasher::sip::SipHasher13;

use crate::library::{CatalogueRecord, Stamp};
use crate::os_str::{OsStrExt, OsStringExt};
use crate::problem::Problem;
use crate::store::index::append::{Appender, TextPosition, WriteError};
use crate::store::index::batch::{Batch, Record, ScannedFolder, Tally};
use crate::store::index::catalogue::Index;
use crate::store::index::entry::folders;
use crate::store::index::files::unwritable;
use crate::store::index::row::{NameIds, Rest, problems_to_json};

/// A change time that no file has: the article is read again, whatever its file's metadata is.
const NEVER: i64 = -1;

/// Writes the row of an article, inserting or updating it. Without a new text position (`segment`, `start`) the old one
/// is kept. `written`, the generation of the last change, stays if the hash is the same.
const UPSERT: &str = "INSERT INTO article(folder, name, size, modified, changed, inode, hash, timestamp, length, title,
    categories, tags, rest, segment, start, bytes, twin, came, written)
    VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)
    ON CONFLICT(folder, name) DO UPDATE SET size = ?3, modified = ?4, changed = ?5, inode = ?6, hash = ?7,
    timestamp = ?8, length = ?9, title = ?10, categories = ?11, tags = ?12, rest = ?13,
    segment = CASE WHEN ?14 IS NULL AND ?16 > 0 THEN segment ELSE ?14 END,
    start = CASE WHEN ?14 IS NULL AND ?16 > 0 THEN start ELSE ?15 END,
    bytes = ?16, twin = ?17,
    written = CASE WHEN hash = ?7 THEN written ELSE ?19 END
    RETURNING id, came";

/// The catalogue's state of a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FolderState {
    /// The fingerprint of the folder when everything in it had been read; `None` if something must be read again.
    pub print: Option<u128>,
    id: Option<i64>,
}

impl FolderState {
    /// Whether the catalogue has the folder.
    pub fn is_there(&self) -> bool {
        self.id.is_some()
    }
}

impl Index {
    /// Starts an update with the given signature of the reading options. Articles read with other options will be read
    /// again.
    ///
    /// # Errors
    /// [`crate::problem::Code::IndexUnwritable`] and the like.
    pub fn begin(&self, signature: &str) -> Result<(), Problem> {
        // Most updates change nothing, and need not wait for a process that writes.
        if self.read(|_| self.meta("signature"))?.as_deref() == Some(signature.as_bytes()) {
            return Ok(());
        }
        self.write(|index, transaction| {
            if index.meta("signature")?.as_deref() != Some(signature.as_bytes()) {
                transaction.execute(
                    "UPDATE article SET changed = ?1, written = (SELECT value + 1 FROM about WHERE key = 'generation')",
                    [NEVER],
                )?;
                Self::count_writing(transaction)?;
                transaction.execute("UPDATE folder SET print = NULL", [])?;
                index.set_meta("signature", signature.as_bytes())?;
            }
            Ok(())
        })
    }

    /// Makes the next update read every article again, whatever the states of the files are.
    ///
    /// # Errors
    /// [`crate::problem::Code::IndexUnwritable`] and the like.
    pub fn distrust(&self) -> Result<(), Problem> {
        self.write(|_, transaction| {
            transaction.execute("UPDATE article SET changed = ?1", [NEVER])?;
            transaction.execute("UPDATE folder SET print = NULL", []).map(drop)
        })
    }

    /// The states of all folders, by their paths.
    ///
    /// # Errors
    /// [`crate::problem::Code::IndexBroken`] and the like.
    pub fn known(&self) -> Result<FxHashMap<PathBuf, FolderState>, Problem> {
        self.read(|db| {
            let mut select = db.prepare_cached("SELECT path, id, print FROM folder")?;
            let rows = select.query_map([], |row| {
                let print: Option<[u8; 16]> = row.get(2)?;
                let state = FolderState { id: Some(row.get(1)?), print: print.map(u128::from_le_bytes) };
                Ok((PathBuf::from(OsString::from_vec(row.get(0)?)), state))
            })?;
            rows.collect()
        })
    }

    /// The articles of a folder, each with the state of its file when it was read.
    ///
    /// # Errors
    /// [`crate::problem::Code::IndexBroken`] and the like.
    pub fn stamps(&self, folder: &FolderState) -> Result<FxHashMap<OsString, Stamp>, Problem> {
        self.read(|db| {
            let mut select =
                db.prepare_cached("SELECT name, size, modified, changed, inode FROM article WHERE folder = ?1")?;
            let rows = select.query_map([folder.id], |row| Ok((OsString::from_vec(row.get(0)?), stamp_of(row)?)))?;
            rows.collect()
        })
    }

    /// Writes a batch atomically. It is on disk when this returns.
    ///
    /// # Errors
    /// [`crate::problem::Code::IndexUnwritable`] and the like; also if another process has started to read the
    /// collection with other options.
    pub fn put(&self, batch: &Batch, signature: &str) -> Result<Tally, Problem> {
        let attempt = || -> Result<Tally, WriteError> {
            let transaction = Transaction::new_unchecked(&self.db, TransactionBehavior::Immediate)?;
            if self.meta("signature")?.as_deref() != Some(signature.as_bytes()) {
                return Err(WriteError::Texts(std::io::Error::other(
                    "another process is indexing it with different settings",
                )));
            }
            let mut texts = Appender::new(self, 0);
            let mut writer = Writer::new(self, &transaction)?;
            for record in &batch.records {
                writer.put(record, &mut texts)?;
            }
            for folder in &batch.folders {
                writer.settle(folder)?;
            }
            for path in &batch.gone {
                writer.remove(path)?;
            }
            let tally = writer.end()?;
            texts.seal(&transaction)?;
            transaction.commit()?;
            texts.mark_committed();
            Ok(tally)
        };
        attempt().map_err(|failure| self.problem_of(failure))
    }

    /// Finishes an update after a complete walk: removes the folders that were not found.
    ///
    /// # Errors
    /// [`crate::problem::Code::IndexUnwritable`] and the like.
    pub fn finish(&self, gone: &[PathBuf]) -> Result<Tally, Problem> {
        if gone.is_empty() {
            return Ok(Tally::default());
        }
        self.write(|index, transaction| {
            let mut writer = Writer::new(index, transaction)?;
            for path in gone {
                if let Some(id) = writer.find_folder(path)? {
                    writer.remove_folder(id, path)?;
                }
            }
            writer.end()
        })
    }

    fn write<T>(&self, work: impl FnOnce(&Self, &Transaction) -> rusqlite::Result<T>) -> Result<T, Problem> {
        let attempt = || {
            let transaction = Transaction::new_unchecked(&self.db, TransactionBehavior::Immediate)?;
            let value = work(self, &transaction)?;
            transaction.commit()?;
            Ok(value)
        };
        attempt().map_err(|error| self.sql_problem(error))
    }

    pub(super) fn problem_of(&self, failure: WriteError) -> Problem {
        match failure {
            WriteError::Catalogue(error) => self.sql_problem(error),
            WriteError::Texts(error) => unwritable(&self.dir, &error),
        }
    }
}

/// A transaction that writes articles.
struct Writer<'t, 'db> {
    transaction: &'t Transaction<'db>,
    /// Selects what is known of an article.
    select: CachedStatement<'t>,
    /// [`UPSERT`].
    upsert: CachedStatement<'t>,
    folders: FxHashMap<Arc<Path>, i64>,
    names: NameIds,
    tally: Tally,
    /// Whether a text was written to a new place, as when an unchanged file is read with other options.
    moved: bool,
    /// The generation that this transaction creates.
    generation: i64,
}

impl<'t, 'db> Writer<'t, 'db> {
    fn new(index: &Index, transaction: &'t Transaction<'db>) -> rusqlite::Result<Self> {
        let generation = index.generation()? + 1;
        let (folders, names, tally) = (FxHashMap::default(), NameIds::default(), Tally::default());
        let select = transaction.prepare_cached("SELECT id, hash FROM article WHERE folder = ?1 AND name = ?2")?;
        let upsert = transaction.prepare_cached(UPSERT)?;
        Ok(Self { transaction, select, upsert, folders, names, tally, moved: false, generation })
    }

    /// Increments the generation if anything changed.
    fn end(self) -> rusqlite::Result<Tally> {
        if !self.tally.is_empty() || self.moved {
            Index::count_writing(self.transaction)?;
        }
        Ok(self.tally)
    }

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

    fn put(&mut self, record: &Record, texts: &mut Appender) -> Result<(), WriteError> {
        let folder = self.folder(&record.folder)?;
        let name = record.name.as_bytes();
        let old: Option<(i64, Vec<u8>)> =
            self.select.query_row(params![folder, name], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        let hash = record.hash.to_le_bytes();
        match &old {
            None => {
                self.tally.added += 1;
                self.tally.added_files.push((record.folder.join(&record.name), record.hash));
            }
            Some((_, old)) => self.tally.changed += usize::from(*old != hash),
        }
        let twin = text_hash(&record.text);
        let position = match &old {
            Some((id, _)) if self.has_text(*id, record, twin)? => None,
            _ if record.text.is_empty() => None,
            _ => Some(texts.push(self.transaction, record.text.as_bytes())?),
        };
        self.moved |= position.is_some();
        let written = self.insert(record, folder, twin, position)?;
        self.tally.records.push(written);
        Ok(())
    }

    /// Writes the row of an article. Without a new text position the old one is kept.
    fn insert(
        &mut self,
        record: &Record,
        folder: i64,
        twin: u64,
        position: Option<TextPosition>,
    ) -> rusqlite::Result<CatalogueRecord> {
        let stamp = record.stamp.unwrap_or(Stamp { changed: NEVER, ..Stamp::default() });
        let article = &record.article;
        let categories = self.names.stored(self.transaction, &article.categories)?;
        let tags = self.names.stored(self.transaction, &article.tags)?;
        let (row, first_seen) = self.upsert.query_row(
            params![
                folder,
                record.name.as_bytes(),
                stamp.size.cast_signed(),
                stamp.modified,
                stamp.changed,
                stamp.inode.cast_signed(),
                record.hash.to_le_bytes(),
                article.date.map(|date| date.timestamp),
                article.length,
                article.title.as_str(),
                categories,
                tags,
                Rest::of(article),
                position.map(|position| position.segment),
                position.map(|position| position.start.cast_signed()),
                record.text.len() as i64,
                twin.cast_signed(),
                record.first_seen,
                self.generation,
            ],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        Ok(CatalogueRecord { row, twin, first_seen })
    }

    /// Whether the row already has the text of the record: a file that was only touched needs no second copy.
    fn has_text(&self, id: i64, record: &Record, twin: u64) -> rusqlite::Result<bool> {
        let mut select = self.transaction.prepare_cached("SELECT bytes, twin FROM article WHERE id = ?1")?;
        let (bytes, known): (i64, i64) = select.query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(bytes == record.text.len() as i64 && known.cast_unsigned() == twin)
    }

    fn settle(&mut self, folder: &ScannedFolder) -> rusqlite::Result<()> {
        let id = self.folder(&folder.path)?;
        for name in &folder.gone {
            self.delete(id, &folder.path.join(name))?;
        }
        self.transaction
            .prepare_cached("UPDATE folder SET print = ?2, problems = ?3 WHERE id = ?1")?
            .execute(params![id, folder.print.map(u128::to_le_bytes), problems_to_json(&folder.problems)])?;
        Ok(())
    }

    /// Deletes the article of a folder at a path. Returns whether there was one.
    fn delete(&mut self, folder: i64, path: &Path) -> rusqlite::Result<bool> {
        let name = path.file_name().unwrap_or_default().as_bytes();
        let mut delete =
            self.transaction.prepare_cached("DELETE FROM article WHERE folder = ?1 AND name = ?2 RETURNING hash")?;
        let hash = delete.query_row(params![folder, name], |row| row.get(0)).optional()?;
        if let Some(hash) = hash {
            self.tally.removed += 1;
            self.tally.removed_files.push((path.to_path_buf(), u128::from_le_bytes(hash)));
        }
        Ok(hash.is_some())
    }

    /// Removes the article at a path, or everything in the folder at that path. Marks the parent folder to be scanned
    /// again.
    fn remove(&mut self, path: &Path) -> rusqlite::Result<()> {
        if let Some(folder) = self.find_folder(path.parent().unwrap_or(Path::new("")))? {
            self.transaction.prepare_cached("UPDATE folder SET print = NULL WHERE id = ?1")?.execute([folder])?;
            if self.delete(folder, path)? {
                return Ok(());
            }
        }
        for (id, folder) in folders(self.transaction)? {
            if folder.starts_with(path) {
                self.remove_folder(id, &folder)?;
            }
        }
        Ok(())
    }

    fn find_folder(&self, path: &Path) -> rusqlite::Result<Option<i64>> {
        let mut select = self.transaction.prepare_cached("SELECT id FROM folder WHERE path = ?1")?;
        select.query_row([path.as_os_str().as_bytes()], |row| row.get(0)).optional()
    }

    fn remove_folder(&mut self, id: i64, path: &Path) -> rusqlite::Result<()> {
        let mut delete =
            self.transaction.prepare_cached("DELETE FROM article WHERE folder = ?1 RETURNING name, hash")?;
        let mut rows = delete.query([id])?;
        while let Some(row) = rows.next()? {
            let path = path.join(OsString::from_vec(row.get(0)?));
            self.tally.removed += 1;
            self.tally.removed_files.push((path, u128::from_le_bytes(row.get(1)?)));
        }
        self.transaction.prepare_cached("DELETE FROM folder WHERE id = ?1")?.execute([id])?;
        Ok(())
    }
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

/// A hash that is equal for equal texts; different texts collide with a chance of 2⁻⁶⁴.
fn text_hash(text: &str) -> u64 {
    let mut hasher = SipHasher13::new();
    hasher.write(text.as_bytes());
    hasher.finish()
}
