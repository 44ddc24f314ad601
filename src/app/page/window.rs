//! The visible columns of a row that is wider than its pane.

/// The visible columns of a row. All columns are counted from the left edge of the text area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The column at which scrolling begins, right of bars and marks; scrolled text is not shown left of it.
    pub left: u16,
    /// The column after the last visible one.
    pub right: u16,
    /// The number of cells by which the row is scrolled.
    pub shift: u16,
    /// The column after the row's last glyph, before scrolling.
    pub end: u16,
}

impl Window {
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
