//! Text prepared for filling: its units, with the cost of a line break before each.

use std::ops::Range;

use crate::formula::raised::is_raised;
use crate::typeset::text::unit::{FORCED, Flags, NEVER, Unit};

/// The additional cost of a break within a field of a byline.
const WITHIN_FIELD: i16 = 400;

/// A text ready to be filled into lines of any width.
#[derive(Clone, Debug, Default)]
pub(in crate::typeset) struct Flow {
    /// The units, followed by an end unit whose penalty is [`FORCED`].
    pub(in crate::typeset) units: Vec<Unit>,
    /// Indices of the units that must start a line, including the end unit, in order.
    pub(in crate::typeset) forced: Vec<u32>,
    /// Indices of the units with any flag of [`Flags::APART`], in order.
    pub(in crate::typeset) apart: Vec<u32>,
    /// Ruby readings to set above the text, sorted by their first unit.
    pub(in crate::typeset) readings: Vec<Reading>,
    /// The replacement text of units with [`Flags::REPLACED`].
    pub(in crate::typeset) replaced: Option<Box<Replaced>>,
    /// Whether it is vertical text: two cells of a line are a row of the screen.
    pub(in crate::typeset) vertical: bool,
}

/// A ruby reading to set on the line above its base.
#[derive(Clone, Debug)]
pub(in crate::typeset) struct Reading {
    /// The first unit of its base, or of the padding before the base.
    pub(in crate::typeset) first: usize,
    /// Cells of the padding before its base.
    pub(in crate::typeset) before: usize,
    /// Bytes of the flow's text.
    pub(in crate::typeset) bytes: Range<u32>,
    pub(in crate::typeset) cells: usize,
    /// Cells of the base including the padding around it.
    pub(in crate::typeset) group: usize,
}

/// What units show instead of their own text, by unit index.
#[derive(Clone, Debug, Default)]
pub(in crate::typeset) struct Replaced {
    pub(in crate::typeset) text: String,
    pub(in crate::typeset) units: Vec<(u32, Range<u32>)>,
}

impl Replaced {
    /// The replacement text of a unit.
    pub(in crate::typeset) fn get(&self, unit: usize) -> Option<&str> {
        let at = self.units.binary_search_by_key(&unit, |(unit, _)| *unit as usize).ok()?;
        let (_, range) = self.units.get(at)?;
        self.text.get(range.start as usize..range.end as usize)
    }
}

impl Flow {
    /// Completes a list of units: adds the end unit and computes the cumulative fields.
    pub(in crate::typeset) fn new(mut units: Vec<Unit>, text: &str) -> Self {
        units.push(Unit {
            start: text.len() as u32,
            cells: 0,
            penalty: FORCED,
            width: 0,
            trail: 0,
            flags: Flags::empty(),
        });
        let (mut cells, mut trail) = (0_u32, 0_u32);
        let mut started = false;
        let (mut forced, mut apart) = (Vec::new(), Vec::new());
        for (index, unit) in units.iter_mut().enumerate() {
            if unit.flags.intersects(Flags::APART) {
                apart.push(index as u32);
            }
            if unit.penalty == FORCED {
                forced.push(index as u32);
                started = false;
            } else if !started || unit.flags.contains(Flags::SPACE) {
                // Leading spaces belong to the first word, all others to the line before.
                unit.penalty = NEVER;
            }
            unit.trail = trail.min(u32::from(u16::MAX)) as u16;
            unit.cells = cells;
            let own = u32::from(unit.width) + u32::from(unit.flags.contains(Flags::GAP));
            let blank = unit.flags.contains(Flags::SPACE);
            trail = match (blank, unit.penalty == FORCED) {
                (true, true) => own,
                (true, false) => trail + own,
                (false, _) => 0,
            };
            started |= !blank && unit.width > 0;
            cells += own;
        }
        Self { units, forced, apart, ..Self::default() }
    }

