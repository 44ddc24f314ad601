//! The columns of a row that are visible where the row is wider than its pane.

/// The columns of a row of code that are seen. All are counted from the left edge of the measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Where the code begins, right of bars and marks; nothing of the code is seen left of it.
    pub left: u16,
    /// The column after the last one.
    pub right: u16,
    /// Cells the code is scrolled by.
    pub shift: u16,
    /// The column after the row's last glyph, unscrolled.
    pub end: u16,
}

impl Window {
    /// Where cells of the row are seen, and how many of them.
    pub fn seen(&self, column: u16, cells: u16) -> Option<(u16, u16)> {
        let end = column.saturating_add(cells);
        if end <= self.left {
            return Some((column, cells));
        }
        let from = column.max(self.left.saturating_add(self.shift));
        let to = end.min(self.right.saturating_add(self.shift));
        (from < to).then(|| (from - self.shift, to - from))
    }

    /// The column of the row that is seen at a column.
    pub fn column_at(&self, seen: u16) -> u16 {
        if seen < self.left { seen } else { seen.saturating_add(self.shift) }
    }

    /// Whether there is more to the left, and to the right.
    pub fn more(&self) -> (bool, bool) {
        (self.shift > 0, self.end > self.right.saturating_add(self.shift))
    }
}
