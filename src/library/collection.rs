//! [`Library`]: the articles of a collection and the metadata kept of each.

use std::fmt;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use crate::article::{Article, ArticleId, minutes};
use crate::library::bits::Bits;
use crate::library::columns::extra::Extra;
use crate::library::columns::names::{CategoryId, Folders, Interner, Names, TagId, as_path};
use crate::library::columns::table::{ArticleTable, CatalogueRecord, Has, Published};
use crate::library::ranks::Ranks;
use crate::library::snapshot::{Snapshot, hash};

/// The articles of a collection: those of the [`Snapshot`] (the snapshot) it starts with, and those added or changed
/// since.
///
/// Ids are dense and never reused: first those of the snapshot, then in order of arrival. A removed article keeps its
/// id and gets it back when it returns. Only what the list, filters and orders need is kept here; the rest is in the
/// article's file and in the catalogue.
#[derive(Clone, Default)]
pub struct Library {
    pub(super) snapshot: Snapshot,
    /// Articles that differ from the snapshot. Rows that were replaced stay, unused.
    pub(super) changes: ArticleTable,
    /// Articles of the snapshot whose current row is in `changes`.
    pub(super) replaced: FxHashMap<u32, u32>,
    /// The rows in `changes` of the articles that are not in the snapshot.
    pub(super) rows: Vec<u32>,
    /// Path hash to id, for articles that are not in the snapshot. On a collision the next free number is used.
    by_path: FxHashMap<u64, ArticleId>,
    pub(super) interner: Interner,
    pub(super) gone: Bits,
    pub(super) present: usize,
    /// Number of additions and changes so far.
    edits: u64,
    pub(super) ranks: Ranks,
    /// The places of the paths of [`Library::set_given`].
    pub(super) given: FxHashMap<PathBuf, u32>,
}

/// What [`Library::upsert`] did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Upsert {
    /// The article is new.
    New,
    /// The article was known and has changed.
    Changed,
    /// The article was known and has not changed.
    Same,
}

impl Library {
    /// An empty collection.
    pub fn new() -> Self {
        Self::default()
    }

    /// The collection of a snapshot.
    pub fn from_snapshot(snapshot: Snapshot) -> Self {
        Self {
            interner: Interner {
                folders: Folders::on(snapshot.folders.clone()),
                categories: Names::from_strings(&snapshot.categories),
                tags: Names::from_strings(&snapshot.tags),
                authors: Names::from_strings(&snapshot.authors),
            },
            present: snapshot.len(),
            snapshot,
            ..Self::default()
        }
    }

    /// Sets the order of [`Key::Given`]: an article has the place of the first of these paths that is its own or that of a
    /// folder above it.
    ///
    /// [`Key::Given`]: crate::library::Key::Given
    pub fn set_given(&mut self, paths: &[PathBuf]) {
        self.ranks.clear();
        self.given.clear();
        for (place, path) in (0..).zip(paths) {
            self.given.entry(path.clone()).or_insert(place);
        }
    }

    /// Whether there is an order of [`Key::Given`].
    ///
    /// [`Key::Given`]: crate::library::Key::Given
    pub fn has_given(&self) -> bool {
        !self.given.is_empty()
    }

    /// The place of an article in the given order.
    pub(super) fn given_place(&self, id: ArticleId) -> u32 {
        let path = self.path(id).unwrap_or_default();
        let places = path.ancestors().filter_map(|above| self.given.get(above));
        places.min().copied().unwrap_or(u32::MAX)
    }

    /// Adds an article, or replaces what is known of it.
    pub fn upsert(&mut self, path: &Path, article: &Article, record: CatalogueRecord) -> (ArticleId, Upsert) {
        let slot = self.slot(path);
        if let Ok(id) = slot
            && !self.gone.contains(id)
            && self.matches(id, article)
        {
            if self.record(id) != record {
                self.put(id, path, article, record);
            }
            return (id, Upsert::Same);
        }
        self.ranks.clear();
        self.edits += 1;
        match slot {
            Ok(id) => {
                let back = self.gone.contains(id);
                self.present += usize::from(back);
                self.gone.set(id.0, false);
                self.put(id, path, article, record);
                (id, if back { Upsert::New } else { Upsert::Changed })
            }
            Err(hash) => {
                let id = ArticleId((self.snapshot.len() + self.rows.len()) as u32);
                self.by_path.insert(hash, id);
                self.rows.push(0);
                self.put(id, path, article, record);
                self.present += 1;
                (id, Upsert::New)
            }
        }
    }

    /// Appends a row and makes it the current row of an article.
    fn put(&mut self, id: ArticleId, path: &Path, article: &Article, record: CatalogueRecord) {
        let row = self.changes.len() as u32;
        let numbers = self.interner.intern(path, article);
        let name = path.file_name().unwrap_or_default().as_encoded_bytes();
        self.changes.push(name, article, record, &numbers);
        match (id.0 as usize).checked_sub(self.snapshot.len()).and_then(|at| self.rows.get_mut(at)) {
            Some(slot) => *slot = row,
            None => drop(self.replaced.insert(id.0, row)),
        }
    }

