//! Finding the articles in a folder, directory by directory, in a stable order.

use std::collections::{HashSet, VecDeque};
use std::ffi::OsString;
use std::fs;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use crate::article;
use crate::files::charset::decode;
use crate::files::names::{is_article_name, is_skipped};
use crate::files::read::{Bytes, bytes_of_file, unreadable};
use crate::files::system::{Directory, NameKind, identity};
use crate::library::Stamp;
use crate::problem::Problem;

/// How many bytes of a `.txt` file are searched for front matter.
pub(super) const SNIFF: u64 = 4096;

/// What a walk finds.
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

/// A folder of a collection in its present state, with only the files directly in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Folder {
    /// Its path in the source; empty for the root.
    pub path: PathBuf,
    /// The names of files that are or may be articles, sorted, each with the state of the file.
    pub files: Vec<(OsString, Stamp)>,
    /// What cannot be read, by paths in the source: the folder itself, dangling links.
    pub problems: Vec<(PathBuf, Problem)>,
}

/// A folder of a collection whose names have been read, but not yet the states of its files.
#[derive(Debug)]
pub struct ListedFolder {
    found: Folder,
    /// The open folder; `None` if it could not be opened.
    directory: Option<Directory>,
}

impl ListedFolder {
    /// Its path in the source; empty for the root.
    pub fn path(&self) -> &Path {
        &self.found.path
    }

    /// The number of files that are or may be articles.
    pub fn len(&self) -> usize {
        self.found.files.len()
    }

    /// Whether there are no such files.
    pub fn is_empty(&self) -> bool {
        self.found.files.is_empty()
    }

    /// What cannot be read.
    pub fn problems(&self) -> &[(PathBuf, Problem)] {
        &self.found.problems
    }

    /// The folder with the present states of its files.
    pub fn with_stamps(mut self) -> Folder {
        for (name, stamp) in &mut self.found.files {
            *stamp = self.directory.as_ref().and_then(|directory| directory.stamp(name)).unwrap_or_default();
        }
        self.found
    }
}

/// How far a walk goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// Only the files directly in the folder.
    Folder,
    /// The folder and all below it.
    Tree,
}

/// Called with each thing a walk finds, until it breaks.
pub(super) type Visit<'a> = &'a mut dyn FnMut(Found) -> ControlFlow<()>;

/// Calls `visit` with every article in the folder at `root`, as far as `extent`, until it breaks, as [`Source::walk`]
/// describes.
/// `prefix` is prepended to every path found; folders in `seen` are skipped.
///
/// [`Source::walk`]: crate::files::Source::walk
pub(super) fn walk_articles(
    root: &Path,
    extent: Extent,
    prefix: &Path,
    seen: &mut Seen,
    visit: Visit,
) -> ControlFlow<()> {
    walk_listings((root, extent), seen, &mut |_| {}, &mut |folder, listing| {
        let listing = match listing {
            Ok(listing) => listing,
            Err(error) => return visit(Found::Problem { path: prefix.join(folder), problem: unreadable(&error) }),
        };
        for name in listing.files {
            let path = folder.join(name);
            if is_article_name(&path) == Some(true) || has_front_matter(&root.join(&path)) {
                visit(Found::File(prefix.join(path)))?;
            }
        }
        for (name, error) in listing.dangling {
            visit(Found::Problem { path: prefix.join(folder.join(name)), problem: unreadable(&error) })?;
        }
        match listing.error {
            Some(error) => visit(Found::Problem { path: prefix.join(folder), problem: unreadable(&error) }),
            None => ControlFlow::Continue(()),
        }
    })
}

/// Calls `visit` with the folder at `root` and, as far as `extent`, those below it, until it breaks: the folders, files and
/// problems of [`walk_articles`] in the same order, but `.txt` files are not searched for front matter.
pub(super) fn walk_folders(
    root: &Path,
    extent: Extent,
    visit: &mut dyn FnMut(ListedFolder) -> ControlFlow<()>,
) -> ControlFlow<()> {
    walk_listings((root, extent), &mut HashSet::new(), &mut |_| {}, &mut |folder, listing| {
        let mut found = Folder { path: folder.to_path_buf(), ..Folder::default() };
        let mut directory = None;
        match listing {
            Ok(listing) => {
                found.files = listing.files.into_iter().map(|name| (name, Stamp::default())).collect();
                let dangling = listing.dangling.into_iter();
                found.problems.extend(dangling.map(|(name, error)| (folder.join(name), unreadable(&error))));
                found.problems.extend(listing.error.map(|error| (folder.to_path_buf(), unreadable(&error))));
                directory = listing.directory;
            }
            Err(error) => found.problems.push((folder.to_path_buf(), unreadable(&error))),
        }
        visit(ListedFolder { found, directory })
    })
}

