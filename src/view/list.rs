//! The list pane: visible rows only.

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

/// Cells of a category at most.
const CATEGORY: usize = 12;

/// Dates within this many seconds are written as how long ago.
const RECENT: i64 = 30 * 86_400;

/// Draws the pane.
pub fn draw(model: &Model, canvas: &mut Canvas<'_>, area: Rect, hits: &mut HitMap) {
    hits.push(area, Target::List);
    if model.list.rows.is_empty() {
        return draw_empty(model, canvas, area);
    }
    let grouped = model.is_grouped() && area.height > 1;
    let shown = model.list.rows.from(model.list.top).take(usize::from(area.height));
    let facts: Vec<Facts> = shown.map(|id| facts(model, id)).collect();
    let widths = [0, 1, 2].map(|column| facts.iter().map(|facts| model.profile.width(&facts[column])).max());
    let widths = widths.map(|width| width.unwrap_or(0) as u16);
    let mut lines = area.rows();
    let mut last = None;
    for ((at, id), facts) in (model.list.top..).zip(model.list.rows.from(model.list.top)).zip(&facts) {
        let day = model.library.day(id);
        if grouped && last != Some(day) {
            let Some(line) = lines.next() else { break };
            draw_day(model, canvas, line, day);
            last = Some(day);
        }
        if at == model.list.new && at > 0 {
            let Some(line) = lines.next() else { break };
            draw_rule(model, canvas, line);
        }
        let Some(row) = lines.next() else { break };
        let current = at == model.list.at;
        hits.push(row, Target::Row(at));
        draw_row(model, canvas, row, id, (facts, widths), current);
        if model.has_snippets() {
            let Some(row) = lines.next() else { break };
            hits.push(row, Target::Row(at));
            draw_snippet(model, canvas, row, id, current);
        }
    }
    let per = model.row_height();
    canvas.thumb(area, model.list.rows.len() * per, model.list.top * per, model.theme.part(Part::Scrollbar));
}

fn draw_day(model: &Model, canvas: &mut Canvas<'_>, line: Rect, day: Option<Published>) {
    let says = match day {
        Some((year, month, day)) => model.catalog.day(year, month, day),
        None => model.catalog.say(Msg::ListNoDate).to_owned(),
    };
    canvas.put_cut(line.x + 1, line.y, line.width.saturating_sub(2), &says, model.theme.part(Part::Group));
}

/// The rule below what is new.
fn draw_rule(model: &Model, canvas: &mut Canvas<'_>, line: Rect) {
    let tone = model.theme.part(Part::Dim);
    let dash = if canvas.profile.cluster("─") == 1 { "─" } else { "-" };
    for x in line.x..line.right().saturating_sub(1) {
        canvas.put(x, line.y, 1, dash, tone);
    }
    let says = format!(" ↑ {} ", model.catalog.say(Msg::ListNewAbove));
    canvas.put_cut(line.x + 2, line.y, line.width.saturating_sub(4), &says, tone);
}

