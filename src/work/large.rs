//! Reads large articles one at a time, on a thread of their own. An article that both the screen and the index need is
//! read once: a second copy beside the one on the screen would take as much memory again.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread;

use crossbeam_channel::{Sender, bounded, unbounded};

use crate::article::{Article, Reading};
use crate::document::Document;
use crate::files::{Source, Whole};
use crate::library::Stamp;
use crate::problem::{Code, Problem};
use crate::text::Folding;
use crate::work::context::guarded;

/// Files of more bytes than this are large.
const LARGE: u64 = 4 << 20;

type Job = Box<dyn FnOnce() + Send>;

static JOBS: OnceLock<Option<Sender<Job>>> = OnceLock::new();

/// The extract of the large article that was opened last, until the index takes it.
static LAST: Mutex<Option<(Key, Extract)>> = Mutex::new(None);

/// Identifies an extract: the file, its version, and how it is read.
#[derive(Clone, PartialEq)]
struct Key {
    file: PathBuf,
    stamp: Stamp,
    signature: String,
}

/// What the index needs of an article.
pub(super) struct Extract {
    pub(super) article: Article,
    /// Its text, folded.
    pub(super) text: String,
    /// The hash of the file's bytes.
    pub(super) hash: u128,
}

impl Extract {
    fn of(article: Article, document: &Document, hash: u128) -> Self {
        let mut text = String::with_capacity(document.text_size());
        let mut folding = Folding::new(&mut text);
        document.each_text(&mut |part| folding.push(part));
        Self { article, text, hash }
    }

    fn read(source: &Source, path: &Path, reading: &Reading) -> Result<Self, Problem> {
        let whole = source.whole(path, reading)?;
        Ok(Self::of(whole.loaded.article, &whole.document, whole.hash))
    }
}

/// Reads an article for the screen, as [`Source::whole`] does. `keep`: whether an index will need it too.
///
/// # Errors
/// [`Code::Unreadable`]; [`Code::Internal`] where reading it panicked.
pub(super) fn whole(source: &Source, path: &Path, reading: &Reading, keep: bool) -> Result<Whole, Problem> {
    let Some(key) = key(source, path, reading, None) else { return source.whole(path, reading) };
    let (source, path, reading) = (source.clone(), path.to_path_buf(), reading.clone());
    on_large_thread(move || {
        let whole = source.whole(&path, &reading)?;
        if keep {
            let extract = Extract::of(whole.loaded.article.clone(), &whole.document, whole.hash);
            *LAST.lock().unwrap_or_else(PoisonError::into_inner) = Some((key, extract));
        }
        Ok(whole)
    })
}

/// Reads an article for the index. `stamp` is the state of its file, if it is known.
///
/// # Errors
/// As [`whole`].
pub(super) fn extract(
    source: &Source,
    path: &Path,
    reading: &Reading,
    stamp: Option<Stamp>,
) -> Result<Extract, Problem> {
    let Some(key) = key(source, path, reading, stamp) else {
        return Extract::read(source, path, reading);
    };
    let (source, path, reading) = (source.clone(), path.to_path_buf(), reading.clone());
    on_large_thread(move || {
        let last = LAST.lock().unwrap_or_else(PoisonError::into_inner).take_if(|(known, _)| *known == key);
        match last {
            Some((_, extract)) => Ok(extract),
            None => Extract::read(&source, &path, &reading),
        }
    })
}

/// The key of a large article; `None` if the file is not large.
fn key(source: &Source, path: &Path, reading: &Reading, stamp: Option<Stamp>) -> Option<Key> {
    let stamp = stamp.or_else(|| source.stamp(path)).filter(|stamp| stamp.size > LARGE)?;
    Some(Key { file: source.absolute(path)?, stamp, signature: reading.signature() })
}

/// Runs a job on the thread for large articles and waits for the result.
fn on_large_thread<T: Send + 'static>(job: impl FnOnce() -> Result<T, Problem> + Send + 'static) -> Result<T, Problem> {
    let (answer, answered) = bounded(1);
    let job = move || {
        // Cannot fail: the caller waits for the answer.
        let _ = answer.send(guarded(job).and_then(|done| done));
    };
    let Some(jobs) = JOBS.get_or_init(start) else {
        job();
        return answered.recv().unwrap_or_else(|_| Err(lost()));
    };
    // Ignore send errors: if the thread is gone, the job is dropped with its sender, and `recv` fails below.
    let _ = jobs.send(Box::new(job));
    answered.recv().unwrap_or_else(|_| Err(lost()))
}

fn lost() -> Problem {
    Problem::new(Code::Internal).with("the thread for large articles has stopped")
}

/// Starts the thread. It is never stopped: an idle thread costs nothing. `None` if it cannot be started; callers then
/// run their jobs themselves.
fn start() -> Option<Sender<Job>> {
    let (jobs, queue) = unbounded::<Job>();
    let run = move || queue.iter().for_each(|job| job());
    thread::Builder::new().name("large".into()).spawn(run).ok().map(|_| jobs)
}
