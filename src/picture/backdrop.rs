//! What is behind a picture with transparent parts.
//!
//! On the web that is usually white, so that drawings of dark lines, which most such pictures are, cannot be seen on a
//! dark terminal. They get a backdrop; a picture that stands out from the page by itself gets none.

use image::RgbaImage;

use crate::picture::decode::Raster;

const WHITE: [u8; 3] = [255, 255, 255];
const BLACK: [u8; 3] = [0, 0, 0];

/// The least contrast of a picture and a page, as WCAG 2.2 counts it; text must have 3.
const ENOUGH: f32 = 2.0;

/// The colour behind a picture: white or black if it would not stand out from the page. `None`: the page itself.
pub(super) fn backdrop(raster: &Raster, page: Option<[u8; 3]>) -> Option<[u8; 3]> {
    let own = luminance_of(raster);
    let contrast = |color| {
        let other = luminance(color);
        (own.max(other) + 0.05) / (own.min(other) + 0.05)
    };
    if page.is_some_and(|page| contrast(page) >= ENOUGH) {
        return None;
    }
    Some(if contrast(WHITE) >= contrast(BLACK) { WHITE } else { BLACK })
}

/// The mean luminance of what can be seen.
fn luminance_of(raster: &Raster) -> f32 {
    // A few thousand pixels say enough.
    let step = (raster.image.as_raw().len() / 4 / 4096).max(1);
    let (mut sum, mut weight) = (0.0, 0.0);
    for pixel in raster.image.pixels().step_by(step) {
        let [red, green, blue, alpha] = pixel.0;
        sum += luminance([red, green, blue]) * f32::from(alpha);
        weight += f32::from(alpha);
    }
    if weight > 0.0 { sum / weight } else { 0.5 }
}

/// Relative luminance, 0–1 (WCAG 2.2), with a gamma of 2, which is near enough.
fn luminance(color: [u8; 3]) -> f32 {
    let [red, green, blue] = color.map(|value| (f32::from(value) / 255.0).powi(2));
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// Puts a picture on what is behind it. Without a backdrop, pixels that are wholly transparent stay so, and others too
/// if the terminal mixes colours itself.
pub(super) fn flattened(image: &mut RgbaImage, backdrop: Option<[u8; 3]>, page: Option<[u8; 3]>, keeps_alpha: bool) {
    if backdrop.is_none() && keeps_alpha {
        return;
    }
    let behind = backdrop.or(page).unwrap_or(BLACK);
    for pixel in image.pixels_mut() {
        let alpha = u16::from(pixel.0[3]);
        if alpha == 0 && backdrop.is_none() {
            continue;
        }
        for (value, behind) in pixel.0.iter_mut().zip(behind) {
            *value = ((u16::from(*value) * alpha + u16::from(behind) * (255 - alpha) + 127) / 255) as u8;
        }
        pixel.0[3] = 255;
    }
}
