//! The headings of the groups of the list.

use ratatui::layout::Rect;

use crate::app::{Focus, GroupKey, Model};
use crate::locale::Msg;
use crate::text::Clean;
use crate::theme::{Part, Tone};
use crate::typeset::ShownLine;
use crate::view::cells::Canvas;

/// Draws the heading of a group; of a folded one with a sign, the number of its rows, and the background `back`.
pub(super) fn draw(
    model: &Model,
    canvas: &mut Canvas<'_>,
    line: Rect,
    (group, rows): (GroupKey, Option<usize>),
    back: Tone,
) {
    let tone = back.under(model.theme().part(Part::Group)).under(Tone { fg: back.fg, ..Tone::default() });
    let name = name(model, group);
    let Some(rows) = rows else {
        canvas.put_cut(line.x + 1, line.y, line.width.saturating_sub(2), &name, tone);
        return;
    };
    canvas.tint(line, back);
    let sign = if canvas.profile.cluster("▸") == 1 { "▸" } else { "+" };
    let right = line.right().saturating_sub(1);
    let count = model.catalog().number(rows as u64);
    let used = canvas.put_right(right, line.y, line.width / 2, &count, tone);
    canvas.put(line.x + 1, line.y, 1, sign, tone);
    let x = line.x + 3;
    canvas.put_cut(x, line.y, right.saturating_sub(used + 2).saturating_sub(x), &name, tone);
}

/// The background of a folded group.
pub(super) fn background(model: &Model, row: usize) -> Tone {
    let is_current = model.list().groups().shown(model.list().cursor_row()) == row;
    match (is_current, model.focus()) {
        (true, Focus::List) => model.theme().part(Part::Selected),
        (true, Focus::Reader) => model.theme().part(Part::SelectedBlurred),
        (false, _) if model.list().selected().is_some_and(|rows| rows.contains(&row)) => {
            model.theme().part(Part::Selection)
        }
        (false, _) => Tone::default(),
    }
}

fn name(model: &Model, group: GroupKey) -> String {
    match group {
        GroupKey::Day(Some((year, month, day))) => model.catalog().day(year, month, day),
        GroupKey::Day(None) => model.catalog().say(Msg::ListNoDate).to_owned(),
        GroupKey::Category(id) => {
            let name = Clean::line(model.category_name(id));
            ShownLine::of(&name, &model.config().typography).text().to_owned()
        }
        GroupKey::Source(number) => match Clean::line(&model.library().folder(number).to_string_lossy()) {
            path if path.is_empty() => model.catalog().say(Msg::ListNoFolder).to_owned(),
            path => path.to_string(),
        },
    }
}
