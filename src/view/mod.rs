//! Draws the model into cells. Never changes the model; the work is proportional to the visible cells.

mod cells;
mod drawn;
mod key_hints;
mod list;
mod overlay;
mod picture;
mod reader;
mod sheet;
mod status;
mod table;
mod vertical;
mod viewer;

pub use cells::{Canvas, style};
pub use drawn::Drawn;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::{Focus, Model, Target};
use crate::theme::Part;

/// Draws one frame.
pub fn draw(model: &Model, buffer: &mut Buffer) -> Drawn {
    let mut drawn = Drawn::default();
    let mut canvas = Canvas { buffer, profile: model.profile(), orders: model.orders() };
    let panes = model.panes();
    if let Some(area) = panes.list {
        list::draw(model, &mut canvas, area, &mut drawn.hits);
    }
    if let Some(area) = panes.rule {
        draw_rule(model, &mut canvas, area);
        drawn.hits.push(area, Target::Border);
    }
    if let Some(area) = panes.reader {
        drawn.caret = reader::draw(model, &mut canvas, area, &mut drawn);
    }
    if let Some(table) = model.table() {
        drawn.caret = None;
        let (columns, rows) = model.size();
        let area = Rect::new(0, 0, columns, rows.saturating_sub(1));
        table::draw(model, table, &mut canvas, area, &mut drawn.hits);
    }
    let (columns, rows) = model.size();
    let above_status = Rect::new(0, 0, columns, rows.saturating_sub(1));
    if let Some(shown) = model.viewer() {
        drawn.caret = None;
        viewer::draw(model, shown, &mut canvas, above_status, &mut drawn);
    } else if let Some(shown) = model.sheet() {
        drawn.caret = None;
        sheet::draw(model, shown, &mut canvas, above_status, &mut drawn);
    }
    drawn.caret = status::draw(model, &mut canvas, panes.status, &mut drawn.hits).or(drawn.caret);
    if let Some(overlay) = model.overlay() {
        drawn.caret = overlay::draw(model, overlay, &mut canvas, &mut drawn.hits);
    }
    key_hints::draw(model, &mut canvas);
    canvas.fill_in(model.theme().part(Part::Page));
    drawn
}

/// Draws the rule between list and reader, with an arrow that points to the pane that has the focus: colour alone would
/// not show it on every terminal.
fn draw_rule(model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
    let list = model.focus() == Focus::List;
    let part = if list { Part::BorderFocused } else { Part::Border };
    canvas.rule(area, model.theme().part(part));
    let arrow = if list { "◂" } else { "▸" };
    let plain = canvas.profile.cluster(arrow) != 1 || canvas.profile.cluster("│") != 1;
    let arrow = match (plain, list) {
        (false, _) => arrow,
        (true, true) => "<",
        (true, false) => ">",
    };
    canvas.put(area.x, area.y + area.height / 2, 1, arrow, model.theme().part(Part::BorderFocused));
}
