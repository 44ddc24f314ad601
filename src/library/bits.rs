//! Sets of small numbers: ids of articles, or rows of the catalogue.

use crate::article::ArticleId;

/// A set of small numbers, stored as one bit each.
#[derive(Clone, Debug, Default)]
pub struct Bits(Vec<u64>);

impl Bits {
    /// The set of all numbers below `count`.
    pub fn below(count: usize) -> Self {
        let mut words = vec![u64::MAX; count / 64];
        if !count.is_multiple_of(64) {
            words.push((1 << (count % 64)) - 1);
        }
        Self(words)
    }

    /// An empty set with capacity for the numbers below `count`.
    pub fn with_room(count: usize) -> Self {
        Self(vec![0; count.div_ceil(64)])
    }

    /// Adds a number if `is_in` is true and the number is within the capacity. Does not branch on `is_in`.
    pub fn put(&mut self, number: u32, is_in: bool) {
        if let Some(word) = self.0.get_mut(number as usize / 64) {
            *word |= u64::from(is_in) << (number % 64);
        }
    }

    /// Adds or removes a number.
    pub fn set(&mut self, number: u32, is_in: bool) {
        let (word, bit) = place(number);
        if is_in && self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        if let Some(word) = self.0.get_mut(word) {
            *word = if is_in { *word | bit } else { *word & !bit };
        }
    }

    /// Whether the set contains a number.
    pub fn has(&self, number: u32) -> bool {
        let (word, bit) = place(number);
        self.0.get(word).is_some_and(|word| word & bit != 0)
    }

    /// Whether the set contains the id of an article.
    pub fn contains(&self, id: ArticleId) -> bool {
        self.has(id.0)
    }

    /// Whether the set is empty.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// How many numbers the set contains.
    pub fn len(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Adds all numbers of another set (union).
    pub fn add(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word |= other;
        }
    }

    /// Keeps only the numbers that are also in another set (intersection).
    pub fn keep(&mut self, other: &Self) {
        self.0.truncate(other.0.len());
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word &= other;
        }
    }

    /// Removes all numbers of another set (difference).
    pub fn remove(&mut self, other: &Self) {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word &= !other;
        }
    }

    /// The numbers in the set, in ascending order.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.0.iter().zip(0u32..).flat_map(|(word, at)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros())?;
                left &= left - 1;
                Some(at * 64 + bit)
            })
        })
    }
}

impl PartialEq for Bits {
    /// Sets are equal if they contain the same numbers, whatever their capacities.
    fn eq(&self, other: &Self) -> bool {
        let (short, long) = if self.0.len() < other.0.len() { (self, other) } else { (other, self) };
        let (same, rest) = long.0.split_at(short.0.len());
        same == short.0 && rest.iter().all(|word| *word == 0)
    }
}

impl Eq for Bits {}

/// The index of a number's word, and its bit in that word.
fn place(number: u32) -> (usize, u64) {
    (number as usize / 64, 1 << (number % 64))
}

impl FromIterator<u32> for Bits {
    fn from_iter<I: IntoIterator<Item = u32>>(numbers: I) -> Self {
        let mut set = Self::default();
        for number in numbers {
            set.set(number, true);
        }
        set
    }
}

impl FromIterator<ArticleId> for Bits {
    fn from_iter<I: IntoIterator<Item = ArticleId>>(ids: I) -> Self {
        ids.into_iter().map(|id| id.0).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    #[test]
    fn numbers_come_and_go() {
        let mut set: Bits = [0u32, 64].into_iter().collect();
        set.set(200, false);
        set.set(0, false);
        assert_eq!(set.iter().collect::<Vec<_>>(), [64]);
        assert_eq!(Bits::below(65).iter().collect::<Vec<_>>(), (0..65).collect::<Vec<_>>());
        assert_eq!((Bits::below(64).len(), Bits::below(0).is_empty()), (64, true));
        assert_eq!(set, [64u32].into_iter().collect());
    }

    proptest! {
        #[test]
        fn they_are_sets(a in prop::collection::btree_set(0u32..300, 0..40), b in prop::collection::btree_set(0u32..300, 0..40)) {
            let bits = |set: &BTreeSet<u32>| set.iter().copied().collect::<Bits>();
            let applied = |work: fn(&mut Bits, &Bits)| {
                let mut set = bits(&a);
                work(&mut set, &bits(&b));
                set.iter().collect::<BTreeSet<u32>>()
            };
            prop_assert_eq!(applied(Bits::add), &a | &b);
            prop_assert_eq!(applied(Bits::keep), &a & &b);
            prop_assert_eq!(applied(Bits::remove), &a - &b);
        }
    }
}
