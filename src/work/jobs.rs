//! Runs the jobs of the model: on which thread, by which function, and which older job a new one replaces.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::{io, thread};

use crossbeam_channel::{Receiver, Sender, unbounded};

use crate::app;
use crate::app::{Answer, ArticleView, Event, Job, OpenRequest, Opened, Ticket};
use crate::app::{FileLines, Shown};
use crate::article::Article;
use crate::document::Document;
use crate::problem::Problem;
use crate::search::Hits;
use crate::text::Readings;
use crate::typeset::compose_blocks;
use crate::work::context::{WorkerContext, guarded};
use crate::work::fetch::Downloads;
use crate::work::finder::Finder;
use crate::work::pictures::{FetchedPictures, PictureLane, PictureTask, measure_pictures};
use crate::work::{highlighter, large};

/// A message to one of the threads.
enum Message {
    /// Run a job. The flag is set once another job replaces it.
    Job(Ticket, Job, Arc<AtomicBool>),
    /// Map the texts ahead of a search.
    Prepare,
    /// Free an article off the main thread.
    Discard(Box<Opened>),
}

/// One thread. It runs one job at a time.
struct Lane {
    queue: Sender<Message>,
    /// The flag of the newest job that replaces the one before it.
    newest: Arc<AtomicBool>,
}

impl Lane {
    fn start(name: &str, mut worker: Worker) -> io::Result<Self> {
        let (queue, receive) = unbounded();
        thread::Builder::new().name(name.into()).spawn(move || worker.run(&receive))?;
        Ok(Self { queue, newest: Arc::default() })
    }

    fn send(&self, message: Message) {
        // Ignore send errors: the threads end only with the program.
        let _ = self.queue.send(message);
    }
}

/// The threads that run jobs. What the user waits for on the screen never queues behind the rest. The queues are
/// unbounded, but jobs come at typing speed and replaced ones are skipped.
pub(super) struct Jobs {
    /// Loads and composes the open article.
    article: Lane,
    /// Highlights its code.
    code: Lane,
    /// Searches the texts of the collection.
    texts: Lane,
    /// Fetch pictures from the web.
    downloads: Downloads,
    /// Loads pictures.
    pictures: PictureLane,
}

impl Jobs {
    /// Starts the threads. They end when their queues are closed.
    pub(super) fn start(context: &WorkerContext, events: &Sender<Event>) -> io::Result<Self> {
        let worker = |prepares| Worker {
            context: context.clone(),
            finder: Finder::new(context.clone()),
            events: events.clone(),
            prepares,
        };
        Ok(Self {
            article: Lane::start("reader", worker(false))?,
            code: Lane::start("highlighter", worker(false))?,
            texts: Lane::start("find", worker(true))?,
            downloads: Downloads::new(context.pictures.clone(), events.clone()),
            pictures: PictureLane::new(context.source.clone(), context.pictures.clone(), events.clone()),
        })
    }

    /// The thread that runs a job, and whether the job replaces the one before it, whose answer is no longer needed.
    /// `None` for pictures, whose threads are started when they are needed.
    fn route(&mut self, job: &Job) -> Option<(&mut Lane, bool)> {
        match job {
            Job::Open(_) | Job::Compose { .. } | Job::Fill { .. } => Some((&mut self.article, true)),
            Job::Highlight { .. } => Some((&mut self.code, true)),
            Job::Find { .. } => Some((&mut self.texts, true)),
            Job::Cut { .. } | Job::CountLeftOut | Job::CompletePath(_) => Some((&mut self.texts, false)),
            Job::Pictures { .. } | Job::Fetch { .. } => None,
        }
    }

    /// Sends a job to its thread, and marks the job that it replaces.
    pub(super) fn ask(&mut self, ticket: Ticket, job: Job) {
        let job = match job {
            Job::Pictures { era, article, wanted, graphics } => {
                return self.pictures.ask(PictureTask { ticket, era, article, wanted, graphics });
            }
            Job::Fetch { request, cancel } => return self.downloads.ask(ticket, request, cancel),
            job => job,
        };
        let Some((lane, replaces)) = self.route(&job) else { return };
        let replaced = Arc::new(AtomicBool::new(false));
        if replaces {
            lane.newest.store(true, Ordering::Relaxed);
            lane.newest = replaced.clone();
        }
        lane.send(Message::Job(ticket, job, replaced));
    }

    /// Maps the texts ahead of a search.
    pub(super) fn prepare(&self) {
        self.texts.send(Message::Prepare);
    }

    /// Frees an article off the main thread.
    pub(super) fn discard(&self, opened: Box<Opened>) {
        self.article.send(Message::Discard(opened));
    }
}

