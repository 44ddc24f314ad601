//! Writes what was read to the index, in batches.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use crossbeam_channel::Receiver;
use rustc_hash::FxHashMap;

use crate::files::Source;
use crate::problem::Problem;
use crate::store::{Batch, Index, ScannedFolder, Tally};
use crate::work::index::byte_budget::ByteBudget;
use crate::work::index::message::{Count, Message, OnEvent, Progress, ReadFile, UpdateEvent, bytes_of};

/// A batch is written once it has so many bytes of text, or [`BATCH`] articles or folders.
const BYTES: usize = 4 << 20;

/// Bytes of the first batch. It is small, and each batch is twice the one before up to [`BYTES`], so that the first
/// articles appear soon.
const FIRST: usize = 1 << 17;

/// Most articles or folders in a batch.
const BATCH: usize = 2048;

/// A folder whose files are still being read.
struct PendingFolder {
    folder: ScannedFolder,
    /// Files not read yet.
    waiting: usize,
    /// Whether a file in it must be read again next time: the fingerprint is not stored then.
    is_uncertain: bool,
}

/// Collects what the walk and the readers send, and writes it. A folder is written after the last of its files was
/// read.
pub(super) struct Writer<'a> {
    source: &'a Source,
    index: &'a Index,
    signature: &'a str,
    count: &'a Count,
    budget: &'a ByteBudget,
    pending: FxHashMap<Arc<Path>, PendingFolder>,
    batch: Batch,
    /// Bytes of text in the batch.
    bytes: usize,
    /// Bytes of text at which the batch is written.
    flush_at: usize,
    progress: Progress,
    pub(super) tally: Tally,
    /// Whether the index was empty: added paths are not kept then, because they are all paths of the collection.
    first: bool,
}

impl<'a> Writer<'a> {
    pub(super) fn new(
        source: &'a Source,
        index: &'a Index,
        signature: &'a str,
        count: &'a Count,
        budget: &'a ByteBudget,
        first: bool,
    ) -> Self {
        Self {
            source,
            index,
            signature,
            count,
            budget,
            pending: FxHashMap::default(),
            batch: Batch::default(),
            bytes: 0,
            flush_at: FIRST,
            progress: Progress::default(),
            tally: Tally::default(),
            first,
        }
    }

    /// Writes what the walk and the readers send, until both have ended. Returns whether the walk was completed.
    ///
    /// # Errors
    /// Those of the index and of the walk; [`Code::Unreadable`] if the folder of the collection is gone.
    ///
    /// [`Code::Unreadable`]: crate::problem::Code::Unreadable
    pub(super) fn run(&mut self, messages: Receiver<Message>, on_event: &mut OnEvent<'_>) -> Result<bool, Problem> {
        let mut ended = None;
        let mut received = Vec::new();
        loop {
            // When nothing arrives for a while, write what there is.
            let message = match messages.recv_timeout(Duration::from_millis(500)) {
                Ok(message) => Some(message),
                Err(error) if error.is_timeout() => None,
                Err(_) => break,
            };
            let idle = message.is_none();
            received.extend(message.into_iter().chain(messages.try_iter()));
            for message in received.drain(..) {
                match message {
                    Message::End(gone) => ended = Some(gone),
                    Message::Failed(problem) => return Err(problem),
                    other => self.take(other),
                }
            }
            if (self.is_full() || idle) && self.flush(on_event)?.is_break() {
                return Ok(false);
            }
            if self.report_progress(on_event).is_break() {
                let _ = self.flush(on_event)?;
                return Ok(false);
            }
        }
        if self.flush(on_event)?.is_break() {
            return Ok(false);
        }
        let Some(gone) = ended else { return Ok(false) };
        self.ensure_there(!gone.is_empty())?;
        let gone = self.index.finish(&gone)?;
        let _ = report_removed(&gone, on_event);
        self.tally.add(gone);
        Ok(true)
    }

    fn is_full(&self) -> bool {
        self.bytes >= self.flush_at || self.batch.records.len() + self.batch.folders.len() >= BATCH
    }

