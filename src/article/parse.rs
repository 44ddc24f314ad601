//! From the text of a file to an article: front matter, body, and what the path says.

use std::ffi::OsStr;
use std::path::Path;

use crate::article::date::Date;
use crate::article::metadata::Article;
use crate::article::reading::Reading;
use crate::article::text::line;
use crate::article::{date, front_matter, heading};
use crate::document::{BodyKind, body_kind, is_plain_text, language_of_name, language_of_text};
use crate::text::Clean;

/// The extensions of files that are articles by their name alone, and of the pages generated from them. Of the last four,
/// the text is shown as it is.
pub const ENDINGS: &[&str] =
    &["md", "markdown", "mdown", "mkd", "mdx", "html", "htm", "xhtml", "org", "adoc", "asciidoc", "rst"];

/// Whether an extension is one of [`ENDINGS`].
pub fn is_ending(extension: &str) -> bool {
    ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(extension))
}

/// An article's metadata and its body.
#[derive(Clone, Debug)]
pub struct Parsed<'a> {
    /// The metadata; `length` is still 0.
    pub article: Article,
    /// The body.
    pub body: &'a str,
    /// The kind of markup of the body.
    pub kind: BodyKind,
}

/// Splits front matter from the body and reads the metadata. Total: any text gives an article.
///
/// `path` gives the extension, the title and date in the file name, and the date in the names of folders.
pub fn parse<'a>(text: &'a str, path: &Path, reading: &Reading) -> Parsed<'a> {
    let name = FileName::of(path, reading);
    if let Some(language) = source_language(path).filter(|_| reading.body.is_none()) {
        let title = line(&path.file_name().unwrap_or_default().to_string_lossy());
        return Parsed {
            article: Article { title, ..Article::default() },
            body: text,
            kind: BodyKind::Source(language),
        };
    }
    let (mut article, body) = front_matter::read(text, name.date.is_some(), reading);
    article.date = article.date.or(name.date).or(name.folder_date);
    let extension = path.extension().and_then(|extension| extension.to_str());
    let kind = reading.body.unwrap_or_else(|| body_kind(body, extension));
    let is_article = body.len() < text.len() || extension.is_some_and(is_ending);
    let is_certain = kind != BodyKind::Markdown || reading.body.is_some() || is_article;
    let kind = if is_certain { kind } else { kind_of_text(body) };
    if article.title.is_empty() {
        let heading = heading::first(body, kind, reading, name.is_folder);
        article.title = heading.unwrap_or(name.title);
    }
    article.draft |= path.parent().is_some_and(|folder| folder.iter().any(|name| name == DRAFTS));
    Parsed { article, body, kind }
}

/// The kind of a body that has no sign of Markdown but its text.
fn kind_of_text(body: &str) -> BodyKind {
    match language_of_text(body) {
        Some(language) => BodyKind::Source(language),
        None if is_plain_text(body) => BodyKind::Text,
        None => BodyKind::Markdown,
    }
}

/// The language of a file that is no article but source code or the like.
fn source_language(path: &Path) -> Option<&'static str> {
    let is_article = path.extension().and_then(|extension| extension.to_str()).is_some_and(is_ending);
    path.file_name().and_then(|name| name.to_str()).filter(|_| !is_article).and_then(language_of_name)
}

/// The folder of drafts in Hexo and Jekyll.
const DRAFTS: &str = "_drafts";

/// The date and title in a file name.
struct FileName {
    /// The date before the title, as in Jekyll.
    date: Option<Date>,
    /// The date that the folders are named by: `2020/03/04`, or `2020-03-04-title` of one that the file stands for.
    folder_date: Option<Date>,
    title: Clean,
    /// Whether the file stands for its folder, as a README does, and has the name of that as its title.
    is_folder: bool,
}

impl FileName {
    fn of(path: &Path, reading: &Reading) -> Self {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let zone = reading.timezone.as_deref();
        let dated = date::in_file_name(&stem, zone);
        let (date, rest) = dated.map_or((None, &*stem), |(date, rest)| (Some(date), rest));
        let mut title = line(rest);
        let is_folder = matches!(&*title, "index" | "_index" | "README");
        let folders: Vec<_> = path.parent().into_iter().flatten().map(OsStr::to_string_lossy).collect();
        let mut folder_date = date::in_folders(&folders.iter().map(AsRef::as_ref).collect::<Vec<_>>(), zone);
        if let Some(folder) = folders.last().filter(|_| is_folder) {
            let dated = date::in_file_name(folder, zone);
            folder_date = dated.map(|(date, _)| date).or(folder_date);
            let rest = dated.map(|(_, rest)| rest).filter(|rest| !rest.is_empty());
            title = line(rest.unwrap_or(folder));
        }
        if title.is_empty() {
            title = line(&stem);
        }
        if title.is_empty() {
            title = line(&path.file_name().unwrap_or_default().to_string_lossy());
        }
        Self { date, folder_date, title, is_folder }
    }
}
