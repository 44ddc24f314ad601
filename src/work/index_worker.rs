//! Keeps the index of the open collection up to date, and reports changes to the model.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender};

use crate::app::{Arrived, Event, Ticket};
use crate::library::CatalogueRecord;
use crate::problem::{Code, Problem};
use crate::store::{Batch, CatalogueRow, Index, IndexSnapshot, State, Tally};
use crate::work::context::WorkerContext;
use crate::work::find::in_order;
use crate::work::index::message::{Progress, Update, UpdateEvent};
use crate::work::index::scan_changes::read_one;
use crate::work::index::update::update;
use crate::work::scan;

/// Most articles in one event: the main loop handles keys between events.
const BATCH: usize = 256;

/// Shortest time between two progress reports.
const PROGRESS_INTERVAL: Duration = Duration::from_millis(100);

/// An update that has read no file is reported only after this time: most end sooner.
const PROGRESS_DELAY: Duration = Duration::from_millis(400);

/// A task of the index worker.
pub(super) enum Task {
    /// Walk the collection.
    Update(Ticket),
    /// Read these paths again: they have changed.
    Refresh(Vec<PathBuf>),
    /// These articles were marked.
    Note(Vec<PathBuf>),
}

/// The thread that writes the index of the open collection.
pub(super) struct IndexWorker {
    context: WorkerContext,
    cache: PathBuf,
    /// The snapshot that the model started from, until it has got all changes since.
    snapshot: Option<IndexSnapshot>,
    /// Whether no update has run yet.
    fresh: bool,
    events: Sender<Event>,
}

/// The receiver of the events is gone: the program is ending.
#[derive(Clone, Copy)]
struct Disconnected;

/// Why an update stopped before its end.
enum Stop {
    Disconnected,
    Failed(Problem),
}

impl From<Disconnected> for Stop {
    fn from(_: Disconnected) -> Self {
        Self::Disconnected
    }
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Self {
        Self::Failed(problem)
    }
}

/// Limits how often the progress of an update is reported.
struct Throttle {
    started: Instant,
    reported: Instant,
}

impl Throttle {
    fn start() -> Self {
        let started = Instant::now();
        Self { started, reported: started }
    }

    /// Whether to report this progress now.
    fn is_due(&mut self, progress: Progress) -> bool {
        let now = Instant::now();
        let is_worth = progress.read > 0 || now.duration_since(self.started) > PROGRESS_DELAY;
        let is_due = is_worth && now.duration_since(self.reported) > PROGRESS_INTERVAL;
        if is_due {
            self.reported = now;
        }
        is_due
    }
}

impl IndexWorker {
    pub(super) fn new(context: WorkerContext, cache: PathBuf, events: Sender<Event>) -> Self {
        let snapshot = context.snapshot.clone();
        Self { context, cache, snapshot, fresh: true, events }
    }

    /// Runs tasks until the queue is closed. Tasks that queued up meanwhile are merged.
    pub(super) fn run(mut self, queue: &Receiver<Task>) {
        while let Ok(first) = queue.recv() {
            let mut changed = BTreeSet::new();
            let (mut asked, mut marked) = (None, Vec::new());
            for task in std::iter::once(first).chain(queue.try_iter()) {
                match task {
                    Task::Update(ticket) => asked = Some(ticket),
                    Task::Refresh(paths) => changed.extend(paths),
                    Task::Note(paths) => marked.extend(paths),
                }
            }
            let changed: Vec<PathBuf> = changed.into_iter().collect();
            let refreshed = if changed.is_empty() { Ok(()) } else { self.refresh(&changed) };
            let updated = refreshed.and_then(|()| asked.map_or(Ok(()), |ticket| self.update(ticket)));
            if updated.is_err() {
                return;
            }
            self.note(&marked);
        }
    }

    fn send(&self, event: Event) -> Result<(), Disconnected> {
        self.events.send(event).map_err(|_| Disconnected)
    }

    /// Brings the index and the model up to date. If there can be no index, starts a scan without one.
    fn update(&mut self, ticket: Ticket) -> Result<(), Disconnected> {
        match self.update_index(ticket) {
            Ok(()) => Ok(()),
            Err(Stop::Disconnected) => Err(Disconnected),
            Err(Stop::Failed(problem)) if problem.code == Code::Unreadable => {
                // The root folder cannot be read, perhaps because its disk is not mounted: keep what is known of it.
                self.send(Event::Trouble(ticket, vec![(PathBuf::new(), problem)]))?;
                self.send(Event::Indexed(ticket))
            }
            Err(Stop::Failed(problem)) => {
                self.send(Event::Unindexed(ticket, problem))?;
                scan::start(ticket, self.context.clone(), self.events.clone());
                Ok(())
            }
        }
    }

