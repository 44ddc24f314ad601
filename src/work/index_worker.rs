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
use crate::work::{moved, scan};

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
    is_fresh: bool,
    /// Paths that changed before the first update.
    changed: BTreeSet<PathBuf>,
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
        Self { context, cache, snapshot, is_fresh: true, changed: BTreeSet::new(), events }
    }

    /// Runs tasks until the queue is closed. Tasks that queued up meanwhile are merged.
    pub(super) fn run(mut self, queue: &Receiver<Task>) {
        while let Ok(first) = queue.recv() {
            if self.run_together(std::iter::once(first).chain(queue.try_iter())).is_err() {
                return;
            }
        }
    }

    fn run_together(&mut self, tasks: impl Iterator<Item = Task>) -> Result<(), Disconnected> {
        let (mut asked, mut marked) = (None, Vec::new());
        for task in tasks {
            match task {
                Task::Update(ticket) => asked = Some(ticket),
                Task::Refresh(paths) => self.changed.extend(paths),
                Task::Note(paths) => marked.extend(paths),
            }
        }
        // Before anything is removed from the index: it has the hashes.
        self.note(&marked);
        // Until the first update the index may be one of other settings, and takes no articles.
        if self.is_fresh {
            let Some(ticket) = asked.take() else { return Ok(()) };
            self.update(ticket)?;
        }
        let changed: Vec<PathBuf> = std::mem::take(&mut self.changed).into_iter().collect();
        if !changed.is_empty() {
            self.refresh(&changed)?;
        }
        asked.map_or(Ok(()), |ticket| self.update(ticket))
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
        if std::mem::take(&mut self.is_fresh) {
            let index = Index::open(&self.cache, &source.collection_key())?;
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
        Ok(self.finish(ticket, &index, &updated.tally, unreadable)?)
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
        let Some(state) = (!paths.is_empty()).then(|| self.state()).flatten() else { return };
        let Ok(index) = Index::open(&self.cache, &self.context.source.collection_key()) else { return };
        let source = &self.context.source;
        let hash = |path: &PathBuf| Some((source.key(path), index.hash(path).ok()??));
        let hashes: Vec<_> = paths.iter().filter_map(hash).collect();
        // Ignore errors: `note_all` tries again at the next start.
        let _ = state.note_hashes(&hashes);
    }

    /// Does the same for all articles that were marked before they were in the index.
    fn note_all(&self, root: &Path) {
        let keys = self.state().map(|state| state.unhashed(root)).unwrap_or_default();
        let paths: Vec<PathBuf> = keys.iter().filter_map(|key| self.context.source.path_of(key)).collect();
        self.note(&paths);
    }

    fn finish(
        &self,
        ticket: Ticket,
        index: &Index,
        tally: &Tally,
        unreadable: Vec<(PathBuf, Problem)>,
    ) -> Result<(), Disconnected> {
        if !unreadable.is_empty() {
            self.send(Event::Trouble(ticket, unreadable))?;
        }
        self.send_moved(Some(index), tally)?;
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
    fn send_moved(&self, index: Option<&Index>, tally: &Tally) -> Result<(), Disconnected> {
        let state = if tally.is_empty() { None } else { self.state() };
        for (path, mark) in state.iter().flat_map(|state| moved::reattach(state, index, &self.context.source, tally)) {
            self.send(Event::Recalled(path, mark))?;
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
        // Without an index the articles are sent all the same, and the next walk indexes them.
        let index = Index::open(&self.cache, &source.collection_key()).ok();
        let signature = self.context.reading.signature();
        let mut tally = Tally::default();
        for paths in paths.chunks(BATCH) {
            let update = Update::new(source, &self.context.reading, &self.cache);
            let read_if_there = |path: &PathBuf| source.has(path).then(|| read_one(&update, path)).flatten();
            let mut batch = Batch::default();
            // A file whose reading failed without a result, by a panic, is left as it is.
            let read = in_order(paths.len(), &|at| paths.get(at).map(read_if_there));
            for (path, read) in paths.iter().zip(read) {
                match read.flatten() {
                    Some(Some(record)) => batch.records.push(record),
                    Some(None) => batch.gone.push(path.clone()),
                    None => {}
                }
            }
            if !batch.gone.is_empty() && source.loss().is_some() {
                batch.gone.clear();
                self.send(Event::Unseen)?;
            }
            let written = index.as_ref().and_then(|index| index.put(&batch, &signature).ok()).unwrap_or_default();
            let records = written.records.iter().copied().chain(std::iter::repeat(CatalogueRecord::default()));
            let read = batch.records.into_iter().zip(records);
            let read = read.map(|(read, record)| (read.folder.join(&read.name), Some((read.article, record))));
            self.send(Event::Noticed(batch.gone.into_iter().map(|path| (path, None)).chain(read).collect()))?;
            tally.add(written);
        }
        self.send_moved(index.as_ref(), &tally)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::Arc;

    use crossbeam_channel::unbounded;

    use super::*;
    use crate::article::Reading;
    use crate::files::Source;
    use crate::locale::{Catalog, Lang};
    use crate::marks::Edit;

    fn worker(context: &WorkerContext) -> (IndexWorker, Receiver<Event>) {
        let (events, answers) = unbounded();
        (IndexWorker::new(context.clone(), context.cache.clone().unwrap(), events), answers)
    }

    /// A collection whose only article, `old.md`, is in the index and has a star.
    fn with_a_star(home: &Path) -> WorkerContext {
        let [posts, cache, data] = ["posts", "cache", "data"].map(|name| home.join(name));
        fs::create_dir(&posts).unwrap();
        fs::write(posts.join("old.md"), "text").unwrap();
        let context = WorkerContext {
            source: Arc::new(Source::folder(posts)),
            reading: Arc::new(Reading::default()),
            catalog: Arc::new(Catalog::new(Lang::English)),
            language: None,
            cache: Some(cache),
            pictures: None,
            data: Some(data.clone()),
            snapshot: None,
        };
        let (mut worker, answers) = worker(&context);
        // The watcher may be faster than the first update.
        let tasks = [Task::Refresh(vec!["old.md".into()]), Task::Update(Ticket::default())];
        assert_eq!(tasks.map(|task| worker.run_together(std::iter::once(task)).is_ok()), [true; 2]);
        drop(answers);
        let key = context.source.key(Path::new("old.md"));
        State::open(&data).0.edit([&key], &Edit::Starred(true)).unwrap();
        context
    }

    #[test]
    fn a_folder_that_goes_during_an_update_keeps_its_articles() {
        let home = tempfile::tempdir().unwrap();
        let context = with_a_star(home.path());
        let root = context.source.root().unwrap();
        fs::remove_file(root.join("old.md")).unwrap();
        let cache = context.cache.clone().unwrap();
        let wanted = Update::new(&context.source, &context.reading, &cache);
        let updated = update(&wanted, &mut |_| {
            // Ignore errors: the folder is moved at the first event.
            let _ = fs::rename(root, home.path().join("away"));
            ControlFlow::Continue(())
        });
        assert_eq!(updated.map(drop).map_err(|problem| problem.code), Err(Code::Unreadable));
        let index = Index::open(&cache, &context.source.collection_key()).unwrap();
        assert_eq!(index.count(), Ok(1));
    }

    /// Moves the file and runs the tasks. Then the star must be at the new path.
    #[track_caller]
    fn assert_follows(context: &WorkerContext, tasks: Vec<Vec<Task>>, what: &str) {
        let (mut worker, answers) = worker(context);
        worker.is_fresh = false;
        let root = context.source.root().unwrap();
        fs::rename(root.join("old.md"), root.join("new.md")).unwrap();
        for together in tasks {
            assert!(worker.run_together(together.into_iter()).is_ok(), "{what}");
        }
        let events: Vec<Event> = answers.try_iter().collect();
        let is_recalled = |event: &Event| matches!(event, Event::Recalled(path, _) if path == Path::new("new.md"));
        let state = State::open(context.data.as_ref().unwrap()).0;
        let starred = ["old.md", "new.md"].map(|path| {
            let mark = state.mark(&context.source.key(Path::new(path)));
            mark.is_some_and(|mark| mark.starred)
        });
        let recalled = events.iter().any(is_recalled);
        assert_eq!((recalled, starred, state.unhashed(root)), (true, [false, true], Vec::new()), "{what}");
    }

    /// The watcher may report both paths of a moved file together, or either of them first, and a file may be moved
    /// before the index worker learns of its mark.
    #[test]
    fn a_mark_follows_its_file_in_any_order_of_events() {
        let [old, new] = ["old.md", "new.md"].map(PathBuf::from);
        let refresh = |paths: &[&PathBuf]| Task::Refresh(paths.iter().copied().cloned().collect());
        let note = || Task::Note(vec![old.clone()]);
        let update = || Task::Update(Ticket::default());
        let orders = [
            vec![vec![note(), refresh(&[&old, &new])]],
            vec![vec![note(), refresh(&[&old])], vec![refresh(&[&new])]],
            vec![vec![note(), refresh(&[&new])], vec![refresh(&[&old])]],
            vec![vec![refresh(&[&old])], vec![note(), refresh(&[&new])]],
            vec![vec![refresh(&[&old, &new])], vec![note()]],
            vec![vec![note(), update()]],
            // An update under way reads the file at its new path; then it is known when its old path is removed.
            vec![vec![refresh(&[&new])], vec![refresh(&[&old, &new])]],
        ];
        for (at, tasks) in orders.into_iter().enumerate() {
            let home = tempfile::tempdir().unwrap();
            assert_follows(&with_a_star(&home.path().canonicalize().unwrap()), tasks, &format!("order {at}"));
        }
    }

    #[test]
    fn a_mark_follows_its_file_though_the_index_was_deleted() {
        let home = tempfile::tempdir().unwrap();
        let context = with_a_star(&home.path().canonicalize().unwrap());
        worker(&context).0.note(&["old.md".into()]);
        fs::remove_dir_all(context.cache.as_ref().unwrap()).unwrap();
        assert_follows(&context, vec![vec![Task::Update(Ticket::default())]], "a new index");
    }
}
