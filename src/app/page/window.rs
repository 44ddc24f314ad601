//! The visible columns of a row that is wider than its pane.

/// The visible columns of a row. All columns are counted from the left edge of the text area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    left: u16,
    /// At least `left`.
    right: u16,
    shift: u16,
    end: u16,
}

impl Window {
    /// A window onto these columns of the screen, with a row scrolled by `shift` cells below it. Scrolled text is not
    /// shown left of the window, where bars and marks are. `end` is the column after the row's last glyph, before
    /// scrolling.
    pub(in crate::app) fn new(columns: std::ops::Range<u16>, shift: u16, end: u16) -> Self {
        debug_assert!(columns.start <= columns.end, "a window has two sides");
        Self { left: columns.start, right: columns.end, shift, end }
    }

    /// The column at which scrolling begins, right of bars and marks.
    pub fn left(&self) -> u16 {
        self.left
    }

    /// The greatest useful shift, in cells: with it, the end of the row is visible.
    pub(in crate::app) fn max_shift(&self) -> u16 {
        self.end.saturating_sub(self.right)
    }

    /// The least and the greatest shift with which some cells of the row are visible. If they are wider than the
    /// window, their end is.
    pub(in crate::app) fn shifts_showing(&self, column: u16, cells: u16) -> (u16, u16) {
        let least = (column + cells).saturating_sub(self.right);
        (least, column.saturating_sub(self.left).max(least))
    }

    /// The visible part of some cells of the row: its column on the screen, and its width.
    pub fn seen(&self, column: u16, cells: u16) -> Option<(u16, u16)> {
        let end = column.saturating_add(cells);
        if end <= self.left {
            return Some((column, cells));
        }
        let from = column.max(self.left.saturating_add(self.shift));
        let to = end.min(self.right.saturating_add(self.shift));
        (from < to).then(|| (from - self.shift, to - from))
    }

    /// The column of the row that is visible at a column of the screen.
    pub fn column_at(&self, seen: u16) -> u16 {
        if seen < self.left { seen } else { seen.saturating_add(self.shift) }
    }

    /// Whether the row continues to the left, and to the right, of the window.
    pub fn more(&self) -> (bool, bool) {
        (self.shift > 0, self.end > self.right.saturating_add(self.shift))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_shows_what_is_between_its_sides() {
        let window = Window::new(2..10, 3, 20);
        for (column, cells, expected) in [
            (0, 2, Some((0, 2))),
            (2, 3, None),
            (4, 2, Some((2, 1))),
            (6, 4, Some((3, 4))),
            (12, 4, Some((9, 1))),
            (13, 1, None),
        ] {
            assert_eq!(window.seen(column, cells), expected, "{column} {cells}");
        }
        assert_eq!((window.max_shift(), window.more()), (10, (true, true)));
        for (column, cells, expected) in [(2, 1, (0, 0)), (12, 2, (4, 10)), (5, 9, (4, 4))] {
            assert_eq!(window.shifts_showing(column, cells), expected, "{column} {cells}");
        }
    }
}
