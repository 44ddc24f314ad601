//! Reads changed files again while the collection is open, where there is no index.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crossbeam_channel::{Receiver, Sender};

use crate::app::Event;
use crate::article::Article;
use crate::library::CatalogueRecord;
use crate::work::context::WorkerContext;
use crate::work::find::in_order;
use crate::work::scan::read_if_there;

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
            if changes.iter().any(is_gone) && context.source.loss().is_some() {
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
    let read = |path: &PathBuf| if context.source.has(path) { read_if_there(context, path) } else { None };
    let articles = in_order(paths.len(), &|at| paths.get(at).and_then(read));
    // A file whose reading failed without a result, by a panic, is left as it is.
    let noticed = |(path, article): (&PathBuf, Option<Option<Article>>)| {
        Some((path.clone(), article?.map(|article| (article, CatalogueRecord::default()))))
    };
    paths.iter().zip(articles).filter_map(noticed).collect()
}
