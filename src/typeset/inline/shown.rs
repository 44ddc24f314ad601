//! Text shown with characters other than its own: formulas, superscripts, subscripts, note references, indents.

use std::ops::Range;

use crate::document::{Span, Style};
use crate::formula::{self, raised};
use crate::text::{Language, is_wide};
use crate::typeset::inline::draft::{Draft, Part};
use crate::typeset::inline::indents::ShownIndent;
use crate::typeset::inline::{indents, mend, region, script};
use crate::typeset::text::flow::Replaced;
use crate::typeset::text::options::Options;
use crate::typeset::text::substitution::{Quotes, Script};
use crate::typeset::text::unit::{FORCED, Flags, NEVER, Unit};

/// Superscripts and subscripts with more characters are shown by style only.
const LONGEST: usize = 32;

/// A text as it is shown, with a map back to the text of the block, here called the source.
#[derive(Debug, Default)]
pub(in crate::typeset) struct Shown {
    /// The text to show.
    pub(in crate::typeset) text: String,
    /// Where the mapping changes, in order.
    mappings: Vec<Mapping>,
}

#[derive(Clone, Copy, Debug)]
struct Mapping {
    shown: u32,
    source: u32,
    /// Whether the text from here to the next entry is the same in both.
    same: bool,
}

impl Shown {
    /// Maps a text that starts at `offset` in its block. `spans` are those that overlap it. `None` if everything is
    /// shown as it is.
    pub(in crate::typeset) fn of(text: &str, spans: &[Span], offset: u32, preferred: Preferred) -> Option<Self> {
        let other = Style::MATH | Style::SUPERSCRIPT | Style::SUBSCRIPT | Style::NOTE;
        let mut parts = if spans.iter().any(|span| span.style.intersects(other)) {
            replaced_spans(text, spans, offset, other)
        } else {
            Vec::new()
        };
        for ShownIndent { range, text: spaces } in indents::shown(text) {
            let at = parts.partition_point(|part| part.0.end <= range.start);
            if parts.get(at).is_none_or(|part| part.0.start >= range.end) {
                let starts = text.get(range.clone()).unwrap_or_default().char_indices();
                let starts = starts.map(|(at, _)| (range.start + at) as u32);
                let shown = spaces.chars().zip(starts.chain(std::iter::repeat(range.start as u32))).collect();
                parts.insert(at, (range, shown));
            }
        }
        merge(&mut parts, preferred.parts(text, spans, offset));
        if parts.is_empty() {
            return None;
        }
        let mut shown = Self::default();
        let mut at = 0;
        for (range, other) in parts {
            shown.push_same(text, at..range.start);
            for (c, byte) in other {
                shown.mappings.push(Mapping { shown: shown.text.len() as u32, source: byte, same: false });
                shown.text.push(c);
            }
            at = range.end;
        }
        shown.push_same(text, at..text.len());
        Some(shown)
    }

    fn push_same(&mut self, text: &str, range: Range<usize>) {
        self.mappings.push(Mapping { shown: self.text.len() as u32, source: range.start as u32, same: true });
        self.text.push_str(text.get(range).unwrap_or_default());
    }

    /// The byte of the source for a byte of the shown text.
    pub(in crate::typeset) fn source(&self, shown: u32) -> u32 {
        let after = self.mappings.partition_point(|mapping| mapping.shown <= shown);
        match after.checked_sub(1).and_then(|at| self.mappings.get(at)) {
            Some(mapping) if mapping.same => mapping.source + (shown - mapping.shown),
            Some(mapping) => mapping.source,
            None => 0,
        }
    }

    /// Changes the offsets of units to those in the source and marks the units that are shown differently. Returns the
    /// shown text of the marked units, in order.
    pub(in crate::typeset) fn map_units(&self, units: &mut [Unit], text: &str) -> Vec<Range<u32>> {
        let mut ranges = Vec::new();
        let mut next = (self.text.len() as u32, text.len() as u32);
        for unit in units.iter_mut().rev() {
            let (shown, source) = (unit.start, self.source(unit.start).min(next.1));
            let is = self.text.get(shown as usize..next.0 as usize);
            if is != text.get(source as usize..next.1 as usize) {
                unit.flags |= Flags::REPLACED;
                ranges.push(shown..next.0);
            }
            unit.start = source;
            next = (shown, source);
        }
        // What is shown for some characters of the text is not parted where no character of the text begins.
        for at in 1..units.len() {
            let is_within = |unit: &Unit| unit.flags.contains(Flags::REPLACED | Flags::IDEOGRAPH);
            if let [one, other] = &mut units[at - 1..=at]
                && one.start == other.start
                && is_within(one)
                && is_within(other)
                && other.penalty != FORCED
            {
                other.penalty = NEVER;
            }
        }
        ranges.reverse();
        ranges
    }

    /// The replacement texts by unit index. Other units may have been inserted between the marked ones.
    pub(in crate::typeset) fn replaced(self, units: &[Unit], ranges: Vec<Range<u32>>) -> Option<Box<Replaced>> {
        let marked = units.iter().enumerate().filter(|(_, unit)| unit.flags.contains(Flags::REPLACED));
        let units = marked.map(|(index, _)| index as u32).zip(ranges).collect();
        Some(Box::new(Replaced { text: self.text, units }))
    }
}

