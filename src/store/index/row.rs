//! Converts articles to rows of the catalogue and back.

use std::borrow::Cow;
use std::ffi::OsString;
use std::path::PathBuf;

use rusqlite::{Connection, OptionalExtension, Row, Transaction};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::article::{Article, Date};
use crate::os_str::{OsStrExt, OsStringExt};
use crate::problem::Problem;
use crate::text::Clean;

/// The columns that [`NameTable::article`] reads.
pub(super) const ARTICLE: &str = "title, length, categories, tags, rest";

/// The names of categories and tags, by their numbers.
pub(super) struct NameTable(FxHashMap<u32, Clean>);

impl NameTable {
    /// Reads all names.
    pub(super) fn all(db: &Connection) -> rusqlite::Result<Self> {
        let mut select = db.prepare_cached("SELECT id, text FROM name")?;
        let rows = select.query_map([], |row| Ok((row.get(0)?, Clean::line(row.get_ref(1)?.as_str()?))))?;
        rows.collect::<rusqlite::Result<_>>().map(Self)
    }

    /// The article of a row.
    pub(super) fn article(&self, row: &Row) -> rusqlite::Result<Article> {
        let rest = match row.get_ref("rest")?.as_str_or_null()? {
            Some(text) => serde_json::from_str(text).unwrap_or_default(),
            None => Rest::default(),
        };
        let mut article = rest.article();
        article.title = Clean::text(row.get_ref("title")?.as_str()?);
        article.length = row.get("length")?;
        article.categories = self.named(row.get_ref("categories")?.as_blob_or_null()?);
        article.tags = self.named(row.get_ref("tags")?.as_blob_or_null()?);
        Ok(article)
    }

    fn named(&self, ids: Option<&[u8]>) -> Vec<Clean> {
        let ids = ids.unwrap_or_default().as_chunks::<4>().0;
        ids.iter().filter_map(|id| self.0.get(&u32::from_le_bytes(*id))).cloned().collect()
    }
}

/// The numbers of names in a transaction. Each is looked up once: articles share their categories and tags.
#[derive(Default)]
pub(super) struct NameIds(FxHashMap<Clean, u32>);

impl NameIds {
    /// The stored form of names, by number; new names are added. `None` for no names.
    pub(super) fn stored(&mut self, transaction: &Transaction, names: &[Clean]) -> rusqlite::Result<Option<Vec<u8>>> {
        let mut ids = Vec::with_capacity(names.len() * 4);
        for name in names {
            let id = match self.0.get(name) {
                Some(id) => *id,
                None => *self.0.entry(name.clone()).or_insert(id_of(transaction, name)?),
            };
            ids.extend(id.to_le_bytes());
        }
        Ok((!ids.is_empty()).then_some(ids))
    }
}

/// The number of a name, which is added if it is new.
fn id_of(transaction: &Transaction, name: &str) -> rusqlite::Result<u32> {
    let mut select = transaction.prepare_cached("SELECT id FROM name WHERE text = ?1")?;
    if let Some(id) = select.query_row([name], |row| row.get(0)).optional()? {
        return Ok(id);
    }
    transaction.prepare_cached("INSERT INTO name(text) VALUES(?1)")?.execute([name])?;
    Ok(u32::try_from(transaction.last_insert_rowid()).unwrap_or(u32::MAX))
}

/// The metadata that no filter and no order uses. Empty fields are not written.
#[derive(Default, Deserialize, PartialEq, Serialize)]
#[serde(default)]
pub(super) struct Rest<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<StoredDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    updated: Option<StoredDate>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    author: Option<Cow<'a, str>>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    lang: Option<Cow<'a, str>>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    image: Option<Cow<'a, str>>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    link: Option<Cow<'a, str>>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    description: Option<Cow<'a, str>>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    slug: Option<Cow<'a, str>>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    permalink: Option<Cow<'a, str>>,
    #[serde(borrow, skip_serializing_if = "Vec::is_empty")]
    aliases: Vec<Cow<'a, str>>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    draft: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    alphabetic: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    not_chinese: bool,
    #[serde(skip_serializing_if = "none")]
    problems: Cow<'a, [Problem]>,
}

#[expect(clippy::ptr_arg, reason = "serde hands over the field as it is")]
fn none(problems: &Cow<[Problem]>) -> bool {
    problems.is_empty()
}

