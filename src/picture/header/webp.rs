//! The size of a WebP.

use crate::picture::header::exif::{self, Orientation};
use crate::picture::header::number::{le16, le32};
use crate::picture::size::Pixels;

/// The stored size and the orientation of a WebP (RFC 9649, section 2).
pub(super) fn size(bytes: &[u8]) -> Option<(Pixels, Orientation)> {
    let first = bytes.get(20..)?;
    match bytes.get(12..16)? {
        b"VP8 " => {
            if first.get(3..6)? != [0x9d, 0x01, 0x2a] {
                return None;
            }
            // The two highest bits are for scaling.
            let side = |at| le16(first, at).map(|side| u32::from(side & 0x3fff));
            Some((Pixels { width: side(6)?, height: side(8)? }, Orientation::NONE))
        }
        b"VP8L" => {
            let bits = le32(first, 1).filter(|_| first.first() == Some(&0x2f))?;
            Some((Pixels { width: (bits & 0x3fff) + 1, height: (bits >> 14 & 0x3fff) + 1 }, Orientation::NONE))
        }
        b"VP8X" => {
            let side = |at: usize| Some((le32(first, at)? & 0x00ff_ffff) + 1);
            // Three bytes each; the last one may be the last of the file.
            let height = first.get(7..10).map(|low| u32::from_le_bytes([low[0], low[1], low[2], 0]) + 1)?;
            let has_exif = first.first().is_some_and(|flags| flags & 8 != 0);
            let orientation = if has_exif { exif_of(bytes) } else { Orientation::NONE };
            Some((Pixels { width: side(4)?, height }, orientation))
        }
        _ => None,
    }
}

/// The orientation in the chunk `EXIF`, which comes after the pixels.
fn exif_of(bytes: &[u8]) -> Orientation {
    let mut at = 12;
    while let (Some(name), Some(length)) = (bytes.get(at..at + 4), le32(bytes, at + 4)) {
        let Some(end) = usize::try_from(length).ok().and_then(|length| (at + 8).checked_add(length)) else { break };
        if name == b"EXIF" {
            return bytes.get(at + 8..end).map_or(Orientation::NONE, exif::orientation);
        }
        // Chunks begin at even places.
        let Some(next) = end.checked_add(end & 1) else { break };
        at = next;
    }
    Orientation::NONE
}
