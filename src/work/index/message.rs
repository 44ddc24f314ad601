//! What the threads of an update pass on to each other, and what an update reports.

use std::ffi::OsString;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use rustc_hash::FxHashSet;

use crate::app::Arrived;
use crate::article::Reading;
use crate::files::{Found, Source};
use crate::library::Stamp;
use crate::problem::Problem;
use crate::store::{Index, Record, ScannedFolder, Tally};

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

    pub(super) fn open(&self) -> Result<Index, Problem> {
        let root = self.source.root().unwrap_or(Path::new(""));
        Index::open(self.cache, root)
    }
}

/// A file to be read.
pub(super) struct Job {
    pub(super) folder: Arc<Path>,
    pub(super) name: OsString,
    pub(super) stamp: Option<Stamp>,
    /// When its file came to this disk or was changed last, in seconds since 1970.
    pub(super) came: i64,
    /// Whether the catalogue has an article of this name.
    pub(super) known: bool,
}

/// What the writer is told, a folder always before what was read of it.
pub(super) enum Message {
    /// A folder in which something changed, how many files of it are being read, and what else is to be written.
    Folder(ScannedFolder, usize),
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
pub(super) struct Count {
    pub(super) found: AtomicUsize,
    pub(super) all: AtomicBool,
    pub(super) over: AtomicBool,
}

impl Count {
    pub(super) fn run(&self, source: &Source) {
        source.walk(&mut |found| {
            if matches!(found, Found::File(_)) {
                self.found.fetch_add(1, Ordering::Relaxed);
            }
            if self.over.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        self.all.store(true, Ordering::Relaxed);
    }
}
