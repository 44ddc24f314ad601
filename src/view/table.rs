//! The full-screen table: the visible rows and columns; the header and the first column are always visible.

use ratatui::layout::Rect;

use crate::app::{HitMap, Model, TableView, Target};
use crate::text::clusters;
use crate::theme::Part;
use crate::view::cells::Canvas;

/// Draws the table over an area.
pub fn draw(model: &Model, table: &TableView, canvas: &mut Canvas<'_>, area: Rect, hits: &mut HitMap) {
    canvas.clear(area, model.theme().part(Part::Text));
    hits.push(area, Target::Overlay);
    let inside = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let window = table.window(inside.width);
    let shown = table.visible_lines(usize::from(area.height));
    let plain = canvas.profile.cluster("›") != 1;
    for (line, y) in shown.zip(inside.top()..inside.bottom()) {
        for run in table.runs(line) {
            let tone = model.theme().face(run.face, run.link.is_some());
            let mut column = run.column;
            for (_, cluster) in clusters(table.text(run)) {
                let width = u16::from(canvas.profile.cluster(cluster));
                // Omit a wide glyph of which only half is within the window.
                if let Some((seen, _)) = window.seen(column, width).filter(|(_, cells)| *cells == width && width > 0) {
                    canvas.put(inside.x + seen, y, width, cluster, tone);
                }
                column = column.saturating_add(width);
            }
        }
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
