//! The pool of threads that the loop hands its jobs to.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use crossbeam_channel::{Receiver, Sender, bounded, unbounded};

use crate::app;
use crate::app::{Event, Opened, Sheet, Sought, Ticket, Wanted};
use crate::article::ArticleId;
use crate::document::{Anchor, Document};
use crate::files::{Change, Source, Watch};
use crate::problem::Problem;
use crate::search::Needle;
use crate::typeset::{PreparedBlock, Setting, compose_blocks};
use crate::work::context::{WorkerContext, guarded};
use crate::work::index_worker::{IndexWorker, Task};
use crate::work::{finder, highlighter, large, refresh, scan};

/// Answers that wait to be taken in, at most: readers of a large collection wait for the loop, not the other way round.
const ANSWERS: usize = 256;

/// How often a collection that cannot be watched is walked again at most.
const BLIND_WALK: Duration = Duration::from_secs(10);

/// A job for the reader's thread.
enum Job {
    Open(Ticket, Box<Wanted>),
    Compose(Ticket, Arc<[PreparedBlock]>, Arc<[PreparedBlock]>, Setting, Anchor),
    Fill(Ticket, Arc<[PreparedBlock]>, Setting, Range<usize>),
    Discard(Box<Opened>),
}

/// Threads that read and compose.
pub struct Pool {
    context: WorkerContext,
    jobs: Sender<Job>,
    changes: Changes,
    code: Sender<highlighter::Job>,
    finder: finder::Finder,
    events: Sender<Event>,
    watch: Option<Watch>,
    /// Changes may go unnoticed.
    blind: Arc<AtomicBool>,
    /// When the collection was last walked for want of eyes.
    walked: Instant,
}

impl Pool {
    /// Starts the reader's own thread: what the eyes wait for never queues behind the collection.
    pub fn start(context: WorkerContext) -> std::io::Result<(Self, Receiver<Event>)> {
        let (events, receive) = bounded(ANSWERS);
        // Never longer than hands are quick: the worker takes the newest job and lets the others go.
        let (jobs, queue) = unbounded();
        let worker = Worker { context: context.clone(), queue, events: events.clone() };
        thread::Builder::new().name("reader".into()).spawn(move || worker.run())?;
        let changes = Changes::start(&context, &events)?;
        let code = highlighter::start(events.clone())?;
        let finder = finder::Finder::start(context.clone(), events.clone())?;
        let (watch, blind, walked) = (None, Arc::default(), Instant::now());
        let pool = Self { context, jobs, changes, code, finder, events, watch, blind, walked };
        Ok((pool, receive))
    }

    /// Watches the collection from now on: what changes is read again and told as [`Event::Noticed`].
    pub fn watch(&mut self) {
        if *self.context.source == Source::Guide {
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

    /// Reads and composes an article.
    pub fn open(&self, ticket: Ticket, wanted: Box<Wanted>) {
        let _ = self.jobs.send(Job::Open(ticket, wanted));
    }

    /// Composes a prepared article again, what stands around a place first.
    pub fn compose(
        &self,
        ticket: Ticket,
        head: Arc<[PreparedBlock]>,
        body: Arc<[PreparedBlock]>,
        setting: Setting,
        anchor: Anchor,
    ) {
        let _ = self.jobs.send(Job::Compose(ticket, head, body, setting, anchor));
    }

    /// Composes some of these blocks of a body.
    pub fn fill(&self, ticket: Ticket, body: Arc<[PreparedBlock]>, setting: Setting, blocks: Range<usize>) {
        let _ = self.jobs.send(Job::Fill(ticket, body, setting, blocks));
    }

    /// Frees an article where nobody waits for it.
    pub fn discard(&self, opened: Box<Opened>) {
        let _ = self.jobs.send(Job::Discard(opened));
    }

    /// Finds the tokens in the code of a body.
    pub fn highlight(&self, document: Arc<Document>, body: Arc<[PreparedBlock]>) {
        let _ = self.code.send((document, body));
    }

    /// Tells that articles were marked.
    pub fn note(&self, paths: Vec<PathBuf>) {
        if let Changes::Indexed(index) = &self.changes {
            let _ = index.send(Task::Note(paths));
        }
    }

    /// Makes the texts ready for [`Pool::find`].
    pub fn prepare(&self) {
        self.finder.prepare();
    }

    /// Finds out which texts have these words, in the place of what was asked before.
    pub fn find(&mut self, ticket: Ticket, words: Arc<[Needle]>, sought: Sought) {
        self.finder.find(ticket, words, sought);
    }

    /// Cuts snippets of about so many characters out of these articles.
    pub fn cut(&self, ticket: Ticket, articles: Vec<(ArticleId, PathBuf)>, words: Arc<[Needle]>, characters: usize) {
        self.finder.cut(ticket, articles, words, characters);
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

struct Worker {
    context: WorkerContext,
    queue: Receiver<Job>,
    events: Sender<Event>,
}

impl Worker {
    fn run(&self) {
        while let Ok(job) = self.queue.recv() {
            // Only the newest question matters; the slots drop answers to older ones anyway.
            let is_question = |job: &Job| !matches!(job, Job::Discard(_));
            let job = self.queue.try_iter().filter(is_question).last().unwrap_or(job);
            let event = match job {
                Job::Open(ticket, wanted) => {
                    let answer = guarded(|| open(&self.context, *wanted));
                    Event::Opened(ticket, answer.and_then(|answer| answer).map(Box::new))
                }
                Job::Compose(ticket, head, body, setting, anchor) => {
                    match guarded(|| Sheet::compose(&head, &body, setting, anchor)) {
                        Ok(sheet) => Event::Composed(ticket, sheet.head, sheet.body, sheet.setting),
                        Err(problem) => Event::Opened(ticket, Err(problem)),
                    }
                }
                Job::Discard(opened) => {
                    drop(opened);
                    continue;
                }
                Job::Fill(ticket, body, setting, blocks) => {
                    let first = blocks.start as u32;
                    let lines = guarded(|| compose_blocks(&body, &setting, blocks));
                    // A block that cannot be composed is left out: it would be asked for again and again.
                    Event::Filled(ticket, lines.unwrap_or_else(|_| vec![(first, Arc::default())]))
                }
            };
            if self.events.send(event).is_err() {
                return;
            }
        }
    }
}

fn open(context: &WorkerContext, wanted: Wanted) -> Result<Opened, Problem> {
    let (article, document) = if wanted.source {
        let text = context.source.read(&wanted.path)?;
        let loaded = crate::files::Loaded::new(text, &wanted.path, &context.reading);
        (loaded.article, app::source_document(&loaded.text))
    } else {
        let whole = large::whole(&context.source, &wanted.path, &context.reading, context.cache.is_some())?;
        (whole.loaded.article, whole.document)
    };
    let language = app::language(context.language, &article, &document);
    Ok(app::open(wanted, article, document, language, &context.catalog))
}
