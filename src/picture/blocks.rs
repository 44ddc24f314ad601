//! Half-blocks: two pixels in a cell, as the colours of `▀` and of what is behind it. Every terminal can show them.
//!
//! Not those of `ratatui-image`, which know neither transparency nor terminals of 256 colours.

use image::RgbaImage;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::Color;

/// The cells of a picture of two rows of pixels for each row of cells. Transparent pixels get the background.
pub(super) fn cells(image: &RgbaImage, is_truecolor: bool) -> Buffer {
    let color = |x: u32, y: u32| {
        let [red, green, blue, alpha] = image.get_pixel_checked(x, y).map_or([0; 4], |pixel| pixel.0);
        (alpha > 0).then(|| paint([red, green, blue], is_truecolor))
    };
    let side = |pixels: u32| u16::try_from(pixels).unwrap_or(u16::MAX);
    let area = Rect::new(0, 0, side(image.width()), side(image.height().div_ceil(2)));
    let mut buffer = Buffer::empty(area);
    for (at, cell) in buffer.content.iter_mut().enumerate() {
        let (x, y) = (at as u32 % image.width(), at as u32 / image.width() * 2);
        set(cell, color(x, y), color(x, y + 1));
    }
    buffer
}

fn set(cell: &mut Cell, upper: Option<Color>, lower: Option<Color>) {
    match (upper, lower) {
        (None, None) => {}
        (Some(upper), Some(lower)) if upper == lower => drop(cell.set_bg(upper)),
        (Some(upper), None) => drop(cell.set_char('▀').set_fg(upper)),
        (None, Some(lower)) => drop(cell.set_char('▄').set_fg(lower)),
        (Some(upper), Some(lower)) => drop(cell.set_char('▀').set_fg(upper).set_bg(lower)),
    }
}

/// A colour as the terminal can show it: itself, or the nearest of the 256 of xterm's palette that are the same
/// everywhere (16–255: a cube of 6 × 6 × 6 and 24 greys).
fn paint([red, green, blue]: [u8; 3], is_truecolor: bool) -> Color {
    if is_truecolor {
        return Color::Rgb(red, green, blue);
    }
    // The steps of the cube are 0, 95, 135, 175, 215 and 255.
    let step = |value: u8| if value < 48 { 0 } else { value.saturating_sub(35).max(40) / 40 };
    let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
    let [r, g, b] = [step(red), step(green), step(blue)];
    // The greys are 8, 18, … 238.
    let mean = ((u16::from(red) + u16::from(green) + u16::from(blue)) / 3) as u8;
    let grey = mean.saturating_sub(3).min(234) / 10;
    let grey_level = 8 + 10 * grey;
    let distance = |levels: [u8; 3]| {
        let by_channel = levels.iter().zip([red, green, blue]);
        by_channel.map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum::<u32>()
    };
    let is_cube = distance([level(r), level(g), level(b)]) <= distance([grey_level; 3]);
    Color::Indexed(if is_cube { 16 + 36 * r + 6 * g + b } else { 232 + grey })
}

#[cfg(test)]
mod tests {
    use image::Rgba;

    use super::*;

    #[test]
    fn two_pixels_share_a_cell() {
        let (red, blue, clear) = ([255, 0, 0, 255], [0, 0, 255, 255], [9, 9, 9, 0]);
        let image = RgbaImage::from_fn(5, 3, |x, y| {
            let columns = [[red, red, red], [red, blue, clear], [clear, blue, red], [red, clear, clear], [clear; 3]];
            Rgba(columns[x as usize][y as usize])
        });
        let buffer = cells(&image, true);
        let (red, blue, reset) = (Color::Rgb(255, 0, 0), Color::Rgb(0, 0, 255), Color::Reset);
        let found: Vec<_> = buffer.content.iter().map(|cell| (cell.symbol(), cell.fg, cell.bg)).collect();
        let rows = [
            [(" ", reset, red), ("▀", red, blue), ("▄", blue, reset), ("▀", red, reset), (" ", reset, reset)],
            [("▀", red, reset), (" ", reset, reset), ("▀", red, reset), (" ", reset, reset), (" ", reset, reset)],
        ];
        assert_eq!(found, rows.concat());
        assert_eq!(buffer.area, Rect::new(0, 0, 5, 2));
    }

    #[test]
    fn colours_become_the_nearest_of_the_palette() {
        for (rgb, index) in [
            ([0, 0, 0], 16),
            ([255, 255, 255], 231),
            ([255, 0, 0], 196),
            ([95, 135, 175], 67),
            ([8, 8, 8], 232),
            ([238, 238, 238], 255),
            ([128, 128, 128], 244),
            ([47, 0, 0], 233),
            ([250, 250, 250], 231),
            ([200, 100, 50], 167),
        ] {
            assert_eq!(paint(rgb, false), Color::Indexed(index), "{rgb:?}");
            assert_eq!(paint(rgb, true), Color::Rgb(rgb[0], rgb[1], rgb[2]));
        }
    }
}
