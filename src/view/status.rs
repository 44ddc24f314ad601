//! The status line: collection, its order if it is not the usual one, filters as chips, notices, position; or the input line.

use std::path::Path;

use ratatui::layout::{Position, Rect};

use crate::app::{Focus, HitMap, Model, Notice, Prompt, Purpose, Shown, Target, Unit};
use crate::library::Has;
use crate::locale::Msg;
use crate::text::Clean;
use crate::theme::{Part, Tone};
use crate::view::cells::Canvas;
use crate::view::overlay::draw_input;

/// Cells of the progress bar.
const BAR: u16 = 12;

/// The most cells for the words that are searched for in the article.
const WORDS: usize = 16;

/// The most cells for the command whose output is shown.
const COMMAND: usize = 24;

/// The fewest cells in which the beginning of a chip is shown.
const SHORTEST_CHIP: u16 = 8;

/// The fewest cells for what is typed into the line.
const LEAST_TYPED: usize = 8;

/// The fewest cells in which the beginning of the collection's name is shown.
const SHORTEST_NAME: u16 = 4;

/// Draws the line. Returns the position of its caret.
pub fn draw(model: &Model, canvas: &mut Canvas<'_>, area: Rect, hits: &mut HitMap) -> Option<Position> {
    if area.is_empty() {
        return None;
    }
    let base = model.theme().part(Part::Status);
    canvas.clear(area, base);
    if let Some(prompt) = model.prompt() {
        return Some(draw_prompt(model, canvas, area, prompt, base));
    }
    if model.notice().is_none_or(|notice| notice_text(notice).is_empty()) {
        let right = draw_place(model, canvas, area, base);
        let room = Rect { width: area.width.saturating_sub(right + 1), ..area };
        draw_collection(model, canvas, room, base, hits);
        return None;
    }
    // The position shares the last row of a message with it, if there is room; else it is there again with the next key.
    let used = draw_notice(model, canvas, area, base) + 2;
    let place: u16 = place_parts(model).iter().map(|(text, _)| canvas.profile.width(text) as u16 + 2).sum();
    if used.saturating_add(place) <= area.width {
        let right = draw_place(model, canvas, area, base);
        let x = area.x + used;
        let rest = Rect { x, width: area.right().saturating_sub(right + 1).saturating_sub(x), ..area };
        if model.loading().is_running() && model.loading().found() > 0 && rest.width > BAR + 12 {
            draw_progress(model, canvas, rest, base);
        }
    }
    None
}

fn notice_text(notice: &Notice) -> &str {
    match notice {
        Notice::Done(text) | Notice::Absent(text) | Notice::Failed(text) => text,
    }
}

/// Draws the message. One that is too long for its line takes up more lines above it, as many as it needs and there are.
/// Returns the cells used of the last one, with the blank before it.
fn draw_notice(model: &Model, canvas: &mut Canvas<'_>, line: Rect, base: Tone) -> u16 {
    let Some(notice) = model.notice() else { return 0 };
    let part = if matches!(notice, Notice::Failed(_)) { Part::Error } else { Part::Notice };
    draw_text(model, canvas, line, notice_text(notice), (base, base.under(model.theme().part(part))))
}

/// Draws a text on a line, and if it is too long on lines above, too. What was there is covered. Returns the cells used
/// of the line, with the blank before the text.
fn draw_text(model: &Model, canvas: &mut Canvas<'_>, line: Rect, text: &str, (base, tone): (Tone, Tone)) -> u16 {
    let cells = line.width.saturating_sub(1);
    if canvas.profile.width(text) <= usize::from(cells) {
        canvas.clear(line, base);
        return 1 + canvas.put_cut(line.x + 1, line.y, cells, text, tone);
    }
    let mut lines = model.wrapped(text, cells.max(8));
    let most = usize::from(line.y) + 1;
    if lines.len() > most {
        let rest = lines.split_off(most.saturating_sub(1)).concat();
        lines.push(rest);
    }
    let top = line.y.saturating_sub(lines.len().saturating_sub(1) as u16);
    let mut used = 0;
    for (text, y) in lines.iter().zip(top..) {
        canvas.clear(Rect { y, height: 1, ..line }, base);
        used = 1 + canvas.put_cut(line.x + 1, y, cells, text, tone);
    }
    used
}

