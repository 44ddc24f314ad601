//! A collection in one folder, with or without those below it.

use std::collections::HashSet;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use crate::article::ArticleKey;
use crate::files::read::{Bytes, bytes_of_file};
use crate::files::site::posts_of_site;
use crate::files::source::{Kind, Source, settled};
use crate::files::walk::{Extent, Visit, walk_articles};

/// The articles in a folder, by their paths relative to it.
#[derive(Debug)]
struct InFolder {
    root: PathBuf,
    extent: Extent,
}

impl Source {
    /// The articles in a folder and below. Their paths are relative to it.
    pub fn folder(root: impl Into<PathBuf>) -> Self {
        Self::of(InFolder { root: root.into(), extent: Extent::Tree })
    }

    /// The articles in a folder, without those in the folders below. Their paths are relative to it.
    pub fn folder_alone(root: impl Into<PathBuf>) -> Self {
        Self::of(InFolder { root: root.into(), extent: Extent::Folder })
    }
}

/// The collection that the path of a folder names: the posts of a site if it is the root of one, else what is in it.
pub(in crate::files) fn at_folder(path: &Path) -> Option<Source> {
    path.is_dir().then(|| Source::folder(posts_of_site(path).unwrap_or_else(|| path.to_owned())))
}

impl Kind for InFolder {
    fn path_of(&self, key: &ArticleKey) -> Option<PathBuf> {
        let root = std::path::absolute(&self.root).ok()?;
        let file = key.path().is_none().then(|| key.container())?;
        let path = file.strip_prefix(root).ok()?;
        let is_here = self.extent == Extent::Tree || path.components().count() == 1;
        is_here.then(|| path.to_owned())
    }

    fn roots(&self) -> Vec<PathBuf> {
        vec![self.root.clone()]
    }

    fn canonical(&self) -> Source {
        Source::of(Self { root: settled(&self.root), extent: self.extent })
    }

    fn walk(&self, visit: Visit) -> ControlFlow<()> {
        walk_articles(&self.root, self.extent, Path::new(""), &mut HashSet::new(), visit)
    }

    fn bytes(&self, path: &Path, limit: u64) -> io::Result<Bytes> {
        bytes_of_file(&self.root.join(path), limit)
    }

    fn absolute(&self, path: &Path) -> Option<PathBuf> {
        std::path::absolute(self.root.join(path)).ok()
    }

    fn extent(&self) -> Extent {
        self.extent
    }

    fn root(&self) -> Option<&Path> {
        Some(&self.root)
    }
}