/// The piece of an article's text in which the words stand that are looked for.
fn draw_snippet(model: &Model, canvas: &mut Canvas<'_>, row: Rect, id: ArticleId, current: bool) {
    let back = back_of(model, current);
    canvas.tint(row, back);
    let Some(Some(snippet)) = model.list.texts.snippets.get(&id) else { return };
    let right = row.right().saturating_sub(1);
    let mut x = row.x + 3;
    let mut put = |text: &str, part: Part| {
        // The words keep their own colours on the cursor's row, so that they can be told from the rest.
        let tone = back.under(model.theme.part(part));
        let tone = if part == Part::Match { tone } else { tone.under(lift(back)) };
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

/// What lies below the text of a row.
fn back_of(model: &Model, current: bool) -> Tone {
    match (current, model.focus) {
        (false, _) => Tone::default(),
        (true, Focus::List) => model.theme.part(Part::Selected),
        (true, Focus::Reader) => model.theme.part(Part::SelectedBlurred),
    }
}

fn draw_empty(model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
    let (says, hint) = if model.loading.is_running() {
        (model.catalog.count(Msg::ListLoading, model.loading.read as u64), "")
    } else if model.list.texts.slot.is_waiting() {
        (model.catalog.say(Msg::ListSeeking).to_owned(), "")
    } else if model.list.is_narrowed() {
        (model.catalog.say(Msg::ListNoMatch).to_owned(), model.catalog.say(Msg::ListNoMatchHint))
    } else {
        (model.catalog.say(Msg::ListEmpty).to_owned(), model.catalog.say(Msg::ListEmptyHint))
    };
    let x = area.x + 2;
    let cells = area.width.saturating_sub(4);
    canvas.put_cut(x, area.y + 1, cells, &says, model.theme.part(Part::Text));
    if area.height > 3 {
        canvas.put_cut(x, area.y + 2, cells, hint, model.theme.part(Part::Dim));
    }
}

fn draw_row(
    model: &Model,
    canvas: &mut Canvas<'_>,
    row: Rect,
    id: ArticleId,
    (facts, widths): (&Facts, [u16; 3]),
    current: bool,
) {
    let theme = &model.theme;
    let back = back_of(model, current);
    let read = model.marks.is_read(id);
    canvas.tint(row, back);
    let put_mark = |canvas: &mut Canvas<'_>, x: u16, mark: &str, part| {
        canvas.put(x, row.y, 1, mark, back.under(theme.part(part)).under(lift(back)));
    };
    let signs = Signs::of(canvas.profile);
    if !read {
        put_mark(canvas, row.x, signs.unread, Part::Unread);
    }
    let starred = model.marks.is_starred(id);
    if starred {
        put_mark(canvas, row.x + 1, signs.starred, Part::Star);
    }
    if model.library.has(id, Has::Problem) {
        put_mark(canvas, row.x + 1 + u16::from(starred), signs.problem, Part::ProblemMark);
    }
    let mut right = row.right().saturating_sub(1);
    let left = row.x + 3;
    for ((text, width), (part, least)) in facts.iter().zip(widths).zip(COLUMNS) {
        let room = right.saturating_sub(left);
        if width == 0 || room < width + least {
            continue;
        }
        canvas.put_right(right, row.y, room, text, back.under(theme.part(part)).under(lift(back)));
        right = right.saturating_sub(width + 2);
    }
    let tone = theme.part(if read { Part::Read } else { Part::Unread });
    // It may come from a file of the cache, which anybody may have written.
    let title = Clean::line(model.library.title(id));
    let title = if title.is_empty() { model.catalog.say(Msg::ListUntitled) } else { &title };
    canvas.put_cut(left, row.y, right.saturating_sub(left), title, back.under(tone).under(lift(back)));
}

/// On a coloured row every text takes the row's own colour, so that it stays readable.
fn lift(back: Tone) -> Tone {
    Tone { fg: back.fg, ..Tone::default() }
}

/// What stands at the right of a row, outermost first: date, category, minutes.
type Facts = [String; 3];

/// How they look, and the cells that must be left for the title.
const COLUMNS: [(Part, u16); 3] = [(Part::Date, 16), (Part::Category, 40), (Part::Dim, 48)];

fn facts(model: &Model, id: ArticleId) -> Facts {
    let library = &model.library;
    let date = library.timestamp(id).zip(library.day(id)).map(|(timestamp, day)| written(model, timestamp, day));
    let date = date.unwrap_or_default();
    let category = library.categories_of(id).next().map(|first| library.category_name(first)).unwrap_or_default();
    let minutes = match library.length(id) {
        0 => String::new(),
        length => model.catalog.fill(Msg::ReaderMinutes, &[("n", &article::measure(length).to_string())]),
    };
    let category = if model.profile.width(category) > CATEGORY {
        format!("{}…", model.profile.cut(category, CATEGORY - usize::from(model.profile.cluster("…"))).0)
    } else {
        category.to_owned()
    };
    [date, category, minutes]
}

fn written(model: &Model, timestamp: i64, (year, month, day): Published) -> String {
    let age = model.now - timestamp;
    if model.config.date == DateStyle::Relative && (0..RECENT).contains(&age) {
        model.catalog.ago(age)
    } else {
        model.catalog.short_day(year, month, day)
    }
}
