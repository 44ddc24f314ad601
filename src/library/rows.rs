//! The rows of a list.

use std::fmt;

use crate::article::ArticleId;
use crate::library::columns::column::Column;

/// Articles in the order of a list. All articles of a snapshot in its own order take no memory and no
/// time, however many there are.
#[derive(Clone, Default)]
pub struct Rows {
    /// Articles by their numbers in the snapshot; if not empty, `chosen` is empty.
    snapshot: Column<4>,
    chosen: Vec<ArticleId>,
}

impl Rows {
    /// All articles of a snapshot, in its own order.
    pub(super) fn of_snapshot(order: &Column<4>) -> Self {
        Self { snapshot: order.clone(), chosen: Vec::new() }
    }

    /// The number of rows.
    pub fn len(&self) -> usize {
        self.snapshot.len() + self.chosen.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The article in a row; `None` beyond the last row.
    pub fn get(&self, row: usize) -> Option<ArticleId> {
        self.from(row).next()
    }

    /// The articles from a row to the end.
    pub fn from(&self, row: usize) -> impl Iterator<Item = ArticleId> {
        let snapshot = self.snapshot.all().get(row..).unwrap_or_default();
        let chosen = self.chosen.get(row..).unwrap_or_default();
        snapshot.iter().map(|id| ArticleId(u32::from_le_bytes(*id))).chain(chosen.iter().copied())
    }

    /// All articles.
    pub fn iter(&self) -> impl Iterator<Item = ArticleId> {
        self.from(0)
    }

    /// The row of an article. Linear in the number of rows.
    pub fn place(&self, id: ArticleId) -> Option<usize> {
        self.iter().position(|row| row == id)
    }

    /// The rows, mutably; copies them if they are still those of the snapshot.
    pub fn to_mut(&mut self) -> &mut Vec<ArticleId> {
        if self.snapshot.len() > 0 {
            self.chosen = self.iter().collect();
            self.snapshot = Column::default();
        }
        &mut self.chosen
    }
}

impl From<Vec<ArticleId>> for Rows {
    fn from(chosen: Vec<ArticleId>) -> Self {
        Self { snapshot: Column::default(), chosen }
    }
}

impl fmt::Debug for Rows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}
