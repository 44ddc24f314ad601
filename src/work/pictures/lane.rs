//! The thread that loads pictures. It is started with the first of them: most articles have none.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crossbeam_channel::{Receiver, Sender, unbounded};

use crate::app::{Answer, Era, Event, Ticket, WantedPicture};
use crate::files::Source;
use crate::picture::Graphics;
use crate::work::pictures::load::{FetchedPictures, PictureLoader};

/// The pictures of an article to load, nearest first.
pub struct PictureTask {
    pub ticket: Ticket,
    pub era: Era,
    pub article: PathBuf,
    pub wanted: Vec<WantedPicture>,
    pub graphics: Graphics,
}

/// The thread that loads pictures, once there are any.
pub struct PictureLane {
    source: Arc<Source>,
    cache: Option<PathBuf>,
    events: Sender<Event>,
    queue: Option<Sender<(PictureTask, Arc<AtomicBool>)>>,
    /// Set once the newest task is replaced.
    replaced: Arc<AtomicBool>,
}

impl PictureLane {
    /// A lane whose thread is not started yet. `cache`: the cache directory, for pictures that were fetched.
    pub fn new(source: Arc<Source>, cache: Option<PathBuf>, events: Sender<Event>) -> Self {
        Self { source, cache, events, queue: None, replaced: Arc::default() }
    }

    /// Loads pictures instead of those of the task before.
    pub fn ask(&mut self, task: PictureTask) {
        self.replaced.store(true, Ordering::Relaxed);
        self.replaced = Arc::default();
        if self.queue.is_none() && !task.wanted.is_empty() {
            let (source, events) = (self.source.clone(), self.events.clone());
            let (queue, tasks) = unbounded();
            // Without a thread there are no pictures, only their text.
            let loader = PictureLoader::new(FetchedPictures::new(self.cache.as_deref()));
            let work = move || run(loader, &source, &tasks, &events);
            let started = thread::Builder::new().name("pictures".into()).spawn(work);
            self.queue = started.is_ok().then_some(queue);
        }
        if let Some(queue) = &self.queue {
            let _ = queue.send((task, self.replaced.clone()));
        }
    }
}

fn run(
    mut loader: PictureLoader,
    source: &Source,
    tasks: &Receiver<(PictureTask, Arc<AtomicBool>)>,
    events: &Sender<Event>,
) {
    while let Ok((task, replaced)) = tasks.recv() {
        if task.wanted.is_empty() {
            loader.rest();
        }
        for wanted in task.wanted {
            if replaced.load(Ordering::Relaxed) {
                break;
            }
            let picture = loader.load(source, &task.article, &wanted, task.graphics);
            if events.send(Event::Done(task.ticket, Answer::Pictured(task.era, wanted.key, picture))).is_err() {
                return;
            }
        }
        if events.send(Event::Done(task.ticket, Answer::AllPictured)).is_err() {
            return;
        }
    }
}
