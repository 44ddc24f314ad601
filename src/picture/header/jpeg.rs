//! The size of a JPEG.

use crate::picture::header::exif::{self, Orientation};
use crate::picture::size::Pixels;

/// The stored size and the orientation of a JPEG.
pub(super) fn size(bytes: &[u8]) -> Option<(Pixels, Orientation)> {
    let (frame, orientation) = frame(bytes)?;
    Some((frame.size()?, orientation))
}

/// The memory that decoding takes besides the samples: one that is progressive, or whose components come one after the
/// other, keeps the coefficients of the whole picture, two bytes for each.
pub(in crate::picture) fn memory(bytes: &[u8]) -> u64 {
    let Some((frame, _)) = frame(bytes) else { return 0 };
    let is_progressive = matches!(frame.marker, 0xc2 | 0xc6 | 0xca | 0xce);
    let Some(size) = frame.size().filter(|_| is_progressive || frame.has_scans()) else { return 0 };
    // Each component: its name, its sampling across and down (four bits each), its table.
    let factors = frame.components.chunks_exact(3).map(|component| (component[1] >> 4, component[1] & 15));
    let most = factors.clone().fold((1, 1), |most, factor| (most.0.max(factor.0), most.1.max(factor.1)));
    let sampled: u64 = factors.map(|factor| u64::from(factor.0) * u64::from(factor.1)).sum();
    u64::from(size.width) * u64::from(size.height) * sampled * 2 / (u64::from(most.0) * u64::from(most.1))
}

/// A frame header (ITU-T T.81, B.2.2).
struct Frame<'a> {
    marker: u8,
    /// Precision, height, width, number of components.
    head: [u8; 6],
    components: &'a [u8],
    /// What follows.
    rest: &'a [u8],
}

impl Frame<'_> {
    /// Whether the first scan has not all components.
    fn has_scans(&self) -> bool {
        let mut rest = self.rest;
        while let [0xff, marker, high, low, after @ ..] = rest {
            if *marker == 0xda {
                return after.first().is_some_and(|components| *components < self.head[5]);
            }
            let length = usize::from(u16::from_be_bytes([*high, *low])).max(2);
            rest = rest.get(2 + length..).unwrap_or_default();
        }
        // Something is between the segments; decoders look for the next one.
        true
    }

    fn size(&self) -> Option<Pixels> {
        let [_, high, low, wide, narrow, _] = self.head;
        let side = |high, low| u32::from(u16::from_be_bytes([high, low]));
        Some(Pixels { width: side(wide, narrow), height: side(high, low) }).filter(|size| size.width > 0)
    }
}

/// The frame header, after the segments before it, and the orientation in them.
fn frame(bytes: &[u8]) -> Option<(Frame<'_>, Orientation)> {
    let mut orientation = Orientation::NONE;
    let mut at = 2;
    loop {
        // Any number of fill bytes may precede a marker; other bytes are passed over, as all decoders do.
        at += memchr::memchr(0xff, bytes.get(at..)?)?;
        at += bytes.get(at..)?.iter().position(|byte| *byte != 0xff)?;
        let marker = *bytes.get(at)?;
        at += 1;
        // Without a length: stuffed zeros, restarts, the start of the picture.
        if matches!(marker, 0 | 1 | 0xd0..=0xd8) {
            continue;
        }
        let length = usize::from(u16::from_be_bytes(*bytes.get(at..)?.first_chunk()?));
        match marker {
            // Frame headers: precision, height, width. 0xc4, 0xc8 and 0xcc are other segments.
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                let head = *bytes.get(at + 2..)?.first_chunk()?;
                let components = bytes.get(at + 8..at + length.max(8)).unwrap_or_default();
                let rest = bytes.get(at + length.max(8)..).unwrap_or_default();
                return Some((Frame { marker, head, components, rest }, orientation));
            }
            // The pixels begin, or the file ends, without a frame header.
            0xda | 0xd9 => return None,
            0xe1 => {
                let segment = bytes.get(at + 2..at + length.max(2)).unwrap_or_default();
                if orientation == Orientation::NONE && segment.starts_with(b"Exif\0\0") {
                    orientation = exif::orientation(segment);
                }
            }
            _ => {}
        }
        at += length.max(2);
    }
}
