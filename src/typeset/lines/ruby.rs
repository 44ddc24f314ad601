//! Ruby readings: in parentheses after their base, or on a line above it.

use std::ops::Range;

use crate::document::{Span, Style};
use crate::typeset::LineEnd;
use crate::typeset::blocks::compose::Room;
use crate::typeset::lines::fill::Piece;
use crate::typeset::lines::setter::{Setter, Source, Voice};
use crate::typeset::text::flow::{FORCED, Flags, Flow, NEVER, Unit};

/// A ruby base longer than this many clusters may be parted.
const LONGEST_BASE: usize = 8;

/// A reading that stands on the line above.
#[derive(Clone, Debug)]
pub(in crate::typeset) struct Reading {
    /// The first unit of its base, or of the blanks before it.
    first: usize,
    /// Cells of the blanks before its base.
    before: usize,
    /// Bytes of the flow's text.
    bytes: Range<u32>,
    cells: usize,
    /// Cells of the base and the blanks around it together.
    group: usize,
}

/// The style at each unit, for units in order.
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

/// Puts parentheses around every reading; base and reading are not parted. `end` is the length of the flow's text.
pub(in crate::typeset) fn inline(units: Vec<Unit>, spans: &[Span], offset: u32, end: u32) -> Vec<Unit> {
    let mut out: Vec<Unit> = Vec::with_capacity(units.len() + spans.len() * 2);
    let mut styles = Styles::new(spans, offset);
    let mut base = None;
    let mut inside = false;
    for mut unit in units {
        let style = styles.at(&unit);
        if inside && !style.contains(Style::RUBY_READING) {
            out.push(added(unit.start, 2, Flags::CLOSE_READING | Flags::CLOSES));
            // The gap was meant for the reading's last letter, which the parenthesis parts from this unit.
            unit.flags.remove(Flags::GAP);
            inside = false;
        }
        if style.contains(Style::RUBY_READING) {
            if !inside {
                join(&mut out, base.take());
                out.push(added(unit.start, 2, Flags::OPEN_READING | Flags::OPENS));
                inside = true;
            }
            unit.flags.remove(Flags::GAP);
            unit.penalty = if unit.penalty == FORCED { FORCED } else { NEVER };
        } else if style.contains(Style::RUBY_BASE) {
            base.get_or_insert(out.len());
        } else {
            base = None;
        }
        out.push(unit);
    }
    if inside {
        out.push(added(end, 2, Flags::CLOSE_READING | Flags::CLOSES));
    }
    out
}

/// Takes the readings out of the text; where one is wider than its base, blanks stand around the base, so that the
/// shorter of both is in the middle of the other (JLREQ 3.3).
pub(in crate::typeset) fn above(units: Vec<Unit>, spans: &[Span], offset: u32, end: u32) -> (Vec<Unit>, Vec<Reading>) {
    let mut out: Vec<Unit> = Vec::with_capacity(units.len() + spans.len());
    let mut readings: Vec<Reading> = Vec::new();
    let mut styles = Styles::new(spans, offset);
    let mut base = None;
    let mut open: Option<Reading> = None;
    for mut unit in units {
        let style = styles.at(&unit);
        let reads = style.contains(Style::RUBY_READING) && unit.penalty != FORCED;
        if !reads && let Some(reading) = open.take() {
            close(&mut out, &mut readings, reading, unit.start);
            unit.flags.remove(Flags::GAP);
        }
        if reads && let (None, Some(first)) = (&open, base.take()) {
            open = Some(Reading { first, before: 0, bytes: unit.start..unit.start, cells: 0, group: 0 });
        }
        if let Some(reading) = &mut open {
            reading.cells += usize::from(unit.width);
            continue;
        }
        if style.contains(Style::RUBY_BASE) {
            base.get_or_insert(out.len());
        } else {
            base = None;
        }
        out.push(unit);
    }
    if let Some(reading) = open {
        close(&mut out, &mut readings, reading, end);
    }
    (out, readings)
}

fn close(units: &mut Vec<Unit>, readings: &mut Vec<Reading>, mut reading: Reading, end: u32) {
    join(units, Some(reading.first));
    let base: usize = units.get(reading.first..).unwrap_or_default().iter().map(|unit| usize::from(unit.width)).sum();
    let padding = reading.cells.saturating_sub(base).min(usize::from(u8::MAX));
    reading.before = pad_left(units, reading.first, padding / 2);
    units.push(added(reading.bytes.start, (padding - reading.before) as u8, Flags::PADDING));
    reading.group = base + padding;
    reading.bytes.end = end;
    readings.push(reading);
}

