//! What is written in one transaction, and what it changed.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::article::Article;
use crate::library::{CatalogueRecord, Stamp};
use crate::problem::Problem;

/// An article that was read.
#[derive(Clone, Debug)]
pub struct Record {
    /// Its folder in the collection.
    pub folder: Arc<Path>,
    /// Its name in the folder.
    pub name: OsString,
    /// The state of its file before it was read; `None` if it cannot be relied on.
    pub stamp: Option<Stamp>,
    /// The hash of the file's bytes.
    pub hash: u128,
    /// Its complete metadata.
    pub article: Article,
    /// Its text, folded.
    pub text: String,
    /// When its file was first seen on this disk or last changed, in seconds since 1970; the value
    /// first stored is kept.
    pub first_seen: i64,
}

/// A scanned folder, all of whose articles are in this batch or an earlier one.
#[derive(Clone, Debug)]
pub struct ScannedFolder {
    /// Its path in the collection.
    pub path: Arc<Path>,
    /// Its fingerprint; `None` if it must be scanned again.
    pub print: Option<u128>,
    /// Names of articles that are no longer in it.
    pub gone: Vec<OsString>,
    /// What could not be read in it.
    pub problems: Vec<(PathBuf, Problem)>,
}

/// What is written in one transaction.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// Articles that were read.
    pub records: Vec<Record>,
    /// Folders that are finished.
    pub folders: Vec<ScannedFolder>,
    /// Articles and folders known to have been removed.
    pub gone: Vec<PathBuf>,
}

/// What changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Number of new articles.
    pub added: usize,
    /// Number of articles whose content changed.
    pub changed: usize,
    /// Number of removed articles.
    pub removed: usize,
    /// Paths and hashes of the new articles. An update that fills an empty index leaves them out.
    pub added_files: Vec<(PathBuf, u128)>,
    /// Paths and hashes of the removed articles.
    pub removed_files: Vec<(PathBuf, u128)>,
    /// The catalogue's records for the articles of a batch, in order.
    pub records: Vec<CatalogueRecord>,
}

impl Tally {
    /// Adds the changes of another tally.
    pub fn add(&mut self, other: Self) {
        self.added += other.added;
        self.changed += other.changed;
        self.removed += other.removed;
        self.added_files.extend(other.added_files);
        self.removed_files.extend(other.removed_files);
    }

    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        (self.added, self.changed, self.removed) == (0, 0, 0)
    }

    /// Moved articles: old and new path of each removed and new article with the same hash, if no other article was
    /// removed or added with that hash.
    pub fn renamed(&self) -> Vec<(&Path, &Path)> {
        let unique = |list: &[(PathBuf, u128)]| {
            let mut seen: FxHashMap<u128, Option<usize>> = FxHashMap::default();
            for (at, (_, hash)) in list.iter().enumerate() {
                seen.entry(*hash).and_modify(|known| *known = None).or_insert(Some(at));
            }
            seen
        };
        if self.removed_files.is_empty() {
            return Vec::new();
        }
        let (old, new) = (unique(&self.removed_files), unique(&self.added_files));
        let mut pairs: Vec<(&Path, &Path)> = old
            .into_iter()
            .filter_map(|(hash, old)| {
                let (old, _) = self.removed_files.get(old?)?;
                let (new, _) = self.added_files.get((*new.get(&hash)?)?)?;
                Some((old.as_path(), new.as_path()))
            })
            .collect();
        pairs.sort_unstable();
        pairs
    }
}
