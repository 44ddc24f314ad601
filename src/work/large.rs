//! Large articles are read one at a time on one thread, and not twice where the reader and the index both want one: what
//! is shown of it stays in memory, and a second reading beside it would take as much again.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread;

use crossbeam_channel::{Sender, bounded, unbounded};

use crate::article::{Article, Reading};
use crate::files::{Source, Whole};
use crate::library::Stamp;
use crate::problem::{Code, Problem};
use crate::text::fold_into;
use crate::work::context::guarded;

/// Bytes of a file from which on it is large.
const LARGE: u64 = 4 << 20;

type Job = Box<dyn FnOnce() + Send>;

static JOBS: OnceLock<Option<Sender<Job>>> = OnceLock::new();

/// What the index wants of the large article that was opened last.
static LAST: Mutex<Option<(Key, Extract)>> = Mutex::new(None);

/// Which reading of which file.
#[derive(Clone, PartialEq)]
struct Key {
    file: PathBuf,
    stamp: Stamp,
    signature: String,
}

/// What the index wants of an article.
pub(super) struct Extract {
    pub(super) article: Article,
    /// Its text, folded.
    pub(super) text: String,
    /// The hash of the file's bytes.
    pub(super) hash: u128,
}

impl Extract {
    fn of(whole: &Whole) -> Self {
        let mut text = String::new();
        fold_into(&whole.document.text(), &mut text);
        Self { article: whole.loaded.article.clone(), text, hash: whole.hash }
    }
}

/// Reads an article that is to be shown, as [`Source::whole`] does; `keep`: whether an index will want it too.
///
/// # Errors
/// [`Code::Unreadable`]; [`Code::Internal`] where reading it panicked.
pub(super) fn whole(source: &Source, path: &Path, reading: &Reading, keep: bool) -> Result<Whole, Problem> {
    let Some(key) = key(source, path, reading) else { return source.whole(path, reading) };
    let (source, path, reading) = (source.clone(), path.to_path_buf(), reading.clone());
    apart(move || {
        let whole = source.whole(&path, &reading)?;
        if keep {
            let extract = Extract::of(&whole);
            *LAST.lock().unwrap_or_else(PoisonError::into_inner) = Some((key, extract));
        }
        Ok(whole)
    })
}

/// Reads an article for the index.
///
/// # Errors
/// As [`whole`].
pub(super) fn extract(source: &Source, path: &Path, reading: &Reading) -> Result<Extract, Problem> {
    let Some(key) = key(source, path, reading) else {
        return source.whole(path, reading).map(|whole| Extract::of(&whole));
    };
    let (source, path, reading) = (source.clone(), path.to_path_buf(), reading.clone());
    apart(move || {
        let last = LAST.lock().unwrap_or_else(PoisonError::into_inner).take_if(|(known, _)| *known == key);
        match last {
            Some((_, extract)) => Ok(extract),
            None => source.whole(&path, &reading).map(|whole| Extract::of(&whole)),
        }
    })
}

/// What a large article is known by; `None` for one that is not.
fn key(source: &Source, path: &Path, reading: &Reading) -> Option<Key> {
    let stamp = source.stamp(path).filter(|stamp| stamp.size > LARGE)?;
    Some(Key { file: source.absolute(path)?, stamp, signature: reading.signature() })
}

/// Does a job on the thread for large articles, and waits for it.
fn apart<T: Send + 'static>(job: impl FnOnce() -> Result<T, Problem> + Send + 'static) -> Result<T, Problem> {
    let (answer, answered) = bounded(1);
    let job = move || {
        // Whoever asked is waiting.
        let _ = answer.send(guarded(job).and_then(|done| done));
    };
    let Some(jobs) = JOBS.get_or_init(start) else {
        job();
        return answered.recv().unwrap_or_else(|_| Err(lost()));
    };
    // Where the thread is gone, so is the job, and with it whoever would answer.
    let _ = jobs.send(Box::new(job));
    answered.recv().unwrap_or_else(|_| Err(lost()))
}

fn lost() -> Problem {
    Problem::new(Code::Internal).with("the thread for large articles has stopped")
}

/// Starts the thread; it waits for ever and costs nothing while it does. Where there can be none, everybody reads.
fn start() -> Option<Sender<Job>> {
    let (jobs, queue) = unbounded::<Job>();
    let run = move || queue.iter().for_each(|job| job());
    thread::Builder::new().name("large".into()).spawn(run).ok().map(|_| jobs)
}
