//! The reader pane in vertical writing: lines side by side from right to left, with matches, the selection and link hints on
//! top.

use std::ops::Range;

use ratatui::layout::{Position, Rect};

use crate::app::{
    ArticleView, CaretPosition, CellsOf, Focus, HintTarget, Model, PlacedPicture, Placing, Target, ViewRow,
};
use crate::text::clusters;
use crate::theme::{Part, Tone};
use crate::typeset::{LineView, Run};
use crate::view::cells::Canvas;
use crate::view::drawn::Drawn;
use crate::view::picture;

/// The visible lines and where they are.
struct Columns<'a> {
    model: &'a Model,
    view: &'a ArticleView,
    placing: Placing,
    top: usize,
}

/// Draws the text. Returns the position of the caret of a selection.
pub fn draw(model: &Model, canvas: &mut Canvas<'_>, pane: Rect, drawn: &mut Drawn) -> Option<Position> {
    let view = model.reader().view()?;
    let columns = Columns { model, view, placing: model.placing(), top: model.reader().top() };
    columns.draw_thumb(canvas, pane);
    for (row, line, body) in columns.lines() {
        columns.draw_line(canvas, (row, &line, body), drawn);
    }
    columns.draw_grid(canvas, pane);
    columns.draw_pictures(canvas, drawn);
    columns.draw_labels(canvas);
    columns.draw_matches(canvas);
    columns.draw_selection(canvas)
}

impl<'a> Columns<'a> {
    /// The rows of the article of which a part may be visible.
    fn rows(&self) -> Range<usize> {
        self.top.saturating_sub(self.placing.reach())..self.top + self.placing.lines()
    }

    /// Whether a row begins a box that does not fit on what is left of the page. It is left for the next one, unless no
    /// page has room for it.
    fn is_left_out(&self, row: usize) -> bool {
        let (end, lines) = (row + self.view.extent(row), self.placing.lines());
        row > self.top && end > self.top + lines && end - row <= lines
    }

    /// The lines that are shown, each with its row and whether it is in the body.
    fn lines(&self) -> impl Iterator<Item = (usize, LineView<'a>, bool)> + use<'a, '_> {
        let view = self.view;
        self.rows().filter(|row| !self.is_left_out(*row)).filter_map(move |row| match view.row(row)? {
            ViewRow::Head(line) => Some((row, line, false)),
            ViewRow::Body(line) => Some((row, line, true)),
            ViewRow::Blank => None,
        })
    }

    /// The visible cells of a row of the article.
    fn rects(&self, row: usize, stride: u16, column: u16, cells: u16) -> impl Iterator<Item = Rect> + use<> {
        let line = row as isize - self.top as isize;
        self.placing.rects(CellsOf { line, stride, column, cells })
    }

