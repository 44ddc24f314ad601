//! A picture alone on the screen: opening it, zooming, moving over it, and going to the others of the article.

use crate::app::input::hit::Target;
use crate::app::input::prompt::{Prompt, Purpose};
use crate::app::input::view_change::ViewChange;
use crate::app::page::article_view::ViewRow;
use crate::app::state::event::{Effect, Outbox, Pointer, PointerKind};
use crate::app::state::model::Model;
use crate::app::state::pictures::loaded::WantedPicture;
use crate::app::state::pictures::viewer::{Extract, PictureId, PictureView, fit};
use crate::document::{BlockKind, Image, ImageId, LinkId};
use crate::locale::Msg;
use crate::picture::{CellSize, Cells, Pixels};

/// The rows below the picture: its caption, its place among the pictures of the article, and the status line.
pub const ROWS_BELOW: u16 = 2;

impl Model {
    /// The picture alone on the screen.
    pub fn viewer(&self) -> Option<&PictureView> {
        self.viewer.as_ref()
    }

    /// Shows a picture of the open article alone on the screen. Returns whether it can be shown.
    pub(in crate::app) fn view_picture(&mut self, picture: PictureId) -> bool {
        self.viewer = PictureView::new(self.shown_pictures(), picture);
        self.reader.unselect();
        self.viewer.is_some()
    }

    /// Shows the first picture in view that comes before the first table in view. Returns whether there is one.
    pub(in crate::app) fn view_first_picture(&mut self) -> bool {
        let Some(opened) = self.reader.opened().filter(|_| self.reader.is_current()) else { return false };
        let rows = self.visible_rows();
        let Some(first) = opened.pictures(rows.clone()).next() else { return false };
        let is_table = |row: &usize| match opened.view().row(*row) {
            Some(ViewRow::Body(line)) => {
                let block = opened.document.blocks.get(line.block as usize);
                block.is_some_and(|block| matches!(block.kind, BlockKind::Table(_)))
            }
            _ => false,
        };
        let table = rows.into_iter().find(is_table);
        let picture = (first.body, first.place.image);
        table.is_none_or(|row| first.place.row < row) && self.view_picture(picture)
    }

    /// Shows the picture that is shown with a link, if there is one. Returns whether there is.
    pub(in crate::app) fn view_picture_of(&mut self, link: LinkId) -> bool {
        let Some(opened) = self.reader.opened().filter(|_| self.table.is_none()) else { return false };
        let of_link = |(_, id): &PictureId| opened.image(true, *id).is_some_and(|image| image.link == Some(link));
        let found = self.shown_pictures().into_iter().filter(|(body, _)| *body).find(of_link);
        found.is_some_and(|picture| self.view_picture(picture))
    }

    /// The pictures of the open article that can be shown, in reading order.
    fn shown_pictures(&self) -> Vec<PictureId> {
        let Some(opened) = self.reader.opened() else { return Vec::new() };
        let space = &opened.view().setting().pictures;
        let is_shown = |image: &Image| space.cells(image, u16::MAX).is_some();
        let mut found: Vec<PictureId> = Vec::new();
        let head = opened.image(false, ImageId(0)).map(|_| (false, ImageId(0)));
        let body = opened.document.blocks.iter().filter_map(|block| match block.kind {
            BlockKind::Image(id) => Some((true, id)),
            _ => None,
        });
        found.extend(head.into_iter().chain(body));
        found.retain(|(body, id)| opened.image(*body, *id).is_some_and(is_shown));
        found
    }

    /// The image of the picture alone on the screen.
    pub fn viewed_image(&self) -> Option<&Image> {
        self.image_of(self.viewer.as_ref()?.picture())
    }

    pub(in crate::app) fn image_of(&self, (body, id): PictureId) -> Option<&Image> {
        self.reader.opened()?.image(body, id)
    }

    /// The size of a cell of the terminal in pixels.
    pub(in crate::app) fn cell_size(&self) -> CellSize {
        self.pictures.display().map_or(CellSize::ASSUMED, |display| display.graphics.cell.plausible())
    }

    /// The cells of the screen for the picture alone on it.
    pub fn viewer_cells(&self) -> Cells {
        Cells { width: self.size.0, height: self.size.1.saturating_sub(ROWS_BELOW + 1) }
    }

    /// The size of a picture in pixels, from its file, else from its attributes.
    pub(in crate::app) fn natural_size(&self, image: &Image) -> Option<Pixels> {
        let sizes = &self.reader.view()?.setting().pictures.sizes;
        let address = image.candidates.first();
        let known = address.and_then(|address| *sizes.get(address)?);
        let told = || image.width.zip(image.height).map(|(width, height)| Pixels { width, height });
        let fetched = || address.and_then(|address| self.pictures.size(address));
        known.map(|(width, height)| Pixels { width, height }).or_else(fetched).or_else(told)
    }

    /// What is shown of the picture alone on the screen.
    pub fn viewed_extract(&self) -> Option<Extract> {
        let (viewer, image) = (self.viewer.as_ref()?, self.viewed_image()?);
        Some(viewer.extract(self.natural_size(image), self.cell_size(), self.viewer_cells()))
    }

    /// What is loaded to show the picture alone on the screen.
    pub fn viewed_picture(&self) -> Option<WantedPicture> {
        let Extract { cells, region, .. } = self.viewed_extract()?;
        WantedPicture::new(self.viewed_image()?, cells, region)
    }

