//! Articles as columns: the values that the list, filters and orders need.

use crate::article::{Article, Date};
use crate::library::columns::column::{Column, Strings};
use crate::problem::Problem;
use crate::text::fold_into;

use crate::library::columns::extra::Extra;

/// The timestamp of an article without a date.
const UNDATED: i64 = i64::MIN;

/// A folded title is cut to this many bytes; the rest is not searched.
const MAX_FOLDED: usize = 1 << 16;

/// The catalogue's record of an article, besides its metadata. All zero for an article that is not in the catalogue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CatalogueRecord {
    /// Its row in the catalogue.
    pub row: u32,
    /// A hash of the text, equal for articles of equal text.
    pub twin: u64,
    /// When its file was first seen on this disk, in seconds since 1970.
    pub first_seen: i64,
}

/// A yes-or-no property of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Has {
    /// A header image.
    Image,
    /// A link to its source.
    Link,
    /// A problem worse than a notice.
    Problem,
    /// Most of its text is in the letters of an alphabet.
    Alphabet,
    /// Another language than Chinese.
    OtherLanguage,
}

impl Has {
    fn flag(self) -> u8 {
        1 << self as u8
    }
}

/// The date of an article, as precisely as its file gives it: year, month, day.
pub type Published = (i16, Option<u8>, Option<u8>);

/// The interned names of an article, by number.
#[derive(Clone, Debug, Default)]
pub(in crate::library) struct NameIds {
    pub(in crate::library) folder: u32,
    pub(in crate::library) author: u32,
    pub(in crate::library) categories: Vec<u32>,
    pub(in crate::library) tags: Vec<u32>,
}

/// Columns of equal length.
#[derive(Clone, Default)]
pub(in crate::library) struct ArticleTable {
    pub(in crate::library) timestamp: Column<8>,
    pub(in crate::library) day: Column<4>,
    pub(in crate::library) length: Column<4>,
    pub(in crate::library) flags: Column<1>,
    pub(in crate::library) author: Column<4>,
    pub(in crate::library) row: Column<4>,
    pub(in crate::library) twin: Column<8>,
    pub(in crate::library) first_seen: Column<8>,
    pub(in crate::library) folder: Column<4>,
    /// Where an article's categories end in `members`; they start where the tags of the previous article end.
    pub(in crate::library) categories: Column<4>,
    /// Where its tags end in `members`; they start where its categories end.
    pub(in crate::library) tags: Column<4>,
    pub(in crate::library) members: Column<4>,
    pub(in crate::library) names: Strings,
    /// Titles; empty if the folded title is the same.
    pub(in crate::library) titles: Strings,
    pub(in crate::library) folded: Strings,
    pub(in crate::library) extras: Strings,
}

impl ArticleTable {
    pub(in crate::library) fn len(&self) -> usize {
        self.timestamp.len()
    }

    /// Appends an article.
    pub(in crate::library) fn push(
        &mut self,
        name: &[u8],
        article: &Article,
        record: CatalogueRecord,
        numbers: &NameIds,
    ) {
        let timestamp = article.date.map_or(UNDATED, |date| date.timestamp.max(UNDATED + 1));
        self.timestamp.push(timestamp.to_le_bytes());
        self.day.push(article.date.map_or([0; 4], pack_date));
        self.length.push(article.length.to_le_bytes());
        let flags = [
            (Has::Image, article.image.is_some()),
            (Has::Link, article.link.is_some()),
            (Has::Alphabet, article.alphabetic),
            (Has::OtherLanguage, article.not_chinese),
            (Has::Problem, article.problems.iter().any(Problem::matters)),
        ];
        self.flags.push([flags.iter().filter(|(_, has)| *has).fold(0, |all, (has, _)| all | has.flag())]);
        self.author.push(numbers.author.to_le_bytes());
        self.row.push(record.row.to_le_bytes());
        self.twin.push(record.twin.to_le_bytes());
        self.first_seen.push(record.first_seen.to_le_bytes());
        self.folder.push(numbers.folder.to_le_bytes());
        numbers.categories.iter().for_each(|member| self.members.push(member.to_le_bytes()));
        self.categories.push((self.members.len() as u32).to_le_bytes());
        numbers.tags.iter().for_each(|member| self.members.push(member.to_le_bytes()));
        self.tags.push((self.members.len() as u32).to_le_bytes());
        self.names.push(name);
        let mut folded = String::with_capacity(article.title.len());
        fold_into(&article.title, &mut folded);
        while folded.len() > MAX_FOLDED {
            folded.pop();
        }
        self.titles.push(if folded == *article.title { b"" } else { article.title.as_bytes() });
        self.folded.push(folded.as_bytes());
        self.extras.push(&Extra::of(article).to_bytes());
    }

    pub(in crate::library) fn timestamp(&self, at: usize) -> Option<i64> {
        Some(i64::from_le_bytes(self.timestamp.get(at))).filter(|timestamp| *timestamp != UNDATED)
    }

    pub(in crate::library) fn day(&self, at: usize) -> Option<Published> {
        let packed @ [low, high, month, day] = self.day.get(at);
        // That of an article without a date, and of the year 0.
        if packed == [0; 4] {
            self.timestamp(at)?;
        }
        let known = |number: u8| (number > 0).then_some(number);
        Some((i16::from_le_bytes([low, high]), known(month), known(day)))
    }

    pub(in crate::library) fn has(&self, at: usize, what: Has) -> bool {
        self.flags.get(at)[0] & what.flag() != 0
    }

    pub(in crate::library) fn record(&self, at: usize) -> CatalogueRecord {
        CatalogueRecord {
            row: self.row.number(at),
            twin: u64::from_le_bytes(self.twin.get(at)),
            first_seen: i64::from_le_bytes(self.first_seen.get(at)),
        }
    }

    pub(in crate::library) fn title(&self, at: usize) -> &str {
        match self.titles.str(at) {
            "" => self.folded.str(at),
            title => title,
        }
    }

    pub(in crate::library) fn categories(&self, at: usize) -> &[[u8; 4]] {
        let first = at.checked_sub(1).map_or(0, |before| self.tags.number(before));
        self.members.all().get(first as usize..self.categories.number(at) as usize).unwrap_or_default()
    }

    pub(in crate::library) fn tags(&self, at: usize) -> &[[u8; 4]] {
        let (first, end) = (self.categories.number(at), self.tags.number(at));
        self.members.all().get(first as usize..end as usize).unwrap_or_default()
    }

    /// Visits the categories and tags of all articles, in order.
    pub(in crate::library) fn each_members(&self, visit: &mut impl FnMut(usize, &[[u8; 4]], &[[u8; 4]])) {
        let members = self.members.all();
        let mut first = 0;
        for (at, (middle, end)) in self.categories.all().iter().zip(self.tags.all()).enumerate() {
            let [middle, end] = [middle, end].map(|value| u32::from_le_bytes(*value) as usize);
            let (categories, tags) = (members.get(first..middle), members.get(middle..end));
            visit(at, categories.unwrap_or_default(), tags.unwrap_or_default());
            first = end;
        }
    }
}

fn pack_date(date: Date) -> [u8; 4] {
    let [low, high] = date.year.to_le_bytes();
    [low, high, date.month.unwrap_or(0), date.day.unwrap_or(0)]
}
