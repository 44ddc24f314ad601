//! Which articles of the collection are shown, and how many of them each category has.

use super::{CategoryId, IdSet, Library, Order, Row, TagId};
use crate::article::ArticleId;

/// What the reader's owner did with an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marked {
    /// It was read.
    pub read: bool,
    /// It has a star.
    pub starred: bool,
    /// It came since the last visit.
    pub new: bool,
}

/// A mark to filter by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mark {
    /// Not read yet.
    Unread,
    /// Read.
    Read,
    /// With a star.
    Starred,
    /// Come since the last visit.
    New,
}

impl Mark {
    /// Whether an article with these marks bears it.
    pub fn holds(self, marked: Marked) -> bool {
        match self {
            Self::Unread => !marked.read,
            Self::Read => marked.read,
            Self::Starred => marked.starred,
            Self::New => marked.new,
        }
    }
}

/// What must hold for an article to be shown. The default lets everything through.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Categories it must be in, all of them.
    pub categories: Vec<CategoryId>,
    /// Tags it must have, all of them.
    pub tags: Vec<TagId>,
    /// The articles it must be among.
    pub among: Option<IdSet>,
    /// The mark it must bear.
    pub marks: Option<Mark>,
}

impl Filter {
    /// Whether it lets everything through.
    pub fn is_empty(&self) -> bool {
        self.categories.is_empty() && self.tags.is_empty() && self.among.is_none() && self.marks.is_none()
    }
}

impl Library {
    /// The articles that pass, in order. `is` tells an article's marks; it is asked only where the filter needs it.
    pub fn select(&self, filter: &Filter, order: &Order, is: &dyn Fn(ArticleId) -> Marked) -> Vec<ArticleId> {
        let mut ids: Vec<ArticleId> = self.passing(filter, is).map(|(id, _)| id).collect();
        self.sort(&mut ids, order, is);
        ids
    }

    /// Whether this article passes.
    pub fn passes(&self, id: ArticleId, filter: &Filter, is: &dyn Fn(ArticleId) -> Marked) -> bool {
        self.row_of(id).is_some_and(|row| row.present && self.row_passes(id, row, filter, is))
    }

