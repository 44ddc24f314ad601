//! Text that flows into lines, measured cluster by cluster, with the cost of a break before each.

use std::ops::Range;

use crate::text::{Profile, clusters};
use crate::typeset::inline::shown::Replaced;
use crate::typeset::lines::ruby::Reading;
use crate::typeset::text::kind::{Kind, is_format, may_hang, never_starts, simple};
use crate::typeset::text::pairs;

/// No line may start with this unit.
pub(in crate::typeset) const NEVER: i16 = -1;
/// A line must start with this unit.
pub(in crate::typeset) const FORCED: i16 = i16::MAX;

bitflags::bitflags! {
    /// What else is known of a unit.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub(in crate::typeset) struct Flags: u16 {
        /// One blank is shown before it that the text has not, except at a line start.
        const GAP = 1;
        /// It vanishes at a line end.
        const BLANK = 1 << 1;
        /// It may hang.
        const HANG = 1 << 2;
        /// A hyphen is shown at the end of the line before, if a line starts here.
        const HYPHEN = 1 << 3;
        /// What is shown is not what the text holds: characters that show nothing are among it.
        const FILTERED = 1 << 4;
        /// An opening parenthesis that is not in the text.
        const OPEN_READING = 1 << 5;
        /// A closing parenthesis that is not in the text.
        const CLOSE_READING = 1 << 6;
        /// A mark that no line ends with.
        const OPENS = 1 << 7;
        /// A mark that no line starts with.
        const CLOSES = 1 << 8;
        /// An ideograph or kana.
        const IDEOGRAPH = 1 << 9;
        /// Blanks that are not in the text, below a reading wider than its base.
        const PADDING = 1 << 10;
        /// It shows other characters than the text holds: those of [`Flow::replaced`].
        const REPLACED = 1 << 11;
        /// It is no part of a run that shows the text as it is.
        const ALONE = Self::FILTERED.bits()
            | Self::OPEN_READING.bits()
            | Self::CLOSE_READING.bits()
            | Self::PADDING.bits()
            | Self::REPLACED.bits();
        /// No run that shows the text as it is goes on over its start.
        const APART = Self::ALONE.bits() | Self::GAP.bits();
    }
}

/// A grapheme cluster, with the characters after it that show nothing.
#[derive(Clone, Copy, Debug)]
pub(in crate::typeset) struct Unit {
    /// First byte in the flow's text.
    pub(in crate::typeset) start: u32,
    /// Cells of all units before it, their gaps included.
    pub(in crate::typeset) cells: u32,
    /// What a line break before it costs: [`NEVER`], 0 and more, [`FORCED`].
    pub(in crate::typeset) penalty: i16,
    /// Its cells.
    pub(in crate::typeset) width: u8,
    /// Cells of the blanks that stand right before it and vanish if a line starts here.
    pub(in crate::typeset) trail: u16,
    pub(in crate::typeset) flags: Flags,
}

/// A text ready to be filled into lines of any width.
#[derive(Clone, Debug, Default)]
pub(in crate::typeset) struct Flow {
    /// The units, and one more at the end, whose penalty is [`FORCED`].
    pub(in crate::typeset) units: Vec<Unit>,
    /// The units a line must start with, the end included, in order.
    pub(in crate::typeset) forced: Vec<u32>,
    /// The units that are [`Flags::APART`], in order.
    pub(in crate::typeset) apart: Vec<u32>,
    /// Readings that stand above the text, by their first unit.
    pub(in crate::typeset) readings: Vec<Reading>,
    /// What units show that show other characters than the text holds.
    pub(in crate::typeset) replaced: Option<Box<Replaced>>,
}

/// First and last shown character of a unit, for the rules.
#[derive(Clone, Copy, Debug)]
pub(in crate::typeset) struct Edge {
    pub(in crate::typeset) first: char,
    pub(in crate::typeset) last: char,
    pub(in crate::typeset) kind: Kind,
    /// Its class among the common characters, where it is one of them and nothing else.
    pub(in crate::typeset) class: u8,
}

/// Cuts text into units, without penalties (all [`NEVER`]) and without sums.
pub(in crate::typeset) fn units(text: &str, profile: Profile) -> (Vec<Unit>, Vec<Edge>) {
    // One more for the end of the flow.
    let most = text.chars().count() + 1;
    let mut out = Cutter { units: Vec::with_capacity(most), edges: Vec::with_capacity(most), profile };
    let mut rest = text.char_indices().map(|(at, c)| (at, c, simple(c)));
    let mut next = rest.next();
    while let Some((start, c, own)) = next {
        next = rest.next();
        if let Some(width) = own
            && next.is_none_or(|(.., next)| next.is_some())
        {
            out.simple(start, c, width);
            continue;
        }
        // The stretch ends where two simple characters meet: a cluster boundary whatever stands around.
        let mut simple = own.is_some();
        while let Some((.., own)) = next
            && !(simple && own.is_some())
        {
            simple = own.is_some();
            next = rest.next();
        }
        let end = next.map_or(text.len(), |(end, ..)| end);
        for (offset, cluster) in clusters(&text[start..end]) {
            out.cluster(start + offset, cluster);
        }
    }
    (out.units, out.edges)
}

struct Cutter {
    units: Vec<Unit>,
    edges: Vec<Edge>,
    profile: Profile,
}

