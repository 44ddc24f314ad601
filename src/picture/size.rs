//! Sizes in pixels and in cells.

/// The size of a picture in pixels, as it is shown: after the orientation in its metadata was applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Pixels {
    /// Columns of pixels.
    pub width: u32,
    /// Rows of pixels.
    pub height: u32,
}

/// The size of one cell of the terminal in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CellSize {
    /// Columns of pixels.
    pub width: u16,
    /// Rows of pixels.
    pub height: u16,
}

/// A size in cells of the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Cells {
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

/// A part of a picture, in pixels of its natural size. What lies outside of the picture does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Region {
    /// The first column.
    pub x: u32,
    /// The first row.
    pub y: u32,
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
}

impl CellSize {
    /// The size assumed of a terminal that does not tell it.
    pub const ASSUMED: Self = Self { width: 10, height: 20 };

    /// The size, or the nearest one that a font may have: terminals have reported 0 and nonsense.
    pub fn plausible(self) -> Self {
        if self.width == 0 || self.height == 0 {
            return Self::ASSUMED;
        }
        Self { width: self.width.clamp(2, 64), height: self.height.clamp(4, 128) }
    }
}

impl Pixels {
    /// The size scaled down to fit into `max`, with its ratio kept as nearly as whole pixels allow; the size itself if
    /// it fits. Never less than one pixel.
    pub fn fitted(self, max: Self) -> Self {
        if self.width <= max.width && self.height <= max.height {
            return Self { width: self.width.max(1), height: self.height.max(1) };
        }
        self.scaled_to(max)
    }

    /// The largest size of the same ratio within `max`. Never less than one pixel.
    pub fn scaled_to(self, max: Self) -> Self {
        let [width, height, max_width, max_height] =
            [self.width, self.height, max.width, max.height].map(|side| u64::from(side.max(1)));
        // Half is added before dividing: rounded to the nearest pixel.
        let scaled = |side: u64, by: u64, of: u64| ((side * by + of / 2) / of).max(1).min(u64::from(u32::MAX)) as u32;
        if max_width * height <= max_height * width {
            Self { width: max_width as u32, height: scaled(height, max_width, width).min(max_height as u32) }
        } else {
            Self { width: scaled(width, max_height, height).min(max_width as u32), height: max_height as u32 }
        }
    }
}

impl Cells {
    /// The pixels of that many cells.
    pub fn pixels(self, cell: CellSize) -> Pixels {
        let side = |cells: u16, pixels: u16| u32::from(cells) * u32::from(pixels);
        Pixels { width: side(self.width, cell.width), height: side(self.height, cell.height) }
    }
}

/// The cells of a picture at its natural size, scaled down with its ratio kept if that is more than `max`. Never
/// enlarged, never less than one cell, except that nothing fits into an empty `max`.
pub fn cells_of(pixels: Pixels, cell: CellSize, max: Cells) -> Cells {
    let cell = cell.plausible();
    let fitted = pixels.fitted(max.pixels(cell));
    let cells = |pixels: u32, cell: u16, max: u16| pixels.div_ceil(u32::from(cell)).min(u32::from(max)) as u16;
    Cells { width: cells(fitted.width, cell.width, max.width), height: cells(fitted.height, cell.height, max.height) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_keep_their_ratio_in_a_box() {
        for (from, max, fitted) in [
            ((100, 50), (200, 200), (100, 50)),
            ((100, 50), (100, 50), (100, 50)),
            ((100, 50), (50, 50), (50, 25)),
            ((100, 50), (200, 10), (20, 10)),
            ((50, 100), (50, 50), (25, 50)),
            ((1000, 1), (10, 10), (10, 1)),
            ((1, 1000), (10, 10), (1, 10)),
            ((3, 2), (2, 2), (2, 1)),
            ((u32::MAX, u32::MAX), (7, 9), (7, 7)),
            ((u32::MAX, 1), (u32::MAX, 1), (u32::MAX, 1)),
            ((0, 0), (5, 5), (1, 1)),
            ((10, 10), (0, 0), (1, 1)),
        ] {
            let size = |(width, height)| Pixels { width, height };
            assert_eq!(size(from).fitted(size(max)), size(fitted), "{from:?} in {max:?}");
        }
    }

    #[test]
    fn pictures_take_the_cells_of_their_pixels() {
        let cell = CellSize { width: 10, height: 20 };
        for (pixels, max, cells) in [
            ((400, 200), (80, 24), (40, 10)),
            ((401, 201), (80, 24), (41, 11)),
            ((1, 1), (80, 24), (1, 1)),
            ((800, 600), (40, 24), (40, 15)),
            ((800, 600), (80, 10), (27, 10)),
            ((8000, 10), (80, 24), (80, 1)),
            ((10, 8000), (80, 24), (1, 24)),
            ((4_000_000_000, 4_000_000_000), (80, 24), (48, 24)),
            ((0, 0), (80, 24), (1, 1)),
            ((100, 100), (0, 0), (0, 0)),
        ] {
            let found =
                cells_of(Pixels { width: pixels.0, height: pixels.1 }, cell, Cells { width: max.0, height: max.1 });
            assert_eq!((found.width, found.height), cells, "{pixels:?} in {max:?}");
        }
    }

    #[test]
    fn sizes_of_cells_are_plausible() {
        for (told, taken) in [
            ((10, 20), (10, 20)),
            ((0, 0), (10, 20)),
            ((8, 0), (10, 20)),
            ((1, 1), (2, 4)),
            ((65535, 65535), (64, 128)),
        ] {
            let cell = CellSize { width: told.0, height: told.1 }.plausible();
            assert_eq!((cell.width, cell.height), taken);
        }
    }
}
