//! How many rows of the screen a text takes.

use crate::text::Profile;

/// Counts the rows of a text that grows.
#[derive(Debug)]
pub(super) struct Rows {
    columns: usize,
    /// How many the screen has.
    most: usize,
    counted: usize,
    /// The start of the first line that is not counted yet.
    line: usize,
    /// Bytes in which line breaks have been looked for.
    seen: usize,
}

impl Rows {
    /// For a screen of this size.
    pub(super) fn new(columns: usize, most: usize) -> Self {
        Self { columns: columns.max(1), most, counted: 0, line: 0, seen: 0 }
    }

    /// Whether a text takes more rows than the screen has. It must begin with the text of the call before.
    pub(super) fn are_exceeded(&mut self, text: &[u8]) -> bool {
        while self.counted <= self.most
            && let Some(found) = text.get(self.seen..).and_then(|rest| memchr::memchr(b'\n', rest))
        {
            let end = self.seen + found;
            let line = String::from_utf8_lossy(text.get(self.line..end).unwrap_or_default());
            self.counted += Profile::default().width(&shown(&line)).div_ceil(self.columns).max(1);
            self.line = end + 1;
            self.seen = self.line;
        }
        self.seen = text.len().max(self.seen);
        self.counted > self.most
    }
}

/// A line without its control sequences (ECMA-48: `ESC [`, parameters, a final character) and strings (`ESC ]` up to
/// `ESC \`).
fn shown(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line.chars();
    while let Some(c) = rest.next() {
        if c != '\x1b' {
            out.push(c);
            continue;
        }
        match rest.next() {
            Some('[') => {
                rest.by_ref().find(|c| ('@'..='~').contains(c));
            }
            Some(']') => {
                rest.by_ref().find(|c| *c == '\x1b');
                rest.next();
            }
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_those_of_the_screen() {
        for (text, columns, most, expected) in [
            ("", 10, 0, false),
            ("a\n", 10, 0, true),
            ("a\n", 10, 1, false),
            ("a\nb\n", 10, 1, true),
            ("\n\n", 10, 2, false),
            // A line that is not ended yet may go on.
            ("a\nb", 10, 1, false),
            // Long lines take several rows.
            ("0123456789\n", 10, 1, false),
            ("0123456789a\n", 10, 1, true),
            ("天地玄黄宇\n", 10, 1, false),
            ("天地玄黄宇宙\n", 10, 1, true),
            // Colours and links take no room.
            ("\x1b[1;31m0123456789\x1b[0m\n", 10, 1, false),
            ("\x1b]8;;https://a.cn/0123456789\x1b\\0123456789\x1b]8;;\x1b\\\n", 10, 1, false),
            ("\x1b]8;;", 10, 0, false),
            ("a\n", 0, 1, false),
        ] {
            assert_eq!(Rows::new(columns, most).are_exceeded(text.as_bytes()), expected, "{text:?}");
            // Also if it is written byte by byte.
            let mut rows = Rows::new(columns, most);
            let grown = (0..=text.len()).any(|end| rows.are_exceeded(&text.as_bytes()[..end]));
            assert_eq!(grown, expected, "{text:?}, byte by byte");
        }
    }
}
