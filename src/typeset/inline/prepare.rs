//! Prepares styled text as a flow: units, break opportunities, CJK rules, spacing, ruby readings.

use crate::document::{Span, Style};
use crate::text::{Language, Profile, is_wide};
use crate::typeset::breaks::{address, cjk, formulas, hyphenation, joins, opportunities, prefix};
use crate::typeset::inline::shown::{Preferred, Shown};
use crate::typeset::inline::{autospace, ruby, vertical};
use crate::typeset::text::flow::Flow;
use crate::typeset::text::kind::Kind;
use crate::typeset::text::options::{Options, Ruby, Switch};
use crate::typeset::text::unit;
use crate::typeset::text::unit::{Edge, FORCED, Flags, NEVER, Unit};
use crate::typeset::text::writing::Writing;

/// Cells between tab stops.
const TAB: u8 = 4;

/// Prepares one text. `spans` are the styles of the whole block's text, in which `text` starts at `offset`.
pub(in crate::typeset) fn flow(
    text: &str,
    spans: &[Span],
    offset: u32,
    options: &Options,
    profile: Profile,
    language: Language,
) -> Flow {
    let ours = spans_within(spans, offset, text.len());
    let shown = Shown::of(text, ours, offset, Preferred::of(options, language));
    let source = text;
    let text = shown.as_ref().map_or(source, |shown| &shown.text);
    let (mut units, edges) = unit::units(text, profile);
    opportunities::mark(&mut units, &edges, text, options.strictness, language);
    cjk::apply(&mut units, &edges, text, options, language);
    joins::apply(&mut units, &edges);
    prefix::apply(&mut units, &edges);
    let plain = Style::CODE | Style::KEYBOARD | Style::MATH;
    let source_byte = |start| offset + shown.as_ref().map_or(start, |shown| shown.source(start));
    let is_code = |byte: u32| style_at(spans, byte).intersects(plain);
    if let Some(patterns) = hyphenation::patterns(options, language) {
        hyphenation::apply(&mut units, &edges, text, patterns, |start| is_code(source_byte(start)));
    }
    address::apply(&mut units, &edges, text);
    if ours.iter().any(|span| span.style.contains(Style::MATH)) {
        let is_formula = |start| style_at(spans, source_byte(start)).contains(Style::MATH);
        formulas::apply(&mut units, &edges, is_formula);
    }
    if options.autospace == Switch::Insert {
        let is_within = |byte: u32| is_code(byte) && byte.checked_sub(1).is_some_and(is_code);
        autospace::apply(&mut units, &edges, |start| !is_within(source_byte(start)));
    }
    let ranges = shown.as_ref().map(|shown| shown.map_units(&mut units, source)).unwrap_or_default();
    raised(&mut units, source, ours, offset);
    let mut readings = Vec::new();
    if ours.iter().any(|span| span.style.contains(Style::RUBY_READING)) {
        match options.ruby {
            Ruby::Above => (units, readings) = ruby::above(units, ours, offset, source.len() as u32),
            Ruby::Inline => units = ruby::inline(units, ours, offset, source.len() as u32),
        }
    }
    let replaced = shown.and_then(|shown| shown.replaced(&units, ranges));
    let flow = Flow { readings, replaced, ..Flow::new(units, source) };
    match options.writing {
        Writing::Horizontal => flow,
        Writing::Vertical => {
            let is_formula = |start| style_at(ours, offset + start).contains(Style::MATH);
            vertical::apply(flow, source, options, (profile, language), is_formula)
        }
    }
}

/// Prepares preformatted text: it breaks only at its line breaks, and tabs and spaces are kept.
pub(in crate::typeset) fn verbatim(text: &str, profile: Profile) -> Flow {
    let (mut units, edges) = unit::units(text, profile);
    let mut column = 0;
    for index in 0..units.len() {
        if index > 0 && edges[index - 1].first == '\n' {
            units[index].penalty = FORCED;
            column = 0;
        }
        if edges[index].first == '\t' {
            units[index].width = TAB - column % TAB;
        }
        column = (column + units[index].width) % TAB;
        if edges[index].first != '\n' {
            // Punctuation is set as it is, but is a bad place to cut a line that is too long.
            let is_bad = units[index].flags.contains(Flags::CLOSES);
            units[index].flags.remove(Flags::SPACE | Flags::CLOSES | Flags::OPENS | Flags::HANG);
            units[index].flags.set(Flags::STUB, is_bad);
        }
        let is_word = |edge: &Edge| edge.first == '_' || matches!(edge.kind, Kind::Letter | Kind::Digit);
        match index.checked_sub(1).map(|before| (&edges[before], &edges[index])) {
            Some((before, _)) if before.kind == Kind::Space => units[index].flags |= Flags::SEAM,
            Some((before, after)) if is_word(before) && is_word(after) => units[index].flags |= Flags::WORD,
            _ => {}
        }
    }
    Flow::new(units, text)
}

/// The spans that overlap a part of the block's text.
fn spans_within(spans: &[Span], offset: u32, length: usize) -> &[Span] {
    let first = spans.partition_point(|span| span.range.end <= offset);
    let last = spans.partition_point(|span| span.range.start < offset + length as u32);
    spans.get(first..last).unwrap_or_default()
}

fn style_at(spans: &[Span], byte: u32) -> Style {
    let index = spans.partition_point(|span| span.range.end <= byte);
    spans.get(index).filter(|span| span.range.start <= byte).map_or(Style::empty(), |span| span.style)
}

/// Keeps superscripts, subscripts and note references with the text before them, without a gap. What follows them has one
/// only if it would have one after that text.
fn raised(units: &mut [Unit], text: &str, spans: &[Span], offset: u32) {
    for span in spans.iter().filter(|s| s.style.intersects(Style::SUPERSCRIPT | Style::SUBSCRIPT | Style::NOTE)) {
        let start = span.range.start.saturating_sub(offset);
        let first = units.partition_point(|unit| unit.start < start);
        let note = span.style.contains(Style::NOTE);
        let before = text.get(..start as usize).and_then(|before| before.chars().next_back());
        let is_after_wide = before.is_some_and(is_wide);
        for (index, unit) in units.iter_mut().enumerate().skip(first) {
            if unit.start + offset >= span.range.end {
                if is_after_wide {
                    unit.flags.remove(Flags::GAP);
                }
                break;
            }
            if index > 0 && (unit.start == start || note) && unit.penalty != FORCED {
                unit.penalty = NEVER;
                unit.flags.remove(Flags::GAP);
            }
        }
    }
}