    fn draw_line(&self, canvas: &mut Canvas<'_>, (row, line, body): (usize, &LineView<'_>, bool), drawn: &mut Drawn) {
        let (model, stride) = (self.model, line.line.stride);
        if let (true, Some(frame)) = (body, model.reader().folded_by(line)) {
            let all = self.placing.area().height.saturating_mul(stride);
            for rect in self.rects(row, stride, 0, all) {
                drawn.hits.push(rect, Target::Fold(frame));
            }
        }
        // Of a picture that is cut off, the text below it would be cut off as well.
        let is_cut = row < self.top && line.runs.iter().any(|run| run.image.is_some());
        for run in line.runs.iter().filter(|run| !is_cut || run.image.is_none()) {
            let mut tone = model.theme().face(run.face, run.link.is_some());
            if HintTarget::of(run, body).is_some_and(|target| model.reader().focused() == Some(target)) {
                tone = tone.under(model.theme().part(Part::LinkFocused));
            }
            let mut column = run.column;
            for (_, cluster) in clusters(line.shown(run)) {
                let width = u16::from(canvas.profile.cluster(cluster));
                // A glyph of which only a half is visible is left out.
                if let Some(rect) = self.rects(row, stride, column, width).find(|rect| rect.width == width) {
                    canvas.put(rect.x, rect.y, width, cluster, tone);
                }
                column = column.saturating_add(width);
            }
            if let (true, Some(link)) = (body, run.link) {
                for rect in self.rects(row, stride, run.column, run.cells) {
                    drawn.hits.push(rect, Target::Link(link));
                }
            }
        }
    }

    /// The columns of the thumb of a scroll bar as wide as these, which begins at the right. Empty if all is visible.
    fn thumb(&self, bar: Range<u16>) -> Range<u16> {
        let (all, seen) = (self.model.reader().height(), self.placing.lines());
        if all <= seen {
            return bar.end..bar.end;
        }
        let width = usize::from(bar.end.saturating_sub(bar.start));
        let size = (width * seen / all).max(1);
        let start = self.top.min(all - seen) * width.saturating_sub(size) / (all - seen);
        let end = bar.end - start as u16;
        end.saturating_sub(size as u16).max(bar.start)..end
    }

    fn thumb_tone(&self) -> Tone {
        let is_focused = self.model.focus() == Focus::Reader;
        self.model.theme().part(if is_focused { Part::Scrollbar } else { Part::Border })
    }

    /// Whether the grid is drawn, and its frame leaves no row below for the scroll bar.
    fn bar_is_frame(&self, pane: Rect) -> bool {
        self.model.config().typography.grid && self.placing.area().bottom() + 1 == pane.bottom()
    }

    /// The thumb of the scroll bar in the last row of the pane. If the frame of the grid is there, its line is the bar.
    fn draw_thumb(&self, canvas: &mut Canvas<'_>, pane: Rect) {
        let (area, y) = (self.placing.area(), pane.bottom().saturating_sub(1));
        if y < area.bottom() || self.bar_is_frame(pane) {
            return;
        }
        let symbol = if canvas.profile.cluster("▄") == 1 { "▄" } else { "=" };
        for x in self.thumb(area.left()..area.right()) {
            canvas.put(x, y, 1, symbol, self.thumb_tone());
        }
    }

    /// Draws the grid where no text is.
    fn draw_grid(&self, canvas: &mut Canvas<'_>, pane: Rect) {
        if !self.model.config().typography.grid {
            return;
        }
        let boxed: Vec<_> =
            self.rows().map(|row| row..row + self.view.extent(row)).filter(|rows| rows.len() > 1).collect();
        let is_boxed = |line: usize| boxed.iter().any(|rows| rows.contains(&(self.top + line)));
        let tone = self.model.theme().part(Part::Grid);
        let plain = canvas.profile.cluster("│") > 1;
        let parts = self.placing.grid(pane, plain, is_boxed);
        let bar = Some(pane.bottom().saturating_sub(1)).filter(|_| self.bar_is_frame(pane));
        let frame = parts.iter().filter(|part| Some(part.rect.y) == bar).map(|part| part.rect.x);
        let thumb = frame.clone().min().zip(frame.max()).map(|(left, right)| self.thumb(left..right + 1));
        for part in parts {
            if (part.rect.left()..part.rect.right()).all(|x| canvas.is_free(x, part.rect.y)) {
                let is_thumb = Some(part.rect.y) == bar && thumb.as_ref().is_some_and(|it| it.contains(&part.rect.x));
                let (symbol, tone) =
                    if is_thumb { (heavy(part.symbol), self.thumb_tone()) } else { (part.symbol, tone) };
                canvas.put(part.rect.x, part.rect.y, 1, symbol, tone);
                canvas.tint(part.rect, Tone { underline: part.foot, ..tone });
            }
        }
    }

    /// Draws the pictures that are visible as a whole, and the text that stands for others.
    fn draw_pictures(&self, canvas: &mut Canvas<'_>, drawn: &mut Drawn) {
        let Some(opened) = self.model.reader().opened() else { return };
        for placed in opened.pictures(self.rows()) {
            let rect = self.rect_of(&placed).filter(|_| !self.is_left_out(placed.place.row));
            if let Some((rect, is_whole)) = rect {
                picture::draw_placed(self.model, canvas, (rect, is_whole), &placed, drawn);
            }
        }
    }

    /// The visible cells of a picture, and whether they are all of it.
    fn rect_of(&self, placed: &PlacedPicture<'_>) -> Option<(Rect, bool)> {
        let place = placed.place;
        let rows = (0..place.rows).flat_map(|row| {
            let column = place.column.saturating_add(row.saturating_mul(place.stride));
            self.rects(place.row, place.stride, column, place.columns)
        });
        let rect = rows.reduce(|all, row| all.union(row))?;
        Some((rect, (rect.width, rect.height) == (place.columns, place.rows)))
    }

    fn draw_matches(&self, canvas: &mut Canvas<'_>) {
        let Some(found) = self.model.reader().found() else { return };
        let rows = self.rows();
        let first = found.matches().partition_point(|place| self.view.row_of_point(place.start()) + 1 < rows.start);
        for (number, place) in found.matches().iter().enumerate().skip(first) {
            if self.view.row_of_point(place.start()) >= rows.end {
                break;
            }
            let part = if number == found.at() { Part::MatchCurrent } else { Part::Match };
            let (page, above) = self.view.page(place.body);
            for cells in page.cells_of(place.found.block, place.found.range.clone()) {
                let row = cells.row + above;
                let is_shown = rows.contains(&row) && !self.is_left_out(row);
                let Some(stride) = self.view.stride(row).filter(|_| is_shown) else { continue };
                for rect in self.rects(row, stride, cells.column, cells.cells) {
                    canvas.cover(rect, self.model.theme().part(part));
                }
            }
        }
    }

    /// Applies the tone of the selection to its visible part. Returns the position of its caret.
    fn draw_selection(&self, canvas: &mut Canvas<'_>) -> Option<Position> {
        let selection = self.model.reader().selection()?;
        let (from, to) = selection.range(self.model.reader().opened()?);
        let tone = self.model.theme().part(Part::Selection);
        let selected = |position: &CaretPosition| from <= position.start && position.start < to;
        let mut caret = None;
        for row in self.rows().filter(|row| !self.is_left_out(*row)) {
            let Some(stride) = self.view.stride(row) else { continue };
            let positions = self.view.caret_positions(row);
            for (at, position) in positions.iter().enumerate() {
                if selected(position) {
                    // Space that typesetting inserted between two selected glyphs is selected too.
                    let next = positions.get(at + 1).filter(|next| selected(next) && position.meets(next));
                    let next = next.filter(|next| next.column / stride == position.column / stride);
                    let cells = next.map_or(position.cells, |next| next.column - position.column);
                    for rect in self.rects(row, stride, position.column, cells) {
                        canvas.cover(rect, tone);
                    }
                }
                if position.start <= selection.cursor() && selection.cursor() < position.after() {
                    caret = self.rects(row, stride, position.column, 1).next().map(|rect| rect.as_position());
                }
            }
        }
        caret.filter(|_| !selection.is_done() && self.model.focus() == Focus::Reader)
    }

    fn draw_labels(&self, canvas: &mut Canvas<'_>) {
        let Some(hints) = self.model.reader().hints() else { return };
        let mut labelled: Vec<HintTarget> = Vec::new();
        for (row, line, body) in self.lines() {
            let stride = line.line.stride;
            let is_visible = |run: &&Run| self.rects(row, stride, run.column, run.cells).next().is_some();
            for run in line.runs.iter().filter(is_visible) {
                let Some(target) = HintTarget::of(run, body).filter(|target| !labelled.contains(target)) else {
                    continue;
                };
                labelled.push(target);
                let spot = self.rects(row, stride, run.column, run.cells).next();
                if let (Some(label), Some(spot)) = (hints.label(target), spot) {
                    canvas.put(spot.x, spot.y, label.len() as u16, label, self.model.theme().part(Part::HintLabel));
                }
            }
        }
    }
}

/// A character of the frame of the grid where the thumb of the scroll bar is.
fn heavy(symbol: &'static str) -> &'static str {
    match symbol {
        "─" => "━",
        "┴" => "┷",
        "└" => "┕",
        "┘" => "┙",
        "-" => "=",
        other => other,
    }
}
