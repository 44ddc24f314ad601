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

/// The bytes of an offset in the file.
const OFFSET: usize = 16;

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

/// Text offsets, ordered by file and start: in memory, or in a mapped offsets file, where only those that are needed are
/// read.
#[derive(Debug)]
pub(super) enum OffsetTable {
    Owned(Vec<TextOffset>),
    /// The bytes of the file, and where the offsets begin in it.
    Mapped(Map, usize),
}

impl Default for OffsetTable {
    fn default() -> Self {
        Self::Owned(Vec::new())
    }
}

impl OffsetTable {
    /// The number of texts.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Owned(offsets) => offsets.len(),
            Self::Mapped(..) => self.mapped().len(),
        }
    }

    pub(super) fn get(&self, at: usize) -> Option<TextOffset> {
        match self {
            Self::Owned(offsets) => offsets.get(at).copied(),
            Self::Mapped(..) => self.mapped().get(at).map(of_bytes),
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = TextOffset> {
        let (owned, mapped) = match self {
            Self::Owned(offsets) => (offsets.as_slice(), [].as_slice()),
            Self::Mapped(..) => ([].as_slice(), self.mapped()),
        };
        owned.iter().copied().chain(mapped.iter().map(of_bytes))
    }

    /// The first text from `from` on that is not before the wanted place, where `is_before` holds for all texts up to
    /// some place and for none after it; the number of texts if there is none.
    pub(super) fn partition_point(&self, from: usize, is_before: impl Fn(&TextOffset) -> bool) -> usize {
        match self {
            Self::Owned(offsets) => from + offsets.get(from..).unwrap_or_default().partition_point(is_before),
            Self::Mapped(..) => {
                let rest = self.mapped().get(from..).unwrap_or_default();
                from + rest.partition_point(|bytes| is_before(&of_bytes(bytes)))
            }
        }
    }

    /// The table without the texts that are not within files of these lengths, in order.
    pub(super) fn checked(self, length: impl Fn(u32) -> Option<usize>) -> Self {
        let fits = |text: &TextOffset| length(text.file).is_some_and(|length| text.range().end <= length);
        let place = |text: &TextOffset| (text.file, text.start);
        if self.iter().all(|text| fits(&text)) && self.iter().map(|text| place(&text)).is_sorted() {
            return self;
        }
        let mut offsets: Vec<TextOffset> = self.iter().filter(fits).collect();
        offsets.sort_unstable_by_key(place);
        Self::Owned(offsets)
    }

    fn mapped(&self) -> &[[u8; OFFSET]] {
        match self {
            Self::Owned(_) => &[],
            Self::Mapped(map, from) => map.get(*from..).unwrap_or_default().as_chunks().0,
        }
    }
}

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

/// Maps an offsets file; `None` if there is none or it cannot be used. The offsets may be any.
pub(super) fn map(file: &Path) -> Option<(Vec<Segment>, OffsetTable)> {
    let file = File::open(file).ok()?;
    let map = Map::new(&file, usize::try_from(file.metadata().ok()?.len()).ok()?).ok()?;
    let (magic, rest) = map.split_first_chunk()?;
    let (count, rest) = rest.split_first_chunk()?;
    if *magic != MAGIC {
        return None;
    }
    let bytes = usize::try_from(u64::from_le_bytes(*count)).ok()?.checked_mul(16)?;
    let (segments, offsets) = rest.split_at_checked(bytes)?;
    let segments = segments.as_chunks::<16>().0.iter().map(|segment| {
        let (id, bytes) = (segment.first_chunk()?, segment.last_chunk()?);
        Some(Segment(i64::from_le_bytes(*id), usize::try_from(u64::from_le_bytes(*bytes)).ok()?))
    });
    let segments = segments.collect::<Option<_>>()?;
    let from = map.len() - offsets.len();
    offsets.len().is_multiple_of(OFFSET).then_some((segments, OffsetTable::Mapped(map, from)))
}

fn of_bytes(bytes: &[u8; OFFSET]) -> TextOffset {
    let number = |at: usize| bytes.as_chunks().0.get(at).map_or(0, |bytes| u32::from_le_bytes(*bytes));
    TextOffset { id: number(0), file: number(1), start: number(2), bytes: number(3) }
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

    fn small() -> impl Strategy<Value = TextOffset> {
        let numbers = (0..9u32, 0..4u32, 0..8u32, 0..4u32);
        numbers.prop_map(|(id, file, start, bytes)| TextOffset { id, file, start, bytes })
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
            let (segments, table) = map(file.path()).unwrap();
            prop_assert_eq!((segments, table.iter().collect()), offsets);
        }

        #[test]
        fn any_bytes_can_be_read(head in 0..3usize, bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let file = tempfile::NamedTempFile::new().unwrap();
            let heads: [&[u8]; 3] = [b"", &MAGIC, b"inkplac\x01\x01\0\0\0\0\0\0\0"];
            file.as_file().write_all(&[heads[head], &bytes].concat()).unwrap();
            if let Some((segments, offsets)) = map(file.path()) {
                prop_assert_eq!(16 + 16 * (segments.len() + offsets.len()), heads[head].len() + bytes.len());
                prop_assert_eq!(offsets.iter().count(), offsets.len());
            }
        }

        #[test]
        fn a_mapped_table_is_as_one_in_memory(
            mut offsets in prop::collection::vec(small(), 0..20),
            lengths in prop::collection::vec(0..12usize, 0..4),
            is_sorted in any::<bool>(),
            place in (0..4u32, 0..8u32),
            from in 0..20usize,
        ) {
            let place_of = |text: &TextOffset| (text.file, text.start);
            if is_sorted {
                offsets.sort_unstable_by_key(place_of);
            }
            let file = tempfile::NamedTempFile::new().unwrap();
            write(&(Vec::new(), offsets.clone()), &mut file.as_file()).unwrap();
            let length = |file: u32| lengths.get(file as usize).copied();
            let mapped = map(file.path()).unwrap().1.checked(length);
            let owned = OffsetTable::Owned(offsets).checked(length);
            let places = |table: &OffsetTable| table.iter().map(|text| place_of(&text)).collect::<Vec<_>>();
            prop_assert_eq!(places(&mapped), places(&owned));
            prop_assert!(places(&owned).is_sorted());
            prop_assert!(owned.iter().all(|text| length(text.file).is_some_and(|length| text.range().end <= length)));
            for table in [&mapped, &owned] {
                prop_assert_eq!(table.len(), table.iter().count());
                prop_assert_eq!(table.get(from), table.iter().nth(from));
                let first = (from..table.len()).find(|at| place_of(&table.get(*at).unwrap()) >= place);
                prop_assert_eq!(
                    table.partition_point(from, |text| place_of(text) < place),
                    first.unwrap_or(table.len().max(from))
                );
            }
        }
    }
}