impl Cutter {
    /// A character that is a cluster, of this width; 0: as the profile says.
    fn simple(&mut self, start: usize, c: char, width: u8) {
        if matches!(c, '\u{4e00}'..='\u{9fff}') {
            let flags = Flags::IDEOGRAPH;
            self.units.push(Unit { start: start as u32, cells: 0, penalty: NEVER, width, trail: 0, flags });
            self.edges.push(Edge { first: c, last: c, kind: Kind::Han, class: pairs::HAN });
            return;
        }
        let width = if width == 0 { self.profile.cluster(c.encode_utf8(&mut [0; 4])) } else { width };
        let edge = Edge { first: c, last: c, kind: Kind::of(c), class: pairs::class(c) };
        self.push(start, width, edge, Flags::empty());
    }

    fn push(&mut self, start: usize, width: u8, edge: Edge, flags: Flags) {
        let mut flags = flags;
        match edge.kind {
            Kind::Blank => {
                flags |= Flags::BLANK;
                if edge.first != ' ' {
                    flags |= Flags::FILTERED;
                }
            }
            Kind::Han | Kind::Kana => {
                flags |= Flags::IDEOGRAPH;
                flags.set(Flags::CLOSES, never_starts(edge.first));
            }
            Kind::Interpunct | Kind::Dots | Kind::Dash => flags |= Flags::CLOSES,
            Kind::Other => flags.set(Flags::CLOSES, never_starts(edge.first)),
            Kind::Open => flags |= Flags::OPENS,
            Kind::Close => {
                flags |= Flags::CLOSES;
                if may_hang(edge.first) {
                    flags |= Flags::HANG;
                }
            }
            _ => {}
        }
        self.units.push(Unit { start: start as u32, cells: 0, penalty: NEVER, width, trail: 0, flags });
        self.edges.push(edge);
    }

    fn cluster(&mut self, start: usize, cluster: &str) {
        let mut shown = cluster.chars().filter(|c| !is_format(*c) || matches!(c, '\n' | '\t'));
        let first = shown.next();
        let last = shown.next_back().or(first);
        let hidden = cluster.chars().any(is_format);
        let (Some(first), Some(last)) = (first, last) else {
            // What shows nothing belongs to the unit before it.
            match self.units.last_mut() {
                Some(unit) if unit.flags.contains(Flags::BLANK) => self.nothing(start),
                Some(unit) => {
                    unit.flags |= Flags::FILTERED;
                    if let Some(edge) = self.edges.last_mut() {
                        edge.class = pairs::NONE;
                    }
                }
                None => self.nothing(start),
            }
            return;
        };
        let width = if first == '\t' { 1 } else { self.profile.cluster(cluster) };
        let flags = if hidden { Flags::FILTERED } else { Flags::empty() };
        // A blank that carries a mark is shown like any letter.
        let kind = if first == ' ' && last != ' ' { Kind::Other } else { Kind::of(first) };
        self.push(start, width, Edge { first, last, kind, class: pairs::NONE }, flags);
    }

    fn nothing(&mut self, start: usize) {
        self.push(
            start,
            0,
            Edge { first: '\u{2060}', last: '\u{2060}', kind: Kind::Other, class: pairs::NONE },
            Flags::FILTERED,
        );
    }
}

impl Flow {
    /// Closes a list of units: the end mark, forced breaks after `\n`, and the sums.
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
            } else if !started || unit.flags.contains(Flags::BLANK) {
                // Blanks at the very start belong to the first word, blanks elsewhere to the line before.
                unit.penalty = NEVER;
            }
            unit.trail = trail.min(u32::from(u16::MAX)) as u16;
            unit.cells = cells;
            let own = u32::from(unit.width) + u32::from(unit.flags.contains(Flags::GAP));
            let blank = unit.flags.contains(Flags::BLANK);
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

    /// The number of units.
    pub(in crate::typeset) fn len(&self) -> usize {
        self.units.len().saturating_sub(1)
    }

    /// About how many lines of so many cells it takes.
    pub(in crate::typeset) fn lines(&self, cells: usize) -> usize {
        let all = self.units.last().map_or(0, |end| end.cells as usize);
        // Few lines are quite full.
        self.forced.len() + (all + all / 16) / cells.max(1)
    }

    /// The first unit after this one that a line must start with.
    pub(in crate::typeset) fn next_forced(&self, unit: usize) -> usize {
        let next = self.forced.partition_point(|at| *at as usize <= unit);
        self.forced.get(next).map_or(self.len(), |at| *at as usize)
    }

    /// The units from this one on that are set as one: up to the next that is set apart, and at most up to `to`.
    pub(in crate::typeset) fn together(&self, unit: usize, to: usize) -> Range<usize> {
        let alone = self.units.get(unit).is_none_or(|unit| unit.flags.intersects(Flags::ALONE));
        let next = match self.apart.partition_point(|at| *at as usize <= unit) {
            _ if alone => unit + 1,
            next => self.apart.get(next).map_or(to, |at| *at as usize),
        };
        unit..next.min(to)
    }

    /// Cells of a line of the units from `from` up to `to`, trailing blanks and the gap at its start left out.
    pub(in crate::typeset) fn cells(&self, from: usize, to: usize) -> usize {
        let (Some(first), Some(next)) = (self.units.get(from), self.units.get(to)) else { return 0 };
        let gap = u32::from(first.flags.contains(Flags::GAP));
        (next.cells - first.cells).saturating_sub(u32::from(next.trail) + gap) as usize
    }

    /// Cells of the longest stretch in which no break is allowed.
    pub(in crate::typeset) fn longest_word(&self) -> usize {
        let (mut start, mut widest) = (0, 0);
        for (index, _) in self.units.iter().enumerate().filter(|(_, unit)| unit.penalty != NEVER) {
            widest = widest.max(self.cells(start, index));
            start = index;
        }
        widest
    }

    /// Cells of the longest line where breaks are only made where the text demands them.
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
