//! Where the articles of a collection are stored: what every kind of collection has in common.

use std::fmt;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::article::ArticleKey;
use crate::files::home::includes_home;
use crate::files::names::is_article_name;
use crate::files::read::{Bytes, LIMIT, Text, unreadable};
use crate::files::system::stamp_of;
use crate::files::walk::{Extent, ListedFolder, SNIFF, Visit, begins_with_front_matter, walk_folders};
use crate::library::Stamp;
use crate::problem::Problem;

/// Where a collection is stored. Nothing asks which kind it is: each kind is a file of this module that implements
/// `Kind` and a constructor of `Source`.
///
/// An article of a source has a path in it, by which it is listed, read and shown, and a key, by which it is known
/// whatever collection it is opened in.
#[derive(Clone, Debug)]
pub struct Source(Arc<dyn Kind>);

/// What a kind of collection does. A kind has a container or, if its articles are files, `roots` and `absolute` of its own.
pub(super) trait Kind: fmt::Debug + Send + Sync {
    /// See [`Source::canonical`].
    fn canonical(&self) -> Source;

    /// See [`Source::walk`].
    fn walk(&self, visit: Visit) -> ControlFlow<()>;

    /// The bytes of a file of the source, up to a limit.
    fn bytes(&self, path: &Path, limit: u64) -> io::Result<Bytes>;

    /// The container of all its articles; `None` if each is a file of its own.
    fn container(&self) -> Option<&Path> {
        None
    }

    /// See [`Source::key`].
    fn key(&self, path: &Path) -> ArticleKey {
        match self.container() {
            Some(container) => ArticleKey::member(container, path),
            None => ArticleKey::file(self.absolute(path).unwrap_or_else(|| path.to_owned())),
        }
    }

    /// See [`Source::path_of`].
    fn path_of(&self, key: &ArticleKey) -> Option<PathBuf> {
        let path = match self.container() {
            Some(container) => key.path().filter(|_| key.container() == container),
            None => key.path().is_none().then(|| key.container()),
        };
        path.map(Path::to_owned)
    }

    /// See [`Source::roots`].
    fn roots(&self) -> Vec<PathBuf> {
        self.container().map(Path::to_owned).into_iter().collect()
    }

    /// See [`Source::absolute`].
    fn absolute(&self, _path: &Path) -> Option<PathBuf> {
        None
    }

    /// See [`Source::root`].
    fn root(&self) -> Option<&Path> {
        None
    }

    /// See [`Source::extent`].
    fn extent(&self) -> Extent {
        Extent::Tree
    }

    /// See [`Source::is_on_disk`].
    fn is_on_disk(&self) -> bool {
        self.container().is_none_or(Path::is_absolute)
    }

    /// See [`Source::is_stream`].
    fn is_stream(&self) -> bool {
        false
    }

    /// See [`Source::is_list`].
    fn is_list(&self) -> bool {
        false
    }

    /// See [`Source::stamp`].
    fn stamp(&self, path: &Path) -> Option<Stamp> {
        stamp_of(&self.absolute(path)?)
    }

    /// Whether there is currently a file at a path.
    fn has_file(&self, path: &Path) -> bool {
        self.absolute(path).is_some_and(|file| file.is_file())
    }
}

impl Source {
    /// A collection of this kind.
    pub(super) fn of(kind: impl Kind + 'static) -> Self {
        Self(Arc::new(kind))
    }

    /// The key of the article at a path.
    pub fn key(&self, path: &Path) -> ArticleKey {
        self.0.key(path)
    }

    /// The path in this source of the article with a key, the inverse of [`Source::key`]; `None` if it is not in it.
    pub fn path_of(&self, key: &ArticleKey) -> Option<PathBuf> {
        self.0.path_of(key)
    }