/// Puts blanks before the base that starts at this unit, and says how many. Lines break before them where they did before
/// the base.
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

/// Whether the line is so narrow that readings above had no room.
pub(in crate::typeset) fn is_too_narrow(flow: &Flow, width: usize) -> bool {
    flow.readings.iter().any(|reading| width < 2 * reading.group + 8)
}

/// Sets the readings of the line just ended above it.
pub(in crate::typeset) fn set_above(
    setter: &mut Setter,
    source: Source<'_>,
    piece: &Piece,
    room: Room<'_>,
    voice: Voice,
) {
    let readings = &source.flow.readings;
    let first = readings.partition_point(|reading| reading.first < piece.from);
    let last = readings.partition_point(|reading| reading.first < piece.to);
    let columns: Vec<(usize, &Reading)> = readings
        .get(first..last)
        .unwrap_or_default()
        .iter()
        .map(|reading| {
            let base = source.flow.units.get(reading.first).map_or(0, |unit| unit.start) + source.offset;
            let spare = reading.group.saturating_sub(reading.cells) / 2;
            let column = setter.column_of(base).map_or(0, usize::from);
            (column.saturating_sub(reading.before) + spare, reading)
        })
        .collect();
    if columns.is_empty() {
        return;
    }
    let at = source.offset + source.flow.units.get(piece.from).map_or(0, |unit| unit.start);
    let mut lines = 1;
    room.margins.set_line(setter, false, at);
    for (column, reading) in columns {
        let column = column.min(room.width.saturating_sub(reading.cells));
        if usize::from(setter.column()) > column && usize::from(setter.column()) + reading.cells > room.width {
            setter.end(at..at, LineEnd::Soft);
            room.margins.set_line(setter, false, at);
            lines += 1;
        }
        setter.skip_to(column);
        setter.reading(source, reading.bytes.clone(), reading.cells, voice);
    }
    setter.end(at..at, LineEnd::Soft);
    setter.raise(lines);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, BlockKind, Document, Inline};
    use crate::text::{Clean, Language, Profile};
    use crate::typeset::blocks::compose::compose_block;
    use crate::typeset::blocks::compose::prepare;
    use crate::typeset::text::options::{Options, Ruby};
    use crate::typeset::{Lines, Setting};

    fn shown(ruby: Ruby, width: u16) -> Vec<String> {
        set("東京とうきょうへ", 6, 21, ruby, width)
    }

    fn set(text: &str, base: u32, reading: u32, ruby: Ruby, width: u16) -> Vec<String> {
        let mut block = Block::new(BlockKind::Paragraph, Inline::plain(Clean::line(text)));
        let span = |range, style| Span { range, style, link: None, image: None };
        block.inline.spans = vec![span(0..base, Style::RUBY_BASE), span(base..reading, Style::RUBY_READING)];
        let document = Document { blocks: vec![block], ..Document::default() };
        let options = Options { ruby, ..Options::default() };
        let setting = Setting { width, options, profile: Profile::default(), folded: Vec::new() };
        let prepared = prepare(&document, 0, &setting.options, setting.profile, Language::Japanese);
        let lines: Lines = compose_block(&prepared, &setting);
        let runs = |line: &Range<u32>| lines.runs[line.start as usize..line.end as usize].iter();
        let text = |run: &crate::typeset::Run| &lines.text[run.text.start as usize..run.text.end as usize];
        lines.lines.iter().map(|line| runs(&line.runs).map(text).collect()).collect()
    }

    #[test]
    fn inline_and_above() {
        assert_eq!(shown(Ruby::Inline, 40), ["東京（とうきょう）へ"]);
        assert_eq!(shown(Ruby::Above, 40), ["とうきょう", "   東京   へ"]);
        assert_eq!(shown(Ruby::Above, 20), ["東京（とうきょう）へ"]);
    }

    #[test]
    fn no_gap_behind_a_reading_in_letters() {
        assert_eq!(set("砚yàn台", 3, 7, Ruby::Inline, 40), ["砚（yàn）台"]);
        assert_eq!(set("砚yàn台", 3, 7, Ruby::Above, 40), ["yàn", "砚 台"]);
    }
}
