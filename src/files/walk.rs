//! Finding the articles of a source, directory by directory, in a stable order.

use std::collections::{HashSet, VecDeque};
use std::ffi::OsString;
use std::fs;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::read::unreadable;
use super::{GUIDE, Source, is_article_name};
use crate::article;
use crate::problem::Problem;

/// How many bytes of a `.txt` are looked at for front matter.
const SNIFF: u64 = 4096;

/// What a walk comes upon.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// An article, by its path in the source.
    File(PathBuf),
    /// A folder or a named file that cannot be read.
    Problem {
        /// Its path in the source.
        path: PathBuf,
        /// Why.
        problem: Problem,
    },
}

type Visit<'a> = &'a mut dyn FnMut(Found) -> ControlFlow<()>;

impl Source {
    /// Hands every article to `visit`, until it breaks off.
    ///
    /// A folder's own files come before its subfolders, both by name. Folders behind symbolic links come after all
    /// others, and every folder once however many names lead to it, so that loops end. Hidden names and
    /// `node_modules` are passed over.
    pub fn walk(&self, visit: Visit) {
        let done = match self {
            Self::Folder { root } => self.walk_folder(root, Path::new(""), visit),
            Self::Guide => walk_guide(visit),
            Self::Paths(paths) => paths.iter().try_for_each(|path| match fs::metadata(path) {
                Ok(metadata) if metadata.is_dir() => self.walk_folder(path, path, visit),
                Ok(metadata) if metadata.is_file() => visit(Found::File(path.clone())),
                Ok(_) => {
                    let problem = unreadable(&io::Error::other("not an ordinary file"));
                    visit(Found::Problem { path: path.clone(), problem })
                }
                Err(error) => visit(Found::Problem { path: path.clone(), problem: unreadable(&error) }),
            }),
        };
        // Breaking off is the visitor's right and no news to the caller.
        let (ControlFlow::Continue(()) | ControlFlow::Break(())) = done;
    }

    /// Walks the folder at `root`; `prefix` stands before every path found.
    fn walk_folder(&self, root: &Path, prefix: &Path, visit: Visit) -> ControlFlow<()> {
        let mut walk = Walk { root, seen: HashSet::new(), linked: VecDeque::new() };
        let mut open = vec![PathBuf::new()];
        loop {
            let Some(folder) = open.pop() else {
                match walk.linked.pop_front() {
                    Some(folder) => open.push(folder),
                    None => return ControlFlow::Continue(()),
                }
                continue;
            };
            let listing = match walk.list(&folder) {
                Ok(listing) => listing,
                Err(error) => {
                    visit(Found::Problem { path: prefix.join(&folder), problem: unreadable(&error) })?;
                    continue;
                }
            };
            for name in listing.files {
                let path = prefix.join(folder.join(name));
                if is_article_name(&path) == Some(true) || self.begins_with_front_matter(&path) {
                    visit(Found::File(path))?;
                }
            }
            open.extend(listing.folders.into_iter().rev().map(|name| folder.join(name)));
            if let Some(error) = listing.broken_off {
                visit(Found::Problem { path: prefix.join(&folder), problem: unreadable(&error) })?;
            }
        }
    }

    fn begins_with_front_matter(&self, path: &Path) -> bool {
        self.bytes(path, SNIFF).is_ok_and(|(bytes, _)| article::begins_with_front_matter(&super::decode(bytes).text))
    }
}

/// A walk of one folder.
struct Walk<'a> {
    root: &'a Path,
    /// Device and inode of the folders visited.
    seen: HashSet<(u64, u64)>,
    /// Folders behind symbolic links, still to come.
    linked: VecDeque<PathBuf>,
}

/// One folder's names, sorted.
#[derive(Default)]
struct Listing {
    files: Vec<OsString>,
    folders: Vec<OsString>,
    /// What ended the listing early.
    broken_off: Option<io::Error>,
}

impl Walk<'_> {
    /// The names in one folder; nothing if it was visited before.
    fn list(&mut self, folder: &Path) -> io::Result<Listing> {
        let place = self.root.join(folder);
        let mut listing = Listing::default();
        if !self.seen.insert(identity(&place)?) {
            return Ok(listing);
        }
        let mut linked = Vec::new();
        for entry in fs::read_dir(&place)? {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    listing.broken_off = Some(error);
                    break;
                }
            };
            let name = entry.file_name();
            if name.as_encoded_bytes().first() == Some(&b'.') || name == "node_modules" {
                continue;
            }
            let Ok(kind) = entry.file_type() else { continue };
            if kind.is_dir() {
                listing.folders.push(name);
            } else if kind.is_file() {
                listing.add_file(name);
            } else if kind.is_symlink()
                && let Ok(target) = fs::metadata(entry.path())
            {
                if target.is_file() {
                    listing.add_file(name);
                } else if target.is_dir() && !self.is_above_root(&entry.path()) {
                    linked.push(folder.join(name));
                }
            }
        }
        listing.files.sort_unstable();
        listing.folders.sort_unstable();
        linked.sort_unstable();
        self.linked.extend(linked);
        Ok(listing)
    }

    /// Whether a link leads to a folder that holds the collection itself: everything else there is none of it.
    fn is_above_root(&self, link: &Path) -> bool {
        match (fs::canonicalize(link), fs::canonicalize(self.root)) {
            (Ok(target), Ok(root)) => root.starts_with(target),
            _ => false,
        }
    }
}

