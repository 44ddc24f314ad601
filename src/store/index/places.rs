//! Where all texts lie, in a file beside the shelf: asking the catalogue would go through all of it.
//!
//! It is written whole with the shelf, under the same number of writings, and never changed. All numbers have their least
//! byte first; whatever the bytes are, nothing fails: a text that lies nowhere is none.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use crate::store::index::texts::{Lying, Segment};

/// What the bytes begin with; the last is the version of what follows.
const MAGIC: [u8; 8] = *b"inkplac\x01";

/// The text files, and where each text lies in them.
pub(super) type Places = (Vec<Segment>, Vec<Lying>);

/// What such a file says; `None` where there is none that can be used.
pub(super) fn read(file: &Path) -> Option<Places> {
    let bytes = fs::read(file).ok()?;
    let (magic, rest) = bytes.split_first_chunk()?;
    let (count, rest) = rest.split_first_chunk()?;
    if *magic != MAGIC {
        return None;
    }
    let bytes = usize::try_from(u64::from_le_bytes(*count)).ok()?.checked_mul(16)?;
    let (segments, lying) = rest.split_at_checked(bytes)?;
    let number = |bytes: &[u8; 4]| u32::from_le_bytes(*bytes);
    let segments = segments.as_chunks::<16>().0.iter().map(|segment| {
        let (id, bytes) = (segment.first_chunk()?, segment.last_chunk()?);
        Some(Segment(i64::from_le_bytes(*id), usize::try_from(u64::from_le_bytes(*bytes)).ok()?))
    });
    let (lying, []) = lying.as_chunks::<16>() else { return None };
    let lying = lying.iter().filter_map(|text| match text.as_chunks().0 {
        [id, file, start, bytes] => {
            Some(Lying { id: number(id), file: number(file), start: number(start), bytes: number(bytes) })
        }
        _ => None,
    });
    Some((segments.collect::<Option<_>>()?, lying.collect()))
}

/// Writes them.
pub(super) fn write((segments, lying): &Places, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(&MAGIC)?;
    out.write_all(&(segments.len() as u64).to_le_bytes())?;
    for Segment(id, bytes) in segments {
        out.write_all(&id.to_le_bytes())?;
        out.write_all(&(*bytes as u64).to_le_bytes())?;
    }
    for text in lying {
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

    fn lying() -> impl Strategy<Value = Lying> {
        any::<[u32; 4]>().prop_map(|[id, file, start, bytes]| Lying { id, file, start, bytes })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(
            segments in prop::collection::vec(segment(), 0..4),
            lying in prop::collection::vec(lying(), 0..20),
        ) {
            let file = tempfile::NamedTempFile::new().unwrap();
            let places = (segments, lying);
            write(&places, &mut file.as_file()).unwrap();
            prop_assert_eq!(read(file.path()), Some(places));
        }

        #[test]
        fn any_bytes_can_be_read(head in 0..3usize, bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let file = tempfile::NamedTempFile::new().unwrap();
            let heads: [&[u8]; 3] = [b"", &MAGIC, b"inkplac\x01\x01\0\0\0\0\0\0\0"];
            file.as_file().write_all(&[heads[head], &bytes].concat()).unwrap();
            if let Some((segments, lying)) = read(file.path()) {
                prop_assert_eq!(16 + 16 * (segments.len() + lying.len()), heads[head].len() + bytes.len());
            }
        }
    }
}
