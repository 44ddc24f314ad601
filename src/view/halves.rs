//! Wide glyphs leave no halves behind: which cells a new frame must send although they have not changed.

use ratatui::buffer::{Buffer, CellDiffOption, CellWidth};

/// Marks the cells of `after` that showed the second half of a wide glyph in `before` and no longer do.
///
/// In the buffer such a cell may be the same blank as before, so ratatui would not send it; but the terminal has lost
/// it when the first half was written over: some blank it in a colour of their own, some leave half a glyph there.
pub fn mend(before: &Buffer, after: &mut Buffer) {
    if before.area != after.area {
        return;
    }
    let width = usize::from(after.area.width).max(1);
    for (old, new) in before.content.chunks(width).zip(after.content.chunks_mut(width)) {
        for at in 1..width {
            let is_wide = |cell: &ratatui::buffer::Cell| cell.cell_width() > 1;
            if is_wide(&old[at - 1]) && !is_wide(&new[at - 1]) && new[at].diff_option == CellDiffOption::None {
                new[at].set_diff_option(CellDiffOption::AlwaysUpdate);
            }
        }
    }
}
