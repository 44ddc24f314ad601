//! Brings the index of a collection up to date.

use std::path::Path;
use std::sync::atomic::Ordering;
use std::thread;

use crossbeam_channel::bounded;

use crate::problem::{Code, Problem};
use crate::store::Index;
use crate::work::context::guarded;
use crate::work::index::byte_budget::ByteBudget;
use crate::work::index::message::{Count, Job, Message, Tell, Update, Updated};
use crate::work::index::scan_changes::{read, walk};
use crate::work::index::writer::Writer;

/// Files that wait to be read, at most: the walk never runs far ahead.
const AHEAD: usize = 512;

/// Articles that wait to be written, at most, so many that readers go on while the disk is waited for.
const READ: usize = 256;

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

fn run(update: &Update<'_>, index: &Index, tell: &mut Tell<'_>) -> Result<Updated, Problem> {
    let signature = update.reading.signature();
    index.begin(&signature)?;
    let (jobs, queue) = bounded::<Job>(AHEAD);
    let (messages, receive) = bounded::<Message>(READ);
    let readers = thread::available_parallelism().map_or(2, usize::from).clamp(1, 8);
    let count = Count::default();
    let budget = ByteBudget::new();
    // What there was is near enough to what there is; a first walk is counted ahead.
    let known = index.count()?;
    let first = known == 0;
    count.found.store(known, Ordering::Relaxed);
    count.all.store(!first, Ordering::Relaxed);
    let updated = thread::scope(|scope| {
        for _ in 0..readers {
            let (queue, messages) = (queue.clone(), messages.clone());
            let budget = &budget;
            scope.spawn(move || read(update, &queue, &messages, budget));
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
        let mut writer = Writer::new(index, &signature, &count, &budget, first);
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
    spared(index.write_snapshot())?;
    Ok(updated)
}

/// What the index can do without: a full disk is no reason to know nothing.
fn spared<T>(done: Result<T, Problem>) -> Result<(), Problem> {
    match done {
        Err(problem) if problem.code == Code::IndexBroken => Err(problem),
        Ok(_) | Err(_) => Ok(()),
    }
}
