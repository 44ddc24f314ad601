//! Sets of articles.

use crate::article::ArticleId;

/// A set of articles, one bit an id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IdSet(Vec<u64>);

impl IdSet {
    /// Takes an article in or out.
    pub fn set(&mut self, id: ArticleId, is_in: bool) {
        let (word, bit) = place(id);
        if is_in && self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        if let Some(word) = self.0.get_mut(word) {
            *word = if is_in { *word | bit } else { *word & !bit };
        }
    }

    /// Whether an article is in it.
    pub fn contains(&self, id: ArticleId) -> bool {
        let (word, bit) = place(id);
        self.0.get(word).is_some_and(|word| word & bit != 0)
    }
}

fn place(id: ArticleId) -> (usize, u64) {
    (id.0 as usize / 64, 1 << (id.0 % 64))
}

impl FromIterator<ArticleId> for IdSet {
    fn from_iter<I: IntoIterator<Item = ArticleId>>(ids: I) -> Self {
        let mut set = Self::default();
        for id in ids {
            set.set(id, true);
        }
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_come_and_go() {
        let mut set: IdSet = [ArticleId(0), ArticleId(64)].into_iter().collect();
        set.set(ArticleId(200), false);
        set.set(ArticleId(0), false);
        let found: Vec<u32> = (0..300).filter(|id| set.contains(ArticleId(*id))).collect();
        assert_eq!(found, [64]);
    }
}
