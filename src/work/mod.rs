//! The pool: effects in, events out. A panic in a job becomes a problem, not the end.

mod find;
mod finder;
mod highlighter;
mod index;
mod keep;
mod large;
mod look;
mod parallel;
mod scan;

pub use find::{find, find_in_files, in_order};
pub use highlighter::highlighted;
pub use index::{News, Progress, Tell, Update, Updated, update};
pub use parallel::read_all;

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use crossbeam_channel::{Receiver, Sender, bounded, unbounded};

use crate::app;
use crate::app::{Event, Opened, Sheet, Sought, Ticket, Wanted};
use crate::article::{ArticleId, Reading};
use crate::document::{Anchor, Document};
use crate::files::{Change, Source, Watch};
use crate::locale::Catalog;
use crate::problem::{Code, Problem};
use crate::search::Needle;
use crate::store::Shelved;
use crate::text::Language;
use crate::typeset::{PreparedBlock, Setting, compose_blocks};

/// Answers that wait to be taken in, at most: readers of a large collection wait for the loop, not the other way round.
const ANSWERS: usize = 256;

/// How often a collection that cannot be watched is walked again at most.
const BLIND_WALK: Duration = Duration::from_secs(10);

/// What jobs need to know of the collection.
#[derive(Clone, Debug)]
pub struct Desk {
    /// Where articles are read from.
    pub source: Arc<Source>,
    /// How they are read.
    pub reading: Arc<Reading>,
    /// Sentences for title blocks.
    pub catalog: Arc<Catalog>,
    /// The content language, where the settings force one.
    pub language: Option<Language>,
    /// The cache directory, where the collection has an index.
    pub cache: Option<PathBuf>,
    /// The data directory, where there is one.
    pub data: Option<PathBuf>,
    /// What the model begins with, where that came from the index.
    pub shelved: Option<Shelved>,
}

/// A job for the reader's thread.
enum Job {
    Open(Ticket, Box<Wanted>),
    Compose(Ticket, Arc<[PreparedBlock]>, Arc<[PreparedBlock]>, Setting, Anchor),
    Fill(Ticket, Arc<[PreparedBlock]>, Setting, Range<usize>),
    Discard(Box<Opened>),
}

/// Threads that read and compose.
pub struct Pool {
    desk: Desk,
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
    pub fn start(desk: Desk) -> std::io::Result<(Self, Receiver<Event>)> {
        let (events, receive) = bounded(ANSWERS);
        // Never longer than hands are quick: the worker takes the newest job and lets the others go.
        let (jobs, queue) = unbounded();
        let worker = Worker { desk: desk.clone(), queue, events: events.clone() };
        thread::Builder::new().name("reader".into()).spawn(move || worker.run())?;
        let changes = Changes::start(&desk, &events)?;
        let code = highlighter::start(events.clone())?;
        let finder = finder::Finder::start(desk.clone(), events.clone())?;
        let (watch, blind, walked) = (None, Arc::default(), Instant::now());
        let pool = Self { desk, jobs, changes, code, finder, events, watch, blind, walked };
        Ok((pool, receive))
    }

    /// Watches the collection from now on: what changes is read again and told as [`Event::Noticed`].
    pub fn watch(&mut self) {
        if *self.desk.source == Source::Guide {
            return;
        }
        let (changes, events, blind) = (self.changes.clone(), self.events.clone(), self.blind.clone());
        let tell = move |change| match change {
            Change::Paths(paths) => changes.look(paths),
            Change::All => drop(events.send(Event::Unseen)),
            Change::Blind => blind.store(true, Ordering::Relaxed),
        };
        self.watch = Some(Watch::start(&self.desk.source, SystemTime::now(), tell));
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
        if let Changes::Kept(keeper) = &self.changes {
            let _ = keeper.send(keep::Task::Note(paths));
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
            Changes::Kept(keeper) => drop(keeper.send(keep::Task::Update(ticket))),
            Changes::Read(_) => scan::start(ticket, self.desk.clone(), self.events.clone()),
        }
    }
}

/// Who looks at what changed: the keeper of the index, or somebody who only reads.
#[derive(Clone)]
enum Changes {
    Kept(Sender<keep::Task>),
    Read(Sender<Vec<PathBuf>>),
}

impl Changes {
    fn start(desk: &Desk, events: &Sender<Event>) -> std::io::Result<Self> {
        let (desk, events) = (desk.clone(), events.clone());
        let thread = thread::Builder::new();
        match desk.cache.clone() {
            Some(cache) => {
                let (tasks, queue) = unbounded();
                let keeper = keep::Keeper::new(desk, cache, events);
                thread.name("keep".into()).spawn(move || keeper.run(&queue))?;
                Ok(Self::Kept(tasks))
            }
            None => {
                let (changes, queue) = unbounded();
                thread.name("look".into()).spawn(move || look::run(&desk, &queue, &events))?;
                Ok(Self::Read(changes))
            }
        }
    }

    fn look(&self, paths: Vec<PathBuf>) {
        // Whoever is gone has no use for it.
        let _ = match self {
            Self::Kept(keeper) => keeper.send(keep::Task::Look(paths)).is_ok(),
            Self::Read(reader) => reader.send(paths).is_ok(),
        };
    }
}

struct Worker {
    desk: Desk,
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
                    let answer = guarded(|| open(&self.desk, *wanted));
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

/// Runs a job; its panic becomes a problem.
pub fn guarded<T>(job: impl FnOnce() -> T) -> Result<T, Problem> {
    catch_unwind(AssertUnwindSafe(job)).map_err(|panic| {
        let said = panic
            .downcast_ref::<&str>()
            .map(ToString::to_string)
            .or_else(|| panic.downcast_ref::<String>().cloned())
            .unwrap_or_default();
        Problem::new(Code::Internal).with(said)
    })
}

fn open(desk: &Desk, wanted: Wanted) -> Result<Opened, Problem> {
    let (article, document) = if wanted.source {
        let text = desk.source.read(&wanted.path)?;
        let loaded = crate::files::Loaded::new(text, &wanted.path, &desk.reading);
        (loaded.article, app::source_document(&loaded.text))
    } else {
        let whole = large::whole(&desk.source, &wanted.path, &desk.reading, desk.cache.is_some())?;
        (whole.loaded.article, whole.document)
    };
    let language = app::language(desk.language, &article, &document);
    Ok(app::open(wanted, article, document, language, &desk.catalog))
}