    /// The key of the collection, by which its order, the place in it and its index are stored: its first root. For a
    /// folder without those below it, NUL follows, which no path contains, since the folder with those below it is
    /// another collection.
    pub fn collection_key(&self) -> PathBuf {
        let mut key = self.0.roots().into_iter().next().unwrap_or_default().into_os_string();
        if self.is_alone() {
            key.push("\0");
        }
        key.into()
    }

    /// Whether it is a folder without those below it.
    pub fn is_alone(&self) -> bool {
        self.extent() == Extent::Folder
    }

    /// How far the folders of the collection are walked.
    pub(super) fn extent(&self) -> Extent {
        self.0.extent()
    }

    /// The folder among its roots that is walked as a whole although the home folder is it or lies below it; `None` if
    /// there is no such folder.
    pub fn whole_home(&self) -> Option<PathBuf> {
        let is_walked = self.is_on_disk() && self.extent() == Extent::Tree;
        self.0.roots().into_iter().find(|root| is_walked && includes_home(root))
    }

    /// Where its articles are: each is one of these paths, lies below one, or is in the container of this name.
    pub fn roots(&self) -> Vec<PathBuf> {
        self.0.roots()
    }

    /// Why its folder cannot be found, as when a disk is not mounted: nothing is known of its files then, and those that
    /// cannot be found have not been deleted. `None` if the folder is there. The code is [`Code::Unreadable`].
    ///
    /// [`Code::Unreadable`]: crate::problem::Code::Unreadable
    pub fn loss(&self) -> Option<Problem> {
        let found = std::fs::metadata(self.0.root()?);
        let is_folder = |found: std::fs::Metadata| {
            if found.is_dir() { Ok(()) } else { Err(std::io::ErrorKind::NotADirectory.into()) }
        };
        found.and_then(is_folder).err().map(|error| unreadable(&error))
    }

    /// Whether its articles are on disk, and may change.
    pub fn is_on_disk(&self) -> bool {
        self.0.is_on_disk()
    }

    /// Whether it is a stream that has been read, of which nothing is to be remembered.
    pub fn is_stream(&self) -> bool {
        self.0.is_stream()
    }

    /// Whether it is a list of paths from elsewhere: it is in the order of [`Source::roots`], and nothing is remembered
    /// but of its articles.
    pub fn is_list(&self) -> bool {
        self.0.is_list()
    }

    /// The absolute path of the file that is the article at a path, for an editor or a browser; `None` if the article is
    /// not a file of its own.
    pub fn absolute(&self, path: &Path) -> Option<PathBuf> {
        self.0.absolute(path)
    }

    /// The same source under the one name that marks are stored by: absolute, with symbolic links to it resolved.
    pub fn canonical(&self) -> Self {
        self.0.canonical()
    }

    /// The folder of a collection; `None` if it is not a single folder. Only a source with a root has an index and is
    /// watched.
    pub fn root(&self) -> Option<&Path> {
        self.0.root()
    }

    /// Calls `visit` with every article, until it breaks.
    ///
    /// The files of a folder come before its subfolders, both sorted by name. Folders behind symbolic links come after
    /// all others. Every folder is visited once, however many names it has, so that loops end. Hidden names,
    /// `node_modules`, FIFOs, sockets and devices are skipped. What cannot be read, for example because it has been
    /// removed meanwhile or its path is too long, does not affect the rest.
    pub fn walk(&self, visit: Visit) {
        let (ControlFlow::Continue(()) | ControlFlow::Break(())) = self.0.walk(visit);
    }

    /// Calls `visit` with every folder of a collection in one folder, until it breaks: the folders, files and problems
    /// of [`Source::walk`] in the same order, but `.txt` files are not searched for front matter. Visits nothing if the
    /// collection is not one folder.
    pub fn walk_folders(&self, visit: &mut dyn FnMut(ListedFolder) -> ControlFlow<()>) {
        let Some(root) = self.root() else { return };
        let (ControlFlow::Continue(()) | ControlFlow::Break(())) = walk_folders(root, self.extent(), visit);
    }

