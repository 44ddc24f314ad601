//! Keeping the index of the open collection up to date, and telling the model what changes.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender};

use crate::app::{Arrived, Event, Ticket};
use crate::library::CatalogueRecord;
use crate::problem::{Code, Problem};
use crate::store::{Batch, CatalogueRow, Index, IndexSnapshot, State, Tally};
use crate::work::find::in_order;

use crate::work::context::WorkerContext;
use crate::work::index::message::{News, Update};
use crate::work::index::scan_changes::read_one;
use crate::work::index::update::update;
use crate::work::scan;

/// Articles of one answer at most: keys are looked at between two.
const BATCH: usize = 256;

/// How often it is told how an update stands.
const TOLD: Duration = Duration::from_millis(100);

/// An update that only compares and takes no longer is not worth telling.
const SOON: Duration = Duration::from_millis(400);

/// What the keeper is asked to do.
pub(super) enum Task {
    /// Walk the collection.
    Update(Ticket),
    /// Look at these paths, where something changed.
    Refresh(Vec<PathBuf>),
    /// These articles were marked.
    Note(Vec<PathBuf>),
}

/// The one who writes the index of the open collection.
pub(super) struct IndexWorker {
    context: WorkerContext,
    cache: PathBuf,
    /// What the model began with, until it has been told what changed since.
    snapshot: Option<IndexSnapshot>,
    fresh: bool,
    events: Sender<Event>,
}

/// Nobody listens any more.
struct Over;

impl IndexWorker {
    pub(super) fn new(context: WorkerContext, cache: PathBuf, events: Sender<Event>) -> Self {
        let snapshot = context.snapshot.clone();
        Self { context, cache, snapshot, fresh: true, events }
    }

    /// Works until nobody asks any more.
    pub(super) fn run(mut self, queue: &Receiver<Task>) {
        while let Ok(first) = queue.recv() {
            let mut paths = BTreeSet::new();
            let (mut asked, mut marked) = (None, Vec::new());
            for task in std::iter::once(first).chain(queue.try_iter()) {
                match task {
                    Task::Update(ticket) => asked = Some(ticket),
                    Task::Refresh(more) => paths.extend(more),
                    Task::Note(more) => marked.extend(more),
                }
            }
            let looked = if paths.is_empty() { Ok(()) } else { self.refresh(&paths.into_iter().collect::<Vec<_>>()) };
            let updated = looked.and_then(|()| asked.map_or(Ok(()), |ticket| self.update(ticket)));
            if updated.is_err() {
                return;
            }
            self.note(&marked);
        }
    }

    fn send(&self, event: Event) -> Result<(), Over> {
        self.events.send(event).map_err(|_| Over)
    }

    /// Brings index and model up to date. Where there can be no index every article is read.
    fn update(&mut self, ticket: Ticket) -> Result<(), Over> {
        match self.bring_up(ticket) {
            Ok(told) => told,
            Err(problem) => {
                if problem.code == Code::Unreadable {
                    // The folder itself cannot be read, a disk that is not there perhaps: what is known of it stays.
                    self.send(Event::Trouble(ticket, vec![(PathBuf::new(), problem)]))?;
                    return self.send(Event::Indexed(ticket));
                }
                self.send(Event::Unindexed(ticket, problem))?;
                scan::start(ticket, self.context.clone(), self.events.clone());
                Ok(())
            }
        }
    }

    fn bring_up(&mut self, ticket: Ticket) -> Result<Result<(), Over>, Problem> {
        let (source, reading) = (self.context.source.clone(), self.context.reading.clone());
        let root = source.root().unwrap_or(Path::new(""));
        if std::mem::take(&mut self.fresh) {
            let index = Index::open(&self.cache, root)?;
            if self.send_changes_since(&index, ticket)?.is_err() {
                return Ok(Err(Over));
            }
        }
        let begun = Instant::now();
        let mut told = begun;
        let mut listening = Ok(());
        let (index, updated) = update(&Update::new(&source, &reading, &self.cache), &mut |news| {
            let sent = match news {
                News::Progress(progress) => {
                    let now = Instant::now();
                    let worth = progress.read > 0 || now.duration_since(begun) > SOON;
                    if worth && now.duration_since(told) > TOLD {
                        told = now;
                        self.send(Event::Indexing(ticket, progress.done, progress.all))
                    } else {
                        Ok(())
                    }
                }
                News::Came(articles) => self.send_added(ticket, articles),
                News::Went(paths) => self.send(Event::Went(paths)),
            };
            match sent {
                Ok(()) => ControlFlow::Continue(()),
                Err(Over) => {
                    listening = Err(Over);
                    ControlFlow::Break(())
                }
            }
        })?;
        if listening.is_err() {
            return Ok(Err(Over));
        }
        // A damaged index was made anew: what it knows of is not what the model began with.
        if self.snapshot.as_ref().is_some_and(|snapshot| !snapshot.is_of(&index))
            && self.send_changes_since(&index, ticket)?.is_err()
        {
            return Ok(Err(Over));
        }
        self.snapshot = None;
        let unreadable = index.unreadable()?;
        self.note_all(root);
        Ok(self.finish(ticket, &updated.tally, unreadable))
    }