impl Listing {
    fn add_file(&mut self, name: OsString) {
        if is_article_name(Path::new(&name)).is_some() {
            self.files.push(name);
        }
    }
}

#[cfg(unix)]
fn identity(folder: &Path) -> io::Result<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    let metadata = fs::metadata(folder)?;
    Ok((metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
fn identity(folder: &Path) -> io::Result<(u64, u64)> {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    fs::canonicalize(folder)?.hash(&mut hasher);
    Ok((0, hasher.finish()))
}

fn walk_guide(visit: Visit) -> ControlFlow<()> {
    let mut open = vec![&GUIDE];
    while let Some(folder) = open.pop() {
        let mut files: Vec<&Path> = folder.files().map(|file| file.path()).collect();
        files.sort_unstable();
        for path in files {
            if is_article_name(path) == Some(true) {
                visit(Found::File(path.to_path_buf()))?;
            }
        }
        let mut folders: Vec<_> = folder.dirs().collect();
        folders.sort_unstable_by_key(|folder| std::cmp::Reverse(folder.path()));
        open.extend(folders);
    }
    ControlFlow::Continue(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(source: &Source) -> Vec<String> {
        let mut found = Vec::new();
        source.walk(&mut |what| {
            found.push(match what {
                Found::File(path) => path.to_string_lossy().into_owned(),
                Found::Problem { path, .. } => format!("!{}", path.to_string_lossy()),
            });
            ControlFlow::Continue(())
        });
        found
    }

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("in the folder")).expect("made");
            fs::write(path, text).expect("written");
        }
        folder
    }

    #[test]
    fn only_articles_in_a_stable_order() {
        let folder = folder(&[
            ("b.md", ""),
            ("a.HTML", ""),
            ("新媒体/ZAKER/x.markdown", ""),
            ("z/c.mkd", ""),
            ("z.md", ""),
            ("notes.txt", "no front matter here\n"),
            ("post.txt", "\n---\ntitle: x\n---\n"),
            ("._a.md", ""),
            (".git/a.md", ""),
            ("node_modules/a.md", ""),
            ("picture.png", ""),
            (".gitignore", "*"),
        ]);
        let source = Source::Folder { root: folder.path().to_path_buf() };
        assert_eq!(names(&source), ["a.HTML", "b.md", "post.txt", "z.md", "z/c.mkd", "新媒体/ZAKER/x.markdown"]);
        let mut count = 0;
        source.walk(&mut |_| {
            count += 1;
            if count == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert_eq!(count, 2);
        let named = Source::Paths(vec![folder.path().join("notes.txt"), folder.path().join("z"), "no.md".into()]);
        let root = folder.path().display();
        assert_eq!(names(&named), [format!("{root}/notes.txt"), format!("{root}/z/c.mkd"), "!no.md".to_owned()]);
        assert_eq!(names(&Source::Folder { root: folder.path().join("gone") }), ["!"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_once_and_loops_end() {
        use std::os::unix::fs::symlink;
        let folder = folder(&[("posts/a.md", ""), ("posts/deep/b.md", "")]);
        let outside = self::folder(&[("c.md", "")]);
        let at = |name: &str| folder.path().join(name);
        symlink(folder.path(), at("posts/up")).expect("link");
        symlink(at("posts"), at("posts/deep/again")).expect("link");
        symlink("/", at("everything")).expect("link");
        symlink(outside.path(), at("outside")).expect("link");
        symlink(outside.path(), at("outside too")).expect("link");
        symlink(at("posts/a.md"), at("link.md")).expect("link");
        symlink(at("gone.md"), at("dangling.md")).expect("link");
        let source = Source::Folder { root: folder.path().to_path_buf() };
        assert_eq!(names(&source), ["link.md", "posts/a.md", "posts/deep/b.md", "outside/c.md"]);
    }

    #[cfg(unix)]
    #[test]
    fn pipes_and_strange_names() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;
        let folder = folder(&[("a.md", "")]);
        let pipe = folder.path().join("pipe.md");
        rustix::fs::mkfifoat(rustix::fs::CWD, &pipe, rustix::fs::Mode::RWXU).expect("a pipe");
        let pipe = folder.path().join("pipe.txt");
        rustix::fs::mkfifoat(rustix::fs::CWD, &pipe, rustix::fs::Mode::RWXU).expect("a pipe");
        let strange = OsStr::from_bytes(b"\xce\xc4\xd5\xc2.md");
        let written = fs::write(folder.path().join(strange), "text");
        let source = Source::Folder { root: folder.path().to_path_buf() };
        if written.is_ok() {
            assert_eq!(names(&source), ["a.md", "\u{fffd}\u{fffd}\u{fffd}\u{fffd}.md"]);
            assert_eq!(source.read(Path::new(strange)).map(|text| text.text), Ok("text".to_owned()));
        } else {
            assert_eq!(names(&source), ["a.md"]);
        }
    }
}
