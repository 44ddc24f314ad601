//! A selection in the open article: two places, and how the moving one goes from glyph to glyph.

use crate::app::input::command::{Motion, Reach};
use crate::app::page::article_view::TextPoint;
use crate::app::page::article_view::{ArticleView, Opened};
use crate::app::page::caret::{CaretPosition, Class, Walk};
use crate::document::{BlockKind, Document};
use crate::text::clusters;

/// By what a selection grows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    /// Glyph by glyph.
    #[default]
    Glyph,
    /// Word by word.
    Word,
    /// By the lines of the text: paragraphs up to their hard breaks, lines of code, rows of a table.
    Line,
    /// By whole paragraphs; in code and tables by lines.
    Paragraph,
}

/// What is selected: all from one glyph to another, both included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Selection {
    /// The end that stays: where its glyph begins.
    pub fixed: TextPoint,
    /// The end that moves, where the caret stands.
    pub cursor: TextPoint,
    /// By what it grows.
    pub unit: Unit,
    /// The column that going up and down aims at.
    pub goal: Option<u16>,
    /// Whether it was copied and is only still shown, until the next key.
    pub done: bool,
}

impl Selection {
    /// One glyph.
    pub fn at(point: TextPoint) -> Self {
        Self { fixed: point, cursor: point, unit: Unit::Glyph, goal: None, done: false }
    }

    /// The places it covers: from the first up to the second.
    pub fn range(&self, opened: &Opened) -> (TextPoint, TextPoint) {
        let (first, last) = (self.fixed.min(self.cursor), self.fixed.max(self.cursor));
        match self.unit {
            Unit::Glyph => (first, end_of(opened, last)),
            unit => (span(opened, first, unit).0, span(opened, last, unit).1),
        }
    }
}

/// The place after the glyph at a place.
fn end_of(opened: &Opened, point: TextPoint) -> TextPoint {
    match opened.view.stop_at(point) {
        Some(stop) if stop.start <= point && point < stop.after() => stop.after(),
        // Where its row is still to be composed, the text alone says where the glyph ends.
        _ => {
            let block = opened.document_of(point).blocks.get(point.anchor.block as usize);
            let rest = block.and_then(|block| block.text().get(point.anchor.byte as usize..)).unwrap_or_default();
            let length = clusters(rest).next().map_or(0, |(_, cluster)| cluster.len());
            at_byte(point, point.anchor.byte as usize + length)
        }
    }
}

/// What a unit around a place covers.
pub fn span(opened: &Opened, point: TextPoint, unit: Unit) -> (TextPoint, TextPoint) {
    let block = opened.document_of(point).blocks.get(point.anchor.block as usize);
    match (unit, block) {
        (Unit::Glyph, _) | (_, None) => (point, end_of(opened, point)),
        (Unit::Word, _) => word_around(opened, point),
        (Unit::Paragraph, Some(block)) if !matches!(block.kind, BlockKind::Code(_) | BlockKind::Table(_)) => {
            (at_byte(point, 0), at_byte(point, block.text().len()))
        }
        (Unit::Line | Unit::Paragraph, Some(block)) => {
            let text = block.text();
            let byte = (point.anchor.byte as usize).min(text.len());
            let before = text.get(..byte).and_then(|text| text.rfind('\n')).map_or(0, |at| at + 1);
            let after = text.get(byte..).and_then(|text| text.find('\n')).map_or(text.len(), |at| byte + at);
            (at_byte(point, before), at_byte(point, after))
        }
    }
}

fn at_byte(mut point: TextPoint, byte: usize) -> TextPoint {
    point.anchor.byte = byte.try_into().unwrap_or(u32::MAX);
    point
}

/// The characters of one class around a place.
fn word_around(opened: &Opened, point: TextPoint) -> (TextPoint, TextPoint) {
    let Some(block) = opened.document_of(point).blocks.get(point.anchor.block as usize) else { return (point, point) };
    let text = block.text();
    let (before, after) = text.split_at_checked(point.anchor.byte as usize).unwrap_or(("", text));
    let Some(class) = after.chars().next().map(Class::of) else { return (point, point) };
    // A row of marks is one word to vim, but 「（ picked with the mouse means the one mark under it.
    let alone = class == Class::Mark;
    let same = |c: &char| Class::of(*c) == class;
    let back: usize = before.chars().rev().take_while(|c| !alone && same(c)).map(char::len_utf8).sum();
    let on: usize = after.chars().take_while(same).take(if alone { 1 } else { usize::MAX }).map(char::len_utf8).sum();
    (at_byte(point, before.len() - back), at_byte(point, before.len() + on))
}