    fn state(&self) -> Option<State> {
        self.context.data.as_deref().map(|data| State::open(data).0).filter(State::lasts)
    }

    /// Writes the hashes of marked articles beside their marks, so that they are found again wherever they are moved.
    fn note(&self, paths: &[PathBuf]) {
        let root = self.context.source.root().unwrap_or(Path::new(""));
        let Some(state) = self.state().filter(|_| !paths.is_empty()) else { return };
        let Ok(index) = Index::open(&self.cache, root) else { return };
        for path in paths {
            // What cannot be written now is tried again with the next start.
            if let (Ok(Some(hash)), Some(place)) = (index.hash(path), self.context.source.absolute(path)) {
                let _ = state.note_hash(&place, &hash);
            }
        }
    }

    /// The same for all articles marked before they were in the index.
    fn note_all(&self, root: &Path) {
        let places = self.state().map(|state| state.unhashed(root)).unwrap_or_default();
        let paths = places.iter().filter_map(|place| place.strip_prefix(root).ok()).map(Path::to_path_buf);
        self.note(&paths.collect::<Vec<_>>());
    }

    fn finish(&self, ticket: Ticket, tally: &Tally, unreadable: Vec<(PathBuf, Problem)>) -> Result<(), Over> {
        if !unreadable.is_empty() {
            self.send(Event::Trouble(ticket, unreadable))?;
        }
        self.send_moved(tally)?;
        self.send(Event::Indexed(ticket))
    }

    fn send_added(&self, ticket: Ticket, articles: Vec<Arrived>) -> Result<(), Over> {
        let mut articles = articles.into_iter();
        while !articles.as_slice().is_empty() {
            self.send(Event::Loaded(ticket, articles.by_ref().take(BATCH).collect()))?;
        }
        Ok(())
    }

    /// Tells whose marks came with moved files: those the index saw go and come, and those whose hash stands beside a
    /// mark whose file is gone.
    fn send_moved(&self, tally: &Tally) -> Result<(), Over> {
        if let Some(state) = self.state().filter(|_| !tally.came.is_empty()) {
            for (path, hash) in &tally.came {
                let place = self.context.source.absolute(path);
                let mark = place.and_then(|place| state.reattach(&place, &hash.to_le_bytes()).ok()).flatten();
                if let Some(mark) = mark {
                    self.send(Event::Recalled(path.clone(), mark))?;
                }
            }
        }
        let pairs: Vec<(PathBuf, PathBuf)> =
            tally.renamed().into_iter().map(|(old, new)| (old.to_path_buf(), new.to_path_buf())).collect();
        if pairs.is_empty() { Ok(()) } else { self.send(Event::Moved(pairs)) }
    }

    /// Tells what the index has learnt since the model's shelf was made.
    fn send_changes_since(&self, index: &Index, ticket: Ticket) -> Result<Result<(), Over>, Problem> {
        let mut batch: Vec<Arrived> = Vec::new();
        let mut told = Ok(());
        let gone = index.since(self.snapshot.as_ref(), &mut |CatalogueRow { path, article, card }| {
            batch.push((path, article, card));
            if batch.len() >= BATCH {
                told = self.send(Event::Loaded(ticket, std::mem::take(&mut batch)));
            }
            told.is_ok()
        })?;
        let told = told.and_then(|()| self.send_added(ticket, batch));
        Ok(told.and_then(|()| if gone.is_empty() { Ok(()) } else { self.send(Event::Went(gone)) }))
    }

    /// Reads again what changed, and writes it into the index.
    fn refresh(&self, paths: &[PathBuf]) -> Result<(), Over> {
        let source = &self.context.source;
        let root = source.root().unwrap_or(Path::new(""));
        // What cannot be written is shown all the same, and found by the next walk.
        let index = Index::open(&self.cache, root).ok();
        let signature = self.context.reading.signature();
        let mut tally = Tally::default();
        for paths in paths.chunks(BATCH) {
            let (there, gone): (Vec<PathBuf>, Vec<PathBuf>) = paths.iter().cloned().partition(|path| source.has(path));
            let update = Update::new(source, &self.context.reading, &self.cache);
            let read = in_order(there.len(), &|at| there.get(at).map(|path| read_one(&update, path)));
            let records = read.into_iter().flatten().flatten().collect();
            let batch = Batch { records, gone: gone.clone(), ..Batch::default() };
            let written = index.as_ref().and_then(|index| index.put(&batch, &signature).ok()).unwrap_or_default();
            let cards = written.cards.iter().copied().chain(std::iter::repeat(CatalogueRecord::default()));
            let read = batch.records.into_iter().zip(cards);
            let read = read.map(|(record, card)| (record.folder.join(&record.name), Some((record.article, card))));
            self.send(Event::Noticed(gone.into_iter().map(|path| (path, None)).chain(read).collect()))?;
            tally.add(written);
        }
        self.send_moved(&tally)
    }
}
