//! Which collection a path on the command line belongs to.

use std::path::{Component, Path, PathBuf};

use crate::files::home::includes_home;
use crate::files::kinds::{at_folder, in_guide};
use crate::files::names::exists;
use crate::files::site::posts_of_site;
use crate::files::source::Source;
use crate::files::system::identity;

/// Names of folders that contain only posts.
const POSTS: &[&str] = &["_posts", "posts", "content", "articles"];

/// The kinds of collections that are named by one path, asked in turn: each gives the collection if the path names one.
const KINDS: &[fn(&Path) -> Option<Source>] = &[at_folder];

/// The collection a path belongs to, and the article it names.
#[derive(Clone, Debug)]
pub struct Located {
    /// The collection.
    pub source: Source,
    /// The article, by its path in the collection.
    pub selected: Option<PathBuf>,
}

/// The collection of a path.
///
/// For a folder it is the folder itself, or the posts folder if it is the root of a site. For a file it is the topmost of
/// the nearest consecutive parent folders named `_posts`, `posts`, `content` or `articles`, else its own folder without
/// those below. No file opens a collection that includes the home folder.
pub fn locate(path: &Path) -> Located {
    locate_among(path, &[])
}

/// What `guide:` and `guide:02-x.md` name on the command line, unless a file has that name: the guide, or an article in
/// it.
pub fn locate_in_guide(path: &Path) -> Option<Located> {
    let (source, selected) = in_guide(path).filter(|_| !exists(path))?;
    Some(Located { source, selected })
}

/// As [`locate`], but a file belongs to the nearest of the known collections above it, if there is one.
pub fn locate_among(path: &Path, collections: &[PathBuf]) -> Located {
    if let Some(located) = locate_in_guide(path) {
        return located;
    }
    if let Some(source) = collection_at(path) {
        return Located { source, selected: None };
    }
    around_file(path, collections, &includes_home)
}

/// The collection of a file. `is_refused` says which folders no file opens.
fn around_file(path: &Path, collections: &[PathBuf], is_refused: &dyn Fn(&Path) -> bool) -> Located {
    let absolute = lexical(&std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf()));
    let may_open = |root: &&Path| !is_refused(root);
    let known = known_collection(&absolute, collections).filter(may_open);
    let (root, source): (&Path, fn(&Path) -> Source) = match known.or_else(|| posts_folder(&absolute).filter(may_open))
    {
        Some(whole) => (whole, |root| Source::folder(root)),
        None => (absolute.parent().unwrap_or(Path::new("")), |root| Source::folder_alone(root)),
    };
    let selected = absolute.strip_prefix(root).map_or_else(|_| absolute.clone(), Path::to_path_buf);
    Located { source: source(root), selected: Some(selected) }
}

/// Whether a path names a whole collection, such as a folder or the guide, not an article in one.
pub fn is_collection(path: &Path) -> bool {
    let is_guide = || locate_in_guide(path).is_some_and(|located| located.selected.is_none());
    collection_at(path).is_some() || is_guide()
}

/// The collection that a path names as a whole.
fn collection_at(path: &Path) -> Option<Source> {
    KINDS.iter().find_map(|kind| kind(path))
}

/// Several paths as one collection. A site's root stands for its posts folder.
pub fn together(paths: Vec<PathBuf>) -> Source {
    Source::named(paths.into_iter().map(posts_in_site).collect())
}

/// A list of paths from elsewhere as one collection. A site's root stands for its posts folder.
pub fn list_of(paths: Vec<PathBuf>) -> Source {
    Source::listed(paths.into_iter().map(posts_in_site).collect())
}

fn posts_in_site(path: PathBuf) -> PathBuf {
    if path.is_dir() { posts_of_site(&path).unwrap_or(path) } else { path }
}

/// The nearest known collection above a file.
fn known_collection<'a>(file: &'a Path, collections: &[PathBuf]) -> Option<&'a Path> {
    let known: Vec<_> = collections
        .iter()
        .map(|path| (lexical(&std::path::absolute(path).unwrap_or_else(|_| path.clone())), identity(path).ok()))
        .collect();
    file.ancestors().skip(1).find(|above| {
        let own = if known.is_empty() { None } else { identity(above).ok() };
        known.iter().any(|(path, place)| path == above || own.is_some() && own == *place)
    })
}

