//! Filling of preformatted text: its lines are continued on the next line if they are too long.

use crate::text::Profile;
use crate::typeset::lines::fill::{LineRange, LineStart, Measure};
use crate::typeset::text::flow::Flow;
use crate::typeset::text::unit::{Flags, Unit};

/// Cells of the sign before a continued line.
const SIGN: usize = 2;
/// Lines of fewer cells have no room for the sign.
const NARROWEST: usize = 12;

/// How preformatted text is continued.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::typeset) struct Continuation {
    /// What is set before a continued line, of two cells.
    pub(in crate::typeset) sign: Option<&'static str>,
    /// Whether the first line is one.
    pub(in crate::typeset) begins: bool,
}

/// The sign before continued lines of so many cells.
pub(in crate::typeset) fn sign(profile: Profile, cells: usize) -> Option<&'static str> {
    let sign = if profile.cluster("↳") == 1 { "↳ " } else { "> " };
    (cells >= NARROWEST).then_some(sign)
}

/// Fills lines that break where they must, and if too long, after a space, else beside a word
/// and not before closing punctuation, else anywhere. In the
/// first half of a line they are not broken.
pub(in crate::typeset) fn fill(flow: &Flow, measure: Measure, continuation: Continuation) -> Vec<LineRange> {
    let mut out = Vec::with_capacity(flow.lines(measure.rest));
    let (mut from, mut continues) = (0, continuation.begins);
    while from < flow.len() || out.is_empty() {
        let sign = if continues && continuation.sign.is_some() { SIGN } else { 0 };
        let width = measure.at(from).saturating_sub(sign).max(1);
        let line = LineStart::new(flow, from, Measure { first: width, rest: width, hang: false, short: false });
        let forced = flow.next_forced(from);
        continues = line.slack(forced).is_none();
        let to = if continues { cut(&line, forced) } else { forced };
        out.push(line.range(to));
        if to <= from {
            break;
        }
        from = to;
    }
    out
}

/// Where to continue a line that is too long, before the unit `end`.
fn cut(line: &LineStart<'_>, end: usize) -> usize {
    let rank = |unit: &Unit| match () {
        () if unit.flags.contains(Flags::SEAM) => 0,
        () if !unit.flags.intersects(Flags::WORD | Flags::STUB) => 1,
        () => 2,
    };
    let mut best = (3, line.from + 1);
    for to in line.from + 1..line.furthest(end) {
        let (Some(next), Some(slack)) = (line.flow.units.get(to), line.slack(to)) else { break };
        let rank = if 2 * slack <= line.width { rank(next) } else { 2 };
        if rank <= best.0 {
            best = (rank, to);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typeset::inline::prepare;

    fn set<'a>(text: &'a str, width: usize, sign: Option<&'static str>) -> Vec<&'a str> {
        let flow = prepare::verbatim(text, Profile::default());
        let measure = Measure { first: width, rest: width, hang: false, short: false };
        let lines = fill(&flow, measure, Continuation { sign, begins: false });
        let byte = |unit: usize| flow.units[unit].start as usize;
        lines.iter().map(|line| text[byte(line.from)..byte(line.to)].trim_end_matches('\n')).collect()
    }

    #[test]
    fn tokens_stay_whole() {
        for (text, width, sign, lines) in [
            ("let answer = compute(question);", 20, None, &["let answer = ", "compute(question);"][..]),
            ("let answer = compute(question);", 20, Some("↳ "), &["let answer = ", "compute(question);"]),
            ("abcdefghijklmnopqrstuvwxyz", 10, None, &["abcdefghij", "klmnopqrst", "uvwxyz"]),
            ("abcdefghijklmnopqrstuvwxyz", 10, Some("↳ "), &["abcdefghij", "klmnopqr", "stuvwxyz"]),
            ("x = \"aaaaaaaaaaaaaaaaaaaaaaaaa\"", 16, None, &["x = \"aaaaaaaaaaa", "aaaaaaaaaaaaaa\""]),
            ("path/to/some.file", 10, None, &["path/to/", "some.file"]),
            ("short\n\n    two", 10, None, &["short", "", "    two"]),
            ("变量名很长很长", 10, None, &["变量名很长", "很长"]),
            ("一二三四五。六", 10, None, &["一二三四", "五。六"]),
        ] {
            assert_eq!(set(text, width, sign), lines, "{text}");
        }
    }
}