    fn update_index(&mut self, ticket: Ticket) -> Result<(), Stop> {
        let (source, reading) = (self.context.source.clone(), self.context.reading.clone());
        let root = source.root().unwrap_or(Path::new(""));
        if std::mem::take(&mut self.fresh) {
            let index = Index::open(&self.cache, root)?;
            self.send_changes_since(&index, ticket)?;
        }
        let mut throttle = Throttle::start();
        let mut sent = Ok(());
        let (index, updated) = update(&Update::new(&source, &reading, &self.cache), &mut |event| {
            sent = sent.and_then(|()| self.forward(ticket, event, &mut throttle));
            if sent.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        sent?;
        // A damaged index was rebuilt: it no longer matches the snapshot that the model started from.
        if self.snapshot.as_ref().is_some_and(|snapshot| !snapshot.is_of(&index)) {
            self.send_changes_since(&index, ticket)?;
        }
        self.snapshot = None;
        let unreadable = index.unreadable()?;
        self.note_all(root);
        Ok(self.finish(ticket, &updated.tally, unreadable)?)
    }

    /// Sends what an update reports to the model.
    fn forward(&self, ticket: Ticket, event: UpdateEvent, throttle: &mut Throttle) -> Result<(), Disconnected> {
        match event {
            UpdateEvent::Progress(progress) if throttle.is_due(progress) => {
                self.send(Event::Indexing(ticket, progress.done, progress.all))
            }
            UpdateEvent::Progress(_) => Ok(()),
            UpdateEvent::Added(articles) => self.send_added(ticket, articles),
            UpdateEvent::Removed(paths) => self.send(Event::Went(paths)),
        }
    }

    /// The state database, if there is one on disk.
    fn state(&self) -> Option<State> {
        self.context.data.as_deref().map(|data| State::open(data).0).filter(State::lasts)
    }

    /// Saves the hashes of marked articles with their marks, so that a mark is found again after its file is moved.
    fn note(&self, paths: &[PathBuf]) {
        let root = self.context.source.root().unwrap_or(Path::new(""));
        let Some(state) = (!paths.is_empty()).then(|| self.state()).flatten() else { return };
        let Ok(index) = Index::open(&self.cache, root) else { return };
        for path in paths {
            // Ignore errors: `note_all` tries again at the next start.
            if let Ok(Some(hash)) = index.hash(path) {
                let _ = state.note_hash(&self.context.source.key(path), &hash);
            }
        }
    }

    /// Does the same for all articles that were marked before they were in the index.
    fn note_all(&self, root: &Path) {
        let keys = self.state().map(|state| state.unhashed(root)).unwrap_or_default();
        let paths: Vec<PathBuf> = keys.iter().filter_map(|key| self.context.source.path_of(key)).collect();
        self.note(&paths);
    }

    fn finish(&self, ticket: Ticket, tally: &Tally, unreadable: Vec<(PathBuf, Problem)>) -> Result<(), Disconnected> {
        if !unreadable.is_empty() {
            self.send(Event::Trouble(ticket, unreadable))?;
        }
        self.send_moved(tally)?;
        self.send(Event::Indexed(ticket))
    }

    fn send_added(&self, ticket: Ticket, articles: Vec<Arrived>) -> Result<(), Disconnected> {
        let mut articles = articles.into_iter();
        while !articles.as_slice().is_empty() {
            self.send(Event::Loaded(ticket, articles.by_ref().take(BATCH).collect()))?;
        }
        Ok(())
    }

    /// Reports the marks of moved files: files that the index saw removed and added again, and files whose hash is that
    /// of a mark whose own file is gone.
    fn send_moved(&self, tally: &Tally) -> Result<(), Disconnected> {
        let state = (!tally.added_files.is_empty()).then(|| self.state()).flatten();
        if let Some(state) = state {
            for (path, hash) in &tally.added_files {
                let attached = state.reattach(&self.context.source.key(path), &hash.to_le_bytes());
                if let Ok(Some(mark)) = attached {
                    self.send(Event::Recalled(path.clone(), mark))?;
                }
            }
        }
        let pairs: Vec<(PathBuf, PathBuf)> =
            tally.renamed().into_iter().map(|(old, new)| (old.to_path_buf(), new.to_path_buf())).collect();
        if pairs.is_empty() { Ok(()) } else { self.send(Event::Moved(pairs)) }
    }

    /// Sends what has changed in the index since the snapshot that the model started from.
    fn send_changes_since(&self, index: &Index, ticket: Ticket) -> Result<(), Stop> {
        let mut batch: Vec<Arrived> = Vec::new();
        let mut sent = Ok(());
        let gone = index.since(self.snapshot.as_ref(), &mut |CatalogueRow { path, article, record }| {
            batch.push((path, article, record));
            if batch.len() >= BATCH {
                sent = self.send(Event::Loaded(ticket, std::mem::take(&mut batch)));
            }
            sent.is_ok()
        })?;
        sent?;
        self.send_added(ticket, batch)?;
        if !gone.is_empty() {
            self.send(Event::Went(gone))?;
        }
        Ok(())
    }

    /// Reads changed files again, writes them to the index and sends them to the model.
    fn refresh(&self, paths: &[PathBuf]) -> Result<(), Disconnected> {
        let source = &self.context.source;
        let root = source.root().unwrap_or(Path::new(""));
        // Without an index the articles are sent all the same, and the next walk indexes them.
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
            let records = written.records.iter().copied().chain(std::iter::repeat(CatalogueRecord::default()));
            let read = batch.records.into_iter().zip(records);
            let read = read.map(|(read, record)| (read.folder.join(&read.name), Some((read.article, record))));
            self.send(Event::Noticed(gone.into_iter().map(|path| (path, None)).chain(read).collect()))?;
            tally.add(written);
        }
        self.send_moved(&tally)
    }
}
