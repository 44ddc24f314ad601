//! Lines with right-to-left text: aligned to the right edge, and put into visual order.

use std::borrow::Cow;
use std::ops::Range;

use crate::document::{Span, Style};
use crate::text::{clusters, first_strong, has_rtl, levels, levels_with_isolates, mirrored, ordered, visual_order};
use crate::typeset::lines::line::{Line, Lines, Role, Run};
use crate::typeset::text::options::Bidi;
use crate::typeset::text::setting::Setting;

/// A part of a run with one embedding level, with its text as drawn.
struct Fragment<'a> {
    text: Cow<'a, str>,
    source: Range<u32>,
    cells: u16,
    level: u8,
    run: &'a Run,
}

/// Puts the lines of a block into visual order. They come laid out from left to right. In a right-to-left block they
/// are mirrored, including margins and table columns. If the program orders the text itself, the characters of each
/// line are reordered by the embedding levels of the whole block's text.
///
/// Runs keep the bytes they show. In right-to-left text every cluster is a run of its own.
pub(in crate::typeset) fn arrange(lines: Lines, text: &str, rtl: bool, parts: Parts<'_>, setting: &Setting) -> Lines {
    let orders = setting.options.bidi == Bidi::App && (rtl || has_rtl(text));
    if !rtl && !orders {
        return lines;
    }
    let levels = if orders { parts.levels(text, rtl) } else { Vec::new() };
    let arranger = Arranger { from: &lines, levels: &levels, rtl, width: setting.width.max(2), setting };
    let mut out = Lines { gap: lines.gap, ..Lines::default() };
    for line in &lines.lines {
        arranger.line(line, &mut out);
    }
    out
}

/// The parts of a block's text that are ordered by themselves.
#[derive(Clone, Copy, Debug)]
pub(in crate::typeset) struct Parts<'a> {
    /// What the block is. The cells of a table and the fields of a byline each have the direction of their first strong
    /// character.
    pub(in crate::typeset) kind: PartKind<'a>,
    /// The spans of the block. Code and formulas run from left to right.
    pub(in crate::typeset) spans: &'a [Span],
}

/// How a block's text is divided.
#[derive(Clone, Copy, Debug)]
pub(in crate::typeset) enum PartKind<'a> {
    /// Not at all.
    Whole,
    /// Into the cells of a table.
    Cells(&'a [Range<usize>]),
    /// Into the fields of a byline.
    Fields,
}

impl Parts<'_> {
    fn levels(self, text: &str, rtl: bool) -> Vec<u8> {
        let fields: Vec<Range<usize>>;
        let parts = match self.kind {
            PartKind::Whole => return self.levels_within(text, 0..text.len(), rtl),
            PartKind::Cells(cells) => cells,
            PartKind::Fields => {
                fields = self::fields(text);
                &fields
            }
        };
        levels_with_isolates(text, rtl, parts, |part| {
            let own = text.get(part.clone()).and_then(first_strong).unwrap_or(rtl);
            (own, self.levels_within(text, part, own))
        })
    }

    /// The levels of a part of the text that has no parts.
    fn levels_within(self, text: &str, part: Range<usize>, rtl: bool) -> Vec<u8> {
        let plain = |span: &&Span| span.style.intersects(Style::CODE | Style::KEYBOARD | Style::MATH);
        let mut isolates: Vec<Range<usize>> = Vec::new();
        for span in self.spans.iter().filter(plain) {
            let range = (span.range.start as usize).max(part.start)..(span.range.end as usize).min(part.end);
            match isolates.last_mut() {
                _ if range.is_empty() => {}
                Some(last) if last.end + part.start == range.start => last.end = range.end - part.start,
                _ => isolates.push(range.start - part.start..range.end - part.start),
            }
        }
        let text = text.get(part).unwrap_or_default();
        levels_with_isolates(text, rtl, &isolates, |isolate| {
            (false, levels(text.get(isolate).unwrap_or_default(), false))
        })
    }
}

/// The fields of a byline, between separators and line breaks.
fn fields(text: &str) -> Vec<Range<usize>> {
    let mut fields = Vec::new();
    let mut start = 0;
    let separators = text.match_indices([' ', '\n']).filter_map(|(at, found)| match found {
        "\n" => Some(at..at + 1),
        _ if text.get(at..).is_some_and(|rest| rest.starts_with(" | ") || rest.starts_with(" / ")) => Some(at..at + 3),
        _ => None,
    });
    for separator in separators.chain(std::iter::once(text.len()..text.len())) {
        if start < separator.start {
            fields.push(start..separator.start);
        }
        start = separator.end;
    }
    fields
}

struct Arranger<'a> {
    from: &'a Lines,
    /// The embedding level of every byte of the block. Empty if the terminal orders the text.
    levels: &'a [u8],
    rtl: bool,
    width: u16,
    setting: &'a Setting,
}

