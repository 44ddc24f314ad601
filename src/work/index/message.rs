//! The messages between the threads of an update, and what an update reports to its caller.

use std::ffi::OsString;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use crate::app::Arrived;
use crate::article::Reading;
use crate::files::{Found, Source};
use crate::library::Stamp;
use crate::problem::Problem;
use crate::store::{Index, Record, ScannedFolder, Tally};

/// A file changed more recently than this may change again without a new time stamp, because file systems keep coarse
/// times. Such a file is read again by the next update.
const SETTLE_TIME: Duration = Duration::from_secs(2);

/// The progress of an update.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Articles compared or read so far.
    pub done: usize,
    /// Of these, articles that were read.
    pub read: usize,
    /// Articles of the collection counted so far.
    pub all: usize,
    /// Whether the count is complete.
    pub counted: bool,
}

/// What an update reports while it runs.
#[derive(Debug)]
pub enum UpdateEvent {
    /// Its progress.
    Progress(Progress),
    /// Articles that were read and are in the index now.
    Added(Vec<Arrived>),
    /// Articles that are gone.
    Removed(Vec<PathBuf>),
}

/// Receives what an update reports; a break ends the update soon.
pub type OnEvent<'t> = dyn FnMut(UpdateEvent) -> ControlFlow<()> + 't;

/// The result of an update.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Updated {
    /// What was added, changed and removed.
    pub tally: Tally,
    /// Whether the walk was completed, rather than stopped by a break.
    pub whole: bool,
}

/// How an index is brought up to date.
#[derive(Clone, Copy, Debug)]
pub struct Update<'a> {
    /// The collection, a folder.
    pub source: &'a Source,
    /// How articles are read.
    pub reading: &'a Reading,
    /// The cache directory.
    pub cache: &'a Path,
    /// The time stamps of files changed more recently than this are not trusted; see [`Update::new`].
    pub lately: Duration,
    /// Whether every article is read again, whatever the state of its file is.
    pub again: bool,
}

impl<'a> Update<'a> {
    /// An update that distrusts the time stamps of files changed in the last two seconds, which is right outside of
    /// tests.
    pub fn new(source: &'a Source, reading: &'a Reading, cache: &'a Path) -> Self {
        Self { source, reading, cache, lately: SETTLE_TIME, again: false }
    }

    pub(super) fn open(&self) -> Result<Index, Problem> {
        Index::open(self.cache, &self.source.collection_key())
    }
}

/// A file to be read.
pub(super) struct Job {
    pub(super) folder: Arc<Path>,
    pub(super) name: OsString,
    pub(super) stamp: Option<Stamp>,
    /// When the file arrived on this disk or last changed, in seconds since 1970.
    pub(super) first_seen: i64,
    /// Whether the catalogue has an article of this name.
    pub(super) known: bool,
}

/// What was read of a file.
pub(super) enum ReadFile {
    Article(Box<Record>),
    /// The file is not an article, or it is gone.
    Other(Job),
}

/// Bytes of text of these files.
pub(super) fn bytes_of(files: &[ReadFile]) -> usize {
    let bytes = |file: &ReadFile| match file {
        ReadFile::Article(record) => record.text.len(),
        ReadFile::Other(_) => 0,
    };
    files.iter().map(bytes).sum()
}

/// A message to the writer. A folder is always sent before the files read from it.
pub(super) enum Message {
    /// A folder in which something changed, and how many of its files are being read.
    Folder(ScannedFolder, usize),
    /// So many articles have not changed.
    Same(usize),
    /// Some files were read.
    Read(Vec<ReadFile>),
    /// The walk is complete; these folders of the catalogue are gone.
    End(Vec<PathBuf>),
    /// The walk has failed.
    Failed(Problem),
}

/// The number of articles in the collection, counted ahead of the walk for the progress.
#[derive(Default)]
pub(super) struct Count {
    pub(super) found: AtomicUsize,
    /// Whether all have been counted.
    pub(super) is_complete: AtomicBool,
    /// Set when the count is no longer needed.
    pub(super) stop: AtomicBool,
}

impl Count {
    /// Walks the collection and counts.
    pub(super) fn run(&self, source: &Source) {
        source.walk(&mut |found| {
            if matches!(found, Found::File(_)) {
                self.found.fetch_add(1, Ordering::Relaxed);
            }
            if self.stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        self.is_complete.store(true, Ordering::Relaxed);
    }
}
