//! What is written in one transaction, and what became of it.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::article::Article;
use crate::library::{Card, Stamp};
use crate::problem::Problem;

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
    /// When its file came to this disk or was changed last, in seconds since 1970; kept from when it was read first.
    pub came: i64,
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
    /// Articles and folders that somebody saw go.
    pub gone: Vec<PathBuf>,
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
    /// What the catalogue knows of the records of a batch, in their order.
    pub cards: Vec<Card>,
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

    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        (self.added, self.changed, self.removed) == (0, 0, 0)
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
