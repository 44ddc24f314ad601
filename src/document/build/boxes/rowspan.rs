//! How many rows each cell of a table spans.

use crate::document::model::Cell;

/// Where a row stands in its table.
#[derive(Clone, Copy, Debug)]
pub(in crate::document) struct RowPlace {
    /// Its number, counting the rows without cells, which are not kept.
    pub(in crate::document) number: u32,
    /// The element that contains it, which stands for its row group.
    pub(in crate::document) group: u32,
}

/// Limits the spans of cells to their row group: no cell reaches beyond it, and a span of 0 reaches to its end (HTML
/// §4.9.12.1). Rows that are not kept do not count.
pub(in crate::document) fn settle(rows: &mut [Vec<Cell>], places: &[RowPlace]) {
    let mut first = 0;
    for group in places.chunk_by(|a, b| a.group == b.group) {
        let own = rows.iter_mut().skip(first).zip(group).enumerate();
        for (at, (row, place)) in own {
            for cell in row.iter_mut().filter(|cell| cell.rows != 1) {
                let end = if cell.rows == 0 { u32::MAX } else { place.number.saturating_add(u32::from(cell.rows)) };
                let after = group.partition_point(|other| other.number < end);
                cell.rows = after.saturating_sub(at).clamp(1, usize::from(u16::MAX)) as u16;
            }
        }
        first += group.len();
    }
}
