//! The list pane: only the visible rows.

use ratatui::layout::Rect;

use crate::app::{Focus, HitMap, Model, Signs, Target};
use crate::article;
use crate::article::ArticleId;
use crate::config::DateStyle;
use crate::library::{Has, Published};
use crate::locale::Msg;
use crate::text::Clean;
use crate::theme::{Part, Tone};
use crate::view::cells::Canvas;

/// The maximum width of a category, in cells.
const CATEGORY: usize = 12;

/// Dates within this many seconds are shown as a time ago.
const RECENT: i64 = 30 * 86_400;

/// Draws the pane.
pub fn draw(model: &Model, canvas: &mut Canvas<'_>, area: Rect, hits: &mut HitMap) {
    hits.push(area, Target::List);
    if model.list().rows().is_empty() {
        return draw_empty(model, canvas, area);
    }
    let grouped = model.is_grouped() && area.height > 1;
    let shown = model.list().rows().from(model.list().top()).take(usize::from(area.height));
    let columns: Vec<RowColumns> = shown.map(|id| row_columns(model, id)).collect();
    let widths = [0, 1, 2].map(|column| columns.iter().map(|columns| model.profile().width(&columns[column])).max());
    let widths = widths.map(|width| width.unwrap_or(0) as u16);
    let mut lines = area.rows();
    let mut last = None;
    for ((at, id), columns) in (model.list().top()..).zip(model.list().rows().from(model.list().top())).zip(&columns) {
        let day = model.library().day(id);
        if grouped && last != Some(day) {
            let Some(line) = lines.next() else { break };
            draw_day(model, canvas, line, day);
            last = Some(day);
        }
        if model.list().has_rule(at) {
            let Some(line) = lines.next() else { break };
            draw_rule(model, canvas, line);
        }
        let Some(row) = lines.next() else { break };
        let current = at == model.list().cursor_row();
        hits.push(row, Target::Row(at));
        draw_row(model, canvas, row, id, (columns, widths), current);
        if model.has_snippets() {
            let Some(row) = lines.next() else { break };
            hits.push(row, Target::Row(at));
            draw_snippet(model, canvas, row, id, current);
        }
    }
    let per = model.row_height();
    canvas.thumb(area, model.list().rows().len() * per, model.list().top() * per, model.theme().part(Part::Scrollbar));
}

fn draw_day(model: &Model, canvas: &mut Canvas<'_>, line: Rect, day: Option<Published>) {
    let text = match day {
        Some((year, month, day)) => model.catalog().day(year, month, day),
        None => model.catalog().say(Msg::ListNoDate).to_owned(),
    };
    canvas.put_cut(line.x + 1, line.y, line.width.saturating_sub(2), &text, model.theme().part(Part::Group));
}

/// The rule below the new articles.
fn draw_rule(model: &Model, canvas: &mut Canvas<'_>, line: Rect) {
    let tone = model.theme().part(Part::Dim);
    let dash = if canvas.profile.cluster("─") == 1 { "─" } else { "-" };
    for x in line.x..line.right().saturating_sub(1) {
        canvas.put(x, line.y, 1, dash, tone);
    }
    let text = format!(" ↑ {} ", model.catalog().say(Msg::ListNewAbove));
    canvas.put_cut(line.x + 2, line.y, line.width.saturating_sub(4), &text, tone);
}

/// The snippet of an article's text that contains the words of the query.
fn draw_snippet(model: &Model, canvas: &mut Canvas<'_>, row: Rect, id: ArticleId, current: bool) {
    let back = background(model, current);
    canvas.tint(row, back);
    let Some(snippet) = model.list().texts().snippet(id) else { return };
    let right = row.right().saturating_sub(1);
    let mut x = row.x + 3;
    let mut put = |text: &str, part: Part| {
        // Matches keep their own colour on the current row, so that they stand out.
        let tone = back.under(model.theme().part(part));
        let tone = if part == Part::Match { tone } else { tone.under(text_colour(back)) };
        x += canvas.put_cut(x, row.y, right.saturating_sub(x), text, tone);
    };
    let mut at = 0;
    for found in &snippet.matches {
        put(snippet.text.get(at..found.start).unwrap_or_default(), Part::Dim);
        put(snippet.text.get(found.clone()).unwrap_or_default(), Part::Match);
        at = found.end;
    }
    put(snippet.text.get(at..).unwrap_or_default(), Part::Dim);
}

/// The background of a row.
fn background(model: &Model, current: bool) -> Tone {
    match (current, model.focus()) {
        (false, _) => Tone::default(),
        (true, Focus::List) => model.theme().part(Part::Selected),
        (true, Focus::Reader) => model.theme().part(Part::SelectedBlurred),
    }
}

