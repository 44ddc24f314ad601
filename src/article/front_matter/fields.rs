//! From keys and values to the fields of an article, for values of any shape.

use std::borrow::Cow;

use crate::article::date;
use crate::article::date::Date;
use crate::article::front_matter::names::{
    ALIASES, AUTHOR, CATEGORIES, DATE, DESCRIPTION, IMAGE, Initials, LANG, LINK, PERMALINK, SLUG, TABLES, TAGS, TITLE,
    UPDATED, is_field, is_one_of, is_same,
};
use crate::article::front_matter::value::{Pairs, Value};
use crate::article::metadata::Article;
use crate::article::reading::Reading;
use crate::article::text::line;
use crate::problem::{Code, Problem};
use crate::text::Clean;
use crate::text::first_bytes;

/// Keys that hold the address in a picture or link written as a map.
const ADDRESS_KEYS: &[&str] =
    &["path", "src", "url", "image", "href", "link", "file", "feature", "teaser", "thumbnail"];
/// Keys that hold the name in a person written as a map.
const PERSON_KEYS: &[&str] = &["name", "displayname", "nickname", "nick", "username", "login"];

/// The longest text in a field, in bytes.
const MAX_LENGTH: usize = 16 << 10;

/// The maximum number of texts in a field.
const MAX_TEXTS: usize = 1000;

/// Maximum bytes of a value quoted in a problem.
const QUOTED: usize = 200;

/// Maximum number of duplicate keys reported.
const MAX_REPORTED: usize = 20;

/// Cuts the fields to their limits. Returns the keys of those that were cut, each with the limit.
pub(in crate::article) fn bound<'p>(pairs: &'p mut Pairs<'_>) -> Vec<(&'p str, String)> {
    let mut cut = Vec::new();
    for (key, value) in pairs.iter_mut().filter(|(key, _)| is_field(key)) {
        let mut left = MAX_TEXTS;
        let whole = value.bound(MAX_LENGTH, &mut left);
        if !whole && cut.len() < MAX_REPORTED {
            cut.push((&**key, if left == 0 { MAX_TEXTS.to_string() } else { format!("{} kB", MAX_LENGTH >> 10) }));
        }
    }
    cut
}

/// The parsed pairs, with the options for turning them into fields.
pub(in crate::article) struct Fields<'p, 'a> {
    pairs: &'p Pairs<'a>,
    reading: &'p Reading,
    /// Whether the file is named like a Jekyll post: such files separate categories and tags by blanks.
    jekyll: bool,
    /// Line and column of a key in the file.
    place: &'p dyn Fn(&str) -> Option<(u32, u32)>,
    initials: Initials,
}

impl<'p, 'a> Fields<'p, 'a> {
    /// The fields in these pairs.
    pub fn new(
        pairs: &'p Pairs<'a>,
        reading: &'p Reading,
        jekyll: bool,
        place: &'p dyn Fn(&str) -> Option<(u32, u32)>,
    ) -> Self {
        let initials = pairs.iter().fold(Initials::default(), |initials, (key, value)| match value {
            Value::Map(_) => Initials::ANY,
            _ => initials.with(key),
        });
        Self { pairs, reading, jekyll, place, initials }
    }

    /// Fills in the article. Fields without a usable value keep their value.
    pub fn fill(&self, article: &mut Article) {
        self.duplicates(&mut article.problems);
        article.title = self.title();
        article.date = self.date(DATE, &mut article.problems);
        article.updated = self.date(UPDATED, &mut article.problems);
        article.categories = self.names(CATEGORIES);
        article.tags = self.names(TAGS);
        article.author = self.author();
        article.lang = self.values(LANG).find_map(|value| language(value.scalars().first()?));
        self.unusable(AUTHOR, article.author.is_some(), &mut article.problems);
        self.unusable(LANG, article.lang.is_some(), &mut article.problems);
        article.image = self.first(IMAGE, picture);
        article.link = self.first(LINK, |text| is_address(text).then(|| line(text)));
        article.description = self.first(DESCRIPTION, |text| boolean(text).is_none().then(|| line(text)));
        article.slug = self.first(SLUG, |text| Some(line(text)));
        article.permalink = self.first(PERMALINK, |text| (!is_address(text)).then(|| line(text)));
        article.aliases = self.aliases();
        let given = |key| self.values(std::slice::from_ref(key)).find_map(Value::scalar);
        let is = |key, wanted| given(key).and_then(boolean) == Some(wanted);
        article.draft = is(&"draft", true) || is(&"published", false) || given(&"status") == Some("draft");
    }

