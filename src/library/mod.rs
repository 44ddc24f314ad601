//! The collection in memory: its articles, their categories and tags, filtered and ordered over compact columns.

mod filter;
mod id_set;
mod links;
mod names;
mod order;
mod stamp;

pub use filter::{Filter, Mark, Marked};
pub use id_set::IdSet;
pub use links::Destination;
pub use names::{CategoryId, TagId};
pub use order::{Key, Order};
pub use stamp::Stamp;

use std::hash::{BuildHasher, Hash};
use std::ops::Range;
use std::path::{Path, PathBuf};

use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::article::{Article, ArticleId};
use crate::text::fold_into;
use names::Names;
use order::Ranks;

/// One article of the collection.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Where it lies, relative to the collection's root, exactly as the file system names it.
    pub path: PathBuf,
    /// Its metadata.
    pub article: Article,
}

/// The articles of a collection.
///
/// Ids are dense, in the order of arrival, and never reused: an article that goes keeps its id, and gets it back when
/// it returns. Beside the entries stand columns that filters and orders run over without touching them.
#[derive(Clone, Debug, Default)]
pub struct Library {
    entries: Vec<Entry>,
    columns: Vec<Row>,
    /// Hash of a path to its id; paths of equal hash stand at the next free numbers.
    by_path: FxHashMap<u64, ArticleId>,
    categories: Names,
    tags: Names,
    /// Members of all articles; an article's are a range of it.
    members: Vec<u32>,
    /// Folded titles of all articles, one after another.
    folded: String,
    present: usize,
    ranks: Ranks,
}

/// What filters and orders need of one article.
#[derive(Clone, Debug)]
struct Row {
    present: bool,
    timestamp: Option<i64>,
    length: u32,
    title: Range<usize>,
    categories: Range<u32>,
    tags: Range<u32>,
}

impl Library {
    /// An empty collection.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes an article in, or puts a newer reading in the place of an older one.
    pub fn upsert(&mut self, path: PathBuf, article: Article) -> ArticleId {
        let row = self.row(&article);
        self.ranks.forget();
        let slot = self.slot(&path);
        match slot {
            Ok(id) => {
                let index = id.0 as usize;
                if let (Some(old), Some(entry)) = (self.columns.get_mut(index), self.entries.get_mut(index)) {
                    self.present += usize::from(!old.present);
                    *old = row;
                    entry.article = article;
                }
                id
            }
            Err(hash) => {
                let id = ArticleId(self.entries.len() as u32);
                self.by_path.insert(hash, id);
                self.entries.push(Entry { path, article });
                self.columns.push(row);
                self.present += 1;
                id
            }
        }
    }

    /// Takes an article out; its id stays its own. Returns whether it was there.
    pub fn remove(&mut self, id: ArticleId) -> bool {
        match self.columns.get_mut(id.0 as usize) {
            Some(row) if row.present => {
                row.present = false;
                self.present -= 1;
                true
            }
            _ => false,
        }
    }

    /// The article of this id, even one that was taken out.
    pub fn get(&self, id: ArticleId) -> Option<&Entry> {
        self.entries.get(id.0 as usize)
    }

    /// The day an article was published, as far as its file writes it: year, month, day.
    pub fn day(&self, id: ArticleId) -> Option<(i16, Option<u8>, Option<u8>)> {
        self.get(id).and_then(|entry| entry.article.date).map(|date| (date.year, date.month, date.day))
    }

    /// The id of the article at this path, unless it was taken out.
    pub fn find(&self, path: &Path) -> Option<ArticleId> {
        self.slot(path).ok().filter(|id| self.row_of(*id).is_some_and(|row| row.present))
    }

    /// How many articles there are.
    pub fn len(&self) -> usize {
        self.present
    }

    /// Whether there is no article.
    pub fn is_empty(&self) -> bool {
        self.present == 0
    }

    /// The articles in the order of their ids.
    pub fn ids(&self) -> impl Iterator<Item = ArticleId> {
        self.columns.iter().zip(0..).filter(|(row, _)| row.present).map(|(_, id)| ArticleId(id))
    }

    /// Sets the characters of an article's text, once its body has been read.
    pub fn set_length(&mut self, id: ArticleId, characters: u32) {
        if let (Some(row), Some(entry)) = (self.columns.get_mut(id.0 as usize), self.entries.get_mut(id.0 as usize)) {
            row.length = characters;
            entry.article.length = characters;
        }
    }

    /// The category of this name: the same, or the same but for case, width and blanks. The empty name is
    /// [`CategoryId::UNCATEGORISED`].
    pub fn category(&self, name: &str) -> Option<CategoryId> {
        self.categories.find(name).map(CategoryId)
    }

    /// The name of a category; empty for [`CategoryId::UNCATEGORISED`].
    pub fn category_name(&self, id: CategoryId) -> &str {
        self.categories.name(id.0)
    }

    /// All categories, [`CategoryId::UNCATEGORISED`] first.
    pub fn categories(&self) -> impl Iterator<Item = CategoryId> {
        (0..self.categories.len() as u32).map(CategoryId)
    }

