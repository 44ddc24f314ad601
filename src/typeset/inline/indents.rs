//! First-line indents that authors write as spaces. Two ideographic spaces, two em spaces and rows of no-break spaces
//! all mean the same, two ideographs, and are shown alike.

use std::ops::Range;

/// Indents of this many cells or fewer, of spaces of one cell, stand for a first-line indent: browsers show a no-break
/// space between a quarter and a half of an ideograph wide.
const MOST_NARROW: usize = 8;
/// Wider indents place text on purpose, such as a signature on the right.
const MOST_WIDE: usize = 6;

/// Spaces at the start of a line and how they are shown.
pub(in crate::typeset) struct ShownIndent {
    /// Bytes of the text.
    pub(in crate::typeset) range: Range<usize>,
    /// The spaces to show.
    pub(in crate::typeset) text: &'static str,
}

/// Whether a text begins with an indent.
pub(in crate::typeset) fn begins(text: &str) -> bool {
    let run = Run::of(text, 0);
    !run.plain && run.cells >= 2
}

/// The indents at the starts of lines that are shown otherwise than they are written.
pub(in crate::typeset) fn shown(text: &str) -> Vec<ShownIndent> {
    if !starts(text, 0) && !memchr::memchr_iter(b'\n', text.as_bytes()).any(|at| starts(text, at + 1)) {
        return Vec::new();
    }
    let breaks = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1);
    let runs: Vec<Run> = std::iter::once(0).chain(breaks).map(|at| Run::of(text, at)).collect();
    // Different indents of narrow spaces are levels of an outline, and stay as they are.
    let mut narrow = runs.iter().filter(|run| !run.wide && !run.plain && run.cells > 1).map(|run| run.cells);
    let first = narrow.next();
    let levels = narrow.any(|cells| Some(cells) != first);
    let shown = runs.into_iter().filter(|run| run.wide || !run.plain && !levels);
    shown.filter_map(|run| run.shown()).filter(|indent| text.get(indent.range.clone()) != Some(indent.text)).collect()
}

/// Whether the text at `at` starts with a character of an indent.
fn starts(text: &str, at: usize) -> bool {
    text.get(at..).and_then(|rest| rest.chars().next()).is_some_and(|c| cells(c).is_some())
}

/// Spaces at the start of a line.
struct Run {
    range: Range<usize>,
    cells: usize,
    /// Whether it contains spaces of a fixed width.
    wide: bool,
    /// Whether it only contains ASCII spaces, which stand at the start of a line only in preformatted text.
    plain: bool,
}

impl Run {
    fn of(text: &str, at: usize) -> Self {
        let mut run = Self { range: at..at, cells: 0, wide: false, plain: true };
        for c in text.get(at..).unwrap_or_default().chars() {
            let Some(cells) = cells(c) else {
                // Nothing follows on a blank line.
                run.cells = if c == '\n' { 0 } else { run.cells };
                return run;
            };
            run.range.end += c.len_utf8();
            run.cells += cells;
            run.plain &= c == ' ';
            run.wide |= !matches!(c, '\u{a0}' | ' ');
        }
        run.cells = 0;
        run
    }

    fn shown(self) -> Option<ShownIndent> {
        let text = match (self.wide, self.cells) {
            (true, 3..=MOST_WIDE) | (false, 2..=MOST_NARROW) => "\u{3000}\u{3000}",
            (true, 2) => "\u{3000}",
            _ => return None,
        };
        Some(ShownIndent { range: self.range, text })
    }
}

/// The cells of a space that authors indent with, of which an ideograph has two.
fn cells(c: char) -> Option<usize> {
    match c {
        '\u{3000}' | '\u{2003}' | '\u{2001}' => Some(2),
        '\u{2000}' | '\u{2002}' | '\u{2007}' | '\u{a0}' | ' ' => Some(1),
        _ => None,
    }
}
