//! The list pane: only the visible rows.

mod columns;
mod groups;
mod shown;
mod titles;

use std::borrow::Cow;
use std::collections::BTreeMap;

use ratatui::layout::Rect;
use rustc_hash::FxHashMap;

use crate::app::{Focus, HitMap, Model, OPENS, Signs, Target};
use crate::article;
use crate::article::{ArticleId, path_endings, shortened_path};
use crate::config::Column;
use crate::library::Has;
use crate::locale::Msg;
use crate::text::{Clean, Profile};
use crate::theme::{Part, Tone};
use crate::view::cells::Canvas;
use crate::view::list::shown::shown_line;

/// Articles of one title within this many rows above and below the visible ones are told apart.
const NEAR: usize = 64;

/// Draws the pane.
pub fn draw(model: &Model, canvas: &mut Canvas<'_>, area: Rect, hits: &mut HitMap) {
    hits.push(area, Target::List);
    if model.list().rows().is_empty() {
        return draw_empty(model, canvas, area);
    }
    let grouped = model.is_grouped() && area.height > 1;
    let height = usize::from(area.height);
    let table = Table::of(model, area.width, model.list().shown_articles(height));
    let endings = endings(model, height, &table);
    let per = model.row_height();
    let mut lines = area.rows();
    let mut last = None;
    for at in model.list().shown_rows(height) {
        let Some(id) = model.list().rows().get(at) else { break };
        let fold = model.list().groups().fold_of(at);
        let group = model.list().group_of(model.library(), at).filter(|_| grouped);
        if let Some(group) = group.filter(|group| last != Some(*group) || fold.is_some()) {
            let Some(line) = lines.next() else { break };
            let back = if fold.is_some() { groups::background(model, at) } else { Tone::default() };
            groups::draw(model, canvas, line, (group, id, fold.as_ref().map(ExactSizeIterator::len)), back);
            hits.push(line, Target::Group(at));
        }
        last = group;
        if model.list().has_rule(at) {
            let Some(line) = lines.next() else { break };
            draw_rule(model, canvas, line);
        }
        if fold.is_some() {
            continue;
        }
        let Some(row) = lines.next() else { break };
        hits.push(row, Target::Row(at));
        draw_row(model, canvas, row, id, (&table, endings.get(&id)), at);
        if per > 1 {
            let Some(row) = lines.next() else { break };
            hits.push(row, Target::Row(at));
            draw_second(model, canvas, row, id, at);
        }
    }
    // Folded, the rows may fit although there are many.
    if model.list().groups().has_folds() && model.list().top() == 0 && lines.next().is_some() {
        return;
    }
    canvas.thumb(area, model.list().rows().len() * per, model.list().top() * per, model.theme().part(Part::Scrollbar));
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

/// The second line of a row: the snippet of the text that contains the words of the query, or what the article is about.
fn draw_second(model: &Model, canvas: &mut Canvas<'_>, row: Rect, id: ArticleId, at: usize) {
    let back = background(model, at);
    canvas.tint(row, back);
    if columns::has_details(model) {
        return draw_details(model, canvas, row, id, back);
    }
    let Some(snippet) = model.list().texts().snippet(id) else { return };
    let right = row.right().saturating_sub(1);
    let x = row.x + 3;
    let dim = back.row(model.theme().part(Part::Dim));
    // Matches keep their own colour on the current row, so that they stand out.
    let bright = back.under(model.theme().part(Part::Match));
    let is_match = |byte: usize| {
        let found = snippet.matches.partition_point(|found| found.end <= byte);
        snippet.matches.get(found).is_some_and(|found| found.start <= byte)
    };
    let shown = shown_line(model, id, &snippet.text);
    let tone = |byte: usize| if is_match(shown.written_at(byte)) { bright } else { dim };
    canvas.put_toned(x, row.y, right.saturating_sub(x), shown.text(), tone);
}

/// Category, author and first words of an article.
fn draw_details(model: &Model, canvas: &mut Canvas<'_>, row: Rect, id: ArticleId, back: Tone) {
    let tone = |part| back.row(model.theme().part(part));
    let (category, author) = (Clean::line(columns::category(model, id)), Clean::line(model.library().author(id)));
    let words = model.list().openings().get(id).map(|opening| opening.text.clone()).unwrap_or_default();
    let right = row.right().saturating_sub(1);
    let mut x = row.x + 3;
    let parts = [(category, Part::Category), (author, Part::Dim), (words, Part::Dim)];
    for (text, part) in parts.iter().filter(|(text, _)| !text.is_empty()) {
        if x > row.x + 3 {
            x += canvas.put(x, row.y, right.saturating_sub(x), " · ", tone(Part::Dim));
        }
        let shown = shown_line(model, id, text);
        x += canvas.put_cut(x, row.y, right.saturating_sub(x), shown.text(), tone(*part));
    }
}

/// The columns of the rows in view, the outermost first, with their widths; 0 for those that do not fit.
struct Table(Vec<(Column, u16)>);

impl Table {
    fn of(model: &Model, row: u16, shown: impl Iterator<Item = ArticleId>) -> Self {
        let columns = columns::shown(model);
        let mut widths = vec![0; columns.len()];
        for id in shown {
            for (column, width) in columns.iter().zip(&mut widths) {
                *width = model.profile().width(&columns::text(model, id, *column)).max(*width);
            }
        }
        let widths: Vec<u16> = widths.into_iter().map(|width| width.min(usize::from(u16::MAX)) as u16).collect();
        let fitting = columns::fitting(row, &columns, &widths);
        Self(columns.into_iter().zip(fitting).collect())
    }

    /// The columns that are drawn, the outermost first, with their widths.
    fn drawn(&self) -> impl Iterator<Item = (Column, u16)> + '_ {
        self.0.iter().copied().filter(|(_, width)| *width > 0)
    }
}