    /// The state of the file at a path; `None` if it cannot be determined.
    pub fn stamp(&self, path: &Path) -> Option<Stamp> {
        self.0.stamp(path)
    }

    /// Whether there is currently an article at a path.
    pub fn has(&self, path: &Path) -> bool {
        self.0.has_file(path) && self.is_article(path)
    }

    /// Whether a file found by a walk is an article, by its name or because it begins with front matter.
    pub fn is_article(&self, path: &Path) -> bool {
        is_article_name(path) == Some(true) || self.0.bytes(path, SNIFF).is_ok_and(begins_with_front_matter)
    }

    /// Reads a file of this source as text, up to [`LIMIT`].
    ///
    /// # Errors
    /// [`Code::Unreadable`], with the message of the system or because the path is not a regular file;
    /// [`Code::NotText`].
    ///
    /// [`Code::Unreadable`]: crate::problem::Code::Unreadable
    /// [`Code::NotText`]: crate::problem::Code::NotText
    pub fn read(&self, path: &Path) -> Result<Text, Problem> {
        self.decode(self.read_bytes(path, LIMIT)?)
    }

    /// Decodes the bytes of an article: what another program has written to a stream, or a file.
    ///
    /// # Errors
    /// As [`Source::read`].
    pub(super) fn decode(&self, bytes: Bytes) -> Result<Text, Problem> {
        if self.is_stream() { Text::of_output(bytes) } else { Text::of(bytes) }
    }

    /// Reads a file of this source as bytes, up to `limit`. Symbolic links are followed. FIFOs, sockets, devices and
    /// folders are errors, and reading never blocks on them. In a folder, an absolute `path` or one with `..` names a
    /// file outside of it, as in [`Path::join`]: a caller that takes paths from articles checks them first.
    ///
    /// # Errors
    /// [`Code::Unreadable`], as [`Source::read`].
    ///
    /// [`Code::Unreadable`]: crate::problem::Code::Unreadable
    pub fn read_bytes(&self, path: &Path, limit: u64) -> Result<Bytes, Problem> {
        self.0.bytes(path, limit).map_err(|error| unreadable(&error))
    }
}

/// The one name of a path: absolute, with symbolic links resolved, as far as it exists.
pub(super) fn settled(path: &Path) -> PathBuf {
    std::fs::canonicalize(path).or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_alone_is_another_collection_of_the_same_articles() {
        let (deep, alone) = (Source::folder("/posts"), Source::folder_alone("/posts"));
        assert_ne!(deep.collection_key(), alone.collection_key());
        assert_eq!(alone.clone().canonical().collection_key(), alone.collection_key());
        assert_eq!(deep.key(Path::new("a.md")), alone.key(Path::new("a.md")));
        let below = deep.key(Path::new("x/a.md"));
        assert_eq!((deep.path_of(&below), alone.path_of(&below)), (Some("x/a.md".into()), None));
    }

    #[test]
    fn keys_lead_back_to_paths() {
        let folder = Source::folder("/posts");
        for (source, article, key) in [
            (Source::guide(), "a.md", "guide:a.md"),
            (folder.clone(), "x/a.md", "/posts/x/a.md"),
            (Source::named(vec!["/y".into()]), "/y/a.md", "/y/a.md"),
        ] {
            assert_eq!(source.key(Path::new(article)).as_bytes(), key.as_bytes());
            assert_eq!(source.path_of(&ArticleKey::from_bytes(key.into())), Some(article.into()));
        }
        for (source, key) in [
            (&folder, "/other/a.md"),
            (&folder, "/posts/a.epub//1.xhtml"),
            (&folder, "guide:a.md"),
            (&Source::any_file(), "guide:a.md"),
            (&Source::guide(), "/posts/a.md"),
        ] {
            assert_eq!(source.path_of(&ArticleKey::from_bytes(key.into())), None, "{key}");
        }
    }
}
