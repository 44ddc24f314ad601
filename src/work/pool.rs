//! The pool of threads that the loop hands its jobs to.

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

/// Answers that wait to be taken in, at most: readers of a large collection wait for the loop, not the other way round.
const ANSWERS: usize = 256;

/// How often a collection that cannot be watched is walked again at most.
const BLIND_WALK: Duration = Duration::from_secs(10);

/// Threads that read and compose.
pub struct Pool {
    context: WorkerContext,
    jobs: Jobs,
    changes: Changes,
    events: Sender<Event>,
    watch: Option<Watch>,
    /// Changes may go unnoticed.
    blind: Arc<AtomicBool>,
    /// When the collection was last walked for want of eyes.
    walked: Instant,
}

impl Pool {
    /// Starts the threads.
    ///
    /// # Errors
    /// Where a thread cannot be started.
    pub fn start(context: WorkerContext) -> std::io::Result<(Self, Receiver<Event>)> {
        let (events, receive) = bounded(ANSWERS);
        let jobs = Jobs::start(&context, &events)?;
        let changes = Changes::start(&context, &events)?;
        let (watch, blind, walked) = (None, Arc::default(), Instant::now());
        Ok((Self { context, jobs, changes, events, watch, blind, walked }, receive))
    }

    /// Watches the collection from now on: what changes is read again and told as [`Event::Noticed`].
    pub fn watch(&mut self) {
        if !self.context.source.is_on_disk() {
            return;
        }
        let (changes, events, blind) = (self.changes.clone(), self.events.clone(), self.blind.clone());
        let tell = move |change| match change {
            Change::Paths(paths) => changes.refresh(paths),
            Change::All => drop(events.send(Event::Unseen)),
            Change::Blind => blind.store(true, Ordering::Relaxed),
        };
        self.watch = Some(Watch::start(&self.context.source, SystemTime::now(), tell));
    }

    /// Whether the collection is to be walked again when the owner comes back to it, because changes may have gone
    /// unnoticed. Not oftener than every ten seconds.
    pub fn must_walk(&mut self) -> bool {
        let due = self.blind.load(Ordering::Relaxed) && self.walked.elapsed() > BLIND_WALK;
        if due {
            self.walked = Instant::now();
        }
        due
    }

    /// Does a job; the answer comes as [`Event::Done`].
    pub fn work(&mut self, ticket: Ticket, job: Job) {
        self.jobs.ask(ticket, job);
    }

    /// Frees an article where nobody waits for it.
    pub fn discard(&self, opened: Box<Opened>) {
        self.jobs.discard(opened);
    }

    /// Makes the texts ready for a search.
    pub fn prepare(&self) {
        self.jobs.prepare();
    }

    /// Tells that articles were marked.
    pub fn note(&self, paths: Vec<PathBuf>) {
        if let Changes::Indexed(index) = &self.changes {
            let _ = index.send(Task::Note(paths));
        }
    }

    /// Walks the collection and reads its articles, on threads that end with the walk.
    pub fn scan(&self, ticket: Ticket) {
        match &self.changes {
            Changes::Indexed(index) => drop(index.send(Task::Update(ticket))),
            Changes::Unindexed(_) => scan::start(ticket, self.context.clone(), self.events.clone()),
        }
    }
}

/// Who looks at what changed: the index of the index, or somebody who only reads.
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
        // Whoever is gone has no use for it.
        let _ = match self {
            Self::Indexed(index) => index.send(Task::Refresh(paths)).is_ok(),
            Self::Unindexed(reader) => reader.send(paths).is_ok(),
        };
    }
}
