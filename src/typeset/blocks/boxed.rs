//! Horizontal blocks in vertical writing: boxes of lines.

use std::borrow::Cow;

use crate::typeset::lines::line::{Line, Lines, Run};
use crate::typeset::text::options::{Code, Options};
use crate::typeset::text::setting::Setting;

/// The setting for the lines of a box: code is wrapped, and a sign says so, because a box does not scroll and has no
/// margin.
pub(in crate::typeset) fn setting(setting: &Setting) -> Cow<'_, Setting> {
    let options = Options { code: Code::Wrap, continuation: true, ..setting.options.clone() };
    Cow::Owned(Setting { options, ..setting.clone() })
}

/// Puts the lines of a horizontal block into boxes that are no higher than a vertical line is long. Each box is one line,
/// whose cells are counted row by row ([`Line::stride`]), and blank lines as wide as the rest of it.
pub(in crate::typeset) fn boxed(lines: Lines, setting: &Setting) -> Lines {
    let gap = usize::from(lines.gap).min(lines.lines.len());
    let Lines { text, runs, lines, gap: gap_lines, picture } = lines;
    let mut out = Lines { text, gap: gap_lines, picture, ..Lines::default() };
    let runs_of = |line: &Line| runs.get(line.runs.start as usize..line.runs.end as usize).unwrap_or_default();
    let (above, own) = lines.split_at(gap);
    out.lines.extend(above.iter().map(|line| blank(line.source.start, 0)));
    let ends = own.iter().flat_map(runs_of).map(|run| run.column.saturating_add(run.cells));
    // The margin of what is centred or flush right within the measure is none of the box.
    let left = own.iter().flat_map(runs_of).map(|run| run.column).min().unwrap_or(0);
    let width = (ends.max().unwrap_or(0) - left).max(2);
    let pitch = setting.options.pitch();
    let others = width.saturating_add(pitch - 2).div_ceil(pitch).saturating_sub(1);
    for rows in own.chunks(usize::from(setting.options.rows.min(u16::MAX / width).max(1))) {
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else { continue };
        let from = out.runs.len() as u32;
        for (row, line) in (0_u16..).zip(rows) {
            let moved = |run: &Run| Run { column: run.column - left + row * width, ..run.clone() };
            out.runs.extend(runs_of(line).iter().map(moved));
        }
        let (start, to) = (first.source.start, out.runs.len() as u32);
        out.lines.push(Line { runs: from..to, source: start..last.source.end, end: last.end, stride: width });
        out.lines.extend((0..others).map(|_| blank(start, to)));
    }
    out
}

fn blank(at: u32, run: u32) -> Line {
    Line { runs: run..run, source: at..at, end: Default::default(), stride: 2 }
}