/// The topmost of the nearest consecutive folders above a file that have the name of a posts folder.
fn posts_folder(file: &Path) -> Option<&Path> {
    let is_posts = |path: &Path| path.file_name().is_some_and(|name| POSTS.iter().any(|known| name == *known));
    let mut above = file.ancestors().skip(1).skip_while(|path| !is_posts(path)).take_while(|path| is_posts(path));
    above.by_ref().last()
}

/// The path without `.` and `..`, resolved without reading the disk.
fn lexical(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if out.parent().is_some() => {
                out.pop();
            }
            part => out.push(part),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(names: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        for name in names {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().expect("in the folder")).expect("made");
            std::fs::write(path, "").expect("written");
        }
        folder
    }

    #[test]
    fn files_open_inside_their_collection() {
        for (path, root, is_whole) in [
            ("site/source/_posts/新媒体/ZAKER/a.md", "site/source/_posts", true),
            ("hugo/content/posts/2022/a.md", "hugo/content", true),
            ("hugo/content/blog/posts/a.md", "hugo/content/blog/posts", true),
            ("notes/a.md", "notes", false),
            ("a.md", "", false),
        ] {
            let folder = folder(&[path]);
            let file = folder.path().join(path);
            let located = locate(&file);
            let expected = lexical(&folder.path().join(root));
            assert_eq!(located.source.root(), Some(expected.as_path()), "{path}");
            assert_eq!(located.source.collection_key() == expected, is_whole, "{path}");
            let selected = located.selected.expect("a file selects itself");
            assert_eq!(expected.join(selected), file);
        }
    }

    #[test]
    fn known_collections_come_first() {
        let folder = folder(&["site/source/_posts/a/b.md"]);
        let at = |name: &str| folder.path().join(name);
        let collections = [at("site"), at("site/source/../source/_posts/a")];
        let located = locate_among(&at("site/source/_posts/a/b.md"), &collections);
        assert_eq!(located.source.root(), Some(at("site/source/_posts/a").as_path()));
        assert_eq!(located.selected, Some("b.md".into()));
    }

    #[test]
    fn no_file_opens_the_whole_home_folder() {
        let folder = folder(&["posts/me/a.md", "posts/me/content/b/c.md"]);
        let at = |name: &str| folder.path().join(name);
        // The home folder is configured as a collection, and lies in a folder with the name of a posts folder.
        let (home, above) = (at("posts/me"), at("posts"));
        for (file, root, is_whole) in
            [("posts/me/a.md", "posts/me", false), ("posts/me/content/b/c.md", "posts/me/content", true)]
        {
            let located = around_file(&at(file), std::slice::from_ref(&home), &|root| root == home || root == above);
            assert_eq!(located.source.root(), Some(at(root).as_path()), "{file}");
            assert_eq!(located.source.collection_key() == at(root), is_whole, "{file}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn known_collections_are_found_through_links() {
        let folder = folder(&["data/notes/a/b.md"]);
        let at = |name: &str| folder.path().join(name);
        std::os::unix::fs::symlink(at("data"), at("link")).expect("link");
        for (known, file, root) in
            [("link/notes", "data/notes/a/b.md", "data/notes"), ("data/notes", "link/notes/a/b.md", "link/notes")]
        {
            let located = locate_among(&at(file), &[at(known)]);
            assert_eq!((located.source.root(), located.selected), (Some(at(root).as_path()), Some("a/b.md".into())));
        }
    }

    #[test]
    fn the_root_of_a_site_means_its_posts() {
        for (files, root) in [
            (&["_config.yml", "source/_posts/a.md"][..], "source/_posts"),
            (&["_config.yml", "_posts/a.md"], "_posts"),
            (&["_config.yml", "a.md"], ""),
            (&["hugo.toml", "content/a.md"], "content"),
            (&["config.toml", "content/a.md"], "content"),
            (&["source/_posts/a.md"], ""),
        ] {
            let folder = folder(files);
            let expected = if root.is_empty() { folder.path().to_path_buf() } else { folder.path().join(root) };
            let located = locate(folder.path());
            assert_eq!((located.source.root(), located.selected), (Some(expected.as_path()), None));
        }
    }
}
