//! Filling: which units make a line.

use super::LineEnd;
use super::flow::{FORCED, Flags, Flow, NEVER, Unit};

/// What the lines of a flow must fit into.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measure {
    /// Cells of the first line.
    pub(super) first: usize,
    /// Cells of every other line.
    pub(super) rest: usize,
    /// Whether marks may hang.
    pub(super) hang: bool,
}

/// One line: the units from `from` up to `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) from: usize,
    pub(super) to: usize,
    /// Whether a hyphen is shown at its end.
    pub(super) hyphen: bool,
    pub(super) end: LineEnd,
}

/// What a break inside an unbreakable unit costs, far above anything else.
const EMERGENCY: u64 = 1 << 20;
/// What a last line of at most two Han costs.
const SHORT: u64 = 60;
/// What a last line of one character costs, marks aside: more than any raggedness that avoids it.
const ORPHAN: u64 = 1 << 10;

/// The last unit that is looked at for a line: units without width must not make filling slow.
fn furthest(from: usize, width: usize, end: usize) -> usize {
    end.min(from + 2 * width + 64)
}

impl Measure {
    fn at(&self, unit: usize) -> usize {
        if unit == 0 { self.first } else { self.rest }
    }
}

/// Fills the lines one after another, each as well as it goes.
pub(super) fn greedy(flow: &Flow, measure: Measure) -> Vec<Piece> {
    let mut out = Vec::new();
    let mut from = 0;
    while from < flow.len() || out.is_empty() {
        let width = measure.at(from);
        let to = best_break(flow, from, width, measure.hang).unwrap_or_else(|| emergency(flow, from, width).0);
        out.push(piece(flow, from, to, width));
        if to <= from {
            break;
        }
        from = to;
    }
    out
}

fn piece(flow: &Flow, from: usize, to: usize, width: usize) -> Piece {
    let Some(next) = flow.units.get(to) else {
        return Piece { from, to, hyphen: false, end: LineEnd::Block };
    };
    let end = match (to >= flow.len(), next.penalty) {
        (true, _) => LineEnd::Block,
        (false, FORCED) => LineEnd::Hard,
        (false, _) => LineEnd::Soft,
    };
    let hyphen = end == LineEnd::Soft && next.flags.contains(Flags::HYPHEN) && flow.cells(from, to) < width;
    Piece { from, to, hyphen, end }
}

/// The cells left over if a line of the units from `from` ends before `to`; none if it does not fit.
fn slack(flow: &Flow, from: usize, to: usize, width: usize, hang: bool) -> Option<usize> {
    let next = flow.units.get(to)?;
    let cells = flow.cells(from, to) + usize::from(next.flags.contains(Flags::HYPHEN));
    if let Some(slack) = width.checked_sub(cells) {
        return Some(slack);
    }
    let hung = if hang { hanging(flow, from, to) } else { 0 };
    (cells - hung <= width).then_some(0)
}

