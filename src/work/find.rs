//! Finding words in the texts of a whole collection, on all cores.

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use crate::article::{ArticleId, Reading};
use crate::files::Source;
use crate::library::Bits;
use crate::search::Needle;
use crate::store::Texts;
use crate::text::fold;
use crate::work::context::guarded;

/// The articles in whose texts each of these words stands, by the number of the word; articles by their rows in the
/// catalogue. When `stop` is set, what was found until then comes back soon.
pub fn find(texts: &Texts, words: &[Needle], stop: &AtomicBool) -> Vec<Bits> {
    let parts = texts.parts();
    let found = Mutex::new(vec![Bits::default(); words.len()]);
    let jobs = parts.len() * words.len();
    side_by_side(jobs, stop, &|next| {
        let mut hits: Vec<(usize, u32)> = Vec::new();
        while let Some(job) = next() {
            // One part for every word while it is warm.
            let (part, word) = (job / words.len(), job % words.len());
            if let (Some(part), Some(needle)) = (parts.get(part), words.get(word)) {
                texts.find(part, needle.finder(), &mut |row| hits.push((word, row)));
            }
        }
        let mut found = found.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        for (word, row) in hits {
            if let Some(set) = found.get_mut(word) {
                set.set(row, true);
            }
        }
    });
    found.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// The same without an index, by the ids of articles: every article is read.
pub fn find_in_files(
    source: &Source,
    reading: &Reading,
    articles: &[(ArticleId, &Path)],
    words: &[Needle],
    stop: &AtomicBool,
) -> Vec<Bits> {
    let found = Mutex::new(vec![Bits::default(); words.len()]);
    side_by_side(articles.len(), stop, &|next| {
        while let Some((id, path)) = next().and_then(|at| articles.get(at)) {
            let text = guarded(|| fold(&source.load_whole(path, reading).1.text())).unwrap_or_default();
            let mut found = found.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            for (set, _) in found.iter_mut().zip(words).filter(|(_, word)| word.is_in(&text)) {
                set.set(id.0, true);
            }
        }
    });
    found.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// Does so many jobs on all cores, and gives back what they gave in their order; `None` for one that panicked.
pub fn in_order<T: Send>(jobs: usize, job: &(dyn Fn(usize) -> T + Sync)) -> Vec<Option<T>> {
    let all = Mutex::new(Vec::with_capacity(jobs));
    side_by_side(jobs, &AtomicBool::new(false), &|next| {
        while let Some(at) = next() {
            let done = guarded(|| job(at)).ok();
            all.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((at, done));
        }
    });
    let mut all = all.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    all.sort_unstable_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, done)| done).collect()
}

/// What a thread does: asks for the next job until there is none.
type Worker<'a> = dyn Fn(&dyn Fn() -> Option<usize>) + Sync + 'a;

/// Runs `worker` on as many threads as there are cores; each asks for the next job until there is none. The threads are
/// those of this call alone: in a shared pool a search would wait for all files that a refresh has read.
fn side_by_side(jobs: usize, stop: &AtomicBool, worker: &Worker) {
    let threads = thread::available_parallelism().map_or(1, usize::from).min(jobs);
    let at = AtomicUsize::new(0);
    let next = || {
        let job = at.fetch_add(1, Ordering::Relaxed);
        (job < jobs && !stop.load(Ordering::Relaxed)).then_some(job)
    };
    thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(|| worker(&next));
        }
        worker(&next);
    });
}
