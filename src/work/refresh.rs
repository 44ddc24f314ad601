//! Reads changed files again while the collection is open, where there is no index.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crossbeam_channel::{Receiver, Sender};

use crate::app::Event;
use crate::article::Article;
use crate::library::CatalogueRecord;
use crate::work::context::WorkerContext;
use crate::work::parallel;

/// Most articles in one event: the main loop handles keys between events.
const BATCH: usize = 256;

/// A changed article; `None` for a file that is gone.
type Noticed = (PathBuf, Option<(Article, CatalogueRecord)>);

/// Reads the requested paths until the queue is closed. Requests that queued up meanwhile are merged, so that a file
/// that changed twice is read once.
pub(super) fn run(context: &WorkerContext, queue: &Receiver<Vec<PathBuf>>, events: &Sender<Event>) {
    while let Ok(first) = queue.recv() {
        let paths: BTreeSet<PathBuf> = first.into_iter().chain(queue.try_iter().flatten()).collect();
        let paths: Vec<PathBuf> = paths.into_iter().collect();
        for paths in paths.chunks(BATCH) {
            let (mut changes, is_gone) = (read(context, paths), |change: &Noticed| change.1.is_none());
            if changes.iter().any(is_gone) && context.source.is_lost() {
                changes.retain(|change| !is_gone(change));
                drop(events.send(Event::Unseen));
            }
            if events.send(Event::Noticed(changes)).is_err() {
                return;
            }
        }
    }
}

/// The articles at these paths; `None` for a file that is gone.
fn read(context: &WorkerContext, paths: &[PathBuf]) -> Vec<Noticed> {
    let (there, gone): (Vec<PathBuf>, Vec<PathBuf>) = paths.iter().cloned().partition(|path| context.source.has(path));
    let articles =
        parallel::read_all(&there, &|path: &Path| context.source.load_whole(path, &context.reading).0.article);
    let read = there.into_iter().zip(articles.into_iter().map(|article| Some((article, CatalogueRecord::default()))));
    gone.into_iter().map(|path| (path, None)).chain(read).collect()
}