fn draw_empty(model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
    let (text, hint) = if model.loading().is_running() {
        (model.catalog().count(Msg::ListLoading, model.loading().read() as u64), "")
    } else if model.list().texts().is_searching() {
        (model.catalog().say(Msg::ListSeeking).to_owned(), "")
    } else if model.list().is_narrowed() {
        (model.catalog().say(Msg::ListNoMatch).to_owned(), model.catalog().say(Msg::ListNoMatchHint))
    } else {
        (model.catalog().say(Msg::ListEmpty).to_owned(), model.catalog().say(Msg::ListEmptyHint))
    };
    let x = area.x + 2;
    let cells = area.width.saturating_sub(4);
    canvas.put_cut(x, area.y + 1, cells, &text, model.theme().part(Part::Text));
    if area.height > 3 {
        canvas.put_cut(x, area.y + 2, cells, hint, model.theme().part(Part::Dim));
    }
}

fn draw_row(
    model: &Model,
    canvas: &mut Canvas<'_>,
    row: Rect,
    id: ArticleId,
    (columns, widths): (&RowColumns, [u16; 3]),
    current: bool,
) {
    let theme = model.theme();
    let back = background(model, current);
    canvas.tint(row, back);
    draw_marks(model, canvas, row, id, back);
    let mut right = row.right().saturating_sub(1);
    let left = row.x + 3;
    for ((text, width), (part, least)) in columns.iter().zip(widths).zip(COLUMN_PARTS) {
        let room = right.saturating_sub(left);
        if width == 0 || room < width + least {
            continue;
        }
        canvas.put_right(right, row.y, room, text, back.under(theme.part(part)).under(text_colour(back)));
        right = right.saturating_sub(width + 2);
    }
    let tone = theme.part(if model.marks().is_read(id) { Part::Read } else { Part::Unread });
    // The title may come from the cache, whose files are not trusted.
    let title = Clean::line(model.library().title(id));
    let title = if title.is_empty() { model.catalog().say(Msg::ListUntitled) } else { &title };
    canvas.put_cut(left, row.y, right.saturating_sub(left), title, back.under(tone).under(text_colour(back)));
}

/// The marks at the left of a row: unread, starred, problems.
fn draw_marks(model: &Model, canvas: &mut Canvas<'_>, row: Rect, id: ArticleId, back: Tone) {
    let put_mark = |canvas: &mut Canvas<'_>, x: u16, mark: &str, part| {
        canvas.put(x, row.y, 1, mark, back.under(model.theme().part(part)).under(text_colour(back)));
    };
    let signs = Signs::of(canvas.profile);
    if !model.marks().is_read(id) {
        put_mark(canvas, row.x, signs.unread, Part::Unread);
    }
    let starred = model.marks().is_starred(id);
    if starred {
        put_mark(canvas, row.x + 1, signs.starred, Part::Star);
    }
    if model.library().has(id, Has::Problem) {
        put_mark(canvas, row.x + 1 + u16::from(starred), signs.problem, Part::ProblemMark);
    }
}

/// The text colour of a row with a background, for all its texts, so that they stay readable.
fn text_colour(back: Tone) -> Tone {
    Tone { fg: back.fg, ..Tone::default() }
}

/// The columns at the right of a row, the outermost first: date, category, minutes.
type RowColumns = [String; 3];

/// The style of each column, and the cells that it must leave for the title.
const COLUMN_PARTS: [(Part, u16); 3] = [(Part::Date, 16), (Part::Category, 40), (Part::Dim, 48)];

fn row_columns(model: &Model, id: ArticleId) -> RowColumns {
    let library = model.library();
    let date = library.timestamp(id).zip(library.day(id)).map(|(timestamp, day)| date_text(model, timestamp, day));
    let date = date.unwrap_or_default();
    let category = library.categories_of(id).next().map(|first| library.category_name(first)).unwrap_or_default();
    let minutes = match library.length(id) {
        0 => String::new(),
        length => model.catalog().fill(Msg::ReaderMinutes, &[("n", &article::measure(length).to_string())]),
    };
    let category = if model.profile().width(category) > CATEGORY {
        format!("{}…", model.profile().cut(category, CATEGORY - usize::from(model.profile().cluster("…"))).0)
    } else {
        category.to_owned()
    };
    [date, category, minutes]
}

fn date_text(model: &Model, timestamp: i64, (year, month, day): Published) -> String {
    let age = model.now() - timestamp;
    if model.config().date == DateStyle::Relative && (0..RECENT).contains(&age) {
        model.catalog().ago(age)
    } else {
        model.catalog().short_day(year, month, day)
    }
}
