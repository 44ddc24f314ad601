//! The orders of a list of articles.

use std::cmp::Ordering;

use rustc_hash::FxHashSet;

use crate::article::ArticleId;
use crate::library::bits::Bits;
use crate::library::collection::Library;
use crate::library::columns::names::CategoryId;
use crate::library::compare::{compare_paths, compare_titles, newest_first, order_preserving};
use crate::library::marked::Marked;
use crate::library::ranks::{rank, ranks, title_head};

/// If fewer than one in this many articles is wanted, their positions are sorted; otherwise all articles are walked in
/// order.
const SPARSE: usize = 64;

/// The sort key of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// The date of publication. Articles without one come last in either direction.
    Date,
    /// The title, ignoring case and width: digits, Latin letters, kana, then Han by their Mandarin reading.
    Title,
    /// The path.
    Path,
    /// The length of the text.
    Length,
    /// The name of the first category, compared as titles are. Uncategorised articles come last in either direction.
    Category,
    /// The path of the folder that it is in.
    Source,
    /// Whether it was read; unread articles come first.
    Read,
    /// The number of search words in the title, highest first; without search words the same as [`Key::Date`].
    Relevance,
    /// The place of its path in the list of [`Library::set_given`]; without a list the same for all.
    Given,
}

impl Key {
    /// The words used on the command line and in the configuration.
    pub const WORDS: &'static [&'static str] =
        &["date", "title", "path", "length", "category", "source", "read", "relevance", "given"];

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::Title => "title",
            Self::Path => "path",
            Self::Length => "length",
            Self::Category => "category",
            Self::Source => "source",
            Self::Read => "read",
            Self::Relevance => "relevance",
            Self::Given => "given",
        }
    }
}

/// An order of the list. Articles with equal keys are ordered newest first, then by path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Order {
    /// The sort key.
    pub key: Key,
    /// Whether the largest key comes first.
    pub descending: bool,
}

impl Order {
    /// Parses a word of [`Key::WORDS`], reversed by a leading `-`. `date` alone means newest first and `length` longest
    /// first; `-date` and `-length` reverse that.
    pub fn from_word(word: &str) -> Option<Self> {
        let (turned, word) = match word.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, word),
        };
        let (key, descending) = match word {
            "date" => (Key::Date, true),
            "title" => (Key::Title, false),
            "path" => (Key::Path, false),
            "length" => (Key::Length, true),
            "category" => (Key::Category, false),
            "source" => (Key::Source, false),
            "read" => (Key::Read, false),
            "relevance" => (Key::Relevance, true),
            "given" => (Key::Given, false),
            _ => return None,
        };
        Some(Self { key, descending: descending != turned })
    }

    /// The word that [`Order::from_word`] parses to it.
    pub fn to_word(self) -> String {
        let plain = Self::from_word(self.key.word());
        let sign = if plain == Some(self) { "" } else { "-" };
        format!("{sign}{}", self.key.word())
    }
}

impl Default for Order {
    /// Newest first.
    fn default() -> Self {
        Self { key: Key::Date, descending: true }
    }
}

impl Library {
    /// These articles in order. `marks_of` returns an article's marks; it is called only if the order needs them.
    pub(super) fn ordered(&self, ids: &Bits, order: &Order, marks_of: &dyn Fn(ArticleId) -> Marked) -> Vec<ArticleId> {
        let mut in_snapshot = Bits::below(self.snapshot.len());
        self.replaced.keys().for_each(|id| in_snapshot.set(*id, false));
        in_snapshot.keep(ids);
        let mut rest: Vec<ArticleId> = if self.replaced.is_empty() && self.rows.is_empty() {
            Vec::new()
        } else {
            ids.iter().filter(|id| !in_snapshot.has(*id)).map(ArticleId).collect()
        };
        let snapshot = self.snapshot_ordered(&in_snapshot, order, marks_of);
        if rest.is_empty() {
            return snapshot;
        }
        rest.sort_unstable_by(|a, b| self.compare(*a, *b, order, marks_of));
        let mut out = Vec::with_capacity(snapshot.len() + rest.len());
        let mut rest = rest.into_iter().peekable();
        for id in snapshot {
            while let Some(before) = rest.next_if(|next| self.compare(*next, id, order, marks_of).is_lt()) {
                out.push(before);
            }
            out.push(id);
        }
        out.extend(rest);
        out
    }

