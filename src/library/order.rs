//! The orders a list of articles may stand in.

use std::cmp::Ordering;
use std::sync::OnceLock;

use super::{CategoryId, Library};
use crate::article::ArticleId;

/// What a list is ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// The date of publication; articles without one stand last, either way round.
    Date,
    /// The title, case and width aside.
    Title,
    /// The path.
    Path,
    /// The length of the text.
    Length,
    /// The name of the first category; uncategorised articles stand last, either way round.
    Category,
}

impl Key {
    /// The words of the command line and the configuration.
    pub const WORDS: &'static [&'static str] = &["date", "title", "path", "length", "category"];

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::Title => "title",
            Self::Path => "path",
            Self::Length => "length",
            Self::Category => "category",
        }
    }
}

/// An order of the list. Equal articles stand by path, first to last.
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

/// Ranks by a string each: equal strings have equal ranks.
fn ranks<'a>(count: usize, text: impl Fn(usize) -> &'a [u8]) -> Vec<u32> {
    // The first 16 bytes decide most comparisons without following a pointer.
    let mut sorted: Vec<(u128, u32)> = (0..count).map(|index| (head(text(index)), index as u32)).collect();
    sorted.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| text(a.1 as usize).cmp(text(b.1 as usize))));
    let mut out = vec![0; count];
    let mut rank = 0;
    let mut previous: Option<(u128, u32)> = None;
    for (head, index) in sorted {
        let same =
            previous.is_some_and(|(other, before)| other == head && text(before as usize) == text(index as usize));
        rank += u32::from(previous.is_some() && !same);
        previous = Some((head, index));
        if let Some(slot) = out.get_mut(index as usize) {
            *slot = rank;
        }
    }
    out
}

fn head(text: &[u8]) -> u128 {
    let mut bytes = [0; 16];
    for (slot, byte) in bytes.iter_mut().zip(text) {
        *slot = *byte;
    }
    u128::from_be_bytes(bytes)
}

/// A number that sorts as `value` does.
fn ordered(value: i64) -> u64 {
    (value as u64) ^ (1 << 63)
}

impl Library {
    /// Puts ids in order.
    pub(super) fn sort(&self, ids: &mut [ArticleId], order: &Order) {
        let paths = self.path_ranks();
        let mut keyed: Vec<(u64, u32, u32)> =
            ids.iter().map(|id| (self.key(*id, order), rank(paths, id.0), id.0)).collect();
        keyed.sort_unstable();
        for (slot, (_, _, id)) in ids.iter_mut().zip(keyed) {
            *slot = ArticleId(id);
        }
    }

    /// Compares two articles as [`Library::select`] orders them, without ranks.
    pub(super) fn compare(&self, a: ArticleId, b: ArticleId, order: &Order) -> Ordering {
        let by_key = match order.key {
            Key::Title => {
                let (a, b) = (self.row_of(a), self.row_of(b));
                let by_title = a.map(|row| self.title_of(row)).cmp(&b.map(|row| self.title_of(row)));
                if order.descending { by_title.reverse() } else { by_title }
            }
            Key::Path if order.descending => self.by_path(b, a),
            Key::Path => Ordering::Equal,
            _ => self.key(a, order).cmp(&self.key(b, order)),
        };
        by_key.then_with(|| self.by_path(a, b))
    }

    fn by_path(&self, a: ArticleId, b: ArticleId) -> Ordering {
        let bytes = |id| self.get(id).map(|entry| entry.path.as_os_str().as_encoded_bytes());
        bytes(a).cmp(&bytes(b))
    }

    /// The number an article sorts by.
    fn key(&self, id: ArticleId, order: &Order) -> u64 {
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
        };
        match key {
            None => u64::MAX,
            Some(key) if order.descending => u64::MAX - 1 - key.min(u64::MAX - 1),
            Some(key) => key.min(u64::MAX - 1),
        }
    }

    fn title_ranks(&self) -> &[u32] {
        self.ranks.titles.get_or_init(|| {
            ranks(self.columns.len(), |index| self.columns.get(index).map_or(&[], |row| self.title_of(row).as_bytes()))
        })
    }

    fn path_ranks(&self) -> &[u32] {
        self.ranks.paths.get_or_init(|| {
            ranks(self.entries.len(), |index| {
                self.entries.get(index).map_or(&[], |entry| entry.path.as_os_str().as_encoded_bytes())
            })
        })
    }

    fn category_ranks(&self) -> &[u32] {
        self.ranks
            .categories
            .get_or_init(|| ranks(self.categories.len(), |index| self.categories.name(index as u32).as_bytes()))
    }
}

fn rank(ranks: &[u32], index: u32) -> u32 {
    ranks.get(index as usize).copied().unwrap_or(u32::MAX)
}