    /// Whether everything kept of an article agrees with `article`.
    fn matches(&self, id: ArticleId, article: &Article) -> bool {
        let day = article.date.map(|date| (date.year, date.month, date.day));
        self.title(id) == &*article.title
            && self.timestamp(id) == article.date.map(|date| date.timestamp)
            && self.day(id) == day
            && self.length(id) == article.length
            && self.author(id) == article.author.as_deref().unwrap_or_default()
            && self.has(id, Has::Alphabet) == article.alphabetic
            && self.has(id, Has::OtherLanguage) == article.not_chinese
            && self.has(id, Has::Image) == article.image.is_some()
            && self.has(id, Has::Link) == article.link.is_some()
            && self.extra(id) == Extra::of(article)
            && self
                .categories_of(id)
                .map(|member| self.category_name(member))
                .filter(|name| !name.is_empty())
                .eq(article.categories.iter().map(|name| name.as_str()))
            && self.tags_of(id).map(|member| self.tag_name(member)).eq(article.tags.iter().map(|name| name.as_str()))
    }

    /// Removes an article; its id stays reserved. Returns whether it was present.
    pub fn remove(&mut self, id: ArticleId) -> bool {
        let there = (id.0 as usize) < self.bound() && !self.gone.contains(id);
        if there {
            self.gone.set(id.0, true);
            self.present -= 1;
        }
        there
    }

    /// The table and row of an article, even of a removed one.
    pub(super) fn at(&self, id: ArticleId) -> Option<(&ArticleTable, usize)> {
        match (id.0 as usize).checked_sub(self.snapshot.len()) {
            None => match self.replaced.get(&id.0).filter(|_| !self.replaced.is_empty()) {
                Some(row) => Some((&self.changes, *row as usize)),
                None => Some((&self.snapshot.table, id.0 as usize)),
            },
            Some(own) => self.rows.get(own).map(|row| (&self.changes, *row as usize)),
        }
    }

    /// The title of an article. It may come from a cache file, so it must be cleaned before it is shown.
    pub fn title(&self, id: ArticleId) -> &str {
        self.at(id).map_or("", |(table, at)| table.title(at))
    }

    /// The title of an article, folded as [`crate::text::fold`] does.
    pub fn folded_title(&self, id: ArticleId) -> &str {
        self.at(id).map_or("", |(table, at)| table.folded.str(at))
    }

    /// The path of an article relative to the collection's root, with the exact bytes of the file system.
    pub fn path(&self, id: ArticleId) -> Option<PathBuf> {
        let (table, at) = self.at(id)?;
        let folder = self.interner.folders.path(table.folder.number(at));
        Some(folder.join(as_path(table.names.get(at))))
    }

    /// When an article was published, in seconds since 1970.
    pub fn timestamp(&self, id: ArticleId) -> Option<i64> {
        self.at(id).and_then(|(table, at)| table.timestamp(at))
    }

    /// The day an article was published, as precisely as its file gives it.
    pub fn day(&self, id: ArticleId) -> Option<Published> {
        self.at(id).and_then(|(table, at)| table.day(at))
    }

    /// The length of an article's text in characters.
    pub fn length(&self, id: ArticleId) -> u32 {
        self.at(id).map_or(0, |(table, at)| table.length.number(at))
    }

    /// Estimated reading time of an article in minutes; 0 while its text has not been read.
    pub fn minutes(&self, id: ArticleId) -> u32 {
        minutes(self.length(id), self.has(id, Has::Alphabet))
    }

    /// Whether an article has the given property.
    pub fn has(&self, id: ArticleId, what: Has) -> bool {
        self.at(id).is_some_and(|(table, at)| table.has(at, what))
    }

    /// The author of an article; empty if it names none.
    pub fn author(&self, id: ArticleId) -> &str {
        self.interner.authors.name(self.author_of(id))
    }

    /// The number of an article's author; see [`Library::authors`].
    pub fn author_of(&self, id: ArticleId) -> u32 {
        self.at(id).map_or(0, |(table, at)| table.author.number(at))
    }

    /// All authors by number; number 0 is the empty name.
    pub fn authors(&self) -> impl Iterator<Item = &str> {
        (0..self.interner.authors.len() as u32).map(|id| self.interner.authors.name(id))
    }

    /// The row of an article in the catalogue; 0 if it has none.
    pub fn row(&self, id: ArticleId) -> u32 {
        self.at(id).map_or(0, |(table, at)| table.row.number(at))
    }

