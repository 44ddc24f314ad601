//! The contact sheet: opening it, moving over it, and opening one of its pictures alone on the screen.

use std::collections::HashSet;
use std::ops::Range;

use crate::app::input::command::{Motion, Reach, Scope};
use crate::app::input::hit::Target;
use crate::app::state::event::{Pointer, PointerKind};
use crate::app::state::model::Model;
use crate::app::state::pictures::loaded::WantedPicture;
use crate::app::state::pictures::sheet::{ContactSheet, Grid};
use crate::app::state::pictures::viewer::{PictureId, PictureView};
use crate::document::{Image, ImageId};
use crate::locale::Msg;
use crate::picture::{Cells, cells_of};
use crate::text::Clean;

/// The rows below the tiles: the caption of the picture that the cursor is on, and the status line.
const ROWS_BELOW: u16 = 2;

/// A picture of the contact sheet.
#[derive(Clone, Copy, Debug)]
pub struct Thumbnail<'a> {
    /// Its index.
    pub at: usize,
    /// The picture.
    pub image: &'a Image,
    /// The cells that it takes of those of its tile.
    pub cells: Cells,
}

impl Thumbnail<'_> {
    /// What is loaded to show it.
    pub fn wanted(&self) -> Option<WantedPicture> {
        WantedPicture::new(self.image, self.cells, None)
    }
}

impl Model {
    /// The contact sheet.
    pub fn sheet(&self) -> Option<&ContactSheet> {
        self.sheet.as_ref()
    }

    /// The grid of the contact sheet on this screen.
    pub fn sheet_grid(&self) -> Grid {
        let area = Cells { width: self.size.0, height: self.size.1.saturating_sub(ROWS_BELOW) };
        Grid::of(area, self.cell_size())
    }

    /// Opens the contact sheet, with the cursor on the picture that is in view, or says why there is none.
    pub(in crate::app) fn open_sheet(&mut self) {
        let says = match self.pictures.display() {
            None => Msg::NoticePicturesCannot,
            Some(_) if self.reader.opened().is_none() => Msg::NoticeNoArticle,
            Some(_) if !self.shows_pictures() => Msg::NoticePicturesHidden,
            Some(_) => match ContactSheet::new(self.all_pictures(), self.picture_in_view()) {
                None => Msg::NoticeNoPictures,
                sheet => {
                    self.viewer = None;
                    self.reader.unselect();
                    self.sheet = sheet;
                    return;
                }
            },
        };
        self.show_notice(says);
    }

    /// The key that asks, over the contact sheet, to load pictures from the web.
    pub fn load_key(&self) -> Option<String> {
        self.keymap.chords(Scope::Sheet, "load-pictures").next().map(ToString::to_string)
    }

    /// All pictures of the open article that have an address, in reading order, each once.
    fn all_pictures(&self) -> Vec<PictureId> {
        let Some(opened) = self.reader.opened() else { return Vec::new() };
        let head = opened.image(false, ImageId(0)).map(|image| ((false, ImageId(0)), image));
        let body = opened.document.images.iter().enumerate().map(|(id, image)| ((true, ImageId(id as u32)), image));
        let mut seen: HashSet<&Clean> = HashSet::new();
        let all = head.into_iter().chain(body).filter_map(|(id, image)| Some((id, image.candidates.first()?)));
        all.filter(|(_, address)| seen.insert(address)).map(|(id, _)| id).collect()
    }

    /// The picture alone on the screen, else the first one in view.
    fn picture_in_view(&self) -> Option<PictureId> {
        let rows = self.visible_rows();
        let first = || self.reader.opened()?.pictures(rows).next().map(|placed| (placed.body, placed.place.image));
        self.viewer.as_ref().map(PictureView::picture).or_else(first)
    }

