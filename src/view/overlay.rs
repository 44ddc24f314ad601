//! The overlay: a box with a title, items to choose from, and sometimes an input line.

use ratatui::layout::{Position, Rect};
use tui_input::Input;

use crate::app::{Choice, HitMap, Item, Model, Overlay, Target, Topic};
use crate::locale::Msg;
use crate::text::{Profile, has_rtl, is_rtl, ordered_clusters};
use crate::theme::{Part, Tone};
use crate::typeset::ShownLine;
use crate::view::cells::Canvas;

/// Draws the overlay. Returns the position of its caret.
pub fn draw(model: &Model, overlay: &Overlay, canvas: &mut Canvas<'_>, hits: &mut HitMap) -> Option<Position> {
    let area = area_of(model, overlay, canvas);
    let theme = model.theme();
    hits.push(area, Target::Overlay);
    canvas.clear(area, theme.part(Part::Text));
    let mut inside = area;
    if has_frame(model, overlay) {
        draw_frame(model, overlay, canvas, area);
        inside = Rect::new(area.x + 1, area.y + 1, area.width.saturating_sub(2), area.height.saturating_sub(2));
    }
    let caret = overlay.input().map(|input| {
        let line = Rect { height: 1, ..inside };
        inside.y += 1;
        inside.height = inside.height.saturating_sub(1);
        let part = if overlay.is_selected() { Part::Selection } else { Part::Text };
        draw_input(
            canvas,
            line,
            input_label(model, overlay.topic(), line.width),
            input,
            theme.part(Part::Prompt),
            theme.part(part),
        )
    });
    if overlay.row_count() == 0 {
        let row = overlay.number().filter(|_| overlay.topic() == Topic::Palette);
        let nothing = match row {
            Some(row) => model.catalog().fill(Msg::PaletteRow, &[("n", &row.to_string())]),
            None => model
                .file_hint()
                .or_else(|| model.setting_mistake())
                .unwrap_or_else(|| model.catalog().say(no_match(overlay.topic())).to_owned()),
        };
        canvas.put_cut(inside.x + 1, inside.y, inside.width.saturating_sub(2), &nothing, theme.part(Part::Dim));
    }
    let rows = overlay.rows_from(overlay.top()).take(usize::from(inside.height));
    for ((at, item), y) in rows.zip(inside.top()..) {
        let row = Rect::new(inside.x, y, inside.width, 1);
        hits.push(row, Target::Item(at));
        draw_item(model, canvas, row, item, at == overlay.cursor());
    }
    caret
}

/// Whether there is room for a frame with a row in it. Without one there are only the input line and rows.
fn has_frame(model: &Model, overlay: &Overlay) -> bool {
    let (columns, rows) = model.size();
    rows >= 4 + u16::from(overlay.input().is_some()) && columns >= 8
}

/// The border, with the title above and the hint below.
fn draw_frame(model: &Model, overlay: &Overlay, canvas: &mut Canvas<'_>, area: Rect) {
    let theme = model.theme();
    canvas.frame(area, theme.part(Part::BorderFocused));
    let room = area.width.saturating_sub(4);
    let title = format!(" {} ", model.catalog().say(title(overlay.topic())));
    canvas.put_cut(area.x + 2, area.y, room, &title, theme.part(Part::OverlayTitle));
    let cells = usize::from(room).saturating_sub(2);
    // With paths below it, what Enter does with the name of a file has no row of its own.
    let file_hint = model.file_hint().filter(|_| overlay.row_count() > 0);
    let hint = file_hint.as_deref().unwrap_or_else(|| model.catalog().say(hint_now(overlay)));
    let hint = whole_parts(hint, HINTS, cells, canvas.profile);
    let bottom = area.bottom().saturating_sub(1);
    canvas.put_cut(area.x + 2, bottom, room, &format!(" {hint} "), theme.part(Part::Dim));
}

/// What separates the hints below an overlay.
const HINTS: &str = " · ";

/// The first parts of a text, as many as fit into these cells whole, but at least one.
fn whole_parts<'t>(text: &'t str, separator: &str, cells: usize, profile: Profile) -> &'t str {
    if profile.width(text) <= cells {
        return text;
    }
    let ends = text.match_indices(separator).map(|(at, _)| at);
    let first = ends.clone().next().unwrap_or(text.len());
    let fitting = ends.take_while(|end| profile.width(text.get(..*end).unwrap_or_default()) <= cells).last();
    text.get(..fitting.unwrap_or(first)).unwrap_or(text)
}

