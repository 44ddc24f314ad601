//! Decoding within limits of time and memory.

use std::error::Error;
use std::io::{Cursor, ErrorKind, Read};
use std::sync::Arc;

use image::codecs::{bmp::BmpDecoder, gif::GifDecoder, jpeg::JpegDecoder, png::PngDecoder, webp::WebPDecoder};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, Limits, RgbaImage};

use crate::picture::error::PictureError;
use crate::picture::header::{Header, Kind, first_frame, header, jpeg_memory, kind};
use crate::picture::scale::{Stored, scaled};
use crate::picture::size::Pixels;

/// The most bytes that the file of a picture may have.
pub const MAX_BYTES: usize = 32 << 20;

/// The most pixels that a picture may have.
pub const MAX_PIXELS: u64 = 64_000_000;

/// The most memory that the decoded samples of a picture may take, in bytes.
const MAX_DECODED: u64 = 128 << 20;

/// As [`MAX_DECODED`], for WebP, whose decoder needs the same again.
const MAX_DECODED_WEBP: u64 = 64 << 20;

/// The most memory that the samples and the coefficients of a JPEG may take that keeps these.
const MAX_COEFFICIENTS: u64 = 160 << 20;

/// The most pixels of a [`Raster`]: more than the screens that it is made for have.
const MAX_RASTER: u64 = 8 << 20;

/// A decoded picture: turned as it is shown, scaled down to what was asked for. Cheap to clone.
#[derive(Clone)]
pub struct Raster {
    pub(super) image: Arc<RgbaImage>,
    natural: Pixels,
    is_opaque: bool,
}

impl Raster {
    /// The size of the raster itself.
    pub fn pixels(&self) -> Pixels {
        Pixels { width: self.image.width(), height: self.image.height() }
    }

    /// The size of the picture that it was made from.
    pub fn natural(&self) -> Pixels {
        self.natural
    }

    /// Whether no pixel is transparent.
    pub fn is_opaque(&self) -> bool {
        self.is_opaque
    }

    /// Red, green, blue and alpha of a pixel, alpha not multiplied in; `None` outside.
    pub fn pixel(&self, x: u32, y: u32) -> Option<[u8; 4]> {
        self.image.get_pixel_checked(x, y).map(|pixel| pixel.0)
    }

    /// The memory it takes, in bytes.
    pub fn bytes(&self) -> usize {
        self.image.as_raw().len()
    }
}

impl std::fmt::Debug for Raster {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Pixels { width, height } = self.pixels();
        write!(f, "Raster({width}×{height} of {}×{})", self.natural.width, self.natural.height)
    }
}

/// Decodes a picture; of an animation the first frame. Nothing is needed beyond the pixels of `fit`: a larger picture is
/// scaled down into them, with its ratio kept, a smaller one is left as it is.
///
/// Takes at most 200 MiB of memory, and time in proportion to the pixels, of which there are at most [`MAX_PIXELS`].
///
/// # Errors
/// See [`PictureError`]. A JPEG that is cut off is no error: its missing part is grey, as in browsers.
pub fn decode(bytes: &[u8], fit: Pixels) -> Result<Raster, PictureError> {
    if bytes.is_empty() {
        return Err(PictureError::Empty);
    }
    if bytes.len() > MAX_BYTES {
        return Err(PictureError::TooLarge);
    }
    let kind = kind(bytes).ok_or(PictureError::NotAPicture)?;
    if !kind.is_supported() {
        return Err(PictureError::Unsupported(kind));
    }
    let header = header(bytes).ok_or(if bytes.len() < 64 { PictureError::Truncated } else { PictureError::Damaged })?;
    let Pixels { width, height } = header.pixels;
    let pixels = u64::from(width) * u64::from(height);
    let coefficients = if kind == Kind::Jpeg { jpeg_memory(bytes) } else { 0 };
    if pixels > MAX_PIXELS || coefficients > 0 && coefficients + 3 * pixels > MAX_COEFFICIENTS {
        return Err(PictureError::TooLarge);
    }
    let stored = stored(kind, bytes).map_err(|error| match reason(&error, kind) {
        PictureError::Damaged if is_cut(kind, bytes) => PictureError::Truncated,
        reason => reason,
    })?;
    Ok(raster(stored, &header, fit))
}

