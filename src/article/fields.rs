//! From keys and values to the fields of an article, whatever shape the values have.

use std::borrow::Cow;

use super::value::{Pairs, Value};
use super::{Article, Date, Reading, date, entity};
use crate::problem::{Code, Problem};
use crate::text::{Clean, is_shown};

const TITLE: &[&str] = &["title"];
const DATE: &[&str] = &["date", "pubdate", "publishdate", "created", "created_at"];
const UPDATED: &[&str] = &["updated", "lastmod", "modified", "last_modified_at", "modified_time", "updated_at"];
const CATEGORIES: &[&str] = &["categories", "category"];
const TAGS: &[&str] = &["tags", "tag"];
const AUTHOR: &[&str] = &["author", "authors"];
const LANG: &[&str] = &["lang", "language", "locale"];
const IMAGE: &[&str] = &[
    "headimg",
    "cover",
    "image",
    "thumbnail",
    "featureimage",
    "feature_image",
    "featured_image",
    "cover_image",
    "banner",
    "banner_img",
    "index_img",
    "top_img",
    "photos",
];
const LINK: &[&str] = &["link", "source", "url", "permalink", "external_url", "original_url"];
const DESCRIPTION: &[&str] = &["description", "excerpt", "summary"];
const DRAFT: &[&str] = &["draft", "published"];
const SLUG: &[&str] = &["slug", "urlname", "abbrlink"];
const PERMALINK: &[&str] = &["permalink", "url", "path"];
const ALIASES: &[&str] = &["aliases", "alias", "redirect_from"];
/// Tables that other fields stand in: Zola's and Hugo's.
const TABLES: &[&str] = &["taxonomies", "extra", "params"];
/// Where Zola's articles stand on the site, with a date as its first folders.
const PATH: &[&str] = &["path"];

const ALL: &[&[&str]] = &[
    TITLE,
    DATE,
    UPDATED,
    CATEGORIES,
    TAGS,
    AUTHOR,
    LANG,
    IMAGE,
    LINK,
    DESCRIPTION,
    DRAFT,
    SLUG,
    PERMALINK,
    ALIASES,
    TABLES,
    PATH,
];

const IDEOGRAPHIC_SPACE: char = '\u{3000}';

/// Whether an article understands this key.
pub(super) fn is_field(key: &str) -> bool {
    ALL.iter().any(|group| is_one_of(key, group))
}

fn is_one_of(key: &str, names: &[&str]) -> bool {
    names.iter().any(|name| key.eq_ignore_ascii_case(name))
}

/// The fields that have been read, with what they are read by.
pub(super) struct Fields<'p, 'a> {
    pub pairs: &'p Pairs<'a>,
    pub reading: &'p Reading,
    /// Whether the file is named as Jekyll names posts, which parts categories and tags at blanks.
    pub jekyll: bool,
    /// Line and column of a key in the file.
    pub place: &'p dyn Fn(&str) -> Option<(u32, u32)>,
}

impl Fields<'_, '_> {
    /// Fills in the article; what says nothing is left as it is.
    pub fn fill(&self, article: &mut Article) {
        self.duplicates(&mut article.problems);
        article.title = self.title();
        article.date = self.date(DATE, &mut article.problems);
        article.updated = self.date(UPDATED, &mut article.problems);
        article.categories = self.names(CATEGORIES);
        article.tags = self.names(TAGS);
        article.author = self.author();
        article.lang = self.values(LANG).find_map(|value| language(value.scalars().first()?));
        article.image = self.first(IMAGE, picture);
        article.link = self.first(LINK, |text| is_address(text).then(|| line(text)));
        article.description = self.first(DESCRIPTION, |text| Some(line(text)));
        article.slug = self.first(SLUG, |text| Some(line(text)).filter(|slug| !slug.is_empty()));
        article.permalink = self.first(PERMALINK, |text| (!is_address(text)).then(|| line(text)));
        article.aliases = self.aliases();
        article.draft = self.is("draft", true) || self.is("published", false);
    }

