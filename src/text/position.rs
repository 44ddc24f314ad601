//! Converts byte offsets to lines and columns.

/// The starts of a text's lines.
#[derive(Clone, Debug)]
pub struct LineIndex<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> LineIndex<'a> {
    /// Finds the lines once; they end with LF, CR LF or CR.
    pub fn new(text: &'a str) -> Self {
        Self { text, starts: std::iter::once(0).chain(starts(text)).collect() }
    }

    /// Line and column of a byte, both counted from 1, columns in characters. A byte beyond the end gives the end.
    pub fn at(&self, byte: usize) -> (u32, u32) {
        let line = self.line(byte);
        let start = self.starts.get(line as usize - 1).copied().unwrap_or(0);
        let bytes = self.text.as_bytes().get(start..byte.min(self.text.len())).unwrap_or_default();
        let before = bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count();
        (line, u32::try_from(before + 1).unwrap_or(u32::MAX))
    }

    /// The line of a byte, counted from 1, without computing its column.
    pub fn line(&self, byte: usize) -> u32 {
        let line = self.starts.partition_point(|start| *start <= byte).max(1);
        u32::try_from(line).unwrap_or(u32::MAX)
    }
}

/// The starts of all lines but the first, in bytes.
fn starts(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    let ends = |at: &usize| bytes.get(*at) == Some(&b'\n') || bytes.get(at + 1) != Some(&b'\n');
    memchr::memchr2_iter(b'\n', b'\r', bytes).filter(ends).map(|at| at + 1)
}

/// Line and column of one byte of a text, both counted from 1, columns in characters.
pub fn place(text: &str, byte: usize) -> (u32, u32) {
    let before = text.as_bytes().get(..byte).unwrap_or(text.as_bytes());
    let (mut line, mut start) = (1_usize, 0);
    for next in starts(text).take_while(|start| *start <= byte) {
        (line, start) = (line + 1, next);
    }
    let column = before.iter().skip(start).filter(|byte| **byte & 0xc0 != 0x80).count() + 1;
    (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
}

/// At most the first `limit` bytes, ending between characters.
pub fn first_bytes(text: &str, limit: usize) -> &str {
    let end = (0..=limit.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    text.get(..end.unwrap_or(0)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns() {
        let places = LineIndex::new("a\n中文b\n");
        for (byte, place) in [(0, (1, 1)), (1, (1, 2)), (2, (2, 1)), (8, (2, 3)), (10, (3, 1)), (99, (3, 1))] {
            assert_eq!(places.at(byte), place, "{byte}");
        }
        assert_eq!(LineIndex::new("").at(0), (1, 1));
        let mixed = LineIndex::new("a\rb\r\nc\n");
        let places: Vec<(u32, u32)> = (0..8).map(|byte| mixed.at(byte)).collect();
        assert_eq!(places, (0..8).map(|byte| place("a\rb\r\nc\n", byte)).collect::<Vec<_>>());
        assert_eq!(places, [(1, 1), (1, 2), (2, 1), (2, 2), (2, 3), (3, 1), (3, 2), (4, 1)]);
        for text in ["a\n中文b\n", "a\rb\r\nc\n", "", "\r\r\n\n"] {
            let counted = LineIndex::new(text);
            for byte in 0..=text.len() + 1 {
                assert_eq!(place(text, byte), counted.at(byte), "{text:?} {byte}");
            }
        }
    }
}