/// Whether a file on disk begins with front matter.
fn has_front_matter(file: &Path) -> bool {
    bytes_of_file(file, SNIFF).is_ok_and(begins_with_front_matter)
}

/// Whether a text of which these are the first [`SNIFF`] bytes begins with front matter.
pub(super) fn begins_with_front_matter(start: Bytes) -> bool {
    article::begins_with_front_matter(&decode(start.bytes).text)
}

/// Visits the folder at `root` and, as far as `extent`, those below it as [`Source::walk`] does. `enter` is called with each folder before its
/// names are read, `file` with the path, relative to `root`, of each file that is or may be an article.
pub(super) fn each_folder(root: &Path, extent: Extent, enter: &mut dyn FnMut(&Path), file: &mut dyn FnMut(PathBuf)) {
    let mut seen = HashSet::new();
    let done = walk_listings((root, extent), &mut seen, enter, &mut |folder, listing| {
        listing.into_iter().flat_map(|listing| listing.files).for_each(|name| file(folder.join(name)));
        ControlFlow::Continue(())
    });
    let (ControlFlow::Continue(()) | ControlFlow::Break(())) = done;
}

/// Calls `visit` with the path of each file that [`walk_articles`] leaves out because of its name, until it breaks.
pub(super) fn each_other_file(root: &Path, extent: Extent, visit: &mut dyn FnMut(PathBuf) -> ControlFlow<()>) {
    let mut seen = HashSet::new();
    let (enter, others) = (&mut |_: &Path| {}, true);
    let walk = Walk { root, extent, seen: &mut seen, linked: VecDeque::new(), enter, others };
    let done = visit_listings(walk, &mut |folder, listing| {
        let listing = listing.unwrap_or_default();
        let maybe = listing
            .files
            .into_iter()
            .map(|name| folder.join(name))
            .filter(|path| is_article_name(path) == Some(false) && !has_front_matter(&root.join(path)));
        maybe.chain(listing.others.into_iter().map(|name| folder.join(name))).try_for_each(&mut *visit)
    });
    let (ControlFlow::Continue(()) | ControlFlow::Break(())) = done;
}

