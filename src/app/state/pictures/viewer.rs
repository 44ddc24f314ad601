//! A picture alone on the screen: which of the article's, how large, and which part of it.

use crate::document::ImageId;
use crate::picture::{CellSize, Cells, Pixels, Region};

/// The sizes to zoom to, in percent of the natural one.
const STEPS: [u32; 15] = [10, 17, 25, 33, 50, 67, 100, 150, 200, 300, 400, 600, 800, 1200, 1600];

/// The part of the screen by which a picture is moved, as its divisor.
const PAN: i64 = 8;

/// A picture of the open article: whether it is in the body, and which one it is.
pub type PictureId = (bool, ImageId);

/// The picture that is alone on the screen.
#[derive(Clone, Debug)]
pub struct PictureView {
    /// The pictures of the article in reading order. Never empty.
    pictures: Vec<PictureId>,
    /// The index of the picture in them.
    at: usize,
    /// The size in percent of the natural one; `None` for as large as the screen allows, but never enlarged.
    zoom: Option<u32>,
    /// The middle of what is shown, in pixels of the picture; `None` for its own middle.
    middle: Option<(u32, u32)>,
}

/// What is shown of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extract {
    /// The cells that it takes.
    pub cells: Cells,
    /// The part; `None` for the whole at most at its natural size.
    pub region: Option<Region>,
    /// Its size in percent of the natural one.
    pub percent: u32,
}

impl PictureView {
    /// Shows one of these pictures, as large as fits; `None` if it is not among them.
    pub(in crate::app) fn new(pictures: Vec<PictureId>, shown: PictureId) -> Option<Self> {
        let at = pictures.iter().position(|picture| *picture == shown)?;
        Some(Self { pictures, at, zoom: None, middle: None })
    }

    /// The picture.
    pub fn picture(&self) -> PictureId {
        self.pictures.get(self.at).copied().unwrap_or((true, ImageId(0)))
    }

    /// The number of the picture among those of the article, counted from 1, and how many there are.
    pub fn place(&self) -> (usize, usize) {
        (self.at + 1, self.pictures.len())
    }

    /// The picture so many places further on or back, if there is one.
    pub(in crate::app) fn neighbour(&self, forward: bool, times: usize) -> Option<PictureId> {
        let at = if forward { self.at.checked_add(times) } else { self.at.checked_sub(times) };
        at.and_then(|at| self.pictures.get(at)).copied()
    }

    /// Goes so many pictures on or back, as far as there are any. Returns whether there was one.
    pub(in crate::app) fn step(&mut self, forward: bool, times: usize) -> bool {
        let last = self.pictures.len().saturating_sub(1);
        let to = if forward { self.at.saturating_add(times).min(last) } else { self.at.saturating_sub(times) };
        let moved = to != self.at;
        if moved {
            *self = Self { at: to, zoom: None, middle: None, pictures: std::mem::take(&mut self.pictures) };
        }
        moved
    }

    /// What is shown of a picture of this natural size on a screen of so many cells. A picture of unknown size is fitted
    /// into the screen.
    pub fn extract(&self, natural: Option<Pixels>, cell: CellSize, screen: Cells) -> Extract {
        let Some(natural) = natural else { return Extract { cells: screen, region: None, percent: 100 } };
        let room = screen.pixels(cell);
        let percent = self.zoom.unwrap_or_else(|| fit(natural, room));
        let (width, left, columns) = span(natural.width, percent, cell.width, screen.width, self.middle.map(|at| at.0));
        let (height, top, rows) = span(natural.height, percent, cell.height, screen.height, self.middle.map(|at| at.1));
        let is_whole = width == natural.width && height == natural.height;
        let region = Region { x: left, y: top, width, height };
        let region = (!is_whole || percent > 100).then_some(region);
        Extract { cells: Cells { width: columns, height: rows }, region, percent }
    }

    /// Makes the picture larger or smaller by so many steps; smaller than what fits is what fits.
    pub(in crate::app) fn zoom(&mut self, larger: bool, times: usize, shown: Extract, fit: u32) {
        let mut percent = shown.percent;
        for _ in 0..times.min(STEPS.len()) {
            let next = if larger {
                STEPS.iter().find(|step| **step > percent)
            } else {
                STEPS.iter().rev().find(|step| **step < percent)
            };
            percent = next.copied().unwrap_or(percent);
        }
        self.zoom = if percent <= fit { None } else { Some(percent) };
        if self.zoom.is_none() {
            self.middle = None;
        }
    }

    /// Shows the picture at its natural size, or as large as fits.
    pub(in crate::app) fn set_natural(&mut self, natural: bool) {
        self.zoom = natural.then_some(100);
        self.middle = None;
    }

    /// Moves what is shown by a part of the screen, `times` as far, in a direction: -1, 0 or 1 across and down.
    pub(in crate::app) fn pan(&mut self, (across, down): (i64, i64), times: usize, natural: Pixels, shown: Extract) {
        let Some(region) = shown.region else { return };
        let by = |side: u32| (i64::from(side) / PAN).max(1) * times.min(100) as i64;
        self.pan_by((across * by(region.width), down * by(region.height)), natural, shown);
    }

