//! The page of the reader: which rows of the article are in which column, and where they are on the screen.

use std::ops::Range;

use ratatui::layout::Rect;

use crate::app::input::command::Motion;
use crate::app::page::article_view::ArticleView;
use crate::typeset::Bond;

/// Blank rows in a row that are left out at the head of a column. More of them are meant to be seen.
const MOST_BLANK: usize = 8;

/// The room for text in the reader pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// Rows of a column, at least 1.
    pub rows: usize,
    /// Columns side by side, at least 1.
    pub columns: usize,
}

impl Extent {
    /// The rows of all columns.
    pub fn total(self) -> usize {
        self.rows * self.columns
    }

    /// The same rows in one column.
    fn column(self) -> Self {
        Self { columns: 1, ..self }
    }
}

/// A column of text on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its cells. As wide as the measure.
    pub area: Rect,
    /// The rows of the article that it shows, from its top. Not more than its height; they may be beyond the article.
    pub rows: Range<usize>,
}

/// The columns of text on the screen, at least one. This alone says which row of the article is on which row of the
/// screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spread {
    columns: Vec<Column>,
}

impl Spread {
    /// Puts rows of the article into these areas. An area without rows stays empty.
    pub(in crate::app) fn new(areas: Vec<Rect>, rows: Vec<Range<usize>>) -> Self {
        let mut rows = rows.into_iter();
        let column = |area: Rect| {
            let rows = rows.next().unwrap_or_default();
            let end = rows.end.min(rows.start + usize::from(area.height));
            Column { area, rows: rows.start..end }
        };
        Self { columns: areas.into_iter().map(column).collect() }
    }

    /// The columns, from left to right.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// All rows from the first visible one to the last. Blank ones between two columns may not be visible.
    pub fn range(&self) -> Range<usize> {
        let first = self.columns.first().map_or(0, |column| column.rows.start);
        first..self.columns.last().map_or(first, |column| column.rows.end)
    }

    /// The visible rows of the article, each with the position of its left end on the screen.
    pub fn rows(&self) -> impl Iterator<Item = (usize, (u16, u16))> {
        let of = |column: &Column| {
            let (x, y) = (column.area.x, column.area.y);
            column.rows.clone().zip(y..).map(move |(row, y)| (row, (x, y)))
        };
        self.columns.iter().flat_map(of)
    }

    /// The position of the left end of a row on the screen, if it is visible.
    pub fn position_of(&self, row: usize) -> Option<(u16, u16)> {
        let column = self.columns.iter().find(|column| column.rows.contains(&row))?;
        Some((column.area.x, column.area.y + (row - column.rows.start) as u16))
    }

    /// The index of the column at or nearest to a column of the screen. The gutter belongs to the nearer one.
    pub(in crate::app) fn column_at(&self, x: u16) -> usize {
        let is_left = |pair: &[Column]| {
            let [left, right] = pair else { return false };
            x >= left.area.right() + right.area.x.saturating_sub(left.area.right()) / 2
        };
        self.columns.windows(2).take_while(|pair| is_left(pair)).count()
    }

    /// The row of the article at or nearest to a position on the screen, and the cell of it that is there.
    pub(in crate::app) fn row_at(&self, (x, y): (u16, u16)) -> (usize, u16) {
        let filled = self.columns.iter().rposition(|column| !column.rows.is_empty()).unwrap_or(0);
        let Some(column) = self.columns.get(self.column_at(x).min(filled)) else { return (0, 0) };
        let row = column.rows.start + usize::from(y.saturating_sub(column.area.y));
        let row = row.min(column.rows.end.saturating_sub(1)).max(column.rows.start);
        (row, x.saturating_sub(column.area.x))
    }
}

impl ArticleView {
    /// The rows that each column shows if the page begins at a row. One column has all the rows that fit. Several
    /// columns end where the text may be divided, and begin below blank rows.
    pub(in crate::app) fn columns(&self, top: usize, extent: Extent) -> Vec<Range<usize>> {
        if extent.columns < 2 {
            return std::iter::once(top..top + extent.rows).collect();
        }
        let mut start = top;
        let column = |_| {
            let from = self.below_blank(start);
            let end = self.end_of_column(from, extent.rows);
            start = end;
            from..end
        };
        (0..extent.columns).map(column).collect()
    }

    /// All rows, divided into columns of at most so many rows, at least 1, where the text may be divided.
    pub fn divided(&self, rows: usize) -> impl Iterator<Item = Range<usize>> {
        let mut start = self.below_blank(0);
        std::iter::from_fn(move || {
            let column = start..self.end_of_column(start, rows.max(1));
            start = self.below_blank(column.end);
            (!column.is_empty()).then_some(column)
        })
    }

