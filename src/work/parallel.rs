//! Reading many articles on all cores, for a caller that waits for all of them.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::guarded;
use crate::article::Article;
use crate::text::Clean;

/// Reads the articles of these paths, in their order. A panic costs its article alone.
pub fn read_all(paths: &[PathBuf], read: &(dyn Fn(&Path) -> Article + Sync)) -> Vec<Article> {
    let one = |path: &Path| one(path, || read(path));
    let threads = thread::available_parallelism().map_or(1, usize::from).min(paths.len() / 8 + 1);
    if threads <= 1 {
        return paths.iter().map(|path| one(path)).collect();
    }
    let next = AtomicUsize::new(0);
    let mut parts: Vec<(usize, Article)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|_| {
                scope.spawn(|| {
                    let mut own = Vec::new();
                    loop {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        let Some(path) = paths.get(at) else { return own };
                        own.push((at, one(path)));
                    }
                })
            })
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap_or_default()).collect()
    });
    parts.sort_by_key(|(at, _)| *at);
    parts.into_iter().map(|(_, article)| article).collect()
}

/// Reads one article. A panic costs it alone: it is its name then, and why.
pub(super) fn one(path: &Path, read: impl FnOnce() -> Article) -> Article {
    guarded(read).unwrap_or_else(|problem| {
        let title = Clean::line(&path.file_stem().unwrap_or_default().to_string_lossy());
        Article { title, problems: vec![problem], ..Article::default() }
    })
}