/// Walks the folder at `root`, as far as `extent`, and calls `visit` with the listing of each folder, after `enter` with
/// the folder.
fn walk_listings(
    (root, extent): (&Path, Extent),
    seen: &mut Seen,
    enter: &mut dyn FnMut(&Path),
    visit: &mut dyn FnMut(&Path, io::Result<Listing>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    visit_listings(Walk { root, extent, seen, linked: VecDeque::new(), enter, others: false }, visit)
}

fn visit_listings(
    mut walk: Walk<'_>,
    visit: &mut dyn FnMut(&Path, io::Result<Listing>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut open = vec![PathBuf::new()];
    loop {
        let Some(folder) = open.pop() else {
            match walk.linked.pop_front() {
                Some(folder) => open.push(folder),
                None => return ControlFlow::Continue(()),
            }
            continue;
        };
        match walk.list(&folder) {
            Ok(Some(mut listing)) => {
                let folders = std::mem::take(&mut listing.folders);
                visit(&folder, Ok(listing))?;
                open.extend(folders.into_iter().rev().map(|name| folder.join(name)));
            }
            Ok(None) => {}
            Err(error) => visit(&folder, Err(error))?,
        }
    }
}

/// Device and inode of the visited folders.
pub(super) type Seen = HashSet<(u64, u64)>;

/// A walk of one folder.
struct Walk<'a> {
    root: &'a Path,
    extent: Extent,
    seen: &'a mut Seen,
    /// Folders behind symbolic links that are yet to be visited.
    linked: VecDeque<PathBuf>,
    /// Called with each folder before its names are read.
    enter: &'a mut dyn FnMut(&Path),
    /// Whether the names of files that are no articles are kept.
    others: bool,
}

/// One folder's names, sorted.
#[derive(Default)]
struct Listing {
    files: Vec<OsString>,
    folders: Vec<OsString>,
    /// Files that are no articles by their names, if they are wanted.
    others: Vec<OsString>,
    /// Links to folders.
    linked: Vec<OsString>,
    /// Dangling links with the name of an article.
    dangling: Vec<(OsString, io::Error)>,
    /// The error that ended the listing early.
    error: Option<io::Error>,
    /// The folder itself.
    directory: Option<Directory>,
}

impl Walk<'_> {
    /// The names in one folder; `None` if it has been visited before.
    fn list(&mut self, folder: &Path) -> io::Result<Option<Listing>> {
        let place = self.root.join(folder);
        let mut listing = Listing::default();
        let opened = Directory::open(&place);
        // A folder that cannot be opened is known by its path, so that it is reported once.
        let own = opened.as_ref().map_or_else(|_| identity(&place), Directory::identity)?;
        if !self.seen.insert(own) {
            return Ok(None);
        }
        (self.enter)(&place);
        let mut directory = opened?;
        listing.error = directory.each_name(&mut |name, kind| self.add_name(&place, name, kind, &mut listing)).err();
        listing.files.sort_unstable();
        listing.folders.sort_unstable();
        listing.dangling.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        listing.linked.sort_unstable();
        self.linked.extend(listing.linked.drain(..).map(|name| folder.join(name)));
        listing.directory = Some(directory);
        Ok(Some(listing))
    }

    fn add_name(&self, place: &Path, name: OsString, kind: NameKind, listing: &mut Listing) {
        if is_skipped(&name) {
            return;
        }
        match kind {
            NameKind::Folder if self.extent == Extent::Tree => listing.folders.push(name),
            NameKind::File => listing.add_file(name, self.others),
            NameKind::Link => self.add_link(&place.join(&name), name, listing),
            NameKind::Folder | NameKind::Other => {}
        }
    }

    fn add_link(&self, link: &Path, name: OsString, listing: &mut Listing) {
        match fs::metadata(link) {
            Ok(target) if target.is_file() => listing.add_file(name, self.others),
            Ok(target) if target.is_dir() && self.enters(link) => listing.linked.push(name),
            Ok(_) => {}
            Err(error) if is_article_name(Path::new(&name)) == Some(true) => listing.dangling.push((name, error)),
            Err(_) => {}
        }
    }

    /// Whether a link to a folder is followed.
    fn enters(&self, link: &Path) -> bool {
        self.extent == Extent::Tree && !self.is_above_root(link)
    }

    /// Whether a link leads to a folder that contains the collection: the rest of that folder does not belong to it.
    fn is_above_root(&self, link: &Path) -> bool {
        match (fs::canonicalize(link), fs::canonicalize(self.root)) {
            (Ok(target), Ok(root)) => root.starts_with(target),
            _ => false,
        }
    }
}

