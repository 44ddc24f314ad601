//! Steps of the caret from row to row, and in vertical writing, on the screen: down and up along a line, left and right from
//! line to line. In a box, whose text is horizontal, they are steps between its rows and along them.

use crate::app::page::article_view::ArticleView;
use crate::app::page::caret::{CaretPosition, Walk};

/// Where a step leads on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Down.
    Down,
    /// Up.
    Up,
    /// Left, where the text goes on in vertical writing.
    Left,
    /// Right.
    Right,
}

/// Moves down or up by `times` rows with text, or as far as there are any. `goal` is the column to stay in.
pub(in crate::app) fn by_rows(
    view: &ArticleView,
    from: CaretPosition,
    goal: u16,
    times: usize,
    down: bool,
) -> Option<CaretPosition> {
    let mut row = from.row;
    for _ in 0..times {
        let next = if down {
            view.first_position(row + 1)
        } else {
            row.checked_sub(1).and_then(|row| view.last_position(row))
        };
        let Some(next) = next else { break };
        row = next.row;
    }
    view.position_beside(from, row).or_else(|| view.position_near(row, goal))
}

impl ArticleView {
    /// The caret position so many steps away, or as many as there are. `goal` is the column to stay in from line to line.
    pub(in crate::app) fn stepped(
        &self,
        from: CaretPosition,
        mut goal: u16,
        direction: Direction,
        times: usize,
    ) -> CaretPosition {
        let mut here = from;
        for _ in 0..times {
            let Some(next) = self.step(here, goal, direction).filter(|next| *next != here) else { break };
            if self.stride(next.row) != self.stride(here.row) {
                goal = next.column;
            }
            here = next;
        }
        here
    }

    fn step(&self, from: CaretPosition, goal: u16, direction: Direction) -> Option<CaretPosition> {
        let Some(stride) = self.stride(from.row).filter(|stride| *stride > 2) else {
            return match direction {
                Direction::Down => Walk::from(self, from).step(true),
                Direction::Up => Walk::from(self, from).step(false),
                Direction::Left => by_rows(self, from, goal, 1, true),
                Direction::Right => by_rows(self, from, goal, 1, false),
            };
        };
        let positions = self.caret_positions(from.row);
        let row_of = |position: &CaretPosition| position.column / stride;
        let here = row_of(&from);
        match direction {
            Direction::Down => match positions.iter().map(row_of).find(|row| *row > here) {
                Some(row) => in_box_row(&positions, stride, (row, goal % stride)),
                None => self.first_position(from.row + 1),
            },
            Direction::Up => match positions.iter().map(row_of).rfind(|row| *row < here) {
                Some(row) => in_box_row(&positions, stride, (row, goal % stride)),
                None => self.last_position(from.row.checked_sub(1)?),
            },
            Direction::Left => {
                let beside = positions.iter().rfind(|other| row_of(other) == here && other.column < from.column);
                beside.copied().or_else(|| by_rows(self, from, goal, 1, true))
            }
            Direction::Right => {
                let beside = positions.iter().find(|other| row_of(other) == here && other.column > from.column);
                beside.copied().or_else(|| by_rows(self, from, goal, 1, false))
            }
        }
    }

    /// The first or the last caret position in the row of a box that a position is in; `None` outside of a box.
    pub(in crate::app) fn end_of_box_row(&self, from: CaretPosition, last: bool) -> Option<CaretPosition> {
        let stride = self.stride(from.row).filter(|stride| *stride > 2)?;
        let positions = self.caret_positions(from.row);
        let mut row = positions.iter().filter(|position| position.column / stride == from.column / stride);
        if last { row.next_back() } else { row.next() }.copied()
    }

    /// The caret position of another line at the height of one on the screen, as far as one of them is a box.
    fn position_beside(&self, from: CaretPosition, row: usize) -> Option<CaretPosition> {
        let (own, other) = (self.stride(from.row)?, self.stride(row)?);
        if own == other {
            return None;
        }
        let height = from.column / own;
        let positions = self.caret_positions(row);
        let last = positions.iter().map(|position| position.column / other).rfind(|row| *row <= height);
        // A box on the left is entered at its right side.
        let column = if row > from.row { other - 1 } else { 0 };
        in_box_row(&positions, other, (last.unwrap_or(0), column)).or_else(|| positions.first().copied())
    }
}

/// Of the positions of a box, the one of a row that covers a column or is nearest to it.
fn in_box_row(positions: &[CaretPosition], stride: u16, (row, column): (u16, u16)) -> Option<CaretPosition> {
    let mut own = positions.iter().filter(|position| position.column / stride == row);
    own.clone().rfind(|position| position.column % stride <= column).or_else(|| own.next()).copied()
}