    /// The newest articles of the snapshot, at most `count`, newest first.
    pub fn newest(&self, count: usize) -> Vec<ArticleId> {
        let snapshot = self.snapshot.by_date.all().iter().map(|id| ArticleId(u32::from_le_bytes(*id)));
        snapshot.filter(|id| !self.gone.contains(*id)).take(count).collect()
    }

    /// Removes duplicates: of articles with the same text only the first stays.
    pub fn hide_duplicates(&self, ids: &mut Vec<ArticleId>) {
        let mut seen = FxHashSet::default();
        ids.retain(|id| {
            let twin = self.record(*id).twin;
            // An article without text, or not in the catalogue, is no duplicate.
            twin == 0 || self.length(*id) == 0 || seen.insert(twin)
        });
    }

    /// These articles in order; all of them must be unchanged from the snapshot.
    fn snapshot_ordered(&self, ids: &Bits, order: &Order, marks_of: &dyn Fn(ArticleId) -> Marked) -> Vec<ArticleId> {
        let place = |id: u32| self.snapshot.date_rank.number(id as usize);
        if matches!(order.key, Key::Date | Key::Relevance) {
            let newest = self.snapshot_newest(ids);
            if order.descending {
                return newest;
            }
            let (dated, undated) =
                newest.split_at(newest.partition_point(|id| self.snapshot.table.timestamp(id.0 as usize).is_some()));
            // Articles of the same moment are ordered by path in either direction.
            let moment = |id: &ArticleId| self.snapshot.table.timestamp.get(id.0 as usize);
            let oldest = dated.chunk_by(|a, b| moment(a) == moment(b)).rev().flatten();
            return oldest.chain(undated).copied().collect();
        }
        let keyed = ids.iter().map(|id| (self.key(ArticleId(id), order, marks_of), place(id), id));
        let mut keyed: Vec<(u64, u32, u32)> = keyed.collect();
        keyed.sort_unstable();
        keyed.into_iter().map(|(.., id)| ArticleId(id)).collect()
    }

    /// These articles of the snapshot, newest first.
    fn snapshot_newest(&self, ids: &Bits) -> Vec<ArticleId> {
        let count = ids.len();
        if count < self.snapshot.len() / SPARSE {
            let mut places: Vec<(u32, u32)> =
                ids.iter().map(|id| (self.snapshot.date_rank.number(id as usize), id)).collect();
            places.sort_unstable();
            return places.into_iter().map(|(_, id)| ArticleId(id)).collect();
        }
        // Branch-free: every id is written, and the index advances only if the article is wanted. A branch would be
        // mispredicted often.
        let mut newest = vec![ArticleId(0); count];
        let mut written = 0;
        for id in self.snapshot.by_date.all() {
            let id = u32::from_le_bytes(*id);
            let Some(slot) = newest.get_mut(written) else { break };
            *slot = ArticleId(id);
            written += usize::from(ids.has(id));
        }
        newest.truncate(written);
        newest
    }

    /// Compares two articles in the order of [`Library::select`], without ranks.
    pub(super) fn compare(
        &self,
        a: ArticleId,
        b: ArticleId,
        order: &Order,
        marks_of: &dyn Fn(ArticleId) -> Marked,
    ) -> Ordering {
        let by_key = match order.key {
            Key::Title => {
                let by_title = compare_titles(self.folded_title(a), self.folded_title(b));
                if order.descending { by_title.reverse() } else { by_title }
            }
            Key::Path if order.descending => self.by_path(b, a),
            Key::Path => self.by_path(a, b),
            Key::Given if order.descending => self.given_place(b).cmp(&self.given_place(a)),
            Key::Given => self.given_place(a).cmp(&self.given_place(b)),
            _ => self.key(a, order, marks_of).cmp(&self.key(b, order, marks_of)),
        };
        let newest = |id| newest_first(self.timestamp(id));
        by_key.then_with(|| newest(a).cmp(&newest(b))).then_with(|| self.by_path(a, b))
    }

