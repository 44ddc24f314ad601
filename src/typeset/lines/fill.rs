//! Filling: chooses the units of each line.

use std::ops::Range;

use crate::typeset::lines::line::LineEnd;
use crate::typeset::text::flow::Flow;
use crate::typeset::text::options::Fill;
use crate::typeset::text::unit::{FORCED, Flags, NEVER, Unit, is_one_word};

/// The widths that the lines of a flow must fit.
#[derive(Clone, Copy, Debug)]
pub(in crate::typeset) struct Measure {
    /// Cells of the first line.
    pub(in crate::typeset) first: usize,
    /// Cells of every other line.
    pub(in crate::typeset) rest: usize,
    /// Whether punctuation may hang.
    pub(in crate::typeset) hang: bool,
    /// Whether a short last line is as good as any, as in the cells of a table.
    pub(in crate::typeset) short: bool,
}

/// One line: the units `from..to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::typeset) struct LineRange {
    pub(in crate::typeset) from: usize,
    pub(in crate::typeset) to: usize,
    /// Whether it ends with an added hyphen.
    pub(in crate::typeset) hyphen: bool,
    pub(in crate::typeset) end: LineEnd,
}

/// Paragraphs with more bytes are filled line by line, in slices of about this length.
pub(in crate::typeset) const LONGEST_PARAGRAPH: usize = 64 << 10;

/// The cost of a break where none is allowed, far above anything else.
const EMERGENCY: u64 = 1 << 20;
/// The cost of a last line of one word that fills at most half of it.
const ONE_WORD: u64 = 160;
/// The cost of a last line of at most four cells.
const SHORT: u64 = 300;
/// The cost of a last line of one character, not counting punctuation: more than any raggedness that avoids it.
const ORPHAN: u64 = 1 << 10;
/// The cost of a last line that begins within a hyphenated word, and the additional cost if it has nothing else.
const TAIL: (u64, u64) = (900, 400);
/// The cost of a second line with a hyphen after another.
const HYPHENS: u64 = 1 << 10;

/// In paragraphs of more units, a word that is too long is cut at the best place for the line alone.
const LONGEST_WEIGHED: usize = 4 << 10;

/// Cells of the widest punctuation mark that may hang.
const WIDEST: usize = 2;

impl Measure {
    /// The cells of a line that starts at a unit.
    pub(in crate::typeset) fn at(&self, unit: usize) -> usize {
        if unit == 0 { self.first } else { self.rest }
    }
}

/// A candidate line that starts at a unit.
#[derive(Clone, Copy)]
pub(in crate::typeset) struct LineStart<'a> {
    pub(in crate::typeset) flow: &'a Flow,
    pub(in crate::typeset) from: usize,
    /// The cells available.
    pub(in crate::typeset) width: usize,
    hang: bool,
    short: bool,
    /// Cells of the units before it, plus a gap at its start, which is not shown.
    before: u32,
    /// Whether the line before ends with a hyphen.
    hyphen: bool,
}

impl<'a> LineStart<'a> {
    pub(in crate::typeset) fn new(flow: &'a Flow, from: usize, measure: Measure) -> Self {
        let gap = |unit: &Unit| unit.cells + u32::from(unit.flags.contains(Flags::GAP));
        let first = flow.units.get(from);
        let hyphen = first.is_some_and(|unit| unit.flags.contains(Flags::HYPHEN));
        Self {
            flow,
            from,
            width: measure.at(from),
            hang: measure.hang,
            short: measure.short,
            before: first.map_or(0, gap),
            hyphen,
        }
    }

    /// Its cells if it ends before the unit `next`, as by [`Flow::cells`].
    #[inline]
    fn cells(&self, next: &Unit) -> usize {
        next.cells.saturating_sub(self.before + u32::from(next.trail)) as usize
    }

    /// The last unit up to `end` to look at. The limit keeps filling fast if many units have no width.
    #[inline]
    pub(in crate::typeset) fn furthest(&self, end: usize) -> usize {
        end.min(self.from + 2 * self.width + 64)
    }