    /// How many of the articles that pass each category has, the most first, equals by name; categories without any
    /// are left out.
    pub fn counts(&self, filter: &Filter, is: &dyn Fn(ArticleId) -> Marked) -> Vec<(CategoryId, u32)> {
        let mut counts = vec![0u32; self.categories.len()];
        for (_, row) in self.passing(filter, is) {
            for member in self.members_in(&row.categories) {
                if let Some(count) = counts.get_mut(*member as usize) {
                    *count += 1;
                }
            }
        }
        let mut counts: Vec<(CategoryId, u32)> =
            (0..).map(CategoryId).zip(counts).filter(|(_, count)| *count > 0).collect();
        counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| self.category_name(a.0).cmp(self.category_name(b.0))));
        counts
    }

    /// Brings articles into an ordered view without sorting it anew. Those of `new` that do not pass, and those
    /// already in the view, are left out; the place in the view of an article that changed is not looked after: take
    /// it out first.
    pub fn merge(
        &self,
        view: &mut Vec<ArticleId>,
        new: &[ArticleId],
        filter: &Filter,
        order: &Order,
        is: &dyn Fn(ArticleId) -> Marked,
    ) {
        let mut coming: Vec<ArticleId> = new.iter().copied().filter(|id| self.passes(*id, filter, is)).collect();
        coming.sort_unstable_by(|a, b| self.compare(*a, *b, order, is));
        coming.dedup();
        let places: Vec<(usize, ArticleId)> = coming
            .into_iter()
            .filter_map(|id| view.binary_search_by(|seen| self.compare(*seen, id, order, is)).err().map(|at| (at, id)))
            .collect();
        let mut end = view.len();
        view.resize(end + places.len(), ArticleId(0));
        for (before, (at, id)) in places.into_iter().enumerate().rev() {
            // Everything from the place on moves right by the articles that still have to come before it, and itself.
            view.copy_within(at..end, at + before + 1);
            if let Some(slot) = view.get_mut(at + before) {
                *slot = id;
            }
            end = at;
        }
    }

    fn passing<'a>(
        &'a self,
        filter: &'a Filter,
        is: &'a dyn Fn(ArticleId) -> Marked,
    ) -> impl Iterator<Item = (ArticleId, &'a Row)> {
        self.columns
            .iter()
            .zip(0..)
            .map(|(row, id)| (ArticleId(id), row))
            .filter(move |(id, row)| row.present && self.row_passes(*id, row, filter, is))
    }

    fn row_passes(&self, id: ArticleId, row: &Row, filter: &Filter, is: &dyn Fn(ArticleId) -> Marked) -> bool {
        let categories = self.members_in(&row.categories);
        let tags = self.members_in(&row.tags);
        filter.among.as_ref().is_none_or(|among| among.contains(id))
            && filter.categories.iter().all(|wanted| categories.contains(&wanted.0))
            && filter.tags.iter().all(|wanted| tags.contains(&wanted.0))
            && filter.marks.is_none_or(|mark| mark.holds(is(id)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::article;
    use super::*;
    use crate::article::Date;
    use crate::library::Key;
    use std::path::Path;

    fn dated(title: &str, categories: &[&str], timestamp: Option<i64>) -> crate::article::Article {
        let date = timestamp.map(|timestamp| Date {
            timestamp,
            year: 2022,
            month: Some(1),
            day: Some(7),
            time: None,
            offset: None,
        });
        crate::article::Article { date, ..article(title, categories) }
    }

    fn none(_: ArticleId) -> Marked {
        Marked::default()
    }

    fn library() -> Library {
        let mut library = Library::new();
        library.upsert("c.md".into(), dated("Rust 语言", &["编程", "新闻"], Some(30)));
        library.upsert("b.md".into(), dated("足球", &["体育"], Some(-20)));
        library.upsert("z.md".into(), dated("无日期", &[], None));
        library.upsert("a.md".into(), dated("ＲＵＳＴ 新闻", &["新闻"], Some(30)));
        library.upsert("y.md".into(), dated("又无日期", &["新闻"], None));
        library
    }

    fn paths(library: &Library, ids: &[ArticleId]) -> String {
        ids.iter().filter_map(|id| library.get(*id)).filter_map(|entry| entry.path.to_str()).collect::<String>()
    }

    #[test]
    fn select_filters_and_orders() {
        let library = library();
        let news = library.category("新闻").expect("is there");
        let code = library.category("编程").expect("is there");
        let all = Filter::default();
        let by = |key, descending| Order { key, descending };
        for (filter, order, expected) in [
            (all.clone(), Order::default(), "a.mdc.mdb.mdy.mdz.md"),
            (all.clone(), by(Key::Date, false), "b.mda.mdc.mdy.mdz.md"),
            (all.clone(), by(Key::Path, false), "a.mdb.mdc.mdy.mdz.md"),
            (all.clone(), by(Key::Path, true), "z.mdy.mdc.mdb.mda.md"),
            (all.clone(), by(Key::Title, false), "a.mdc.mdz.mdy.mdb.md"),
            (all.clone(), by(Key::Category, false), "c.mdb.mda.mdy.mdz.md"),
            (Filter { categories: vec![news], ..all.clone() }, Order::default(), "a.mdc.mdy.md"),
            (Filter { categories: vec![news, code], ..all.clone() }, Order::default(), "c.md"),
            (Filter { categories: vec![CategoryId::UNCATEGORISED], ..all.clone() }, Order::default(), "z.md"),
            (
                Filter { among: Some(library.find(Path::new("y.md")).into_iter().collect()), ..all.clone() },
                Order::default(),
                "y.md",
            ),
        ] {
            assert_eq!(paths(&library, &library.select(&filter, &order, &none)), expected, "{filter:?} {order:?}");
        }
        let unread = Filter { marks: Some(Mark::Unread), ..all.clone() };
        let read = |id: ArticleId| Marked { read: id.0 != 2, ..Marked::default() };
        assert_eq!(library.select(&unread, &Order::default(), &read), [ArticleId(2)]);
        let half = |id: ArticleId| Marked { read: id.0 < 2, ..Marked::default() };
        assert_eq!(paths(&library, &library.select(&all, &by(Key::Read, false), &half)), "a.mdy.mdz.mdc.mdb.md");
        assert_eq!(paths(&library, &library.select(&all, &by(Key::Read, true), &half)), "c.mdb.mda.mdy.mdz.md");
    }

    #[test]
    fn counts_are_those_of_what_is_left() {
        let library = library();
        let named = |filter: &Filter| -> Vec<(String, u32)> {
            let counts = library.counts(filter, &none);
            counts.into_iter().map(|(id, count)| (library.category_name(id).to_owned(), count)).collect()
        };
        let expected = [("新闻", 3), ("", 1), ("体育", 1), ("编程", 1)].map(|(name, count)| (name.to_owned(), count));
        assert_eq!(named(&Filter::default()), expected);
        let news = library.category("新闻").into_iter().collect();
        let expected = [("新闻", 3), ("编程", 1)].map(|(name, count)| (name.to_owned(), count));
        assert_eq!(named(&Filter { categories: news, ..Filter::default() }), expected);
    }

    #[test]
    fn merging_equals_sorting() {
        let mut library = Library::new();
        let mut seed = 7u32;
        let keys = [Key::Date, Key::Title, Key::Path, Key::Length, Key::Category, Key::Read];
        let orders: Vec<Order> =
            keys.iter().flat_map(|key| [true, false].map(|descending| Order { key: *key, descending })).collect();
        let mut views = vec![Vec::new(); orders.len()];
        for batch in 0..20 {
            let mut new = Vec::new();
            for number in 0..17 {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let name = format!("{}-{batch}-{number}.md", seed % 50);
                let date = !(seed >> 8).is_multiple_of(4);
                let category = format!("c{}", (seed >> 12) % 5);
                let mut article =
                    dated(&format!("t{}", (seed >> 16) % 9), &[&category], date.then_some(i64::from(seed >> 28)));
                article.length = (seed >> 10) % 3;
                new.push(library.upsert(name.into(), article));
            }
            for (view, order) in views.iter_mut().zip(&orders) {
                let thirds = |id: ArticleId| Marked { read: id.0.is_multiple_of(3), ..Marked::default() };
                library.merge(view, &new, &Filter::default(), order, &thirds);
                library.merge(view, &new, &Filter::default(), order, &thirds);
                assert_eq!(view, &library.select(&Filter::default(), order, &thirds), "{order:?}");
            }
        }
    }
}
