//! Names given small numbers: categories and tags.

use rustc_hash::FxHashMap;

use crate::text::{Clean, fold};

/// A category of the collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CategoryId(pub u32);

impl CategoryId {
    /// The category of the articles that name none.
    pub const UNCATEGORISED: Self = Self(0);
}

/// A tag of the collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TagId(pub u32);

/// Names by number; number 0 is the empty name.
#[derive(Clone, Debug)]
pub(super) struct Names {
    names: Vec<Clean>,
    exact: FxHashMap<Clean, u32>,
    /// The folded name to the first that folds to it.
    folded: FxHashMap<Box<str>, u32>,
}

impl Default for Names {
    fn default() -> Self {
        let mut names = Self { names: Vec::new(), exact: FxHashMap::default(), folded: FxHashMap::default() };
        names.intern(&Clean::default());
        names
    }
}

impl Names {
    pub(super) fn intern(&mut self, name: &Clean) -> u32 {
        if let Some(id) = self.exact.get(name) {
            return *id;
        }
        let id = self.names.len() as u32;
        self.names.push(name.clone());
        self.exact.insert(name.clone(), id);
        self.folded.entry(fold(name).into()).or_insert(id);
        id
    }

    pub(super) fn find(&self, name: &str) -> Option<u32> {
        self.exact.get(name).or_else(|| self.folded.get(fold(name).trim())).copied()
    }

    pub(super) fn name(&self, id: u32) -> &str {
        self.names.get(id as usize).map_or("", Clean::as_str)
    }

    pub(super) fn len(&self) -> usize {
        self.names.len()
    }
}
