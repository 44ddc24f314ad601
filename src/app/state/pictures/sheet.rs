//! The contact sheet: all pictures of the open article as thumbnails in a grid, and how the grid fits the screen.

use std::ops::Range;

use crate::app::state::pictures::viewer::PictureId;
use crate::picture::{CellSize, Cells};

/// The fewest and the most columns of cells that a tile is meant to take, its margin included.
const TILE: (u16, u16) = (20, 30);

/// The contact sheet of the open article.
#[derive(Clone, Debug)]
pub struct ContactSheet {
    /// The pictures of the article in reading order. Never empty.
    pictures: Vec<PictureId>,
    /// The index of the picture that the cursor is on.
    at: usize,
    /// The first row of tiles in view.
    top: usize,
}

/// How the tiles of a contact sheet, each a thumbnail with a line below, fill a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grid {
    /// The tiles side by side; at least one.
    pub columns: usize,
    /// The rows of tiles of which the whole is in view; at least one.
    pub rows: usize,
    /// The cells of a tile: the thumbnail, a line of text, and blank cells to the next tile.
    pub tile: Cells,
    /// The most cells that a thumbnail takes.
    pub thumbnail: Cells,
}

impl Grid {
    /// The grid for an area of so many cells. Thumbnails are about two thirds as high as they are wide.
    pub fn of(area: Cells, cell: CellSize) -> Self {
        let wanted = (area.width / 5).clamp(TILE.0, TILE.1);
        let columns = (area.width / wanted).max(1);
        let tile = area.width / columns;
        let width = tile.saturating_sub(2).max(1);
        let height = u32::from(width) * u32::from(cell.width) * 2 / (3 * u32::from(cell.height.max(1)));
        // A line of text below.
        let height = (height as u16).clamp(1, area.height.saturating_sub(1).max(1));
        let tile = Cells { width: tile, height: height + 2 };
        let rows = usize::from((area.height + 1) / tile.height).max(1);
        Self { columns: columns.into(), rows, tile, thumbnail: Cells { width, height } }
    }
}

impl ContactSheet {
    /// A sheet of these pictures with the cursor on one of them; `None` without pictures.
    pub(in crate::app) fn new(pictures: Vec<PictureId>, shown: Option<PictureId>) -> Option<Self> {
        let mut sheet = (!pictures.is_empty()).then_some(Self { pictures, at: 0, top: 0 })?;
        if let Some(shown) = shown {
            sheet.select(shown);
        }
        Some(sheet)
    }

    /// The pictures, in reading order.
    pub fn pictures(&self) -> &[PictureId] {
        &self.pictures
    }

    /// The index of the picture that the cursor is on.
    pub fn at(&self) -> usize {
        self.at
    }

    /// The picture that the cursor is on.
    pub fn picture(&self) -> Option<PictureId> {
        self.pictures.get(self.at).copied()
    }

    /// The first row of tiles in view.
    pub fn top(&self) -> usize {
        self.top
    }

    /// Puts the cursor on a picture, if it is there.
    pub(in crate::app) fn select(&mut self, picture: PictureId) {
        self.at = self.pictures.iter().position(|other| *other == picture).unwrap_or(self.at);
    }

    /// Puts the cursor on the picture with this index, or on the last one.
    pub(in crate::app) fn put(&mut self, at: usize) {
        self.at = at.min(self.pictures.len().saturating_sub(1));
    }

    /// Moves the cursor so many pictures on or back, as far as there are any.
    pub(in crate::app) fn step(&mut self, forward: bool, times: usize) {
        self.put(if forward { self.at.saturating_add(times) } else { self.at.saturating_sub(times) });
    }

    /// Moves the cursor so many rows of tiles down or up. In a last row that is shorter it goes to the last picture.
    pub(in crate::app) fn step_rows(&mut self, down: bool, times: usize, grid: Grid) {
        let (row, column) = (self.at / grid.columns, self.at % grid.columns);
        let last = self.pictures.len().saturating_sub(1) / grid.columns;
        let row = if down { row.saturating_add(times).min(last) } else { row.saturating_sub(times) };
        self.put(row * grid.columns + column);
    }

    /// Scrolls so that the row of the cursor is in view.
    pub(in crate::app) fn settle(&mut self, grid: Grid) {
        let row = self.at / grid.columns;
        let last = self.pictures.len().saturating_sub(1) / grid.columns;
        self.top = self.top.clamp((row + 1).saturating_sub(grid.rows), row).min((last + 1).saturating_sub(grid.rows));
    }

    /// The indices of the pictures in some rows of tiles.
    pub(in crate::app) fn in_rows(&self, rows: Range<usize>, grid: Grid) -> Range<usize> {
        let count = self.pictures.len();
        let first = (rows.start * grid.columns).min(count);
        first..(rows.end * grid.columns).clamp(first, count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::ImageId;

    const CELL: CellSize = CellSize { width: 10, height: 20 };

    fn grid(width: u16, height: u16) -> Grid {
        Grid::of(Cells { width, height }, CELL)
    }

    #[test]
    fn the_grid_fills_the_screen() {
        // (area, columns, rows in view, tile, thumbnail)
        for (area, columns, rows, tile, thumbnail) in [
            ((120, 38), 5, 4, (24, 9), (22, 7)),
            ((80, 22), 4, 2, (20, 8), (18, 6)),
            ((40, 10), 2, 1, (20, 8), (18, 6)),
            ((200, 50), 6, 4, (33, 12), (31, 10)),
            ((20, 3), 1, 1, (20, 4), (18, 2)),
            ((1, 1), 1, 1, (1, 3), (1, 1)),
            ((0, 0), 1, 1, (0, 3), (1, 1)),
        ] {
            let found = grid(area.0, area.1);
            let cells = |cells: Cells| (cells.width, cells.height);
            let found = (found.columns, found.rows, cells(found.tile), cells(found.thumbnail));
            assert_eq!(found, (columns, rows, tile, thumbnail), "{area:?}");
        }
    }

    #[test]
    fn the_cursor_moves_over_the_grid_and_stays_in_view() {
        let pictures: Vec<PictureId> = (0..10).map(|id| (true, ImageId(id))).collect();
        let grid = grid(80, 22);
        let mut sheet = ContactSheet::new(pictures, Some((true, ImageId(2)))).unwrap();
        let at = |sheet: &mut ContactSheet| {
            sheet.settle(grid);
            (sheet.at(), sheet.top())
        };
        assert_eq!(at(&mut sheet), (2, 0));
        sheet.step_rows(true, 1, grid);
        assert_eq!(at(&mut sheet), (6, 0));
        sheet.step_rows(true, 1, grid);
        assert_eq!(at(&mut sheet), (9, 1));
        assert_eq!((sheet.in_rows(1..9, grid), sheet.in_rows(7..9, grid)), (4..10, 10..10));
        sheet.step_rows(true, 1, grid);
        assert_eq!(at(&mut sheet), (9, 1));
        sheet.step(false, 7);
        assert_eq!(at(&mut sheet), (2, 0));
        sheet.step(false, 99);
        assert_eq!(at(&mut sheet), (0, 0));
        sheet.put(usize::MAX);
        assert_eq!(at(&mut sheet), (9, 1));
        assert!(ContactSheet::new(Vec::new(), None).is_none());
    }
}
