//! Finds what changed in a collection: the walk compares folders with the catalogue, readers read the changed files.

use std::ffi::OsString;
use std::hash::Hasher;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use crossbeam_channel::{Receiver, Sender, bounded};
use rustc_hash::FxHashMap;
use siphasher::sip128::{Hasher128, SipHasher13};

use crate::article::{Article, Reading};
use crate::files::{Folder, ListedFolder, Loaded, Text};
use crate::library::Stamp;
use crate::problem::{Code, Problem};
use crate::store::{FolderState, Index, Record, ScannedFolder};
use crate::work::context::guarded;
use crate::work::index::byte_budget::ByteBudget;
use crate::work::index::message::{Job, Message, ReadFile, Update, bytes_of};
use crate::work::large;
use crate::work::parallel::{is_gone, one};

/// Folders are handed to the threads that compare them in lots, so that few messages are sent: at most so many folders,
/// each of which holds a file descriptor…
const LOT_FOLDERS: usize = 8;

/// …and not many more files than this.
const LOT_FILES: usize = 256;

/// Most files that are handed to a reader at a time, and back to the writer…
const LOT_READ: usize = 32;

/// …and most bytes of text that are held back to be handed over together.
const LOT_BYTES: usize = 1 << 18;

/// How many unchanged files a thread compares before it reports them.
const REPORTED: usize = 4096;

/// Most threads that read files.
const READERS: usize = 8;

/// Most threads that compare folders.
const COMPARING: usize = 4;

/// The folders of the catalogue.
pub(super) type Known = FxHashMap<PathBuf, FolderState>;

/// Listed folders, each with what the catalogue knows of it.
type Lot = Vec<(ListedFolder, FolderState)>;

/// Walks the collection and compares every folder with what the catalogue knows of it. Returns the folders of the
/// catalogue that were not found; `None` if the receivers are gone.
///
/// The walk lists the folders, in order, and other threads look at the files in them.
pub(super) fn walk(
    update: &Update<'_>,
    mut known: Known,
    jobs: &Sender<Vec<Job>>,
    messages: &Sender<Message>,
) -> Result<Option<Vec<PathBuf>>, Problem> {
    let (index, failed) = (Mutex::default(), Mutex::new(None));
    let comparison = Comparison { update, readers: readers(), index, jobs, messages, failed };
    let threads = thread::available_parallelism().map_or(2, usize::from).clamp(1, COMPARING);
    let is_whole = thread::scope(|scope| {
        let (lots, queue) = bounded::<Lot>(2);
        for _ in 0..threads {
            let (queue, comparison) = (queue.clone(), &comparison);
            scope.spawn(move || comparison.run(&queue));
        }
        drop(queue);
        list_folders(update, &mut known, &lots)
    })?;
    match comparison.failed.into_inner().unwrap_or_else(PoisonError::into_inner) {
        Some(problem) => Err(problem),
        None => Ok(is_whole.then(|| known.into_keys().collect())),
    }
}

/// Lists the folders of the collection and removes them from those `known`. False if the receivers are gone.
fn list_folders(update: &Update<'_>, known: &mut Known, lots: &Sender<Lot>) -> Result<bool, Problem> {
    let mut outcome = Ok(true);
    let (mut lot, mut files) = (Lot::new(), 0);
    update.source.walk_folders(&mut |folder| {
        let root = folder.path().as_os_str().is_empty();
        let unreadable = folder.problems().iter().find(|(path, _)| root && path.as_os_str().is_empty());
        if let Some((_, problem)) = unreadable.filter(|_| folder.is_empty()) {
            outcome = Err(problem.clone());
            return ControlFlow::Break(());
        }
        let state = known.remove(folder.path()).unwrap_or_default();
        if !state.is_there() && folder.is_empty() && folder.problems().is_empty() {
            return ControlFlow::Continue(());
        }
        files += folder.len();
        lot.push((folder, state));
        if lot.len() < LOT_FOLDERS && files < LOT_FILES {
            return ControlFlow::Continue(());
        }
        files = 0;
        if lots.send(std::mem::take(&mut lot)).is_err() {
            outcome = Ok(false);
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    });
    outcome.map(|connected| connected && (lot.is_empty() || lots.send(lot).is_ok()))
}

/// What the threads that compare folders share.
struct Comparison<'a> {
    update: &'a Update<'a>,
    /// How many threads read files.
    readers: usize,
    /// A connection of their own, so that they do not wait for the writer; opened when a folder has changed.
    index: Mutex<Option<Index>>,
    jobs: &'a Sender<Vec<Job>>,
    messages: &'a Sender<Message>,
    failed: Mutex<Option<Problem>>,
}

