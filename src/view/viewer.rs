//! A picture alone on the screen, with its caption and its address below.

use ratatui::layout::Rect;

use crate::app::{Extract, Model, PictureView, Target};
use crate::document::Image;
use crate::picture::Encoded;
use crate::text::Clean;
use crate::theme::Part;
use crate::view::cells::Canvas;
use crate::view::drawn::Drawn;
use crate::view::picture::{self, Cover};

/// Draws the picture over an area, whose last rows are for the text about it.
pub fn draw(model: &Model, viewer: &PictureView, canvas: &mut Canvas<'_>, area: Rect, drawn: &mut Drawn) {
    canvas.clear(area, model.theme().part(Part::Text));
    drawn.hits.push(area, Target::Overlay);
    let (Some(image), Some(extract)) = (model.viewed_image(), model.viewed_extract()) else { return };
    let room = model.viewer_cells();
    let cover = Cover::in_front(model, canvas);
    // Until another part or size is loaded, what was shown before stays.
    let key = model.viewed_picture().map(|wanted| wanted.key);
    let found = key.and_then(|key| model.pictures().get(&key).or_else(|| model.pictures().latest(&key.address)));
    let cells = found.and_then(|found| found.as_ref().ok()).map_or(extract.cells, Encoded::size);
    let (width, height) = (cells.width.min(room.width), cells.height.min(room.height));
    let rect = Rect::new(area.x + (room.width - width) / 2, area.y + (room.height - height) / 2, width, height);
    picture::draw(model, canvas, (rect, 0), (image, found, &cover), drawn);
    let below = Rect { y: area.y + room.height, height: area.height.saturating_sub(room.height), ..area };
    draw_text(model, canvas, below, image, (viewer.place(), extract));
}

/// The caption of a picture: its alternative text, its title, or else its name.
pub fn caption(image: &Image) -> Clean {
    let named = Some(&image.alt).filter(|alt| !alt.is_empty()).or(image.title.as_ref());
    named.map_or_else(|| image.name(), |text| Clean::line(text))
}

/// Draws the caption, or else the name, with the place of the picture and its size; below the address.
fn draw_text(
    model: &Model,
    canvas: &mut Canvas<'_>,
    area: Rect,
    image: &Image,
    ((at, count), extract): ((usize, usize), Extract),
) {
    if area.height < 2 || area.width < 4 {
        return;
    }
    let (text, dim) = (model.theme().part(Part::Text), model.theme().part(Part::Dim));
    let place = format!("{}%  {at}/{count}", extract.percent);
    let used = canvas.put_right(area.right() - 1, area.y, area.width / 2, &place, dim);
    canvas.put_cut(area.x + 1, area.y, area.width.saturating_sub(used + 4), &caption(image), text);
    let address = image.candidates.first().map_or("", |address| address.as_str());
    canvas.put_cut(area.x + 1, area.y + 1, area.width - 2, address, dim);
}