    /// The cells left over if it ends before the unit `to`. `None` if it does not fit.
    #[inline]
    pub(in crate::typeset) fn slack(&self, to: usize) -> Option<usize> {
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
    pub(in crate::typeset) fn range(&self, to: usize) -> LineRange {
        let from = self.from;
        let Some(next) = self.flow.units.get(to) else {
            return LineRange { from, to, hyphen: false, end: LineEnd::Block };
        };
        let end = match (to >= self.flow.len(), next.penalty) {
            (true, _) => LineEnd::Block,
            (false, FORCED) => LineEnd::Hard,
            (false, _) => LineEnd::Soft,
        };
        let hyphen = end == LineEnd::Soft && next.flags.contains(Flags::HYPHEN) && self.cells(next) < self.width;
        LineRange { from, to, hyphen, end }
    }

    /// The best break for this line alone: little slack and a low penalty, and the later of two equals. A forced break
    /// that fits always wins.
    fn best_break(&self) -> Option<usize> {
        let end = self.furthest(self.flow.len());
        let forced = self.flow.next_forced(self.from);
        if self.from < forced && forced <= end && self.slack(forced).is_some() {
            return Some(forced);
        }
        let mut best = None;
        let mut least = u64::MAX;
        for to in (self.from + 1..=self.last_in_reach(end.min(forced))).rev() {
            let next = &self.flow.units[to];
            if next.penalty == NEVER {
                continue;
            }
            // A hyphen may take one of the cells left over.
            let left = self.width.saturating_sub(self.cells(next) + 1) as u64;
            if left * left >= least {
                break;
            }
            if let Some(slack) = self.slack(to) {
                let cost = (slack * slack) as u64 + self.penalty(next);
                if cost < least {
                    (least, best) = (cost, Some(to));
                }
            }
        }
        best
    }

    /// The penalty of an end before the unit `next`.
    #[inline]
    fn penalty(&self, next: &Unit) -> u64 {
        let second = self.hyphen && next.flags.contains(Flags::HYPHEN);
        next.penalty as u64 + if second { HYPHENS } else { 0 }
    }

    /// The last unit up to `end` before which a line that hangs a mark could end; `from` if there is none.
    pub(in crate::typeset) fn last_in_reach(&self, end: usize) -> usize {
        let edge = self.before + (self.width + WIDEST) as u32;
        let units = self.flow.units.get(self.from + 1..=end).unwrap_or_default();
        self.from + units.partition_point(|unit| unit.cells <= edge + u32::from(unit.trail))
    }

    /// Where to break if no break fits, with the cost of each place. Breaks within words are preferred to those within a
    /// run of punctuation, and these to breaks between text and punctuation. The line gets at least one unit.
    fn emergencies(&self, mut found: impl FnMut(usize, u64)) {
        let flow = self.flow;
        let (mut before, mut to) = (self.from, self.from);
        let mut any = false;
        while to < self.furthest(flow.len()) {
            if !flow.units[to].flags.contains(Flags::SPACE) {
                before = to;
            }
            to += 1;
            let next = &flow.units[to];
            let cells = self.cells(next);
            if cells > self.width {
                break;
            }
            if next.flags.contains(Flags::SPACE) && to < flow.len() {
                continue;
            }
            any = true;
            found(to, EMERGENCY << (4 * rank(flow.units[before].flags, next.flags, cells < self.width)));
        }
        if !any {
            let mut to = (self.from + 1).min(flow.len());
            while to < flow.len() && flow.units[to].flags.contains(Flags::SPACE) && flow.units[to].penalty != FORCED {
                to += 1;
            }
            found(to, EMERGENCY << (4 * WORST));
        }
    }

    /// The best place to break if no break fits: the last of those that cost least.
    fn emergency(&self) -> usize {
        let (mut best, mut least) = (self.from, u64::MAX);
        self.emergencies(|to, cost| {
            if cost <= least {
                (best, least) = (to, cost);
            }
        });
        best
    }
}

/// Fills the lines one after another, each as well as possible by itself.
pub(in crate::typeset) fn greedy(flow: &Flow, measure: Measure) -> Vec<LineRange> {
    let mut out = Vec::with_capacity(flow.lines(measure.rest));
    let mut from = 0;
    while from < flow.len() || out.is_empty() {
        let line = LineStart::new(flow, from, measure);
        let to = line.best_break().unwrap_or_else(|| line.emergency());
        out.push(line.range(to));
        if to <= from {
            break;
        }
        from = to;
    }
    out
}

/// Cells of the mark that may hang at the end of the line of the units `from..to`.
pub(in crate::typeset) fn hanging(flow: &Flow, from: usize, to: usize) -> usize {
    let line = flow.units.get(from..to).unwrap_or_default();
    let mut shown = line.iter().rev().skip_while(|unit| unit.flags.contains(Flags::SPACE));
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

/// The worst rank of a break that is not allowed.
const WORST: u64 = 4;

/// How bad a break that is not allowed is, from 0 to [`WORST`]. `fits` is whether there is room for a hyphen.
fn rank(before: Flags, after: Flags, fits: bool) -> u64 {
    let (opens, closes) = (before.contains(Flags::OPENS), after.contains(Flags::CLOSES));
    match (opens, closes) {
        (false, false) if after.contains(Flags::STUB) || after.contains(Flags::HYPHEN) && !fits => 2,
        (false, false) => u64::from(after.contains(Flags::WORD)),
        (true, _) if after.contains(Flags::OPENS) => 3,
        (_, true) if before.contains(Flags::CLOSES) => 3,
        _ => WORST,
    }
}

/// The cost of a last line that ends before the unit `to`, by its length.
fn last_line(start: LineStart<'_>, to: usize) -> u64 {
    let cells = start.flow.cells(start.from, to);
    let line = start.flow.units.get(start.from..to).unwrap_or_default();
    let counts = |(at, unit): &(usize, &Unit)| {
        !unit.flags.contains(Flags::SPACE) && !is_mark(unit.flags) && !start.flow.is_raised(*at)
    };
    let letters = (start.from..).zip(line).filter(counts);
    let short = match cells {
        0..=8 if letters.take(2).count() <= 1 => ORPHAN,
        _ if start.short => 0,
        0..=4 => SHORT,
        cells if 2 * cells <= start.width && is_one_word(line) => ONE_WORD,
        _ => 0,
    };
    let tail = match line.first() {
        Some(unit) if !unit.flags.contains(Flags::HYPHEN) => 0,
        _ if is_one_word(line) => TAIL.0 + TAIL.1,
        _ => TAIL.0,
    };
    short + tail
}

/// Fills each paragraph between forced breaks so that the sum of squared slack and penalties is least.
pub(in crate::typeset) fn optimal(flow: &Flow, measure: Measure) -> Vec<LineRange> {
    let mut out = Vec::with_capacity(flow.lines(measure.rest));
    let mut table = CostTable::default();
    let mut start = 0;
    for end in flow.forced.iter().map(|at| *at as usize).filter(|at| *at > 0) {
        table.paragraph(flow, measure, start, end, &mut out);
        start = end;
    }
    if out.is_empty() {
        out.push(LineStart::new(flow, 0, measure).range(flow.len()));
    }
    out
}

/// Fills as the option says, but text longer than [`LONGEST_PARAGRAPH`] always line by line.
pub(in crate::typeset) fn fill_by(flow: &Flow, bytes: usize, measure: Measure, fill: Fill) -> Vec<LineRange> {
    match fill {
        Fill::Optimal if bytes <= LONGEST_PARAGRAPH => optimal(flow, measure),
        _ => greedy(flow, measure),
    }
}

/// The dynamic programme of [`optimal`]: for every unit the least cost of a line start there, and where the line before
/// it starts.
#[derive(Default)]
struct CostTable {
    cost: Vec<u64>,
    from: Vec<u32>,
}

impl CostTable {
    fn paragraph(&mut self, flow: &Flow, measure: Measure, start: usize, end: usize, out: &mut Vec<LineRange>) {
        let whole = LineStart::new(flow, start, measure);
        if whole.slack(end).is_some() {
            out.push(whole.range(end));
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
                self.lines(LineStart::new(flow, from, measure), start..end, so_far);
            }
        }
        let first = out.len();
        let mut to = end;
        while to > start {
            let from = start + self.from[to - start] as usize;
            out.push(LineStart::new(flow, from, measure).range(to));
            to = from;
        }
        out[first..].reverse();
    }

    /// Relaxes the ends of all lines with this start.
    fn lines(&mut self, line: LineStart<'_>, stretch: Range<usize>, so_far: u64) {
        let from = line.from;
        let mut found = false;
        for to in from + 1..=line.furthest(stretch.end) {
            let next = &line.flow.units[to];
            if next.penalty != NEVER
                && let Some(slack) = line.slack(to)
            {
                found = true;
                let cost = match to == stretch.end {
                    true => last_line(line, to),
                    false => (slack * slack) as u64 + line.penalty(next),
                };
                self.relax(to - stretch.start, from - stretch.start, so_far + cost);
            }
            if line.cells(next) > line.width + WIDEST {
                break;
            }
        }
        if !found {
            self.emergencies(line, stretch, so_far);
        }
    }

    /// Relaxes the ends of all lines with this start if none is allowed.
    #[cold]
    #[inline(never)]
    fn emergencies(&mut self, line: LineStart<'_>, stretch: Range<usize>, so_far: u64) {
        // In a long text only the best place is looked at: every place would be the start of another line.
        let only = (stretch.len() > LONGEST_WEIGHED).then(|| line.emergency());
        line.emergencies(|to, cost| {
            if only.is_some_and(|only| only != to) {
                return;
            }
            let to = to.clamp(line.from + 1, stretch.end);
            let slack = line.width.saturating_sub(line.flow.cells(line.from, to)) as u64;
            self.relax(to - stretch.start, line.from - stretch.start, so_far + cost + slack * slack);
        });
    }

    /// Lines come in order of their starts, so of equal costs the later break wins.
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
                let line = LineStart::new(&flow, from, Measure { first: width, rest: width, hang, short: false });
                prop_assert_eq!(line.best_break(), best_of_all(line));
            }
        }
    }

    fn best_of_all(line: LineStart<'_>) -> Option<usize> {
        let mut best: Option<(u64, usize)> = None;
        for to in line.from + 1..=line.furthest(line.flow.len()) {
            let penalty = line.flow.units[to].penalty;
            if penalty != NEVER
                && let Some(slack) = line.slack(to)
            {
                if penalty == FORCED {
                    return Some(to);
                }
                let cost = (slack * slack) as u64 + line.penalty(&line.flow.units[to]);
                if best.is_none_or(|(least, _)| cost <= least) {
                    best = Some((cost, to));
                }
            }
        }
        best.map(|(_, to)| to)
    }
}