/// The background of a row.
fn background(model: &Model, at: usize) -> Tone {
    match (at == model.list().cursor_row(), model.focus()) {
        (false, _) if model.list().selected().is_some_and(|rows| rows.contains(&at)) => {
            model.theme().part(Part::Selection)
        }
        (false, _) => Tone::default(),
        (true, Focus::List) => model.theme().part(Part::Selected),
        (true, Focus::Reader) => model.theme().part(Part::SelectedBlurred),
    }
}

fn draw_empty(model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
    let (text, hint): (String, Cow<'_, str>) = if model.loading().is_running() {
        (model.catalog().count(Msg::ListLoading, model.loading().read() as u64), "".into())
    } else if model.list().texts().is_searching() {
        (model.catalog().say(Msg::ListSeeking).to_owned(), "".into())
    } else if model.list().is_narrowed() {
        // In the input line, x is a letter.
        let hint = if model.prompt().is_some() { Msg::ListNoMatchTyping } else { Msg::ListNoMatchHint };
        (model.catalog().say(Msg::ListNoMatch).to_owned(), model.catalog().say(hint).into())
    } else if let Some(problem) = model.unreadable_root() {
        let name = model.collection().name.as_str();
        let why = problem.args.first().map(ToString::to_string).unwrap_or_default();
        let hint = model.catalog().fill(Msg::ListUnreadableHint, &[("why", &why)]);
        (model.catalog().fill(Msg::ListUnreadable, &[("name", name)]), hint.into())
    } else {
        let left_out = model.loading().left_out();
        let left_out = left_out.and_then(|left_out| left_out.in_words(model.catalog(), OPENS));
        let hint = endings_hint(model);
        let hint = left_out.map_or(hint.clone(), |left_out| format!("{hint}\n{left_out}"));
        (model.catalog().say(Msg::ListEmpty).to_owned(), hint.into())
    };
    let x = area.x + 2;
    let cells = area.width.saturating_sub(4);
    canvas.put_cut(x, area.y + 1, cells, &text, model.theme().part(Part::Text));
    // The last row stays empty.
    let rows = usize::from(area.height.saturating_sub(3));
    let profile = canvas.profile;
    let lines = hint.lines().flat_map(|line| broken(line, cells.into(), profile));
    for (y, row) in (area.y + 2..).zip(lines.take(rows)) {
        canvas.put_cut(x, y, cells, &row, model.theme().part(Part::Dim));
    }
}

/// Which files are articles.
fn endings_hint(model: &Model) -> String {
    let endings: Vec<String> = article::ENDINGS.iter().map(|ending| format!(".{ending}")).collect();
    model.catalog().fill(Msg::ListEmptyHint, &[("endings", &endings.join(" "))])
}

