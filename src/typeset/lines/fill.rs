//! Filling: which units make a line.

use std::ops::Range;

use crate::typeset::LineEnd;
use crate::typeset::text::flow::{FORCED, Flags, Flow, NEVER, Unit};

/// What the lines of a flow must fit into.
#[derive(Clone, Copy, Debug)]
pub(in crate::typeset) struct Measure {
    /// Cells of the first line.
    pub(in crate::typeset) first: usize,
    /// Cells of every other line.
    pub(in crate::typeset) rest: usize,
    /// Whether marks may hang.
    pub(in crate::typeset) hang: bool,
}

/// One line: the units from `from` up to `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::typeset) struct Piece {
    pub(in crate::typeset) from: usize,
    pub(in crate::typeset) to: usize,
    /// Whether a hyphen is shown at its end.
    pub(in crate::typeset) hyphen: bool,
    pub(in crate::typeset) end: LineEnd,
}

/// What a break inside an unbreakable unit costs, far above anything else.
const EMERGENCY: u64 = 1 << 20;
/// What a last line of at most two Han costs.
const SHORT: u64 = 60;
/// What a last line of one character costs, marks aside: more than any raggedness that avoids it.
const ORPHAN: u64 = 1 << 10;

/// Cells of the widest mark that may hang.
const WIDEST: usize = 2;

impl Measure {
    fn at(&self, unit: usize) -> usize {
        if unit == 0 { self.first } else { self.rest }
    }
}

/// A line that is to start at a unit.
#[derive(Clone, Copy)]
struct Start<'a> {
    flow: &'a Flow,
    from: usize,
    /// The cells there are for it.
    width: usize,
    hang: bool,
    /// Cells of the units before it, and of a gap that is not shown at a line start.
    before: u32,
}

impl<'a> Start<'a> {
    fn new(flow: &'a Flow, from: usize, measure: Measure) -> Self {
        let gap = |unit: &Unit| unit.cells + u32::from(unit.flags.contains(Flags::GAP));
        let before = flow.units.get(from).map_or(0, gap);
        Self { flow, from, width: measure.at(from), hang: measure.hang, before }
    }

    /// Its cells if it ends before a unit, as [`Flow::cells`] has them.
    fn cells(&self, next: &Unit) -> usize {
        next.cells.saturating_sub(self.before + u32::from(next.trail)) as usize
    }

    /// The last unit up to `end` that is looked at: units without width must not make filling slow.
    fn furthest(&self, end: usize) -> usize {
        end.min(self.from + 2 * self.width + 64)
    }

    /// The cells left over if it ends before the unit `to`; none if it does not fit.
    fn slack(&self, to: usize) -> Option<usize> {
        let next = self.flow.units.get(to)?;
        let cells = self.cells(next) + usize::from(next.flags.contains(Flags::HYPHEN));
        if let Some(slack) = self.width.checked_sub(cells) {
            return Some(slack);
        }
        let may_hang = self.hang && cells <= self.width + WIDEST;
        let hung = if may_hang { hanging(self.flow, self.from, to) } else { 0 };
        (cells - hung <= self.width).then_some(0)
    }

    /// The line that ends before the unit `to`.
    fn piece(&self, to: usize) -> Piece {
        let from = self.from;
        let Some(next) = self.flow.units.get(to) else {
            return Piece { from, to, hyphen: false, end: LineEnd::Block };
        };
        let end = match (to >= self.flow.len(), next.penalty) {
            (true, _) => LineEnd::Block,
            (false, FORCED) => LineEnd::Hard,
            (false, _) => LineEnd::Soft,
        };
        let hyphen = end == LineEnd::Soft && next.flags.contains(Flags::HYPHEN) && self.cells(next) < self.width;
        Piece { from, to, hyphen, end }
    }

    /// The best break by itself: little slack, low penalty, the later one of equals; a break the text demands is the
    /// best of all.
    fn best_break(&self) -> Option<usize> {
        let end = self.furthest(self.flow.len());
        let forced = self.flow.next_forced(self.from);
        if self.from < forced && forced <= end && self.slack(forced).is_some() {
            return Some(forced);
        }
        let mut best = None;
        let mut least = u64::MAX;
        for to in (self.from + 1..=self.last_near(end.min(forced))).rev() {
            let next = &self.flow.units[to];
            if next.penalty == NEVER {
                continue;
            }
            // A hyphen takes one cell of what is left over.
            let left = self.width.saturating_sub(self.cells(next) + 1) as u64;
            if left * left >= least {
                break;
            }
            if let Some(slack) = self.slack(to) {
                let cost = (slack * slack) as u64 + next.penalty as u64;
                if cost < least {
                    (least, best) = (cost, Some(to));
                }
            }
        }
        best
    }

