//! A selection in the open article: a fixed and a moving end, and the motions of the moving one.

use crate::app::input::command::{Motion, Reach};
use crate::app::page::article_view::TextPoint;
use crate::app::page::article_view::{ArticleView, Opened};
use crate::app::page::caret::{CaretPosition, Class, Walk};
use crate::app::page::vertical::steps::by_rows;
use crate::document::{BlockKind, Document};
use crate::text::clusters;

/// The unit by which a selection grows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    /// Glyph by glyph.
    #[default]
    Glyph,
    /// Word by word.
    Word,
    /// Line by line of the source text: paragraphs up to their hard breaks, lines of code, table rows.
    Line,
    /// Paragraph by paragraph; in code and tables, line by line.
    Paragraph,
}

/// A selection: the text from one glyph to another, both included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Selection {
    /// The start of the glyph at the fixed end.
    fixed: TextPoint,
    /// The start of the glyph at the moving end, where the caret is.
    cursor: TextPoint,
    unit: Unit,
    /// The column to which vertical motions return.
    goal: Option<u16>,
    done: bool,
}

impl Selection {
    /// A selection of one glyph.
    pub fn at(point: TextPoint) -> Self {
        Self::between(point, point)
    }

    /// A selection from the glyph at the fixed end to the one at the moving end.
    pub fn between(fixed: TextPoint, cursor: TextPoint) -> Self {
        Self { fixed, cursor, unit: Unit::Glyph, goal: None, done: false }
    }

    /// The start of the glyph at the moving end, where the caret is.
    pub fn cursor(&self) -> TextPoint {
        self.cursor
    }

    /// The unit by which it grows.
    pub fn unit(&self) -> Unit {
        self.unit
    }

    /// Whether it was copied already and is only shown until the next key.
    pub fn is_done(&self) -> bool {
        self.done
    }

    /// Changes the unit by which it grows.
    pub(in crate::app) fn set_unit(&mut self, unit: Unit) {
        self.unit = unit;
    }

    /// Leaves it on the screen until the next key, but no longer extends it.
    pub(in crate::app) fn finish(&mut self) {
        self.done = true;
    }

    /// The column to which vertical motions return, if the last motion was one.
    pub(in crate::app) fn goal(&self) -> Option<u16> {
        self.goal
    }

    /// Moves the moving end; `goal` is the column to which the next vertical motion returns.
    pub(in crate::app) fn move_to(&mut self, cursor: TextPoint, goal: Option<u16>) {
        (self.cursor, self.goal) = (cursor, goal);
    }

    /// Swaps the fixed and the moving end.
    pub(in crate::app) fn swap_ends(&mut self) {
        std::mem::swap(&mut self.fixed, &mut self.cursor);
        self.goal = None;
    }

    /// Whether both ends are in the text of an article.
    pub(in crate::app) fn is_within(&self, opened: &Opened) -> bool {
        opened.contains(self.fixed) && opened.contains(self.cursor)
    }

    /// The selected range: start included, end excluded.
    pub fn range(&self, opened: &Opened) -> (TextPoint, TextPoint) {
        let (first, last) = (self.fixed.min(self.cursor), self.fixed.max(self.cursor));
        match self.unit {
            Unit::Glyph => (first, end_of(opened, last)),
            unit => (span(opened, first, unit).0, span(opened, last, unit).1),
        }
    }
}

/// The point after the glyph at a point.
fn end_of(opened: &Opened, point: TextPoint) -> TextPoint {
    match opened.view().position_at(point) {
        Some(position) if position.start <= point && point < position.after() => position.after(),
        // If its row is not composed yet, the end of the glyph is computed from the text.
        _ => {
            let block = opened.document_of(point).blocks.get(point.anchor.block as usize);
            let rest = block.and_then(|block| block.text().get(point.anchor.byte as usize..)).unwrap_or_default();
            let length = clusters(rest).next().map_or(0, |(_, cluster)| cluster.len());
            at_byte(point, point.anchor.byte as usize + length)
        }
    }
}

/// The range of the unit around a point.
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

/// The word around a point: adjacent characters of one class.
fn word_around(opened: &Opened, point: TextPoint) -> (TextPoint, TextPoint) {
    let Some(block) = opened.document_of(point).blocks.get(point.anchor.block as usize) else { return (point, point) };
    let text = block.text();
    let (before, after) = text.split_at_checked(point.anchor.byte as usize).unwrap_or(("", text));
    let Some(class) = after.chars().next().map(Class::of) else { return (point, point) };
    // For vim, adjacent punctuation marks are one word; with the mouse, 「（ are picked separately.
    let single = class == Class::Mark;
    let same = |c: &char| Class::of(*c) == class;
    let back: usize = before.chars().rev().take_while(|c| !single && same(c)).map(char::len_utf8).sum();
    let on: usize = after.chars().take_while(same).take(if single { 1 } else { usize::MAX }).map(char::len_utf8).sum();
    (at_byte(point, before.len() - back), at_byte(point, before.len() + on))
}