    /// When the file of an article was first seen on this disk, in seconds since 1970; 0 if unknown.
    pub fn first_seen(&self, id: ArticleId) -> i64 {
        self.at(id).map_or(0, |(table, at)| i64::from_le_bytes(table.first_seen.get(at)))
    }

    /// The catalogue's record of an article.
    pub fn record(&self, id: ArticleId) -> CatalogueRecord {
        self.at(id).map_or_else(CatalogueRecord::default, |(table, at)| table.record(at))
    }

    /// Metadata that few articles have.
    pub fn extra(&self, id: ArticleId) -> Extra {
        self.at(id).map_or_else(Extra::default, |(table, at)| Extra::from_bytes(table.extras.get(at)))
    }

    /// Whether [`Library::extra`] is not empty; cheaper than decoding it.
    pub fn has_extra(&self, id: ArticleId) -> bool {
        self.at(id).is_some_and(|(table, at)| !table.extras.get(at).is_empty())
    }

    /// The id of the article at a path; `None` if there is none or it was removed.
    pub fn find(&self, path: &Path) -> Option<ArticleId> {
        self.slot(path).ok().filter(|id| !self.gone.contains(*id))
    }

    /// Like [`Library::find`], but also finds removed articles.
    pub fn find_ever(&self, path: &Path) -> Option<ArticleId> {
        self.slot(path).ok()
    }

    /// A number that changes whenever an article is added or changed.
    pub fn edits(&self) -> u64 {
        self.edits
    }

    /// The number of articles.
    pub fn len(&self) -> usize {
        self.present
    }

    /// Whether there are no articles.
    pub fn is_empty(&self) -> bool {
        self.present == 0
    }

    /// A number above all ids, those of removed articles included.
    pub fn bound(&self) -> usize {
        self.snapshot.len() + self.rows.len()
    }

    /// The articles, as a set.
    pub fn all(&self) -> Bits {
        let mut all = Bits::below(self.bound());
        all.remove(&self.gone);
        all
    }

    /// The articles in the order of their ids.
    pub fn ids(&self) -> impl Iterator<Item = ArticleId> {
        (0..self.bound() as u32).map(ArticleId).filter(|id| !self.gone.contains(*id))
    }

    /// The category of this name, compared exactly first, then ignoring case, width and blanks. The empty name is
    /// [`CategoryId::UNCATEGORISED`].
    pub fn category(&self, name: &str) -> Option<CategoryId> {
        self.interner.categories.find(name).map(CategoryId)
    }

    /// The name of a category; empty for [`CategoryId::UNCATEGORISED`].
    pub fn category_name(&self, id: CategoryId) -> &str {
        self.interner.categories.name(id.0)
    }

    /// All categories, [`CategoryId::UNCATEGORISED`] first.
    pub fn categories(&self) -> impl Iterator<Item = CategoryId> {
        (0..self.interner.categories.len() as u32).map(CategoryId)
    }

    /// The tag of this name, compared exactly first, then ignoring case, width and blanks.
    pub fn tag(&self, name: &str) -> Option<TagId> {
        self.interner.tags.find(name).filter(|tag| *tag != 0).map(TagId)
    }

    /// The name of a tag.
    pub fn tag_name(&self, id: TagId) -> &str {
        self.interner.tags.name(id.0)
    }

    /// All tags; the first is the empty one, which no article has.
    pub fn tags(&self) -> impl Iterator<Item = TagId> {
        (0..self.interner.tags.len() as u32).map(TagId)
    }

    /// The tags of an article in the order its file gives them.
    pub fn tags_of(&self, id: ArticleId) -> impl Iterator<Item = TagId> {
        let members = self.at(id).map(|(table, at)| table.tags(at)).unwrap_or_default();
        members.iter().map(|member| TagId(u32::from_le_bytes(*member)))
    }

    /// The categories of an article in the order its file gives them; [`CategoryId::UNCATEGORISED`] alone if it has
    /// none.
    pub fn categories_of(&self, id: ArticleId) -> impl Iterator<Item = CategoryId> {
        let members = self.at(id).map(|(table, at)| table.categories(at)).unwrap_or_default();
        members.iter().map(|member| CategoryId(u32::from_le_bytes(*member)))
    }

    /// The id of a path, or the key under which it can be inserted into `by_path`.
    fn slot(&self, path: &Path) -> Result<ArticleId, u64> {
        if let Some(id) = self.snapshot.find(path) {
            return Ok(ArticleId(id));
        }
        let mut hash = hash(path);
        let is = |id: &ArticleId| self.path(*id).is_some_and(|known| known == path);
        while let Some(id) = self.by_path.get(&hash) {
            if is(id) {
                return Ok(*id);
            }
            hash = hash.wrapping_add(1);
        }
        Err(hash)
    }
}

impl fmt::Debug for Library {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Library").field("articles", &self.present).finish_non_exhaustive()
    }
}
