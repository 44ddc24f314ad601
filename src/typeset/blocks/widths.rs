//! The widths of the columns of a table.

use crate::typeset::blocks::grid::{BETWEEN, Grid, GridCell};
use crate::typeset::lines::fill::greedy;

/// No column is made narrower than this unless its content is.
const NARROWEST: usize = 8;
/// Larger tables are not measured at several widths: so many units in all cells, and so many columns.
const LARGEST: (usize, usize) = (4 << 10, 16);

/// The widths that are tried for a column at a time.
const MOST_TRIES: usize = 8;

impl Grid {
    /// The widths of the columns within a measure: as wide as their content, or else so that words stay whole and the
    /// table has few lines. `None` if the measure is too narrow.
    pub(in crate::typeset) fn widths(&self, width: usize) -> Option<Vec<usize>> {
        let between = BETWEEN * self.columns.len().saturating_sub(1);
        let available = width.checked_sub(between)?;
        let mut least = self.least(available)?;
        let mut widths = self.shared(&least, available);
        if widths == self.columns || self.is_large() {
            return Some(widths);
        }
        // A column gets the width at which one more of its cells is a single line, as long as that saves lines.
        let mut height = self.height(&widths);
        loop {
            let tries = (0..widths.len()).flat_map(|column| {
                let (own, least) = (widths[column], &least);
                let wider = self.naturals(column).into_iter().filter(move |cells| *cells > own).take(MOST_TRIES);
                wider.map(move |cells| {
                    let mut least = least.clone();
                    least[column] = cells;
                    least
                })
            });
            let fitting = tries.filter(|least| least.iter().sum::<usize>() <= available);
            let measured = fitting.map(|least| {
                let widths = self.shared(&least, available);
                (self.height(&widths), least, widths)
            });
            match measured.min_by_key(|(height, ..)| *height).filter(|(lower, ..)| *lower < height) {
                Some(better) => (height, least, widths) = better,
                None => return Some(widths),
            }
        }
    }

    /// The least widths of the columns. Words are kept whole as far as there is room, the shortest ones first; those that
    /// take more than half of the measure are not.
    fn least(&self, available: usize) -> Option<Vec<usize>> {
        let mut least: Vec<usize> = self.columns.iter().map(|column| (*column).min(NARROWEST)).collect();
        let mut spare = available.checked_sub(least.iter().sum())?;
        let mut longer: Vec<(usize, usize)> =
            self.words.iter().enumerate().map(|(column, word)| (*word, column)).collect();
        longer.sort_unstable();
        for (word, column) in longer.into_iter().filter(|(word, _)| *word <= available / 2) {
            let missing = word.saturating_sub(least[column]);
            if missing <= spare {
                spare -= missing;
                least[column] += missing;
            }
        }
        Some(least)
    }

    /// The widest columns reduced to a common width, but none below its least.
    fn shared(&self, least: &[usize], available: usize) -> Vec<usize> {
        let cut =
            |cap: usize| self.columns.iter().zip(least).map(move |(column, least)| (*column).min(cap).max(*least));
        let (mut fits, mut over) = (0, available + 1);
        while over - fits > 1 {
            let cap = fits.midpoint(over);
            if cut(cap).sum::<usize>() <= available { fits = cap } else { over = cap }
        }
        let mut widths: Vec<usize> = cut(fits).collect();
        let mut spare = available - widths.iter().sum::<usize>().min(available);
        for (width, column) in widths.iter_mut().zip(&self.columns) {
            if spare > 0 && *width < *column {
                *width += 1;
                spare -= 1;
            }
        }
        widths
    }

    fn is_large(&self) -> bool {
        let units: usize = self.cells().map(|cell| cell.flow.len()).sum();
        units > LARGEST.0 || self.columns.len() > LARGEST.1
    }

    fn cells(&self) -> impl Iterator<Item = &GridCell> {
        self.rows.iter().flat_map(|row| &row.cells)
    }

    /// The natural widths of the cells of a column, without duplicates.
    fn naturals(&self, column: usize) -> Vec<usize> {
        let own = self.cells().filter(|cell| cell.column == column && cell.span == 1);
        let mut widths: Vec<usize> = own.map(|cell| cell.flow.natural()).collect();
        widths.sort_unstable();
        widths.dedup();
        widths
    }

    /// The lines of the table, with the blank lines between rows below the head if one of them has several lines.
    fn height(&self, widths: &[usize]) -> usize {
        let lines = |cell: &GridCell| match cell.flow.is_one_line(cell.width(widths)) {
            true => 1,
            false => greedy(&cell.flow, cell.measure(widths)).len(),
        };
        let rows: Vec<usize> = self.rows.iter().map(|row| row.cells.iter().map(lines).max().unwrap_or(1)).collect();
        let body = rows.get(self.head..).unwrap_or_default();
        let blank = if body.iter().any(|lines| *lines > 1) { body.len().saturating_sub(1) } else { 0 };
        rows.iter().sum::<usize>() + blank
    }
}
