//! Reading a whole collection into memory.

use std::cell::LazyCell;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::article::{Article, ArticleId, Reading};
use crate::files::{Found, Source};
use crate::library::{CatalogueRecord, Library, Marked};
use crate::marks::Marks;
use crate::problem::Problem;
use crate::store::{Index, IndexSnapshot};

/// An article of a collection.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its path, relative to the collection's root, exactly as the file system names it.
    pub path: PathBuf,
    /// Its metadata.
    pub article: Article,
}

/// A whole collection: what lists, filters and orders need of its articles, and the rest of each when it is asked for.
#[derive(Default)]
pub struct Collection {
    /// Its articles.
    pub library: Library,
    /// Folders and files that cannot be read.
    pub unreadable: Vec<(PathBuf, Problem)>,
    articles: Articles,
}

/// What is remembered about the articles of a collection.
#[derive(Debug, Default)]
pub struct Remembered {
    /// Their marks.
    pub marks: Marks,
    /// When the collection was last visited, in seconds since 1970.
    pub visited: Option<i64>,
}

/// [`Remembered`], read when it is first asked for.
pub type LazyRemembered<'a> = LazyCell<Remembered, Box<dyn FnOnce() -> Remembered + 'a>>;

impl Remembered {
    /// The marks of an article that filters, orders and queries use.
    pub fn marked(&self, library: &Library, id: ArticleId) -> Marked {
        Marked {
            read: self.marks.is_read(id),
            starred: self.marks.is_starred(id),
            new: self.visited.is_some_and(|visited| library.first_seen(id) > visited),
        }
    }
}

/// Where the complete metadata of the articles is.
enum Articles {
    /// In memory, by their ids.
    Read(Vec<Entry>),
    /// In the catalogue.
    Indexed(Box<Index>),
}

impl Default for Articles {
    fn default() -> Self {
        Self::Read(Vec::new())
    }
}

/// How many articles are read from the catalogue at a time.
const BATCH: usize = 256;

impl Collection {
    /// Why the folder of the collection itself cannot be read.
    pub fn unreadable_root(&self) -> Option<&Problem> {
        self.unreadable.iter().find(|(path, _)| path.as_os_str().is_empty()).map(|(_, problem)| problem)
    }

    /// The collection of an index in its present state: its latest snapshot, and what has changed since.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn of_index(index: Index, snapshot: Option<&IndexSnapshot>) -> Result<Self, Problem> {
        let snapshot = snapshot.filter(|snapshot| snapshot.is_of(&index));
        let mut library =
            snapshot.map_or_else(Library::new, |snapshot| Library::from_snapshot(snapshot.articles.clone()));
        let gone = index.since(snapshot, &mut |row| {
            library.upsert(&row.path, &row.article, row.record);
            true
        })?;
        for id in gone.iter().filter_map(|path| library.find(path)).collect::<Vec<_>>() {
            library.remove(id);
        }
        Ok(Self { library, unreadable: index.unreadable()?, articles: Articles::Indexed(Box::new(index)) })
    }

    /// Passes these articles to `visit`, in the same order. An article that was removed meanwhile is left out.
    ///
    /// # Errors
    /// Errors of `visit`, and those of reading the catalogue.
    pub fn each(
        &self,
        ids: &[ArticleId],
        visit: &mut dyn FnMut(ArticleId, &Entry) -> io::Result<()>,
    ) -> io::Result<()> {
        let index = match &self.articles {
            Articles::Read(entries) => {
                let known = ids.iter().filter_map(|id| Some((*id, entries.get(id.0 as usize)?)));
                return known.into_iter().try_for_each(|(id, entry)| visit(id, entry));
            }
            Articles::Indexed(index) => index,
        };
        let mut reader = index.article_reader();
        for ids in ids.chunks(BATCH) {
            let paths: Vec<(ArticleId, PathBuf)> =
                ids.iter().filter_map(|id| Some((*id, self.library.path(*id)?))).collect();
            let wanted: Vec<(u32, &Path)> =
                paths.iter().map(|(id, path)| (self.library.row(*id), path.as_path())).collect();
            let articles = reader.read(&wanted).map_err(|problem| io_error(&problem))?;
            for ((id, path), article) in paths.into_iter().zip(articles) {
                if let Some(article) = article {
                    visit(id, &Entry { path, article })?;
                }
            }
        }
        Ok(())
    }

    /// Reads the bodies of these articles, of which only the front matter was read. Does nothing if the collection is
    /// that of an index, which has read them.
    pub fn complete(&mut self, source: &Source, reading: &Reading, ids: &[ArticleId], read_all: &ReadAll) {
        let Articles::Read(entries) = &self.articles else { return };
        let path = |id: &ArticleId| entries.get(id.0 as usize).map(|entry| entry.path.clone());
        let paths: Vec<PathBuf> = ids.iter().filter_map(path).collect();
        let articles = read_all(&paths, &|path| source.load_whole(path, reading).0.article);
        for (path, article) in paths.into_iter().zip(articles) {
            self.add(path, article, CatalogueRecord::default());
        }
    }

    /// Adds an article, or replaces the one at the same path.
    pub(super) fn add(&mut self, path: PathBuf, article: Article, record: CatalogueRecord) {
        let (id, _) = self.library.upsert(&path, &article, record);
        let Articles::Read(entries) = &mut self.articles else { return };
        let entry = Entry { path, article };
        // The command line may name a path twice.
        match entries.get_mut(id.0 as usize) {
            Some(known) => *known = entry,
            None => entries.push(entry),
        }
    }
}

fn io_error(problem: &Problem) -> io::Error {
    let args: Vec<&str> = problem.args.iter().map(|arg| arg.as_str()).collect();
    io::Error::other(args.join(": "))
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
    load_with(source, read_all, &|path| match depth {
        Depth::Metadata => source.load(path, reading).article,
        Depth::Whole => source.load_whole(path, reading).0.article,
    })
}

/// As [`load_all`], with a function that reads an article.
pub fn load_with(source: &Source, read_all: &ReadAll, read: &(dyn Fn(&Path) -> Article + Sync)) -> Collection {
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
    let articles = read_all(&paths, read);
    for (path, article) in paths.into_iter().zip(articles) {
        collection.add(path, article, CatalogueRecord::default());
    }
    collection
}

/// The path of an article as `--format paths` prints it: it can be opened from the working directory, is absolute, or is in
/// the guide.
pub(super) fn openable(source: &Source, path: &Path) -> PathBuf {
    match (source.root(), source.roots().into_iter().next()) {
        (Some(root), _) => root.join(path),
        (None, Some(guide)) if !source.is_on_disk() && !source.is_stream() => {
            let mut name = guide.into_os_string();
            name.push(path);
            name.into()
        }
        (None, _) => path.to_owned(),
    }
}

/// `openable` for JSON.
pub fn as_file(source: &Source, path: &Path) -> Value {
    slashed(&openable(source, path)).into()
}

/// A path as text, with `/` as the separator; bytes that are not UTF-8 are replaced.
pub fn slashed(path: &Path) -> String {
    let text = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' { text.into_owned() } else { text.replace(std::path::MAIN_SEPARATOR, "/") }
}
