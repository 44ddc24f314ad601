//! The first frame of a GIF (GIF89a specification).

use crate::picture::header::number::le16;

/// The most bytes that are read of the pixels of a frame. Codes that stand for no pixels can follow each other without
/// end, and cost as much time as others.
const MAX_PIXELS: usize = 6 << 20;

/// How many bytes of a file there may be until its first frame is complete: the blocks before it, and no more than its
/// pixels may take. Of the rest nothing is read.
pub(in crate::picture) fn first_frame(bytes: &[u8]) -> usize {
    frame_at(bytes).map_or(bytes.len(), |at| {
        let side = |offset| le16(bytes, at + offset).map_or(0, usize::from);
        // A palette of its own; codes of 12 bits at most, in blocks of 255 bytes, and some that stand for no pixel.
        let pixels = side(5).saturating_mul(side(7)).saturating_mul(2).saturating_add(1 << 16);
        at.saturating_add(1024).saturating_add(pixels.min(MAX_PIXELS)).min(bytes.len())
    })
}

/// Where the descriptor of the first frame is.
fn frame_at(bytes: &[u8]) -> Option<usize> {
    let packed = *bytes.get(10)?;
    let mut at = 13 + if packed & 0x80 == 0 { 0 } else { 6 << (packed & 7) };
    loop {
        match bytes.get(at)? {
            0x2c => return Some(at),
            0x21 => at += 2,
            _ => return None,
        }
        // Blocks with their lengths, until an empty one.
        while let length @ 1.. = *bytes.get(at)? {
            at += usize::from(length) + 1;
        }
        at += 1;
    }
}