/// Where a motion of the list and the reader takes a cursor.
pub fn moved(
    view: &ArticleView,
    from: CaretPosition,
    goal: u16,
    motion: Motion,
    count: Option<u32>,
    window: usize,
) -> Option<CaretPosition> {
    let times = count.unwrap_or(1).max(1) as usize;
    let last = view.height().saturating_sub(1);
    // Pages and halves go by rows of the screen, single steps by rows that have text.
    let leap = |rows: usize, down: bool| {
        let row = if down { from.row.saturating_add(rows).min(last) } else { from.row.saturating_sub(rows) };
        let (above, below) = (view.last_stop(row), view.first_stop(row));
        let stop = if down { below.or(above) } else { above.or(below) }?;
        view.stop_near(stop.row, goal)
    };
    let half = (window / 2).max(1);
    let page = window.saturating_sub(2).max(1);
    match motion {
        Motion::Down => vertically(view, from, goal, times, true),
        Motion::Up => vertically(view, from, goal, times, false),
        Motion::HalfDown => leap(times.saturating_mul(half), true),
        Motion::HalfUp => leap(times.saturating_mul(half), false),
        Motion::PageDown => leap(times.saturating_mul(page), true),
        Motion::PageUp => leap(times.saturating_mul(page), false),
        Motion::Top => view.first_stop(count.map_or(0, |row| (row as usize).saturating_sub(1)).min(last)),
        Motion::Bottom => match count {
            Some(percent) => view.first_stop(last * (percent as usize).min(100) / 100),
            None => view.last_stop(last),
        },
        Motion::Center | Motion::ToTop | Motion::ToBottom => Some(from),
    }
}

/// So many rows that have text down or up; as many as there are.
fn vertically(view: &ArticleView, from: CaretPosition, goal: u16, times: usize, down: bool) -> Option<CaretPosition> {
    let mut row = from.row;
    for _ in 0..times {
        let next = if down { view.first_stop(row + 1) } else { row.checked_sub(1).and_then(|row| view.last_stop(row)) };
        let Some(next) = next else { break };
        row = next.row;
    }
    view.stop_near(row, goal)
}

/// Where a motion of its own takes a cursor.
pub fn reached(opened: &Opened, from: CaretPosition, reach: Reach, times: usize) -> Option<CaretPosition> {
    let view = &opened.view;
    let mut walk = Walk::from(view, from);
    match reach {
        Reach::Left | Reach::Right => {
            for _ in 0..times {
                if walk.step(reach == Reach::Right).is_none() {
                    break;
                }
            }
            walk.stop()
        }
        Reach::RowStart => view.stops(from.row).first().copied(),
        Reach::RowEnd => {
            let row = vertically(view, from, 0, times.saturating_sub(1), true)?.row;
            view.stops(row).last().copied()
        }
        Reach::NextWord | Reach::PreviousWord | Reach::WordEnd => {
            (0..times).try_for_each(|_| word_step(opened, &mut walk, reach));
            walk.stop()
        }
        Reach::NextParagraph | Reach::PreviousParagraph => {
            (0..times).try_fold(from, |from, _| paragraph_step(view, from, reach == Reach::NextParagraph))
        }
    }
}

/// One word on or back; `None` at the end of the article.
fn word_step(opened: &Opened, walk: &mut Walk<'_>, reach: Reach) -> Option<()> {
    let class = |stop: &CaretPosition| class_of(opened.document_of(stop.start), stop);
    let blank = |stop: &CaretPosition| class(stop) == Class::Blank;
    let forward = reach != Reach::PreviousWord;
    // Whether the walk, at `here`, is inside the word of which `here` and `next` would both be part.
    let same = |here: &CaretPosition, next: &CaretPosition| {
        let meet = if forward { here.meets(next) } else { next.meets(here) };
        meet && class(here) == class(next)
    };
    let mut here = walk.stop()?;
    if reach == Reach::NextWord {
        loop {
            let next = walk.step(true)?;
            let within = same(&here, &next);
            here = next;
            if !within && !blank(&here) {
                return Some(());
            }
        }
    }
    // To the next word's nearer end, then through it.
    loop {
        here = walk.step(forward)?;
        if !blank(&here) {
            break;
        }
    }
    loop {
        let Some(next) = walk.step(forward) else { return Some(()) };
        if !same(&here, &next) {
            walk.step(!forward)?;
            return Some(());
        }
        here = next;
    }
}

fn class_of(document: &Document, stop: &CaretPosition) -> Class {
    let text = document.blocks.get(stop.start.anchor.block as usize).map(|block| block.text()).unwrap_or_default();
    let first = text.get(stop.start.anchor.byte as usize..).and_then(|text| text.chars().next());
    first.map_or(Class::Blank, Class::of)
}

/// The start of the next block, or of this one, or of the one before; `None` beyond the ends.
fn paragraph_step(view: &ArticleView, from: CaretPosition, down: bool) -> Option<CaretPosition> {
    let key = |stop: &CaretPosition| (stop.start.body, stop.start.anchor.block);
    if down {
        let mut row = from.row + 1;
        loop {
            let stop = view.first_stop(row)?;
            if key(&stop) != key(&from) {
                return Some(stop);
            }
            row = stop.row + 1;
        }
    }
    let start_of = |mut stop: CaretPosition| {
        while let Some(above) = stop.row.checked_sub(1).and_then(|row| view.last_stop(row)) {
            if key(&above) != key(&stop) {
                break;
            }
            stop = above;
        }
        view.stops(stop.row).first().copied()
    };
    let own = start_of(from)?;
    if own.start != from.start {
        return Some(own);
    }
    start_of(own.row.checked_sub(1).and_then(|row| view.last_stop(row))?)
}