    /// The first row of the page after the one that begins at a row; not less for a greater row, and greater than it.
    pub(in crate::app) fn after(&self, top: usize, extent: Extent) -> usize {
        let of_column = |start, _| self.below_blank(self.end_of_column(self.below_blank(start), extent.rows));
        (0..extent.columns).fold(top, of_column)
    }

    /// The first row with which a page reaches a row, which is the first one of the next page then.
    pub(in crate::app) fn first_reaching(&self, row: usize, extent: Extent) -> usize {
        let (mut low, mut high) = (0, row);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.after(middle, extent) >= row {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        low
    }

    /// The first row of the page before the one that begins at a row.
    fn before(&self, row: usize, extent: Extent) -> usize {
        let least = self.first_reaching(row, extent);
        let next = self.after(least, extent);
        // Of pages that reach as far, the fullest that begins where a column may.
        let begins = |start: &usize| self.bond(*start) == Bond::Free && self.after(*start, extent) == next;
        let starts = (least..row.min(least + MOST_BLANK)).map(|start| self.below_blank(start));
        starts.into_iter().find(begins).unwrap_or_else(|| self.below_blank(least))
    }

    /// Where a motion leads in a page of several columns; `None` if it is not one by lines, columns or pages. Lines move
    /// from the head of a column to the foot of the one before; half a page is a column.
    pub(in crate::app) fn turned(&self, top: usize, motion: Motion, times: usize, extent: Extent) -> Option<usize> {
        let step: &dyn Fn(usize) -> usize = match motion {
            Motion::Down => &|row| self.below_blank(row + 1),
            Motion::Up => &|row| self.above_blank(row),
            Motion::HalfDown => &|row| self.after(row, extent.column()),
            Motion::HalfUp => &|row| self.before(row, extent.column()),
            Motion::PageDown => &|row| self.after(row, extent),
            Motion::PageUp => &|row| self.before(row, extent),
            _ => return None,
        };
        let down = matches!(motion, Motion::Down | Motion::HalfDown | Motion::PageDown);
        let last = self.first_reaching(self.height(), extent);
        let start = self.below_blank(top);
        let mut row = start;
        for _ in 0..times {
            let is_end = if down { row >= last } else { row == 0 };
            if is_end {
                break;
            }
            row = step(row);
        }
        Some(if row == start { top } else { row })
    }

    /// The last row with text.
    pub(in crate::app) fn last_row(&self) -> usize {
        self.above_blank(self.height())
    }

    fn is_blank(&self, row: usize) -> bool {
        match row.checked_sub(self.above()) {
            Some(own) => self.page(true).0.is_blank(own),
            None => row + 1 == self.above() || self.page(false).0.is_blank(row),
        }
    }

    fn bond(&self, row: usize) -> Bond {
        let above = self.above();
        match row.checked_sub(above) {
            Some(own) if own > 0 => self.page(true).0.bond(own),
            // The title block stays with the text below it.
            Some(_) => {
                if row == 0 {
                    Bond::Free
                } else {
                    Bond::Kept
                }
            }
            None if row + 1 == above => Bond::Kept,
            None if self.page(false).0.bond(row) == Bond::Whole => Bond::Whole,
            None => {
                if row == 0 {
                    Bond::Free
                } else {
                    Bond::Kept
                }
            }
        }
    }

    /// The first row from this one on that is not blank, if it is near; else this one.
    fn below_blank(&self, row: usize) -> usize {
        let near = row + MOST_BLANK;
        let found = (row..self.height().min(near + 1)).find(|row| !self.is_blank(*row));
        found.unwrap_or(if near < self.height() { row } else { row.max(self.height()) })
    }

    /// The last row above this one that is not blank, if it is near; else the one above.
    fn above_blank(&self, row: usize) -> usize {
        let mut near = (0..row).rev().take(MOST_BLANK + 1);
        near.find(|row| !self.is_blank(*row)).unwrap_or(row.saturating_sub(1))
    }

    /// The row below a column that begins at a row. What is kept together moves to the next column, unless most of this
    /// one would stay empty; only a picture that is higher than the column is divided.
    fn end_of_column(&self, start: usize, rows: usize) -> usize {
        let full = start + rows;
        if full >= self.height() {
            return self.height().max(start);
        }
        let mut ends = (start + rows / 4 + 1..=full).rev();
        let mut any = (start + 1..=full).rev();
        ends.find(|row| self.bond(*row) == Bond::Free)
            .or_else(|| any.find(|row| self.bond(*row) != Bond::Whole))
            .unwrap_or(full)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use crate::app::page::article_view::ViewRow;
    use crate::document::{Anchor, Block, BlockKind, Document, Frame, FrameId, FrameKind, Image, ImageId, Inline};
    use crate::text::{Clean, Language, Profile};
    use crate::typeset::{Leading, LineView, Options, PictureSpace, Setting, prepare_all};

    fn add(document: &mut Document, kind: BlockKind, text: &str) {
        document.blocks.push(Block::new(kind, Inline::plain(Clean::text(text))));
    }

    /// The view of an article with a title, composed for a width. Each block is a kind and a length.
    fn article(blocks: &[(u8, usize)], width: u16, leading: Leading) -> ArticleView {
        let (mut head, mut body) = (Document::default(), Document::default());
        add(&mut head, BlockKind::Title, "一个题目");
        body.frames.push(Frame { parent: None, kind: FrameKind::Quote });
        for (kind, length) in blocks {
            let text = "一二三四五六七八九，十".repeat(*length);
            let lines = vec!["let code = 1;"; *length].join("\n");
            match kind {
                0 => add(&mut body, BlockKind::Heading(2), &text),
                1 => add(&mut body, BlockKind::Code(None), &lines),
                2 => {
                    let name = format!("{}.png", length % 2);
                    body.images.push(Image { candidates: vec![Clean::line(&name)], ..Image::default() });
                    let id = ImageId(body.images.len() as u32 - 1);
                    add(&mut body, BlockKind::Image(id), "");
                }
                3 => {
                    add(&mut body, BlockKind::Paragraph, &text);
                    body.blocks.last_mut().unwrap().frame = Some(FrameId(0));
                }
                4 => add(&mut body, BlockKind::Code(None), &"\n".repeat(*length)),
                7 => add(&mut body, BlockKind::Paragraph, &format!("{text}，如下：")),
                _ => add(&mut body, BlockKind::Paragraph, &text),
            }
        }
        let sizes = [("0.png", (100, 100)), ("1.png", (200, 400))];
        let sizes = Arc::new(sizes.map(|(name, size)| (Clean::line(name), Some(size))).into());
        let pictures = PictureSpace { rows: 8, head_rows: 4, sizes, ..PictureSpace::default() };
        let options = Options { leading, ..Options::default() };
        let profile = Profile::default();
        let prepared =
            |document: Document| prepare_all(&Arc::new(document), &options, profile, Language::ChineseSimplified);
        let (head, body) = (prepared(head), prepared(body));
        let setting = Setting { width, options: options.clone(), profile, room: 0, folded: Vec::new(), pictures };
        ArticleView::compose(&head, &body, setting, Anchor::default())
    }

    /// The columns of all pages, from the top of the article.
    fn pages(view: &ArticleView, extent: Extent) -> Vec<Range<usize>> {
        let mut out = Vec::new();
        let mut top = 0;
        while top < view.height() {
            out.extend(view.columns(top, extent));
            let next = view.after(top, extent);
            assert!(next > top, "pages end");
            top = next;
        }
        out
    }

    fn body(view: &ArticleView, row: usize) -> Option<LineView<'_>> {
        match view.row(row) {
            Some(ViewRow::Body(line)) => Some(line),
            _ => None,
        }
    }

    /// The rows with text of the block of a row.
    fn rows_of_block(view: &ArticleView, row: usize) -> Vec<usize> {
        let Some(own) = body(view, row) else { return Vec::new() };
        let is_own = |row: &usize| body(view, *row).is_some_and(|line| line.block == own.block);
        (0..view.height()).filter(is_own).filter(|row| !view.is_blank(*row)).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

        #[test]
        fn pages_show_every_row_once_and_divide_the_text_well(
            blocks in prop::collection::vec((0..8u8, 1..9usize), 1..14),
            width in prop::sample::select(vec![12u16, 24, 40, 66]),
            rows in 1..30usize,
            columns in 2..4usize,
            leading in prop::sample::select(vec![Leading::None, Leading::One]),
        ) {
            let view = article(&blocks, width, leading);
            let extent = Extent { rows, columns };
            let pages = pages(&view, extent);
            let mut next = 0;
            for shown in &pages {
                // Only blank rows are left out, and only between columns.
                prop_assert!((next..shown.start).all(|row| view.is_blank(row)));
                prop_assert!(shown.start >= next && shown.len() <= rows);
                next = shown.end;
                if shown.is_empty() || shown.end >= view.height() {
                    continue;
                }
                let is_picture = |row: usize| {
                    let own = row.checked_sub(view.above())?;
                    view.page(true).0.pictures(own..own + 1).next().map(|place| (place.row, usize::from(place.rows)))
                };
                let (last, first) = (shown.end - 1, shown.end);
                if let (Some(above), Some(below)) = (is_picture(last), is_picture(first)) {
                    prop_assert!(above != below || above.1 > rows, "a picture is divided after row {last}");
                }
                let Some(last) = shown.clone().rev().find(|row| !view.is_blank(*row)) else { continue };
                let is_room = (shown.start + rows / 4 + 1..=shown.start + rows).any(|row| view.bond(row) == Bond::Free);
                if !is_room {
                    continue;
                }
                let own = rows_of_block(&view, last);
                if own.len() >= 4 && own.contains(&view.below_blank(first)) {
                    let above = own.iter().filter(|row| **row <= last).count();
                    prop_assert!(above >= 2 && own.len() - above >= 2, "{own:?} at {last}");
                }
            }
            prop_assert!((next..view.height()).all(|row| view.is_blank(row)));
        }

        #[test]
        fn a_later_page_ends_later_and_turning_back_skips_nothing(
            blocks in prop::collection::vec((0..8u8, 1..9usize), 1..14),
            rows in 1..30usize,
            columns in 2..4usize,
        ) {
            let view = article(&blocks, 24, Leading::None);
            let extent = Extent { rows, columns };
            let ends: Vec<usize> = (0..=view.height()).map(|top| view.after(top, extent)).collect();
            prop_assert!(ends.is_sorted());
            for row in 0..view.height() {
                let back = view.turned(row, Motion::PageUp, 1, extent).unwrap();
                let from = view.below_blank(row);
                prop_assert!(row == 0 || (back < from && view.after(back, extent) >= from), "{back} before {row}");
                let last = view.first_reaching(view.height(), extent);
                let on = view.turned(row, Motion::PageDown, 1, extent).unwrap();
                prop_assert_eq!(on, if from >= last { row } else { view.after(row, extent) });
                let down = view.turned(row, Motion::Down, 1, extent).unwrap();
                prop_assert!((from >= last && down == row) || (down > from && down <= from + 1 + MOST_BLANK));
            }
        }
    }

    #[test]
    fn headings_stay_with_the_text_below_them() {
        let view = article(&[(5, 3), (0, 1), (5, 3)], 24, Leading::None);
        // The title, 3 lines from row 2 on, a heading with its rule on rows 7 and 8, 3 lines from row 10 on.
        assert_eq!(view.height(), 13);
        for (rows, expected) in [
            (4, &[0..4, 4..7, 7..11, 11..13][..]),
            (5, &[0..5, 7..12, 12..13, 13..13]),
            (6, &[0..6, 7..13]),
            (8, &[0..7, 7..13]),
            (9, &[0..7, 7..13]),
            (12, &[0..7, 7..13]),
            (13, &[0..13, 13..13]),
        ] {
            assert_eq!(pages(&view, Extent { rows, columns: 2 }), expected, "{rows}");
        }
    }

    #[test]
    fn a_line_with_a_colon_stays_with_what_it_introduces() {
        for kind in [1, 3, 5] {
            // The title, 3 lines from row 2 on, a paragraph of 2 lines from row 6 on, what it introduces from row 9 on.
            let view = article(&[(5, 3), (7, 1), (kind, 3)], 24, Leading::None);
            assert_eq!(view.height(), 12, "{kind}");
            assert_eq!(pages(&view, Extent { rows: 8, columns: 2 }), [0..6, 6..12], "{kind}");
        }
        // A paragraph that is longer leaves its first lines behind.
        let view = article(&[(7, 5), (1, 3)], 24, Leading::None);
        assert_eq!(pages(&view, Extent { rows: 8, columns: 2 }), [0..5, 5..11]);
        // Where all that is above would move, it stays.
        let view = article(&[(7, 1), (1, 30)], 24, Leading::None);
        assert_eq!(pages(&view, Extent { rows: 5, columns: 2 })[0], 0..5);
    }

    #[test]
    fn positions_on_the_screen_and_rows_lead_to_each_other() {
        let areas = vec![Rect::new(2, 1, 10, 5), Rect::new(16, 1, 10, 5)];
        let spread = Spread::new(areas, vec![7..12, 13..16]);
        assert_eq!(spread.range(), 7..16);
        let rows: Vec<_> = spread.rows().collect();
        assert_eq!(rows[4..6], [(11, (2, 5)), (13, (16, 1))]);
        for (row, position) in rows {
            assert_eq!(spread.position_of(row), Some(position));
            assert_eq!(spread.row_at(position), (row, 0));
        }
        assert_eq!(spread.position_of(12), None);
        for (position, expected) in [
            ((0, 0), (7, 0)),
            ((5, 9), (11, 3)),
            ((12, 2), (8, 10)),
            ((13, 2), (8, 11)),
            ((14, 2), (14, 0)),
            ((18, 5), (15, 2)),
            ((99, 2), (14, 83)),
        ] {
            assert_eq!(spread.row_at(position), expected, "{position:?}");
        }
        assert_eq!(Spread::new(vec![Rect::new(0, 0, 9, 3)], Vec::from([4..9, 9..9])).range(), 4..7);
        assert_eq!(Spread::new(vec![Rect::new(0, 0, 9, 3)], Vec::new()).row_at((4, 2)), (0, 4));
    }
}
