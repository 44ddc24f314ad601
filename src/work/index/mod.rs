//! Bringing the index of a collection up to date: one walk, a few readers, one writer.

mod gather;
mod room;
mod writer;

use std::ffi::OsString;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use crossbeam_channel::bounded;
use rustc_hash::FxHashSet;

use crate::app::Arrived;
use crate::article::Reading;
use crate::files::{Found, Source};
use crate::library::Stamp;
use crate::problem::{Code, Problem};
use crate::store::{Index, Record, Settled, Tally};
use crate::work::guarded;
use crate::work::index::gather::{read, walk};
use crate::work::index::room::Room;

use crate::work::index::writer::Writer;
pub(super) use gather::read_one;

/// Files that wait to be read, at most: the walk never runs far ahead.
const AHEAD: usize = 512;

/// Articles that wait to be written, at most, so many that readers go on while the disk is waited for.
const READ: usize = 256;

/// A file changed so lately may change once more without its times telling: it is read again the next time.
const LATELY: Duration = Duration::from_secs(2);

/// How an update stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Articles that were compared or read.
    pub done: usize,
    /// Of these, articles that were read.
    pub read: usize,
    /// Articles of the collection, as many as have been counted so far.
    pub all: usize,
    /// Whether all were counted.
    pub counted: bool,
}

/// What an update tells while it runs.
#[derive(Debug)]
pub enum News {
    /// How it stands.
    Progress(Progress),
    /// Articles that were read and are in the index now.
    Came(Vec<Arrived>),
    /// Articles that are not there any more.
    Went(Vec<PathBuf>),
}

/// Whom an update tells; a break ends it soon.
pub type Tell<'t> = dyn FnMut(News) -> ControlFlow<()> + 't;

/// What an update has done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Updated {
    /// What became of articles.
    pub tally: Tally,
    /// Whether the walk came to its end; else it was broken off.
    pub whole: bool,
}

/// How an index is brought up to date.
#[derive(Clone, Copy, Debug)]
pub struct Update<'a> {
    /// The collection; a folder.
    pub source: &'a Source,
    /// How articles are read.
    pub reading: &'a Reading,
    /// The cache directory.
    pub cache: &'a Path,
    /// Files that were changed in this time are not trusted to tell of another change; [`Update::new`] sets it.
    pub lately: Duration,
}

impl<'a> Update<'a> {
    /// With what is right outside of tests.
    pub fn new(source: &'a Source, reading: &'a Reading, cache: &'a Path) -> Self {
        Self { source, reading, cache, lately: LATELY }
    }

    fn open(&self) -> Result<Index, Problem> {
        let root = self.source.root().unwrap_or(Path::new(""));
        Index::open(self.cache, root)
    }
}

/// Brings the index of a collection up to date, until `tell` breaks off; `tell` is asked again and again. Whatever was
/// written until then holds. A damaged index is made anew.
///
/// # Errors
/// [`Code::IndexUnwritable`]; [`Code::Unreadable`] where the folder of the collection itself cannot be read, for then
/// nothing is known of it.
pub fn update(update: &Update<'_>, tell: &mut Tell<'_>) -> Result<(Index, Updated), Problem> {
    let index = update.open()?;
    match run(update, &index, tell) {
        Err(problem) if problem.code == Code::IndexBroken => {
            drop(index);
            let root = update.source.root().unwrap_or(Path::new(""));
            Index::forget(update.cache, root)?;
            let index = update.open()?;
            run(update, &index, tell).map(|updated| (index, updated))
        }
        other => other.map(|updated| (index, updated)),
    }
}

/// A file to be read.
struct Job {
    folder: Arc<Path>,
    name: OsString,
    stamp: Option<Stamp>,
    /// When its file came to this disk or was changed last, in seconds since 1970.
    came: i64,
    /// Whether the catalogue has an article of this name.
    known: bool,
}

/// What the writer is told, a folder always before what was read of it.
enum Message {
    /// A folder in which something changed, how many files of it are being read, and what else is to be written.
    Folder(Settled, usize),
    /// A folder in which nothing changed: how many articles it has.
    Same(usize),
    Read(Box<Record>),
    /// A file that is no article.
    Other(Job),
    /// The walk has come to its end: the folders it came upon.
    End(FxHashSet<Arc<Path>>),
    Failed(Problem),
}

/// How many articles the collection has, counted ahead of the walk.
#[derive(Default)]
struct Count {
    found: AtomicUsize,
    all: AtomicBool,
    over: AtomicBool,
}

fn run(update: &Update<'_>, index: &Index, tell: &mut Tell<'_>) -> Result<Updated, Problem> {
    let signature = update.reading.signature();
    index.begin(&signature)?;
    let (jobs, queue) = bounded::<Job>(AHEAD);
    let (messages, receive) = bounded::<Message>(READ);
    let readers = thread::available_parallelism().map_or(2, usize::from).clamp(1, 8);
    let count = Count::default();
    let room = Room::new();
    // What there was is near enough to what there is; a first walk is counted ahead.
    let known = index.count()?;
    let first = known == 0;
    count.found.store(known, Ordering::Relaxed);
    count.all.store(!first, Ordering::Relaxed);
    let updated = thread::scope(|scope| {
        for _ in 0..readers {
            let (queue, messages) = (queue.clone(), messages.clone());
            let room = &room;
            scope.spawn(move || read(update, &queue, &messages, room));
        }
        drop(queue);
        scope.spawn(move || {
            let walked = guarded(|| walk(update, &jobs, &messages)).and_then(|walked| walked);
            let _ = match walked {
                Ok(Some(seen)) => messages.send(Message::End(seen)),
                Ok(None) => Ok(()),
                Err(problem) => messages.send(Message::Failed(problem)),
            };
        });
        if first {
            scope.spawn(|| count.run(update.source));
        }
        let mut writer = Writer::new(index, &signature, &count, &room, first);
        let written = writer.run(receive, tell);
        count.over.store(true, Ordering::Relaxed);
        written.map(|whole| Updated { tally: std::mem::take(&mut writer.tally), whole })
    })?;
    if !updated.whole {
        // What is still to be read in a new way is not to stand on a shelf in the old one.
        return Ok(updated);
    }
    if updated.tally.changed > 0 || updated.tally.removed > 0 {
        spared(index.compact())?;
    }
    // Without a shelf the next start takes longer, and that is all.
    spared(index.put_on_shelf())?;
    Ok(updated)
}

/// What the index can do without: a full disk is no reason to know nothing.
fn spared<T>(done: Result<T, Problem>) -> Result<(), Problem> {
    match done {
        Err(problem) if problem.code == Code::IndexBroken => Err(problem),
        Ok(_) | Err(_) => Ok(()),
    }
}

impl Count {
    fn run(&self, source: &Source) {
        source.walk(&mut |found| {
            if matches!(found, Found::File(_)) {
                self.found.fetch_add(1, Ordering::Relaxed);
            }
            if self.over.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        self.all.store(true, Ordering::Relaxed);
    }
}
