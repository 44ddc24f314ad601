//! Reads many articles on all cores, for a caller that waits for all of them.

use std::path::{Path, PathBuf};

use crate::article::Article;
use crate::files::Source;
use crate::problem::Code;
use crate::text::Clean;
use crate::work::context::guarded;
use crate::work::find::in_order;

/// Reads the articles at these paths and returns them in order. A panic affects its own article only.
pub fn read_all(paths: &[PathBuf], read: &(dyn Fn(&Path) -> Article + Sync)) -> Vec<Article> {
    let articles = in_order(paths.len(), &|at| {
        let path = paths.get(at).map_or(Path::new(""), PathBuf::as_path);
        one(path, || read(path))
    });
    articles.into_iter().map(Option::unwrap_or_default).collect()
}

/// Whether a file was gone when it was to be read, by the article that reading it has made: such a file is no article that
/// cannot be read.
pub(super) fn is_gone(source: &Source, path: &Path, article: &Article) -> bool {
    article.problems.iter().any(|problem| problem.code == Code::Unreadable) && !source.has(path)
}

/// Reads one article. If reading panics, the article has the file's name as its title, and the problem.
pub(super) fn one(path: &Path, read: impl FnOnce() -> Article) -> Article {
    guarded(read).unwrap_or_else(|problem| {
        let title = Clean::line(&path.file_stem().unwrap_or_default().to_string_lossy());
        Article { title, problems: vec![problem], ..Article::default() }
    })
}
