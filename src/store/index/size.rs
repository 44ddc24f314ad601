//! How large an index is.

use std::fs;

use crate::problem::Problem;
use crate::store::index::catalogue::Index;

/// The sizes of an index.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// Number of articles.
    pub articles: u64,
    /// Number of folders with articles.
    pub folders: u64,
    /// Bytes of the collection's files that were read.
    pub collection: u64,
    /// Bytes of text.
    pub text: u64,
    /// Bytes of text that no article refers to any more.
    pub dead: u64,
    /// Number of text files.
    pub segments: u64,
    /// Bytes of all files of the index.
    pub disk: u64,
    /// How often the index was written.
    pub generation: u64,
}

impl Index {
    /// The sizes of the index.
    ///
    /// # Errors
    /// [`crate::problem::Code::IndexBroken`] and the like.
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
            let generation = number(self.generation()?);
            Ok(Size { articles, folders, collection, text: all, dead, segments, disk: 0, generation })
        })?;
        let entries = fs::read_dir(&self.dir).into_iter().flatten().flatten();
        size.disk = entries.filter_map(|entry| entry.metadata().ok()).map(|metadata| metadata.len()).sum();
        Ok(size)
    }
}
