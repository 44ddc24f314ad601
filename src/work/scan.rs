//! Reads a whole collection without an index: one thread walks, a few read, articles are sent in batches.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, bounded};

use crate::app::{Arrived, Event, Ticket};
use crate::article::Article;
use crate::files::Found;
use crate::library::CatalogueRecord;
use crate::work::context::WorkerContext;
use crate::work::parallel::{is_gone, one};

/// Capacity of the queue of paths, so that the walk does not run far ahead of the readers.
const AHEAD: usize = 4096;

/// Most articles in one batch.
const BATCH: usize = 512;

/// How long a reader collects articles before it sends a batch.
const GATHER: Duration = Duration::from_millis(20);

/// Starts the walk and its readers, on threads that end with the walk.
pub(super) fn start(ticket: Ticket, context: WorkerContext, events: Sender<Event>) {
    let (send, receive) = bounded(AHEAD);
    let readers = thread::available_parallelism().map_or(2, usize::from).clamp(1, 4);
    for number in 0..readers {
        let (context, paths, events) = (context.clone(), receive.clone(), events.clone());
        let spawned = thread::Builder::new()
            .name(format!("load-{number}"))
            .spawn(move || read(ticket, &context, &paths, &events));
        if spawned.is_err() {
            break;
        }
    }
    // If the walk cannot start, report that it has ended and found nothing; articles shown before stay.
    let walker = events.clone();
    if thread::Builder::new().name("walk".into()).spawn(move || walk(ticket, &context, &send, &walker)).is_err() {
        let _ = events.send(Event::Found(ticket, 0, true));
    }
}

fn walk(ticket: Ticket, context: &WorkerContext, paths: &Sender<PathBuf>, events: &Sender<Event>) {
    let mut found = 0;
    let mut reported = Instant::now();
    context.source.walk(&mut |entry| {
        let sent = match entry {
            Found::File(path) => {
                found += 1;
                paths.send(path).is_ok()
            }
            Found::Problem { path, problem } => events.send(Event::Trouble(ticket, vec![(path, problem)])).is_ok(),
        };
        if reported.elapsed() > GATHER {
            reported = Instant::now();
            if events.send(Event::Found(ticket, found, false)).is_err() {
                return ControlFlow::Break(());
            }
        }
        if sent { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    report_loss(ticket, context, events);
    let _ = events.send(Event::Found(ticket, found, true));
}

fn read(ticket: Ticket, context: &WorkerContext, paths: &Receiver<PathBuf>, events: &Sender<Event>) {
    let mut batch: Vec<Arrived> = Vec::new();
    let mut since = Instant::now();
    // Start with small batches, so that the first screen does not wait for a full one.
    let mut size = 16;
    while let Ok(path) = paths.recv() {
        match read_if_there(context, &path) {
            Some(article) => batch.push((path, article, CatalogueRecord::default())),
            None => {
                report_loss(ticket, context, events);
                let _ = events.send(Event::Vanished(ticket));
            }
        }
        let is_due = batch.len() >= size || since.elapsed() > GATHER || paths.is_empty();
        if is_due && !batch.is_empty() {
            if events.send(Event::Loaded(ticket, std::mem::take(&mut batch))).is_err() {
                return;
            }
            size = (size * 2).min(BATCH);
            since = Instant::now();
        }
    }
    if !batch.is_empty() {
        let _ = events.send(Event::Loaded(ticket, batch));
    }
}

/// Reports the folder of the collection if it has gone while it was walked: that files of it were not found says nothing
/// then.
fn report_loss(ticket: Ticket, context: &WorkerContext, events: &Sender<Event>) {
    if let Some(problem) = context.source.loss() {
        let _ = events.send(Event::Trouble(ticket, vec![(PathBuf::new(), problem)]));
    }
}

/// Reads a file that was found; `None` if it no longer exists.
pub(super) fn read_if_there(context: &WorkerContext, path: &Path) -> Option<Article> {
    let article = one(path, || context.source.load_whole(path, &context.reading).0.article);
    if is_gone(&context.source, path, &article) { None } else { Some(article) }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::Arc;

    use crossbeam_channel::unbounded;

    use super::*;
    use crate::article::Reading;
    use crate::files::Source;
    use crate::locale::{Catalog, Lang};
    use crate::problem::Code;

    fn context(posts: &Path) -> WorkerContext {
        WorkerContext {
            source: Arc::new(Source::folder(posts.to_path_buf())),
            reading: Arc::new(Reading::default()),
            catalog: Arc::new(Catalog::new(Lang::English)),
            language: None,
            cache: None,
            pictures: None,
            data: None,
            snapshot: None,
        }
    }

    #[test]
    fn a_folder_that_goes_while_it_is_walked_is_reported() {
        let home = tempfile::tempdir().unwrap();
        let posts = home.path().join("posts");
        for folder in ["a", "b"] {
            fs::create_dir_all(posts.join(folder)).unwrap();
            fs::write(posts.join(folder).join("article.md"), "text").unwrap();
        }
        let (context, ticket) = (context(&posts), Ticket::default());
        // The walk waits at each file until it is taken.
        let (send, paths) = bounded(0);
        let (events, reported) = unbounded();
        thread::scope(|scope| {
            scope.spawn(|| {
                walk(ticket, &context, &send, &events);
                drop(send);
            });
            assert_eq!(paths.recv(), Ok(PathBuf::from("a/article.md")));
            fs::rename(&posts, home.path().join("away")).unwrap();
            while paths.recv().is_ok() {}
        });
        let is_root = |event: &Event| matches!(event, Event::Trouble(_, problems) if problems.iter().any(|(path, problem)| path.as_os_str().is_empty() && problem.code == Code::Unreadable));
        let reported: Vec<Event> = reported.try_iter().collect();
        assert!(reported.iter().any(is_root), "{reported:?}");
        // Files that were found before it went are not articles that cannot be read.
        let (send, paths) = unbounded();
        send.send("a/article.md".into()).unwrap();
        drop(send);
        let (events, reported) = unbounded();
        read(ticket, &context, &paths, &events);
        let reported: Vec<Event> = reported.try_iter().collect();
        let [trouble, vanished] = reported.as_slice() else { panic!("{reported:?}") };
        assert!(is_root(trouble) && matches!(vanished, Event::Vanished(_)), "{reported:?}");
    }
}