/// One of the threads.
struct Worker {
    context: WorkerContext,
    finder: Finder,
    events: Sender<Event>,
    /// Whether it loads the table of readings first.
    prepares: bool,
}

impl Worker {
    fn run(&mut self, queue: &Receiver<Message>) {
        if self.prepares {
            // Load the table now: otherwise the main thread would, at the first letter typed into an overlay.
            let _ = guarded(Readings::table);
        }
        while let Ok(message) = queue.recv() {
            match message {
                Message::Discard(opened) => drop(opened),
                Message::Prepare => {
                    // Stop paging the texts in as soon as a search waits: it need not have them in memory first.
                    let _ = guarded(|| self.finder.ready(&|| queue.is_empty()));
                }
                Message::Job(_, _, replaced) if replaced.load(Ordering::Relaxed) => {}
                Message::Job(ticket, job, replaced) => {
                    if let Some(answer) = self.answer(ticket, job, &replaced)
                        && self.events.send(Event::Done(ticket, answer)).is_err()
                    {
                        return;
                    }
                }
            }
        }
    }

    /// Runs a job; `None` if there is nothing to answer. A replaced job may end early.
    fn answer(&mut self, ticket: Ticket, job: Job, replaced: &AtomicBool) -> Option<Answer> {
        match job {
            Job::Open(wanted) => {
                let opened = guarded(|| open(&self.context, *wanted)).and_then(|opened| opened);
                Some(Answer::Opened(opened.map(Box::new)))
            }
            Job::Compose { head, body, setting, anchor } => {
                Some(Answer::Composed(guarded(|| ArticleView::compose(&head, &body, setting, anchor))))
            }
            Job::Fill { body, setting, blocks } => {
                let first = blocks.start as u32;
                let lines = guarded(|| compose_blocks(&body, &setting, blocks));
                // If composing fails, answer with an empty block: otherwise the model would ask again forever.
                Some(Answer::Filled(lines.unwrap_or_else(|_| vec![(first, Arc::default())])))
            }
            Job::Highlight { document, body } => {
                let is_wanted = || !replaced.load(Ordering::Relaxed);
                // If a grammar panics, the code stays plain.
                let highlighted = guarded(|| highlighter::highlighted(&document, &body, &is_wanted));
                highlighted.ok().flatten().map(Answer::Highlighted)
            }
            // These have a thread of their own.
            Job::Pictures { .. } => None,
            Job::Find { words, scope } => {
                let mut first = |hits| {
                    let _ = self.events.send(Event::Done(ticket, Answer::Found { hits, complete: false }));
                };
                let hits = guarded(|| self.finder.find(&words, &scope, replaced, &mut first));
                Some(Answer::Found { hits: hits.unwrap_or(Hits::Ids(Vec::new())), complete: true })
            }
            // It has threads of its own.
            Job::Fetch { .. } => None,
            Job::CompletePath(typed) => {
                Some(Answer::Paths(guarded(|| self.context.source.path_completions(&typed)).unwrap_or_default()))
            }
            Job::CountLeftOut => guarded(|| self.context.source.left_out()).ok().map(Answer::LeftOut),
            Job::Cut { articles, words, cells } => Some(Answer::Cut(self.finder.cut(&articles, &words, cells))),
        }
    }
}

fn open(context: &WorkerContext, mut wanted: OpenRequest) -> Result<Opened, Problem> {
    let (article, document, lines) = match wanted.shown.clone() {
        Shown::Article => {
            let whole = large::whole(&context.source, &wanted.path, &context.reading, context.cache.is_some())?;
            let (loaded, document) = (whole.loaded, whole.document);
            wanted.goal = wanted.goal.resolved(&loaded.text, loaded.body(), &document, &loaded.article.title);
            let lines = FileLines::of(&loaded.text, loaded.body(), &document);
            (loaded.article, document, lines)
        }
        Shown::Source => {
            let text = context.source.read(&wanted.path)?;
            let loaded = crate::files::Loaded::new(text, &wanted.path, &context.reading);
            let (document, lines) = as_it_is(&loaded.text);
            (loaded.article, document, lines)
        }
        Shown::Output(output) => {
            let (document, lines) = as_it_is(&output.text);
            (Article::default(), document, lines)
        }
    };
    let space = &mut wanted.setting.pictures;
    if wanted.shown.is_article() {
        let fetched = FetchedPictures::new(context.pictures.as_deref());
        measure_pictures(&context.source, (&wanted.path, &article, &document), &fetched, &wanted.web, space);
    }
    let language = app::language(context.language, &article, &document);
    Ok(app::open(wanted, article, (document, lines), language, &context.catalog))
}

fn as_it_is(text: &str) -> (Document, FileLines) {
    let document = app::source_document(text);
    let lines = FileLines::of(text, text, &document);
    (document, lines)
}
