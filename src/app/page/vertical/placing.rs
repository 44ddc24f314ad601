//! Where the lines of an article are on the screen: one below the other, or, in vertical writing, side by side from right to
//! left.

use ratatui::layout::Rect;

use crate::app::input::panes;
use crate::app::page::article_view::{ArticleView, ViewRow};
use crate::typeset::{Hang, LineView, Options, Writing};

/// Panes with fewer rows have no margin above and below vertical lines.
const MARGINS_FROM: u16 = 8;

/// Places the lines of an article in the reader pane. Lines are counted from the first visible one, and their cells from
/// their beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placing {
    /// The text area.
    area: Rect,
    /// The cells from one vertical line to the next; 0 in horizontal writing.
    pitch: u16,
    /// Whether there is room for a hanging mark beyond the end of a line.
    spare: bool,
}

/// Cells of a line that are in one row of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellsOf {
    /// The line. Those before the first visible one are negative: a box may begin there.
    pub line: isize,
    /// The [`Line::stride`](crate::typeset::Line::stride) of the line.
    pub stride: u16,
    /// The first cell.
    pub column: u16,
    /// The number of cells.
    pub cells: u16,
}

impl Placing {
    /// For a pane and the preferred length of a line in cells; a row of a vertical line is two.
    pub fn new(pane: Rect, measure: u16, options: &Options) -> Self {
        if options.writing == Writing::Horizontal {
            let (area, spare) = panes::measure(pane, measure);
            return Self { area, pitch: 0, spare };
        }
        let wide = panes::inside(pane);
        let margins = if pane.height < MARGINS_FROM { 0 } else { 2 };
        let height = pane.height.saturating_sub(margins).min(measure / 2).max(1);
        let y = pane.y + pane.height.saturating_sub(height) / 2;
        let area = Rect::new(wide.x, y, wide.width, height);
        Self { area, pitch: options.pitch(), spare: area.bottom() < pane.bottom() }
    }

    /// For a page of paper: lines as long as its text area is high.
    pub fn page(area: Rect, options: &Options) -> Self {
        Self { area, pitch: options.pitch(), spare: options.hang == Hang::On }
    }

    /// The cells from one vertical line to the next; 0 in horizontal writing.
    pub fn pitch(&self) -> u16 {
        self.pitch
    }

    /// The text area: as wide, or in vertical writing as high, as a line is long.
    pub fn area(&self) -> Rect {
        self.area
    }

    /// Whether there is room for a hanging mark beyond the end of a line.
    pub fn has_spare(&self) -> bool {
        self.spare
    }

    /// Whether lines are vertical.
    pub fn is_vertical(&self) -> bool {
        self.pitch > 0
    }

    /// The number of lines that fit, at least 1 in vertical writing.
    pub fn lines(&self) -> usize {
        match self.pitch {
            0 => usize::from(self.area.height),
            pitch => usize::from((self.area.width.saturating_add(pitch - 2) / pitch).max(1)),
        }
    }

    /// How many lines before the first visible one a box may begin of which a part is visible.
    pub fn reach(&self) -> usize {
        if self.is_vertical() { self.lines() } else { 0 }
    }

    /// The visible cells, row by row of the screen.
    pub fn rects(&self, of: CellsOf) -> impl Iterator<Item = Rect> + use<> {
        let CellsOf { stride, column, cells, .. } = of;
        let end = column.saturating_add(cells);
        let rows = match (stride, cells) {
            (_, 0) => 0..0,
            (0, _) => 0..1,
            _ => column / stride..(end - 1) / stride + 1,
        };
        let placing = *self;
        rows.filter_map(move |row| {
            let start = if stride == 0 { 0 } else { row * stride };
            let to = if stride == 0 { end } else { end.min(start.saturating_add(stride)) };
            let from = column.max(start);
            placing.row(of, row, from - start..to - start)
        })
    }

    /// The visible part of these cells of a row of a line.
    fn row(&self, of: CellsOf, row: u16, cells: std::ops::Range<u16>) -> Option<Rect> {
        let area = self.area;
        if !self.is_vertical() {
            let line = u16::try_from(of.line).ok().filter(|line| *line < area.height)?;
            return Some(Rect::new(area.x + cells.start, area.y + line, cells.end - cells.start, 1));
        }
        let left = i64::from(area.right()) - of.line as i64 * i64::from(self.pitch) - i64::from(of.stride);
        let from = (left + i64::from(cells.start)).max(i64::from(area.left()));
        let to = (left + i64::from(cells.end)).min(i64::from(area.right()));
        let below = area.height + u16::from(self.spare);
        let width = u16::try_from(to - from).ok().filter(|width| *width > 0 && row < below)?;
        Some(Rect::new(u16::try_from(from).ok()?, area.y + row, width, 1))
    }

    /// The line and the cell of it at a position of the screen, or the nearest in the text area. `stride` says the stride of
    /// a line, `None` if the line is blank.
    pub fn at(&self, (x, y): (u16, u16), stride: impl Fn(isize) -> Option<u16>) -> (isize, u16) {
        let area = self.area;
        let y = y.clamp(area.top(), area.bottom().saturating_sub(1)) - area.top();
        if !self.is_vertical() {
            return (y as isize, x.saturating_sub(area.left()));
        }
        let x = x.clamp(area.left(), area.right().saturating_sub(1));
        let line = (area.right() - 1 - x) / self.pitch;
        for back in 0..=line.saturating_add(self.lines() as u16) {
            let first = line as isize - back as isize;
            let Some(stride) = stride(first) else { continue };
            let left = i64::from(area.right()) - first as i64 * i64::from(self.pitch) - i64::from(stride);
            let column = u16::try_from(i64::from(x) - left).unwrap_or(0).min(stride - 1);
            if back > 0 && (stride <= 2 || i64::from(x) + 1 < left) {
                break;
            }
            return (first, y.saturating_mul(stride).saturating_add(column));
        }
        (line as isize, y.saturating_mul(2))
    }
}

impl ArticleView {
    /// The stride of a row that is not blank, in vertical writing.
    pub fn stride(&self, row: usize) -> Option<u16> {
        let (ViewRow::Head(view) | ViewRow::Body(view)) = self.row(row)? else { return None };
        Some(view.line.stride).filter(|stride| *stride > 0 && !view.runs.is_empty())
    }

    /// The number of rows that a row with a box of vertical writing takes, which is 1 for all others.
    pub fn extent(&self, row: usize) -> usize {
        if self.stride(row).is_none_or(|stride| stride <= 2) {
            return 1;
        }
        let line = |row| match self.row(row)? {
            ViewRow::Head(view) | ViewRow::Body(view) => Some(view),
            ViewRow::Blank => None,
        };
        let own = line(row).map(|view| view.block);
        // Between the title block and the body is a row that is in neither.
        let is_beside = |view: &LineView<'_>| view.runs.is_empty() && view.line.stride > 0 && Some(view.block) == own;
        1 + (row + 1..self.height()).map_while(line).take_while(is_beside).count()
    }
}
