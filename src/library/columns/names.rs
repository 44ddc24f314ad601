//! Names interned as small numbers: categories, tags, authors and folders.

use std::ffi::OsStr;
use std::path::Path;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::article::Article;
use crate::library::columns::column::Strings;
use crate::library::columns::table::NameIds;
use crate::os_str::OsStrExt;
use crate::text::{Clean, fold};

/// A category of the collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CategoryId(pub u32);

impl CategoryId {
    /// The category of articles that name none.
    pub const UNCATEGORISED: Self = Self(0);
}

/// A tag of the collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TagId(pub u32);

/// Names by number; number 0 is the empty name.
#[derive(Clone, Debug)]
pub(in crate::library) struct Names {
    names: Vec<Clean>,
    /// Built when a name is first looked up.
    index: OnceLock<NameIndex>,
}

#[derive(Clone, Debug, Default)]
struct NameIndex {
    exact: FxHashMap<Clean, u32>,
    /// Folded name to the first name that folds to it.
    folded: FxHashMap<Box<str>, u32>,
}

impl NameIndex {
    fn add(&mut self, name: &Clean, id: u32) {
        self.exact.entry(name.clone()).or_insert(id);
        self.folded.entry(fold(name).into()).or_insert(id);
    }
}

impl Default for Names {
    fn default() -> Self {
        Self { names: vec![Clean::default()], index: OnceLock::new() }
    }
}

impl Names {
    /// The names of a snapshot.
    pub(in crate::library) fn from_strings(strings: &Strings) -> Self {
        let names: Vec<Clean> = (0..strings.len()).map(|at| Clean::line(strings.str(at))).collect();
        if names.is_empty() { Self::default() } else { Self { names, index: OnceLock::new() } }
    }

    pub(in crate::library) fn to_strings(&self) -> Strings {
        let mut strings = Strings::default();
        self.names.iter().for_each(|name| strings.push(name.as_bytes()));
        strings
    }

    fn index(&self) -> &NameIndex {
        self.index.get_or_init(|| {
            let mut index = NameIndex::default();
            self.names.iter().zip(0..).for_each(|(name, id)| index.add(name, id));
            index
        })
    }

    pub(in crate::library) fn intern(&mut self, name: &Clean) -> u32 {
        if let Some(id) = self.index().exact.get(name) {
            return *id;
        }
        let id = self.names.len() as u32;
        self.names.push(name.clone());
        if let Some(index) = self.index.get_mut() {
            index.add(name, id);
        }
        id
    }

    /// The numbers of an article's names, interning new ones. If there are none and `at_least_one` is set, the number
    /// of the empty name.
    pub(in crate::library) fn members(&mut self, names: &[Clean], at_least_one: bool) -> Vec<u32> {
        if names.is_empty() && at_least_one { vec![0] } else { names.iter().map(|name| self.intern(name)).collect() }
    }

    pub(in crate::library) fn find(&self, name: &str) -> Option<u32> {
        let index = self.index();
        index.exact.get(name).or_else(|| index.folded.get(fold(name).trim())).copied()
    }

    pub(in crate::library) fn name(&self, id: u32) -> &str {
        self.names.get(id as usize).map_or("", Clean::as_str)
    }

    pub(in crate::library) fn len(&self) -> usize {
        self.names.len()
    }
}

/// All interned names of a collection.
#[derive(Clone, Default)]
pub(in crate::library) struct Interner {
    pub(in crate::library) folders: Folders,
    pub(in crate::library) categories: Names,
    pub(in crate::library) tags: Names,
    pub(in crate::library) authors: Names,
}

impl Interner {
    /// The numbers of an article's folder and names; new names are interned.
    pub(in crate::library) fn intern(&mut self, path: &Path, article: &Article) -> NameIds {
        NameIds {
            folder: self.folders.intern(path.parent().unwrap_or(Path::new(""))),
            author: article.author.as_ref().map_or(0, |author| self.authors.intern(author)),
            categories: self.categories.members(&article.categories, true),
            tags: self.tags.members(&article.tags, false),
        }
    }
}

/// The folders of a collection by number: first those of the snapshot, then those added later.
#[derive(Clone, Default)]
pub(in crate::library) struct Folders {
    snapshot: Strings,
    added: Strings,
    /// Built when a folder is first looked up.
    index: OnceLock<FxHashMap<Box<[u8]>, u32>>,
}

impl Folders {
    pub(in crate::library) fn on(snapshot: Strings) -> Self {
        Self { snapshot, ..Self::default() }
    }

    /// The folders added later. While a snapshot is being written, these are all folders.
    pub(in crate::library) fn into_strings(self) -> Strings {
        self.added
    }

    fn bytes(&self, id: u32) -> &[u8] {
        match (id as usize).checked_sub(self.snapshot.len()) {
            None => self.snapshot.get(id as usize),
            Some(added) => self.added.get(added),
        }
    }

    /// The number of folders.
    pub(in crate::library) fn len(&self) -> usize {
        self.snapshot.len() + self.added.len()
    }

    pub(in crate::library) fn path(&self, id: u32) -> &Path {
        as_path(self.bytes(id))
    }

    pub(in crate::library) fn intern(&mut self, path: &Path) -> u32 {
        let count = (self.snapshot.len() + self.added.len()) as u32;
        let bytes = path.as_os_str().as_bytes();
        let known = self.index.get_or_init(|| {
            let all = (0..self.snapshot.len()).map(|at| self.snapshot.get(at));
            all.zip(0..).map(|(bytes, id)| (bytes.into(), id)).collect()
        });
        if let Some(id) = known.get(bytes) {
            return *id;
        }
        self.added.push(bytes);
        if let Some(index) = self.index.get_mut() {
            index.insert(bytes.into(), count);
        }
        count
    }
}

/// The path with these bytes.
pub(in crate::library) fn as_path(bytes: &[u8]) -> &Path {
    Path::new(OsStr::from_bytes(bytes))
}