    fn report_progress(&mut self, on_event: &mut OnEvent<'_>) -> ControlFlow<()> {
        self.progress.all = self.count.found.load(Ordering::Relaxed).max(self.progress.done);
        self.progress.counted = self.count.is_complete.load(Ordering::Relaxed);
        on_event(UpdateEvent::Progress(self.progress))
    }

    /// Adds what a message brings to the batch.
    fn take(&mut self, message: Message) {
        match message {
            Message::Folder(folder, waiting) => {
                let path = folder.path.clone();
                self.pending.insert(path.clone(), PendingFolder { folder, waiting, is_uncertain: false });
                self.count_down(&path, false, 0);
            }
            Message::Same(articles) => self.progress.done += articles,
            Message::Read(files) => {
                let bytes = bytes_of(&files);
                self.bytes += bytes;
                self.budget.give(bytes);
                files.into_iter().for_each(|file| self.take_file(file));
            }
            Message::End(_) | Message::Failed(_) => {}
        }
    }

    /// Adds a file that was read to the batch.
    fn take_file(&mut self, file: ReadFile) {
        match file {
            ReadFile::Article(record) => {
                self.progress.done += 1;
                self.progress.read += 1;
                let (folder, is_uncertain) = (record.folder.clone(), record.stamp.is_none());
                self.batch.records.push(*record);
                self.count_down(&folder, is_uncertain, 1);
            }
            ReadFile::Other(job) => {
                if let Some(pending) = self.pending.get_mut(&job.folder).filter(|_| job.known) {
                    pending.folder.gone.push(job.name);
                }
                self.count_down(&job.folder, job.stamp.is_none(), 1);
            }
        }
    }

    /// Counts so many files of a folder as read. After the last one the folder is added to the batch.
    fn count_down(&mut self, path: &Arc<Path>, is_uncertain: bool, files: usize) {
        let Some(pending) = self.pending.get_mut(path) else { return };
        pending.waiting = pending.waiting.saturating_sub(files);
        pending.is_uncertain |= is_uncertain;
        if pending.waiting == 0
            && let Some(PendingFolder { mut folder, is_uncertain, .. }) = self.pending.remove(path)
        {
            folder.print = folder.print.filter(|_| !is_uncertain);
            self.batch.folders.push(folder);
        }
    }

    /// Fails if something `is_gone` only because the folder of the collection went while it was walked: nothing is to be
    /// removed from the index then.
    fn ensure_there(&self, is_gone: bool) -> Result<(), Problem> {
        match self.source.loss().filter(|_| is_gone) {
            Some(problem) => Err(problem),
            None => Ok(()),
        }
    }

    /// Writes the batch and reports what was added and removed.
    fn flush(&mut self, on_event: &mut OnEvent<'_>) -> Result<ControlFlow<()>, Problem> {
        if self.batch.records.is_empty() && self.batch.folders.is_empty() {
            return Ok(ControlFlow::Continue(()));
        }
        self.ensure_there(self.batch.folders.iter().any(|folder| !folder.gone.is_empty()))?;
        let mut tally = self.index.put(&self.batch, self.signature)?;
        if self.first {
            tally.added_files = Vec::new();
        }
        let records = std::mem::take(&mut self.batch).records.into_iter();
        let written = std::mem::take(&mut tally.records);
        let articles = records.zip(written).map(|(read, record)| (read.folder.join(&read.name), read.article, record));
        let added = on_event(UpdateEvent::Added(articles.collect()));
        let removed = report_removed(&tally, on_event);
        self.tally.add(tally);
        self.bytes = 0;
        self.flush_at = (self.flush_at * 2).min(BYTES);
        Ok(if added.is_break() { added } else { removed })
    }
}

fn report_removed(tally: &Tally, on_event: &mut OnEvent<'_>) -> ControlFlow<()> {
    if tally.removed_files.is_empty() {
        return ControlFlow::Continue(());
    }
    on_event(UpdateEvent::Removed(tally.removed_files.iter().map(|(path, _)| path.clone()).collect()))
}

impl Drop for Writer<'_> {
    fn drop(&mut self) {
        self.budget.close();
    }
}
