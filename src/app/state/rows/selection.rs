//! A selection of rows, from a fixed row to the cursor.

use crate::article::ArticleId;

/// The fixed end of a selection of rows; the other end is the cursor. Both ends are selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowSelection {
    /// The article of the fixed row.
    pub(in crate::app) article: ArticleId,
    /// The fixed row: where the article is.
    pub(in crate::app) row: usize,
}