    /// The tag of this name: the same, or the same but for case, width and blanks.
    pub fn tag(&self, name: &str) -> Option<TagId> {
        self.tags.find(name).filter(|tag| *tag != 0).map(TagId)
    }

    /// The name of a tag.
    pub fn tag_name(&self, id: TagId) -> &str {
        self.tags.name(id.0)
    }

    /// All tags; the first is the empty one that nothing has.
    pub fn tags(&self) -> impl Iterator<Item = TagId> {
        (0..self.tags.len() as u32).map(TagId)
    }

    /// The tags of an article in its own order.
    pub fn tags_of(&self, id: ArticleId) -> impl Iterator<Item = TagId> {
        let range = self.row_of(id).map(|row| row.tags.clone()).unwrap_or_default();
        self.members_in(&range).iter().map(|id| TagId(*id))
    }

    /// The categories of an article in its own order; [`CategoryId::UNCATEGORISED`] alone where it has none.
    pub fn categories_of(&self, id: ArticleId) -> impl Iterator<Item = CategoryId> {
        let range = self.row_of(id).map(|row| row.categories.clone()).unwrap_or_default();
        self.members_in(&range).iter().map(|id| CategoryId(*id))
    }

    fn row_of(&self, id: ArticleId) -> Option<&Row> {
        self.columns.get(id.0 as usize)
    }

    fn members_in(&self, range: &Range<u32>) -> &[u32] {
        self.members.get(range.start as usize..range.end as usize).unwrap_or_default()
    }

    /// The title of an article, folded as [`crate::text::fold`] does.
    pub fn folded_title(&self, id: ArticleId) -> &str {
        self.row_of(id).map(|row| self.title_of(row)).unwrap_or_default()
    }

    fn title_of(&self, row: &Row) -> &str {
        self.folded.get(row.title.clone()).unwrap_or_default()
    }

    /// The id of a path, or the number under which it may be entered.
    fn slot(&self, path: &Path) -> Result<ArticleId, u64> {
        let mut hash = hash(path);
        while let Some(id) = self.by_path.get(&hash) {
            if self.get(*id).is_some_and(|entry| entry.path == path) {
                return Ok(*id);
            }
            hash = hash.wrapping_add(1);
        }
        Err(hash)
    }

    fn row(&mut self, article: &Article) -> Row {
        let first = self.members.len() as u32;
        for name in &article.categories {
            let id = self.categories.intern(name);
            self.members.push(id);
        }
        if article.categories.is_empty() {
            self.members.push(CategoryId::UNCATEGORISED.0);
        }
        let middle = self.members.len() as u32;
        for name in &article.tags {
            let id = self.tags.intern(name);
            self.members.push(id);
        }
        let title = self.folded.len();
        fold_into(&article.title, &mut self.folded);
        Row {
            present: true,
            timestamp: article.date.map(|date| date.timestamp),
            length: article.length,
            title: title..self.folded.len(),
            categories: first..middle,
            tags: middle..self.members.len() as u32,
        }
    }
}

fn hash(path: &Path) -> u64 {
    FxBuildHasher.hash_one(HashedPath(path))
}

/// A path hashed by its bytes, which is quicker than by its components.
struct HashedPath<'a>(&'a Path);

impl Hash for HashedPath<'_> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        state.write(self.0.as_os_str().as_encoded_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Clean;

    pub(super) fn article(title: &str, categories: &[&str]) -> Article {
        Article {
            title: Clean::line(title),
            categories: categories.iter().map(|name| Clean::line(name)).collect(),
            ..Article::default()
        }
    }

    #[test]
    fn ids_are_dense_and_stay() {
        let mut library = Library::new();
        let a = library.upsert("a.md".into(), article("甲", &["体育"]));
        let b = library.upsert("b.md".into(), article("乙", &[]));
        assert_eq!((a, b), (ArticleId(0), ArticleId(1)));
        assert_eq!(library.upsert("a.md".into(), article("丙", &["科技"])), a);
        assert_eq!(library.len(), 2);
        assert_eq!(library.get(a).map(|entry| entry.article.title.as_str()), Some("丙"));
        assert!(library.remove(a) && !library.remove(a));
        assert_eq!((library.len(), library.find(Path::new("a.md"))), (1, None));
        assert_eq!(library.upsert("a.md".into(), article("丁", &[])), a);
        assert_eq!(library.find(Path::new("a.md")), Some(a));
        assert_eq!(library.ids().collect::<Vec<_>>(), [a, b]);
    }

    #[test]
    fn categories_are_found_exactly_then_folded() {
        let mut library = Library::new();
        let a = library.upsert("a.md".into(), article("", &["IT资讯", "it资讯"]));
        let b = library.upsert("b.md".into(), article("", &[]));
        let exact = library.category("it资讯");
        assert_eq!(exact.map(|id| library.category_name(id)), Some("it资讯"));
        assert_eq!(library.category("ＩＴ资讯").map(|id| library.category_name(id)), Some("IT资讯"));
        assert_eq!(library.category("体育"), None);
        assert_eq!(library.category(""), Some(CategoryId::UNCATEGORISED));
        assert_eq!(library.categories_of(a).count(), 2);
        assert_eq!(library.categories_of(b).collect::<Vec<_>>(), [CategoryId::UNCATEGORISED]);
    }
}
