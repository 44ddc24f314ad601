//! The orders a list of articles may stand in.

use std::cmp::Ordering;
use std::sync::OnceLock;

use super::{CategoryId, Library, Marked};
use crate::article::ArticleId;
use crate::text::collation;

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
}

impl Key {
    /// The words of the command line and the configuration.
    pub const WORDS: &'static [&'static str] = &["date", "title", "path", "length", "category", "read"];

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::Title => "title",
            Self::Path => "path",
            Self::Length => "length",
            Self::Category => "category",
            Self::Read => "read",
        }
    }
}

/// An order of the list. Articles of one category, and those that are read or not, stand newest first; equal ones by
/// path, first to last.
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

/// The places of all articles and categories by their names, made when first asked for after a change.
#[derive(Clone, Debug, Default)]
pub(super) struct Ranks {
    titles: OnceLock<Vec<u32>>,
    paths: OnceLock<Vec<u32>>,
    categories: OnceLock<Vec<u32>>,
}

impl Ranks {
    pub(super) fn forget(&mut self) {
        *self = Self::default();
    }
}

/// Ranks by a text each: equal texts have equal ranks. `head` is a number that never goes against `compare`.
fn ranks<T: Copy>(
    count: usize,
    text: impl Fn(usize) -> T,
    head: impl Fn(T) -> u128,
    compare: impl Fn(T, T) -> Ordering,
) -> Vec<u32> {
    // The heads decide most comparisons without following a pointer.
    let mut sorted: Vec<(u128, u32)> = (0..count).map(|index| (head(text(index)), index as u32)).collect();
    let whole = |a: u32, b: u32| compare(text(a as usize), text(b as usize));
    sorted.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| whole(a.1, b.1)));
    let mut out = vec![0; count];
    let mut rank = 0;
    let mut previous: Option<(u128, u32)> = None;
    for (head, index) in sorted {
        let same = previous.is_some_and(|(other, before)| other == head && whole(before, index).is_eq());
        rank += u32::from(previous.is_some() && !same);
        previous = Some((head, index));
        if let Some(slot) = out.get_mut(index as usize) {
            *slot = rank;
        }
    }
    out
}

/// The first bytes of a text.
fn head(text: &[u8]) -> u128 {
    let mut bytes = [0; 16];
    for (slot, byte) in bytes.iter_mut().zip(text) {
        *slot = *byte;
    }
    u128::from_be_bytes(bytes)
}

/// The places of a title's first characters, 21 bits each.
fn title_head(title: &str) -> u128 {
    let mut places = title.chars().map(|c| u128::from(collation(c)));
    (0..6).fold(0, |head, _| head << 21 | places.next().map_or(0, |place| place + 1))
}

/// Compares two folded titles, or names, as people look them up: Han by their reading, behind everything in Latin letters.
fn compare_titles(a: &str, b: &str) -> Ordering {
    a.chars().map(collation).cmp(b.chars().map(collation))
}

/// A number that sorts as `value` does.
fn ordered(value: i64) -> u64 {
    (value as u64) ^ (1 << 63)
}

impl Library {
    /// Puts ids in order. `is` tells an article's marks; it is asked only where the order needs it.
    pub(super) fn sort(&self, ids: &mut [ArticleId], order: &Order, is: &dyn Fn(ArticleId) -> Marked) {
        let paths = self.path_ranks();
        let mut keyed: Vec<(u64, u64, u32, u32)> = ids
            .iter()
            .map(|id| (self.key(*id, order, is), self.second_key(*id, order), rank(paths, id.0), id.0))
            .collect();
        keyed.sort_unstable();
        for (slot, (.., id)) in ids.iter_mut().zip(keyed) {
            *slot = ArticleId(id);
        }
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
            Key::Path => Ordering::Equal,
            _ => self.key(a, order, is).cmp(&self.key(b, order, is)),
        };
        by_key.then_with(|| self.second_key(a, order).cmp(&self.second_key(b, order))).then_with(|| self.by_path(a, b))
    }

    /// What those that are equal by [`Library::key`] sort by.
    fn second_key(&self, id: ArticleId, order: &Order) -> u64 {
        match order.key {
            Key::Category | Key::Read => self
                .row_of(id)
                .and_then(|row| row.timestamp)
                .map_or(u64::MAX, |timestamp| u64::MAX - 1 - ordered(timestamp).min(u64::MAX - 1)),
            _ => 0,
        }
    }

    fn by_path(&self, a: ArticleId, b: ArticleId) -> Ordering {
        let bytes = |id| self.get(id).map(|entry| entry.path.as_os_str().as_encoded_bytes());
        bytes(a).cmp(&bytes(b))
    }

    /// The number an article sorts by.
    fn key(&self, id: ArticleId, order: &Order, is: &dyn Fn(ArticleId) -> Marked) -> u64 {
        let Some(row) = self.row_of(id) else { return u64::MAX };
        let key = match order.key {
            Key::Date => row.timestamp.map(ordered),
            Key::Title => Some(u64::from(rank(self.title_ranks(), id.0))),
            Key::Path => Some(u64::from(rank(self.path_ranks(), id.0))),
            Key::Length => Some(u64::from(row.length)),
            Key::Category => self
                .members_in(&row.categories)
                .first()
                .filter(|first| **first != CategoryId::UNCATEGORISED.0)
                .map(|first| u64::from(rank(self.category_ranks(), *first))),
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
            let title = |index: usize| self.columns.get(index).map_or("", |row| self.title_of(row));
            ranks(self.columns.len(), title, title_head, compare_titles)
        })
    }

    fn path_ranks(&self) -> &[u32] {
        self.ranks.paths.get_or_init(|| {
            let path = |index: usize| self.entries.get(index).map(|entry| entry.path.as_os_str().as_encoded_bytes());
            ranks(self.entries.len(), |index| path(index).unwrap_or_default(), head, <[u8]>::cmp)
        })
    }

    fn category_ranks(&self) -> &[u32] {
        self.ranks.categories.get_or_init(|| {
            let name = |index: usize| self.categories.name(index as u32);
            ranks(self.categories.len(), name, title_head, compare_titles)
        })
    }
}

fn rank(ranks: &[u32], index: u32) -> u32 {
    ranks.get(index as usize).copied().unwrap_or(u32::MAX)
}
