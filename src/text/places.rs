//! Byte offsets of a text as lines and columns.

/// Where the lines of a text begin.
#[derive(Clone, Debug)]
pub struct Places<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Places<'a> {
    /// Counts the lines once; they end with LF, CR LF or CR.
    pub fn new(text: &'a str) -> Self {
        let next = |at: usize| text.as_bytes().get(at + 1);
        let ends = |(at, byte): &(usize, u8)| *byte == b'\n' || *byte == b'\r' && next(*at) != Some(&b'\n');
        let breaks = text.bytes().enumerate().filter(ends).map(|(at, _)| at + 1);
        Self { text, starts: std::iter::once(0).chain(breaks).collect() }
    }

    /// Line and column in characters, both from 1, of a byte; of the end for a byte beyond it.
    pub fn at(&self, byte: usize) -> (u32, u32) {
        let line = self.line(byte);
        let start = self.starts.get(line as usize - 1).copied().unwrap_or(0);
        let bytes = self.text.as_bytes().get(start..byte.min(self.text.len())).unwrap_or_default();
        let before = bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count();
        (line, u32::try_from(before + 1).unwrap_or(u32::MAX))
    }

    /// The line of a byte, from 1, without counting its column.
    pub fn line(&self, byte: usize) -> u32 {
        let line = self.starts.partition_point(|start| *start <= byte).max(1);
        u32::try_from(line).unwrap_or(u32::MAX)
    }
}

/// Line and column in characters, both from 1, of one byte of a text.
pub fn place(text: &str, byte: usize) -> (u32, u32) {
    let bytes = text.as_bytes();
    let before = bytes.get(..byte).unwrap_or(bytes);
    // A `\r` before a `\n` ends no line of its own.
    let ends = |at: &usize| bytes.get(*at) == Some(&b'\n') || bytes.get(at + 1) != Some(&b'\n');
    let (count, last) =
        memchr::memchr2_iter(b'\n', b'\r', before).filter(ends).fold((0, None), |(n, _), at| (n + 1, Some(at)));
    let (line, start) = (count + 1, last.map_or(0, |at| at + 1));
    let column = before.iter().skip(start).filter(|byte| **byte & 0xc0 != 0x80).count() + 1;
    (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns() {
        let places = Places::new("a\n中文b\n");
        for (byte, place) in [(0, (1, 1)), (1, (1, 2)), (2, (2, 1)), (8, (2, 3)), (10, (3, 1)), (99, (3, 1))] {
            assert_eq!(places.at(byte), place, "{byte}");
        }
        assert_eq!(Places::new("").at(0), (1, 1));
        let mixed = Places::new("a\rb\r\nc\n");
        let places: Vec<(u32, u32)> = (0..8).map(|byte| mixed.at(byte)).collect();
        assert_eq!(places, [(1, 1), (1, 2), (2, 1), (2, 2), (2, 3), (3, 1), (3, 2), (4, 1)]);
        for text in ["a\n中文b\n", "a\rb\r\nc\n", "", "\r\r\n\n"] {
            let counted = Places::new(text);
            for byte in 0..=text.len() + 1 {
                assert_eq!(place(text, byte), counted.at(byte), "{text:?} {byte}");
            }
        }
    }
}
