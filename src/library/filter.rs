//! Filters: which articles are shown, and how many of them each category has.

use rustc_hash::FxHashSet;

use crate::article::ArticleId;
use crate::library::bits::Bits;
use crate::library::collection::Library;
use crate::library::columns::names::{CategoryId, TagId};
use crate::library::columns::table::Has;
use crate::library::marked::{MarkKind, Marked};
use crate::library::order::Order;
use crate::library::rows::Rows;

/// What must hold for an article to be shown. The default lets every article pass.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Categories it must be in; all of them must match.
    pub categories: Vec<CategoryId>,
    /// Tags it must have; all of them must match.
    pub tags: Vec<TagId>,
    /// The articles it must be one of.
    pub among: Option<Bits>,
    /// The mark it must have.
    pub marks: Option<MarkKind>,
}

impl Filter {
    /// Whether it lets every article pass.
    pub fn is_empty(&self) -> bool {
        self.categories.is_empty() && self.tags.is_empty() && self.among.is_none() && self.marks.is_none()
    }
}

impl Library {
    /// The articles that pass, in order. `marks_of` returns an article's marks; it is called only if the filter or the
    /// order needs them.
    pub fn select(&self, filter: &Filter, order: &Order, marks_of: &dyn Fn(ArticleId) -> Marked) -> Vec<ArticleId> {
        self.ordered(&self.passing(filter, marks_of), order, marks_of)
    }

    /// The same as [`Library::select`], as rows of a list.
    pub fn rows(&self, filter: &Filter, order: &Order, marks_of: &dyn Fn(ArticleId) -> Marked) -> Rows {
        let as_it_stands = self.rows.is_empty() && self.replaced.is_empty() && self.present == self.snapshot.len();
        if filter.is_empty() && as_it_stands && *order == Order::default() {
            // The view at startup, which must appear at once: nothing is copied.
            return Rows::of_snapshot(&self.snapshot.by_date);
        }
        self.select(filter, order, marks_of).into()
    }

    /// Whether this article passes.
    pub fn passes(&self, id: ArticleId, filter: &Filter, marks_of: &dyn Fn(ArticleId) -> Marked) -> bool {
        (id.0 as usize) < self.bound()
            && !self.gone.contains(id)
            && filter.among.as_ref().is_none_or(|among| among.contains(id))
            && filter.categories.iter().all(|wanted| self.categories_of(id).any(|member| member == *wanted))
            && filter.tags.iter().all(|wanted| self.tags_of(id).any(|member| member == *wanted))
            && filter.marks.is_none_or(|mark| mark.holds(marks_of(id)))
    }

