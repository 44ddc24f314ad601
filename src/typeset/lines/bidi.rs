//! Lines of right-to-left blocks: set from the right edge, and each line in the order in which it is drawn.

use std::borrow::Cow;
use std::ops::Range;

use crate::text::{clusters, has_rtl, levels, mirrored, ordered, visual_order};
use crate::typeset::text::options::Bidi;
use crate::typeset::{Line, Lines, Role, Run, Setting};

/// A part of a run that is drawn as one, in its logical order.
struct Piece<'a> {
    text: Cow<'a, str>,
    source: Range<u32>,
    cells: u16,
    level: u8,
    run: &'a Run,
}

/// Sets the lines of a block for the eye. They come as if everything ran from left to right: in a right-to-left block
/// they are turned over, margins and columns of tables with them; and where the program orders the text itself, the
/// characters of each line are put in their visual order, by the levels of the whole block's text.
///
/// A run still says which bytes it shows; in right-to-left text every cluster is a run of its own.
pub(in crate::typeset) fn arrange(lines: Lines, text: &str, rtl: bool, setting: &Setting) -> Lines {
    let orders = setting.options.bidi == Bidi::App && (rtl || has_rtl(text));
    if !rtl && !orders {
        return lines;
    }
    let levels = if orders { levels(text, rtl) } else { Vec::new() };
    let arranger = Arranger { from: &lines, levels: &levels, rtl, width: setting.width.max(2), setting };
    let mut out = Lines { gap: lines.gap, ..Lines::default() };
    for line in &lines.lines {
        arranger.line(line, &mut out);
    }
    out
}

struct Arranger<'a> {
    from: &'a Lines,
    /// The level of every byte of the block; none where the terminal orders the text.
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
        let mut segments: Vec<&[Run]> = runs.chunk_by(belong).collect();
        if self.rtl {
            segments.reverse();
        }
        for segment in segments {
            let Some(start) = segment.first() else { continue };
            let cells: u16 = segment.iter().map(|run| run.cells).sum();
            let right = start.column.saturating_add(cells);
            // A cluster wider than its room pushes what stands right of it.
            let mut column = if self.rtl { self.width.saturating_sub(right).max(end) } else { start.column };
            for piece in self.pieces(segment) {
                let from = out.text.len() as u32;
                out.text.push_str(&piece.text);
                out.runs.push(Run {
                    text: from..out.text.len() as u32,
                    source: piece.source,
                    column,
                    cells: piece.cells,
                    ..piece.run.clone()
                });
                column = column.saturating_add(piece.cells);
            }
            end = column;
        }
        out.lines.push(Line { runs: first..out.runs.len() as u32, source: line.source.clone(), end: line.end });
    }

    /// What is drawn of runs that stand side by side, from left to right.
    fn pieces(&self, segment: &'a [Run]) -> Vec<Piece<'a>> {
        let mut pieces = Vec::new();
        for run in segment {
            let shown = self.from.text.get(run.text.start as usize..run.text.end as usize).unwrap_or_default();
            if run.face.role == Role::Border && self.rtl {
                pieces.push(whole(run, turned(shown), 0));
            } else if self.levels.is_empty() {
                pieces.push(whole(run, shown.into(), 0));
            } else if is_ornament(run) {
                // The blanks that align numbers are now at the end of the line.
                let text: Cow<'_, str> =
                    if self.rtl { ordered(shown, true).trim_end().to_owned().into() } else { shown.into() };
                let cells = self.setting.profile.width(&text) as u16;
                pieces.push(Piece { cells, ..whole(run, text, u8::from(self.rtl)) });
            } else if run.source.is_empty() {
                // Added blanks and hyphens go with what they follow.
                let level = pieces.last().map_or(u8::from(self.rtl), |piece: &Piece<'_>| piece.level);
                pieces.push(whole(run, if is_odd(level) { turned(shown) } else { shown.into() }, level));
            } else if shown.len() as u32 == run.source.end - run.source.start {
                self.cut(run, shown, &mut pieces);
            } else {
                let level = self.level(run.source.start);
                pieces.push(whole(run, if is_odd(level) { turned(shown) } else { shown.into() }, level));
            }
        }
        if self.levels.is_empty() {
            return pieces;
        }
        let order = visual_order(&pieces.iter().map(|piece| piece.level).collect::<Vec<_>>());
        let mut places = vec![0; order.len()];
        for (place, index) in order.into_iter().enumerate() {
            if let Some(slot) = places.get_mut(index) {
                *slot = place;
            }
        }
        let mut placed: Vec<(usize, Piece<'_>)> = places.into_iter().zip(pieces).collect();
        placed.sort_by_key(|(place, _)| *place);
        placed.into_iter().map(|(_, piece)| piece).collect()
    }

    fn level(&self, byte: u32) -> u8 {
        self.levels.get(byte as usize).copied().unwrap_or(u8::from(self.rtl))
    }

    /// Cuts a run into pieces of one level: every cluster of right-to-left text, stretches of the other.
    fn cut(&self, run: &'a Run, shown: &'a str, pieces: &mut Vec<Piece<'a>>) {
        let mut start: Option<(usize, u8)> = None;
        let piece = |range: Range<usize>, level: u8| {
            let text = &shown[range.clone()];
            Piece {
                text: if is_odd(level) { mirrored(text) } else { text.into() },
                source: run.source.start + range.start as u32..run.source.start + range.end as u32,
                cells: self.setting.profile.width(text).min(usize::from(u16::MAX)) as u16,
                level,
                run,
            }
        };
        for (at, _) in clusters(shown) {
            let level = self.level(run.source.start + at as u32);
            match start {
                Some((_, same)) if same == level && !is_odd(level) => {}
                Some((from, last)) => {
                    pieces.push(piece(from..at, last));
                    start = Some((at, level));
                }
                None => start = Some((at, level)),
            }
        }
        if let Some((from, last)) = start {
            pieces.push(piece(from..shown.len(), last));
        }
    }
}

fn whole<'a>(run: &'a Run, text: Cow<'a, str>, level: u8) -> Piece<'a> {
    Piece { text, source: run.source.clone(), cells: run.cells, level, run }
}

/// Whether a run is part of the frame around text, and has its place by itself.
fn is_ornament(run: &Run) -> bool {
    matches!(run.face.role, Role::Bar | Role::Marker | Role::Border)
}

/// Whether two runs are one line of text: side by side, and neither of them an ornament.
fn belong(a: &Run, b: &Run) -> bool {
    a.column + a.cells == b.column && !is_ornament(a) && !is_ornament(b)
}

/// A text turned over, cluster by cluster.
fn turned(text: &str) -> Cow<'_, str> {
    clusters(text).rev().map(|(_, cluster)| mirrored(cluster)).collect::<String>().into()
}

/// Whether text of this level is drawn from right to left.
fn is_odd(level: u8) -> bool {
    level % 2 == 1
}
