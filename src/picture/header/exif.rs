//! The orientation in Exif metadata.

use crate::picture::size::Pixels;

/// How stored pixels are turned to be shown: the value of Exif's tag `Orientation`, 1–8 (CIPA DC-008, section 4.6.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Orientation(u8);

impl Orientation {
    /// As stored.
    pub const NONE: Self = Self(1);

    /// By Exif's number; as stored for one that there is not.
    pub fn of(number: u16) -> Self {
        u8::try_from(number).ok().filter(|number| (1..=8).contains(number)).map_or(Self::NONE, Self)
    }

    /// Exif's number.
    pub fn number(self) -> u8 {
        self.0
    }

    /// Whether rows become columns.
    pub fn swaps_sides(self) -> bool {
        self.0 >= 5
    }

    /// The size as shown of stored pixels.
    pub fn shown(self, stored: Pixels) -> Pixels {
        if self.swaps_sides() { Pixels { width: stored.height, height: stored.width } } else { stored }
    }
}

/// The orientation that Exif metadata (CIPA DC-008: a TIFF file, with or without `Exif\0\0` before it) give a picture;
/// as stored if they give none.
pub(super) fn orientation(exif: &[u8]) -> Orientation {
    let tiff = exif.strip_prefix(b"Exif\0\0").unwrap_or(exif);
    number(tiff).map_or(Orientation::NONE, Orientation::of)
}

/// The value of the tag `Orientation` (0x0112) of the first directory.
fn number(tiff: &[u8]) -> Option<u16> {
    let is_little = match tiff.get(..4)? {
        [b'I', b'I', 42, 0] => true,
        [b'M', b'M', 0, 42] => false,
        _ => return None,
    };
    let short = |at: usize| {
        let bytes = *tiff.get(at..)?.first_chunk()?;
        Some(if is_little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let long = |at: usize| {
        let bytes = *tiff.get(at..)?.first_chunk()?;
        Some(if is_little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    };
    let directory = usize::try_from(long(4)?).ok()?;
    let entries = short(directory)?;
    let entry = |index: u16| directory.checked_add(2 + 12 * usize::from(index));
    let at = (0..entries).map_while(entry).take_while(|at| *at < tiff.len()).find(|at| short(*at) == Some(0x0112))?;
    // As a SHORT; some programs write a LONG.
    if short(at + 2)? == 4 { long(at + 8)?.try_into().ok() } else { short(at + 8) }
}