/// The area of the overlay: wide enough for its items, in the middle of the screen.
pub fn area_of(model: &Model, overlay: &Overlay, canvas: &Canvas<'_>) -> Rect {
    let (columns, rows) = model.size();
    if !has_frame(model, overlay) {
        return Rect::new(0, 0, columns, rows.saturating_sub(1));
    }
    let widest = overlay
        .items()
        .iter()
        .take(400)
        .map(|item| canvas.profile.width(&item.label) + canvas.profile.width(&item.note) + 2 * usize::from(item.depth))
        .max()
        .unwrap_or(0);
    let hint_width = canvas.profile.width(model.catalog().say(hint(overlay.topic())));
    let hint_width = hint_width.max(model.file_hint().map_or(0, |hint| canvas.profile.width(&hint)));
    let width = u16::try_from((widest + 10).max(hint_width + 6)).unwrap_or(u16::MAX).clamp(36, 84).min(columns);
    let typing = u16::from(overlay.input().is_some());
    let wanted = u16::try_from(overlay.items().len()).unwrap_or(u16::MAX).clamp(1, model.overlay_rows() as u16);
    let height = (wanted + 2 + typing).min(rows.saturating_sub(1));
    // The page is seen beside the themes and settings.
    let x = if overlay.topic() == Topic::Themes || overlay.topic().is_settings() {
        columns - width
    } else {
        (columns - width) / 2
    };
    Rect::new(x, rows.saturating_sub(height + 1) / 2, width, height)
}

fn draw_item(model: &Model, canvas: &mut Canvas<'_>, row: Rect, item: &Item, current: bool) {
    let theme = model.theme();
    if item.title {
        canvas.put_cut(row.x + 1, row.y, row.width.saturating_sub(2), &item.label, theme.part(Part::Group));
        return;
    }
    let back = if current { theme.part(Part::OverlaySelected) } else { Tone::default() };
    canvas.tint(row, back);
    if item.marked {
        canvas.put(row.x + 1, row.y, 1, "*", back.row(theme.part(Part::Chip)));
    }
    let left = row.x + 3 + 2 * u16::from(item.depth);
    let right = row.right().saturating_sub(1);
    let note = back.row(theme.part(Part::Key));
    let room = usize::from(right.saturating_sub(left));
    let max = room * 2 / 3;
    let has_keys = model.overlay().is_some_and(|overlay| matches!(overlay.topic(), Topic::Help | Topic::Palette));
    let beside = room.saturating_sub(canvas.profile.width(&item.label) + 1);
    let says = if has_keys { note_beside(&item.note, beside.min(max), canvas.profile) } else { &item.note };
    let width = canvas.profile.width(says).min(max) as u16;
    let used = canvas.put_cut(right - width, row.y, width, says, note);
    let room = right.saturating_sub(left).saturating_sub(if used > 0 { used + 1 } else { 0 });
    let tone = if item.depth > 0 && item.choice == Choice::Nothing && !item.continues { Part::Dim } else { Part::Text };
    let tone = back.row(theme.part(tone));
    // What is from an article is shown as in it.
    let is_from_article = matches!(item.choice, Choice::Category(_) | Choice::Place(_) | Choice::Bookmark(_));
    let is_shown = is_from_article && !item.other_language;
    let shown = is_shown.then(|| ShownLine::of(&item.label, &model.config().typography));
    canvas.put_cut(left, row.y, room, shown.as_ref().map_or(&item.label, ShownLine::text), tone);
}

/// The name of a command and its keys, without the keys for which there is no room.
fn note_beside(note: &str, cells: usize, profile: Profile) -> &str {
    whole_parts(note, " ", cells, profile).trim_end()
}

