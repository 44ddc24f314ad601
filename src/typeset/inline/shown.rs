//! Text that shows other characters than it holds: formulas, raised and lowered text, references to notes.

use std::ops::Range;

use crate::document::{Span, Style};
use crate::typeset::inline::{formula, raised};
use crate::typeset::text::flow::{Flags, Unit};

/// Longer raised text is told by its style alone.
const LONGEST: usize = 32;

/// A text as it is shown, and where each part of it stands in the text that is held.
#[derive(Debug, Default)]
pub(in crate::typeset) struct Shown {
    /// What is shown.
    pub(in crate::typeset) text: String,
    /// Bytes of the text from which on another place holds.
    places: Vec<Place>,
}

#[derive(Clone, Copy, Debug)]
struct Place {
    shown: u32,
    held: u32,
    /// Whether what follows is held just as it is shown.
    same: bool,
}

/// What units show that show other characters than they hold, by their index.
#[derive(Clone, Debug, Default)]
pub(in crate::typeset) struct Replaced {
    text: String,
    units: Vec<(u32, Range<u32>)>,
}

impl Replaced {
    /// What the unit of this index shows.
    pub(in crate::typeset) fn get(&self, unit: usize) -> Option<&str> {
        let at = self.units.binary_search_by_key(&unit, |(unit, _)| *unit as usize).ok()?;
        let (_, range) = self.units.get(at)?;
        self.text.get(range.start as usize..range.end as usize)
    }
}

impl Shown {
    /// A text of a block, which starts at `offset` of it, with the spans that touch it; `None` where all is shown as it
    /// is held.
    pub(in crate::typeset) fn of(text: &str, spans: &[Span], offset: u32) -> Option<Self> {
        let other = Style::MATH | Style::SUPERSCRIPT | Style::SUBSCRIPT | Style::NOTE;
        if !spans.iter().any(|span| span.style.intersects(other)) {
            return None;
        }
        let mut shown = Self::default();
        let mut at = 0;
        let mut rest = spans.iter().peekable();
        while let Some(span) = rest.next() {
            let kind = span.style & other;
            if kind.is_empty() || span.style.intersects(Style::RUBY_BASE | Style::RUBY_READING) {
                continue;
            }
            let mut end = span.range.end;
            while let Some(next) = rest.next_if(|next| next.style & other == kind && next.range.start == end) {
                end = next.range.end;
            }
            let start = span.range.start.saturating_sub(offset) as usize;
            let end = (end.saturating_sub(offset) as usize).min(text.len());
            let Some(part) = text.get(start..end).filter(|_| start >= at) else { continue };
            let before = text.get(..start).and_then(|before| before.chars().next_back());
            let Some(other) = replacement(part, kind, before) else { continue };
            shown.same(text, at..start);
            for (c, byte) in other {
                shown.places.push(Place { shown: shown.text.len() as u32, held: start as u32 + byte, same: false });
                shown.text.push(c);
            }
            at = end;
        }
        if at == 0 {
            return None;
        }
        shown.same(text, at..text.len());
        Some(shown)
    }

    fn same(&mut self, text: &str, range: Range<usize>) {
        self.places.push(Place { shown: self.text.len() as u32, held: range.start as u32, same: true });
        self.text.push_str(text.get(range).unwrap_or_default());
    }

    /// The byte of the held text for one of the shown text.
    pub(in crate::typeset) fn held(&self, shown: u32) -> u32 {
        let after = self.places.partition_point(|place| place.shown <= shown);
        match after.checked_sub(1).and_then(|at| self.places.get(at)) {
            Some(place) if place.same => place.held + (shown - place.shown),
            Some(place) => place.held,
            None => 0,
        }
    }

    /// Gives units their places in the held text, and marks those that show something else; what these show is given
    /// back in their order.
    pub(in crate::typeset) fn place(&self, units: &mut [Unit], text: &str) -> Vec<Range<u32>> {
        let mut ranges = Vec::new();
        let mut next = (self.text.len() as u32, text.len() as u32);
        for unit in units.iter_mut().rev() {
            let (shown, held) = (unit.start, self.held(unit.start).min(next.1));
            let is = self.text.get(shown as usize..next.0 as usize);
            if is != text.get(held as usize..next.1 as usize) {
                unit.flags |= Flags::REPLACED;
                ranges.push(shown..next.0);
            }
            unit.start = held;
            next = (shown, held);
        }
        ranges.reverse();
        ranges
    }

    /// What the marked units show, which may have others between them now.
    pub(in crate::typeset) fn replaced(self, units: &[Unit], ranges: Vec<Range<u32>>) -> Option<Box<Replaced>> {
        let marked = units.iter().enumerate().filter(|(_, unit)| unit.flags.contains(Flags::REPLACED));
        let units = marked.map(|(index, _)| index as u32).zip(ranges).collect();
        Some(Box::new(Replaced { text: self.text, units }))
    }
}

/// Other characters for a stretch of text, each with its byte, never falling; `None` where the text says it best.
fn replacement(text: &str, kind: Style, before: Option<char>) -> Option<Vec<(char, u32)>> {
    if kind == Style::MATH {
        let shown = formula::shown(text)?;
        return Some(shown.text.chars().zip(shown.at).collect());
    }
    if text.chars().count() > LONGEST {
        return None;
    }
    let is_raised = !kind.contains(Style::SUBSCRIPT);
    let bytes = || text.char_indices().map(|(at, c)| (c, at as u32));
    let forms = bytes().map(|(c, at)| Some((raised::form(c, is_raised)?, at))).collect::<Option<Vec<_>>>();
    if forms.as_ref().is_some_and(|forms| !forms.is_empty()) || kind.contains(Style::NOTE) {
        return forms;
    }
    // Where nothing else tells it from what stands before, a mark does.
    let joins = |c: char| c.is_alphanumeric() && !crate::typeset::text::kind::is_wide(c);
    if !before.is_some_and(joins) || !text.chars().next().is_some_and(joins) {
        return None;
    }
    let mark = if is_raised { '^' } else { '_' };
    if text.chars().nth(1).is_none() {
        return Some(std::iter::once((mark, 0)).chain(bytes()).collect());
    }
    Some([(mark, 0), ('(', 0)].into_iter().chain(bytes()).chain([(')', text.len() as u32)]).collect())
}