    /// The thumbnails of some rows of tiles.
    fn thumbnails_of(&self, rows: Range<usize>) -> impl DoubleEndedIterator<Item = Thumbnail<'_>> {
        let grid = self.sheet_grid();
        let (cell, most) = (self.cell_size(), grid.thumbnail);
        let pictures = self.sheet.as_ref().map_or(&[][..], ContactSheet::pictures);
        let of_rows = self.sheet.as_ref().map_or(0..0, |sheet| sheet.in_rows(rows, grid));
        of_rows.filter_map(move |at| {
            let image = self.image_of(*pictures.get(at)?)?;
            let cells = self.natural_size(image).map_or(most, |natural| cells_of(natural, cell, most));
            Some(Thumbnail { at, image, cells })
        })
    }

    /// The thumbnails in view, those of the last row as far as they go.
    pub fn thumbnails(&self) -> impl Iterator<Item = Thumbnail<'_>> {
        let top = self.sheet.as_ref().map_or(0, ContactSheet::top);
        self.thumbnails_of(top..top + self.sheet_grid().rows + 1)
    }

    /// What is loaded for the contact sheet: what is in view, then what comes next, then what was before.
    pub(in crate::app) fn wanted_by_sheet(&self) -> Vec<WantedPicture> {
        let (top, rows) = (self.sheet.as_ref().map_or(0, ContactSheet::top), self.sheet_grid().rows);
        let below = self.thumbnails_of(top + rows + 1..top + 2 * rows + 1);
        let above = self.thumbnails_of(top.saturating_sub(rows)..top).rev();
        self.thumbnails().chain(below).chain(above).filter_map(|thumbnail| thumbnail.wanted()).collect()
    }

    /// Keeps the cursor of the contact sheet in view.
    pub(in crate::app) fn settle_sheet(&mut self) {
        let grid = self.sheet_grid();
        if let Some(sheet) = &mut self.sheet {
            sheet.settle(grid);
        }
    }

    /// Moves the cursor of the contact sheet by rows of tiles, or to the picture that the count says.
    pub(in crate::app) fn go_sheet(&mut self, motion: Motion, count: Option<u32>) {
        let grid = self.sheet_grid();
        let Some(sheet) = &mut self.sheet else { return };
        let times = count.unwrap_or(1).max(1) as usize;
        match motion {
            Motion::Down => sheet.step_rows(true, times, grid),
            Motion::Up => sheet.step_rows(false, times, grid),
            Motion::HalfDown => sheet.step_rows(true, times * grid.rows.div_ceil(2), grid),
            Motion::HalfUp => sheet.step_rows(false, times * grid.rows.div_ceil(2), grid),
            Motion::PageDown => sheet.step_rows(true, times * grid.rows, grid),
            Motion::PageUp => sheet.step_rows(false, times * grid.rows, grid),
            Motion::Top => sheet.put(times - 1),
            Motion::Bottom => sheet.put(count.map_or(usize::MAX, |_| times - 1)),
            _ => {}
        }
    }

    /// Moves the cursor of the contact sheet to a picture beside it; without a sheet, the end of the selection.
    pub(in crate::app) fn reach(&mut self, reach: Reach, count: Option<u32>) {
        match &mut self.sheet {
            Some(sheet) => sheet.step(reach == Reach::Right, count.unwrap_or(1).max(1) as usize),
            None => self.extend(reach, count),
        }
    }

    /// Shows the picture under the cursor of the contact sheet alone on the screen.
    pub(in crate::app) fn open_from_sheet(&mut self) {
        let Some(sheet) = &self.sheet else { return };
        self.viewer = sheet.picture().and_then(|picture| PictureView::new(sheet.pictures().to_vec(), picture));
    }

    /// Closes the contact sheet. Returns whether it was open.
    pub(in crate::app) fn close_sheet(&mut self) -> bool {
        self.sheet.take().is_some()
    }

    /// Handles the pointer over the contact sheet: a click moves the cursor, and opens what the cursor is on.
    pub(in crate::app) fn point_sheet(&mut self, pointer: Pointer) {
        let Some(sheet) = &mut self.sheet else { return };
        match (pointer.kind, pointer.target) {
            (PointerKind::WheelUp, _) => self.go_sheet(Motion::Up, None),
            (PointerKind::WheelDown, _) => self.go_sheet(Motion::Down, None),
            (PointerKind::Press, Some(Target::Item(at))) if at == sheet.at() => self.open_from_sheet(),
            (PointerKind::Press, Some(Target::Item(at))) => sheet.put(at),
            _ => {}
        }
    }
}