impl Listing {
    fn add_file(&mut self, name: OsString, others: bool) {
        if is_article_name(Path::new(&name)).is_some() {
            self.files.push(name);
        } else if others {
            self.others.push(name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::source::Source;

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
        let source = Source::folder(folder.path());
        assert_eq!(names(&source), ["a.HTML", "b.md", "post.txt", "z.md", "z/c.mkd", "新媒体/ZAKER/x.markdown"]);
        let mut count = 0;
        source.walk(&mut |_| {
            count += 1;
            if count == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert_eq!(count, 2);
        let named = Source::named(vec![folder.path().join("notes.txt"), folder.path().join("z"), "no.md".into()]);
        let root = folder.path().display();
        assert_eq!(names(&named), [format!("{root}/notes.txt"), format!("{root}/z/c.mkd"), "!no.md".to_owned()]);
        assert_eq!(names(&Source::folder(folder.path().join("gone"))), ["!"]);
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
        symlink(at("nothing"), at("dangling")).expect("link");
        let source = Source::folder(folder.path());
        assert_eq!(names(&source), ["link.md", "!dangling.md", "posts/a.md", "posts/deep/b.md", "outside/c.md"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_alone_is_not_left() {
        let folder = folder(&[("b.md", ""), ("a.txt", "---\ntitle: x\n---\n"), ("posts/c.md", "")]);
        std::os::unix::fs::symlink(folder.path().join("posts"), folder.path().join("link")).expect("link");
        std::os::unix::fs::symlink("gone", folder.path().join("d.md")).expect("link");
        let source = Source::folder_alone(folder.path());
        assert_eq!(names(&source), ["a.txt", "b.md", "!d.md"]);
        let mut folders = Vec::new();
        source.walk_folders(&mut |found| {
            folders.push((found.path().to_owned(), found.with_stamps().files.len()));
            ControlFlow::Continue(())
        });
        assert_eq!(folders, [(PathBuf::new(), 2)]);
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
        let source = Source::folder(folder.path());
        if written.is_ok() {
            assert_eq!(names(&source), ["a.md", "\u{fffd}\u{fffd}\u{fffd}\u{fffd}.md"]);
            assert_eq!(source.read(Path::new(strange)).map(|text| text.text), Ok("text".to_owned()));
        } else {
            assert_eq!(names(&source), ["a.md"]);
        }
    }

    #[test]
    fn folders_named_twice_are_walked_once() {
        let folder = folder(&[("a.md", ""), ("deep/b.md", ""), ("B.md", ""), ("b.md", "")]);
        let (root, deep) = (folder.path().to_path_buf(), folder.path().join("deep"));
        let within = |source: &Source| {
            let root = format!("{}/", folder.path().display());
            names(source).into_iter().map(|name| name.replace(&root, "")).collect::<Vec<_>>()
        };
        let all = ["B.md", "a.md", "b.md", "deep/b.md"];
        assert_eq!(within(&Source::named(vec![root.clone(), deep.clone(), root.clone()])), all);
        assert_eq!(within(&Source::named(vec![deep, root])), ["deep/b.md", "B.md", "a.md", "b.md"]);
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_file_is_passed_over_and_named_it_is_told() {
        use std::os::unix::fs::symlink;
        let folder = folder(&[("a.md", "")]);
        let at = |name: &str| folder.path().join(name);
        let _socket = std::os::unix::net::UnixListener::bind(at("socket.md")).expect("a socket");
        symlink("/dev/zero", at("device.md")).expect("link");
        symlink(at("loop.md"), at("loop.md")).expect("link");
        let source = Source::folder(folder.path());
        assert_eq!(names(&source), ["a.md", "!loop.md"]);
        let named = ["socket.md", "device.md", "loop.md", "a.md/b.md"].map(at).to_vec();
        let told: Vec<_> = named.iter().map(|path| format!("!{}", path.display())).collect();
        assert_eq!(names(&Source::named(named.clone())), told);
        for path in &named {
            assert_eq!(
                source.read(path).map_err(|problem| problem.code),
                Err(crate::problem::Code::Unreadable),
                "{path:?}"
            );
        }
    }

    #[test]
    fn what_changes_under_the_walk_costs_itself_alone() {
        let folder = folder(&[("a.md", ""), ("b/b.md", ""), ("c/c.md", ""), ("d/d.md", ""), ("e.md", "")]);
        let at = |name: &str| folder.path().join(name);
        let source = Source::folder(folder.path());
        let mut found = Vec::new();
        source.walk(&mut |what| {
            // While the first file is looked at, one folder becomes a file, another goes, and so does a file.
            if found.is_empty() {
                fs::remove_dir_all(at("b")).expect("removed");
                fs::write(at("b"), "").expect("written");
                fs::remove_dir_all(at("c")).expect("removed");
                fs::remove_file(at("e.md")).expect("removed");
            }
            found.push(match what {
                Found::File(path) => path.display().to_string(),
                Found::Problem { path, .. } => format!("!{}", path.display()),
            });
            ControlFlow::Continue(())
        });
        assert_eq!(found, ["a.md", "e.md", "!b", "!c", "d/d.md"]);
        let gone = source.load(Path::new("e.md"), &article::Reading::default()).article;
        assert_eq!(gone.title.as_str(), "e");
        assert_eq!(gone.problems.first().map(|problem| problem.code), Some(crate::problem::Code::Unreadable));
    }

    #[cfg(unix)]
    #[test]
    fn a_path_too_long_for_the_system_is_a_problem_and_its_neighbours_stay() {
        use rustix::fs::{Mode, OFlags, mkdirat, openat};
        let folder = folder(&[("a.md", ""), ("b/b.md", ""), ("龙/b.md", "")]);
        let name = "长".repeat(80);
        let open = |at: &std::fs::File, name: &str| -> std::fs::File {
            mkdirat(at, name, Mode::RWXU).expect("made");
            openat(at, name, OFlags::DIRECTORY | OFlags::RDONLY, Mode::empty()).expect("opened").into()
        };
        let mut deepest = std::fs::File::open(folder.path()).expect("opened");
        for _ in 0..20 {
            deepest = open(&deepest, &name);
            let file = openat(&deepest, "a.md", OFlags::CREATE | OFlags::WRONLY, Mode::RWXU).expect("made");
            drop(file);
        }
        let source = Source::folder(folder.path());
        let found = names(&source);
        let (problems, files): (Vec<&String>, Vec<&String>) = found.iter().partition(|name| name.starts_with('!'));
        assert_eq!((&found[..2], found.last()), (&["a.md".to_owned(), "b/b.md".into()][..], Some(&"龙/b.md".into())));
        // How many fit depends on the path of the temporary folder.
        assert!(problems.len() == 1 && problems[0].len() > 3800 && files.len() > 15, "{} files", files.len());
    }
}
