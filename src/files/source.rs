//! Where the articles of a collection are stored, and which names are names of articles.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

/// The files of the guide.
pub(super) static GUIDE: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/assets/guide");

/// The extensions of files that are articles by their name alone. Of the last four, the text is shown as it is.
pub const ENDINGS: &[&str] =
    &["md", "markdown", "mdown", "mkd", "mdx", "html", "htm", "xhtml", "org", "adoc", "asciidoc", "rst"];

/// What the keys of articles in the binary begin with. No absolute path does.
const BUILT_IN: &str = "guide:";

/// Where a collection is stored. Nothing outside of `files` asks which kind it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// A folder; paths of articles are relative to it.
    Folder {
        /// The folder.
        root: PathBuf,
    },
    /// The guide inside the binary; paths are relative to its root, and nothing is on disk.
    Guide,
    /// Files and folders named one by one; paths are as they were named.
    Paths(Vec<PathBuf>),
}

/// Whether something exists at a path; a dangling symbolic link counts.
pub fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Whether a path is a folder or a symbolic link to one.
pub fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

impl Source {
    /// The key of an article, by which its marks are stored: its absolute path; for an article in the binary, its path
    /// in the source after `guide:`.
    pub fn key(&self, path: &Path) -> PathBuf {
        match self {
            Self::Guide => {
                let mut key = OsString::from(BUILT_IN);
                key.push(path);
                key.into()
            }
            Self::Folder { .. } | Self::Paths(_) => self.absolute(path).unwrap_or_else(|| path.to_owned()),
        }
    }

    /// The path in this source of the article with a key, the inverse of [`Source::key`]; `None` if it is not in it.
    pub fn path_of(&self, key: &Path) -> Option<PathBuf> {
        match self {
            Self::Guide => key.to_str()?.strip_prefix(BUILT_IN).map(PathBuf::from),
            Self::Folder { .. } => key.strip_prefix(self.key(Path::new(""))).ok().map(Path::to_owned),
            Self::Paths(_) => Some(key.to_owned()),
        }
    }

    /// The key of the collection, by which its order and the place in it are stored.
    pub fn collection_key(&self) -> PathBuf {
        match self {
            Self::Guide => BUILT_IN.into(),
            Self::Folder { root } => root.clone(),
            Self::Paths(paths) => paths.first().cloned().unwrap_or_default(),
        }
    }

    /// Where its articles are: the keys of all of them are these paths or lie below them.
    pub fn roots(&self) -> Vec<PathBuf> {
        match self {
            Self::Guide => vec![BUILT_IN.into()],
            Self::Folder { root } => vec![root.clone()],
            Self::Paths(paths) => paths.clone(),
        }
    }

    /// Whether its articles are files that another program can open, and that may change.
    pub fn is_on_disk(&self) -> bool {
        !matches!(self, Self::Guide)
    }

    /// The absolute path on disk of a path of this source, for an editor or a browser; `None` in the guide.
    pub fn absolute(&self, path: &Path) -> Option<PathBuf> {
        let place = match self {
            Self::Folder { root } => root.join(path),
            Self::Guide => return None,
            Self::Paths(_) => path.to_path_buf(),
        };
        std::path::absolute(place).ok()
    }

    /// The same source under the one name that marks are stored by: absolute, with symbolic links to it resolved.
    pub fn canonical(self) -> Self {
        let settle =
            |path: PathBuf| std::fs::canonicalize(&path).or_else(|_| std::path::absolute(&path)).unwrap_or(path);
        match self {
            Self::Folder { root } => Self::Folder { root: settle(root) },
            Self::Guide => Self::Guide,
            Self::Paths(paths) => Self::Paths(paths.into_iter().map(settle).collect()),
        }
    }

    /// The folder of a collection; `None` if it is not a single folder.
    pub fn root(&self) -> Option<&Path> {
        match self {
            Self::Folder { root } => Some(root),
            Self::Guide | Self::Paths(_) => None,
        }
    }
}

/// Whether a file is an article by its name: `Some(true)` if it is, `Some(false)` if only with front matter, `None` if
/// it is not.
pub(super) fn is_article_name(path: &Path) -> Option<bool> {
    let extension = path.extension()?.to_str()?;
    if ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(extension)) {
        return Some(true);
    }
    extension.eq_ignore_ascii_case("txt").then_some(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_lead_back_to_paths() {
        let path = |text: &str| PathBuf::from(text);
        let folder = Source::Folder { root: path("/posts") };
        for (source, article, key) in [
            (Source::Guide, "a.md", "guide:a.md"),
            (folder.clone(), "x/a.md", "/posts/x/a.md"),
            (Source::Paths(vec![path("/y")]), "/y/a.md", "/y/a.md"),
        ] {
            assert_eq!(source.key(Path::new(article)), path(key));
            assert_eq!(source.path_of(Path::new(key)), Some(path(article)));
        }
        assert_eq!(folder.path_of(Path::new("/other/a.md")), None);
        assert_eq!(Source::Guide.path_of(Path::new("/posts/a.md")), None);
    }
}
