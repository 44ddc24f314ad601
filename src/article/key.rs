//! The identity of an article.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use memchr::memmem;

use crate::os_str::{OsStrExt, OsStringExt, with_slashes};

/// Between a container that is a file and the member. No absolute path contains it once its empty components are gone.
const WITHIN: &[u8] = b"//";

/// Identifies an article, whichever collection it is opened in: what is remembered about it is stored by this key.
///
/// An article has a container and, unless it is the container, is a member of it. A file is its own container, named by
/// its absolute path. The container of an article inside an archive is the archive; that of an article in the binary is
/// a word that ends with a colon, as no absolute path does.
///
/// The key is one string, by which it is stored and compared: `/posts/a.md`, `/books/a.epub//text/1.xhtml`,
/// `guide:keys.md`. The keys of all files in a folder begin with the path of the folder and a slash, and so do those of
/// all members of its archives.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleKey(OsString);

impl ArticleKey {
    /// The key of an article that is a file, by its absolute path.
    pub fn file(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let is_plain = memmem::find(path.as_os_str().as_bytes(), WITHIN).is_none();
        let path = if is_plain { path } else { path.components().collect() };
        Self(with_slashes(path).into_os_string())
    }

    /// The key of an article inside a container, by its path there: relative, without empty components.
    pub fn member(container: &Path, path: &Path) -> Self {
        let mut key = Self::file(container);
        if key.is_on_disk() {
            key.0.push(OsStr::from_bytes(WITHIN));
        }
        key.0.push(path);
        key
    }

    /// The key with this stored form, the inverse of [`ArticleKey::as_bytes`].
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(OsString::from_vec(bytes))
    }

    /// The stored form.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// The container: the article itself if it is a file.
    pub fn container(&self) -> &Path {
        Path::new(OsStr::from_bytes(self.parts().0))
    }

    /// The path inside the container; `None` if the article is a file.
    pub fn path(&self) -> Option<&Path> {
        self.parts().1.map(|path| Path::new(OsStr::from_bytes(path)))
    }

    /// Whether the container is a file on disk.
    pub fn is_on_disk(&self) -> bool {
        Path::new(&self.0).is_absolute()
    }

    fn parts(&self) -> (&[u8], Option<&[u8]>) {
        let bytes = self.as_bytes();
        if !self.is_on_disk() {
            let end = memchr::memchr(b':', bytes).map_or(0, |colon| colon + 1);
            let (container, path) = bytes.split_at(end);
            return if end == 0 { (bytes, None) } else { (container, Some(path)) };
        }
        // At the start two slashes are part of the name of a server on Windows.
        let end = bytes.get(1..).and_then(|rest| memmem::find(rest, WITHIN)).map(|end| end + 1);
        match end {
            Some(end) => (bytes.get(..end).unwrap_or_default(), bytes.get(end + WITHIN.len()..)),
            None => (bytes, None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_containers_and_members() {
        let within = |container: &str, path: &str| ArticleKey::member(Path::new(container), Path::new(path));
        for (key, stored, container, path) in [
            (ArticleKey::file("/posts/a.md"), "/posts/a.md", "/posts/a.md", None),
            (ArticleKey::file("//posts//a:b.md"), "/posts/a:b.md", "/posts/a:b.md", None),
            (
                within("/books//a.epub", "text/1.xhtml"),
                "/books/a.epub//text/1.xhtml",
                "/books/a.epub",
                Some("text/1.xhtml"),
            ),
            (within("/a:", "1"), "/a://1", "/a:", Some("1")),
            (within("guide:", "keys.md"), "guide:keys.md", "guide:", Some("keys.md")),
            (within("guide:", "a//b:c.md"), "guide:a//b:c.md", "guide:", Some("a//b:c.md")),
            (ArticleKey::file("a.md"), "a.md", "a.md", None),
        ] {
            assert_eq!(key.as_bytes(), stored.as_bytes());
            assert_eq!((key.container(), key.path()), (Path::new(container), path.map(Path::new)), "{stored}");
            assert_eq!(ArticleKey::from_bytes(stored.into()), key);
        }
    }
}
