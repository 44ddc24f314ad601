//! The progress of loading the collection.

use rustc_hash::FxHashSet;

use crate::app::state::slot::{Slot, Ticket};
use crate::article::{ArticleId, LeftOut};

/// Seconds of loading after which the rate is shown.
const PACE: usize = 2;

/// The progress of loading. Articles are counted by the walk or, while an index is refreshed, by the index worker.
#[derive(Clone, Debug, Default)]
pub struct Loading {
    /// The slot of the walk; resolved once everything is read.
    slot: Slot<()>,
    /// Articles found so far.
    found: usize,
    /// Articles read so far.
    read: usize,
    /// Whether the walk has ended.
    walked: bool,
    /// The articles found by this walk; all others are removed when it ends.
    seen: FxHashSet<ArticleId>,
    /// The number of articles before a refresh; `None` during the first walk.
    before: Option<usize>,
    /// Whether an index is being refreshed: the index worker then reports progress and removed articles.
    indexed: bool,
    /// The number of articles removed, as reported by the index worker.
    gone: usize,
    /// The time of the first progress report, in seconds since 1970, and the number of articles done by then.
    since: Option<(i64, usize)>,
    /// Whether another walk begins once this one has ended, and whether it reports what has changed.
    again: Option<bool>,
    /// The files of the collection that are no articles.
    left_out: Slot<LeftOut>,
}

impl Loading {
    /// The number of articles found so far.
    pub fn found(&self) -> usize {
        self.found
    }

    /// The number of articles read so far.
    pub fn read(&self) -> usize {
        self.read
    }

    /// Articles per second, and the estimated seconds left; `None` while too little is known.
    pub fn pace(&self, now: i64) -> Option<(usize, usize)> {
        let (at, done) = self.since?;
        let passed = usize::try_from(now - at).ok().filter(|passed| *passed >= PACE)?;
        let rate = self.read.saturating_sub(done) / passed;
        (rate > 0).then(|| (rate, self.found.saturating_sub(self.read) / rate))
    }

    /// The files of the collection that are no articles, if they were counted.
    pub fn left_out(&self) -> Option<&LeftOut> {
        self.left_out.ready()
    }

    pub(in crate::app) fn left_out_mut(&mut self) -> &mut Slot<LeftOut> {
        &mut self.left_out
    }

    /// Whether loading is still running.
    pub fn is_running(&self) -> bool {
        self.slot.is_waiting()
    }

    /// Whether a ticket belongs to the current walk.
    pub(in crate::app) fn wants(&self, ticket: Ticket) -> bool {
        self.slot.wants(ticket)
    }

    /// Starts a walk; one under way becomes stale.
    pub(in crate::app) fn begin(&mut self) -> Ticket {
        self.reset();
        self.slot.ask()
    }

    /// Counts from 0 again, without an index: the walk under way reports every article from now on.
    pub(in crate::app) fn reset(&mut self) {
        (self.found, self.read, self.walked) = (0, 0, false);
        self.seen.clear();
        (self.indexed, self.gone, self.since) = (false, 0, None);
    }

    /// Remembers the number of articles before a refresh.
    pub(in crate::app) fn set_before(&mut self, articles: usize) {
        self.before = Some(articles);
    }

    /// The number of articles before a refresh, once.
    pub(in crate::app) fn take_before(&mut self) -> Option<usize> {
        self.before.take()
    }

    /// Has another walk begin once this one has ended, and whether it reports what has changed.
    pub(in crate::app) fn walk_again(&mut self, reports: bool) {
        self.again = Some(reports || self.again == Some(true));
    }

    /// Whether another walk is to begin, and whether it reports what has changed; once.
    pub(in crate::app) fn take_again(&mut self) -> Option<bool> {
        self.again.take()
    }

    /// Records the number of articles that the walk has found; `done` once it has ended.
    pub(in crate::app) fn walked(&mut self, found: usize, done: bool) {
        (self.found, self.walked) = (found, done);
    }

    /// Counts an article that was read, unless the index worker counts.
    pub(in crate::app) fn count(&mut self, id: ArticleId) {
        if !self.indexed {
            self.read += 1;
            self.seen.insert(id);
        }
    }

    /// Counts a file that was gone when it was to be read.
    pub(in crate::app) fn count_vanished(&mut self) {
        self.read += 1;
    }

    /// Records the progress of an index refresh: articles done, and all of them.
    pub(in crate::app) fn refreshing(&mut self, done: usize, all: usize, now: i64) {
        self.indexed = true;
        (self.read, self.found) = (done, all);
        self.since.get_or_insert((now, done));
    }

    /// Counts an article that the index worker has reported as removed.
    pub(in crate::app) fn count_removed(&mut self) {
        self.gone += 1;
    }

    /// Ends an index refresh. Returns the number of articles removed; `None` if the ticket is stale.
    pub(in crate::app) fn refreshed(&mut self, ticket: Ticket) -> Option<usize> {
        self.slot.land(ticket, ()).then(|| std::mem::take(&mut self.gone))
    }

    /// Ends a walk without an index, if everything it found was read. Returns whether it has ended.
    pub(in crate::app) fn finish(&mut self, ticket: Ticket) -> bool {
        let is_done = !self.indexed && self.walked && self.read >= self.found;
        if is_done {
            self.slot.land(ticket, ());
        }
        is_done
    }

    /// Whether this walk has found an article.
    pub(in crate::app) fn has_seen(&self, id: ArticleId) -> bool {
        self.seen.contains(&id)
    }
}
