//! Groups of articles: by category, by folder.

use std::path::Path;

use crate::article::ArticleId;
use crate::library::collection::Library;
use crate::library::columns::names::CategoryId;
use crate::library::order::Key;
use crate::library::ranks::rank;

impl Library {
    /// The first category of an article; [`CategoryId::UNCATEGORISED`] if it has none.
    pub fn first_category(&self, id: ArticleId) -> CategoryId {
        self.categories_of(id).next().unwrap_or(CategoryId::UNCATEGORISED)
    }

    /// The number of the folder that an article is in.
    pub fn folder_of(&self, id: ArticleId) -> u32 {
        self.at(id).map_or(0, |(table, at)| table.folder.number(at))
    }

    /// The path of a folder, relative to the collection's root; empty for the root.
    pub fn folder(&self, number: u32) -> &Path {
        self.interner.folders.path(number)
    }

    /// Puts articles of one category, or of one folder, next to each other, in the order of the names. Within a group the
    /// order stays. Linear in the number of articles. Other keys change nothing.
    pub fn gather(&self, ids: &mut Vec<ArticleId>, key: Key) {
        let place = |id: ArticleId| match key {
            Key::Category => match self.first_category(id) {
                // As in the order by category, those without one come last.
                CategoryId::UNCATEGORISED => u32::MAX,
                first => rank(self.category_ranks(), first.0),
            },
            Key::Source => rank(self.folder_ranks(), self.folder_of(id)),
            _ => 0,
        };
        let places: Vec<u32> = ids.iter().map(|id| place(*id)).collect();
        let most = places.iter().filter(|place| **place < u32::MAX).max().map_or(0, |most| *most as usize + 1);
        let bucket = |place: u32| (place as usize).min(most);
        // A counting sort: how many are before each group, then each article to its place.
        let mut starts = vec![0usize; most + 2];
        for place in &places {
            if let Some(count) = starts.get_mut(bucket(*place) + 1) {
                *count += 1;
            }
        }
        let mut before = 0;
        for start in &mut starts {
            before += *start;
            *start = before;
        }
        let mut out = vec![ArticleId(0); ids.len()];
        for (id, place) in ids.iter().zip(&places) {
            let Some(next) = starts.get_mut(bucket(*place)) else { continue };
            if let Some(slot) = out.get_mut(*next) {
                *slot = *id;
            }
            *next += 1;
        }
        *ids = out;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::tests::{article, put};

    #[test]
    fn a_group_is_together_and_keeps_its_order() {
        let mut library = Library::new();
        for (path, categories) in [
            ("b/1.md", &["乙"][..]),
            ("a/2.md", &[]),
            ("3.md", &["甲", "乙"]),
            ("a/4.md", &["乙"]),
            ("b/5.md", &["甲"]),
            ("a/b/6.md", &[]),
        ] {
            put(&mut library, path, &article("", categories));
        }
        let gathered = |from: &[u32], key| {
            let mut ids: Vec<ArticleId> = from.iter().copied().map(ArticleId).collect();
            library.gather(&mut ids, key);
            ids.into_iter().map(|id| id.0 + 1).collect::<Vec<_>>()
        };
        // By reading: jia, yi; without a category last.
        assert_eq!(gathered(&[0, 1, 2, 3, 4, 5], Key::Category), [3, 5, 1, 4, 2, 6]);
        assert_eq!(gathered(&[5, 4, 3, 2, 1, 0], Key::Category), [5, 3, 4, 1, 6, 2]);
        assert_eq!(gathered(&[0, 1, 2, 3, 4, 5], Key::Source), [3, 2, 4, 6, 1, 5]);
        assert_eq!(gathered(&[4, 1], Key::Category), [5, 2]);
        assert_eq!(gathered(&[], Key::Category), [0; 0]);
        assert_eq!(gathered(&[2, 0, 1], Key::Date), [3, 1, 2]);
    }

    #[test]
    fn categories_that_sort_alike_are_not_mixed() {
        let mut library = Library::new();
        for (path, category) in [("1.md", "Rust"), ("2.md", "rust"), ("3.md", "Rust"), ("4.md", "rust")] {
            put(&mut library, path, &article("", &[category]));
        }
        let mut ids: Vec<ArticleId> = (0..4).map(ArticleId).collect();
        library.gather(&mut ids, Key::Category);
        let categories: Vec<CategoryId> = ids.iter().map(|id| library.first_category(*id)).collect();
        assert!(categories[0] == categories[1] && categories[2] == categories[3], "{categories:?}");
        let order = crate::library::Order { key: Key::Category, descending: false };
        let sorted = library.select(&crate::library::Filter::default(), &order, &|_| Default::default());
        assert_eq!(sorted, ids);
    }
}