/// The target of a motion that selections share with the list and the reader.
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
    // Page motions count rows of the screen; single steps count rows with text.
    let jump = |rows: usize, down: bool| {
        let row = if down { from.row.saturating_add(rows).min(last) } else { from.row.saturating_sub(rows) };
        let (above, below) = (view.last_position(row), view.first_position(row));
        let position = if down { below.or(above) } else { above.or(below) }?;
        view.position_near(position.row, goal)
    };
    let half = (window / 2).max(1);
    let page = window.saturating_sub(2).max(1);
    match motion {
        Motion::Down => by_rows(view, from, goal, times, true),
        Motion::Up => by_rows(view, from, goal, times, false),
        Motion::HalfDown => jump(times.saturating_mul(half), true),
        Motion::HalfUp => jump(times.saturating_mul(half), false),
        Motion::PageDown => jump(times.saturating_mul(page), true),
        Motion::PageUp => jump(times.saturating_mul(page), false),
        Motion::Top => view.first_position(count.map_or(0, |row| (row as usize).saturating_sub(1)).min(last)),
        Motion::Bottom => match count {
            Some(row) => view.first_position((row as usize).saturating_sub(1).min(last)),
            None => view.last_position(last),
        },
        Motion::Percent => view.first_position(last * (count.unwrap_or(0) as usize).min(100) / 100),
        Motion::Center
        | Motion::ToTop
        | Motion::ToBottom
        | Motion::ScreenTop
        | Motion::ScreenMiddle
        | Motion::ScreenBottom => Some(from),
    }
}

/// The target of a motion that only selections have.
pub fn reached(opened: &Opened, from: CaretPosition, reach: Reach, times: usize) -> Option<CaretPosition> {
    let view = opened.view();
    let mut walk = Walk::from(view, from);
    match reach {
        Reach::Left | Reach::Right => {
            for _ in 0..times {
                if walk.step(reach == Reach::Right).is_none() {
                    break;
                }
            }
            walk.position()
        }
        Reach::RowStart => view.end_of_box_row(from, false).or_else(|| view.caret_positions(from.row).first().copied()),
        Reach::RowEnd if times == 1 && view.end_of_box_row(from, true).is_some() => view.end_of_box_row(from, true),
        Reach::RowEnd => {
            let row = by_rows(view, from, 0, times.saturating_sub(1), true)?.row;
            view.caret_positions(row).last().copied()
        }
        Reach::NextWord | Reach::PreviousWord | Reach::WordEnd => {
            (0..times).try_for_each(|_| word_step(opened, &mut walk, reach));
            walk.position()
        }
        Reach::NextParagraph | Reach::PreviousParagraph => {
            (0..times).try_fold(from, |from, _| paragraph_step(view, from, reach == Reach::NextParagraph))
        }
    }
}

/// Moves one word forward or back; `None` at the end of the article.
fn word_step(opened: &Opened, walk: &mut Walk<'_>, reach: Reach) -> Option<()> {
    let class = |position: &CaretPosition| class_of(opened.document_of(position.start), position);
    let blank = |position: &CaretPosition| class(position) == Class::Blank;
    let forward = reach != Reach::PreviousWord;
    // Whether `here` and the position `next` to it, in the direction of the walk, are within one word.
    let same = |here: &CaretPosition, next: &CaretPosition| {
        let adjacent = if forward { here.meets(next) } else { next.meets(here) };
        adjacent && class(here) == class(next)
    };
    let mut here = walk.position()?;
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
    // First to the nearer end of the next word, then through it.
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

fn class_of(document: &Document, position: &CaretPosition) -> Class {
    let text = document.blocks.get(position.start.anchor.block as usize).map(|block| block.text()).unwrap_or_default();
    let first = text.get(position.start.anchor.byte as usize..).and_then(|text| text.chars().next());
    first.map_or(Class::Blank, Class::of)
}

/// The start of the next block; or, backwards, of this block, else of the previous one. `None` beyond the ends.
fn paragraph_step(view: &ArticleView, from: CaretPosition, down: bool) -> Option<CaretPosition> {
    let key = |position: &CaretPosition| (position.start.body, position.start.anchor.block);
    if down {
        let mut row = from.row + 1;
        loop {
            let position = view.first_position(row)?;
            if key(&position) != key(&from) {
                return Some(position);
            }
            row = position.row + 1;
        }
    }
    let start_of = |mut position: CaretPosition| {
        while let Some(above) = position.row.checked_sub(1).and_then(|row| view.last_position(row)) {
            if key(&above) != key(&position) {
                break;
            }
            position = above;
        }
        view.caret_positions(position.row).first().copied()
    };
    let own = start_of(from)?;
    if own.start != from.start {
        return Some(own);
    }
    start_of(own.row.checked_sub(1).and_then(|row| view.last_position(row))?)
}
