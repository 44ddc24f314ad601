//! Where articles lie: folders, single files and the guide in the binary; walking them, reading them, their charsets.
//!
//! Nothing here ever writes, and nothing here is an end: what cannot be read becomes a problem.

mod charset;
mod load;
mod locate;
mod read;
mod site;
mod walk;
mod watch;

pub use charset::{Decoded, decode};
pub use load::{Loaded, Whole};
pub use locate::{Located, locate, locate_among, together};
pub use read::{LIMIT, Text};
pub use walk::{Folder, Found};
pub use watch::{Change, Watch};

use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

static GUIDE: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/assets/guide");

/// The endings of files that are articles by their name alone.
pub const ENDINGS: &[&str] = &["md", "markdown", "mdown", "mkd", "html", "htm", "xhtml"];

/// Where a collection lies.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// A folder; paths of articles are relative to it.
    Folder {
        /// The folder.
        root: PathBuf,
    },
    /// The guide that is part of the program; paths are relative to its own root, and nothing lies on disk.
    Guide,
    /// Files and folders named one by one; paths are as they were named.
    Paths(Vec<PathBuf>),
}

/// Whether something is at a path, a dangling symbolic link included.
pub fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Whether a path is a folder or leads to one.
pub fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

impl Source {
    /// The place on disk of a path of this source, for an editor or a browser; `None` in the guide.
    pub fn absolute(&self, path: &Path) -> Option<PathBuf> {
        let place = match self {
            Self::Folder { root } => root.join(path),
            Self::Guide => return None,
            Self::Paths(_) => path.to_path_buf(),
        };
        std::path::absolute(place).ok()
    }

    /// The same place under the one name that marks are kept by: absolute, without symbolic links above its articles.
    pub fn canonical(self) -> Self {
        let settle =
            |path: PathBuf| std::fs::canonicalize(&path).or_else(|_| std::path::absolute(&path)).unwrap_or(path);
        match self {
            Self::Folder { root } => Self::Folder { root: settle(root) },
            Self::Guide => Self::Guide,
            Self::Paths(paths) => Self::Paths(paths.into_iter().map(settle).collect()),
        }
    }

    /// The folder of a collection; `None` where there is no single one.
    pub fn root(&self) -> Option<&Path> {
        match self {
            Self::Folder { root } => Some(root),
            Self::Guide | Self::Paths(_) => None,
        }
    }
}

/// Whether a name ends like an article: `Some(true)` surely, `Some(false)` only if it begins with front matter.
fn is_article_name(path: &Path) -> Option<bool> {
    let ending = path.extension()?.to_str()?;
    if ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending)) {
        return Some(true);
    }
    ending.eq_ignore_ascii_case("txt").then_some(false)
}
