//! A collection of files and folders named one by one.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use crate::files::read::{Bytes, bytes_of_file, unreadable};
use crate::files::source::{Kind, Source, settled};
use crate::files::walk::{Extent, Found, Seen, Visit, walk_articles};

/// Files, and the articles in folders, by the paths they were named by.
#[derive(Debug)]
struct Named(Vec<PathBuf>);

impl Source {
    /// Files, and the articles in folders and below. Their paths begin as they were named.
    pub fn named(paths: Vec<PathBuf>) -> Self {
        Self::of(Named(paths))
    }

    /// Reads any file by its path. Has no articles.
    pub fn any_file() -> Self {
        Self::named(Vec::new())
    }
}

impl Kind for Named {
    fn roots(&self) -> Vec<PathBuf> {
        self.0.clone()
    }

    fn canonical(&self) -> Source {
        Source::named(self.0.iter().map(|path| settled(path)).collect())
    }

    fn walk(&self, visit: Visit) -> ControlFlow<()> {
        let mut seen = HashSet::new();
        self.0.iter().try_for_each(|path| walk_one(path, &mut seen, visit))
    }

    fn bytes(&self, path: &Path, limit: u64) -> io::Result<Bytes> {
        bytes_of_file(path, limit)
    }

    fn absolute(&self, path: &Path) -> Option<PathBuf> {
        std::path::absolute(path).ok()
    }
}

fn walk_one(path: &Path, seen: &mut Seen, visit: Visit) -> ControlFlow<()> {
    let problem = match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => return walk_articles(path, Extent::Tree, path, seen, visit),
        Ok(metadata) if metadata.is_file() => return visit(Found::File(path.to_owned())),
        Ok(_) => unreadable(&io::Error::other("not a regular file")),
        Err(error) => unreadable(&error),
    };
    visit(Found::Problem { path: path.to_owned(), problem })
}
