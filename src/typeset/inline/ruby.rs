//! Ruby readings in a flow: in parentheses after their base, or taken out to be set on the line above it.

use crate::document::{Span, Style};
use crate::typeset::text::flow::Reading;
use crate::typeset::text::unit::{FORCED, Flags, NEVER, Unit};

/// A ruby base of more clusters than this may be broken across lines.
const LONGEST_BASE: usize = 8;

/// Looks up the style at each unit. Units must be asked for in order.
struct Styles<'a> {
    spans: std::iter::Peekable<std::slice::Iter<'a, Span>>,
    offset: u32,
}

impl<'a> Styles<'a> {
    fn new(spans: &'a [Span], offset: u32) -> Self {
        Self { spans: spans.iter().peekable(), offset }
    }

    fn at(&mut self, unit: &Unit) -> Style {
        let at = unit.start + self.offset;
        while self.spans.next_if(|span| span.range.end <= at).is_some() {}
        self.spans.peek().filter(|span| span.range.start <= at).map_or(Style::empty(), |span| span.style)
    }
}

/// Puts parentheses around readings as they are added to a flow.
#[derive(Default)]
struct Parentheses {
    /// Inside a reading in parentheses, and whether it is one of a whole.
    inside: Option<bool>,
    /// The readings of parts since the last text without ruby.
    parts: usize,
}

/// What stands before a unit.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    Parenthesis,
    /// The mark between two readings of the same base.
    Mark,
}

impl Parentheses {
    /// Prepares for a unit, of a reading in parentheses (`Some`, with whether it is one of a whole) or not, and returns
    /// what goes before it. Two readings of one base share the parentheses; a reading of a whole whose parts have
    /// readings has its own.
    fn step(&mut self, out: &mut Vec<Unit>, unit: &mut Unit, reading: Option<bool>, is_base: bool) -> Before {
        let joins = self.inside == Some(false) && reading == Some(true) && self.parts == 1;
        if self.inside.is_some() && self.inside != reading {
            if !joins {
                out.push(added(unit.start, 2, Flags::CLOSE_READING | Flags::CLOSES));
            }
            // The gap was between the reading's last letter and this unit, and now the parenthesis is between them.
            unit.flags.remove(Flags::GAP);
        }
        let opens = reading.is_some() && self.inside != reading;
        match reading {
            Some(false) if opens => self.parts += 1,
            None if !is_base => self.parts = 0,
            _ => {}
        }
        self.inside = reading;
        if reading.is_some() {
            unit.flags.remove(Flags::GAP);
            unit.penalty = if unit.penalty == FORCED { FORCED } else { NEVER };
        }
        match opens {
            false => Before::Nothing,
            true if joins => Before::Mark,
            true => Before::Parenthesis,
        }
    }

    fn end(&self, out: &mut Vec<Unit>, end: u32) {
        if self.inside.is_some() {
            out.push(added(end, 2, Flags::CLOSE_READING | Flags::CLOSES));
        }
    }
}

/// Puts parentheses around every reading and forbids breaks between base and reading. `end` is the length of the flow's
/// text.
pub(in crate::typeset) fn inline(units: Vec<Unit>, spans: &[Span], offset: u32, end: u32) -> Vec<Unit> {
    let mut out: Vec<Unit> = Vec::with_capacity(units.len() + spans.len() * 2);
    let mut styles = Styles::new(spans, offset);
    let mut base = None;
    let mut parentheses = Parentheses::default();
    for mut unit in units {
        let style = styles.at(&unit);
        let reading = style.contains(Style::RUBY_READING).then(|| style.contains(Style::RUBY_OUTER));
        let is_base = style.contains(Style::RUBY_BASE);
        match parentheses.step(&mut out, &mut unit, reading, is_base) {
            Before::Nothing => {}
            Before::Mark => out.push(added(unit.start, 2, Flags::BETWEEN_READINGS)),
            Before::Parenthesis => {
                join(&mut out, base.take());
                out.push(added(unit.start, 2, Flags::OPEN_READING | Flags::OPENS));
            }
        }
        if reading.is_none() && is_base {
            base.get_or_insert(out.len());
        } else {
            base = None;
        }
        out.push(unit);
    }
    parentheses.end(&mut out, end);
    out
}