    /// The picture alone on the screen, then its neighbours, which may be shown next.
    pub(in crate::app) fn wanted_by_viewer(&self) -> Vec<WantedPicture> {
        let Some(viewer) = &self.viewer else { return Vec::new() };
        let neighbours = [true, false].into_iter().filter_map(|forward| viewer.neighbour(forward, 1));
        let whole = |picture: PictureId| {
            let image = self.image_of(picture)?;
            let fresh = PictureView::new(vec![picture], picture)?;
            let extract = fresh.extract(self.natural_size(image), self.cell_size(), self.viewer_cells());
            WantedPicture::new(image, extract.cells, extract.region)
        };
        self.viewed_picture().into_iter().chain(neighbours.filter_map(whole)).collect()
    }

    /// Closes the picture, which the contact sheet, if it is below, then has its cursor on. Returns whether one was open.
    pub(in crate::app) fn close_viewer(&mut self) -> bool {
        let Some(viewer) = self.viewer.take() else { return false };
        if let Some(sheet) = &mut self.sheet {
            sheet.select(viewer.picture());
        }
        true
    }

    /// Changes what is shown of the picture, or which one is shown.
    pub(in crate::app) fn change_view(&mut self, change: ViewChange, times: usize) {
        match change {
            ViewChange::Next | ViewChange::Previous => self.step_picture(change == ViewChange::Next, times),
            ViewChange::ZoomIn | ViewChange::ZoomOut => self.zoom_picture(change == ViewChange::ZoomIn, times),
            ViewChange::ZoomFit | ViewChange::ZoomNatural => {
                if let (Some(_), Some(viewer)) = (self.viewed_sizes(), &mut self.viewer) {
                    viewer.set_natural(change == ViewChange::ZoomNatural);
                }
            }
            ViewChange::Sheet => self.open_sheet(),
            ViewChange::Open => self.open_from_sheet(),
            ViewChange::Save => {
                let name = self.viewed_image().map(|image| image.name().to_string());
                self.prompt = name.map(|name| Prompt::new(Purpose::Save, &name));
            }
            ViewChange::PanLeft => self.pan_picture((-1, 0), times),
            ViewChange::PanRight => self.pan_picture((1, 0), times),
            ViewChange::PanUp => self.pan_picture((0, -1), times),
            ViewChange::PanDown => self.pan_picture((0, 1), times),
        }
    }

    fn zoom_picture(&mut self, larger: bool, times: usize) {
        let Some((natural, shown)) = self.viewed_sizes() else { return };
        let fit = fit(natural, self.viewer_cells().pixels(self.cell_size()));
        if let Some(viewer) = &mut self.viewer {
            viewer.zoom(larger, times, shown, fit);
        }
    }

    fn pan_picture(&mut self, direction: (i64, i64), times: usize) {
        if let (Some((natural, shown)), Some(viewer)) = (self.viewed_sizes(), &mut self.viewer) {
            viewer.pan(direction, times, natural, shown);
        }
    }

    fn viewed_sizes(&self) -> Option<(Pixels, Extract)> {
        Some((self.natural_size(self.viewed_image()?)?, self.viewed_extract()?))
    }

    /// Goes to another picture of the article.
    fn step_picture(&mut self, forward: bool, times: usize) {
        let Some(viewer) = &mut self.viewer else { return };
        if !viewer.step(forward, times) {
            self.show_notice(if forward { Msg::NoticeLastPicture } else { Msg::NoticeFirstPicture });
        }
    }

    /// Opens the picture in another program.
    pub(in crate::app) fn open_viewed(&mut self, out: &mut Outbox) {
        let (Some(image), Some(opened)) = (self.viewed_image(), self.reader.opened()) else { return };
        let addresses = image.candidates.iter().map(ToString::to_string).collect();
        out.push(Effect::View(opened.path.clone(), addresses));
    }

    /// Saves the picture to a file.
    pub(in crate::app) fn save_viewed(&self, name: &str, out: &mut Outbox) {
        if let (Some(image), Some(opened)) = (self.viewed_image(), self.reader.opened()) {
            out.push(Effect::SavePicture(opened.path.clone(), image.candidates.clone(), name.to_owned()));
        }
    }

    /// Copies the address of the picture.
    pub(in crate::app) fn copy_viewed(&mut self, out: &mut Outbox) {
        if let Some(address) = self.viewed_image().and_then(|image| image.candidates.first()) {
            out.push(Effect::Copy(address.to_string()));
        }
    }

    /// Handles the pointer over the picture: the wheel zooms, and dragging moves it.
    pub(in crate::app) fn point_viewer(&mut self, pointer: Pointer) {
        match pointer.kind {
            PointerKind::WheelUp => self.zoom_picture(true, 1),
            PointerKind::WheelDown => self.zoom_picture(false, 1),
            PointerKind::Press => self.drag.now = (pointer.column, pointer.row),
            PointerKind::Drag => {
                let (from, to) = (self.drag.now, (pointer.column, pointer.row));
                self.drag.now = to;
                let cell = self.cell_size();
                let Some((natural, shown)) = self.viewed_sizes() else { return };
                let moved = |from: u16, to: u16, cell: u16| {
                    (i64::from(from) - i64::from(to)) * i64::from(cell) * 100 / i64::from(shown.percent.max(1))
                };
                let by = (moved(from.0, to.0, cell.width), moved(from.1, to.1, cell.height));
                if let Some(viewer) = &mut self.viewer {
                    viewer.pan_by(by, natural, shown);
                }
            }
            PointerKind::Release => {}
        }
    }

    /// Opens the picture that was clicked.
    pub(in crate::app) fn point_picture(&mut self, target: Option<Target>) {
        if let Some(Target::Picture(body, image)) = target {
            self.view_picture((body, image));
        }
    }
}
