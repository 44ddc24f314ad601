//! The pictures of an article in the cells reserved for them: their pixels, or the text that stands for them.

use ratatui::layout::Rect;

use crate::app::{Column, HintTarget, LoadedPicture, Model, PictureFailure, PlacedPicture, Spread, Target};
use crate::document::Image;
use crate::locale::{Catalog, Msg};
use crate::picture::{PictureError, Protocol};
use crate::text::Clean;
use crate::theme::Part;
use crate::view::cells::Canvas;
use crate::view::drawn::Drawn;
use crate::view::{key_hints, overlay};

/// Draws the visible pictures of the open article into the columns of the reader.
pub fn draw_all(model: &Model, canvas: &mut Canvas<'_>, spread: &Spread, drawn: &mut Drawn) {
    let Some(opened) = model.reader().opened() else { return };
    let cover = cover(model, canvas);
    for column in spread.columns() {
        for placed in opened.pictures(column.rows.clone()) {
            let Some((rect, first)) = visible(column, &placed) else { continue };
            drawn.hits.push(rect, Target::Picture(placed.body, placed.place.image));
            let found = placed.wanted().and_then(|wanted| model.pictures().get(&wanted.key));
            draw(model, canvas, (rect, first), (placed.image, found, &cover), drawn);
            draw_focus(model, canvas, rect, &placed);
        }
    }
}

/// Draws a picture that a line of vertical writing has, or, unless it is there as a whole, the text that stands for it.
pub fn draw_placed(
    model: &Model,
    canvas: &mut Canvas<'_>,
    (rect, is_whole): (Rect, bool),
    placed: &PlacedPicture<'_>,
    drawn: &mut Drawn,
) {
    drawn.hits.push(rect, Target::Picture(placed.body, placed.place.image));
    let found = placed.wanted().and_then(|wanted| model.pictures().get(&wanted.key));
    let found = found.filter(|found| is_whole || found.is_err());
    let cover = cover(model, canvas);
    draw(model, canvas, (rect, 0), (placed.image, found, &cover), drawn);
    draw_focus(model, canvas, rect, placed);
}

/// Marks the picture that has the focus with bars at its sides: nothing may be written over pixels.
fn draw_focus(model: &Model, canvas: &mut Canvas<'_>, rect: Rect, placed: &PlacedPicture<'_>) {
    if model.reader().focused() != Some(HintTarget::Picture(placed.body, placed.place.image)) {
        return;
    }
    let tone = model.theme().part(Part::LinkFocused);
    let bar = if canvas.profile.cluster("┃") == 1 { "┃" } else { "|" };
    let pane = model.reader_pane();
    let sides = [rect.x.checked_sub(1), Some(rect.right())].into_iter().flatten();
    for x in sides.filter(|x| (pane.x..pane.right()).contains(x)) {
        for y in rect.y..rect.bottom() {
            canvas.put(x, y, 1, bar, tone);
        }
    }
}

/// Draws a picture from one of its rows on, or the text that stands for it while it is not there or covered.
pub fn draw(
    model: &Model,
    canvas: &mut Canvas<'_>,
    (rect, first): (Rect, u16),
    (image, found, cover): (&Image, Option<&LoadedPicture>, &Cover),
    drawn: &mut Drawn,
) {
    match found {
        Some(Ok(encoded)) if !cover.touches(rect) => {
            encoded.draw(rect, first, canvas.buffer);
            drawn.pictures.push(encoded.clone());
        }
        Some(Ok(_)) | None => draw_text(model, canvas, rect, image, None),
        Some(Err(failure)) => draw_text(model, canvas, rect, image, Some(failure)),
    }
}

/// The visible cells of a picture, and the first of its rows that is visible.
fn visible(column: &Column, placed: &PlacedPicture<'_>) -> Option<(Rect, u16)> {
    let (place, area, top) = (placed.place, column.area, column.rows.start);
    let first = top.saturating_sub(place.row);
    let above = place.row.saturating_sub(top);
    let rows = usize::from(place.rows).saturating_sub(first).min(column.rows.len().saturating_sub(above));
    // The page may still be composed for a wider pane.
    let is_inside = place.column.saturating_add(place.columns) <= area.width;
    let rect = Rect::new(area.x + place.column.min(area.width), area.y + above as u16, place.columns, rows as u16);
    (rows > 0 && is_inside).then_some((rect, first as u16))
}

