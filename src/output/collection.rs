//! Reading a whole collection into memory.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::article::{Article, ArticleId, Reading};
use crate::files::{Found, Source};
use crate::library::{CatalogueRecord, Library};
use crate::problem::Problem;
use crate::store::Index;

/// An article of a collection.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its path, relative to the collection's root, exactly as the file system names it.
    pub path: PathBuf,
    /// Its metadata.
    pub article: Article,
}

/// A whole collection in memory.
#[derive(Default)]
pub struct Collection {
    /// Its articles; their ids are in the order of the walk.
    pub library: Library,
    /// Folders and files that cannot be read.
    pub unreadable: Vec<(PathBuf, Problem)>,
    /// The articles by their ids.
    entries: Vec<Entry>,
}

impl Collection {
    /// Loads the collection from its index.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn of_index(index: &Index) -> Result<Self, Problem> {
        let mut collection = Self { unreadable: index.unreadable()?, ..Self::default() };
        index.each(&mut |row| {
            collection.add(row.path, row.article, row.record);
            true
        })?;
        Ok(collection)
    }

    /// The article with an id.
    pub fn get(&self, id: ArticleId) -> Option<&Entry> {
        self.entries.get(id.0 as usize)
    }

    /// All articles, in the order of their ids.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Adds an article, or replaces the one at the same path.
    pub(super) fn add(&mut self, path: PathBuf, article: Article, record: CatalogueRecord) {
        let (id, _) = self.library.upsert(&path, &article, record);
        let entry = Entry { path, article };
        // The command line may name a path twice.
        match self.entries.get_mut(id.0 as usize) {
            Some(known) => *known = entry,
            None => self.entries.push(entry),
        }
    }
}

/// How much of each article is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// The front matter: `length` stays 0.
    Metadata,
    /// The body too: lengths, and the problems of bodies.
    Whole,
}

/// Reads the articles at these paths with the given function and returns them in the same order. The caller decides
/// how many threads do this.
pub type ReadAll<'m> = dyn Fn(&[PathBuf], &(dyn Fn(&Path) -> Article + Sync)) -> Vec<Article> + 'm;

/// Reads one article after another.
pub fn in_turn(paths: &[PathBuf], read: &(dyn Fn(&Path) -> Article + Sync)) -> Vec<Article> {
    paths.iter().map(|path| read(path)).collect()
}

/// Reads a whole collection. Never fails: a file that cannot be read becomes an article with a problem, or is listed in
/// `unreadable`.
pub fn load_all(source: &Source, reading: &Reading, depth: Depth, read_all: &ReadAll) -> Collection {
    let mut paths = Vec::new();
    let mut collection = Collection::default();
    if source.is_list() {
        collection.library.set_given(&source.roots());
    }
    source.walk(&mut |found| {
        match found {
            Found::File(path) => paths.push(path),
            Found::Problem { path, problem } => collection.unreadable.push((path, problem)),
        }
        ControlFlow::Continue(())
    });
    let read = |path: &Path| match depth {
        Depth::Metadata => source.load(path, reading).article,
        Depth::Whole => source.load_whole(path, reading).0.article,
    };
    let articles = read_all(&paths, &read);
    for (path, article) in paths.into_iter().zip(articles) {
        collection.add(path, article, CatalogueRecord::default());
    }
    collection
}

/// The path of an article as `--format paths` prints it: it can be opened from the working directory, or is absolute.
pub(super) fn openable(source: &Source, path: &Path) -> PathBuf {
    source.root().map_or_else(|| path.to_owned(), |root| root.join(path))
}

/// [`openable`] for JSON; null if the collection is not on disk.
pub(super) fn as_file(source: &Source, path: &Path) -> Value {
    if source.is_on_disk() { slashed(&openable(source, path)).into() } else { Value::Null }
}

/// A path as text, with `/` as the separator; bytes that are not UTF-8 are replaced.
pub(super) fn slashed(path: &Path) -> String {
    let text = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' { text.into_owned() } else { text.replace(std::path::MAIN_SEPARATOR, "/") }
}
