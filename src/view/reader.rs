//! The reader pane: the visible rows of the composed article, with matches, the selection and link hints on top.

use std::ops::Range;

use ratatui::layout::{Position, Rect};

use crate::app::{CaretPosition, Focus, HintTarget, HitMap, Model, Spread, Target, ViewRow, Window};
use crate::locale::Msg;
use crate::text::{Profile, clusters};
use crate::theme::Part;
use crate::typeset::LineView;
use crate::view::cells::Canvas;
use crate::view::drawn::Drawn;
use crate::view::{picture, vertical};

/// Draws the pane. Returns the position of the caret of a selection.
pub fn draw(model: &Model, canvas: &mut Canvas<'_>, pane: Rect, drawn: &mut Drawn) -> Option<Position> {
    let hits = &mut drawn.hits;
    hits.push(pane, Target::Reader);
    let spread = model.spread();
    let Some(view) = model.reader().view() else {
        let message = if model.reader().is_opening() { Msg::ReaderLoading } else { Msg::ReaderNone };
        let area = spread.columns().first().map_or(pane, |column| column.area);
        canvas.put_cut(area.x, area.y + 1, area.width, model.catalog().say(message), model.theme().part(Part::Dim));
        return None;
    };
    if model.placing().is_vertical() {
        return vertical::draw(model, canvas, pane, drawn);
    }
    // The page may still be composed for another width: until the new one arrives, it is drawn at the left edge.
    for (at, column) in spread.columns().iter().enumerate() {
        // The text of a column may hang into the gutter, but no further.
        let next = spread.columns().get(at + 1).map_or(pane.right(), |next| next.area.x.saturating_sub(1));
        let room = Rect { width: next.saturating_sub(pane.x), ..pane };
        for (row, y) in column.rows.clone().zip(column.area.y..) {
            // Rows of blocks that are not composed yet stay empty.
            match view.row(row) {
                Some(ViewRow::Head(line)) => {
                    draw_line(model, canvas, room, (column.area.x, y), &line, false, hits);
                }
                Some(ViewRow::Body(line)) => {
                    draw_line(model, canvas, room, (column.area.x, y), &line, true, hits);
                    draw_signs(model, canvas, (room, column.area), (row, y), &line);
                }
                Some(ViewRow::Blank) | None => {}
            }
        }
    }
    picture::draw_all(model, canvas, &spread, drawn);
    draw_labels(model, canvas, &spread);
    draw_matches(model, canvas, &spread);
    let caret = draw_selection(model, canvas, &spread);
    let columns = spread.columns().len().max(1);
    let (rows, top) = (model.reader().height().div_ceil(columns), model.reader().top() / columns);
    let part = if model.focus() == Focus::Reader { Part::Scrollbar } else { Part::Border };
    canvas.thumb(pane, rows, top, model.theme().part(part));
    caret
}

fn draw_line(
    model: &Model,
    canvas: &mut Canvas<'_>,
    pane: Rect,
    (x, y): (u16, u16),
    line: &LineView<'_>,
    body: bool,
    hits: &mut HitMap,
) {
    let window = if body { model.reader().window(line) } else { None };
    if let (true, Some(frame)) = (body, model.reader().folded_by(line)) {
        hits.push(Rect::new(x, y, pane.right().saturating_sub(x), 1), Target::Fold(frame));
    }
    for run in line.runs {
        let shown = line.shown(run);
        let seen = match window {
            None => Some((run.column, run.cells, shown)),
            Some(window) => cut(canvas.profile, window, run.column, shown),
        };
        let Some((column, cells, shown)) = seen else { continue };
        let left = x.saturating_add(column);
        let room = pane.right().saturating_sub(left).min(cells);
        if room == 0 {
            continue;
        }
        let mut tone = model.theme().face(run.face, run.link.is_some());
        if HintTarget::of(run, body).is_some_and(|target| model.reader().focused() == Some(target)) {
            tone = tone.under(model.theme().part(Part::LinkFocused));
        }
        canvas.put(left, y, room, shown, tone);
        if let (true, Some(link)) = (body, run.link) {
            hits.push(Rect::new(left, y, room, 1), Target::Link(link));
        }
    }
}

/// The part of a text at a column that is within the window: its column, its cells, the text. Omits a wide glyph of
/// which only half is within the window.
fn cut(profile: Profile, window: Window, column: u16, text: &str) -> Option<(u16, u16, &str)> {
    let mut column = column;
    let mut whole: Option<(u16, u16, std::ops::Range<usize>)> = None;
    for (at, cluster) in clusters(text) {
        let width = u16::from(profile.cluster(cluster));
        let seen = window.seen(column, width).filter(|(_, cells)| *cells == width && width > 0);
        match (&mut whole, seen) {
            (Some((_, cells, bytes)), Some(_)) => {
                *cells += width;
                bytes.end = at + cluster.len();
            }
            (None, Some((seen, _))) => whole = Some((seen, width, at..at + cluster.len())),
            // A cluster without width belongs to the glyph before it; anything else is beyond the window.
            (Some((_, _, bytes)), None) if width == 0 => bytes.end = at + cluster.len(),
            (Some(_), None) => break,
            (None, None) => {}
        }
        column = column.saturating_add(width);
    }
    whole.and_then(|(column, cells, bytes)| Some((column, cells, text.get(bytes)?)))
}

