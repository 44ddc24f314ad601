//! A collection of files and folders named one by one.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use crate::files::read::{Bytes, Text, bytes_of_file, unreadable};
use crate::files::source::{Kind, Source, settled};
use crate::files::walk::{Extent, Found, SNIFF, Seen, Visit, walk_articles};
use crate::problem::Problem;

/// Files, and the articles in folders, by the paths they were named by.
#[derive(Debug)]
struct Named {
    paths: Vec<PathBuf>,
    is_list: bool,
}

impl Source {
    /// Files, and the articles in folders and below. Their paths begin as they were named.
    pub fn named(paths: Vec<PathBuf>) -> Self {
        Self::of(Named { paths, is_list: false })
    }

    /// As [`Source::named`], but the paths are a list from elsewhere, such as the files that a search found: it has an
    /// order, and is not remembered.
    pub fn listed(paths: Vec<PathBuf>) -> Self {
        Self::of(Named { paths, is_list: true })
    }

    /// Reads any file by its path. Has no articles.
    pub fn any_file() -> Self {
        Self::named(Vec::new())
    }
}

impl Kind for Named {
    fn roots(&self) -> Vec<PathBuf> {
        self.paths.clone()
    }

    fn canonical(&self) -> Source {
        let mut seen = HashSet::new();
        let paths = self.paths.iter().map(|path| settled(path)).filter(|path| seen.insert(path.clone())).collect();
        Source::of(Self { paths, is_list: self.is_list })
    }

    fn walk(&self, visit: Visit) -> ControlFlow<()> {
        let mut walk = NamedWalk::default();
        let is_folder = |path: &&PathBuf| path.is_dir();
        if self.paths.iter().any(|path| is_folder(&path)) {
            walk.named = self.paths.iter().filter(|path| !is_folder(path)).map(|path| settled(path)).collect();
        }
        self.paths.iter().try_for_each(|path| walk.one(path, visit))
    }

    fn bytes(&self, path: &Path, limit: u64) -> io::Result<Bytes> {
        bytes_of_file(path, limit)
    }

    fn absolute(&self, path: &Path) -> Option<PathBuf> {
        std::path::absolute(path).ok()
    }

    fn is_list(&self) -> bool {
        self.is_list
    }
}

/// A walk of named paths, each file of which is visited once.
#[derive(Default)]
struct NamedWalk {
    folders: Seen,
    /// The named files that have been visited, as they are really named.
    files: HashSet<PathBuf>,
    /// The files that are named and may be in named folders too.
    named: HashSet<PathBuf>,
}

impl NamedWalk {
    fn one(&mut self, path: &Path, visit: Visit) -> ControlFlow<()> {
        let problem = match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => return self.folder(path, visit),
            Ok(metadata) if metadata.is_file() => {
                if !self.files.insert(settled(path)) {
                    return ControlFlow::Continue(());
                }
                match text_problem(path) {
                    None => return visit(Found::File(path.to_owned())),
                    Some(problem) => problem,
                }
            }
            Ok(_) => unreadable(&io::Error::other("not a regular file")),
            Err(error) => unreadable(&error),
        };
        visit(Found::Problem { path: path.to_owned(), problem })
    }

    fn folder(&mut self, path: &Path, visit: Visit) -> ControlFlow<()> {
        let (named, files) = (&self.named, &mut self.files);
        let is_new = |found: &Found| match found {
            Found::File(file) if !named.is_empty() => {
                let file = settled(file);
                !named.contains(&file) || files.insert(file)
            }
            _ => true,
        };
        let mut is_new = is_new;
        walk_articles(path, Extent::Tree, path, &mut self.folders, &mut |found| {
            if is_new(&found) { visit(found) } else { ControlFlow::Continue(()) }
        })
    }
}

/// Why a file that was named is no article: it cannot be read, or begins with something other than text.
fn text_problem(path: &Path) -> Option<Problem> {
    match bytes_of_file(path, SNIFF) {
        Ok(start) => Text::of(start).err(),
        Err(error) => Some(unreadable(&error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_visited_once_in_the_order_of_the_paths() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("x")).expect("made");
        for (name, text) in [("b.md", "b"), ("a.md", "a"), ("x/c.md", "c"), ("x/d.md", "d"), ("e.png", "%PDF-1.7\n")] {
            fs::write(at(name), text).expect("written");
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink("b.md", at("link.md")).expect("link");
        let visited = |names: &[&str], is_canonical: bool| {
            let source = Source::listed(names.iter().map(|name| at(name)).collect());
            let source = if is_canonical { source.canonical() } else { source };
            let root = if is_canonical { settled(folder.path()) } else { folder.path().to_owned() };
            let mut found = Vec::new();
            source.walk(&mut |what| {
                let (mark, path) = match what {
                    Found::File(path) => ("", path),
                    Found::Problem { path, .. } => ("!", path),
                };
                found.push(format!("{mark}{}", path.strip_prefix(&root).expect("below").display()));
                ControlFlow::Continue(())
            });
            found
        };
        for is_canonical in [false, true] {
            for (names, expected) in [
                (&["b.md", "a.md", "b.md", "x/../a.md"][..], &["b.md", "a.md"][..]),
                (&["x/d.md", "x", "b.md"], &["x/d.md", "x/c.md", "b.md"]),
                (&["x", "x/d.md", "a.md"], &["x/c.md", "x/d.md", "a.md"]),
                (&["gone.md", "e.png", "a.md"], &["!gone.md", "!e.png", "a.md"]),
                (&[], &[]),
            ] {
                assert_eq!(visited(names, is_canonical), expected, "{names:?}");
            }
        }
        assert_eq!(visited(&["link.md", "b.md"], true), ["b.md"]);
        assert_eq!(visited(&["link.md", "b.md"], false), ["link.md"]);
    }
}
