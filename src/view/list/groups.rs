//! The headings of the groups of the list.

use ratatui::layout::Rect;

use crate::app::{Focus, GroupKey, Model};
use crate::article::ArticleId;
use crate::locale::Msg;
use crate::text::Clean;
use crate::theme::{Part, Tone};
use crate::view::cells::Canvas;
use crate::view::list::shown::shown_line;

/// Draws the heading of a group, of which `first` is an article; of a folded one with a sign, the number of its rows, and the background `back`.
pub(super) fn draw(
    model: &Model,
    canvas: &mut Canvas<'_>,
    line: Rect,
    (group, first, rows): (GroupKey, ArticleId, Option<usize>),
    back: Tone,
) {
    let tone = back.row(model.theme().part(Part::Group));
    let name = name(model, group, first);
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

fn name(model: &Model, group: GroupKey, first: ArticleId) -> String {
    match group {
        GroupKey::Day(Some((year, month, day))) => model.catalog().day(year, month, day),
        GroupKey::Day(None) => model.catalog().say(Msg::ListNoDate).to_owned(),
        GroupKey::Category(id) => {
            let name = Clean::line(model.category_name(id));
            shown_line(model, first, &name).text().to_owned()
        }
        GroupKey::Source(number) => match Clean::line(&model.library().folder(number).to_string_lossy()) {
            path if path.is_empty() => model.catalog().say(Msg::ListNoFolder).to_owned(),
            path => path.to_string(),
        },
    }
}