/// What is shown otherwise than it is written because the reader prefers it, not because its style asks for it.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::typeset) struct Preferred {
    mends: bool,
    /// Whether only the spaces before East Asian stops are left out.
    closes_up: bool,
    quotes: Quotes,
    script: Script,
    is_traditional: bool,
}

impl Preferred {
    /// For text of a language.
    pub(in crate::typeset) fn of(options: &Options, language: Language) -> Self {
        let has_regions = language.is_chinese() || language == Language::Japanese;
        Self {
            mends: options.mends && language.is_chinese(),
            closes_up: options.mends && !has_regions && language != Language::Korean,
            quotes: if has_regions { options.quotes } else { Quotes::AsWritten },
            script: if language.is_chinese() { options.script } else { Script::AsWritten },
            is_traditional: options.is_traditional,
        }
    }

    /// For text of a language outside of its article.
    pub(in crate::typeset) fn outside(options: &Options, language: Language) -> Self {
        Self { mends: false, closes_up: false, is_traditional: false, ..Self::of(options, language) }
    }

    fn parts(self, text: &str, spans: &[Span], offset: u32) -> Vec<Part> {
        let mends = (self.mends || self.closes_up) && mend::may_need(text);
        // What is mended may become a quotation mark.
        let conversion = script::conversion(self.script, text, self.is_traditional);
        if !mends && !region::may_need(text, self.quotes) && conversion.is_none() {
            return Vec::new();
        }
        let mut draft = Draft::of(text, spans, offset);
        match mends {
            true if self.mends => mend::mend(&mut draft),
            true => mend::close_up(&mut draft),
            false => {}
        }
        region::show(&mut draft, self.quotes);
        conversion.map_or_else(|| draft.parts(), |conversion| script::parts(&draft, conversion))
    }
}

/// Merges parts into others, both in order. Where two overlap, the others stay.
fn merge(parts: &mut Vec<Part>, more: Vec<Part>) {
    if parts.is_empty() || more.is_empty() {
        parts.extend(more);
        return;
    }
    let others = std::mem::take(parts);
    let overlaps = |part: &Part| {
        let at = others.partition_point(|other| other.0.end <= part.0.start);
        others.get(at).is_some_and(|other| other.0.start < part.0.end)
    };
    let more: Vec<Part> = more.into_iter().filter(|part| !overlaps(part)).collect();
    *parts = others.into_iter().chain(more).collect();
    parts.sort_by_key(|part| part.0.start);
}

/// The parts of a text whose style replaces characters.
fn replaced_spans(text: &str, spans: &[Span], offset: u32, other: Style) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut at = 0;
    let mut rest = spans.iter().peekable();
    while let Some(span) = rest.next() {
        let kind = span.style & other;
        let is_shown = Style::RUBY_BASE | Style::RUBY_READING | Style::LINEAR;
        if kind.is_empty() || span.style.intersects(is_shown) {
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
        parts.push((start..end, other.into_iter().map(|(c, byte)| (c, start as u32 + byte)).collect()));
        at = end;
    }
    parts
}

/// The characters to show for a part of the text, each with its source byte in ascending order. `None` if the text is
/// shown as it is.
fn replacement(text: &str, kind: Style, before: Option<char>) -> Option<Vec<(char, u32)>> {
    if kind == Style::MATH {
        let shown = formula::render(text)?;
        return Some(shown.text.chars().zip(shown.at).collect());
    }
    if text.chars().count() > LONGEST {
        return None;
    }
    let is_raised = !kind.contains(Style::SUBSCRIPT);
    let bytes = || text.char_indices().map(|(at, c)| (c, at as u32));
    let inner = text.trim_matches(' ');
    let blank = (text.len() - text.trim_start_matches(' ').len()) as u32;
    let is_inner = |at: u32| at.checked_sub(blank).is_some_and(|at| (at as usize) < inner.len());
    let form = |c: char, at| if is_inner(at) { raised::form(plain(c), is_raised) } else { Some(c) };
    let forms = bytes().map(|(c, at)| Some((form(c, at)?, at))).collect::<Option<Vec<_>>>();
    if forms.as_ref().is_some_and(|forms| !forms.is_empty()) || kind.contains(Style::NOTE) {
        return forms;
    }
    let first = inner.chars().next()?;
    if !before.is_some_and(|before| needs_mark(before, first)) {
        return None;
    }
    let bytes = || bytes().skip(blank as usize);
    let mark = if is_raised { '^' } else { '_' };
    if inner.chars().nth(1).is_none() {
        return Some(std::iter::once((mark, 0)).chain(bytes()).collect());
    }
    Some([(mark, 0), ('(', 0)].into_iter().chain(bytes()).chain([(')', text.len() as u32)]).collect())
}

/// Whether a mark is needed to tell a raised or lowered text from the text before it: letters and digits would run
/// together, and a sign would add or subtract.
fn needs_mark(before: char, first: char) -> bool {
    let joins = |c: char| c.is_alphanumeric() && !is_wide(c);
    let is_amount = plain(first).is_ascii_digit() || "+-−–—‑－±∓.√∞".contains(first);
    joins(before) && (joins(first) || is_amount) || before == ')' && is_amount
}

/// The character that an author means where a power is written with another of its kind.
fn plain(c: char) -> char {
    match c {
        '–' | '—' | '‑' | '－' => '−',
        '＋' => '+',
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
        _ => c,
    }
}
