//! Which collection a path on the command line belongs to.

use std::path::{Component, Path, PathBuf};

use crate::files::kinds::at_folder;
use crate::files::site::posts_of_site;
use crate::files::source::Source;

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
/// the nearest consecutive parent folders named `_posts`, `posts`, `content` or `articles`, else its own folder.
pub fn locate(path: &Path) -> Located {
    locate_among(path, &[])
}

/// As [`locate`], but a file belongs to the nearest of the known collections above it, if there is one.
pub fn locate_among(path: &Path, collections: &[PathBuf]) -> Located {
    if let Some(source) = collection_at(path) {
        return Located { source, selected: None };
    }
    let absolute = lexical(&std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf()));
    let root =
        known_collection(&absolute, collections).or_else(|| posts_folder(&absolute)).or_else(|| absolute.parent());
    let root = root.unwrap_or(Path::new("")).to_path_buf();
    let selected = absolute.strip_prefix(&root).map(Path::to_path_buf).unwrap_or(absolute);
    Located { source: Source::folder(root), selected: Some(selected) }
}

/// Whether a path names a whole collection, not an article in one.
pub fn is_collection(path: &Path) -> bool {
    collection_at(path).is_some()
}

/// The collection that a path names as a whole.
fn collection_at(path: &Path) -> Option<Source> {
    KINDS.iter().find_map(|kind| kind(path))
}

/// Several paths as one collection. A site's root stands for its posts folder.
pub fn together(paths: Vec<PathBuf>) -> Source {
    let posts = |path: PathBuf| if path.is_dir() { posts_of_site(&path).unwrap_or(path) } else { path };
    Source::named(paths.into_iter().map(posts).collect())
}

/// The nearest known collection above a file.
fn known_collection<'a>(file: &'a Path, collections: &[PathBuf]) -> Option<&'a Path> {
    let known: Vec<PathBuf> =
        collections.iter().map(|path| lexical(&std::path::absolute(path).unwrap_or_else(|_| path.clone()))).collect();
    file.ancestors().skip(1).find(|above| known.iter().any(|collection| collection == above))
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
        for (path, root) in [
            ("site/source/_posts/新媒体/ZAKER/a.md", "site/source/_posts"),
            ("hugo/content/posts/2022/a.md", "hugo/content"),
            ("hugo/content/blog/posts/a.md", "hugo/content/blog/posts"),
            ("notes/a.md", "notes"),
            ("a.md", ""),
        ] {
            let folder = folder(&[path]);
            let file = folder.path().join(path);
            let located = locate(&file);
            let expected = lexical(&folder.path().join(root));
            assert_eq!(located.source.root(), Some(expected.as_path()), "{path}");
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
