//! The orders a list of articles may stand in.

use std::cmp::Ordering;

use rustc_hash::FxHashSet;

use crate::article::ArticleId;
use crate::library::bits::Bits;
use crate::library::collection::Library;
use crate::library::columns::names::CategoryId;
use crate::library::compare::{compare_paths, compare_titles, newest_first, ordered};
use crate::library::marked::Marked;
use crate::library::ranks::{rank, ranks, title_head};

/// Where fewer than one article in so many is wanted, their places are sorted; else all are gone through in order.
const FEW: usize = 64;

/// What a list is ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// The date of publication; articles without one stand last, either way round.
    Date,
    /// The title, case and width aside: digits, Latin letters, kana, then Han by their Mandarin reading.
    Title,
    /// The path.
    Path,
    /// The length of the text.
    Length,
    /// The name of the first category, as titles stand; uncategorised articles stand last, either way round.
    Category,
    /// Whether it was read: what is unread stands first.
    Read,
    /// How many of the words that are looked for stand in the title, the most first; without words as [`Key::Date`].
    Relevance,
}

impl Key {
    /// The words of the command line and the configuration.
    pub const WORDS: &'static [&'static str] = &["date", "title", "path", "length", "category", "read", "relevance"];

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::Title => "title",
            Self::Path => "path",
            Self::Length => "length",
            Self::Category => "category",
            Self::Read => "read",
            Self::Relevance => "relevance",
        }
    }
}

/// An order of the list. What is equal by it stands newest first, and what is of the same moment by path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Order {
    /// What it goes by.
    pub key: Key,
    /// From the greatest to the least.
    pub descending: bool,
}