    /// The flow with | and / between spaces dropped at line ends, as spaces are: they separate the fields of a byline.
    /// Breaks between fields are preferred.
    pub(in crate::typeset) fn with_separators(mut self, text: &str) -> Self {
        self.units.pop();
        for unit in &mut self.units {
            if !matches!(unit.penalty, NEVER | FORCED) {
                unit.penalty = unit.penalty.saturating_add(WITHIN_FIELD).min(FORCED - 1);
            }
        }
        for at in 1..self.units.len().saturating_sub(1) {
            let is_space = |at: usize| self.units.get(at).is_some_and(|unit| unit.flags.contains(Flags::SPACE));
            let is_separator = |unit: &Unit| matches!(text.as_bytes().get(unit.start as usize), Some(b'|' | b'/'));
            if is_space(at - 1) && is_space(at + 1) && self.units.get(at).is_some_and(is_separator) {
                self.units[at].flags.insert(Flags::SPACE);
                if let Some(next) = self.units.get_mut(at + 2).filter(|next| next.penalty != FORCED) {
                    next.penalty = 0;
                }
            }
        }
        Self {
            readings: self.readings,
            replaced: self.replaced,
            vertical: self.vertical,
            ..Self::new(self.units, text)
        }
    }

    /// The number of units, without the end unit.
    pub(in crate::typeset) fn len(&self) -> usize {
        self.units.len().saturating_sub(1)
    }

    /// An estimate of the number of lines at a width in cells.
    pub(in crate::typeset) fn lines(&self, cells: usize) -> usize {
        let all = self.units.last().map_or(0, |end| end.cells as usize);
        // Most lines are not quite full.
        self.forced.len() + (all + all / 16) / cells.max(1)
    }

    /// The first unit after `unit` that must start a line.
    pub(in crate::typeset) fn next_forced(&self, unit: usize) -> usize {
        let next = self.forced.partition_point(|at| *at as usize <= unit);
        self.forced.get(next).map_or(self.len(), |at| *at as usize)
    }

    /// The units from `unit` on that can share a run: up to the next [`Flags::APART`] unit, and at most up to `to`.
    pub(in crate::typeset) fn together(&self, unit: usize, to: usize) -> Range<usize> {
        let alone = self.units.get(unit).is_none_or(|unit| unit.flags.intersects(Flags::ALONE));
        let next = match self.apart.partition_point(|at| *at as usize <= unit) {
            _ if alone => unit + 1,
            next => self.apart.get(next).map_or(to, |at| *at as usize),
        };
        unit..next.min(to)
    }

    /// Whether a unit shows nothing but superscripts, as the mark of a note.
    pub(in crate::typeset) fn is_raised(&self, unit: usize) -> bool {
        let shown = self.replaced.as_ref().and_then(|replaced| replaced.get(unit)).unwrap_or_default().trim_start();
        !shown.is_empty() && shown.chars().all(is_raised)
    }

    /// Cells of a line of the units `from..to`, without trailing spaces and without a gap at its start.
    pub(in crate::typeset) fn cells(&self, from: usize, to: usize) -> usize {
        let (Some(first), Some(next)) = (self.units.get(from), self.units.get(to)) else { return 0 };
        let gap = u32::from(first.flags.contains(Flags::GAP));
        (next.cells - first.cells).saturating_sub(u32::from(next.trail) + gap) as usize
    }

    /// Whether it is a single line at a width in cells.
    pub(in crate::typeset) fn is_one_line(&self, width: usize) -> bool {
        self.forced.len() <= 1 && self.cells(0, self.len()) <= width
    }

    /// Cells of the longest part in which no break is allowed but with a hyphen.
    pub(in crate::typeset) fn longest_word(&self) -> usize {
        let (mut start, mut widest) = (0, 0);
        let is_break = |unit: &Unit| unit.penalty != NEVER && !unit.flags.contains(Flags::HYPHEN);
        for (index, _) in self.units.iter().enumerate().filter(|(_, unit)| is_break(unit)) {
            widest = widest.max(self.cells(start, index));
            start = index;
        }
        widest
    }

    /// Cells of the longest line if lines break only where they must.
    pub(in crate::typeset) fn natural(&self) -> usize {
        let (mut start, mut widest) = (0, 0);
        for (index, unit) in self.units.iter().enumerate() {
            if unit.penalty == FORCED {
                widest = widest.max(self.cells(start, index));
                start = index;
            }
        }
        widest
    }
}
