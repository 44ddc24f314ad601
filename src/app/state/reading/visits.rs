//! The positions that jumps have left, for going back and forward.

use std::path::PathBuf;

use crate::app::page::article_view::ScrollAnchor;
use crate::document::LinkId;

/// A position that a jump has left.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::app) struct Visit {
    /// The article.
    pub(in crate::app) path: PathBuf,
    /// The scroll position.
    pub(in crate::app) spot: ScrollAnchor,
    /// The focused link.
    pub(in crate::app) link: Option<LinkId>,
}

/// The positions that jumps have left, within an article and from one to another.
#[derive(Debug, Default)]
pub(in crate::app) struct Jumps {
    /// Where the last jump began.
    pub(in crate::app) last: Option<Visit>,
    /// The positions for going back, the latest last.
    pub(in crate::app) back: Vec<Visit>,
    /// The positions for going forward, the latest last.
    forward: Vec<Visit>,
}

impl Jumps {
    /// A jump leaves a position; what was gone back from is forgotten.
    pub(in crate::app) fn leave(&mut self, visit: Visit) {
        if self.back.last() != Some(&visit) {
            self.back.push(visit);
        }
        self.forward.clear();
    }

    /// One step back or forward; to another position than the current one, if there is any.
    pub(in crate::app) fn travel(&mut self, back: bool, here: Option<Visit>) -> Option<Visit> {
        let (from, to) = if back { (&mut self.back, &mut self.forward) } else { (&mut self.forward, &mut self.back) };
        let mut visit = from.pop()?;
        while Some(&visit) == here.as_ref()
            && let Some(next) = from.pop()
        {
            visit = next;
        }
        to.extend(here);
        Some(visit)
    }
}
