//! The list pane: visible rows only.

use ratatui::layout::Rect;

use super::cells::Canvas;
use crate::app::{Focus, HitMap, Model, Target};
use crate::article::{Article, ArticleId, Date};
use crate::config::DateStyle;
use crate::locale::Msg;
use crate::theme::{Part, Tone};

/// Dates within this many seconds are written as how long ago.
const RECENT: i64 = 30 * 86_400;

/// Draws the pane.
pub fn draw(model: &Model, canvas: &mut Canvas<'_>, area: Rect, hits: &mut HitMap) {
    hits.push(area, Target::List);
    if model.list.rows.is_empty() {
        return draw_empty(model, canvas, area);
    }
    let grouped = model.is_grouped() && area.height > 1;
    let mut lines = area.rows();
    let mut last = None;
    for (at, id) in model.list.rows.iter().enumerate().skip(model.list.top) {
        let day = model.library.day(*id);
        if grouped && last != Some(day) {
            let Some(line) = lines.next() else { break };
            draw_day(model, canvas, line, day);
            last = Some(day);
        }
        let Some(row) = lines.next() else { break };
        hits.push(row, Target::Row(at));
        draw_row(model, canvas, row, *id, at == model.list.at);
    }
    draw_bar(model, canvas, area);
}

fn draw_day(model: &Model, canvas: &mut Canvas<'_>, line: Rect, day: Option<(i16, u8, u8)>) {
    let says = match day {
        Some((year, month, day)) => model.catalog.day(year, month, day),
        None => model.catalog.say(Msg::ListNoDate).to_owned(),
    };
    canvas.put_cut(line.x + 1, line.y, line.width.saturating_sub(2), &says, model.theme.part(Part::Group));
}

fn draw_empty(model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
    let (says, hint) = if model.loading.is_running() {
        (model.catalog.count(Msg::ListLoading, model.loading.read as u64), "")
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

fn draw_row(model: &Model, canvas: &mut Canvas<'_>, row: Rect, id: ArticleId, current: bool) {
    let Some(entry) = model.library.get(id) else { return };
    let theme = &model.theme;
    let back = match (current, model.focus) {
        (false, _) => Tone::default(),
        (true, Focus::List) => theme.part(Part::Selected),
        (true, Focus::Reader) => theme.part(Part::SelectedBlurred),
    };
    let read = model.marks.is_read(id);
    canvas.tint(row, back);
    let put_mark = |canvas: &mut Canvas<'_>, x: u16, mark: &str, part| {
        canvas.put(x, row.y, 1, mark, back.under(theme.part(part)).under(lift(back)));
    };
    let narrow = |symbol: &'static str, plain: &'static str| {
        if canvas.profile.cluster(symbol) == 1 { symbol } else { plain }
    };
    let (dot, star) = (narrow("●", "o"), narrow("★", "*"));
    if !read {
        put_mark(canvas, row.x, dot, Part::Unread);
    }
    if model.marks.is_starred(id) {
        put_mark(canvas, row.x + 1, star, Part::Star);
    } else if !entry.article.problems.is_empty() {
        put_mark(canvas, row.x + 1, "!", Part::ProblemMark);
    }
    let mut right = row.right().saturating_sub(1);
    let left = row.x + 3;
    for (text, part, least) in facts(model, &entry.article) {
        let room = right.saturating_sub(left);
        let width = canvas.profile.width(&text) as u16;
        if text.is_empty() || room < width + least {
            continue;
        }
        canvas.put_right(right, row.y, room, &text, back.under(theme.part(part)).under(lift(back)));
        right = right.saturating_sub(width + 2);
    }
    let tone = theme.part(if read { Part::Read } else { Part::Unread });
    let title: &str = &entry.article.title;
    let title = if title.is_empty() { model.catalog.say(Msg::ListUntitled) } else { title };
    canvas.put_cut(left, row.y, right.saturating_sub(left), title, back.under(tone).under(lift(back)));
}

/// On a coloured row every text takes the row's own colour, so that it stays readable.
fn lift(back: Tone) -> Tone {
    Tone { fg: back.fg, ..Tone::default() }
}

/// What stands at the right of a row, outermost first, with the cells that must be left for the title.
fn facts(model: &Model, article: &Article) -> [(String, Part, u16); 3] {
    let date = article.date.map(|date| written(model, &date)).unwrap_or_default();
    let category = article.categories.first().map(ToString::to_string).unwrap_or_default();
    let minutes = match article.length {
        0 => String::new(),
        _ => model.catalog.fill(Msg::ReaderMinutes, &[("n", &article.minutes().to_string())]),
    };
    let category = model.profile.cut(&category, 12).0.to_owned();
    [(date, Part::Date, 16), (category, Part::Category, 40), (minutes, Part::Dim, 48)]
}

fn written(model: &Model, date: &Date) -> String {
    let age = model.now - date.timestamp;
    if model.config.date == DateStyle::Relative && (0..RECENT).contains(&age) {
        model.catalog.ago(age)
    } else {
        model.catalog.short_day(date.year, date.month, date.day)
    }
}

/// The thumb at the right edge, where there is more than fits.
fn draw_bar(model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
    let (rows, height) = (model.list.rows.len(), usize::from(area.height));
    if rows <= height || height < 3 || area.width < 20 {
        return;
    }
    let size = (height * height / rows).max(1);
    let top = model.list.top * (height - size) / (rows - height).max(1);
    let symbol = if canvas.profile.cluster("▐") == 1 { "▐" } else { "|" };
    for row in top..(top + size).min(height) {
        canvas.put(area.right() - 1, area.y + row as u16, 1, symbol, model.theme.part(Part::Scrollbar));
    }
}
