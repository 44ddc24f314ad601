//! Reads a whole collection without an index: one thread walks, a few read, articles are sent in batches.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, bounded};

use crate::app::{Arrived, Event, Ticket};
use crate::files::Found;
use crate::library::CatalogueRecord;
use crate::work::context::WorkerContext;
use crate::work::parallel::one;

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
    let _ = events.send(Event::Found(ticket, found, true));
}

fn read(ticket: Ticket, context: &WorkerContext, paths: &Receiver<PathBuf>, events: &Sender<Event>) {
    let mut batch: Vec<Arrived> = Vec::new();
    let mut since = Instant::now();
    // Start with small batches, so that the first screen does not wait for a full one.
    let mut size = 16;
    while let Ok(path) = paths.recv() {
        let article = one(&path, || context.source.load_whole(&path, &context.reading).0.article);
        batch.push((path, article, CatalogueRecord::default()));
        if batch.len() >= size || since.elapsed() > GATHER || paths.is_empty() {
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