impl<'a> Arranger<'a> {
    fn line(&self, line: &Line, out: &mut Lines) {
        let runs = self.from.runs.get(line.runs.start as usize..line.runs.end as usize).unwrap_or_default();
        let first = out.runs.len() as u32;
        let mut end = 0;
        let mut segments: Vec<&[Run]> = runs.chunk_by(are_joined).collect();
        if self.rtl {
            segments.reverse();
        }
        for segment in segments {
            let Some(start) = segment.first() else { continue };
            let cells: u16 = segment.iter().map(|run| run.cells).sum();
            let right = start.column.saturating_add(cells);
            // A cluster wider than the line moves what is to the right of it.
            let mut column = if self.rtl { self.width.saturating_sub(right).max(end) } else { start.column };
            for fragment in self.fragments(segment) {
                let from = out.text.len() as u32;
                out.text.push_str(&fragment.text);
                out.runs.push(Run {
                    text: from..out.text.len() as u32,
                    source: fragment.source,
                    column,
                    cells: fragment.cells,
                    ..fragment.run.clone()
                });
                column = column.saturating_add(fragment.cells);
            }
            end = column;
        }
        out.lines.push(Line {
            runs: first..out.runs.len() as u32,
            source: line.source.clone(),
            end: line.end,
            stride: 0,
        });
    }

    /// The fragments of adjacent runs, from left to right.
    fn fragments(&self, segment: &'a [Run]) -> Vec<Fragment<'a>> {
        let mut fragments = Vec::new();
        for run in segment {
            let shown = self.from.text.get(run.text.start as usize..run.text.end as usize).unwrap_or_default();
            if run.face.role == Role::Border && self.rtl {
                fragments.push(whole(run, reversed(shown), 0));
            } else if self.levels.is_empty() {
                fragments.push(whole(run, shown.into(), 0));
            } else if run.is_ornament() {
                // The spaces that align numbers are now at the end of the line.
                let text: Cow<'_, str> =
                    if self.rtl { ordered(shown, true).trim_end().to_owned().into() } else { shown.into() };
                let cells = self.setting.profile.width(&text) as u16;
                fragments.push(Fragment { cells, ..whole(run, text, u8::from(self.rtl)) });
            } else if run.source.is_empty() && is_label(run) {
                let own = first_strong(shown).unwrap_or(self.rtl);
                fragments.push(whole(run, ordered(shown, own).into(), u8::from(self.rtl)));
            } else if run.source.is_empty() {
                // Added spaces and hyphens have the level of the text before them.
                let level = fragments.last().map_or(u8::from(self.rtl), |fragment: &Fragment<'_>| fragment.level);
                fragments.push(whole(run, if is_rtl_level(level) { reversed(shown) } else { shown.into() }, level));
            } else if shown.len() as u32 == run.source.end - run.source.start {
                self.split(run, shown, &mut fragments);
            } else {
                let level = self.level(run.source.start);
                fragments.push(whole(run, if is_rtl_level(level) { reversed(shown) } else { shown.into() }, level));
            }
        }
        if self.levels.is_empty() {
            return fragments;
        }
        let order = visual_order(&fragments.iter().map(|fragment| fragment.level).collect::<Vec<_>>());
        let mut places = vec![0; order.len()];
        for (place, index) in order.into_iter().enumerate() {
            if let Some(slot) = places.get_mut(index) {
                *slot = place;
            }
        }
        let mut placed: Vec<(usize, Fragment<'_>)> = places.into_iter().zip(fragments).collect();
        placed.sort_by_key(|(place, _)| *place);
        placed.into_iter().map(|(_, fragment)| fragment).collect()
    }

    fn level(&self, byte: u32) -> u8 {
        self.levels.get(byte as usize).copied().unwrap_or(u8::from(self.rtl))
    }

    /// Splits a run into fragments of one level: single clusters of right-to-left text, longer parts of other text.
    fn split(&self, run: &'a Run, shown: &'a str, fragments: &mut Vec<Fragment<'a>>) {
        let mut start: Option<(usize, u8)> = None;
        let fragment = |range: Range<usize>, level: u8| {
            let text = &shown[range.clone()];
            Fragment {
                text: if is_rtl_level(level) { mirrored(text) } else { text.into() },
                source: run.source.start + range.start as u32..run.source.start + range.end as u32,
                cells: self.setting.profile.width(text).min(usize::from(u16::MAX)) as u16,
                level,
                run,
            }
        };
        for (at, _) in clusters(shown) {
            let level = self.level(run.source.start + at as u32);
            match start {
                Some((_, same)) if same == level && !is_rtl_level(level) => {}
                Some((from, last)) => {
                    fragments.push(fragment(from..at, last));
                    start = Some((at, level));
                }
                None => start = Some((at, level)),
            }
        }
        if let Some((from, last)) = start {
            fragments.push(fragment(from..shown.len(), last));
        }
    }
}

fn whole<'a>(run: &'a Run, text: Cow<'a, str>, level: u8) -> Fragment<'a> {
    Fragment { text, source: run.source.clone(), cells: run.cells, level, run }
}

/// Whether a run without source is a text of its own: the label or name of a picture, the repeated header of a table.
fn is_label(run: &Run) -> bool {
    matches!(run.face.role, Role::Image | Role::Address | Role::TableHead) && !run.face.style.contains(Style::MATH)
}

/// Whether two runs belong to the same stretch of text: adjacent, and neither of them an ornament.
fn are_joined(a: &Run, b: &Run) -> bool {
    a.column + a.cells == b.column && !a.is_ornament() && !b.is_ornament()
}

/// Reverses a text cluster by cluster, with mirrored characters.
fn reversed(text: &str) -> Cow<'_, str> {
    clusters(text).rev().map(|(_, cluster)| mirrored(cluster)).collect::<String>().into()
}

/// Whether text of this level is drawn from right to left.
fn is_rtl_level(level: u8) -> bool {
    level % 2 == 1
}
