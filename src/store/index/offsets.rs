//! The text offsets, in a file next to the snapshot: reading them from the catalogue would scan all of it.
//!
//! The file is written as a whole together with the snapshot, for the same generation, and never changed. All numbers
//! are little-endian. Reading never fails, whatever the bytes are: invalid offsets are ignored.

use std::fs::File;
use std::io::{self, Write};
use std::ops::Range;
use std::path::Path;

use rusqlite::Connection;

use crate::store::index::map::Map;

/// Magic number; the last byte is the format version.
const MAGIC: [u8; 8] = *b"inkplac\x01";

/// The offset of a text: its article, by row, and its text file, by index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TextOffset {
    pub(super) id: u32,
    pub(super) file: u32,
    pub(super) start: u32,
    pub(super) bytes: u32,
}

impl TextOffset {
    pub(super) fn range(self) -> Range<usize> {
        self.start as usize..self.start as usize + self.bytes as usize
    }
}

/// A text file: its number and how many bytes of it are committed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Segment(pub(super) i64, pub(super) usize);

/// The text files, and the offset of each text in them.
pub(super) type Offsets = (Vec<Segment>, Vec<TextOffset>);

/// Reads the text offsets from the catalogue, ordered by file and start.
pub(super) fn of_catalogue(db: &Connection) -> rusqlite::Result<Offsets> {
    let mut select = db.prepare_cached("SELECT id, bytes FROM segment ORDER BY id")?;
    let rows = select.query_map([], |row| Ok(Segment(row.get(0)?, row.get::<_, u32>(1)? as usize)))?;
    let segments: Vec<Segment> = rows.collect::<Result<_, _>>()?;
    let mut select = db.prepare_cached("SELECT id, segment, start, bytes FROM article WHERE bytes > 0")?;
    let mut rows = select.query([])?;
    let mut offsets = Vec::new();
    while let Some(row) = rows.next()? {
        let segment: i64 = row.get(1)?;
        let Ok(file) = segments.binary_search_by_key(&segment, |segment| segment.0) else { continue };
        offsets.push(TextOffset { id: row.get(0)?, file: file as u32, start: row.get(2)?, bytes: row.get(3)? });
    }
    offsets.sort_unstable_by_key(|text| (text.file, text.start));
    Ok((segments, offsets))
}

/// Reads an offsets file; `None` if there is none or it cannot be used.
pub(super) fn read(file: &Path) -> Option<Offsets> {
    let file = File::open(file).ok()?;
    let bytes = Map::new(&file, usize::try_from(file.metadata().ok()?.len()).ok()?).ok()?;
    let (magic, rest) = bytes.split_first_chunk()?;
    let (count, rest) = rest.split_first_chunk()?;
    if *magic != MAGIC {
        return None;
    }
    let bytes = usize::try_from(u64::from_le_bytes(*count)).ok()?.checked_mul(16)?;
    let (segments, offsets) = rest.split_at_checked(bytes)?;
    let number = |bytes: &[u8; 4]| u32::from_le_bytes(*bytes);
    let segments = segments.as_chunks::<16>().0.iter().map(|segment| {
        let (id, bytes) = (segment.first_chunk()?, segment.last_chunk()?);
        Some(Segment(i64::from_le_bytes(*id), usize::try_from(u64::from_le_bytes(*bytes)).ok()?))
    });
    let (offsets, []) = offsets.as_chunks::<16>() else { return None };
    let offsets = offsets.iter().filter_map(|text| match text.as_chunks().0 {
        [id, file, start, bytes] => {
            Some(TextOffset { id: number(id), file: number(file), start: number(start), bytes: number(bytes) })
        }
        _ => None,
    });
    Some((segments.collect::<Option<_>>()?, offsets.collect()))
}

/// Writes an offsets file.
pub(super) fn write((segments, offsets): &Offsets, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(&MAGIC)?;
    out.write_all(&(segments.len() as u64).to_le_bytes())?;
    for Segment(id, bytes) in segments {
        out.write_all(&id.to_le_bytes())?;
        out.write_all(&(*bytes as u64).to_le_bytes())?;
    }
    for text in offsets {
        for number in [text.id, text.file, text.start, text.bytes] {
            out.write_all(&number.to_le_bytes())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn segment() -> impl Strategy<Value = Segment> {
        (any::<i64>(), any::<u32>()).prop_map(|(id, bytes)| Segment(id, bytes as usize))
    }

    fn offsets() -> impl Strategy<Value = TextOffset> {
        any::<[u32; 4]>().prop_map(|[id, file, start, bytes]| TextOffset { id, file, start, bytes })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(
            segments in prop::collection::vec(segment(), 0..4),
            offsets in prop::collection::vec(offsets(), 0..20),
        ) {
            let file = tempfile::NamedTempFile::new().unwrap();
            let offsets = (segments, offsets);
            write(&offsets, &mut file.as_file()).unwrap();
            prop_assert_eq!(read(file.path()), Some(offsets));
        }

        #[test]
        fn any_bytes_can_be_read(head in 0..3usize, bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let file = tempfile::NamedTempFile::new().unwrap();
            let heads: [&[u8]; 3] = [b"", &MAGIC, b"inkplac\x01\x01\0\0\0\0\0\0\0"];
            file.as_file().write_all(&[heads[head], &bytes].concat()).unwrap();
            if let Some((segments, offsets)) = read(file.path()) {
                prop_assert_eq!(16 + 16 * (segments.len() + offsets.len()), heads[head].len() + bytes.len());
            }
        }
    }
}
