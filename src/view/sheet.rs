//! The contact sheet: all pictures of the article as thumbnails, each with its number and caption.

use ratatui::layout::Rect;

use crate::app::{ContactSheet, Grid, Model, PictureFailure, Target, Thumbnail};
use crate::document::Image;
use crate::locale::Msg;
use crate::picture::Encoded;
use crate::text::{Clean, Profile, clusters};
use crate::theme::Part;
use crate::view::cells::Canvas;
use crate::view::drawn::Drawn;
use crate::view::picture::{self, Cover};
use crate::view::viewer::caption;

/// Draws the sheet over an area, whose last row is for the caption of the picture that the cursor is on.
pub fn draw(model: &Model, sheet: &ContactSheet, canvas: &mut Canvas<'_>, area: Rect, drawn: &mut Drawn) {
    canvas.clear(area, model.theme().part(Part::Text));
    drawn.hits.push(area, Target::Overlay);
    let cover = Cover::in_front(model, canvas);
    let tiles = Rect { height: area.height.saturating_sub(1), ..area };
    let grid = model.sheet_grid();
    for thumbnail in model.thumbnails() {
        let Some(tile) = tile_of(tiles, sheet, grid, thumbnail.at) else { continue };
        drawn.hits.push(tile, Target::Item(thumbnail.at));
        draw_tile(model, canvas, (tile, grid), (&thumbnail, thumbnail.at == sheet.at(), &cover), drawn);
    }
    draw_text(model, canvas, Rect { y: tiles.bottom(), height: area.height - tiles.height, ..area }, sheet);
}

/// The visible cells of a tile, without the blank ones around it.
fn tile_of(tiles: Rect, sheet: &ContactSheet, grid: Grid, at: usize) -> Option<Rect> {
    let row = (at / grid.columns).checked_sub(sheet.top())?;
    let x = tiles.x + (at % grid.columns) as u16 * grid.tile.width + u16::from(grid.tile.width > 2);
    let y = tiles.y.checked_add(u16::try_from(row).ok()?.checked_mul(grid.tile.height)?)?;
    let tile = Rect::new(x, y, grid.thumbnail.width, grid.thumbnail.height + 1).intersection(tiles);
    (!tile.is_empty()).then_some(tile)
}

fn draw_tile(
    model: &Model,
    canvas: &mut Canvas<'_>,
    (tile, grid): (Rect, Grid),
    (thumbnail, is_current, cover): (&Thumbnail<'_>, bool, &Cover),
    drawn: &mut Drawn,
) {
    let room = grid.thumbnail;
    let found = thumbnail.wanted().and_then(|wanted| model.pictures().get(&wanted.key));
    if let Some(Err(failure)) = found {
        let why = why(model, thumbnail.image, failure);
        draw_box(model, canvas, Rect { height: tile.height.min(room.height), ..tile }, &why);
    } else {
        let cells = found.and_then(|found| found.as_ref().ok()).map_or(thumbnail.cells, Encoded::size);
        let (width, height) = (cells.width.min(room.width), cells.height.min(room.height));
        let (x, y) = (tile.x + (room.width - width) / 2, tile.y + (room.height - height) / 2);
        let rect = Rect::new(x, y, width, height).intersection(tile);
        if !rect.is_empty() {
            picture::draw(model, canvas, (rect, 0), (thumbnail.image, found, cover), drawn);
        }
    }
    if tile.height > room.height {
        let part = if is_current { Part::OverlaySelected } else { Part::Text };
        let line = Rect { y: tile.y + room.height, height: 1, ..tile };
        let text = format!("{} {}", thumbnail.at + 1, caption(thumbnail.image));
        canvas.tint(line, model.theme().part(part));
        canvas.put_cut(line.x, line.y, line.width, text.trim_end(), model.theme().part(part));
    }
}

/// Why a thumbnail is not shown, and for one of the web the key that asks for it.
fn why(model: &Model, image: &Image, failure: &PictureFailure) -> String {
    let host = match failure {
        PictureFailure::Remote(_) => model.wanted_picture(&image.candidates).ask,
        _ => None,
    };
    match (host, model.load_key()) {
        (Some(host), Some(key)) => {
            model.catalog().fill(Msg::PictureAsk, &[("host", &Clean::line(&host)), ("key", &key)])
        }
        _ => picture::why(model, image, failure),
    }
}

/// Draws a box with text in its middle, broken into lines.
fn draw_box(model: &Model, canvas: &mut Canvas<'_>, rect: Rect, text: &str) {
    let tone = model.theme().part(Part::Dim);
    canvas.frame(rect, tone);
    let (width, rows) = (rect.width.saturating_sub(2), rect.height.saturating_sub(2));
    let lines = lines_of(canvas.profile, text, width.into());
    let first = rect.y + (rect.height.saturating_sub(lines.len() as u16)) / 2;
    for (line, y) in lines.iter().take(rows.into()).zip(first.max(rect.y + 1)..) {
        let cells = (canvas.profile.width(line) as u16).min(width);
        canvas.put_cut(rect.x + (rect.width - cells) / 2, y, cells, line, tone);
    }
}

/// Text in lines of at most so many cells, broken at blanks if there are any.
fn lines_of(profile: Profile, text: &str, cells: usize) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() && cells > 1 {
        let (mut used, mut end, mut blank) = (0, rest.len(), None);
        for (at, cluster) in clusters(rest) {
            used += usize::from(profile.cluster(cluster));
            if used > cells && at > 0 {
                end = if cluster == " " { at } else { blank.unwrap_or(at) };
                break;
            }
            blank = if cluster == " " { Some(at) } else { blank };
        }
        let (line, after) = rest.split_at(end);
        lines.push(line.trim_end());
        rest = after.trim_start();
    }
    lines
}

/// Draws the whole caption of the picture that the cursor is on, and its place.
fn draw_text(model: &Model, canvas: &mut Canvas<'_>, area: Rect, sheet: &ContactSheet) {
    if area.is_empty() || area.width < 4 {
        return;
    }
    let (text, dim) = (model.theme().part(Part::Text), model.theme().part(Part::Dim));
    let place = format!("{}/{}", sheet.at() + 1, sheet.pictures().len());
    let used = canvas.put_right(area.right() - 1, area.y, area.width / 2, &place, dim);
    if let Some(current) = model.thumbnails().find(|thumbnail| thumbnail.at == sheet.at()) {
        let room = area.width.saturating_sub(used + 4);
        canvas.put_cut(area.x + 1, area.y, room, &caption(current.image), text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_broken_into_lines() {
        for (text, cells, expected) in [
            ("On a.example; press I", 10, &["On", "a.example;", "press I"][..]),
            ("在 a.example 上，按 I 加载", 11, &["在", "a.example", "上，按 I", "加载"]),
            ("abcdefgh", 3, &["abc", "def", "gh"]),
            ("图图", 1, &[]),
            ("", 5, &[]),
        ] {
            assert_eq!(lines_of(Profile::default(), text, cells), expected, "{text}");
        }
    }
}