/// What is in front of pictures.
pub enum Cover {
    /// Nothing that matters: pictures are made of cells.
    None,
    /// A box.
    Box(Rect),
    /// Text everywhere.
    All,
}

impl Cover {
    /// What the overlay and the hints of keys cover of pictures.
    pub fn in_front(model: &Model, canvas: &Canvas<'_>) -> Self {
        if has_cells(model) {
            return Self::None;
        }
        let overlay = model.overlay().map(|overlay| overlay::area_of(model, overlay, canvas));
        let hints = key_hints::area_of(model, canvas);
        // Rarely are both there.
        overlay.into_iter().chain(hints).reduce(Rect::union).map_or(Self::None, Self::Box)
    }

    fn touches(&self, rect: Rect) -> bool {
        match self {
            Self::None => false,
            Self::Box(area) => area.intersects(rect),
            Self::All => true,
        }
    }
}

/// Whether every cell of a picture stands for itself. Text over pixels that are not bound to cells would leave parts of
/// either behind, and the placeholders of kitty depend on those at their left.
fn has_cells(model: &Model) -> bool {
    model.pictures().display().is_none_or(|display| display.graphics.protocol == Protocol::HalfBlocks)
}

/// What covers the pictures of the reader.
fn cover(model: &Model, canvas: &Canvas<'_>) -> Cover {
    if model.table().is_some() || model.viewer().is_some() || model.sheet().is_some() {
        // Nothing of a picture below is to be sent.
        return Cover::All;
    }
    if model.overlay().is_none() && model.reader().hints().is_some() && !has_cells(model) {
        return Cover::All;
    }
    Cover::in_front(model, canvas)
}

/// Draws the name of a picture, and why it is not shown, in the middle of its cells.
fn draw_text(model: &Model, canvas: &mut Canvas<'_>, rect: Rect, image: &Image, failure: Option<&PictureFailure>) {
    let tone = model.theme().part(Part::Dim);
    if failure.is_some() {
        canvas.frame(rect, tone);
    }
    let name = image.name();
    let label = format!("{} {name}", model.catalog().say(Msg::ReaderPicture));
    let why = failure.map(|failure| why(model, image, failure));
    let room = rect.width.saturating_sub(if failure.is_some() { 2 } else { 0 });
    let rows = 1 + u16::from(why.is_some());
    let first = rect.y + rect.height.saturating_sub(rows) / 2;
    for (line, y) in [Some(label.trim_end().to_owned()), why].into_iter().flatten().zip(first..rect.bottom()) {
        let cells = u16::try_from(canvas.profile.width(&line)).unwrap_or(u16::MAX).min(room);
        canvas.put_cut(rect.x + (rect.width - cells) / 2, y, cells, &line, tone);
    }
}

/// Why a picture is not shown, in words.
pub fn why(model: &Model, image: &Image, failure: &PictureFailure) -> String {
    match failure {
        PictureFailure::Remote(host) if !model.wanted_picture(&image.candidates).load.is_empty() => {
            model.catalog().fill(Msg::PictureLoading, &[("host", &Clean::line(host))])
        }
        _ => words(model.catalog(), failure),
    }
}

fn words(catalog: &Catalog, failure: &PictureFailure) -> String {
    let msg = match failure {
        PictureFailure::Remote(host) => {
            return catalog.fill(Msg::PictureRemote, &[("host", &Clean::line(host))]);
        }
        PictureFailure::Broken(PictureError::Unsupported(kind)) => {
            return catalog.fill(Msg::PictureUnsupported, &[("kind", kind.name())]);
        }
        PictureFailure::Unfetched(error) => return error.words(catalog),
        PictureFailure::Missing => Msg::PictureMissing,
        PictureFailure::Broken(PictureError::Empty) => Msg::PictureEmpty,
        PictureFailure::Broken(PictureError::NotAPicture) => Msg::PictureNone,
        PictureFailure::Broken(PictureError::TooLarge) => Msg::PictureTooLarge,
        PictureFailure::Broken(PictureError::Truncated) => Msg::PictureTruncated,
        PictureFailure::Broken(PictureError::Damaged) => Msg::PictureDamaged,
    };
    catalog.say(msg).to_owned()
}
