//! The collection in memory: its articles, their categories and tags, filtered and ordered over compact columns.

mod bits;
mod collection;
mod columns;
mod compare;
mod filter;
mod grouping;
mod links;
mod marked;
mod order;
mod ranks;
mod rows;
mod snapshot;
mod stamp;
mod titles;

pub use bits::Bits;
pub use collection::{Library, Upsert};
pub use columns::column::Bytes;
pub use columns::extra::Extra;
pub use columns::names::{CategoryId, TagId};
pub use columns::table::{CatalogueRecord, Has, Published};
pub use filter::Filter;
pub use links::Destination;
pub use marked::{MarkKind, Marked};
pub use order::{Key, Order};
pub use rows::Rows;
pub use snapshot::{Snapshot, SnapshotWriter};
pub use stamp::Stamp;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, ArticleId};
    use crate::text::Clean;
    use std::io::Cursor;
    use std::path::Path;
    use std::sync::Arc;

    pub(super) fn article(title: &str, categories: &[&str]) -> Article {
        Article {
            title: Clean::line(title),
            categories: categories.iter().map(|name| Clean::line(name)).collect(),
            ..Article::default()
        }
    }

    pub(super) fn put(library: &mut Library, path: &str, article: &Article) -> ArticleId {
        library.upsert(Path::new(path), article, CatalogueRecord::default()).0
    }

    /// The library as read back from a snapshot.
    pub(super) fn in_snapshot(library: &Library, article: impl Fn(ArticleId) -> Article) -> Library {
        let mut writer = SnapshotWriter::new([(); 3].map(|()| Cursor::new(Vec::new())));
        for id in library.ids() {
            let path = library.path(id).expect("is there");
            writer.push(&path, &article(id), library.record(id)).expect("in memory");
        }
        let mut bytes = Vec::new();
        writer.finish(&mut bytes).expect("in memory");
        Library::from_snapshot(Snapshot::open(&(Arc::new(bytes) as Bytes)).expect("a snapshot"))
    }

    #[test]
    fn ids_are_dense_and_stay() {
        let mut library = Library::new();
        let a = put(&mut library, "a.md", &article("甲", &["体育"]));
        let b = put(&mut library, "b.md", &article("乙", &[]));
        assert_eq!((a, b), (ArticleId(0), ArticleId(1)));
        assert_eq!(put(&mut library, "a.md", &article("丙", &["科技"])), a);
        assert_eq!(library.len(), 2);
        assert_eq!(library.title(a), "丙");
        assert!(library.remove(a) && !library.remove(a));
        assert_eq!((library.len(), library.find(Path::new("a.md"))), (1, None));
        assert_eq!(put(&mut library, "a.md", &article("丁", &[])), a);
        assert_eq!(library.find(Path::new("a.md")), Some(a));
        assert_eq!(library.ids().collect::<Vec<_>>(), [a, b]);
    }

    #[test]
    fn categories_are_found_exactly_then_folded() {
        let mut library = Library::new();
        let a = put(&mut library, "a.md", &article("", &["IT资讯", "it资讯"]));
        let b = put(&mut library, "b.md", &article("", &[]));
        let exact = library.category("it资讯");
        assert_eq!(exact.map(|id| library.category_name(id)), Some("it资讯"));
        assert_eq!(library.category("ＩＴ资讯").map(|id| library.category_name(id)), Some("IT资讯"));
        assert_eq!(library.category("体育"), None);
        assert_eq!(library.category(""), Some(CategoryId::UNCATEGORISED));
        assert_eq!(library.categories_of(a).count(), 2);
        assert_eq!(library.categories_of(b).collect::<Vec<_>>(), [CategoryId::UNCATEGORISED]);
    }
}
