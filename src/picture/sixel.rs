//! Sixels (DEC STD 070, chapter 9): a strip of a picture, reduced to 256 colours.

use icy_sixel::{EncodeOptions, QuantizeMethod, SixelImage};
use image::RgbaImage;

/// What shows a strip that is a row of cells high, as wide as `columns`, in which the cells are erased before. `None` for
/// a strip without pixels.
///
/// Colours are chosen by k-means. Those of Wu's method, the default of the crate and what `ratatui-image` uses, are
/// averages that leave out the ends of a gradient: what is diffused there grows until single pixels have a colour that
/// is far off.
pub(super) fn sixel(strip: &RgbaImage, columns: u16, is_tmux: bool) -> Option<String> {
    let (width, height) = (strip.width() as usize, strip.height() as usize);
    let options = EncodeOptions { quantize_method: QuantizeMethod::kmeans(), ..EncodeOptions::default() };
    let pixels = SixelImage::try_from_rgba(strip.as_raw().clone(), width, height).ok()?;
    let shown = format!("\x1b[{columns}X{}", pixels.encode_with(&options).ok()?);
    Some(if is_tmux { format!("\x1bPtmux;{}\x1b\\", shown.replace('\x1b', "\x1b\x1b")) } else { shown })
}

#[cfg(test)]
mod tests {
    use image::Rgba;

    use super::*;

    #[test]
    fn no_pixel_of_a_gradient_is_far_off() {
        let part = |at: u32, of: u32, by: u32| (at * by / of) as u8;
        let strip = RgbaImage::from_fn(320, 20, |x, y| {
            Rgba([40 + part(x, 320, 200), 80 + part(x, 320, 20) + part(y, 20, 100), 220 - part(x, 320, 150), 255])
        });
        let shown = sixel(&strip, 40, false).unwrap();
        let decoded = SixelImage::decode(shown.strip_prefix("\x1b[40X").unwrap().as_bytes()).unwrap();
        let off = strip.as_raw().iter().zip(&decoded.pixels).map(|(one, other)| one.abs_diff(*other));
        let worst = off.max().unwrap();
        assert!(worst <= 24, "{worst}");
        // Equal pictures are equal sequences, so that they are not sent again.
        assert_eq!(sixel(&strip, 40, false).unwrap(), shown);
    }

    #[test]
    fn tmux_passes_the_whole_sequence_on() {
        let strip = RgbaImage::from_pixel(4, 6, Rgba([255, 0, 0, 255]));
        let shown = "\x1b[1X\x1bP9;1;0q\"1;1;4;6#0;2;100;0;0#0!4~$-\x1b\\";
        assert_eq!(sixel(&strip, 1, false).unwrap(), shown);
        let passed = "\x1bPtmux;\x1b\x1b[1X\x1b\x1bP9;1;0q\"1;1;4;6#0;2;100;0;0#0!4~$-\x1b\x1b\\\x1b\\";
        assert_eq!(sixel(&strip, 1, true).unwrap(), passed);
    }
}
