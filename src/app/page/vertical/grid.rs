//! The grid of manuscript paper (原稿用紙) behind vertical lines: a frame, rules beside the lines, and squares.
//!
//! It takes no cells of its own: the rules are in the blank cells between the lines, the frame is in the margins. What
//! divides the squares is an underline, in cells that have no glyph.

use std::collections::BTreeMap;

use ratatui::layout::Rect;

use crate::app::page::vertical::placing::Placing;

/// Cells of the grid beside each other. They are drawn only where nothing else is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GridPart {
    /// The cells: one, or the two of a square. One row high.
    pub rect: Rect,
    /// What is drawn there; a blank in the cells of a square.
    pub symbol: &'static str,
    /// Whether the cells are underlined, which divides a square from the one below.
    pub foot: bool,
}

/// The characters of a frame at its top or bottom: left corner, right corner, where a rule meets it, elsewhere.
type Edge = [&'static str; 4];

const TOP: Edge = ["┌", "┐", "┬", "─"];
const BOTTOM: Edge = ["└", "┘", "┴", "─"];
const PLAIN: Edge = ["+", "+", "+", "-"];

/// The cells from the right rule of a line to its left one.
const LINE: i32 = 3;

impl Placing {
    /// The grid around all lines, empty or not. It stays within `room`; the rows above and below the lines and the columns
    /// beside them are used only if they are in it. `plain` is whether it must be drawn in ASCII, and `is_boxed` says which
    /// lines, counted from the first visible one, belong to a box: the grid leaves them out.
    pub fn grid(&self, room: Rect, plain: bool, is_boxed: impl Fn(usize) -> bool) -> Vec<GridPart> {
        let area = self.area();
        let ruled: Vec<bool> = (0..self.lines()).map(|line| !is_boxed(line)).collect();
        let is_ruled = |line: Option<usize>| line.and_then(|line| ruled.get(line)).copied().unwrap_or(false);
        let right = |line: usize| i32::from(area.right()) - (line * usize::from(self.pitch())) as i32;
        let mut parts = Vec::new();
        // Each rule, and whether there are squares on both sides of it.
        let mut rules: BTreeMap<u16, bool> = BTreeMap::new();
        for line in (0..ruled.len()).filter(|line| is_ruled(Some(*line))) {
            let sides = [(right(line), line.checked_sub(1)), (right(line) - LINE, line.checked_add(1))];
            for (x, beside) in sides {
                if let Some(x) = u16::try_from(x).ok().filter(|x| (room.left()..room.right()).contains(x)) {
                    rules.insert(x, is_ruled(beside));
                }
            }
            let fits = |x: &u16| *x >= room.left() && x.saturating_add(2) <= room.right();
            if let Some(x) = u16::try_from(right(line) - 2).ok().filter(fits) {
                let squares = (area.top()..area.bottom().saturating_sub(1)).map(|y| Rect::new(x, y, 2, 1));
                parts.extend(squares.map(|rect| GridPart { rect, symbol: " ", foot: true }));
            }
        }
        let symbol = if plain { "|" } else { "│" };
        for (x, is_between) in &rules {
            let foot = |y| *is_between && y + 1 < area.bottom();
            let cell = |y| GridPart { rect: Rect::new(*x, y, 1, 1), symbol, foot: foot(y) };
            parts.extend((area.top()..area.bottom()).map(cell));
        }
        let ends = (right(ruled.len().saturating_sub(1)) - LINE, i32::from(area.right()));
        let within = |x: i32| u16::try_from(x.max(0)).unwrap_or(0).clamp(room.left(), room.right().saturating_sub(1));
        let ends = (within(ends.0), within(ends.1));
        if area.top() > room.top() {
            parts.extend(edge(area.top() - 1, ends, &rules, if plain { PLAIN } else { TOP }));
        }
        if area.bottom() < room.bottom() {
            parts.extend(edge(area.bottom(), ends, &rules, if plain { PLAIN } else { BOTTOM }));
        }
        parts
    }
}

/// The frame above or below the lines, between two columns of the screen.
fn edge(
    y: u16,
    (left, right): (u16, u16),
    rules: &BTreeMap<u16, bool>,
    [first, last, joint, plain]: Edge,
) -> impl Iterator<Item = GridPart> {
    (left..=right).map(move |x| {
        let symbol = match (rules.contains_key(&x), x == left, x == right) {
            (true, true, _) => first,
            (true, _, true) => last,
            (true, ..) => joint,
            _ => plain,
        };
        GridPart { rect: Rect::new(x, y, 1, 1), symbol, foot: false }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typeset::{Leading, Options, Writing};

    /// The grid in a room of these cells, with `_` for underlined blanks and `╋` for underlined rules.
    fn drawn(area: Rect, room: (u16, u16), leading: Leading, plain: bool, boxed: &[usize]) -> Vec<String> {
        let options = Options { writing: Writing::Vertical, leading, ..Options::default() };
        let room = Rect::new(0, 0, room.0, room.1);
        let mut cells = vec![vec![' '; usize::from(room.width)]; usize::from(room.height)];
        for part in Placing::page(area, &options).grid(room, plain, |line| boxed.contains(&line)) {
            for x in part.rect.left()..part.rect.right() {
                let symbol = match (part.symbol, part.foot) {
                    (" ", true) => '_',
                    ("│", true) => '╋',
                    (symbol, _) => symbol.chars().next().unwrap(),
                };
                let cell = &mut cells[usize::from(part.rect.y)][usize::from(x)];
                assert_eq!(*cell, ' ', "{part:?} is drawn over something");
                *cell = symbol;
            }
        }
        cells.into_iter().map(|row| row.into_iter().collect::<String>().trim_end().to_owned()).collect()
    }

    #[test]
    fn a_frame_rules_and_squares() {
        for (area, room, leading, plain, boxed, expected) in [
            (
                Rect::new(1, 1, 8, 3),
                (10, 5),
                Leading::None,
                false,
                &[][..],
                &["┌──┬──┬──┐", "│__╋__╋__│", "│__╋__╋__│", "│  │  │  │", "└──┴──┴──┘"][..],
            ),
            (Rect::new(1, 0, 5, 2), (7, 2), Leading::None, true, &[], &["|__|__|", "|  |  |"]),
            // Without a margin, the rules between the lines are left.
            (Rect::new(0, 0, 5, 2), (5, 2), Leading::None, false, &[], &["__╋__", "  │"]),
            (
                Rect::new(1, 1, 6, 2),
                (8, 4),
                Leading::One,
                false,
                &[],
                &["┌──┬┬──┐", "│__╋╋__│", "│  ││  │", "└──┴┴──┘"],
            ),
            (
                Rect::new(1, 1, 14, 2),
                (16, 4),
                Leading::None,
                false,
                &[1, 2],
                &["┌──┬──┬─────┬──┐", "│__╋__│     │__│", "│  │  │     │  │", "└──┴──┴─────┴──┘"],
            ),
            (
                Rect::new(1, 1, 8, 2),
                (10, 4),
                Leading::None,
                false,
                &[0],
                &["┌──┬──┬───", "│__╋__│", "│  │  │", "└──┴──┴───"],
            ),
        ] {
            let got = drawn(area, room, leading, plain, boxed);
            assert_eq!(got, expected, "{area:?} {leading:?} {boxed:?}");
        }
    }

    #[test]
    fn any_room_holds_its_grid() {
        for (width, height, leading) in (1..40).flat_map(|width| {
            (1..12).flat_map(move |height| [Leading::None, Leading::One].map(|leading| (width, height, leading)))
        }) {
            let options = Options { writing: Writing::Vertical, leading, ..Options::default() };
            let room = Rect::new(3, 2, width, height);
            let placing = Placing::new(room, 80, &options);
            for part in placing.grid(room, false, |line| line % 5 == 3) {
                assert_eq!(part.rect.intersection(room), part.rect, "{room:?} {part:?}");
            }
        }
    }
}