/// The samples as the file has them.
fn stored(kind: Kind, bytes: &[u8]) -> Result<Stored, ImageError> {
    let file = Cursor::new(bytes);
    match kind {
        Kind::Png => read(PngDecoder::with_limits(file, limits(MAX_DECODED))?, MAX_DECODED),
        Kind::Gif => read(GifDecoder::new(file.take(first_frame(bytes) as u64))?, MAX_DECODED),
        Kind::Webp => read(WebPDecoder::new(file)?, MAX_DECODED_WEBP),
        Kind::Bmp => read(BmpDecoder::new(file)?, MAX_DECODED),
        _ => read(JpegDecoder::new(file)?, MAX_DECODED),
    }
}

fn limits(memory: u64) -> Limits {
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(memory);
    limits
}

fn read(mut decoder: impl ImageDecoder, memory: u64) -> Result<Stored, ImageError> {
    let mut limits = limits(memory);
    // The decoder knows the true size: that of the header may be of something else.
    let bytes = decoder.total_bytes();
    limits.reserve(bytes)?;
    decoder.set_limits(limits)?;
    let (width, height) = decoder.dimensions();
    let layout = decoder.color_type();
    let mut samples = vec![0; usize::try_from(bytes).unwrap_or_default()];
    decoder.read_image(&mut samples)?;
    Ok(Stored::new(Pixels { width, height }, layout, samples))
}

fn raster(stored: Stored, header: &Header, fit: Pixels) -> Raster {
    let (natural, mut fit) = (header.orientation.shown(stored.pixels), fit);
    while u64::from(fit.width.min(natural.width)) * u64::from(fit.height.min(natural.height)) > MAX_RASTER {
        fit = Pixels { width: fit.width.min(natural.width) / 2, height: fit.height.min(natural.height) / 2 };
    }
    let image = scaled(stored, header.orientation.shown(natural.fitted(fit)));
    let is_opaque = image.pixels().all(|pixel| pixel.0[3] == 255);
    let mut image = DynamicImage::ImageRgba8(image);
    if let Some(orientation) = Orientation::from_exif(header.orientation.number()) {
        image.apply_orientation(orientation);
    }
    Raster { image: Arc::new(image.into_rgba8()), natural, is_opaque }
}

/// Whether a file is shorter than it says itself.
fn is_cut(kind: Kind, bytes: &[u8]) -> bool {
    let told = |at: usize| bytes.get(at..).and_then(<[u8]>::first_chunk).map(|told| u32::from_le_bytes(*told));
    let length = match kind {
        Kind::Webp => told(4).map(|after| u64::from(after) + 8),
        Kind::Bmp => told(2).map(u64::from),
        _ => None,
    };
    length.is_some_and(|length| length > bytes.len() as u64)
}

/// Why a decoder gave up.
fn reason(error: &ImageError, kind: Kind) -> PictureError {
    match error {
        ImageError::Limits(_) => return PictureError::TooLarge,
        ImageError::Unsupported(_) => return PictureError::Unsupported(kind),
        ImageError::IoError(error) if error.kind() == ErrorKind::UnexpectedEof => return PictureError::Truncated,
        _ => {}
    }
    let mut cause: Option<&dyn Error> = Some(error);
    while let Some(error) = cause {
        let io = error.downcast_ref::<std::io::Error>();
        if io.is_some_and(|error| error.kind() == ErrorKind::UnexpectedEof) {
            return PictureError::Truncated;
        }
        cause = error.source();
    }
    PictureError::Damaged
}
