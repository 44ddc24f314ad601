//! Appends to the text files, under the catalogue's write lock.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Seek, SeekFrom, Write};

use rusqlite::{OptionalExtension, Transaction, params};

use crate::store::index::catalogue::Index;
use crate::store::index::files::remove;
use crate::store::system::sync_dir;

/// A text file of at least this many bytes is sealed: the next text starts a new file.
pub(super) const SEAL_SIZE: u64 = 64 << 20;

/// The position of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TextPosition {
    pub(super) segment: i64,
    pub(super) start: u64,
}

/// Why a transaction failed.
#[derive(Debug)]
pub(super) enum WriteError {
    Catalogue(rusqlite::Error),
    Texts(io::Error),
}

impl From<rusqlite::Error> for WriteError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Catalogue(error)
    }
}

impl From<io::Error> for WriteError {
    fn from(error: io::Error) -> Self {
        Self::Texts(error)
    }
}

/// Texts being appended. Dropping it truncates what was not committed.
pub(super) struct Appender<'a> {
    index: &'a Index,
    /// A file that must not be appended to because it is about to be removed.
    excluded: i64,
    open: Option<OpenFile>,
}

struct OpenFile {
    segment: i64,
    out: BufWriter<File>,
    /// Bytes recorded in the catalogue.
    committed: u64,
    /// Bytes including what has been appended.
    length: u64,
}

impl<'a> Appender<'a> {
    pub(super) fn new(index: &'a Index, excluded: i64) -> Self {
        Self { index, excluded, open: None }
    }

    /// Appends a text and the NUL that separates it from the next.
    pub(super) fn push(&mut self, transaction: &Transaction, text: &[u8]) -> Result<TextPosition, WriteError> {
        if self.open.as_ref().is_some_and(|open| open.length >= SEAL_SIZE) {
            self.seal(transaction)?;
        }
        let open = match &mut self.open {
            Some(open) => open,
            none => none.insert(begin(self.index, transaction, self.excluded)?),
        };
        let start = open.length;
        open.out.write_all(text)?;
        open.out.write_all(b"\0")?;
        open.length += text.len() as u64 + 1;
        Ok(TextPosition { segment: open.segment, start })
    }

    /// Syncs the appended texts to disk and records them in the catalogue. After this the transaction may be committed,
    /// and then [`Appender::mark_committed`] must be called.
    pub(super) fn seal(&mut self, transaction: &Transaction) -> Result<(), WriteError> {
        let Some(open) = &mut self.open else { return Ok(()) };
        open.out.flush()?;
        open.out.get_ref().sync_data()?;
        transaction
            .prepare_cached("UPDATE segment SET bytes = ?2 WHERE id = ?1")?
            .execute(params![open.segment, open.length.cast_signed()])?;
        if open.length >= SEAL_SIZE {
            // Later texts go to another file; a failure there leaves nothing but dead bytes in this one.
            self.open = None;
        }
        Ok(())
    }

    /// Keeps the appended texts; to be called after the commit.
    pub(super) fn mark_committed(mut self) {
        if let Some(open) = &mut self.open {
            open.committed = open.length;
        }
    }
}

impl Drop for Appender<'_> {
    fn drop(&mut self) {
        if let Some(open) = self.open.take() {
            let (file, _) = open.out.into_parts();
            // On a full disk this frees the space; if it fails, the next writer does it. After a rollback the lock is
            // gone, and the bytes at the end may belong to another process.
            if open.committed < open.length && !self.index.db.is_autocommit() {
                file.set_len(open.committed).unwrap_or_default();
            }
        }
    }
}

/// Opens the file to append to, or a new one if the last is sealed. Bytes after the last commit, left by a process that
/// was killed, are truncated; nothing maps them.
fn begin(index: &Index, transaction: &Transaction, excluded: i64) -> Result<OpenFile, WriteError> {
    let last: Option<(i64, i64)> = transaction
        .prepare_cached("SELECT id, bytes FROM segment WHERE bytes < ?1 AND id <> ?2 ORDER BY id DESC LIMIT 1")?
        .query_row(params![SEAL_SIZE.cast_signed(), excluded], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (segment, committed) = match last {
        Some((id, bytes)) => (id, bytes.max(0).cast_unsigned()),
        None => {
            transaction.execute("INSERT INTO segment(bytes) VALUES(0)", [])?;
            (transaction.last_insert_rowid(), 0)
        }
    };
    // Only a sealed file has a signature: one that is here was made before a power failure undid the commit that sealed
    // the file, and knows nothing of the texts to come.
    let signature = index.signature(segment);
    if fs::exists(&signature)? {
        remove(&signature)?;
        sync_dir(&index.dir)?;
    }
    let path = index.segment(segment);
    let mut file = OpenOptions::new().write(true).create(true).truncate(false).open(&path)?;
    let length = file.metadata()?.len();
    if length < committed {
        // The file was modified by another program.
        return Err(WriteError::Catalogue(rusqlite::Error::SqliteFailure(
            rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT),
            Some(format!("{} is truncated", path.display())),
        )));
    }
    if length > committed {
        file.set_len(committed)?;
    }
    if committed == 0 {
        // So that the name of the new file is on disk.
        path.parent().map_or(Ok(()), sync_dir)?;
    }
    file.seek(SeekFrom::Start(committed))?;
    Ok(OpenFile { segment, out: BufWriter::with_capacity(1 << 16, file), committed, length: committed })
}

#[cfg(test)]
mod tests {
    use rusqlite::TransactionBehavior;

    use super::*;
    use std::path::Path;

    #[test]
    fn a_signature_of_what_was_lost_goes_before_other_texts_come() {
        let home = tempfile::tempdir().expect("folder");
        let index = Index::open(home.path(), Path::new("/posts")).expect("index");
        let append = |text: &[u8]| {
            let transaction = Transaction::new_unchecked(&index.db, TransactionBehavior::Immediate).expect("lock");
            let mut texts = Appender::new(&index, 0);
            let position = texts.push(&transaction, text).expect("room");
            texts.seal(&transaction).expect("room");
            transaction.commit().expect("room");
            texts.mark_committed();
            position.segment
        };
        let signature = index.signature(append(b"one"));
        std::fs::write(&signature, b"of other texts").expect("room");
        append(b"two");
        assert!(!signature.exists());
    }

    #[test]
    fn who_has_lost_the_lock_cuts_nothing_off() {
        let home = tempfile::tempdir().expect("folder");
        let [one, two] = [(); 2].map(|()| Index::open(home.path(), Path::new("/posts")).expect("index"));
        fn begin(db: &rusqlite::Connection) -> Transaction<'_> {
            Transaction::new_unchecked(db, TransactionBehavior::Immediate).expect("lock")
        }
        let transaction = begin(&one.db);
        let mut lost = Appender::new(&one, 0);
        lost.push(&transaction, b"lost").expect("room");
        // As where the commit fails for want of room.
        transaction.rollback().expect("no error");
        let transaction = begin(&two.db);
        let mut kept = Appender::new(&two, 0);
        let position = kept.push(&transaction, b"kept, and longer").expect("room");
        kept.seal(&transaction).expect("room");
        transaction.commit().expect("room");
        kept.mark_committed();
        drop(lost);
        assert_eq!(std::fs::read(two.segment(position.segment)).expect("file"), b"kept, and longer\0");
    }
}