impl Order {
    /// From a word of [`Key::WORDS`], turned round by a leading `-`. As everywhere, `date` alone means the newest
    /// first, and so does `length` the longest; `-date` and `-length` turn that round.
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
            "read" => (Key::Read, false),
            "relevance" => (Key::Relevance, true),
            _ => return None,
        };
        Some(Self { key, descending: descending != turned })
    }

    /// Its word, as [`Order::from_word`] takes it.
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
    /// These articles in order. `is` tells an article's marks; it is asked only where the order needs it.
    pub(super) fn ordered(&self, ids: &Bits, order: &Order, is: &dyn Fn(ArticleId) -> Marked) -> Vec<ArticleId> {
        let mut shelved = Bits::below(self.shelf.len());
        self.replaced.keys().for_each(|id| shelved.set(*id, false));
        shelved.keep(ids);
        let mut rest: Vec<ArticleId> = if self.replaced.is_empty() && self.rows.is_empty() {
            Vec::new()
        } else {
            ids.iter().filter(|id| !shelved.has(*id)).map(ArticleId).collect()
        };
        let shelf = self.shelf_ordered(&shelved, order, is);
        if rest.is_empty() {
            return shelf;
        }
        rest.sort_unstable_by(|a, b| self.compare(*a, *b, order, is));
        let mut out = Vec::with_capacity(shelf.len() + rest.len());
        let mut rest = rest.into_iter().peekable();
        for id in shelf {
            while let Some(before) = rest.next_if(|next| self.compare(*next, id, order, is).is_lt()) {
                out.push(before);
            }
            out.push(id);
        }
        out.extend(rest);
        out
    }

    /// So many of the newest articles, newest first.
    pub fn newest(&self, count: usize) -> Vec<ArticleId> {
        let shelf = self.shelf.order.all().iter().map(|id| ArticleId(u32::from_le_bytes(*id)));
        shelf.filter(|id| !self.gone.contains(*id)).take(count).collect()
    }

    /// Takes out all but the first of articles with the same text.
    pub fn fold_twins(&self, ids: &mut Vec<ArticleId>) {
        let mut seen = FxHashSet::default();
        ids.retain(|id| {
            let twin = self.card(*id).twin;
            // What has no text, or is in no catalogue, is like nothing else.
            twin == 0 || self.length(*id) == 0 || seen.insert(twin)
        });
    }

    /// These articles, which are as they stand on the shelf, in order.
    fn shelf_ordered(&self, ids: &Bits, order: &Order, is: &dyn Fn(ArticleId) -> Marked) -> Vec<ArticleId> {
        let place = |id: u32| self.shelf.place.number(id as usize);
        if matches!(order.key, Key::Date | Key::Relevance) {
            let newest = self.shelf_newest(ids);
            if order.descending {
                return newest;
            }
            let (dated, undated) =
                newest.split_at(newest.partition_point(|id| self.shelf.table.timestamp(id.0 as usize).is_some()));
            // Those of the same moment stand by path either way round.
            let moment = |id: &ArticleId| self.shelf.table.timestamp.get(id.0 as usize);
            let oldest = dated.chunk_by(|a, b| moment(a) == moment(b)).rev().flatten();
            return oldest.chain(undated).copied().collect();
        }
        let keyed = ids.iter().map(|id| (self.key(ArticleId(id), order, is), place(id), id));
        let mut keyed: Vec<(u64, u32, u32)> = keyed.collect();
        keyed.sort_unstable();
        keyed.into_iter().map(|(.., id)| ArticleId(id)).collect()
    }

    /// These articles of the shelf, newest first.
    fn shelf_newest(&self, ids: &Bits) -> Vec<ArticleId> {
        let count = ids.len();
        if count < self.shelf.len() / FEW {
            let mut places: Vec<(u32, u32)> = ids.iter().map(|id| (self.shelf.place.number(id as usize), id)).collect();
            places.sort_unstable();
            return places.into_iter().map(|(_, id)| ArticleId(id)).collect();
        }
        // Each is written down and counted only if it is wanted: which of a million are is nothing to be predicted.
        let mut newest = vec![ArticleId(0); count];
        let mut written = 0;
        for id in self.shelf.order.all() {
            let id = u32::from_le_bytes(*id);
            let Some(slot) = newest.get_mut(written) else { break };
            *slot = ArticleId(id);
            written += usize::from(ids.has(id));
        }
        newest.truncate(written);
        newest
    }

    /// Compares two articles as [`Library::select`] orders them, without ranks.
    pub(super) fn compare(
        &self,
        a: ArticleId,
        b: ArticleId,
        order: &Order,
        is: &dyn Fn(ArticleId) -> Marked,
    ) -> Ordering {
        let by_key = match order.key {
            Key::Title => {
                let by_title = compare_titles(self.folded_title(a), self.folded_title(b));
                if order.descending { by_title.reverse() } else { by_title }
            }
            Key::Path if order.descending => self.by_path(b, a),
            Key::Path => self.by_path(a, b),
            _ => self.key(a, order, is).cmp(&self.key(b, order, is)),
        };
        let newest = |id| newest_first(self.timestamp(id));
        by_key.then_with(|| newest(a).cmp(&newest(b))).then_with(|| self.by_path(a, b))
    }

    pub(super) fn by_path(&self, a: ArticleId, b: ArticleId) -> Ordering {
        let [a, b] = [a, b].map(|id| self.at(id).map(|(table, at)| (table.folder.number(at), table.names.get(at))));
        let (Some(a), Some(b)) = (a, b) else { return a.is_some().cmp(&b.is_some()) };
        let folder = |id| self.book.folders.path(id).as_os_str().as_encoded_bytes();
        if a.0 == b.0 { a.1.cmp(b.1) } else { compare_paths((folder(a.0), a.1), (folder(b.0), b.1)) }
    }

    /// The number an article sorts by.
    fn key(&self, id: ArticleId, order: &Order, is: &dyn Fn(ArticleId) -> Marked) -> u64 {
        let key = match order.key {
            Key::Date | Key::Relevance => self.timestamp(id).map(ordered),
            Key::Title => Some(u64::from(rank(self.title_ranks(), id.0))),
            Key::Path => Some(u64::from(rank(self.path_ranks(), id.0))),
            Key::Length => Some(u64::from(self.length(id))),
            Key::Category => self
                .categories_of(id)
                .next()
                .filter(|first| *first != CategoryId::UNCATEGORISED)
                .map(|first| u64::from(rank(self.category_ranks(), first.0))),
            Key::Read => Some(u64::from(is(id).read)),
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

    fn category_ranks(&self) -> &[u32] {
        self.ranks.categories.get_or_init(|| {
            let name = |index: usize| self.book.categories.name(index as u32);
            ranks(self.book.categories.len(), name, title_head, compare_titles)
        })
    }
}
