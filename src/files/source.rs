//! Where the articles of a collection are stored, and which names are names of articles.

use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

/// The files of the guide.
pub(super) static GUIDE: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/assets/guide");

/// The extensions of files that are articles by their name alone.
pub const ENDINGS: &[&str] = &["md", "markdown", "mdown", "mkd", "html", "htm", "xhtml"];

/// Where a collection is stored.
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
