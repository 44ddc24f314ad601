//! Brings the index of a collection up to date.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crossbeam_channel::{Sender, bounded, unbounded};

use crate::problem::{Code, Problem};
use crate::store::Index;
use crate::work::context::guarded;
use crate::work::find::sign;
use crate::work::index::byte_budget::ByteBudget;
use crate::work::index::message::{Count, Job, Message, OnEvent, Progress, Update, UpdateEvent, Updated};
use crate::work::index::scan_changes::{Known, read, readers, walk};
use crate::work::index::writer::Writer;

/// Capacity of the queue of lots of files to read, so that the walk does not run far ahead of the readers.
const AHEAD: usize = 32;

/// Capacity of the queue to the writer, large enough that the readers go on while the writer waits for the disk: until then
/// the bytes of the texts are the limit.
const READ: usize = 256;

/// Brings the index of a collection up to date. `on_event` is called often while the update runs; when it breaks, the
/// update ends early, and what was written until then stays valid. A damaged index is rebuilt.
///
/// # Errors
/// [`Code::IndexUnwritable`]; [`Code::Unreadable`] if the root folder of the collection cannot be read: its
/// articles may still exist, so the index is left as it is.
pub fn update(update: &Update<'_>, on_event: &mut OnEvent<'_>) -> Result<(Index, Updated), Problem> {
    let index = update.open()?;
    match run(update, &index, on_event) {
        Err(problem) if problem.code == Code::IndexBroken => {
            drop(index);
            Index::forget(update.cache, &update.source.collection_key())?;
            let index = update.open()?;
            run(update, &index, on_event).map(|updated| (index, updated))
        }
        other => other.map(|updated| (index, updated)),
    }
}

fn run(update: &Update<'_>, index: &Index, on_event: &mut OnEvent<'_>) -> Result<Updated, Problem> {
    let signature = update.reading.signature();
    index.begin(&signature)?;
    if update.again {
        index.distrust()?;
    }
    let updated = scan(update, index, &signature, on_event)?;
    if !updated.whole {
        // Some articles may still be stored as an older way of reading made them: a snapshot would keep that.
        return Ok(updated);
    }
    if updated.tally.changed > 0 || updated.tally.removed > 0 {
        ignore_unless_broken(index.compact())?;
    }
    write_aids(index, &updated, on_event)?;
    Ok(updated)
}

/// Writes the snapshot and, at the same time, the signatures that are missing. Without them starts and searches are
/// slower, nothing else.
fn write_aids(index: &Index, updated: &Updated, on_event: &mut OnEvent<'_>) -> Result<(), Problem> {
    let files = ignore_unless_broken(index.unsigned())?;
    if files.is_empty() {
        ignore_unless_broken(index.write_snapshot())?;
        index.note_checked();
        return Ok(());
    }
    let all = ignore_unless_broken(index.count())?;
    let progress = Progress { done: all, read: updated.tally.added + updated.tally.changed, all, counted: true };
    let stop = AtomicBool::new(false);
    thread::scope(|scope| {
        let (signed, listen) = unbounded();
        let (files, stop) = (&files, &stop);
        let go_on = move || signed.send(()).is_ok() && !stop.load(Ordering::Relaxed);
        scope.spawn(move || sign(files, &mut { go_on }));
        let written = index.write_snapshot();
        index.note_checked();
        // Ends when the thread does, which drops the sender.
        for () in listen {
            if on_event(UpdateEvent::Progress(progress)).is_break() {
                stop.store(true, Ordering::Relaxed);
            }
        }
        ignore_unless_broken(written).map(drop)
    })
}

/// Walks the collection, reads what changed and writes it to the index.
fn scan(update: &Update<'_>, index: &Index, signature: &str, on_event: &mut OnEvent<'_>) -> Result<Updated, Problem> {
    let (jobs, queue) = bounded::<Vec<Job>>(AHEAD);
    let (messages, receive) = bounded::<Message>(READ);
    let count = Count::default();
    let budget = ByteBudget::new();
    let known = index.known()?;
    let first = known.is_empty();
    count.is_complete.store(!first, Ordering::Relaxed);
    thread::scope(|scope| {
        let mut writer = Writer::new(update.source, index, signature, &count, &budget, first);
        for _ in 0..readers() {
            let (queue, messages) = (queue.clone(), messages.clone());
            let budget = &budget;
            scope.spawn(move || read(update, &queue, &messages, budget));
        }
        drop(queue);
        scope.spawn(move || run_walk(update, known, &jobs, &messages));
        if first {
            scope.spawn(|| count.run(update.source));
        } else {
            // For the progress, the old number of articles is close enough; for the first update they are counted.
            count.found.store(index.count()?, Ordering::Relaxed);
        }
        let written = writer.run(receive, on_event);
        count.stop.store(true, Ordering::Relaxed);
        written.map(|whole| Updated { tally: std::mem::take(&mut writer.tally), whole })
    })
}

/// Walks the collection and reports to the writer how the walk ended.
fn run_walk(update: &Update<'_>, known: Known, jobs: &Sender<Vec<Job>>, messages: &Sender<Message>) {
    // Ignore send errors: the writer may have stopped.
    let _ = match guarded(|| walk(update, known, jobs, messages)).and_then(|walked| walked) {
        Ok(Some(gone)) => messages.send(Message::End(gone)),
        Ok(None) => Ok(()),
        Err(problem) => messages.send(Message::Failed(problem)),
    };
}

/// Drops errors of steps that the index works without, such as those of a full disk; damage is still reported.
fn ignore_unless_broken<T: Default>(done: Result<T, Problem>) -> Result<T, Problem> {
    match done {
        Err(problem) if problem.code != Code::IndexBroken => Ok(T::default()),
        done => done,
    }
}