fn draw_prompt(model: &Model, canvas: &mut Canvas<'_>, area: Rect, prompt: &Prompt, base: Tone) -> Position {
    let label = match prompt.purpose() {
        Purpose::Narrow => model.catalog().say(Msg::PromptSearch).to_owned(),
        Purpose::Find => model.catalog().say(Msg::PromptFind).to_owned(),
        Purpose::Pipe => model.catalog().say(Msg::PromptPipe).to_owned(),
        Purpose::Save => model.catalog().say(Msg::PromptSave).to_owned(),
        Purpose::Name => model.catalog().say(Msg::PromptName).to_owned(),
        Purpose::Tag => model.catalog().say(Msg::PromptTag).to_owned(),
        Purpose::Confirm => model.catalog().count(Msg::ConfirmMarkAll, model.unread_rows().len() as u64),
    };
    let note = match (prompt.purpose(), model.notice()) {
        (_, Some(Notice::Failed(text))) => format!("{text} "),
        // Which completion of how many is shown.
        (Purpose::Narrow | Purpose::Tag, Some(Notice::Done(text) | Notice::Absent(text))) => format!("{text} "),
        (Purpose::Tag, None) => format!("{} ", model.tagging_note()),
        (Purpose::Narrow, None) => format!("{} ", model.catalog().number(model.list().rows().len() as u64)),
        (Purpose::Find, _) => match_count(model).map(|text| text + " ").unwrap_or_default(),
        (Purpose::Pipe | Purpose::Save | Purpose::Name | Purpose::Confirm, _) => String::new(),
    };
    let mut used = canvas.put_right(area.right(), area.y, area.width / 2, &note, base);
    if used == 0 && matches!(model.notice(), Some(Notice::Failed(_))) && area.y > 0 {
        // There is no room beside the line for what is wrong.
        draw_notice(model, canvas, Rect { y: area.y - 1, ..area }, base);
    }
    let strong = base.under(model.theme().part(Part::Prompt));
    if prompt.purpose() == Purpose::Confirm && canvas.profile.width(&label) + 2 > usize::from(area.width) {
        draw_text(model, canvas, area, &label, (base, strong));
        return Position { x: area.right().saturating_sub(1), y: area.y };
    }
    let mut label = format!("{label} ");
    if prompt.purpose() != Purpose::Confirm
        && canvas.profile.width(&label) + LEAST_TYPED > usize::from(area.width.saturating_sub(used + 1))
    {
        // What is typed is more than what it is typed for, and than its count.
        canvas.clear(area, base);
        (label, used) = (String::new(), 0);
    }
    let room = Rect { x: area.x + 1, width: area.width.saturating_sub(used + 1), ..area };
    // The status line is dim, but what is typed is not.
    let text = Tone { fg: model.theme().part(Part::Text).fg, dim: false, ..base };
    let tone = if prompt.is_selected() { text.under(model.theme().part(Part::Selection)) } else { text };
    canvas.clear(room, text);
    let caret = draw_input(canvas, room, &label, prompt.input(), strong, tone);
    if prompt.purpose() == Purpose::Narrow {
        mark_mistakes(model, canvas, room, (caret, prompt, canvas.profile.width(&label)));
    }
    caret
}

