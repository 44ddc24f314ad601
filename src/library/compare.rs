//! Comparison of paths, titles and dates.

use std::cmp::Ordering;

use crate::text::collation;

/// Compares two paths by their bytes, each given as folder and name.
pub(super) fn compare_paths(a: (&[u8], &[u8]), b: (&[u8], &[u8])) -> Ordering {
    if a.0 == b.0 {
        return a.1.cmp(b.1);
    }
    fn whole<'a>((folder, name): (&'a [u8], &'a [u8])) -> impl Iterator<Item = &'a u8> {
        let slash: &[u8] = if folder.is_empty() { b"" } else { b"/" };
        folder.iter().chain(slash).chain(name)
    }
    whole(a).cmp(whole(b))
}

/// Compares two folded titles or names: Latin letters first, then Han by their reading.
pub(super) fn compare_titles(a: &str, b: &str) -> Ordering {
    a.chars().map(collation).cmp(b.chars().map(collation))
}

/// Maps a signed number to an unsigned one, keeping the order.
pub(super) fn order_preserving(value: i64) -> u64 {
    (value as u64) ^ (1 << 63)
}

/// A sort key: newest first, articles without a date last.
pub(super) fn newest_first(timestamp: Option<i64>) -> u64 {
    timestamp.map_or(u64::MAX, |timestamp| u64::MAX - 1 - order_preserving(timestamp).min(u64::MAX - 1))
}
