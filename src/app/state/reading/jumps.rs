//! Leaving a position of the open article by a jump, and going back there.

use crate::app::state::reader::Reader;
use crate::app::state::reading::visits::Visit;

impl Reader {
    /// Leaves the current position for another article or another place of this one; what was gone back from is
    /// forgotten.
    pub(in crate::app) fn push_history(&mut self) {
        self.mark_jump();
        self.was_read = false;
    }

    /// Another article takes the place of this one: keeps the position, if the article was read. It was not left by a
    /// link, whatever link had the focus.
    pub(in crate::app) fn leave_read(&mut self) {
        if std::mem::take(&mut self.was_read)
            && let Some(here) = self.here()
        {
            self.jumps.leave(Visit { link: None, ..here });
        }
    }

    /// The current position is where a jump begins.
    pub(in crate::app) fn mark_jump(&mut self) {
        if let Some(here) = self.here() {
            self.jumps.last = Some(here.clone());
            self.jumps.leave(here);
        }
    }

    /// A row of the article that is shown is where a jump began.
    pub(in crate::app) fn mark_jump_from(&mut self, row: usize) {
        let spot = self.view().map(|view| view.spot(row));
        if let (Some(path), Some(spot)) = (self.path.clone(), spot) {
            let visit = Visit { path, spot, link: None };
            self.jumps.last = Some(visit.clone());
            self.jumps.leave(visit);
        }
    }

    /// The current position is where one step of many begins, as from match to match: it can be jumped back to, but going
    /// back in the history does not stop at each of them.
    pub(in crate::app) fn mark_step(&mut self) {
        self.jumps.last = self.here().or(self.jumps.last.take());
    }

    /// Where the last jump began; the current position takes its place.
    pub(in crate::app) fn swap_jump(&mut self) -> Option<Visit> {
        let from = self.jumps.last.take()?;
        self.jumps.last = self.here();
        Some(from)
    }

    /// Goes one step back or forward in the history. Returns the position to show; `None` at the end of the history.
    pub(in crate::app) fn travel(&mut self, back: bool) -> Option<Visit> {
        let here = self.here();
        self.was_read = false;
        self.jumps.travel(back, here)
    }

    /// Whether the article was reached by a link of another. If so, the history ends with that one: places within this
    /// article are forgotten.
    pub(in crate::app) fn leave_linked(&mut self) -> bool {
        let is_other = |visit: &Visit| Some(&visit.path) != self.path.as_ref();
        let Some(at) = self.jumps.back.iter().rposition(is_other) else { return false };
        let is_linked = self.jumps.back.get(at).is_some_and(|visit| visit.link.is_some());
        if is_linked {
            self.jumps.back.truncate(at + 1);
        }
        is_linked
    }

    fn here(&self) -> Option<Visit> {
        Some(Visit { path: self.path.clone()?, spot: self.spot(), link: self.link })
    }
}