/// Underlines the terms of a query that have a mistake.
fn mark_mistakes(
    model: &Model,
    canvas: &mut Canvas<'_>,
    room: Rect,
    (caret, prompt, label): (Position, &Prompt, usize),
) {
    let value = prompt.input().value();
    let at = value.char_indices().nth(prompt.input().cursor()).map_or(value.len(), |(byte, _)| byte);
    let first = room.x + label as u16;
    let cells = |from: usize, to: usize| canvas.profile.width(value.get(from..to).unwrap_or_default()) as u16;
    // The line may be scrolled, but the caret is where it is.
    let column = |byte: usize| {
        if byte < at { caret.x.saturating_sub(cells(byte, at)) } else { caret.x.saturating_add(cells(at, byte)) }
    };
    let tone = Tone { underline: true, fg: model.theme().part(Part::Error).fg, ..Tone::default() };
    let places: Vec<(u16, u16)> = model
        .query_mistakes(value)
        .into_iter()
        .map(|range| (column(range.start).max(first), column(range.end).min(room.right())))
        .collect();
    for (left, right) in places {
        canvas.tint(Rect { x: left, width: right.saturating_sub(left), ..room }, tone);
    }
}

/// The number of the current match of all, as `3/17`.
fn match_count(model: &Model) -> Option<String> {
    let found = model.reader().found().filter(|found| !found.words().is_empty())?;
    let at = if found.matches().is_empty() { 0 } else { found.at() + 1 };
    let count = format!("{at}/{}", found.matches().len());
    // The list's own words stand at the left.
    let list = model.list().words();
    let is_other = !list.is_empty() && list != found.words() && model.prompt().is_none();
    Some(if is_other { format!("/{} {count}", model.profile().shortened(found.words(), WORDS)) } else { count })
}

/// Draws the position at the right of the line. Returns the cells used.
fn draw_place(model: &Model, canvas: &mut Canvas<'_>, area: Rect, base: Tone) -> u16 {
    let mut right = area.right().saturating_sub(1);
    let mut used = 1;
    for (text, part) in place_parts(model).iter().rev() {
        let room = area.width.saturating_sub(used + 2);
        let cells = canvas.put_right(right, area.y, room, text, base.under(model.theme().part(*part)));
        if cells == 0 {
            break;
        }
        right = right.saturating_sub(cells + 2);
        used += cells + 2;
    }
    used
}

/// The parts of the position, from left to right: pending keys, modes, matches, problems, the place in the list and in
/// the article.
fn place_parts(model: &Model) -> Vec<(String, Part)> {
    let mut parts: Vec<(String, Part)> = Vec::new();
    if !model.pending().is_empty() {
        parts.push((model.pending().to_string(), Part::Key));
    }
    match model.reader().shown() {
        Shown::Source if model.reader().is_current() => {
            parts.push((model.catalog().say(Msg::ModeSource).to_owned(), Part::StatusStrong));
        }
        Shown::Output(output) => {
            let command = format!("| {}", Clean::line(&output.command));
            parts.push((model.profile().shortened(&command, COMMAND).into_owned(), Part::StatusStrong));
        }
        Shown::Source | Shown::Article => {}
    }
    if model.is_selecting() {
        let lines = model.reader().selection().is_some_and(|selection| selection.unit() == Unit::Line);
        let mode = if lines { Msg::ModeSelectLines } else { Msg::ModeSelect };
        parts.push((model.catalog().say(mode).to_owned(), Part::StatusStrong));
    }
    if let Some(rows) = model.list().selected().filter(|_| model.focus() == Focus::List) {
        let mode = model.catalog().count(Msg::ModeSelectRows, rows.len() as u64);
        parts.push((mode, Part::StatusStrong));
    }
    if let Some(found) = match_count(model).filter(|_| model.focus() == Focus::Reader) {
        parts.push((found, Part::Match));
    }
    let own = model
        .subject()
        .filter(|id| model.library().has(*id, Has::Problem))
        .map(|id| model.library().extra(id).problems);
    let problems = own.iter().flatten().filter(|problem| problem.matters()).count() + model.problems().len();
    if problems > 0 {
        parts.push((format!("!{problems}"), Part::ProblemMark));
    }
    // What is read may be no row of the list: a file that a link leads to, an article that does not match the query.
    let is_row = |path: &Path| model.library().find_ever(path).is_some_and(|id| model.list().cursor() == Some(id));
    if model.focus() == Focus::List || model.reader().path().is_none_or(is_row) {
        let total = model.list().rows().len();
        let at = if total == 0 { 0 } else { model.list().cursor_row() + 1 };
        let counted = format!("{}/{}", model.catalog().number(at as u64), model.catalog().number(total as u64));
        parts.push((counted, Part::Status));
    }
    if model.focus() == Focus::Reader && model.reader().is_current() {
        if let Some(line) = model.file_line() {
            let line = model.catalog().number(line as u64);
            parts.push((model.catalog().fill(Msg::ModeLine, &[("n", &line)]), Part::Status));
        }
        parts.push((format!("{}%", model.reader().percent(model.extent())), Part::StatusStrong));
    }
    parts
}

