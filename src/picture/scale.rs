//! Scaling. Colours are averaged with their alpha multiplied in, so that the colour of invisible pixels never shows.

use fast_image_resize::images::Image;
use fast_image_resize::{FilterType as Kernel, MulDiv, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::{ColorType, RgbaImage};

use crate::picture::size::Pixels;

/// The most pixels that are converted to RGBA as they are; of larger pictures, squares of pixels are averaged at once.
const MAX_DIRECT: u64 = 8 << 20;

/// Decoded samples in the layout that the file has.
pub(super) struct Stored {
    pub(super) pixels: Pixels,
    samples: Vec<u8>,
    /// Of one pixel: 1 grey, 2 grey and alpha, 3 colour, 4 colour and alpha.
    channels: usize,
    /// Of one sample.
    bytes: usize,
}

impl Stored {
    pub(super) fn new(pixels: Pixels, layout: ColorType, samples: Vec<u8>) -> Self {
        let channels = usize::from(layout.channel_count()).clamp(1, 4);
        let bytes = usize::from(layout.bytes_per_pixel()) / channels;
        Self { pixels, samples, channels, bytes: bytes.max(1) }
    }

    /// A row, of which every pixel is `channels` samples.
    fn row(&self, y: u32) -> &[u8] {
        let length = self.pixels.width as usize * self.channels * self.bytes;
        self.samples.get(y as usize * length..).and_then(|rest| rest.get(..length)).unwrap_or_default()
    }

    /// The pixels of a row, in 8 bits.
    fn rgba(&self, y: u32) -> impl Iterator<Item = [u8; 4]> {
        // The high byte of a sample of 16 bits, which are in the order of this machine.
        let high = if cfg!(target_endian = "little") { self.bytes - 1 } else { 0 };
        let (channels, step) = (self.channels, self.bytes);
        self.row(y).chunks_exact(channels * step).map(move |pixel| {
            let at = |channel: usize| pixel.get(channel * step + high).copied().unwrap_or(255);
            match channels {
                1 => [at(0), at(0), at(0), 255],
                2 => [at(0), at(0), at(0), at(1)],
                3 => [at(0), at(1), at(2), 255],
                _ => [at(0), at(1), at(2), at(3)],
            }
        })
    }
}

/// The pixels in the size `to`, which is not larger than they are.
pub(super) fn scaled(stored: Stored, to: Pixels) -> RgbaImage {
    let Pixels { width, height } = stored.pixels;
    // Squares leave at least twice the pixels that are wanted, for the filter to choose from, if memory allows.
    let mut square = (width / (2 * to.width.max(1))).min(height / (2 * to.height.max(1))).max(1);
    while u64::from(width / square) * u64::from(height / square) > MAX_DIRECT {
        square += 1;
    }
    let image = if square == 1 { converted(&stored) } else { averaged(&stored, square) };
    drop(stored);
    resized(image, to, Filter::Smooth)
}

fn converted(stored: &Stored) -> RgbaImage {
    let Pixels { width, height } = stored.pixels;
    let mut out = RgbaImage::new(width, height);
    for (y, row) in out.rows_mut().enumerate() {
        for (pixel, rgba) in row.zip(stored.rgba(y as u32)) {
            pixel.0 = rgba;
        }
    }
    out
}

/// The averages of squares of pixels. What is left over on the right and below, less than a square, belongs to the last
/// ones.
fn averaged(stored: &Stored, square: u32) -> RgbaImage {
    let columns = (stored.pixels.width / square).max(1);
    let rows = (stored.pixels.height / square).max(1);
    let mut out = RgbaImage::new(columns, rows);
    let mut sums = vec![[0u64; 5]; columns as usize];
    for (y, line) in out.rows_mut().enumerate() {
        sums.fill([0; 5]);
        let first = y as u32 * square;
        let last = if y as u32 + 1 == rows { stored.pixels.height } else { first + square };
        for y in first..last {
            for (x, pixel) in stored.rgba(y).enumerate() {
                let at = (x / square as usize).min(sums.len() - 1);
                let alpha = u64::from(pixel[3]);
                for channel in 0..3 {
                    sums[at][channel] += u64::from(pixel[channel]) * alpha;
                }
                sums[at][3] += alpha;
                sums[at][4] += 1;
            }
        }
        for (pixel, [red, green, blue, alpha, count]) in line.zip(&sums) {
            let of = |sum: &u64| (sum + alpha / 2).checked_div(*alpha).unwrap_or(0) as u8;
            pixel.0 = [of(red), of(green), of(blue), ((alpha + count / 2) / (*count).max(1)) as u8];
        }
    }
    out
}

/// How a pixel is made of many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Filter {
    /// By the cubic of Catmull and Rom: as sharp as pixels that are looked at one by one may be without ringing.
    Smooth,
    /// By the mean of what is under it, for pixels as large as half a cell: sharp edges stay so.
    Area,
}

/// A picture in another size.
pub(super) fn resized(image: RgbaImage, to: Pixels, filter: Filter) -> RgbaImage {
    let (width, height) = image.dimensions();
    let (to_width, to_height) = (to.width.max(1), to.height.max(1));
    if (width, height) == (to_width, to_height) {
        return image;
    }
    let is_opaque = image.pixels().all(|pixel| pixel.0[3] == 255);
    let blank = || RgbaImage::new(to_width, to_height);
    let Ok(mut from) = Image::from_vec_u8(width, height, image.into_raw(), PixelType::U8x4) else { return blank() };
    let mut to = Image::new(to_width, to_height, PixelType::U8x4);
    let alpha = MulDiv::new();
    let kernel = if filter == Filter::Smooth { Kernel::CatmullRom } else { Kernel::Box };
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(kernel)).use_alpha(false);
    let done = (is_opaque || alpha.multiply_alpha_inplace(&mut from).is_ok())
        && Resizer::new().resize(&from, &mut to, &options).is_ok()
        && (is_opaque || alpha.divide_alpha_inplace(&mut to).is_ok());
    let resized = RgbaImage::from_raw(to_width, to_height, to.into_vec()).filter(|_| done);
    resized.unwrap_or_else(blank)
}