/// Draws an input line, scrolled so that the caret is visible, with … where it is cut. Returns the position of the caret.
pub fn draw_input(
    canvas: &mut Canvas<'_>,
    area: Rect,
    label: &str,
    input: &Input,
    label_tone: Tone,
    tone: Tone,
) -> Position {
    let used = canvas.put_cut(area.x, area.y, area.width, label, label_tone);
    let room = usize::from(area.width.saturating_sub(used + 1));
    let value = input.value();
    let caret = value.char_indices().nth(input.cursor()).map_or(value.len(), |(byte, _)| byte);
    let before = value.get(..caret).unwrap_or_default();
    let mut ahead = canvas.profile.width(before);
    let (mut start, mut lead) = (0, "");
    if ahead > room {
        lead = "…";
        ahead += canvas.profile.width(lead);
        for (byte, cluster) in crate::text::clusters(before) {
            if ahead <= room {
                break;
            }
            ahead -= usize::from(canvas.profile.cluster(cluster));
            start = byte + cluster.len();
        }
    }
    let shown = format!("{lead}{}", value.get(start..).unwrap_or_default());
    let cells = area.width.saturating_sub(used);
    if canvas.orders && has_rtl(&shown) {
        let shown = canvas.profile.shortened(&shown, usize::from(cells.saturating_sub(1)));
        // The blank is where the caret is at the end of the text.
        ahead = put_ordered(canvas, (area.x + used, area.y), &format!("{shown} "), lead.len() + caret - start, tone);
    } else {
        canvas.put_cut(area.x + used, area.y, cells, &shown, tone);
    }
    Position { x: (area.x + used + ahead as u16).min(area.right().saturating_sub(1)), y: area.y }
}

/// Writes a line in visual order. Returns the cells to the left of the cluster at a byte.
fn put_ordered(canvas: &mut Canvas<'_>, (x, y): (u16, u16), line: &str, byte: usize, tone: Tone) -> usize {
    let (mut at, mut caret) = (x, 0);
    for (start, cluster) in ordered_clusters(line, is_rtl(line)) {
        if start == byte {
            caret = at - x;
        }
        at += canvas.put(at, y, u16::MAX, &cluster, tone);
    }
    usize::from(caret)
}

/// What stands before an input line of so many cells: a command begins with a colon, anything else filters.
fn input_label(model: &Model, topic: Topic, cells: u16) -> &str {
    let label = match topic {
        Topic::Palette => ":",
        Topic::Settings => ":set ",
        Topic::SettingsFile => ":set! ",
        _ => model.catalog().say(Msg::OverlayFilter),
    };
    // In a narrow window what is typed needs the room.
    if model.profile().width(label) * 3 <= usize::from(cells) { label } else { "> " }
}

/// The message if no item matches the input.
fn no_match(topic: Topic) -> Msg {
    match topic {
        Topic::Categories => Msg::CategoriesNoMatch,
        Topic::Palette => Msg::PaletteNone,
        Topic::Help => Msg::HelpNone,
        _ => Msg::OverlayNone,
    }
}

fn title(topic: Topic) -> Msg {
    match topic {
        Topic::Categories => Msg::CategoriesTitle,
        Topic::Contents => Msg::ContentsTitle,
        Topic::Bookmarks => Msg::BookmarksTitle,
        Topic::Help => Msg::HelpTitle,
        Topic::Palette => Msg::PaletteTitle,
        Topic::Sort => Msg::SortTitle,
        Topic::Themes => Msg::ThemesTitle,
        Topic::Settings | Topic::SettingsFile => Msg::SettingsTitle,
        Topic::Consent => Msg::LoadTitle,
        Topic::Problems => Msg::ProblemsTitle,
        Topic::AllProblems => Msg::ProblemsAllTitle,
    }
}

/// What the keys do at the cursor.
fn hint_now(overlay: &Overlay) -> Msg {
    match overlay.topic() {
        _ if overlay.is_searched() => Msg::OverlayFiltering,
        Topic::Categories if overlay.current().is_some_and(|item| item.marked) => Msg::CategoriesHintMarked,
        topic => hint(topic),
    }
}

fn hint(topic: Topic) -> Msg {
    match topic {
        Topic::Categories => Msg::CategoriesHint,
        Topic::Contents => Msg::ContentsHint,
        Topic::Bookmarks => Msg::BookmarksHint,
        Topic::Help => Msg::HelpSearch,
        Topic::Palette => Msg::PaletteHint,
        Topic::Sort => Msg::SortHint,
        Topic::Themes => Msg::ThemesHint,
        Topic::Settings => Msg::SettingsHint,
        Topic::SettingsFile => Msg::SettingsFileHint,
        Topic::Consent => Msg::ThemesHint,
        Topic::Problems => Msg::ProblemsHint,
        Topic::AllProblems => Msg::ProblemsAllHint,
    }
}
