//! The columns at the right of the rows of the list.

use crate::app::Model;
use crate::article::{ArticleId, day_of};
use crate::config::{Column, DateStyle, Group, RowLines};
use crate::library::Published;
use crate::locale::Msg;
use crate::theme::Part;
use crate::view::list::shown::shown_line;

/// The maximum width of a name, in cells.
const NAME: usize = 12;

/// Seconds.
const DAY: i64 = 86_400;

/// Dates within this many seconds are shown as a time ago.
const RECENT: i64 = 30 * DAY;

/// The columns by how long they stay in a pane that gets narrower, the longest first.
const KEPT: [Column; 5] = [Column::Date, Column::Category, Column::Source, Column::Author, Column::Minutes];

/// The usual greatest width of a column, and the cells that it must leave for the title.
fn room(column: Column) -> (u16, u16) {
    match column {
        Column::Date => (10, 16),
        Column::Category | Column::Source | Column::Author => (NAME as u16, 28),
        Column::Minutes => (7, 40),
    }
}

/// The style of a column.
pub(super) fn part(column: Column) -> Part {
    match column {
        Column::Date => Part::Date,
        Column::Category => Part::Category,
        Column::Source | Column::Author | Column::Minutes => Part::Dim,
    }
}

/// The columns that the rows have now, the outermost first: as configured, without what the second line or
/// the heading of the group says.
pub(super) fn shown(model: &Model) -> Vec<Column> {
    let on_second = |column: &Column| has_details(model) && matches!(column, Column::Category | Column::Author);
    let in_heading = match model.list().groups().by() {
        Group::Category => Some(Column::Category),
        Group::Source => Some(Column::Source),
        Group::None | Group::Day => None,
    };
    let is_shown = |column: &Column| !on_second(column) && Some(*column) != in_heading;
    model.config().columns.iter().rev().filter(is_shown).collect()
}

/// Whether the rows have a second line that is not about a search.
pub(super) fn has_details(model: &Model) -> bool {
    model.config().row_lines == RowLines::Two && !model.has_snippets()
}

/// The widths of the columns that leave enough cells for the title in rows of this width; 0 for the others. Which columns
/// there are does not depend on the rows in view: it must not change while the list scrolls.
pub(super) fn fitting(row: u16, columns: &[Column], widths: &[u16]) -> Vec<u16> {
    let mut room_left = row.saturating_sub(4);
    let mut fitting = vec![0; columns.len()];
    for kept in KEPT {
        let Some(at) = columns.iter().position(|column| *column == kept) else { continue };
        let (most, least) = room(kept);
        if let (true, Some(fits), Some(width)) = (room_left >= most + least, fitting.get_mut(at), widths.get(at)) {
            *fits = *width;
            room_left = room_left.saturating_sub(most + 2);
        }
    }
    fitting
}

/// What a column shows of an article; empty if it has none.
pub(super) fn text(model: &Model, id: ArticleId, column: Column) -> String {
    let library = model.library();
    let short = |name: &str| model.profile().shortened(name, NAME).into_owned();
    let named = |name: &str| short(shown_line(model, id, name).text());
    match column {
        Column::Date => library
            .timestamp(id)
            .zip(library.day(id))
            .map_or(String::new(), |(timestamp, day)| date_text(model, timestamp, day)),
        Column::Category => named(category(model, id)),
        Column::Author => named(library.author(id)),
        Column::Source => {
            let path = library.path(id).unwrap_or_default();
            short(&path.parent().and_then(|folder| folder.file_name()).unwrap_or_default().to_string_lossy())
        }
        Column::Minutes => match library.minutes(id) {
            0 => String::new(),
            minutes => model.catalog().fill(Msg::ReaderMinutes, &[("n", &minutes.to_string())]),
        },
    }
}

/// The name of the first category of an article.
pub(super) fn category(model: &Model, id: ArticleId) -> &str {
    let library = model.library();
    library.categories_of(id).next().map(|first| library.category_name(first)).unwrap_or_default()
}

/// Whether a day begins at this time in the configured time zone.
fn starts_a_day(model: &Model, timestamp: i64) -> bool {
    let day = |timestamp| day_of(timestamp, model.config().timezone.as_deref());
    day(timestamp) != day(timestamp - 1)
}

fn date_text(model: &Model, timestamp: i64, (year, month, day): Published) -> String {
    let age = model.now() - timestamp;
    if model.config().date == DateStyle::Relative && (0..RECENT).contains(&age) {
        // Without a time it is only known to be of today.
        if age < DAY && starts_a_day(model, timestamp) {
            model.catalog().say(Msg::TimeToday).to_owned()
        } else {
            model.catalog().short_ago(age)
        }
    } else {
        let (this_year, ..) = day_of(model.now(), model.config().timezone.as_deref());
        match (month, day) {
            (Some(month), Some(day)) if year == this_year => model.catalog().day_of_year(month, day),
            _ => model.catalog().short_day(year, month, day),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Column::{Author, Category, Date, Minutes, Source};

    #[test]
    fn in_a_narrow_pane_the_date_stays_longest() {
        let all = [Date, Category, Source, Author, Minutes];
        for (width, columns, expected) in [
            (120, &all[..], &[10, 12, 12, 12, 7][..]),
            (78, &all, &[10, 12, 12, 0, 0]),
            (60, &all, &[10, 12, 0, 0, 0]),
            (40, &all, &[10, 0, 0, 0, 0]),
            (29, &all, &[0, 0, 0, 0, 0]),
            // The order on the screen does not matter.
            (60, &[Minutes, Author, Category, Date], &[0, 0, 12, 10]),
            (60, &[Author], &[12]),
            (80, &[], &[]),
        ] {
            let widths: Vec<u16> = columns.iter().map(|column| room(*column).0).collect();
            assert_eq!(fitting(width, columns, &widths), expected, "{width} {columns:?}");
        }
    }
}