    /// The last break up to `end` that may fit, if only because a mark hangs; `from` if there is none.
    fn last_near(&self, end: usize) -> usize {
        let edge = self.before + (self.width + WIDEST) as u32;
        let units = self.flow.units.get(self.from + 1..=end).unwrap_or_default();
        self.from + units.partition_point(|unit| unit.cells <= edge + u32::from(unit.trail))
    }

    /// Where to break if no break fits: within words first, then within a run of marks, then between text and mark; and
    /// how bad that is. At least one unit is taken.
    fn emergency(&self) -> (usize, u64) {
        let flow = self.flow;
        let mut best: Option<(u64, usize)> = None;
        let mut before = self.from;
        let mut to = self.from;
        while to < self.furthest(flow.len()) {
            if !flow.units[to].flags.contains(Flags::BLANK) {
                before = to;
            }
            to += 1;
            let next = &flow.units[to];
            if self.cells(next) > self.width {
                break;
            }
            if next.flags.contains(Flags::BLANK) && to < flow.len() {
                continue;
            }
            let rank = rank(flow.units[before].flags, next.flags);
            if best.is_none_or(|(least, _)| rank <= least) {
                best = Some((rank, to));
            }
        }
        let (rank, to) = best.unwrap_or_else(|| {
            let mut to = (self.from + 1).min(flow.len());
            while to < flow.len() && flow.units[to].flags.contains(Flags::BLANK) && flow.units[to].penalty != FORCED {
                to += 1;
            }
            (2, to)
        });
        (to, EMERGENCY << (4 * rank))
    }
}

/// Fills the lines one after another, each as well as it goes.
pub(in crate::typeset) fn greedy(flow: &Flow, measure: Measure) -> Vec<Piece> {
    let mut out = Vec::with_capacity(flow.lines(measure.rest));
    let mut from = 0;
    while from < flow.len() || out.is_empty() {
        let line = Start::new(flow, from, measure);
        let to = line.best_break().unwrap_or_else(|| line.emergency().0);
        out.push(line.piece(to));
        if to <= from {
            break;
        }
        from = to;
    }
    out
}

/// Cells of the mark that may hang at the end of the line of the units from `from` up to `to`.
pub(in crate::typeset) fn hanging(flow: &Flow, from: usize, to: usize) -> usize {
    let line = flow.units.get(from..to).unwrap_or_default();
    let mut shown = line.iter().rev().skip_while(|unit| unit.flags.contains(Flags::BLANK));
    let (mark, before) = (shown.next(), shown.next());
    match (mark, before) {
        (Some(mark), Some(before)) if mark.flags.contains(Flags::HANG) && !is_mark(before.flags) => {
            usize::from(mark.width)
        }
        _ => 0,
    }
}

fn is_mark(flags: Flags) -> bool {
    flags.intersects(Flags::CLOSES | Flags::OPENS) && !flags.contains(Flags::IDEOGRAPH)
}

fn rank(before: Flags, after: Flags) -> u64 {
    let (opens, closes) = (before.contains(Flags::OPENS), after.contains(Flags::CLOSES));
    match (opens, closes) {
        (false, false) => 0,
        (true, _) if after.contains(Flags::OPENS) => 1,
        (_, true) if before.contains(Flags::CLOSES) => 1,
        _ => 2,
    }
}

/// What a last line of the units from `from` up to `to` costs by its length.
fn last_line(flow: &Flow, from: usize, to: usize) -> u64 {
    let cells = flow.cells(from, to);
    let line = flow.units.get(from..to).unwrap_or_default();
    let letters = |unit: &&Unit| !unit.flags.contains(Flags::BLANK) && !is_mark(unit.flags);
    match cells {
        0..=8 if line.iter().filter(letters).take(2).count() <= 1 => ORPHAN,
        0..=4 => SHORT,
        _ => 0,
    }
}