    /// Moves what is shown by so many pixels of the picture, as far as it reaches.
    pub(in crate::app) fn pan_by(&mut self, (across, down): (i64, i64), natural: Pixels, shown: Extract) {
        let Some(region) = shown.region else { return };
        let moved = |start: u32, length: u32, natural: u32, by: i64| {
            let most = i64::from(natural.saturating_sub(length));
            (i64::from(start) + by).clamp(0, most.max(0)) as u32 + length / 2
        };
        self.middle = Some((
            moved(region.x, region.width, natural.width, across),
            moved(region.y, region.height, natural.height, down),
        ));
    }
}

/// The percentage at which a picture fits; at most 100.
pub(in crate::app) fn fit(natural: Pixels, room: Pixels) -> u32 {
    let of = |room: u32, natural: u32| u64::from(room) * 100 / u64::from(natural.max(1));
    of(room.width, natural.width).min(of(room.height, natural.height)).clamp(1, 100) as u32
}

/// What is shown of one side of a picture: how many pixels, the first of them, and the cells that they take.
fn span(natural: u32, percent: u32, cell: u16, screen: u16, middle: Option<u32>) -> (u32, u32, u16) {
    let percent = u64::from(percent.max(1));
    let room = u64::from(screen) * u64::from(cell);
    let seen = (room * 100 / percent).clamp(1, u64::from(natural.max(1)));
    let cells = (seen * percent / 100).div_ceil(u64::from(cell.max(1))).clamp(1, u64::from(screen.max(1))) as u16;
    let length = seen as u32;
    let middle = middle.unwrap_or(natural / 2);
    let first = middle.saturating_sub(length / 2).min(natural.saturating_sub(length));
    (length, first, cells)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CELL: CellSize = CellSize { width: 10, height: 20 };
    const SCREEN: Cells = Cells { width: 80, height: 20 };

    fn view(count: u32) -> PictureView {
        let pictures = (0..count).map(|id| (true, ImageId(id))).collect();
        PictureView::new(pictures, (true, ImageId(0))).unwrap()
    }

    /// Columns and rows, the part, and the percentage.
    type Shown = (u16, u16, Part, u32);
    type Part = Option<(u32, u32, u32, u32)>;

    fn shown(view: &PictureView, natural: (u32, u32)) -> Shown {
        let natural = Pixels { width: natural.0, height: natural.1 };
        let Extract { cells, region, percent } = view.extract(Some(natural), CELL, SCREEN);
        let region = region.map(|region| (region.x, region.y, region.width, region.height));
        (cells.width, cells.height, region, percent)
    }

    #[test]
    fn a_picture_fits_and_is_never_enlarged_for_that() {
        for (natural, expected) in [
            ((800, 400), (80, 20, None, 100)),
            ((100, 100), (10, 5, None, 100)),
            ((1600, 800), (80, 20, None, 50)),
            ((800, 4000), (8, 20, None, 10)),
            ((1, 1), (1, 1, None, 100)),
        ] {
            assert_eq!(shown(&view(1), natural), expected, "{natural:?}");
        }
        let unknown = view(1).extract(None, CELL, SCREEN);
        assert_eq!(unknown, Extract { cells: SCREEN, region: None, percent: 100 });
    }

    #[test]
    fn a_part_is_shown_of_what_is_larger_than_the_screen() {
        let natural = Pixels { width: 1600, height: 800 };
        let mut view = view(1);
        view.set_natural(true);
        assert_eq!(shown(&view, (1600, 800)), (80, 20, Some((400, 200, 800, 400)), 100));
        let extract = view.extract(Some(natural), CELL, SCREEN);
        view.pan((-1, 0), 2, natural, extract);
        view.pan((0, 1), 1, natural, view.extract(Some(natural), CELL, SCREEN));
        assert_eq!(shown(&view, (1600, 800)), (80, 20, Some((200, 250, 800, 400)), 100));
        view.pan((1, 0), 99, natural, view.extract(Some(natural), CELL, SCREEN));
        assert_eq!(shown(&view, (1600, 800)), (80, 20, Some((800, 250, 800, 400)), 100));
        view.zoom(true, 1, view.extract(Some(natural), CELL, SCREEN), 50);
        assert_eq!(shown(&view, (1600, 800)).3, 150);
        view.zoom(false, 9, view.extract(Some(natural), CELL, SCREEN), 50);
        assert_eq!(shown(&view, (1600, 800)), (80, 20, None, 50));
    }

    #[test]
    fn a_small_picture_is_enlarged_by_its_region() {
        let mut view = view(1);
        view.zoom(true, 2, Extract { cells: SCREEN, region: None, percent: 100 }, 100);
        assert_eq!(shown(&view, (100, 100)), (20, 10, Some((0, 0, 100, 100)), 200));
    }

    #[test]
    fn pictures_follow_one_another() {
        let mut view = view(3);
        view.set_natural(true);
        assert_eq!((view.step(true, 1), view.picture().1, view.place()), (true, ImageId(1), (2, 3)));
        assert_eq!((view.step(true, 9), view.step(true, 1), view.place()), (true, false, (3, 3)));
        assert_eq!(view.neighbour(false, 1), Some((true, ImageId(1))));
        assert_eq!(view.neighbour(true, 1), None);
    }
}