    pub(super) fn by_path(&self, a: ArticleId, b: ArticleId) -> Ordering {
        let [a, b] = [a, b].map(|id| self.at(id).map(|(table, at)| (table.folder.number(at), table.names.get(at))));
        let (Some(a), Some(b)) = (a, b) else { return a.is_some().cmp(&b.is_some()) };
        let folder = |id| self.interner.folders.path(id).as_os_str().as_encoded_bytes();
        if a.0 == b.0 { a.1.cmp(b.1) } else { compare_paths((folder(a.0), a.1), (folder(b.0), b.1)) }
    }

    /// The number that an article sorts by.
    fn key(&self, id: ArticleId, order: &Order, marks_of: &dyn Fn(ArticleId) -> Marked) -> u64 {
        let key = match order.key {
            Key::Date | Key::Relevance => self.timestamp(id).map(order_preserving),
            Key::Title => Some(u64::from(rank(self.title_ranks(), id.0))),
            Key::Path => Some(u64::from(rank(self.path_ranks(), id.0))),
            Key::Length => Some(u64::from(self.length(id))),
            Key::Category => self
                .categories_of(id)
                .next()
                .filter(|first| *first != CategoryId::UNCATEGORISED)
                .map(|first| u64::from(rank(self.category_ranks(), first.0))),
            Key::Source => Some(u64::from(rank(self.folder_ranks(), self.folder_of(id)))),
            Key::Read => Some(u64::from(marks_of(id).read)),
            Key::Given => Some(u64::from(rank(self.given_ranks(), id.0))),
        };
        match key {
            None => u64::MAX,
            Some(key) if order.descending => u64::MAX - 1 - key.min(u64::MAX - 1),
            Some(key) => key.min(u64::MAX - 1),
        }
    }

    fn title_ranks(&self) -> &[u32] {
        self.ranks.titles.get_or_init(|| {
            let title = |index: usize| self.folded_title(ArticleId(index as u32));
            ranks(self.bound(), title, title_head, compare_titles)
        })
    }

    fn path_ranks(&self) -> &[u32] {
        self.ranks.paths.get_or_init(|| {
            let mut sorted: Vec<u32> = (0..self.bound() as u32).collect();
            sorted.sort_unstable_by(|a, b| self.by_path(ArticleId(*a), ArticleId(*b)));
            let mut out = vec![0; sorted.len()];
            for (rank, id) in (0..).zip(sorted) {
                if let Some(slot) = out.get_mut(id as usize) {
                    *slot = rank;
                }
            }
            out
        })
    }

    fn given_ranks(&self) -> &[u32] {
        let all = || (0..self.bound() as u32).map(|id| self.given_place(ArticleId(id))).collect();
        self.ranks.given.get_or_init(all)
    }

    pub(super) fn folder_ranks(&self) -> &[u32] {
        self.ranks.folders.get_or_init(|| {
            let count = self.interner.folders.len();
            let mut sorted: Vec<u32> = (0..count as u32).collect();
            sorted.sort_unstable_by_key(|number| self.folder(*number));
            let mut out = vec![0; count];
            for (rank, number) in (0..).zip(sorted) {
                if let Some(slot) = out.get_mut(number as usize) {
                    *slot = rank;
                }
            }
            out
        })
    }

    pub(super) fn category_ranks(&self) -> &[u32] {
        self.ranks.categories.get_or_init(|| {
            let name = |index: usize| self.interner.categories.name(index as u32);
            // Names that sort alike, such as Rust and rust, still are two categories, which are not mixed.
            let compare = |a: &str, b: &str| compare_titles(a, b).then_with(|| a.cmp(b));
            ranks(self.interner.categories.len(), name, title_head, compare)
        })
    }
}