/// Fills each stretch between forced breaks so that the squares of the slack and the penalties are least in sum.
pub(in crate::typeset) fn optimal(flow: &Flow, measure: Measure) -> Vec<Piece> {
    let mut out = Vec::with_capacity(flow.lines(measure.rest));
    let mut table = Table::default();
    let mut start = 0;
    for end in flow.forced.iter().map(|at| *at as usize).filter(|at| *at > 0) {
        table.stretch(flow, measure, start, end, &mut out);
        start = end;
    }
    if out.is_empty() {
        out.push(Start::new(flow, 0, measure).piece(flow.len()));
    }
    out
}

/// The least cost of every place a line may start at, and where the line before started.
#[derive(Default)]
struct Table {
    cost: Vec<u64>,
    from: Vec<u32>,
}

impl Table {
    fn stretch(&mut self, flow: &Flow, measure: Measure, start: usize, end: usize, out: &mut Vec<Piece>) {
        let whole = Start::new(flow, start, measure);
        if whole.slack(end).is_some() {
            out.push(whole.piece(end));
            return;
        }
        self.cost.clear();
        self.cost.resize(end - start + 1, u64::MAX);
        self.from.clear();
        self.from.resize(end - start + 1, 0);
        self.cost[0] = 0;
        for from in start..end {
            let so_far = self.cost[from - start];
            if so_far != u64::MAX {
                self.lines(Start::new(flow, from, measure), start..end, so_far);
            }
        }
        let first = out.len();
        let mut to = end;
        while to > start {
            let from = start + self.from[to - start] as usize;
            out.push(Start::new(flow, from, measure).piece(to));
            to = from;
        }
        out[first..].reverse();
    }

    /// Weighs all lines with this start.
    fn lines(&mut self, line: Start<'_>, stretch: Range<usize>, so_far: u64) {
        let from = line.from;
        let mut found = false;
        for to in from + 1..=line.furthest(stretch.end) {
            let next = &line.flow.units[to];
            if next.penalty != NEVER
                && let Some(slack) = line.slack(to)
            {
                found = true;
                let cost = match to == stretch.end {
                    true => last_line(line.flow, from, to),
                    false => (slack * slack) as u64 + next.penalty as u64,
                };
                self.relax(to - stretch.start, from - stretch.start, so_far + cost);
            }
            if line.cells(next) > line.width + WIDEST {
                break;
            }
        }
        if !found {
            let (to, cost) = line.emergency();
            let to = to.clamp(from + 1, stretch.end);
            let slack = line.width.saturating_sub(line.flow.cells(from, to)) as u64;
            self.relax(to - stretch.start, from - stretch.start, so_far + cost + slack * slack);
        }
    }

    /// Later starts come later, so that equals go to the later break.
    fn relax(&mut self, to: usize, from: usize, cost: u64) {
        if cost <= self.cost[to] {
            self.cost[to] = cost;
            self.from[to] = from as u32;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::{Language, Profile};
    use crate::typeset::inline::prepare;
    use crate::typeset::text::options::Options;

    proptest! {
        /// Looking from the edge backwards finds what looking at every break finds.
        #[test]
        fn breaks_near_the_edge_are_the_best(
            text in "[中文。，（“ a-d\n\u{ad}-]{0,80}( {0,20}[a-z]{0,40}|[中文]{0,40})",
            width in 1..60_usize,
            hang: bool,
        ) {
            let language = Language::ChineseSimplified;
            let flow = prepare::flow(&text, &[], 0, &Options::default(), Profile::default(), language);
            for from in 0..flow.len() {
                let line = Start::new(&flow, from, Measure { first: width, rest: width, hang });
                prop_assert_eq!(line.best_break(), best_of_all(line));
            }
        }
    }

    fn best_of_all(line: Start<'_>) -> Option<usize> {
        let mut best: Option<(u64, usize)> = None;
        for to in line.from + 1..=line.furthest(line.flow.len()) {
            let penalty = line.flow.units[to].penalty;
            if penalty != NEVER
                && let Some(slack) = line.slack(to)
            {
                if penalty == FORCED {
                    return Some(to);
                }
                let cost = (slack * slack) as u64 + penalty as u64;
                if best.is_none_or(|(least, _)| cost <= least) {
                    best = Some((cost, to));
                }
            }
        }
        best.map(|(_, to)| to)
    }
}
