//! Articles as one web page that needs no other file: no scripts, and nothing that is loaded from the web.

mod blocks;
mod escape;
mod inline;
mod pictures;
#[cfg(test)]
mod tests;

use std::io::{self, Write};
use std::path::Path;

use crate::app::head;
use crate::article::Article;
use crate::document::{Document, Image};
use crate::files::Source;
use crate::marks::Tags;
use crate::output::html::blocks::write_block;
use crate::output::html::escape::{attribute, attributed, text};
use crate::output::html::inline::Context;
use crate::output::html::pictures::Pictures;
use crate::output::options::PrintOptions;
use crate::text::{Language, is_rtl};

/// The style of the page.
const STYLE: &str = include_str!("../../../assets/page.css");

/// What the page may load: pictures that are part of it. Whoever finds a way around the escaping below meets this.
const POLICY: &str =
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// A web page of one or more articles, which is written article by article.
#[derive(Default)]
pub struct Web {
    articles: usize,
    pictures: Pictures,
}

impl Web {
    /// A page on which nothing is written yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Writes an article; before the first one, the head of the page. `place`: the collection of the article and its path
    /// in it, where its pictures are; without it only those that are part of the article are shown.
    ///
    /// # Errors
    /// Errors of the stream.
    pub fn article(
        &mut self,
        out: &mut dyn Write,
        article: Article,
        mut document: Document,
        place: Option<(&Source, &Path)>,
        options: &PrintOptions<'_>,
    ) -> io::Result<()> {
        let language = crate::app::language(options.language, &article, &document);
        if !options.body_only {
            document.drop_opening_heading(&article.title);
        }
        let document = crate::app::localized(document, &article, options.catalog);
        let mut opening = String::new();
        let lang = language_tag(&article, &document, language);
        let rtl = is_page_rtl(&article, &document);
        if self.articles == 0 {
            write_page_head(&article, (&lang, rtl), &mut opening);
        }
        opening.push_str("<article");
        if self.articles > 0 {
            write_language((&lang, rtl), &mut opening);
        }
        opening.push_str(">\n");
        out.write_all(opening.as_bytes())?;
        if !options.body_only {
            let head = head(&article, &Tags::default(), &document, options.catalog);
            let mut context = Context::new(&head, rtl, self.articles, options.catalog);
            context.date = article.date.map(|date| (options.catalog.day(date.year, date.month, date.day), date.iso()));
            out.write_all(b"<header>\n")?;
            self.write_blocks(out, &context, place)?;
            out.write_all(b"</header>\n")?;
        }
        let context = Context::new(&document, rtl, self.articles, options.catalog);
        self.write_blocks(out, &context, place)?;
        self.articles += 1;
        out.write_all(b"</article>\n")
    }

    /// Writes the end of the page; nothing if there is no article.
    ///
    /// # Errors
    /// Errors of the stream.
    pub fn end(self, out: &mut dyn Write) -> io::Result<()> {
        if self.articles == 0 { Ok(()) } else { out.write_all(b"</body>\n</html>\n") }
    }

    fn write_blocks(
        &mut self,
        out: &mut dyn Write,
        context: &Context<'_>,
        place: Option<(&Source, &Path)>,
    ) -> io::Result<()> {
        let pictures = &mut self.pictures;
        let mut open = Vec::new();
        let mut written = String::new();
        for block in 0..context.document.blocks.len() {
            let mut picture = |image: &Image| pictures.embedded(place, image);
            write_block(context, block, &mut open, &mut picture, &mut written);
            out.write_all(written.as_bytes())?;
            written.clear();
        }
        for element in open.into_iter().rev() {
            blocks::close(element, &mut written);
        }
        out.write_all(written.as_bytes())
    }
}

fn write_page_head(article: &Article, language: (&str, bool), out: &mut String) {
    out.push_str("<!DOCTYPE html>\n<html");
    write_language(language, out);
    out.push_str(">\n<head>\n<meta charset=\"utf-8\">\n");
    let meta = |name: &str, content: &str, out: &mut String| {
        out.push_str("<meta");
        attribute("name", name, out);
        attribute("content", content, out);
        out.push_str(">\n");
    };
    attributed("meta", &[("http-equiv", "Content-Security-Policy"), ("content", POLICY)], out);
    out.push('\n');
    meta("viewport", "width=device-width, initial-scale=1", out);
    meta("color-scheme", "light dark", out);
    meta("referrer", "no-referrer", out);
    meta("generator", concat!("Inkstone ", env!("CARGO_PKG_VERSION")), out);
    if let Some(author) = &article.author {
        meta("author", author, out);
    }
    if let Some(date) = &article.date {
        meta("date", &date.iso(), out);
    }
    let keywords: Vec<&str> = article.categories.iter().chain(&article.tags).map(|name| name.as_str()).collect();
    if !keywords.is_empty() {
        meta("keywords", &keywords.join(", "), out);
    }
    out.push_str("<title>");
    text(&article.title, out);
    out.push_str("</title>\n<style>\n");
    out.push_str(STYLE);
    out.push_str("</style>\n</head>\n<body>\n");
}

fn write_language((lang, rtl): (&str, bool), out: &mut String) {
    if !lang.is_empty() {
        attribute("lang", lang, out);
    }
    attribute("dir", if rtl { "rtl" } else { "ltr" }, out);
}

/// The language of an article as a BCP 47 tag: the one it declares, else the one it is set in; empty if unknown.
fn language_tag(article: &Article, document: &Document, language: Language) -> String {
    let declared = document.lang.as_deref().or(article.lang.as_deref()).map(|tag| tag.trim().replace('_', "-"));
    let is_tag = |tag: &String| {
        !tag.is_empty()
            && tag.split('-').all(|part| matches!(part.len(), 1..=8) && part.chars().all(char::is_alphanumeric))
    };
    declared.filter(is_tag).unwrap_or_else(|| tag_of(language).to_owned())
}

fn tag_of(language: Language) -> &'static str {
    match language {
        Language::ChineseSimplified => "zh-Hans",
        Language::ChineseTraditional => "zh-Hant",
        Language::Japanese => "ja",
        Language::Korean => "ko",
        Language::English => "en",
        Language::German => "de",
        Language::French => "fr",
        Language::Spanish => "es",
        Language::Italian => "it",
        Language::Portuguese => "pt",
        Language::Dutch => "nl",
        Language::Russian => "ru",
        Language::Other => "",
    }
}

/// Whether most paragraphs of an article run from right to left; without any, its title.
fn is_page_rtl(article: &Article, document: &Document) -> bool {
    let texts = || document.blocks.iter().filter(|block| !block.text().is_empty());
    let rtl = texts().filter(|block| block.rtl).count();
    if texts().next().is_none() { is_rtl(&article.title) } else { rtl * 2 > texts().count() }
}
