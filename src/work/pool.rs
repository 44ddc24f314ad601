//! The pool of worker threads that runs the effects of the model.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use crossbeam_channel::{Receiver, Sender, bounded, unbounded};

use crate::app::{Event, Job, Opened, Ticket};
use crate::files::{Change, Watch};
use crate::work::context::WorkerContext;
use crate::work::index_worker::{IndexWorker, Task};
use crate::work::jobs::Jobs;
use crate::work::{refresh, scan};

/// Capacity of the event channel. It is bounded so that the threads that read a large collection do not run ahead of
/// the main loop.
const ANSWERS: usize = 256;

/// Shortest time between two walks of a collection that cannot be watched.
const RESCAN_INTERVAL: Duration = Duration::from_secs(10);

/// The worker threads, and the watcher of the collection.
pub struct Pool {
    context: WorkerContext,
    jobs: Jobs,
    changes: Changes,
    events: Sender<Event>,
    watch: Option<Watch>,
    /// Whether the watcher may miss changes.
    blind: Arc<AtomicBool>,
    /// When the collection was last walked because the watcher may have missed changes.
    walked: Instant,
}

impl Pool {
    /// Starts the threads.
    ///
    /// # Errors
    /// If a thread cannot be started.
    pub fn start(context: WorkerContext) -> std::io::Result<(Self, Receiver<Event>)> {
        let (events, receive) = bounded(ANSWERS);
        let jobs = Jobs::start(&context, &events)?;
        let changes = Changes::start(&context, &events)?;
        let (watch, blind, walked) = (None, Arc::default(), Instant::now());
        Ok((Self { context, jobs, changes, events, watch, blind, walked }, receive))
    }

    /// Watches the collection from now on. Files that change are read again and reported as [`Event::Noticed`].
    pub fn watch(&mut self) {
        if !self.context.source.is_on_disk() {
            return;
        }
        let (changes, events, blind) = (self.changes.clone(), self.events.clone(), self.blind.clone());
        let on_change = move |change| match change {
            Change::Paths(paths) => changes.refresh(paths),
            Change::All => drop(events.send(Event::Unseen)),
            Change::Blind => blind.store(true, Ordering::Relaxed),
        };
        self.watch = Some(Watch::start(&self.context.source, SystemTime::now(), on_change));
    }

    /// Whether to walk the collection again when the terminal regains focus, because the watcher may have missed
    /// changes. True at most once every ten seconds.
    pub fn must_walk(&mut self) -> bool {
        let due = self.blind.load(Ordering::Relaxed) && self.walked.elapsed() > RESCAN_INTERVAL;
        if due {
            self.walked = Instant::now();
        }
        due
    }

    /// Runs a job; the answer comes as [`Event::Done`].
    pub fn work(&mut self, ticket: Ticket, job: Job) {
        self.jobs.ask(ticket, job);
    }

    /// Frees an article off the main thread.
    pub fn discard(&self, opened: Box<Opened>) {
        self.jobs.discard(opened);
    }

    /// Maps the texts ahead of a search.
    pub fn prepare(&self) {
        self.jobs.prepare();
    }

    /// Notifies the index worker that articles were marked, so that it saves their hashes.
    pub fn note(&self, paths: Vec<PathBuf>) {
        if let Changes::Indexed(index) = &self.changes {
            let _ = index.send(Task::Note(paths));
        }
    }

    /// Walks the collection and reads its articles.
    pub fn scan(&self, ticket: Ticket) {
        match &self.changes {
            Changes::Indexed(index) => drop(index.send(Task::Update(ticket))),
            Changes::Unindexed(_) => scan::start(ticket, self.context.clone(), self.events.clone()),
        }
    }
}

/// The thread that reads changed files: the index worker, or without an index one that only reads.
#[derive(Clone)]
enum Changes {
    Indexed(Sender<Task>),
    Unindexed(Sender<Vec<PathBuf>>),
}

impl Changes {
    fn start(context: &WorkerContext, events: &Sender<Event>) -> std::io::Result<Self> {
        let (context, events) = (context.clone(), events.clone());
        let thread = thread::Builder::new();
        match context.cache.clone() {
            Some(cache) => {
                let (tasks, queue) = unbounded();
                let index = IndexWorker::new(context, cache, events);
                thread.name("index".into()).spawn(move || index.run(&queue))?;
                Ok(Self::Indexed(tasks))
            }
            None => {
                let (changes, queue) = unbounded();
                thread.name("refresh".into()).spawn(move || refresh::run(&context, &queue, &events))?;
                Ok(Self::Unindexed(changes))
            }
        }
    }

    fn refresh(&self, paths: Vec<PathBuf>) {
        // Ignore send errors: the receiver may be gone.
        let _ = match self {
            Self::Indexed(index) => index.send(Task::Refresh(paths)).is_ok(),
            Self::Unindexed(reader) => reader.send(paths).is_ok(),
        };
    }
}
