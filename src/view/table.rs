//! The full-screen table: the visible rows and columns; the header and the first column are always visible.

use ratatui::layout::Rect;

use crate::app::{HintTarget, HitMap, Model, TableView, Target, Window};
use crate::text::clusters;
use crate::theme::Part;
use crate::typeset::Run;
use crate::view::cells::Canvas;

/// Draws the table over an area.
pub fn draw(model: &Model, table: &TableView, canvas: &mut Canvas<'_>, area: Rect, hits: &mut HitMap) {
    canvas.clear(area, model.theme().part(Part::Text));
    hits.push(area, Target::Overlay);
    let inside = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let window = table.window(inside.width);
    let shown = table.visible_lines(usize::from(area.height));
    let mut labelled = Vec::new();
    let plain = canvas.profile.cluster("›") != 1;
    for (line, y) in shown.zip(inside.top()..inside.bottom()) {
        for run in table.runs(line) {
            let mut tone = model.theme().face(run.face, run.link.is_some());
            if run.link.is_some() && run.link == model.reader().link() {
                tone = tone.under(model.theme().part(Part::LinkFocused));
            }
            if let (Some(link), Some((seen, cells))) = (run.link, window.seen(run.column, run.cells)) {
                hits.push(Rect::new(inside.x + seen, y, cells, 1), Target::Link(link));
            }
            let mut column = run.column;
            for (_, cluster) in clusters(table.text(run)) {
                let width = u16::from(canvas.profile.cluster(cluster));
                // Omit a wide glyph of which only half is within the window.
                if let Some((seen, _)) = window.seen(column, width).filter(|(_, cells)| *cells == width && width > 0) {
                    canvas.put(inside.x + seen, y, width, cluster, tone);
                }
                column = column.saturating_add(width);
            }
            draw_matches(model, canvas, (inside.x, y), (table, run), window);
        }
        draw_hints(model, canvas, (inside.x, y), (table.runs(line), window), &mut labelled);
        let (left, right) = window.more();
        let tone = model.theme().part(Part::Dim);
        if left {
            canvas.put(area.x, y, 1, if plain { "<" } else { "‹" }, tone);
        }
        if right && area.width > 0 {
            canvas.put(area.right() - 1, y, 1, if plain { ">" } else { "›" }, tone);
        }
    }
}

/// Applies the tones of matches to a run.
fn draw_matches(
    model: &Model,
    canvas: &mut Canvas<'_>,
    (x, y): (u16, u16),
    (table, run): (&TableView, &Run),
    window: Window,
) {
    let Some(found) = model.reader().found() else { return };
    let first = found.matches().partition_point(|place| place.found.range.end <= run.source.start);
    let here = found.matches().iter().enumerate().skip(first);
    for (number, place) in here.take_while(|(_, place)| place.found.range.start < run.source.end) {
        let part = if number == found.at() { Part::MatchCurrent } else { Part::Match };
        let cells = run.cells_of(table.text(run), &place.found.range, canvas.profile);
        if let Some((column, cells)) = cells.and_then(|(column, cells)| window.seen(column, cells)) {
            canvas.cover(Rect::new(x + column, y, cells, 1), model.theme().part(part));
        }
    }
}

/// Draws the labels of a line's links and pictures.
fn draw_hints(
    model: &Model,
    canvas: &mut Canvas<'_>,
    (x, y): (u16, u16),
    (runs, window): (&[Run], Window),
    labelled: &mut Vec<HintTarget>,
) {
    let Some(hints) = model.reader().hints() else { return };
    for run in runs {
        let Some(target) = HintTarget::of(run, true).filter(|target| !labelled.contains(target)) else { continue };
        let Some((column, _)) = window.seen(run.column, run.cells) else { continue };
        labelled.push(target);
        if let Some(label) = hints.label(target) {
            canvas.put(x + column, y, label.len() as u16, label, model.theme().part(Part::HintLabel));
        }
    }
}