/// Draws the collection's name, the progress of loading, and the filters as chips.
fn draw_collection(model: &Model, canvas: &mut Canvas<'_>, area: Rect, base: Tone, hits: &mut HitMap) {
    let mut x = area.x + 1;
    let left = |x: u16| area.right().saturating_sub(x);
    let strong = base.under(model.theme().part(Part::StatusStrong));
    let room = left(x).min(area.width / 2);
    if room >= SHORTEST_NAME {
        x += canvas.put_cut(x, area.y, room, &model.collection().name, strong) + 2;
    }
    if model.loading().is_running() && model.loading().found() > 0 && left(x) > BAR + 12 {
        x += draw_progress(model, canvas, Rect { x, width: left(x), ..area }, base) + 2;
    }
    let chip = model.theme().part(Part::Chip);
    let categories = model.list().filter().categories.iter();
    let order = model.unusual_order().map(|order| (format!(" {order} "), None));
    let categories = categories.map(|id| (format!(" {} ", model.category_name(*id)), Some(*id)));
    let mut chips: Vec<_> = order.into_iter().chain(categories).collect();
    let words = model.list().words();
    chips.extend((!words.is_empty()).then(|| (format!(" /{words} "), None)));
    let ellipsis = u16::from(canvas.profile.cluster("…"));
    let mut chips = chips.iter().peekable();
    while let Some((text, category)) = chips.next() {
        // A chip with others after it leaves room for the … that stands for them.
        let after = if chips.peek().is_some() { ellipsis + 1 } else { 0 };
        let width = canvas.profile.width(text).min(usize::from(u16::MAX)) as u16;
        let cut = width.saturating_add(after) > left(x);
        if cut && left(x) < SHORTEST_CHIP {
            canvas.put(x, area.y, left(x), "…", base);
            return;
        }
        let used = canvas.put_cut(x, area.y, if cut { left(x) - after } else { width }, text, base.under(chip));
        if let Some(id) = category {
            hits.push(Rect::new(x, area.y, used, 1), Target::Chip(*id));
        }
        x += used + 1;
    }
}

fn draw_progress(model: &Model, canvas: &mut Canvas<'_>, area: Rect, base: Tone) -> u16 {
    let (read, found) = (model.loading().read(), model.loading().found().max(1));
    let full = (usize::from(BAR) * read / found).min(usize::from(BAR)) as u16;
    let solid = if canvas.profile.cluster("━") == 1 { ("━", "─") } else { ("=", "-") };
    for cell in 0..BAR {
        let (symbol, part) = if cell < full { (solid.0, Part::Progress) } else { (solid.1, Part::Dim) };
        canvas.put(area.x + cell, area.y, 1, symbol, base.under(model.theme().part(part)));
    }
    let number = |number: usize| model.catalog().number(number as u64);
    let pace = match model.loading().pace(model.now()) {
        Some((rate, left)) => format!("  {}/s  {}:{:02}", number(rate), left / 60, left % 60),
        None => String::new(),
    };
    let text = format!("{}/{}{pace}", number(read), number(model.loading().found()));
    BAR + 1 + canvas.put_cut(area.x + BAR + 1, area.y, area.width.saturating_sub(BAR + 1), &text, base)
}
