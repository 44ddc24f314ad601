//! Where a cursor can stand in an opened article: one stop for each glyph that shows a piece of the text.

use crate::app::page::article_view::TextPoint;

use crate::app::page::article_view::{ArticleView, ViewRow};
use crate::document::Anchor;
use crate::text::{Profile, clusters};
use crate::typeset::LineView;

/// A glyph that shows a piece of the text. Ornaments have none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CaretPosition {
    /// The row of the article_view.
    pub row: usize,
    /// The first cell, from the left edge of the measure.
    pub column: u16,
    /// How many cells.
    pub cells: u16,
    /// Where its text begins.
    pub start: TextPoint,
    /// The byte of the block after it.
    pub end: u32,
}

impl CaretPosition {
    /// The place right after it.
    pub fn after(&self) -> TextPoint {
        TextPoint { anchor: Anchor { byte: self.end, ..self.start.anchor }, ..self.start }
    }

    /// Whether nothing of the text lies between this stop and the next one.
    pub fn meets(&self, next: &Self) -> bool {
        self.after() == next.start
    }
}

/// The stops of one row, left to right.
fn stops_of(view: &LineView<'_>, body: bool, row: usize, profile: Profile) -> Vec<CaretPosition> {
    let mut out: Vec<CaretPosition> = Vec::new();
    for run in view.runs.iter().filter(|run| !run.source.is_empty() && run.cells > 0) {
        let shown = view.shown(run);
        let place = |byte| TextPoint { body, anchor: Anchor { block: view.block, byte } };
        // A run that shows something else than its source is one thing.
        if shown.len() != run.source.len() {
            let start = place(run.source.start);
            out.push(CaretPosition { row, column: run.column, cells: run.cells, start, end: run.source.end });
            continue;
        }
        let mut column = run.column;
        for (at, cluster) in clusters(shown) {
            let start = run.source.start + at as u32;
            let end = start + cluster.len() as u32;
            match u16::from(profile.cluster(cluster)) {
                // What shows nothing belongs to the glyph before it.
                0 => {
                    if let Some(last) = out.last_mut().filter(|last| last.end == start) {
                        last.end = end;
                    }
                }
                cells => {
                    out.push(CaretPosition { row, column, cells, start: place(start), end });
                    column = column.saturating_add(cells);
                }
            }
        }
    }
    out
}

impl ArticleView {
    /// The stops of a row, left to right; none where it shows nothing of the text.
    pub fn stops(&self, row: usize) -> Vec<CaretPosition> {
        match self.row(row) {
            Some(ViewRow::Head(view)) => stops_of(&view, false, row, self.setting.profile),
            Some(ViewRow::Body(view)) => stops_of(&view, true, row, self.setting.profile),
            Some(ViewRow::Blank) | None => Vec::new(),
        }
    }

    /// The stop that shows a place; where it is not shown, the nearest before it in its block, else the next there is,
    /// else the last.
    pub fn stop_at(&self, point: TextPoint) -> Option<CaretPosition> {
        let first = if point.body { self.row_of_anchor(point.anchor) } else { self.head.row_of(point.anchor) };
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
            for stop in self.stops(row) {
                if stop.start <= point && point < stop.after() {
                    return Some(stop);
                }
                if stop.start <= point && nearest.is_none_or(|nearest| nearest.start < stop.start) {
                    nearest = Some(stop);
                }
            }
        }
        nearest.or_else(|| self.first_stop(first)).or_else(|| self.last_stop(first))
    }

    /// The first stop on this row or below it.
    pub fn first_stop(&self, row: usize) -> Option<CaretPosition> {
        (row..self.height()).find_map(|row| self.stops(row).first().copied())
    }

    /// The last stop on this row or above it.
    pub fn last_stop(&self, row: usize) -> Option<CaretPosition> {
        (0..=row.min(self.height().saturating_sub(1))).rev().find_map(|row| self.stops(row).last().copied())
    }

    /// The stop of a row that covers a column, else the nearest left of it, else the first.
    pub fn stop_near(&self, row: usize, column: u16) -> Option<CaretPosition> {
        let stops = self.stops(row);
        let at = stops.partition_point(|stop| stop.column <= column).saturating_sub(1);
        stops.get(at).copied()
    }

    /// The stop under a cell, also where nothing of the text is: then the end of what is above it.
    pub fn stop_under(&self, row: usize, column: u16) -> Option<CaretPosition> {
        self.stop_near(row, column).or_else(|| self.last_stop(row)).or_else(|| self.first_stop(row))
    }
}

/// A walk over the caret positions of an article view in the order of rows and columns.
#[derive(Debug)]
pub struct Walk<'a> {
    view: &'a ArticleView,
    stops: Vec<CaretPosition>,
    at: usize,
}

impl<'a> Walk<'a> {
    /// Starts at a stop.
    pub fn from(view: &'a ArticleView, stop: CaretPosition) -> Self {
        let stops = view.stops(stop.row);
        let at = stops.iter().position(|own| own.column == stop.column).unwrap_or(0);
        Self { view, stops, at }
    }

    /// The stop it stands at.
    pub fn stop(&self) -> Option<CaretPosition> {
        self.stops.get(self.at).copied()
    }

    /// One stop on or back; stays where there is none and gives `None`.
    pub fn step(&mut self, forward: bool) -> Option<CaretPosition> {
        let here = self.stop()?;
        let within = if forward { self.at.checked_add(1) } else { self.at.checked_sub(1) };
        if let Some(at) = within.filter(|at| *at < self.stops.len()) {
            self.at = at;
            return self.stop();
        }
        let other = if forward {
            self.view.first_stop(here.row + 1)
        } else {
            here.row.checked_sub(1).and_then(|row| self.view.last_stop(row))
        }?;
        *self = Self::from(self.view, other);
        Some(other)
    }
}

/// What a character is to motions by words: the classes of vim, in which Han, hiragana, katakana and Hangul are classes
/// of their own, so that a word of Chinese is what stands between two marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// White space.
    Blank,
    /// Marks and symbols.
    Mark,
    /// Letters of alphabets, digits, the low line.
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
