//! The space that pictures take on a page, known before their pixels are.

use std::collections::HashMap;
use std::sync::Arc;

use crate::document::Image;
use crate::text::Clean;

/// The size in cells of a picture of which neither the file nor the article tells the size. The picture is fitted inside.
const UNKNOWN: (u16, u16) = (40, 12);

/// Pixels of a cell of terminals that do not tell.
const USUAL_CELL: (u16, u16) = (10, 20);

/// Greater widths and heights in pixels count as this.
const LARGEST_SIDE: u32 = 1 << 20;

/// Which pictures are shown on a page, and how large. The default shows none: they are boxes of text.
#[derive(Clone, Debug, PartialEq)]
pub struct PictureSpace {
    /// The greatest height in rows; 0 shows no pictures.
    pub rows: u16,
    /// The greatest height in rows of the picture in a title block; 0 shows none there.
    pub head_rows: u16,
    /// Width and height of a cell of the terminal in pixels. 0 is taken as the usual size.
    pub cell: (u16, u16),
    /// The pictures that can be shown, by the first of their addresses, with their width and height in pixels as far as
    /// the file tells them. All others are boxes of text.
    pub sizes: Arc<HashMap<Clean, Option<(u32, u32)>>>,
}

impl Default for PictureSpace {
    fn default() -> Self {
        Self { rows: 0, head_rows: 0, cell: USUAL_CELL, sizes: Arc::default() }
    }
}

impl PictureSpace {
    /// The columns and rows that a picture takes in a measure of this many columns; `None` if it is not shown. A picture
    /// is never enlarged, and keeps its ratio as far as whole cells allow. The size comes from the file, else from the
    /// attributes `width` and `height`, else it is fixed.
    pub fn cells(&self, image: &Image, columns: u16) -> Option<(u16, u16)> {
        let known = self.sizes.get(image.candidates.first()?).filter(|_| self.rows > 0 && columns > 0)?;
        let attributes = || image.width.zip(image.height);
        match known.or_else(attributes).filter(|(width, height)| *width > 0 && *height > 0) {
            Some(pixels) => Some(fitted(pixels, self.cell_pixels(), (columns, self.rows))),
            None => Some((UNKNOWN.0.min(columns), UNKNOWN.1.min(self.rows))),
        }
    }

    fn cell_pixels(&self) -> (u16, u16) {
        let (width, height) = self.cell;
        if width == 0 || height == 0 { USUAL_CELL } else { self.cell }
    }
}

/// The columns and rows of a picture of so many pixels, within a box of cells.
fn fitted((width, height): (u32, u32), cell: (u16, u16), most: (u16, u16)) -> (u16, u16) {
    let (width, height) = (u64::from(width.min(LARGEST_SIDE)), u64::from(height.min(LARGEST_SIDE)));
    let room = (u64::from(most.0) * u64::from(cell.0), u64::from(most.1) * u64::from(cell.1));
    // Scaled to the width of the box, to its height, or not at all: whichever is smallest.
    let to_width = (room.0, height * room.0 / width);
    let to_height = (width * room.1 / height, room.1);
    let mut pixels = (width, height);
    if pixels.0 > room.0 {
        pixels = to_width;
    }
    if pixels.1 > room.1 {
        pixels = to_height;
    }
    let cells = |pixels: u64, cell: u16, most: u16| {
        u16::try_from(pixels.div_ceil(u64::from(cell))).unwrap_or(most).clamp(1, most.max(1))
    };
    (cells(pixels.0, cell.0, most.0), cells(pixels.1, cell.1, most.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(width: Option<u32>, height: Option<u32>) -> Image {
        Image { candidates: vec![Clean::line("a.png")], width, height, ..Image::default() }
    }

    #[test]
    fn pictures_keep_their_ratio_within_the_box() {
        for (pixels, expected) in [
            ((100, 100), (10, 5)),
            ((101, 101), (11, 6)),
            ((1, 1), (1, 1)),
            ((800, 400), (60, 15)),
            ((600, 400), (60, 20)),
            ((600, 4000), (6, 20)),
            ((4000, 4), (60, 1)),
            ((u32::MAX, u32::MAX), (40, 20)),
            ((u32::MAX, 1), (60, 1)),
            ((1, u32::MAX), (1, 20)),
        ] {
            assert_eq!(fitted(pixels, (10, 20), (60, 20)), expected, "{pixels:?}");
        }
    }

    #[test]
    fn the_file_knows_better_than_the_attributes_and_these_better_than_nothing() {
        let space = |known| PictureSpace {
            rows: 20,
            head_rows: 0,
            cell: (0, 0),
            sizes: Arc::new(HashMap::from([(Clean::line("a.png"), known)])),
        };
        assert_eq!(space(Some((100, 100))).cells(&image(Some(10), Some(10)), 60), Some((10, 5)));
        assert_eq!(space(None).cells(&image(Some(200), Some(100)), 60), Some((20, 5)));
        assert_eq!(space(None).cells(&image(Some(200), None), 60), Some((40, 12)));
        assert_eq!(space(None).cells(&image(Some(0), Some(0)), 30), Some((30, 12)));
        assert_eq!(space(None).cells(&Image::default(), 60), None);
        assert_eq!(PictureSpace { rows: 0, ..space(None) }.cells(&image(None, None), 60), None);
        assert_eq!(PictureSpace::default().cells(&image(Some(9), Some(9)), 60), None);
    }
}