impl Comparison<'_> {
    /// Compares folders until the queue is closed, or something fails.
    fn run(&self, queue: &Receiver<Lot>) {
        let mut same = 0;
        for lot in queue {
            let compared = guarded(|| self.compare_lot(lot, &mut same)).and_then(|compared| compared);
            if let Err(problem) = &compared {
                self.failed.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(|| problem.clone());
            }
            let has_failed = || self.failed.lock().unwrap_or_else(PoisonError::into_inner).is_some();
            if compared != Ok(true) || has_failed() {
                return;
            }
        }
        // Ignore send errors: the writer may have stopped.
        let _ = self.messages.send(Message::Same(same));
    }

    /// Compares some folders, and counts the unchanged files in `same`. False if a receiver is gone.
    fn compare_lot(&self, lot: Lot, same: &mut usize) -> Result<bool, Problem> {
        for (folder, known) in lot {
            match self.compare(folder, known)? {
                Some(unchanged) => *same += unchanged,
                None => return Ok(false),
            }
        }
        Ok(*same < REPORTED || self.messages.send(Message::Same(std::mem::take(same))).is_ok())
    }

    /// Compares a folder with the catalogue and queues the changed files to be read. Returns the number of unchanged
    /// ones; `None` if a receiver is gone.
    fn compare(&self, folder: ListedFolder, known: FolderState) -> Result<Option<usize>, Problem> {
        // The time before the files are looked at: one that changes afterwards is not taken for settled.
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let settled = i64::try_from(now.saturating_sub(self.update.lately).as_nanos()).unwrap_or(i64::MAX);
        let folder = folder.with_stamps();
        let print = print(&folder, settled);
        if print.is_some() && print == known.print {
            return Ok(Some(folder.files.len()));
        }
        let mut stamps = if known.is_there() { self.stamps(&known)? } else { FxHashMap::default() };
        let path: Arc<Path> = folder.path.into();
        let mut changed = Vec::new();
        let mut same = 0;
        for (name, stamp) in folder.files {
            let known = stamps.remove(&name);
            if known == Some(stamp) && stamp != Stamp::default() {
                same += 1;
                continue;
            }
            let first_seen = stamp.changed.div_euclid(1_000_000_000);
            let stamp = is_settled(&stamp, settled).then_some(stamp);
            changed.push(Job { folder: path.clone(), name, stamp, first_seen, known: known.is_some() });
        }
        let gone = stamps.into_keys().collect();
        let settled = ScannedFolder { path, print, gone, problems: folder.problems };
        let is_sent = self.messages.send(Message::Folder(settled, changed.len())).is_ok() && self.send(changed);
        Ok(is_sent.then_some(same))
    }

    /// Queues files to be read, a few at a time, but so that there are some for every reader. False if the receiver is gone.
    fn send(&self, changed: Vec<Job>) -> bool {
        let size = (changed.len() / (2 * self.readers)).clamp(1, LOT_READ);
        let mut changed = changed.into_iter().peekable();
        while changed.peek().is_some() {
            if self.jobs.send(changed.by_ref().take(size).collect()).is_err() {
                return false;
            }
        }
        true
    }

    fn stamps(&self, known: &FolderState) -> Result<FxHashMap<OsString, Stamp>, Problem> {
        let mut index = self.index.lock().unwrap_or_else(PoisonError::into_inner);
        let opened = match index.take() {
            Some(opened) => opened,
            None => self.update.open()?,
        };
        let stamps = opened.stamps(known);
        *index = Some(opened);
        stamps
    }
}

/// Whether the time stamps of a file will differ if it changes again: they are known and old enough.
fn is_settled(stamp: &Stamp, before: i64) -> bool {
    *stamp != Stamp::default() && stamp.changed.max(stamp.modified) <= before
}

