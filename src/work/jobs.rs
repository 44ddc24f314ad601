//! The jobs of the model: which thread does each, by which function, and which older job it makes worthless.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::{io, thread};

use crossbeam_channel::{Receiver, Sender, unbounded};

use crate::app;
use crate::app::{Answer, ArticleView, Event, Job, OpenRequest, Opened, Ticket};
use crate::problem::Problem;
use crate::search::Hits;
use crate::text::Readings;
use crate::typeset::compose_blocks;
use crate::work::context::{WorkerContext, guarded};
use crate::work::finder::Finder;
use crate::work::{highlighter, large};

/// The threads that do jobs, one job at a time each. What is waited for on the screen never queues behind the rest.
#[derive(Clone, Copy)]
enum Lane {
    /// The open article.
    Article,
    /// Its code.
    Code,
    /// The texts of the collection.
    Texts,
}

/// Which older job a newer one replaces: nobody waits for the answer of the older one any more.
#[derive(Clone, Copy)]
enum Replaces {
    Article,
    Code,
    Words,
    Nothing,
}

/// Where a job is done, and what it replaces.
fn route(job: &Job) -> (Lane, Replaces) {
    match job {
        Job::Open(_) | Job::Compose { .. } | Job::Fill { .. } => (Lane::Article, Replaces::Article),
        Job::Highlight { .. } => (Lane::Code, Replaces::Code),
        Job::Find { .. } => (Lane::Texts, Replaces::Words),
        Job::Cut { .. } => (Lane::Texts, Replaces::Nothing),
    }
}

/// What a thread is sent.
enum Message {
    /// A job, and a flag that is set once another replaces it.
    Job(Ticket, Job, Arc<AtomicBool>),
    /// Make the texts ready for a search.
    Prepare,
    /// Free an article where nobody waits for it.
    Discard(Box<Opened>),
}

/// The threads and the flags of the newest job of each kind. The queues are bounded by typing speed: a job that was
/// replaced is not done.
pub(super) struct Jobs {
    lanes: [Sender<Message>; 3],
    newest: [Arc<AtomicBool>; 3],
}

impl Jobs {
    /// Starts the threads; they end with their queues.
    pub(super) fn start(context: &WorkerContext, events: &Sender<Event>) -> io::Result<Self> {
        let start = |lane: Lane, name: &str| {
            let (send, queue) = unbounded();
            let finder = Finder::new(context.clone());
            let mut worker = Worker { context: context.clone(), finder, events: events.clone() };
            thread::Builder::new().name(name.into()).spawn(move || worker.run(lane, &queue)).map(|_| send)
        };
        let lanes = [start(Lane::Article, "reader")?, start(Lane::Code, "highlighter")?, start(Lane::Texts, "find")?];
        Ok(Self { lanes, newest: Default::default() })
    }

    /// Hands a job to its thread.
    pub(super) fn ask(&mut self, ticket: Ticket, job: Job) {
        let (lane, replaces) = route(&job);
        let replaced = Arc::new(AtomicBool::new(false));
        if !matches!(replaces, Replaces::Nothing)
            && let Some(newest) = self.newest.get_mut(replaces as usize)
        {
            newest.store(true, Ordering::Relaxed);
            *newest = replaced.clone();
        }
        self.send(lane, Message::Job(ticket, job, replaced));
    }

    /// Makes the texts ready for a search.
    pub(super) fn prepare(&self) {
        self.send(Lane::Texts, Message::Prepare);
    }

    /// Frees an article where nobody waits for it.
    pub(super) fn discard(&self, opened: Box<Opened>) {
        self.send(Lane::Article, Message::Discard(opened));
    }

    fn send(&self, lane: Lane, message: Message) {
        if let Some(queue) = self.lanes.get(lane as usize) {
            // A thread ends only when the program does.
            let _ = queue.send(message);
        }
    }
}

/// One of the threads.
struct Worker {
    context: WorkerContext,
    finder: Finder,
    events: Sender<Event>,
}

impl Worker {
    fn run(&mut self, lane: Lane, queue: &Receiver<Message>) {
        if matches!(lane, Lane::Texts) {
            // Overlays need the table on the thread of the screen as soon as a letter is typed into them.
            let _ = guarded(Readings::table);
        }
        while let Ok(message) = queue.recv() {
            match message {
                Message::Discard(opened) => drop(opened),
                Message::Prepare => {
                    // A question that waits already does not need its texts brought into memory first.
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

    /// Does a job; `None` where there is nothing to answer. A job may end early once it is replaced.
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
                // A block that cannot be composed is left out: it would be asked for again and again.
                Some(Answer::Filled(lines.unwrap_or_else(|_| vec![(first, Arc::default())])))
            }
            Job::Highlight { document, body } => {
                let goes_on = || !replaced.load(Ordering::Relaxed);
                // A grammar that fails leaves the code plain.
                let highlighted = guarded(|| highlighter::highlighted(&document, &body, &goes_on));
                highlighted.ok().flatten().map(Answer::Highlighted)
            }
            Job::Find { words, scope } => {
                let mut first = |hits| {
                    let _ = self.events.send(Event::Done(ticket, Answer::Found { hits, complete: false }));
                };
                let hits = guarded(|| self.finder.find(&words, &scope, replaced, &mut first));
                Some(Answer::Found { hits: hits.unwrap_or(Hits::Ids(Vec::new())), complete: true })
            }
            Job::Cut { articles, words, characters } => {
                Some(Answer::Cut(self.finder.cut(&articles, &words, characters)))
            }
        }
    }
}

fn open(context: &WorkerContext, wanted: OpenRequest) -> Result<Opened, Problem> {
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
