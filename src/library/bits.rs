//! Sets of small numbers: articles by their ids, rows of the catalogue by theirs.

use crate::article::ArticleId;

/// A set of numbers, one bit each.
#[derive(Clone, Debug, Default)]
pub struct Bits(Vec<u64>);

impl Bits {
    /// All numbers below `count`.
    pub fn below(count: usize) -> Self {
        let mut words = vec![u64::MAX; count / 64];
        if !count.is_multiple_of(64) {
            words.push((1 << (count % 64)) - 1);
        }
        Self(words)
    }

    /// No number, with room for those below `count`.
    pub fn with_room(count: usize) -> Self {
        Self(vec![0; count.div_ceil(64)])
    }

    /// Takes a number in, if there is room for it and `is_in` says so; without a branch on that.
    pub fn put(&mut self, number: u32, is_in: bool) {
        if let Some(word) = self.0.get_mut(number as usize / 64) {
            *word |= u64::from(is_in) << (number % 64);
        }
    }

    /// Takes a number in or out.
    pub fn set(&mut self, number: u32, is_in: bool) {
        let (word, bit) = place(number);
        if is_in && self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        if let Some(word) = self.0.get_mut(word) {
            *word = if is_in { *word | bit } else { *word & !bit };
        }
    }

    /// Whether a number is in it.
    pub fn has(&self, number: u32) -> bool {
        let (word, bit) = place(number);
        self.0.get(word).is_some_and(|word| word & bit != 0)
    }

    /// Whether an article is in it.
    pub fn contains(&self, id: ArticleId) -> bool {
        self.has(id.0)
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// How many numbers are in it.
    pub fn len(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Takes in what is in another.
    pub fn add(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word |= other;
        }
    }

    /// Keeps what is in another too.
    pub fn keep(&mut self, other: &Self) {
        self.0.truncate(other.0.len());
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word &= other;
        }
    }

    /// Takes out what is in another.
    pub fn remove(&mut self, other: &Self) {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word &= !other;
        }
    }

    /// The numbers in it, least first.
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
    /// Sets are the same by what is in them, however much room they have.
    fn eq(&self, other: &Self) -> bool {
        let (short, long) = if self.0.len() < other.0.len() { (self, other) } else { (other, self) };
        let (same, rest) = long.0.split_at(short.0.len());
        same == short.0 && rest.iter().all(|word| *word == 0)
    }
}

impl Eq for Bits {}

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
            let told = |work: fn(&mut Bits, &Bits)| {
                let mut set = bits(&a);
                work(&mut set, &bits(&b));
                set.iter().collect::<BTreeSet<u32>>()
            };
            prop_assert_eq!(told(Bits::add), &a | &b);
            prop_assert_eq!(told(Bits::keep), &a & &b);
            prop_assert_eq!(told(Bits::remove), &a - &b);
        }
    }
}