/// The fingerprint of a folder; `None` if a file in it could change again without changing the fingerprint.
fn print(folder: &Folder, before: i64) -> Option<u128> {
    let mut hasher = SipHasher13::new();
    for (name, stamp) in &folder.files {
        if !is_settled(stamp, before) {
            return None;
        }
        let name = name.as_encoded_bytes();
        hasher.write(&(name.len() as u64).to_le_bytes());
        hasher.write(name);
        hasher.write(&stamp.size.to_le_bytes());
        hasher.write(&stamp.modified.to_le_bytes());
        hasher.write(&stamp.changed.to_le_bytes());
        hasher.write(&stamp.inode.to_le_bytes());
    }
    for (path, problem) in &folder.problems {
        let path = path.as_os_str().as_encoded_bytes();
        hasher.write(&(path.len() as u64).to_le_bytes());
        hasher.write(path);
        hasher.write(format!("{problem:?}").as_bytes());
    }
    Some(hasher.finish128().as_u128())
}

/// How many threads read files.
pub(super) fn readers() -> usize {
    thread::available_parallelism().map_or(2, usize::from).clamp(1, READERS)
}

/// Reads queued files until the queue is closed.
pub(super) fn read(update: &Update<'_>, queue: &Receiver<Vec<Job>>, messages: &Sender<Message>, budget: &ByteBudget) {
    for lot in queue {
        let mut files = Vec::with_capacity(lot.len());
        let mut bytes = 0;
        let mut jobs = lot.into_iter().peekable();
        while let Some(job) = jobs.next() {
            files.push(read_file(update, job));
            bytes += files.last().map_or(0, |file| bytes_of(std::slice::from_ref(file)));
            if bytes < LOT_BYTES && jobs.peek().is_some() {
                continue;
            }
            budget.take(std::mem::take(&mut bytes));
            if messages.send(Message::Read(std::mem::take(&mut files))).is_err() {
                return;
            }
        }
    }
}

fn read_file(update: &Update<'_>, job: Job) -> ReadFile {
    let path = job.folder.join(&job.name);
    let record = match guarded(|| update.source.is_article(&path)) {
        Ok(false) => None,
        _ => record(update, &job, &path),
    };
    record.map_or(ReadFile::Other(job), |record| ReadFile::Article(Box::new(record)))
}

/// Reads a file; `None` if it no longer exists.
fn record(update: &Update<'_>, job: &Job, path: &Path) -> Option<Record> {
    let mut text = String::new();
    let mut hash = 0;
    let article = one(path, || match large::extract(update.source, path, update.reading, job.stamp) {
        Ok(read) => {
            (text, hash) = (read.text, read.hash);
            read.article
        }
        Err(problem) => missing(path, update.reading, problem),
    });
    // A file moved since it was found must not replace what the index has of it: its hash finds its mark again.
    if is_gone(update.source, path, &article) {
        return None;
    }
    let is_unreadable = article.problems.iter().any(|problem| problem.code == Code::Unreadable);
    // Without a stamp the file is read again next time: an unreadable file may become readable with the same stamp.
    let stamp = job.stamp.filter(|_| !is_unreadable);
    let (folder, name, first_seen) = (job.folder.clone(), job.name.clone(), job.first_seen);
    Some(Record { folder, name, stamp, hash, article, text, first_seen })
}

/// Reads the article at a path of the collection; `None` if the file no longer exists. The record has no stamp, so that
/// the next walk reads the file again: it has just changed, and may change again with the same time stamp.
pub(in crate::work) fn read_one(update: &Update<'_>, path: &Path) -> Option<Record> {
    let folder: Arc<Path> = path.parent().unwrap_or(Path::new("")).into();
    let first_seen = update.source.stamp(path).map_or(0, |stamp| stamp.changed.div_euclid(1_000_000_000));
    let name = path.file_name().unwrap_or_default().to_owned();
    record(update, &Job { folder, name, stamp: None, first_seen, known: true }, path)
}

fn missing(path: &Path, reading: &Reading, problem: Problem) -> Article {
    let text = Text { problems: vec![problem], ..Text::default() };
    Loaded::new(text, path, reading).article
}
