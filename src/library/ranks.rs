//! Ranks of articles and categories by title, path and name, so that sorting compares numbers.

use std::cmp::Ordering;
use std::sync::OnceLock;

use crate::text::collation;

/// The ranks of all articles and categories by name, computed on first use after a change.
#[derive(Clone, Debug, Default)]
pub(super) struct Ranks {
    pub(super) titles: OnceLock<Vec<u32>>,
    pub(super) paths: OnceLock<Vec<u32>>,
    pub(super) categories: OnceLock<Vec<u32>>,
    pub(super) folders: OnceLock<Vec<u32>>,
    pub(super) given: OnceLock<Vec<u32>>,
}

impl Ranks {
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}

pub(super) fn rank(ranks: &[u32], index: u32) -> u32 {
    ranks.get(index as usize).copied().unwrap_or(u32::MAX)
}

/// Ranks `count` items by their texts; equal texts get equal ranks. `head` maps a text to a number whose order never
/// contradicts `compare`.
pub(super) fn ranks<T: Copy>(
    count: usize,
    text: impl Fn(usize) -> T,
    head: impl Fn(T) -> u128,
    compare: impl Fn(T, T) -> Ordering,
) -> Vec<u32> {
    // Most comparisons are decided by the heads, without following a pointer.
    let mut sorted: Vec<(u128, u32)> = (0..count).map(|index| (head(text(index)), index as u32)).collect();
    let whole = |a: u32, b: u32| compare(text(a as usize), text(b as usize));
    sorted.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| whole(a.1, b.1)));
    let mut out = vec![0; count];
    let mut rank = 0;
    let mut previous: Option<(u128, u32)> = None;
    for (head, index) in sorted {
        let same = previous.is_some_and(|(other, before)| other == head && whole(before, index).is_eq());
        rank += u32::from(previous.is_some() && !same);
        previous = Some((head, index));
        if let Some(slot) = out.get_mut(index as usize) {
            *slot = rank;
        }
    }
    out
}

/// The collation keys of a title's first six characters, 21 bits each.
pub(super) fn title_head(title: &str) -> u128 {
    let mut places = title.chars().map(|c| u128::from(collation(c)));
    (0..6).fold(0, |head, _| head << 21 | places.next().map_or(0, |place| place + 1))
}