    /// The values of a group of keys, in the order of the group. If a key occurs twice, the last comes first.
    fn values<'s>(&'s self, names: &'s [&'s str]) -> impl Iterator<Item = &'s Value<'s>> {
        names.iter().filter(|name| self.initials.may_have(name)).flat_map(move |name| {
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

    /// The first text of a group of keys that `pick` accepts; in a map, its address.
    fn first(&self, names: &[&str], pick: impl Fn(&str) -> Option<Clean>) -> Option<Clean> {
        let pick = |text: &str| pick(text).filter(|text| !text.is_empty());
        self.values(names).find_map(|value| addresses(value).into_iter().find_map(&pick))
    }

    fn title(&self) -> Clean {
        self.values(TITLE)
            .map(|value| line(&value.scalars().join(", ")))
            .find(|title| !title.is_empty())
            .unwrap_or_default()
    }

    fn author(&self) -> Option<Clean> {
        self.values(AUTHOR).map(|value| line(&people(value).join(", "))).find(|author| !author.is_empty())
    }

    /// Categories or tags: every scalar of a value of any shape, without empty ones and duplicates.
    fn names(&self, keys: &[&str]) -> Vec<Clean> {
        let mut out: Vec<Clean> = Vec::new();
        for key in keys {
            let Some(value) = self.values(std::slice::from_ref(key)).next() else { continue };
            let plural = key.ends_with('s');
            for text in value.scalars() {
                let list = matches!(value, Value::List(_) | Value::Map(_));
                let parts: Vec<&str> = if list {
                    vec![text]
                } else if is_one_of(key, TAGS) && text.contains([',', '，', '、']) {
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

    /// All further paths of the article, in the order of the file.
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
            let Some(text) = self.values(std::slice::from_ref(key)).find_map(date_text) else { continue };
            if *key == "published" && boolean(text).is_some() {
                continue;
            }
            let read = date::read(text, zone);
            if !read.valid {
                let problem = Problem::new(Code::DateInvalid).with(first_bytes(text, QUOTED));
                problems.push(self.placed(problem, key));
            }
            if read.date.is_some() {
                return read.date;
            }
        }
        None
    }

    /// A date in the path of the article on its site, `2014/12/12/Core-Team`, or in the last part of it.
    pub fn date_of_path(&self) -> Option<Date> {
        let paths = self.values(PERMALINK).chain(self.values(SLUG)).filter_map(Value::scalar);
        paths.filter_map(|path| date::in_path(path, self.reading.timezone.as_deref())).next()
    }

    /// Reports the first of these keys that has a value, unless one of the values was `used`.
    fn unusable(&self, keys: &[&str], used: bool, problems: &mut Vec<Problem>) {
        let given = |key: &&&str| {
            let value = self.values(std::slice::from_ref(*key)).next()?;
            Some(line(&value.scalars().join(", "))).filter(|text| !text.is_empty())
        };
        if !used && let Some((key, text)) = keys.iter().find_map(|key| Some((key, given(&key)?))) {
            let problem = Problem::new(Code::FieldInvalid).with(key).with(first_bytes(&text, QUOTED));
            problems.push(self.placed(problem, key));
        }
    }

    fn duplicates(&self, problems: &mut Vec<Problem>) {
        let mut seen = std::collections::HashSet::with_capacity(self.pairs.len());
        let mut reported = std::collections::HashSet::new();
        for (key, _) in self.pairs {
            if !seen.insert(key.as_ref()) && reported.len() < MAX_REPORTED && reported.insert(key.as_ref()) {
                problems.push(self.placed(Problem::new(Code::DuplicateKey).with(first_bytes(key, QUOTED)), key));
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

/// The names in order, without empty ones and duplicates.
fn unique(names: impl IntoIterator<Item = Clean>) -> Vec<Clean> {
    let mut seen = std::collections::HashSet::new();
    names.into_iter().filter(|name| !name.is_empty() && seen.insert(name.clone())).collect()
}

fn boolean(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" => Some(true),
        "false" | "no" | "off" => Some(false),
        _ => None,
    }
}

/// The texts that may be an address; in a map, the values of the keys in `ADDRESS_KEYS`.
fn addresses<'v>(value: &'v Value<'_>) -> Vec<&'v str> {
    match value {
        Value::List(items) => items.iter().flat_map(addresses).collect(),
        Value::Map(members) => ADDRESS_KEYS.iter().flat_map(|name| member(members, name)).flat_map(addresses).collect(),
        value => value.scalar().into_iter().collect(),
    }
}

/// The names of people: texts, maps with a name, or a map from names to details.
fn people(value: &Value) -> Vec<String> {
    match value {
        Value::List(items) => items.iter().flat_map(people).collect(),
        Value::Map(members) => match PERSON_KEYS.iter().find_map(|name| member(members, name)) {
            Some(name) => name.scalar().map(str::to_owned).into_iter().collect(),
            None if members.iter().all(|(_, value)| matches!(value, Value::Map(_))) => {
                let named = |(key, value): &(String, Value)| people(value).pop().unwrap_or_else(|| key.clone());
                members.iter().map(named).collect()
            }
            None => Vec::new(),
        },
        value => value.scalar().map(str::to_owned).into_iter().collect(),
    }
}

/// The text that may be a date; in a map, its `date`.
fn date_text<'v>(value: &'v Value<'_>) -> Option<&'v str> {
    let value = match value {
        Value::List(items) => items.first()?,
        Value::Map(members) => member(members, "date")?,
        value => value,
    };
    value.scalar().filter(|text| !text.trim().is_empty())
}

fn member<'v, 'a>(members: &'v [(String, Value<'a>)], name: &str) -> Option<&'v Value<'a>> {
    members.iter().find(|(key, _)| is_same(key, name)).map(|(_, value)| value)
}

fn is_address(text: &str) -> bool {
    let text = text.trim();
    let scheme = ["http://", "https://"].iter().find_map(|scheme| {
        text.get(..scheme.len()).filter(|start| start.eq_ignore_ascii_case(scheme)).and(text.get(scheme.len()..))
    });
    scheme.is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace))
}

/// The address of a picture. Random pictures, colours and booleans are not addresses.
fn picture(text: &str) -> Option<Clean> {
    let text = text.trim();
    let named = text.contains(['.', '/']);
    let random = text.contains("picsum.photos") && text.contains("random");
    let colour = text.starts_with('#');
    (named && !random && !colour).then(|| line(text))
}

/// A language tag with the syntax of BCP 47; `_` counts as `-`.
fn language(text: &str) -> Option<Clean> {
    let tag: Cow<str> = if text.contains('_') { text.trim().replace('_', "-").into() } else { text.trim().into() };
    let mut subtags = tag.split('-');
    let primary = |tag: &str| (2..=3).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_alphabetic());
    let further = |tag: &str| (1..=8).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let valid = subtags.next().is_some_and(primary) && subtags.all(further) && tag.len() <= 35;
    valid.then(|| Clean::line(&tag))
}
