//! Searches the texts of a whole collection, on all cores.

use std::cmp::Reverse;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use crate::article::{Article, ArticleId, Reading};
use crate::files::Source;
use crate::library::Bits;
use crate::problem::Problem;
use crate::search::{Needle, SourceFilter};
use crate::store::{Index, Part, Texts, Unsigned};
use crate::text::fold;
use crate::work::context::guarded;

/// Returns, for each word in order, the articles whose text contains it, as rows of the catalogue; for a pattern, those
/// that may, to be passed to [`Verification`]. If `stop` is set, returns early with what was found so far.
pub fn find(texts: &Texts, words: &[Needle], stop: &AtomicBool) -> Vec<Bits> {
    let parts_of =
        |(word, needle): (usize, &Needle)| texts.parts(needle.finder()).into_iter().map(move |part| (part, word));
    let mut parts: Vec<(Part, usize)> = words.iter().enumerate().flat_map(parts_of).collect();
    if words.len() > 1 {
        // Search a part for every word in turn, while it is cached.
        parts.sort_by_key(|(part, _)| Reverse(*part));
    }
    let found = Mutex::new(vec![Bits::default(); words.len()]);
    run_parallel(parts.len(), stop, &|next| {
        let mut hits: Vec<(usize, u32)> = Vec::new();
        while let Some((part, word)) = next().and_then(|job| parts.get(job)) {
            if let Some(needle) = words.get(*word) {
                texts.find(part, needle.finder(), &mut |row| hits.push((*word, row)));
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

/// As [`find`], while this thread does something else.
pub fn find_while<T>(texts: &Texts, words: &[Needle], other: impl FnOnce() -> T) -> (Vec<Bits>, T) {
    thread::scope(|scope| {
        let found = scope.spawn(|| find(texts, words, &AtomicBool::new(false)));
        let done = other();
        (found.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), done)
    })
}

/// How many articles are read for a pattern before what they contain is told for the first time, and at most.
const FIRST_READ: usize = 1 << 10;
const MOST_READ: usize = 1 << 14;

/// What is known of the articles in which a pattern may match: the texts of an index are folded, so those are read.
pub struct Verification<'a> {
    /// The index, and how its articles are read.
    pub index: (&'a Index, &'a Source, &'a Reading),
    /// The words and patterns.
    pub words: &'a [Needle],
    /// The rows of the articles that were read before.
    pub read: Bits,
    /// For each pattern the rows of those among them in which it matches.
    pub matching: Vec<Bits>,
}

impl Verification<'_> {
    /// Keeps, for each pattern, the rows of articles whose text has a match; for words nothing is changed. `partly` is
    /// called with what is found so far, in growing intervals: soon for the first screen, and rarely while a large
    /// collection is read.
    ///
    /// # Errors
    /// [`crate::problem::Code::IndexBroken`] and the like.
    pub fn run(
        &mut self,
        found: &[Bits],
        stop: &AtomicBool,
        partly: &mut dyn FnMut(Vec<Bits>),
    ) -> Result<Vec<Bits>, Problem> {
        let mut rows = Bits::default();
        for (set, _) in found.iter().zip(self.words).filter(|(_, word)| word.as_pattern().is_some()) {
            rows.add(set);
        }
        rows.remove(&self.read);
        let articles = self.index.0.paths_of_rows(rows.iter())?;
        let (mut rest, mut size) = (articles.as_slice(), FIRST_READ);
        while !rest.is_empty() && !stop.load(Ordering::Relaxed) {
            let (some, others) = rest.split_at(size.min(rest.len()));
            self.read_articles(some, stop);
            (rest, size) = (others, (size * 2).min(MOST_READ));
            if !rest.is_empty() {
                partly(self.kept(found));
            }
        }
        Ok(self.kept(found))
    }

    /// What was found, with the patterns as far as they were verified.
    fn kept(&self, found: &[Bits]) -> Vec<Bits> {
        let all = found.iter().zip(self.words).zip(&self.matching);
        all.map(|((set, word), matching)| if word.as_pattern().is_some() { matching } else { set }.clone()).collect()
    }

    fn read_articles(&mut self, articles: &[(u32, PathBuf)], stop: &AtomicBool) {
        let (_, source, reading) = self.index;
        let patterns: Vec<_> =
            (0..).zip(self.words).filter_map(|(number, word)| Some((number, word.as_pattern()?))).collect();
        let matching = Mutex::new(&mut self.matching);
        run_parallel(articles.len(), stop, &|next| {
            while let Some((row, path)) = next().and_then(|at| articles.get(at)) {
                let Ok(text) = guarded(|| source.load(path, reading).measure_alone().text()) else { continue };
                for (number, _) in patterns.iter().filter(|(_, pattern)| pattern.is_in(&text)) {
                    let mut matching = matching.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                    if let Some(set) = matching.get_mut::<usize>(*number) {
                        set.set(*row, true);
                    }
                }
            }
        });
        articles.iter().for_each(|(row, _)| self.read.set(*row, true));
    }
}

/// Writes the signatures of text files, one on each core at a time. Ends early if one cannot be written, or once `go_on`
/// returns false.
pub(super) fn sign(files: &[Unsigned], go_on: &mut dyn FnMut() -> bool) {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    for files in files.chunks(threads) {
        let signed = in_order(files.len(), &|at| files.get(at).is_some_and(|file| file.sign().is_ok()));
        if signed.contains(&Some(false)) || signed.contains(&None) || !go_on() {
            return;
        }
    }
}

/// Like [`find`] but without an index: reads every article, and returns article ids instead of rows.
pub fn find_in_files(
    source: &Source,
    reading: &Reading,
    articles: &[(ArticleId, &Path)],
    words: &[Needle],
    stop: &AtomicBool,
) -> Vec<Bits> {
    let found = Mutex::new(vec![Bits::default(); words.len()]);
    let filter = SourceFilter::new(words);
    run_parallel(articles.len(), stop, &|next| {
        while let Some((id, path)) = next().and_then(|at| articles.get(at)) {
            let text = guarded(|| {
                let mut loaded = source.load(path, reading);
                filter.may_match(&loaded.text).then(|| loaded.measure_alone().text())
            });
            let Ok(Some(text)) = text else { continue };
            let mut hits = Vec::new();
            find_in_text(&text, words, &mut |word| hits.push(word));
            let mut found = found.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            for word in hits {
                if let Some(set) = found.get_mut(word) {
                    set.set(id.0, true);
                }
            }
        }
    });
    found.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// Searches articles while they are read for the first time, without an index.
#[derive(Debug)]
pub struct ReadingSearch<'a> {
    /// The words to find in texts.
    words: &'a [Needle],
    filter: SourceFilter,
    /// Whether every body is parsed. If not, only those are in which a word may be, and articles have neither their
    /// length nor the problems of their bodies.
    whole: bool,
}

impl<'a> ReadingSearch<'a> {
    /// A search for these words; `whole`: every body is parsed, so that articles are complete.
    pub fn new(words: &'a [Needle], whole: bool) -> Self {
        Self { words, filter: SourceFilter::new(words), whole }
    }

    /// Reads an article. `hit` is called with the number of every word that its text contains.
    pub fn read(&self, source: &Source, reading: &Reading, path: &Path, hit: &mut dyn FnMut(usize)) -> Article {
        let mut loaded = source.load(path, reading);
        if self.whole {
            let document = loaded.measure_alone();
            find_in_text(&document.text(), self.words, hit);
            return loaded.article;
        }
        let article = loaded.article.clone();
        if self.filter.may_match(&loaded.text) {
            // A panic in the body does not affect what the front matter says.
            let text = guarded(|| loaded.measure_alone().text());
            find_in_text(&text.unwrap_or_default(), self.words, hit);
        }
        article
    }
}

fn find_in_text(text: &str, words: &[Needle], hit: &mut dyn FnMut(usize)) {
    let is_folded = words.iter().any(|word| word.as_pattern().is_none());
    let folded = if is_folded { fold(text) } else { String::new() };
    (0..).zip(words).filter(|(_, word)| word.is_in_text(text, &folded)).for_each(|(number, _)| hit(number));
}

/// Runs `job` on all cores for every number below `jobs`, and returns the results in order; `None` for a job that
/// panicked.
pub fn in_order<T: Send>(jobs: usize, job: &(dyn Fn(usize) -> T + Sync)) -> Vec<Option<T>> {
    let all = Mutex::new(Vec::with_capacity(jobs));
    run_parallel(jobs, &AtomicBool::new(false), &|next| {
        while let Some(at) = next() {
            let done = guarded(|| job(at)).ok();
            all.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((at, done));
        }
    });
    let mut all = all.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    all.sort_unstable_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, done)| done).collect()
}

/// The body of a thread: asks for the next job until there is none.
type Worker<'a> = dyn Fn(&dyn Fn() -> Option<usize>) + Sync + 'a;

/// Runs `worker` on as many threads as there are cores. Every call starts its own threads: in a shared pool, a search
/// would queue behind all the files that a refresh reads.
fn run_parallel(jobs: usize, stop: &AtomicBool, worker: &Worker) {
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
