//! Writing what was read, in batches.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use crossbeam_channel::Receiver;
use rustc_hash::FxHashMap;

use crate::problem::Problem;
use crate::store::{Batch, Index, ScannedFolder, Tally};
use crate::work::index::byte_budget::ByteBudget;
use crate::work::index::message::{Count, Message, News, Progress, Tell};

/// A batch is written when it has so many bytes of text…
const BYTES: usize = 4 << 20;

/// …the first of them when it has so many, and each twice as many as the one before: somebody may be waiting.
const FIRST: usize = 1 << 17;

/// …or so many articles or folders.
const BATCH: usize = 2048;

/// A folder whose files are still being read.
struct Open {
    settled: ScannedFolder,
    waiting: usize,
    /// Something of it must be looked at again: its fingerprint is not kept.
    doubtful: bool,
}

/// The one who writes: takes in what is told, keeps folders until the last of their files was read.
pub(super) struct Writer<'a> {
    index: &'a Index,
    signature: &'a str,
    count: &'a Count,
    budget: &'a ByteBudget,
    open: FxHashMap<Arc<Path>, Open>,
    batch: Batch,
    bytes: usize,
    /// Bytes of text with which the batch is written.
    enough: usize,
    progress: Progress,
    pub(super) tally: Tally,
    /// Whether there was nothing before: then nothing can have been renamed, and paths are not kept in mind.
    first: bool,
}

impl<'a> Writer<'a> {
    pub(super) fn new(
        index: &'a Index,
        signature: &'a str,
        count: &'a Count,
        budget: &'a ByteBudget,
        first: bool,
    ) -> Self {
        Self {
            index,
            signature,
            count,
            budget,
            open: FxHashMap::default(),
            batch: Batch::default(),
            bytes: 0,
            enough: FIRST,
            progress: Progress::default(),
            tally: Tally::default(),
            first,
        }
    }

    /// Takes in what walk and readers tell. Whether the walk came to its end.
    pub(super) fn run(&mut self, messages: Receiver<Message>, tell: &mut Tell<'_>) -> Result<bool, Problem> {
        let mut seen = None;
        let mut waiting = VecDeque::new();
        loop {
            // A walk that rests lets what was read be written.
            let message = match messages.recv_timeout(Duration::from_millis(500)) {
                Ok(message) => Some(message),
                Err(error) if error.is_timeout() => None,
                Err(_) => break,
            };
            waiting.extend(message);
            waiting.extend(messages.try_iter());
            let idle = waiting.is_empty();
            for message in waiting.drain(..) {
                match message {
                    Message::End(folders) => seen = Some(folders),
                    Message::Failed(problem) => return Err(problem),
                    other => self.take(other),
                }
            }
            let full = self.bytes >= self.enough || self.batch.records.len() + self.batch.folders.len() >= BATCH;
            if (full || idle) && self.flush(tell)?.is_break() {
                return Ok(false);
            }
            self.progress.all = self.count.found.load(Ordering::Relaxed).max(self.progress.done);
            self.progress.counted = self.count.all.load(Ordering::Relaxed);
            if tell(News::Progress(self.progress)).is_break() {
                let _ = self.flush(tell)?;
                return Ok(false);
            }
        }
        if self.flush(tell)?.is_break() {
            return Ok(false);
        }
        let Some(seen) = seen else { return Ok(false) };
        let gone = self.index.finish(&seen)?;
        let _ = self.told_gone(&gone, tell);
        self.tally.add(gone);
        Ok(true)
    }

    fn take(&mut self, message: Message) {
        match message {
            Message::Folder(settled, waiting) => {
                let path = settled.path.clone();
                self.open.insert(path.clone(), Open { settled, waiting, doubtful: false });
                self.close(&path, false, 0);
            }
            Message::Same(articles) => self.progress.done += articles,
            Message::Read(record) => {
                self.progress.done += 1;
                self.progress.read += 1;
                self.bytes += record.text.len();
                self.budget.give(record.text.len());
                let (folder, doubtful) = (record.folder.clone(), record.stamp.is_none());
                self.batch.records.push(*record);
                self.close(&folder, doubtful, 1);
            }
            Message::Other(job) => {
                if let Some(open) = self.open.get_mut(&job.folder).filter(|_| job.known) {
                    open.settled.gone.push(job.name);
                }
                self.close(&job.folder, job.stamp.is_none(), 1);
            }
            Message::End(_) | Message::Failed(_) => {}
        }
    }

    /// So many files of a folder are done; the last one settles it.
    fn close(&mut self, folder: &Arc<Path>, doubtful: bool, files: usize) {
        let Some(open) = self.open.get_mut(folder) else { return };
        open.waiting = open.waiting.saturating_sub(files);
        open.doubtful |= doubtful;
        if open.waiting == 0
            && let Some(Open { mut settled, doubtful, .. }) = self.open.remove(folder)
        {
            settled.print = settled.print.filter(|_| !doubtful);
            self.batch.folders.push(settled);
        }
    }

    fn flush(&mut self, tell: &mut Tell<'_>) -> Result<ControlFlow<()>, Problem> {
        if self.batch.records.is_empty() && self.batch.folders.is_empty() {
            return Ok(ControlFlow::Continue(()));
        }
        let mut tally = self.index.put(&self.batch, self.signature)?;
        if self.first {
            tally.came = Vec::new();
        }
        let records = std::mem::take(&mut self.batch).records.into_iter();
        let cards = std::mem::take(&mut tally.cards);
        let came = records.zip(cards).map(|(record, card)| (record.folder.join(&record.name), record.article, card));
        let told = tell(News::Came(came.collect()));
        let also = self.told_gone(&tally, tell);
        self.tally.add(tally);
        self.bytes = 0;
        self.enough = (self.enough * 2).min(BYTES);
        Ok(if told.is_break() { told } else { also })
    }

    fn told_gone(&self, tally: &Tally, tell: &mut Tell<'_>) -> ControlFlow<()> {
        if tally.went.is_empty() {
            return ControlFlow::Continue(());
        }
        tell(News::Went(tally.went.iter().map(|(path, _)| path.clone()).collect()))
    }
}

impl Drop for Writer<'_> {
    fn drop(&mut self) {
        self.budget.close();
    }
}
