//! Caret positions in an opened article: one for each glyph that shows part of the text.

use crate::app::page::article_view::{ArticleView, TextPoint, ViewRow};
use crate::document::Anchor;
use crate::text::{Profile, clusters};
use crate::typeset::LineView;

/// A glyph that shows part of the text. Decoration such as bars and list markers has no caret position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CaretPosition {
    /// The row of the [`ArticleView`].
    pub row: usize,
    /// The first cell, counted from the left edge of the text area.
    pub column: u16,
    /// Its width in cells.
    pub cells: u16,
    /// The start of its text.
    pub start: TextPoint,
    /// The byte offset of the end of its text within the block.
    pub end: u32,
}

impl CaretPosition {
    /// The point right after its text.
    pub fn after(&self) -> TextPoint {
        TextPoint { anchor: Anchor { byte: self.end, ..self.start.anchor }, ..self.start }
    }

    /// Whether the text of `next` directly follows the text of this position.
    pub fn meets(&self, next: &Self) -> bool {
        self.after() == next.start
    }
}

/// The caret positions of a row, from left to right.
fn row_positions(view: &LineView<'_>, body: bool, row: usize, profile: Profile) -> Vec<CaretPosition> {
    let mut out: Vec<CaretPosition> = Vec::new();
    for run in view.runs.iter().filter(|run| !run.source.is_empty() && run.cells > 0) {
        let shown = view.shown(run);
        let point = |byte| TextPoint { body, anchor: Anchor { block: view.block, byte } };
        // A run that shows something other than its source text is a single position.
        if shown.len() != run.source.len() {
            let start = point(run.source.start);
            out.push(CaretPosition { row, column: run.column, cells: run.cells, start, end: run.source.end });
            continue;
        }
        let mut column = run.column;
        for (at, cluster) in clusters(shown) {
            let start = run.source.start + at as u32;
            let end = start + cluster.len() as u32;
            match u16::from(profile.cluster(cluster)) {
                // A cluster without width belongs to the glyph before it.
                0 => {
                    if let Some(last) = out.last_mut().filter(|last| last.end == start) {
                        last.end = end;
                    }
                }
                cells => {
                    out.push(CaretPosition { row, column, cells, start: point(start), end });
                    column = column.saturating_add(cells);
                }
            }
        }
    }
    out
}

impl ArticleView {
    /// The caret positions of a row, from left to right; empty if the row shows no text.
    pub fn caret_positions(&self, row: usize) -> Vec<CaretPosition> {
        match self.row(row) {
            Some(ViewRow::Head(view)) => row_positions(&view, false, row, self.setting().profile),
            Some(ViewRow::Body(view)) => row_positions(&view, true, row, self.setting().profile),
            Some(ViewRow::Blank) | None => Vec::new(),
        }
    }

    /// The caret position at a point. If the point is not shown: the nearest position before it in its block, else the
    /// next one on the rows below, else the last one above.
    pub fn position_at(&self, point: TextPoint) -> Option<CaretPosition> {
        let first = self.row_of_point(point);
        let mut nearest: Option<CaretPosition> = None;
        for row in first..self.height() {
            let (block, start) = match self.row(row) {
                Some(ViewRow::Head(view)) if !point.body => (view.block, view.line.source.start),
                Some(ViewRow::Body(view)) if point.body => (view.block, view.line.source.start),
                _ => break,
            };
            if block != point.anchor.block || (start > point.anchor.byte && nearest.is_some()) {
                break;
            }
            for position in self.caret_positions(row) {
                if position.start <= point && point < position.after() {
                    return Some(position);
                }
                if position.start <= point && nearest.is_none_or(|nearest| nearest.start < position.start) {
                    nearest = Some(position);
                }
            }
        }
        nearest.or_else(|| self.first_position(first)).or_else(|| self.last_position(first))
    }

    /// The first caret position on this row or below.
    pub fn first_position(&self, row: usize) -> Option<CaretPosition> {
        (row..self.height()).find_map(|row| self.caret_positions(row).first().copied())
    }

    /// The last caret position on this row or above.
    pub fn last_position(&self, row: usize) -> Option<CaretPosition> {
        (0..=row.min(self.height().saturating_sub(1))).rev().find_map(|row| self.caret_positions(row).last().copied())
    }

    /// The caret position of a row that covers a column, else the nearest one to the left, else the first one.
    pub fn position_near(&self, row: usize, column: u16) -> Option<CaretPosition> {
        let positions = self.caret_positions(row);
        let at = positions.partition_point(|position| position.column <= column).saturating_sub(1);
        positions.get(at).copied()
    }

    /// The caret position under a cell. On a row without text: the last position above, else the first below.
    pub fn position_under(&self, row: usize, column: u16) -> Option<CaretPosition> {
        self.position_near(row, column).or_else(|| self.last_position(row)).or_else(|| self.first_position(row))
    }
}

/// Steps through the caret positions of an article view by rows and columns.
#[derive(Debug)]
pub struct Walk<'a> {
    view: &'a ArticleView,
    /// The positions of one row.
    positions: Vec<CaretPosition>,
    /// The index of the current one; 0 if the row has none.
    at: usize,
}

impl<'a> Walk<'a> {
    /// Starts at a caret position.
    pub fn from(view: &'a ArticleView, position: CaretPosition) -> Self {
        let positions = view.caret_positions(position.row);
        let at = positions.iter().position(|own| own.column == position.column).unwrap_or(0);
        Self { view, positions, at }
    }

    /// The current caret position.
    pub fn position(&self) -> Option<CaretPosition> {
        self.positions.get(self.at).copied()
    }

    /// Moves one caret position forward or back. Returns `None`, without moving, if there is none.
    pub fn step(&mut self, forward: bool) -> Option<CaretPosition> {
        let here = self.position()?;
        let within = if forward { self.at.checked_add(1) } else { self.at.checked_sub(1) };
        if let Some(at) = within.filter(|at| *at < self.positions.len()) {
            self.at = at;
            return self.position();
        }
        let other = if forward {
            self.view.first_position(here.row + 1)
        } else {
            here.row.checked_sub(1).and_then(|row| self.view.last_position(row))
        }?;
        *self = Self::from(self.view, other);
        Some(other)
    }
}

/// The class of a character for word motions: the classes of vim, with Han, hiragana, katakana and Hangul as separate
/// classes. A "word" of Chinese is therefore the text between two punctuation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// White space.
    Blank,
    /// Punctuation and symbols.
    Mark,
    /// Letters of alphabetic scripts, digits, the underscore.
    Letter,
    /// Ideographs.
    Han,
    /// Hiragana.
    Hiragana,
    /// Katakana.
    Katakana,
    /// Hangul.
    Hangul,
}

impl Class {
    /// The class of a character.
    pub fn of(c: char) -> Self {
        match c {
            c if c.is_whitespace() => Self::Blank,
            '々' | '〇' | '〆' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' => {
                Self::Han
            }
            '\u{20000}'..='\u{3ffff}' => Self::Han,
            '\u{3041}'..='\u{309f}' => Self::Hiragana,
            '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' => Self::Katakana,
            '\u{ff66}'..='\u{ff9f}' => Self::Katakana,
            '\u{1100}'..='\u{11ff}' | '\u{3131}'..='\u{318e}' | '\u{ac00}'..='\u{d7a3}' => Self::Hangul,
            '_' => Self::Letter,
            c if c.is_alphanumeric() => Self::Letter,
            _ => Self::Mark,
        }
    }
}