/// Cells of the mark that may hang at the end of the line of the units from `from` up to `to`.
pub(super) fn hanging(flow: &Flow, from: usize, to: usize) -> usize {
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

/// Where the best break leaves so few cells over, the breaks before those that leave as few need not be looked at.
const NEAR: u32 = 8;

/// The best break of one line by itself: little slack, low penalty, the later one of equals.
fn best_break(flow: &Flow, from: usize, width: usize, hang: bool) -> Option<usize> {
    let end = furthest(from, width, flow.len());
    if from >= end {
        return None;
    }
    let full = flow.units[from].cells + (width as u32).saturating_sub(NEAR + 2);
    let near = from + 1 + flow.units[from + 1..=end].partition_point(|unit| unit.cells < full);
    if near > from + 1 && near <= flow.next_forced(from) {
        match best_of(flow, from, near..=end, width, hang) {
            Some((cost, to)) if cost <= u64::from(NEAR * NEAR) => return Some(to),
            _ => {}
        }
    }
    best_of(flow, from, from + 1..=end, width, hang).map(|(_, to)| to)
}

/// The best of some breaks and what it costs; a break the text demands is the best of all.
fn best_of(
    flow: &Flow,
    from: usize,
    breaks: std::ops::RangeInclusive<usize>,
    width: usize,
    hang: bool,
) -> Option<(u64, usize)> {
    let mut best: Option<(u64, usize)> = None;
    for to in breaks {
        let penalty = flow.units[to].penalty;
        if penalty != NEVER
            && let Some(slack) = slack(flow, from, to, width, hang)
        {
            if penalty == FORCED {
                return Some((0, to));
            }
            let cost = (slack * slack) as u64 + penalty as u64;
            if best.is_none_or(|(least, _)| cost <= least) {
                best = Some((cost, to));
            }
        }
        if flow.cells(from, to) > width + 2 {
            break;
        }
    }
    best
}

/// Where to break if no break fits: within words first, then within a run of marks, then between text and mark; and
/// how bad that is. At least one unit is taken.
fn emergency(flow: &Flow, from: usize, width: usize) -> (usize, u64) {
    let mut best: Option<(u64, usize)> = None;
    let mut before = from;
    let mut to = from;
    while to < furthest(from, width, flow.len()) {
        if !flow.units[to].flags.contains(Flags::BLANK) {
            before = to;
        }
        to += 1;
        let next = flow.units[to];
        if flow.cells(from, to) > width {
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
        let mut to = (from + 1).min(flow.len());
        while to < flow.len() && flow.units[to].flags.contains(Flags::BLANK) && flow.units[to].penalty != FORCED {
            to += 1;
        }
        (2, to)
    });
    (to, EMERGENCY << (4 * rank))
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
pub(super) fn optimal(flow: &Flow, measure: Measure) -> Vec<Piece> {
    let mut out = Vec::new();
    let mut table = Table::default();
    let mut start = 0;
    for end in flow.forced.iter().map(|at| *at as usize).filter(|at| *at > 0) {
        table.stretch(flow, measure, start, end, &mut out);
        start = end;
    }
    if out.is_empty() {
        out.push(piece(flow, 0, flow.len(), measure.first));
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
        if slack(flow, start, end, measure.at(start), measure.hang).is_some() {
            out.push(piece(flow, start, end, measure.at(start)));
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
                self.lines(flow, measure, start..end, from, so_far);
            }
        }
        let first = out.len();
        let mut to = end;
        while to > start {
            let from = start + self.from[to - start] as usize;
            out.push(piece(flow, from, to, measure.at(from)));
            to = from;
        }
        out[first..].reverse();
    }

    /// Weighs all lines that start at `from`.
    fn lines(&mut self, flow: &Flow, measure: Measure, stretch: std::ops::Range<usize>, from: usize, so_far: u64) {
        let width = measure.at(from);
        let mut found = false;
        for to in from + 1..=furthest(from, width, stretch.end) {
            let penalty = flow.units[to].penalty;
            if penalty != NEVER
                && let Some(slack) = slack(flow, from, to, width, measure.hang)
            {
                found = true;
                let cost = match to == stretch.end {
                    true => last_line(flow, from, to),
                    false => (slack * slack) as u64 + penalty as u64,
                };
                self.relax(to - stretch.start, from - stretch.start, so_far + cost);
            }
            if flow.cells(from, to) > width + 2 {
                break;
            }
        }
        if !found {
            let (to, cost) = emergency(flow, from, width);
            let to = to.clamp(from + 1, stretch.end);
            let slack = width.saturating_sub(flow.cells(from, to)) as u64;
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

    use super::super::options::Options;
    use super::super::prepare;
    use super::*;
    use crate::text::{Language, Profile};

    proptest! {
        /// Looking near the edge first finds what looking at every break finds.
        #[test]
        fn breaks_near_the_edge_are_the_best(
            text in "[中文。，（“ a-d\n\u{ad}-]{0,80}( {0,20}[a-z]{0,40}|[中文]{0,40})",
            width in 1..60_usize,
            hang: bool,
        ) {
            let language = Language::ChineseSimplified;
            let flow = prepare::flow(&text, &[], 0, &Options::default(), Profile::default(), language);
            for from in 0..flow.len() {
                let all = best_of(&flow, from, from + 1..=furthest(from, width, flow.len()), width, hang);
                prop_assert_eq!(best_break(&flow, from, width, hang), all.map(|(_, to)| to));
            }
        }
    }
}