/// A date: timestamp, year, month, day, time, offset.
#[derive(Deserialize, PartialEq, Serialize)]
struct StoredDate(i64, i16, Option<u8>, Option<u8>, Option<(u8, u8, Option<u8>)>, Option<i16>);

impl<'a> Rest<'a> {
    /// The stored form; `None` if all fields are empty.
    pub(super) fn of(article: &'a Article) -> Option<String> {
        let text = |value: &'a Option<Clean>| value.as_ref().map(|value| Cow::from(value.as_str()));
        let written = |date: Date| StoredDate(date.timestamp, date.year, date.month, date.day, date.time, date.offset);
        let rest = Self {
            date: article.date.map(written),
            updated: article.updated.map(written),
            author: text(&article.author),
            lang: text(&article.lang),
            image: text(&article.image),
            link: text(&article.link),
            description: text(&article.description),
            slug: text(&article.slug),
            permalink: text(&article.permalink),
            aliases: article.aliases.iter().map(|alias| alias.as_str().into()).collect(),
            draft: article.draft,
            alphabetic: article.alphabetic,
            not_chinese: article.not_chinese,
            problems: article.problems.as_slice().into(),
        };
        if rest == Self::default() { None } else { serde_json::to_string(&rest).ok() }
    }

    fn article(self) -> Article {
        let text = |value: Option<Cow<str>>| value.map(|value| Clean::text(&value));
        let date =
            |StoredDate(timestamp, year, month, day, time, offset)| Date { timestamp, year, month, day, time, offset };
        Article {
            date: self.date.map(date),
            updated: self.updated.map(date),
            author: text(self.author),
            lang: text(self.lang),
            image: text(self.image),
            link: text(self.link),
            description: text(self.description),
            slug: text(self.slug),
            permalink: text(self.permalink),
            aliases: self.aliases.iter().map(|alias| Clean::text(alias)).collect(),
            draft: self.draft,
            alphabetic: self.alphabetic,
            not_chinese: self.not_chinese,
            problems: self.problems.into_owned(),
            ..Article::default()
        }
    }
}

/// The stored form of a folder's problems; `None` for none.
pub(super) fn problems_to_json(problems: &[(PathBuf, Problem)]) -> Option<String> {
    let kept: Vec<(&[u8], &Problem)> =
        problems.iter().map(|(path, problem)| (path.as_os_str().as_bytes(), problem)).collect();
    if kept.is_empty() { None } else { serde_json::to_string(&kept).ok() }
}

/// Reads the problems of a folder, by path in the collection.
pub(super) fn problems_from_json(text: &str) -> Vec<(PathBuf, Problem)> {
    let kept: Vec<(Vec<u8>, Problem)> = serde_json::from_str(text).unwrap_or_default();
    kept.into_iter().map(|(bytes, problem)| (PathBuf::from(OsString::from_vec(bytes)), problem)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Code;

    #[test]
    fn an_article_comes_back_whole() {
        let clean = |text: &str| Some(Clean::text(text));
        let date = |month, day, time, offset| Some(Date { timestamp: -7, year: 1969, month, day, time, offset });
        let article = Article {
            date: date(Some(12), Some(31), Some((23, 59, None)), Some(-90)),
            updated: date(None, None, None, None),
            author: clean("甲\"乙\\"),
            lang: clean("zh"),
            image: clean("https://a.cn/x.png"),
            link: clean("y"),
            description: clean("one\n\ttwo"),
            slug: clean("s"),
            permalink: clean("/:year/"),
            aliases: vec![Clean::line("a"), Clean::line("b")],
            draft: true,
            alphabetic: true,
            not_chinese: true,
            problems: vec![Problem::new(Code::DateInvalid).with("x").at(3, 4), Problem::new(Code::TooDeep)],
            ..Article::default()
        };
        let kept = Rest::of(&article).expect("something to keep");
        let rest: Rest = serde_json::from_str(&kept).expect("JSON");
        assert_eq!(rest.article(), article);
        assert_eq!(Rest::of(&Article::default()), None);
        let problems = vec![("a/\n".into(), Problem::new(Code::Unreadable).with("denied"))];
        assert_eq!(problems_from_json(&problems_to_json(&problems).expect("kept")), problems);
        assert_eq!(problems_to_json(&[]), None);
    }
}
