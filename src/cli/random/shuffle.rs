//! Random choices, of no use for anything secret.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

/// A generator of random numbers: SplitMix64 (Steele, Lea and Flood 2014).
pub(super) struct Random(u64);

impl Random {
    /// One that begins anywhere: hash tables get random keys from the system.
    pub(super) fn new() -> Self {
        Self(RandomState::new().build_hasher().finish())
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `count`, which is not 0. Its bias is below 2⁻³² for all counts below 2³².
    fn below(&mut self, count: usize) -> usize {
        let scaled = (u128::from(self.next()) * count as u128) >> 64;
        usize::try_from(scaled).unwrap_or_default()
    }

    /// Keeps so many of the items, each equally likely, in random order (Fisher and Yates).
    pub(super) fn choose<T>(&mut self, items: &mut Vec<T>, count: usize) {
        for at in 0..count.min(items.len()) {
            let other = at + self.below(items.len() - at);
            items.swap(at, other);
        }
        items.truncate(count);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_choice_is_equally_likely() {
        let mut counts = [0_usize; 5];
        let mut random = Random(1);
        for _ in 0..10_000 {
            let mut items: Vec<usize> = (0..5).collect();
            random.choose(&mut items, 2);
            assert!(items.len() == 2 && items[0] != items[1]);
            items.iter().for_each(|item| counts[*item] += 1);
        }
        // The standard deviation is 49.
        assert!(counts.iter().all(|count| count.abs_diff(4000) < 250), "{counts:?}");
        for count in [0, 1, 5, 9] {
            let mut items: Vec<usize> = (0..5).collect();
            random.choose(&mut items, count);
            assert_eq!(items.len(), count.min(5));
        }
        assert_ne!(Random::new().next(), Random::new().next());
    }
}
