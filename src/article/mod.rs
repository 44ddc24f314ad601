//! An article: front matter as lenient metadata, and where its body lies.

mod cursor;
mod date;
mod entity;
mod fields;
mod flat;
mod front_matter;
mod heading;
mod names;
mod rescue;
mod split;
mod value;
mod yaml;

use std::path::Path;

use crate::document::{BodyKind, Flavour, body_kind};
use crate::problem::Problem;
use crate::text::Clean;

/// Dense number of an article in a library: stable for the session, never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleId(pub u32);

/// One file's metadata.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Article {
    /// The title on one line; the first heading or the file name where the front matter has none.
    pub title: Clean,
    /// When it was published.
    pub date: Option<Date>,
    /// When it was last changed, as the front matter says.
    pub updated: Option<Date>,
    /// Categories in the order of the file, none empty, none twice.
    pub categories: Vec<Clean>,
    /// Tags in the order of the file, none empty, none twice.
    pub tags: Vec<Clean>,
    /// The author.
    pub author: Option<Clean>,
    /// The content language, a BCP 47 tag.
    pub lang: Option<Clean>,
    /// The address of the head picture; random pictures that say nothing are left out.
    pub image: Option<Clean>,
    /// Where the article comes from.
    pub link: Option<Clean>,
    /// What it is about, in the file's words.
    pub description: Option<Clean>,
    /// The name that stands for the article at the end of its address on the site, as the file writes it.
    pub slug: Option<Clean>,
    /// The path of the article on its site as the file writes it: no address with `http`, perhaps a pattern of Jekyll's
    /// or Hexo's (`/:year/:title/`).
    pub permalink: Option<Clean>,
    /// Further paths on the site that lead to the article, in the order of the file, none empty, none twice.
    pub aliases: Vec<Clean>,
    /// Whether it is a draft.
    pub draft: bool,
    /// Characters of text in the body, white space aside; filled in by [`measure`].
    pub length: u32,
    /// What went wrong while it was read.
    pub problems: Vec<Problem>,
}

/// A date as precise as the file wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Date {
    /// Seconds since 1970-01-01T00:00:00Z, of the first moment where no time is written; a date without zone is read in the configured one.
    pub timestamp: i64,
    /// The year as written.
    pub year: i16,
    /// 1–12, where written.
    pub month: Option<u8>,
    /// 1–31, where written; never without a month.
    pub day: Option<u8>,
    /// Hour, minute and, where written, second; never without a day.
    pub time: Option<(u8, u8, Option<u8>)>,
    /// Offset from UTC in minutes where the file states one.
    pub offset: Option<i16>,
}

/// How articles are read.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The zone of dates without one, an IANA name; `None` is the system's.
    pub timezone: Option<String>,
    /// Overrules how bodies are told apart.
    pub body: Option<BodyKind>,
    /// What is settled about Markdown.
    pub markdown: Flavour,
}

impl Reading {
    /// Two readings with the same signature read the same from the same file, in this program and in others built from
    /// the same sources.
    pub fn signature(&self) -> String {
        let zone = date::zone(self.timezone.as_deref());
        format!("{} {zone:?} {:?} {:?}", env!("INKSTONE_READER"), self.body, self.markdown)
    }
}

/// An article's metadata and its body.
#[derive(Clone, Debug)]
pub struct Parsed<'a> {
    /// The metadata; `length` is still 0.
    pub article: Article,
    /// The body.
    pub body: &'a str,
    /// How the body is written.
    pub kind: BodyKind,
}

/// Han read in a minute. Reading goes by words, 238 to 260 a minute in silence (Brysbaert 2019,
/// doi:10.1016/j.jml.2019.104047), and a Chinese word has about one and a half characters.
const CHARACTERS_A_MINUTE: u32 = 400;

/// Minutes it takes to read so many characters, at least one where there is any text.
pub fn measure(characters: u32) -> u32 {
    characters.div_ceil(CHARACTERS_A_MINUTE)
}

/// The day of a moment, given in seconds since 1970, in a zone as [`Reading`] names it.
pub fn day_of(timestamp: i64, timezone: Option<&str>) -> (i16, u8, u8) {
    let moment = jiff::Timestamp::from_second(timestamp).unwrap_or_default();
    let day = moment.to_zoned(date::zone(timezone)).date();
    (day.year(), day.month() as u8, day.day() as u8)
}

impl Article {
    /// Minutes it takes to read.
    pub fn minutes(&self) -> u32 {
        measure(self.length)
    }
}

/// Whether a text begins with front matter.
pub fn begins_with_front_matter(text: &str) -> bool {
    let split = split::split(text);
    split.format.is_some() && (!split.unclosed || !split.source.is_empty())
}

/// Parts front matter from body and reads the metadata. Total: any text gives an article.
///
/// `path` is used for its ending and for the title and date in a file name.
pub fn parse<'a>(text: &'a str, path: &Path, reading: &Reading) -> Parsed<'a> {
    let name = FileName::of(path, reading);
    let (mut article, body) = front_matter::read(text, name.date.is_some(), reading);
    article.date = article.date.or(name.date);
    let extension = path.extension().and_then(|extension| extension.to_str());
    let kind = reading.body.unwrap_or_else(|| body_kind(body, extension));
    if article.title.is_empty() {
        article.title = heading::first(body, kind).unwrap_or(name.title);
    }
    article.draft |= path.parent().is_some_and(|folder| folder.iter().any(|name| name == DRAFTS));
    Parsed { article, body, kind }
}

/// The folder of drafts, as Hexo and Jekyll name it.
const DRAFTS: &str = "_drafts";

/// What a file's name says.
struct FileName {
    date: Option<Date>,
    title: Clean,
}

impl FileName {
    fn of(path: &Path, reading: &Reading) -> Self {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let dated = date::in_file_name(&stem, reading.timezone.as_deref());
        let (date, rest) = dated.map_or((None, &*stem), |(date, rest)| (Some(date), rest));
        let mut title = fields::line(rest);
        if matches!(&*title, "index" | "_index" | "README") {
            // The folder is what such a file is named after.
            let folder = path.parent().and_then(Path::file_name).map(|name| fields::line(&name.to_string_lossy()));
            title = folder.unwrap_or(title);
        }
        if title.is_empty() {
            title = fields::line(&stem);
        }
        if title.is_empty() {
            title = fields::line(&path.file_name().unwrap_or_default().to_string_lossy());
        }
        Self { date, title }
    }
}

#[cfg(test)]
mod tests;
