//! The hints of keys: a box above the status line with what can follow the keys typed so far.

use std::borrow::Cow;

use ratatui::layout::Rect;

use crate::app::{KeyHint, Model};
use crate::text::Profile;
use crate::theme::Part;
use crate::view::cells::Canvas;

/// The blank cells between columns.
const GAP: u16 = 2;

/// The fewest cells for the hints.
const LEAST: u16 = 16;

/// The fewest cells of a column beside others whose texts are cut.
const NARROW: u16 = 34;

/// The hints in columns of equal width.
struct Grid {
    area: Rect,
    columns: u16,
    rows: u16,
    /// The cells of a column, without the gap.
    width: u16,
    /// The cells of the widest keys.
    keys: u16,
}

/// Draws the hints, if any are to be shown.
pub fn draw(model: &Model, canvas: &mut Canvas<'_>) {
    let hints = model.key_hints();
    let Some(grid) = grid_of(model, canvas, &hints) else { return };
    let theme = model.theme();
    canvas.clear(grid.area, theme.part(Part::Text));
    canvas.frame(grid.area, theme.part(Part::BorderFocused));
    let title = format!(" {} ", model.pending());
    let room = grid.area.width.saturating_sub(4);
    canvas.put_cut(grid.area.x + 2, grid.area.y, room, &title, theme.part(Part::OverlayTitle));
    let places = usize::from(grid.columns) * usize::from(grid.rows);
    let shown = if hints.len() > places { places.saturating_sub(1) } else { hints.len() };
    for (at, hint) in (0..).zip(hints.iter().take(shown)) {
        draw_hint(model, canvas, &grid, at, hint);
    }
    if shown < hints.len() {
        let (x, y) = place(&grid, shown as u16);
        let more = format!("… +{}", hints.len() - shown);
        canvas.put_cut(x, y, grid.width, &more, theme.part(Part::Dim));
    }
}

fn draw_hint(model: &Model, canvas: &mut Canvas<'_>, grid: &Grid, at: u16, hint: &KeyHint) {
    let (x, y) = place(grid, at);
    canvas.put_cut(x, y, grid.width, &hint.keys, model.theme().part(Part::Key));
    let used = grid.keys + GAP;
    let room = grid.width.saturating_sub(used);
    let does = cut_inside(&hint.does, usize::from(room), canvas.profile);
    canvas.put_cut(x + used, y, room, &does, model.theme().part(Part::Text));
}

/// A description that fits so many cells. What is left out is in the middle: those of similar commands differ at the end,
/// as in “scroll code or table left”.
fn cut_inside(text: &str, cells: usize, profile: Profile) -> Cow<'_, str> {
    if profile.width(text) <= cells {
        return Cow::Borrowed(text);
    }
    let room = cells.saturating_sub(profile.width("…")) * 2 / 3;
    let ends = || text.char_indices().map(|(at, _)| text.split_at(at)).filter(|(_, end)| profile.width(end) <= room);
    let word = ends().find(|(before, _)| before.ends_with(' '));
    let end = word.or_else(|| ends().next()).map_or("", |(_, end)| end);
    let begin = profile.shortened(text, cells - profile.width(end));
    Cow::Owned(format!("{begin}{end}"))
}

/// The cell at which a hint begins: down the columns, as the keys are ordered.
fn place(grid: &Grid, at: u16) -> (u16, u16) {
    let (column, row) = (at / grid.rows, at % grid.rows);
    (grid.area.x + 2 + column * (grid.width + GAP), grid.area.y + 1 + row)
}

/// The area of the hints, if any are shown.
pub fn area_of(model: &Model, canvas: &Canvas<'_>) -> Option<Rect> {
    grid_of(model, canvas, &model.key_hints()).map(|grid| grid.area)
}

/// As many columns as are needed to take up only a third of the window; if they do not fit beside each other, the box
/// becomes higher, up to the top of the window, and at last the columns narrower, but never too narrow to be read: then
/// some are left out. `None` if there is nothing to show, or no room.
fn grid_of(model: &Model, canvas: &Canvas<'_>, hints: &[KeyHint]) -> Option<Grid> {
    let (columns, rows) = model.size();
    let above = rows.saturating_sub(1);
    let inside = columns.checked_sub(4).filter(|inside| *inside >= LEAST)?;
    let highest = (above * 2 / 3).checked_sub(2).filter(|highest| *highest > 0)?;
    let count = u16::try_from(hints.len()).ok().filter(|count| *count > 0)?;
    let width = |text: &str| u16::try_from(canvas.profile.width(text)).unwrap_or(u16::MAX);
    let keys = hints.iter().map(|hint| width(&hint.keys)).max().unwrap_or(0).min(inside / 2);
    let does = hints.iter().map(|hint| width(&hint.does)).max().unwrap_or(0);
    let natural = keys.saturating_add(GAP).saturating_add(does).min(inside);
    let whole = ((inside + GAP) / natural.saturating_add(GAP)).max(1);
    let tall = above.saturating_sub(3);
    let highest = highest.max(tall.min(count.div_ceil(whole)));
    let preferred = count.div_ceil((above / 3).clamp(1, highest)).min((inside + GAP) / (natural + GAP)).max(1);
    let needed = count.div_ceil(highest).min((inside + GAP) / (NARROW + GAP)).max(1);
    let columns_shown = preferred.max(needed);
    let width = natural.min((inside + GAP) / columns_shown - GAP);
    let rows_shown = count.div_ceil(columns_shown).min(highest);
    let (box_width, height) = (columns_shown * (width + GAP) - GAP + 4, rows_shown + 2);
    let area = Rect::new(columns - box_width, above - height, box_width, height);
    Some(Grid { area, columns: columns_shown, rows: rows_shown, width, keys })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptions_are_cut_in_the_middle() {
        for (text, cells, expected) in [
            ("fold all", 8, "fold all"),
            ("scroll code or table left", 12, "scroll …left"),
            ("scroll code or table right", 12, "scroll…right"),
            ("代码或表格向右滚动", 11, "代码…右滚动"),
            ("down", 0, ""),
        ] {
            let cut = cut_inside(text, cells, Profile::default());
            assert_eq!((cut.as_ref(), Profile::default().width(&cut) <= cells), (expected, true), "{text}");
        }
    }
}