    /// The values of a group of keys, in the order of the group; the last of a key that stands twice comes first.
    fn values<'s>(&'s self, names: &'s [&'s str]) -> impl Iterator<Item = &'s Value<'s>> {
        names.iter().flat_map(move |name| {
            let top = self.pairs.iter().rev().filter(|(key, _)| is_one_of(key, &[name])).map(|(_, value)| value);
            let tables = self.pairs.iter().filter_map(|(key, value)| match value {
                Value::Map(members) if is_one_of(key, TABLES) => Some(members),
                _ => None,
            });
            let tables = tables.flat_map(move |members| {
                members.iter().filter(|(key, _)| is_one_of(key, &[name])).map(|(_, value)| value)
            });
            top.chain(tables)
        })
    }

    /// The first text of a group of keys that `pick` takes.
    fn first(&self, names: &[&str], pick: impl Fn(&str) -> Option<Clean>) -> Option<Clean> {
        self.values(names).find_map(|value| value.scalars().into_iter().find_map(&pick)).filter(|text| !text.is_empty())
    }

    fn title(&self) -> Clean {
        self.values(TITLE)
            .map(|value| line(&value.scalars().join(", ")))
            .find(|title| !title.is_empty())
            .unwrap_or_default()
    }

    fn author(&self) -> Option<Clean> {
        let name = |value: &Value| match value {
            Value::Map(members) => {
                let name = members.iter().find(|(key, _)| is_one_of(key, &["name"])).map(|(_, value)| value);
                name.and_then(Value::scalar).map(str::to_owned)
            }
            value => value.scalar().map(str::to_owned),
        };
        let names = |value: &Value| match value {
            Value::List(items) => items.iter().filter_map(name).collect::<Vec<_>>().join(", "),
            value => name(value).unwrap_or_default(),
        };
        self.values(AUTHOR).map(|value| line(&names(value))).find(|author| !author.is_empty())
    }

    /// Categories or tags: every scalar of every shape, none empty, none twice.
    fn names(&self, keys: &[&str]) -> Vec<Clean> {
        let mut out: Vec<Clean> = Vec::new();
        for key in keys {
            let Some(value) = self.values(std::slice::from_ref(key)).next() else { continue };
            let plural = key.ends_with('s');
            for text in value.scalars() {
                let list = matches!(value, Value::List(_) | Value::Map(_));
                let parts: Vec<&str> = if list {
                    vec![text]
                } else if *key == "tags" && text.contains([',', '，', '、']) {
                    text.split([',', '，', '、']).collect()
                } else if self.jekyll && plural {
                    text.split_whitespace().collect()
                } else {
                    vec![text]
                };
                out.extend(parts.into_iter().map(line));
            }
        }
        unique(out)
    }

    /// Every path that leads to the article besides its own, in the order of the file.
    fn aliases(&self) -> Vec<Clean> {
        let paths = self.values(ALIASES).flat_map(|value| match value {
            Value::Map(_) => Vec::new(),
            value => value.scalars(),
        });
        unique(paths.map(line))
    }

    fn date(&self, keys: &[&str], problems: &mut Vec<Problem>) -> Option<Date> {
        let zone = self.reading.timezone.as_deref();
        for key in keys {
            let Some(text) =
                self.values(std::slice::from_ref(key)).find_map(Value::scalar).filter(|text| !text.trim().is_empty())
            else {
                continue;
            };
            let read = date::read(text, zone);
            if !read.sound {
                let problem = Problem::new(Code::DateInvalid).with(text);
                problems.push(self.placed(problem, key));
            }
            if read.date.is_some() {
                return read.date;
            }
        }
        None
    }

    /// A date in the path of the article on its site: `2014/12/12/Core-Team`.
    pub fn date_of_path(&self) -> Option<Date> {
        let path = self.values(PATH).find_map(Value::scalar)?;
        let mut parts = path.trim_start_matches('/').splitn(4, '/');
        let day = [parts.next()?, parts.next()?, parts.next()?];
        let digits = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
        if day.iter().all(digits) && day.iter().map(|part| part.len()).eq([4, 2, 2]) {
            return date::read(&day.join("-"), self.reading.timezone.as_deref()).date;
        }
        None
    }

    fn is(&self, key: &str, wanted: bool) -> bool {
        let truth = |text: &str| match text.to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" => Some(true),
            "false" | "no" | "off" => Some(false),
            _ => None,
        };
        self.values(std::slice::from_ref(&key)).find_map(Value::scalar).and_then(truth) == Some(wanted)
    }

    fn duplicates(&self, problems: &mut Vec<Problem>) {
        let mut seen = std::collections::HashSet::with_capacity(self.pairs.len());
        for (key, _) in self.pairs {
            if !seen.insert(key.as_ref()) {
                problems.push(self.placed(Problem::new(Code::DuplicateKey).with(key), key));
            }
        }
    }

    fn placed(&self, problem: Problem, key: &str) -> Problem {
        match (self.place)(key) {
            Some((line, column)) => problem.at(line, column),
            None => problem,
        }
    }
}

/// The names in their order, none empty, none twice.
fn unique(names: impl IntoIterator<Item = Clean>) -> Vec<Clean> {
    let mut seen = std::collections::HashSet::new();
    names.into_iter().filter(|name| !name.is_empty() && seen.insert(name.clone())).collect()
}

/// Text of a field: character references decoded, on one line, every run of blanks as one. A single ideographic space
/// is a mark of its writing and stays.
pub(super) fn line(text: &str) -> Clean {
    let text = entity::decode(text);
    let mut out = String::with_capacity(text.len());
    let mut run = None;
    for c in text.chars() {
        if c.is_whitespace() {
            run = Some(if run.is_none() && c == IDEOGRAPHIC_SPACE { c } else { ' ' });
        } else if is_shown(c) {
            out.extend(run.filter(|_| !out.is_empty()));
            out.push(c);
            run = None;
        }
    }
    Clean::line(&out)
}

fn is_address(text: &str) -> bool {
    let text = text.trim();
    let scheme = ["http://", "https://"].iter().find_map(|scheme| {
        text.get(..scheme.len()).filter(|start| start.eq_ignore_ascii_case(scheme)).and(text.get(scheme.len()..))
    });
    scheme.is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace))
}

/// The address of a picture; random pictures and switches are none.
fn picture(text: &str) -> Option<Clean> {
    let text = text.trim();
    let switch = ["true", "false", "yes", "no", "none", "null"].iter().any(|word| text.eq_ignore_ascii_case(word));
    let random = text.contains("picsum.photos") && text.contains("random");
    let colour = text.starts_with('#');
    (!text.is_empty() && !switch && !random && !colour).then(|| line(text))
}

/// A language tag, as BCP 47 parts it.
fn language(text: &str) -> Option<Clean> {
    let tag: Cow<str> = if text.contains('_') { text.trim().replace('_', "-").into() } else { text.trim().into() };
    let sound = (2..=35).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    sound.then(|| Clean::line(&tag))
}
