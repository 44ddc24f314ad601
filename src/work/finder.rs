//! Looking for words in the texts of the open collection, on a thread of its own.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crossbeam_channel::{Receiver, Sender, unbounded};

use crate::app::{Event, Sought, Ticket};
use crate::article::ArticleId;
use crate::library::Bits;
use crate::search::{Having, Needle, snippet};
use crate::store::{Index, Moment, Texts};
use crate::text::Readings;
use crate::work::context::{WorkerContext, guarded};
use crate::work::find::{find, find_in_files, in_order};

/// What the finder is asked to do.
pub(super) enum Task {
    /// Make the texts ready.
    Prepare,
    /// Find out which texts have these words; told to stop when the next question comes.
    Find(Ticket, Arc<[Needle]>, Sought, Arc<AtomicBool>),
    /// Cut snippets of about so many characters.
    Cut(Ticket, Vec<(ArticleId, PathBuf)>, Arc<[Needle]>, usize),
}

/// Where the finder is asked.
pub(super) struct Finder {
    tasks: Sender<Task>,
    stop: Arc<AtomicBool>,
}

impl Finder {
    pub(super) fn start(context: WorkerContext, events: Sender<Event>) -> std::io::Result<Self> {
        let (tasks, queue) = unbounded();
        let mut seeker = Seeker { context, texts: None, events };
        thread::Builder::new().name("find".into()).spawn(move || seeker.run(&queue))?;
        Ok(Self { tasks, stop: Arc::default() })
    }

    pub(super) fn prepare(&self) {
        let _ = self.tasks.send(Task::Prepare);
    }

    /// Asks for words; the question before is given up.
    pub(super) fn find(&mut self, ticket: Ticket, words: Arc<[Needle]>, sought: Sought) {
        self.stop.store(true, Ordering::Relaxed);
        self.stop = Arc::default();
        let _ = self.tasks.send(Task::Find(ticket, words, sought, self.stop.clone()));
    }

    pub(super) fn cut(&self, ticket: Ticket, articles: Vec<(ArticleId, PathBuf)>, words: Arc<[Needle]>, cells: usize) {
        let _ = self.tasks.send(Task::Cut(ticket, articles, words, cells));
    }
}

struct Seeker {
    context: WorkerContext,
    /// The texts, and when they were mapped.
    texts: Option<(Moment, Texts)>,
    events: Sender<Event>,
}

impl Seeker {
    fn run(&mut self, queue: &Receiver<Task>) {
        // Overlays ask for it on the thread of the screen, at the first letter that is typed into them.
        let _ = guarded(Readings::table);
        while let Ok(task) = queue.recv() {
            let event = match task {
                Task::Prepare => {
                    // Who asks already waits for the answer alone.
                    let _ = guarded(|| self.ready(&|| queue.is_empty()));
                    continue;
                }
                // A newer question is on its way.
                Task::Find(.., ref stop) if stop.load(Ordering::Relaxed) => continue,
                Task::Find(ticket, words, sought, stop) => {
                    let having = guarded(|| self.find(ticket, &words, &sought, &stop));
                    Event::Having(ticket, having.unwrap_or(Having::Ids(Vec::new())), true)
                }
                Task::Cut(ticket, articles, words, characters) => {
                    Event::Cut(ticket, self.cut(&articles, &words, characters))
                }
            };
            if self.events.send(event).is_err() {
                return;
            }
        }
    }

    /// Maps the texts as they are now, and brings them into memory as long as there is time for it.
    fn ready(&mut self, go_on: &dyn Fn() -> bool) {
        let (Some(cache), Some(root)) = (self.context.cache.as_deref(), self.context.source.root()) else { return };
        // What cannot be had now may be had at the next key.
        let Ok(index) = Index::open(cache, root) else { return };
        let known = self.texts.as_ref().map(|(moment, _)| moment);
        if let Ok(Some(newer)) = index.texts_after(known) {
            newer.1.prepare(go_on);
            self.texts = Some(newer);
        }
    }

    fn find(&mut self, ticket: Ticket, words: &[Needle], sought: &Sought, stop: &AtomicBool) -> Having {
        let rows = match sought {
            Sought::Rows(rows) => rows,
            Sought::Files(files) => {
                let files: Vec<(ArticleId, &Path)> = files.iter().map(|(id, path)| (*id, path.as_path())).collect();
                return Having::Ids(find_in_files(&self.context.source, &self.context.reading, &files, words, stop));
            }
        };
        self.ready(&|| false);
        let Some((_, texts)) = &self.texts else { return Having::Rows(Vec::new()) };
        let first = words.iter().map(|word| {
            let has = |row: &u32| texts.has(i64::from(*row), word.finder());
            rows.iter().copied().filter(has).collect::<Bits>()
        });
        let _ = self.events.send(Event::Having(ticket, Having::Rows(first.collect()), false));
        Having::Rows(find(texts, words, stop))
    }

    /// What is shown of an article is what its file says now.
    fn cut(
        &self,
        articles: &[(ArticleId, PathBuf)],
        words: &[Needle],
        characters: usize,
    ) -> Vec<(ArticleId, Option<crate::search::Snippet>)> {
        let words: Vec<&Needle> = words.iter().collect();
        let snippets = in_order(articles.len(), &|at| {
            let (_, path) = articles.get(at)?;
            let (_, document) = self.context.source.load_whole(path, &self.context.reading);
            snippet(&document.text(), &words, characters)
        });
        articles.iter().zip(snippets).map(|((id, _), snippet)| (*id, snippet.flatten())).collect()
    }
}