/// Takes the readings out of the text, except those of a whole, which stay in parentheses. If a reading is wider than
/// its base, padding is put around the base, so that the narrower of the two is centred on the wider (JLREQ 3.3).
pub(in crate::typeset) fn above(units: Vec<Unit>, spans: &[Span], offset: u32, end: u32) -> (Vec<Unit>, Vec<Reading>) {
    let mut out: Vec<Unit> = Vec::with_capacity(units.len() + spans.len());
    let mut readings: Vec<Reading> = Vec::new();
    let mut styles = Styles::new(spans, offset);
    let mut base = None;
    let mut open: Option<Reading> = None;
    // Where the base of the last reading ends, and whether the open reading follows it and is in narrow letters.
    let (mut end_of_last, mut is_near) = (None, false);
    let mut parentheses = Parentheses::default();
    for mut unit in units {
        let style = styles.at(&unit);
        let reading = style.contains(Style::RUBY_READING).then(|| style.contains(Style::RUBY_OUTER));
        let reads = reading == Some(false) && unit.penalty != FORCED;
        if !reads && let Some(reading) = open.take() {
            finish_reading(&mut out, &mut readings, reading, unit.start, is_near);
            end_of_last = Some(out.len());
            unit.flags.remove(Flags::GAP);
        }
        if reads && let (None, Some(first)) = (&open, base.take()) {
            is_near = end_of_last == Some(first) && unit.width == 1;
            open = Some(Reading { first, before: 0, bytes: unit.start..unit.start, cells: 0, group: 0 });
        }
        if let Some(reading) = &mut open {
            reading.cells += usize::from(unit.width);
            continue;
        }
        let is_base = style.contains(Style::RUBY_BASE);
        if parentheses.step(&mut out, &mut unit, reading, is_base) != Before::Nothing {
            out.push(added(unit.start, 2, Flags::OPEN_READING | Flags::OPENS));
        }
        if reading.is_none() && is_base {
            base.get_or_insert(out.len());
        } else {
            base = None;
        }
        out.push(unit);
    }
    if let Some(reading) = open {
        finish_reading(&mut out, &mut readings, reading, end, is_near);
    }
    parentheses.end(&mut out, end);
    (out, readings)
}

/// Ends a reading at the byte `end`. If it `is_near` the one before it, there is at least a cell between them.
fn finish_reading(units: &mut Vec<Unit>, readings: &mut Vec<Reading>, mut reading: Reading, end: u32, is_near: bool) {
    join(units, Some(reading.first));
    let base: usize = units.get(reading.first..).unwrap_or_default().iter().map(|unit| usize::from(unit.width)).sum();
    let mut padding = reading.cells.saturating_sub(base);
    let spare = |group: usize, cells: usize| group.saturating_sub(cells);
    let free = readings.last().map_or(0, |last| spare(last.group, last.cells).div_ceil(2));
    if is_near && free + spare(base + padding, reading.cells) / 2 == 0 {
        padding += 2;
    }
    let padding = padding.min(usize::from(u8::MAX));
    reading.before = pad_left(units, reading.first, padding / 2);
    units.push(added(reading.bytes.start, (padding - reading.before) as u8, Flags::PADDING));
    reading.group = base + padding;
    reading.bytes.end = end;
    readings.push(reading);
}

/// Inserts padding before the base that starts at this unit and returns its cells. A line may break before the padding
/// as it could before the base.
fn pad_left(units: &mut Vec<Unit>, first: usize, cells: usize) -> usize {
    let Some(base) = units.get_mut(first).filter(|_| cells > 0) else { return 0 };
    let gap = base.flags & Flags::GAP;
    base.flags.remove(gap);
    let penalty = std::mem::replace(&mut base.penalty, NEVER);
    let blanks = Unit { penalty, ..added(base.start, cells as u8, Flags::PADDING | gap) };
    units.insert(first, blanks);
    cells
}

/// Forbids breaks within a short base that starts at this unit.
fn join(units: &mut [Unit], base: Option<usize>) {
    let Some(base) = base.and_then(|base| units.get_mut(base + 1..)) else { return };
    if base.len() < LONGEST_BASE {
        base.iter_mut().filter(|unit| unit.penalty != FORCED).for_each(|unit| unit.penalty = NEVER);
    }
}

fn added(start: u32, width: u8, flags: Flags) -> Unit {
    Unit { start, cells: 0, penalty: NEVER, width, trail: 0, flags }
}