    /// The number of passing articles in each category, largest first, then by name; categories without any are left
    /// out.
    pub fn counts(&self, filter: &Filter, marks_of: &dyn Fn(ArticleId) -> Marked) -> Vec<(CategoryId, u32)> {
        let passing = self.passing(filter, marks_of);
        let mut counts = vec![0u32; self.interner.categories.len()];
        self.each_members(&mut |id, categories, _| {
            if passing.has(id) {
                for member in categories {
                    if let Some(count) = counts.get_mut(u32::from_le_bytes(*member) as usize) {
                        *count += 1;
                    }
                }
            }
        });
        let mut counts: Vec<(CategoryId, u32)> =
            (0..).map(CategoryId).zip(counts).filter(|(_, count)| *count > 0).collect();
        counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| self.category_name(a.0).cmp(self.category_name(b.0))));
        counts
    }

    /// The numbers of the categories that have articles in Chinese.
    pub fn chinese_categories(&self) -> FxHashSet<CategoryId> {
        let mut found = FxHashSet::default();
        self.each_members(&mut |id, categories, _| {
            if !self.has(ArticleId(id), Has::OtherLanguage) {
                found.extend(categories.iter().map(|member| CategoryId(u32::from_le_bytes(*member))));
            }
        });
        found
    }

    /// Visits the categories and tags of all articles, removed ones included.
    pub(super) fn each_members(&self, visit: &mut impl FnMut(u32, &[[u8; 4]], &[[u8; 4]])) {
        self.snapshot.table.each_members(&mut |at, categories, tags| {
            let id = at as u32;
            match self.replaced.get(&id).filter(|_| !self.replaced.is_empty()) {
                Some(row) => visit(id, self.changes.categories(*row as usize), self.changes.tags(*row as usize)),
                None => visit(id, categories, tags),
            }
        });
        for (id, row) in (self.snapshot.len() as u32..).zip(&self.rows) {
            visit(id, self.changes.categories(*row as usize), self.changes.tags(*row as usize));
        }
    }

    /// The articles, removed ones included, that have one of these categories, tags or authors, given by their numbers.
    pub fn with_names(&self, categories: &Bits, tags: &Bits, authors: &Bits) -> Bits {
        let mut found = Bits::with_room(self.bound());
        let any = |of: &Bits, members: &[[u8; 4]]| members.iter().any(|member| of.has(u32::from_le_bytes(*member)));
        if !categories.is_empty() || !tags.is_empty() {
            self.each_members(&mut |id, has, tagged| found.put(id, any(categories, has) || any(tags, tagged)));
        }
        if !authors.is_empty() {
            (0..self.bound() as u32).for_each(|id| found.put(id, authors.has(self.author_of(ArticleId(id)))));
        }
        found
    }

    /// Inserts articles into an ordered view without sorting it anew. Articles of `new` that do not pass, or are in the
    /// view already, are skipped. An article whose sort key has changed must be removed from the view first.
    pub fn merge(
        &self,
        view: &mut Vec<ArticleId>,
        new: &[ArticleId],
        filter: &Filter,
        order: &Order,
        marks_of: &dyn Fn(ArticleId) -> Marked,
    ) {
        let mut coming: Vec<ArticleId> = new.iter().copied().filter(|id| self.passes(*id, filter, marks_of)).collect();
        coming.sort_unstable_by(|a, b| self.compare(*a, *b, order, marks_of));
        coming.dedup();
        let places: Vec<(usize, ArticleId)> = coming
            .into_iter()
            .filter_map(|id| {
                view.binary_search_by(|seen| self.compare(*seen, id, order, marks_of)).err().map(|at| (at, id))
            })
            .collect();
        let mut end = view.len();
        view.resize(end + places.len(), ArticleId(0));
        for (before, (at, id)) in places.into_iter().enumerate().rev() {
            // Everything from the insertion point moves right by the number of articles still to be inserted before it,
            // plus this one.
            view.copy_within(at..end, at + before + 1);
            if let Some(slot) = view.get_mut(at + before) {
                *slot = id;
            }
            end = at;
        }
    }

    /// The articles that pass.
    pub fn passing(&self, filter: &Filter, marks_of: &dyn Fn(ArticleId) -> Marked) -> Bits {
        let mut passing = self.all();
        if let Some(among) = &filter.among {
            passing.keep(among);
        }
        if !filter.categories.is_empty() || !filter.tags.is_empty() {
            let categories: Vec<[u8; 4]> = filter.categories.iter().map(|id| id.0.to_le_bytes()).collect();
            let tags: Vec<[u8; 4]> = filter.tags.iter().map(|id| id.0.to_le_bytes()).collect();
            let mut members = Bits::with_room(self.bound());
            self.each_members(&mut |id, has, tagged| {
                if categories.iter().all(|wanted| has.contains(wanted))
                    && tags.iter().all(|wanted| tagged.contains(wanted))
                {
                    members.put(id, true);
                }
            });
            passing.keep(&members);
        }
        match filter.marks {
            Some(mark) => passing.iter().map(ArticleId).filter(|id| mark.holds(marks_of(*id))).collect(),
            None => passing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Date;
    use crate::library::order::Key;
    use crate::library::tests::{article, in_snapshot, put};
    use crate::text::Clean;
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
        put(&mut library, "c.md", &dated("Rust 语言", &["编程", "新闻"], Some(30)));
        put(&mut library, "b.md", &dated("足球", &["体育"], Some(-20)));
        put(&mut library, "z.md", &dated("无日期", &[], None));
        put(&mut library, "a.md", &dated("ＲＵＳＴ 新闻", &["新闻"], Some(30)));
        put(&mut library, "y.md", &dated("又无日期", &["新闻"], None));
        library
    }

    fn paths(library: &Library, ids: &[ArticleId]) -> String {
        ids.iter().filter_map(|id| library.path(*id)).map(|path| path.display().to_string()).collect::<String>()
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
        let unread = Filter { marks: Some(MarkKind::Unread), ..all.clone() };
        let read = |id: ArticleId| Marked { read: id.0 != 2, ..Marked::default() };
        assert_eq!(library.select(&unread, &Order::default(), &read), [ArticleId(2)]);
        let half = |id: ArticleId| Marked { read: id.0 < 2, ..Marked::default() };
        assert_eq!(paths(&library, &library.select(&all, &by(Key::Read, false), &half)), "a.mdy.mdz.mdc.mdb.md");
        assert_eq!(paths(&library, &library.select(&all, &by(Key::Read, true), &half)), "c.mdb.mda.mdy.mdz.md");
    }

    #[test]
    fn a_snapshot_is_like_what_was_put_into_it() {
        let mut made = library();
        let article = |library: &Library, id: ArticleId| {
            let names = library.categories_of(id).map(|id| Clean::line(library.category_name(id)));
            let date = library.timestamp(id);
            let names: Vec<String> = names.map(|name| name.to_string()).filter(|name| !name.is_empty()).collect();
            dated(library.title(id), &names.iter().map(String::as_str).collect::<Vec<_>>(), date)
        };
        let mut snapshot = in_snapshot(&made, |id| article(&made, id));
        let needle = |text: &str| memchr::memmem::Finder::new(text).into_owned();
        // First as it stands, then with the same changes to both.
        for change in 0..4 {
            for library in [&mut made, &mut snapshot] {
                match change {
                    1 => drop(put(library, "b.md", &dated("篮球", &["体育", "新"], Some(40)))),
                    2 => drop(put(library, "n.md", &dated("Ｎew", &["新闻"], Some(30)))),
                    3 => assert!(library.find(Path::new("c.md")).is_some_and(|id| library.remove(id))),
                    _ => {}
                }
            }
            assert_eq!(made.len(), snapshot.len());
            for library in [&mut made, &mut snapshot] {
                library.set_given(&["z.md", "c.md", "x", "a.md", "z.md"].map(std::path::PathBuf::from));
            }
            for key in [Key::Date, Key::Title, Key::Path, Key::Length, Key::Category, Key::Read, Key::Given] {
                for descending in [true, false] {
                    let order = Order { key, descending };
                    let read = |library: &Library, id| Marked { read: library.title(id).len() > 9, ..none(id) };
                    let all = |library: &Library| {
                        let ids = library.select(&Filter::default(), &order, &|id| read(library, id));
                        let rows = library.rows(&Filter::default(), &order, &|id| read(library, id));
                        assert_eq!(rows.iter().collect::<Vec<_>>(), ids);
                        assert_eq!((rows.place(ids[1]), rows.get(1)), (Some(1), Some(ids[1])));
                        let told = ids.iter().map(|id| format!("{:?} {}", library.path(*id), library.title(*id)));
                        told.collect::<Vec<_>>()
                    };
                    assert_eq!(all(&made), all(&snapshot), "{order:?} after {change}");
                }
            }
            for word in ["rust", "球", "新", "ne", "t", "日期", "x"] {
                let titled = |library: &Library| {
                    let word = needle(word);
                    let one_by_one = library.titles_matching(&|title| word.find(title).is_some());
                    assert_eq!(library.titles_containing(&word), one_by_one);
                    paths(library, &one_by_one.iter().map(ArticleId).collect::<Vec<_>>())
                };
                let mut both = [titled(&made), titled(&snapshot)]
                    .map(|found| found.as_bytes().chunks(4).map(<[u8]>::to_vec).collect::<Vec<_>>());
                both.iter_mut().for_each(|found| found.sort());
                assert_eq!(both[0], both[1], "{word} after {change}");
            }
            let counts = |library: &Library| {
                let counts = library.counts(&Filter::default(), &none);
                counts.into_iter().map(|(id, count)| (library.category_name(id).to_owned(), count)).collect::<Vec<_>>()
            };
            assert_eq!(counts(&made), counts(&snapshot));
        }
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
                new.push(put(&mut library, &name, &article));
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