/// A text broken at blanks and after Chinese punctuation into rows of at most `cells`. A longer part is a row of its own.
fn broken(text: &str, cells: usize, profile: Profile) -> Vec<String> {
    let mut rows: Vec<String> = Vec::new();
    for part in text.split_inclusive([' ', '，', '、', '。', '；']) {
        match rows.last_mut().filter(|row| profile.width(row) + profile.width(part.trim_end()) <= cells) {
            Some(row) => row.push_str(part),
            None => rows.push(part.to_owned()),
        }
    }
    rows.into_iter().map(|row| row.trim_end().to_owned()).collect()
}

fn draw_row(
    model: &Model,
    canvas: &mut Canvas<'_>,
    row: Rect,
    id: ArticleId,
    (table, ending): (&Table, Option<&Clean>),
    at: usize,
) {
    let theme = model.theme();
    let back = background(model, at);
    canvas.tint(row, back);
    draw_marks(model, canvas, row, id, back);
    let mut right = row.right().saturating_sub(1);
    let left = row.x + 3;
    for (column, width) in table.drawn() {
        let room = right.saturating_sub(left);
        let text = columns::text(model, id, column);
        canvas.put_right(right, row.y, room, &text, back.row(theme.part(columns::part(column))));
        right = right.saturating_sub(width + 2);
    }
    let tone = theme.part(if model.marks().is_read(id) { Part::Read } else { Part::Unread });
    // The title may come from the cache, whose files are not trusted.
    let title = Clean::line(model.library().title(id));
    let title = if title.is_empty() { model.catalog().say(Msg::ListUntitled) } else { &title };
    let room = right.saturating_sub(left);
    let behind = behind_title(model, id, ending, room);
    let taken: u16 = behind.iter().map(|(text, _)| canvas.profile.width(text) as u16 + 1).sum();
    let tone = back.row(tone);
    let bright = back.under(theme.part(Part::Match));
    let used = titles::draw(model, canvas, (left, row.y, room.saturating_sub(taken)), (id, title), (tone, bright));
    let mut x = left + used;
    for (text, part) in behind {
        let tone = back.row(theme.part(part));
        x += 1 + canvas.put_cut(x + 1, row.y, right.saturating_sub(x + 1), &text, tone);
    }
}

/// What stands behind a title, in at most half of these cells each: what tells it from others like it, and the reader's tags.
fn behind_title(model: &Model, id: ArticleId, ending: Option<&Clean>, room: u16) -> Vec<(Clean, Part)> {
    let profile = model.profile();
    let mut behind = Vec::new();
    let mut left = usize::from(room / 2);
    if let Some(ending) = ending {
        let ending = shortened_path(ending, left, profile);
        left = (usize::from(room).saturating_sub(profile.width(&ending) + 1)) / 2;
        behind.push((ending, Part::Dim));
    }
    let tags: Vec<String> = model.marks().get(id).tags.iter().map(|tag| format!("+{tag}")).collect();
    if !tags.is_empty() && left > 2 {
        behind.push((Clean::line(&profile.shortened(&tags.join(" "), left)), Part::Category));
    }
    behind
}

/// For the articles in and near the visible rows that look the same (title and drawn columns), what tells them apart.
fn endings(model: &Model, height: usize, table: &Table) -> FxHashMap<ArticleId, Clean> {
    let from = model.list().top().saturating_sub(NEAR);
    let mut titled: FxHashMap<&str, Vec<ArticleId>> = FxHashMap::default();
    for id in model.list().rows().from(from).take(height + 2 * NEAR) {
        titled.entry(model.library().title(id)).or_default().push(id);
    }
    let mut endings = FxHashMap::default();
    for ids in titled.into_values().filter(|ids| ids.len() > 1) {
        let mut alike: BTreeMap<Vec<String>, Vec<ArticleId>> = BTreeMap::new();
        for id in ids {
            let drawn = table.drawn().map(|(column, _)| columns::text(model, id, column));
            alike.entry(drawn.collect()).or_default().push(id);
        }
        for ids in alike.into_values().filter(|ids| ids.len() > 1) {
            let paths: Vec<_> = ids.iter().map(|id| model.library().path(*id).unwrap_or_default()).collect();
            endings.extend(ids.into_iter().zip(path_endings(&paths)));
        }
    }
    endings
}

/// The marks at the left of a row: unread, starred, problems.
fn draw_marks(model: &Model, canvas: &mut Canvas<'_>, row: Rect, id: ArticleId, back: Tone) {
    let put_mark = |canvas: &mut Canvas<'_>, x: u16, mark: &str, part| {
        canvas.put(x, row.y, 1, mark, back.row(model.theme().part(part)));
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
