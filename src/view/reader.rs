//! The reader pane: the visible rows of the composed article, with what is found and pointed at laid over.

use std::ops::Range;

use ratatui::layout::Rect;

use super::cells::Canvas;
use crate::app::{Focus, HitMap, Model, Row, Target, measure};
use crate::document::LinkId;
use crate::locale::Msg;
use crate::theme::Part;
use crate::typeset::{LineView, Run};

/// Draws the pane.
pub fn draw(model: &Model, canvas: &mut Canvas<'_>, pane: Rect, hits: &mut HitMap) {
    hits.push(pane, Target::Reader);
    let (area, _) = measure(pane, model.reader.measure);
    let Some(sheet) = model.reader.sheet() else {
        let says = if model.reader.slot.is_waiting() { Msg::ReaderLoading } else { Msg::ReaderNone };
        canvas.put_cut(area.x, area.y + 1, area.width, model.catalog.say(says), model.theme.part(Part::Dim));
        return;
    };
    // The page may still be composed for another width: it is drawn at the left edge of the measure until it lands.
    let mut labelled: Vec<LinkId> = Vec::new();
    for y in 0..area.height {
        let Some(row) = sheet.row(model.reader.top + usize::from(y)) else { break };
        match row {
            Row::Head(view) => draw_line(model, canvas, pane, (area.x, area.y + y), &view, None, hits),
            Row::Blank => {}
            Row::Body(view) => {
                draw_line(model, canvas, pane, (area.x, area.y + y), &view, Some(view.block), hits);
                draw_hints(model, canvas, (area.x, area.y + y), &view, &mut labelled);
            }
        }
    }
    draw_bar(model, canvas, pane);
}

fn draw_line(
    model: &Model,
    canvas: &mut Canvas<'_>,
    pane: Rect,
    (x, y): (u16, u16),
    view: &LineView<'_>,
    block: Option<u32>,
    hits: &mut HitMap,
) {
    for run in view.runs {
        let left = x.saturating_add(run.column);
        let room = pane.right().saturating_sub(left).min(run.cells);
        if room == 0 {
            continue;
        }
        let mut tone = model.theme.face(run.face, run.link.is_some());
        if block.is_some() && run.link.is_some() && run.link == model.reader.link {
            tone = tone.under(model.theme.part(Part::LinkFocused));
        }
        canvas.put(left, y, room, view.shown(run), tone);
        if let (Some(_), Some(link)) = (block, run.link) {
            hits.push(Rect::new(left, y, room, 1), Target::Link(link));
        }
        if let Some(block) = block {
            draw_matches(model, canvas, (left, y), view, run, block);
        }
    }
}

/// Lays the tones of what is found over a run.
fn draw_matches(
    model: &Model,
    canvas: &mut Canvas<'_>,
    (x, y): (u16, u16),
    view: &LineView<'_>,
    run: &Run,
    block: u32,
) {
    let Some(found) = &model.reader.found else { return };
    let first = found.matches.partition_point(|(at, range)| (*at, range.end) <= (block, run.source.start));
    for (number, (at, range)) in found.matches.iter().enumerate().skip(first) {
        if *at != block || range.start >= run.source.end {
            break;
        }
        let cells = crate::typeset::cells(view, run, range, model.profile);
        let part = if number == found.at { Part::MatchCurrent } else { Part::Match };
        let Range { start, end } = cells;
        canvas.tint(Rect::new(x + start, y, end.saturating_sub(start), 1), model.theme.part(part));
    }
}

fn draw_hints(
    model: &Model,
    canvas: &mut Canvas<'_>,
    (x, y): (u16, u16),
    view: &LineView<'_>,
    labelled: &mut Vec<LinkId>,
) {
    let Some(hints) = &model.reader.hints else { return };
    for run in view.runs {
        let Some(link) = run.link.filter(|link| !labelled.contains(link)) else { continue };
        labelled.push(link);
        let Some((label, _)) = hints.labels.iter().find(|(_, id)| *id == link) else { continue };
        if label.starts_with(&hints.typed) {
            let tone = model.theme.part(Part::HintLabel);
            canvas.put(x + run.column, y, label.len() as u16, label, tone);
        }
    }
}

/// The thumb at the right edge, where there is more than fits.
fn draw_bar(model: &Model, canvas: &mut Canvas<'_>, pane: Rect) {
    let (rows, height) = (model.reader.height(), usize::from(pane.height));
    if rows <= height || height < 3 || pane.width < 20 {
        return;
    }
    let size = (height * height / rows).max(1);
    let top = model.reader.top.min(rows - height) * (height - size) / (rows - height).max(1);
    let symbol = if canvas.profile.cluster("▐") == 1 { "▐" } else { "|" };
    let part = if model.focus == Focus::Reader { Part::Scrollbar } else { Part::Border };
    for row in top..(top + size).min(height) {
        canvas.put(pane.right() - 1, pane.y + row as u16, 1, symbol, model.theme.part(part));
    }
}
