//! Removes dead bytes from the text files: live texts are copied to new files, and old files are unlinked, never
//! truncated.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io;
use std::path::PathBuf;

use rusqlite::{Transaction, TransactionBehavior, params};

use crate::os_str::OsStrExt;
use crate::problem::Problem;
use crate::store::index::append::{Appender, SEAL_SIZE, WriteError};
use crate::store::index::catalogue::Index;
use crate::store::index::files::{SIGNATURE, TEXTS, remove};
use crate::store::system::read_exact_at;

/// A file is rewritten if at least one part in this many is dead…
const MIN_DEAD_PART: u64 = 4;

/// …and at least this many bytes are; less is not worth rewriting.
const MIN_DEAD_BYTES: u64 = 1 << 20;

impl Index {
    /// Rewrites text files that are at least a quarter dead, one transaction per file, and removes unreferenced files.
    /// Returns the number of bytes freed.
    ///
    /// # Errors
    /// [`crate::problem::Code::IndexUnwritable`] and the like; files already rewritten stay so.
    pub fn compact(&self) -> Result<u64, Problem> {
        let mut freed = 0;
        // A file that gets new texts meanwhile is left for the next time.
        for segment in self.sparse_segments().map_err(|error| self.sql_problem(error))? {
            freed += self.rewrite(segment).map_err(|failure| self.problem_of(failure))?;
        }
        self.sweep().map_err(|failure| self.problem_of(failure))?;
        Ok(freed)
    }

    fn sparse_segments(&self) -> rusqlite::Result<Vec<i64>> {
        let mut select = self.db.prepare(
            "SELECT segment.id, segment.bytes, coalesce(sum(article.bytes + 1), 0)
             FROM segment LEFT JOIN article ON article.segment = segment.id GROUP BY segment.id",
        )?;
        let rows = select.query_map([], |row| {
            let unsigned = |at| row.get::<_, i64>(at).map(|value| value.max(0).cast_unsigned());
            Ok((row.get::<_, i64>(0)?, unsigned(1)?, unsigned(2)?))
        })?;
        let mut sparse = Vec::new();
        for row in rows {
            let (id, bytes, live) = row?;
            let dead = bytes.saturating_sub(live);
            if dead >= MIN_DEAD_BYTES && dead * MIN_DEAD_PART >= bytes {
                sparse.push(id);
            }
        }
        Ok(sparse)
    }

    /// Copies the live texts of a file elsewhere and unlinks it.
    fn rewrite(&self, segment: i64) -> Result<u64, WriteError> {
        let transaction = Transaction::new_unchecked(&self.db, TransactionBehavior::Immediate)?;
        let bytes: i64 =
            transaction
                .query_row("SELECT coalesce(sum(bytes), 0) FROM segment WHERE id = ?1", [segment], |row| row.get(0))?;
        let mut moved = 0;
        let mut texts = Appender::new(self, segment);
        {
            let mut select = transaction
                .prepare("SELECT id, start, bytes FROM article WHERE segment = ?1 AND bytes > 0 ORDER BY start")?;
            let rows = select.query_map([segment], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            let rows: Vec<(i64, i64, i64)> = rows.collect::<Result<_, _>>()?;
            let mut update = transaction.prepare("UPDATE article SET segment = ?2, start = ?3 WHERE id = ?1")?;
            let old = match File::open(self.segment(segment)) {
                Err(error) if error.kind() == io::ErrorKind::NotFound && rows.is_empty() => None,
                file => Some(file?),
            };
            let mut text = Vec::new();
            for (id, start, bytes) in rows {
                let length = bytes.clamp(0, SEAL_SIZE.cast_signed() * 4);
                text.resize(usize::try_from(length).unwrap_or(0), 0);
                if let Some(old) = &old {
                    read_exact_at(old, &mut text, start.max(0).cast_unsigned())?;
                }
                let position = texts.push(&transaction, &text)?;
                update.execute(params![id, position.segment, position.start.cast_signed()])?;
                moved += text.len() as u64 + 1;
            }
        }
        texts.seal(&transaction)?;
        transaction.execute("DELETE FROM segment WHERE id = ?1", [segment])?;
        // Text offsets are stored per generation, so moving texts needs a new one.
        Self::count_writing(&transaction)?;
        transaction.commit()?;
        texts.mark_committed();
        remove(&self.segment(segment))?;
        remove(&self.signature(segment))?;
        Ok(bytes.max(0).cast_unsigned().saturating_sub(moved))
    }

    /// Removes text files that the catalogue does not refer to, and their signatures, left by a killed process or an
    /// earlier index. The lock protects files that another process is writing.
    fn sweep(&self) -> Result<(), WriteError> {
        let transaction = Transaction::new_unchecked(&self.db, TransactionBehavior::Immediate)?;
        let mut select = transaction.prepare("SELECT id FROM segment")?;
        let ids: Vec<i64> = select.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let known: Vec<PathBuf> = ids.iter().flat_map(|id| [self.segment(*id), self.signature(*id)]).collect();
        let is_of_texts =
            |name: &OsStr| [TEXTS, SIGNATURE].iter().any(|prefix| name.as_bytes().starts_with(prefix.as_bytes()));
        for entry in fs::read_dir(&self.dir)?.flatten() {
            if is_of_texts(&entry.file_name()) && !known.contains(&entry.path()) {
                remove(&entry.path())?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use super::*;
    use crate::article::Article;
    use crate::store::index::batch::{Batch, Record};

    #[test]
    fn a_snapshot_written_before_names_no_moved_text() {
        let home = tempfile::tempdir().expect("folder");
        let index = Index::open(home.path(), Path::new("/posts")).expect("index");
        index.begin("reading").expect("room");
        let text = |round: usize, number: usize| format!("{round} {number} {}", "字".repeat(40_000));
        let record = |round: usize, number: usize| Record {
            folder: Arc::from(Path::new("")),
            name: format!("{number}.md").into(),
            stamp: None,
            hash: round as u128,
            article: Article::default(),
            text: text(round, number),
            first_seen: 0,
        };
        for (round, count) in [(0, 40), (1, 20)] {
            let records = (0..count).map(|number| record(round, number)).collect();
            index.put(&Batch { records, ..Batch::default() }, "reading").expect("room");
        }
        // As by another copy, while this one has still to compact.
        assert!(index.write_snapshot().expect("room"));
        let dead: usize = (0..20).map(|number| text(0, number).len() + 1).sum();
        assert_eq!(index.compact().expect("room"), dead as u64);
        for _ in 0..2 {
            let texts = index.texts().expect("all files are there");
            let mut right = 0;
            index
                .each(&mut |row| {
                    let number: usize = row.path.file_stem().and_then(|stem| stem.to_str()?.parse().ok()).unwrap_or(99);
                    right +=
                        usize::from(texts.text(i64::from(row.record.row)) == text(usize::from(number < 20), number));
                    true
                })
                .expect("sound");
            assert_eq!(right, 40);
            index.write_snapshot().expect("room");
        }
    }
}
