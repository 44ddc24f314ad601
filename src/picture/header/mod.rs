//! The kind and size of a picture, from the first bytes of its file. Nothing is decoded.

mod exif;
mod gif;
mod jpeg;
mod number;
mod svg;
mod webp;

use crate::picture::size::Pixels;

use number::{be32, le16, le32};
use svg::is_svg;

pub use exif::Orientation;
pub(super) use gif::first_frame;
pub(super) use jpeg::memory as jpeg_memory;

/// The kinds of picture that are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// JPEG (ITU-T T.81).
    Jpeg,
    /// PNG, of which animated ones (APNG) show their still picture.
    Png,
    /// GIF, of which the first frame is shown.
    Gif,
    /// WebP (RFC 9649), of which the first frame is shown.
    Webp,
    /// Windows bitmap.
    Bmp,
    /// Scalable Vector Graphics.
    Svg,
    /// AVIF or HEIC.
    Heif,
    /// TIFF and what is built on it.
    Tiff,
    /// Icon or cursor of Windows.
    Ico,
    /// JPEG XL.
    Jxl,
}

impl Kind {
    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::Gif => "GIF",
            Self::Webp => "WebP",
            Self::Bmp => "BMP",
            Self::Svg => "SVG",
            Self::Heif => "AVIF",
            Self::Tiff => "TIFF",
            Self::Ico => "ICO",
            Self::Jxl => "JPEG XL",
        }
    }

    /// Whether [`decode`](crate::picture::decode) decodes it.
    pub fn is_supported(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::Gif | Self::Webp | Self::Bmp)
    }
}

/// What the head of a file says of its picture. It may lie: [`decode`](crate::picture::decode) checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// The kind.
    pub kind: Kind,
    /// The size as shown, neither side 0.
    pub pixels: Pixels,
    /// How the stored pixels are turned to be shown.
    pub orientation: Orientation,
}

/// The kind of a picture, by its first bytes.
pub fn kind(bytes: &[u8]) -> Option<Kind> {
    let brand = |brands: &[&[u8]]| {
        bytes.get(4..8) == Some(b"ftyp") && bytes.get(8..12).is_some_and(|brand| brands.contains(&brand))
    };
    Some(match bytes {
        [0xff, 0xd8, 0xff, ..] => Kind::Jpeg,
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Kind::Png,
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Kind::Gif,
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Kind::Webp,
        [b'B', b'M', _, _, _, _, _, _, _, _, _, _, _, _, 12 | 16 | 40 | 52 | 56 | 64 | 108 | 124, 0, 0, 0, ..] => {
            Kind::Bmp
        }
        [b'I', b'I', 42 | 43, 0, ..] | [b'M', b'M', 0, 42 | 43, ..] => Kind::Tiff,
        [0, 0, 1 | 2, 0, _, 0, ..] => Kind::Ico,
        [0xff, 0x0a, ..] | [0, 0, 0, 12, b'J', b'X', b'L', b' ', ..] => Kind::Jxl,
        _ if brand(&[b"avif", b"avis", b"heic", b"heix", b"hevc", b"mif1", b"msf1"]) => Kind::Heif,
        _ if is_svg(bytes) => Kind::Svg,
        _ => return None,
    })
}

/// The kind and size of a picture; `None` if the bytes are not those of a supported one or end before its size. A few
/// kilobytes are enough for most files; metadata may put the size of a JPEG 100 kB and more into it, and the
/// orientation of a WebP is at its end.
pub fn header(bytes: &[u8]) -> Option<Header> {
    let kind = kind(bytes)?;
    let (stored, orientation) = match kind {
        Kind::Jpeg => jpeg::size(bytes)?,
        Kind::Png => (png(bytes)?, png_orientation(bytes)),
        Kind::Gif => (screen_of_gif(bytes)?, Orientation::NONE),
        Kind::Webp => webp::size(bytes)?,
        Kind::Bmp => (bmp(bytes)?, Orientation::NONE),
        _ => return None,
    };
    let pixels = orientation.shown(stored);
    (pixels.width > 0 && pixels.height > 0).then_some(Header { kind, pixels, orientation })
}

fn png(bytes: &[u8]) -> Option<Pixels> {
    // An IHDR comes first, but for Apple's CgBI.
    let at = if bytes.get(12..16) == Some(b"CgBI") { 28 } else { 8 };
    if bytes.get(at + 4..at + 8) != Some(b"IHDR") {
        return None;
    }
    Some(Pixels { width: be32(bytes, at + 8)?, height: be32(bytes, at + 12)? })
}

/// The orientation of a PNG: in a chunk `eXIf` before the pixels.
fn png_orientation(bytes: &[u8]) -> Orientation {
    let mut at = 8;
    while let (Some(length), Some(name)) = (be32(bytes, at), bytes.get(at + 4..at + 8)) {
        let Some(end) = usize::try_from(length).ok().and_then(|length| (at + 8).checked_add(length)) else { break };
        match name {
            b"eXIf" => return bytes.get(at + 8..end).map_or(Orientation::NONE, exif::orientation),
            b"IDAT" | b"IEND" => break,
            _ => {}
        }
        let Some(next) = end.checked_add(4) else { break };
        at = next;
    }
    Orientation::NONE
}

fn screen_of_gif(bytes: &[u8]) -> Option<Pixels> {
    Some(Pixels { width: le16(bytes, 6)?.into(), height: le16(bytes, 8)?.into() })
}

fn bmp(bytes: &[u8]) -> Option<Pixels> {
    if bytes.get(14) == Some(&12) {
        return Some(Pixels { width: le16(bytes, 18)?.into(), height: le16(bytes, 20)?.into() });
    }
    // A negative height: rows from top to bottom. A negative width is nonsense.
    let signed = |at| le32(bytes, at).map(u32::cast_signed);
    let width = u32::try_from(signed(18)?).ok()?;
    Some(Pixels { width, height: signed(22)?.unsigned_abs() })
}