/// Draws the signs beside code: a continued line, more text to the left or to the right.
fn draw_signs(
    model: &Model,
    canvas: &mut Canvas<'_>,
    (pane, area): (Rect, Rect),
    (row, y): (usize, u16),
    line: &LineView<'_>,
) {
    let tone = model.theme().part(Part::Dim);
    let plain = canvas.profile.cluster("↳") != 1 || canvas.profile.cluster("›") != 1;
    let before = |column: u16| (area.x + column).checked_sub(1).filter(|x| *x >= pane.x);
    if let Some(window) = model.reader().window(line) {
        let (left, right) = window.more();
        if let (true, Some(x)) = (left, before(window.left())) {
            canvas.put(x, y, 1, if plain { "<" } else { "‹" }, tone);
        }
        // The last column of the pane belongs to the scroll bar.
        let x = if area.right() + 1 < pane.right() { area.right() } else { area.right().saturating_sub(1) };
        if right {
            canvas.put(x, y, 1, if plain { ">" } else { "›" }, tone);
        }
    } else if model.reader().is_wrapped_code(row) {
        let column = line.runs.iter().find(|run| !run.source.is_empty()).map_or(0, |run| run.column);
        if let Some(x) = before(column) {
            canvas.put(x, y, 1, if plain { ">" } else { "↳" }, tone);
        }
    }
}

/// Applies the tones of matches to the visible rows.
fn draw_matches(model: &Model, canvas: &mut Canvas<'_>, spread: &Spread) {
    let (Some(found), Some(view)) = (model.reader().found(), model.reader().view()) else { return };
    let Range { start: top, end } = spread.range();
    let first = found.matches().partition_point(|place| view.row_of_point(place.start()) + 1 < top);
    for (number, place) in found.matches().iter().enumerate().skip(first) {
        if view.row_of_point(place.start()) >= end {
            break;
        }
        let part = if number == found.at() { Part::MatchCurrent } else { Part::Match };
        let (page, above) = view.page(place.body);
        for cells in page.cells_of(place.found.block, place.found.range.clone()) {
            let row = cells.row + above;
            if let Some((x, y)) = spread.position_of(row) {
                let seen = match model.reader().window_of_row(row) {
                    Some(window) => window.seen(cells.column, cells.cells),
                    None => Some((cells.column, cells.cells)),
                };
                let Some((column, cells)) = seen else { continue };
                let spot = Rect::new(x + column, y, cells, 1);
                canvas.cover(spot, model.theme().part(part));
            }
        }
    }
}

/// Applies the tone of the selection to its visible part. Returns the position of its caret.
fn draw_selection(model: &Model, canvas: &mut Canvas<'_>, spread: &Spread) -> Option<Position> {
    let selection = model.reader().selection()?;
    let opened = model.reader().opened()?;
    let (from, to) = selection.range(opened);
    let tone = model.theme().part(Part::Selection);
    let mut caret = None;
    for (row, (x, y)) in spread.rows() {
        let positions = opened.view().caret_positions(row);
        let window = model.reader().window_of_row(row);
        let seen = |column, cells| window.map_or(Some((column, cells)), |window| window.seen(column, cells));
        let selected = |position: &CaretPosition| from <= position.start && position.start < to;
        for (at, position) in positions.iter().enumerate() {
            if selected(position) {
                // Space that typesetting inserted between two selected glyphs is selected too.
                let next = positions.get(at + 1).filter(|next| selected(next) && position.meets(next));
                let cells = next.map_or(position.cells, |next| next.column - position.column);
                if let Some((column, cells)) = seen(position.column, cells) {
                    canvas.cover(Rect::new(x + column, y, cells, 1), tone);
                }
            }
            if position.start <= selection.cursor() && selection.cursor() < position.after() {
                caret = seen(position.column, 1).map(|(column, _)| Position::new(x + column, y));
            }
        }
    }
    caret.filter(|_| !selection.is_done() && model.focus() == Focus::Reader)
}

fn draw_labels(model: &Model, canvas: &mut Canvas<'_>, spread: &Spread) {
    let Some(view) = model.reader().view().filter(|_| model.reader().hints().is_some()) else { return };
    let mut labelled: Vec<HintTarget> = Vec::new();
    for (row, position) in spread.rows() {
        let (line, body) = match view.row(row) {
            Some(ViewRow::Head(line)) => (line, false),
            Some(ViewRow::Body(line)) => (line, true),
            Some(ViewRow::Blank) | None => continue,
        };
        draw_hints(model, canvas, position, (&line, body), &mut labelled);
    }
}

fn draw_hints(
    model: &Model,
    canvas: &mut Canvas<'_>,
    (x, y): (u16, u16),
    (line, body): (&LineView<'_>, bool),
    labelled: &mut Vec<HintTarget>,
) {
    let Some(hints) = model.reader().hints() else { return };
    let window = if body { model.reader().window(line) } else { None };
    for run in line.runs {
        let Some(target) = HintTarget::of(run, body).filter(|target| !labelled.contains(target)) else { continue };
        labelled.push(target);
        let Some(label) = hints.label(target) else { continue };
        let seen = match window {
            Some(window) => window.seen(run.column, run.cells),
            None => Some((run.column, run.cells)),
        };
        if let Some((column, _)) = seen {
            let tone = model.theme().part(Part::HintLabel);
            canvas.put(x + column, y, label.len() as u16, label, tone);
        }
    }
}
