//! From a path to an article: reading the file, splitting off the front matter, measuring the body.

use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use siphasher::sip128::SipHasher13;

use crate::article;
use crate::article::{Article, Reading};
use crate::document;
use crate::document::{BlockKind, BodyKind, Counts, Document, Flavour, Math, Site, Surroundings, Value};
use crate::files::read::{LIMIT, Text};
use crate::files::source::Source;
use crate::problem::{Code, Problem};
use crate::text::{Language, place};

/// The language of an article that declares none is judged by about as many bytes of its text.
const JUDGED: usize = 4096;

/// Articles with more bytes of text than this are parsed one at a time.
const LARGE: usize = 4 << 20;

/// Held while a large article is parsed.
static READING: Mutex<()> = Mutex::new(());

/// An article with its text.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The metadata, with the problems of reading the file and its front matter.
    pub article: Article,
    /// The whole file.
    pub text: String,
    /// The markup language of the body.
    pub kind: BodyKind,
    markdown: Flavour,
    math: Math,
    site: Option<Arc<Site>>,
    body: Range<usize>,
}

/// An article with its document.
#[derive(Clone, Debug)]
pub struct Whole {
    /// The article with its text and its length.
    pub loaded: Loaded,
    /// The body.
    pub document: Document,
    /// The hash of the file's bytes.
    pub hash: u128,
}

impl Loaded {
    /// The body.
    pub fn body(&self) -> &str {
        self.text.get(self.body.clone()).unwrap_or_default()
    }

    /// An article from a text that has been read already.
    pub fn new(text: Text, path: &Path, reading: &Reading) -> Self {
        let Text { text, problems, is_formatted } = text;
        let mut parsed = article::parse(&text, path, reading);
        if is_formatted && parsed.kind == BodyKind::Markdown && reading.body.is_none() {
            let plain = Reading { body: Some(BodyKind::Text), ..reading.clone() };
            parsed = article::parse(&text, path, &plain);
        }
        let start = parsed.body.as_ptr().addr().saturating_sub(text.as_ptr().addr());
        let body = start..start + parsed.body.len();
        let kind = parsed.kind;
        let mut article = parsed.article;
        article.problems.splice(0..0, problems);
        let site = reading.site.clone();
        let known = site.as_ref().map(|site| site.math).unwrap_or_default();
        let math = Math { code: known.code || is_r_markdown(path), ..known };
        Self { article, text, kind, markdown: reading.markdown, math, site, body }
    }

    /// The front matter as templates see it, if the body may use it: with the title and date that the article has anyway.
    fn page(&self) -> Option<Value> {
        let body = self.body();
        let has_values =
            memchr::memchr(b'{', body.as_bytes()).is_some() && (body.contains("{{") || body.contains("{%"));
        let has_formulas = || {
            let before = self.text.get(..self.body.start).unwrap_or_default();
            // The names by which front matter loads MathJax or KaTeX.
            let names = ["math", "Math", "atex", "aTeX", "blogdown"].iter().any(|name| before.contains(name));
            names && memchr::memchr2(b'$', b'\\', body.as_bytes()).is_some()
        };
        if !has_values && !has_formulas() {
            return None;
        }
        let mut page = article::page_values(&self.text);
        page.or_insert("title", || Value::Text(self.article.title.to_string()));
        if let Some(date) = self.article.date {
            page.or_insert("date", || Value::Text(date.iso()));
        }
        Some(page)
    }

    /// As [`Loaded::measure`]. Two large articles parsed at once would need twice the memory that is allowed, so one waits
    /// for the other.
    pub fn measure_alone(&mut self) -> Document {
        let alone = (self.text.len() > LARGE).then(|| READING.lock().unwrap_or_else(PoisonError::into_inner));
        let document = self.measure();
        drop(alone);
        document
    }

    /// Parses the body, and adds its length and its problems to the article.
    pub fn measure(&mut self) -> Document {
        let page = self.page();
        let math = page.as_ref().map_or(self.math, |page| self.math.of_page(page));
        let (page, site) = (page.as_ref(), self.site.as_deref());
        let around = Surroundings { markdown: self.markdown, math, page, site };
        let (document, problems) = document::read_in(self.body(), self.kind, &around);
        let counts = document.counts();
        self.article.length = counts.characters.try_into().unwrap_or(u32::MAX);
        self.article.alphabetic = counts.is_alphabetic();
        self.article.not_chinese = is_not_chinese(&self.article, &document, &counts);
        if problems.iter().any(|problem| problem.code == Code::BodyCut) {
            // The limit of bodies is reached before that of files: report the cut once.
            self.article.problems.retain(|problem| problem.code != Code::BodyCut);
        }
        let (line, column) = place(&self.text, self.body.start);
        for mut problem in problems {
            if problem.line == Some(1) {
                problem.column = problem.column.map(|own| own + column - 1);
            }
            problem.line = problem.line.map(|own| own + line - 1);
            if !self.article.problems.contains(&problem) {
                self.article.problems.push(problem);
            }
        }
        document
    }
}

/// Whether a file is R Markdown, which is written for blogdown.
fn is_r_markdown(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    ["rmd", "rmarkdown"].iter().any(|known| known.eq_ignore_ascii_case(extension))
}

impl Source {
    /// Reads a file into an article without parsing the body, so `length` is 0. A file that cannot be read becomes an
    /// article named after it, with the problem.
    pub fn load(&self, path: &Path, reading: &Reading) -> Loaded {
        match self.read(path) {
            Ok(text) => Loaded::new(text, path, reading),
            Err(problem) => Self::missing(path, reading, problem),
        }
    }

    /// Reads a file and parses its body. Every other function that does so goes through this one. A file that is not
    /// text becomes an article named after it, with the problem.
    ///
    /// The hash, by which a renamed file is recognised, is SipHash with a fixed key: files do not collide by chance, but
    /// could be made to.
    ///
    /// # Errors
    /// [`Code::Unreadable`].
    pub fn whole(&self, path: &Path, reading: &Reading) -> Result<Whole, Problem> {
        let read = self.read_bytes(path, LIMIT)?;
        let hash = SipHasher13::new().hash(&read.bytes).as_u128();
        let text = match self.decode(read) {
            Ok(text) => text,
            Err(problem) => {
                let loaded = Self::missing(path, reading, problem);
                return Ok(Whole { loaded, document: Document::default(), hash });
            }
        };
        let mut loaded = Loaded::new(text, path, reading);
        let document = loaded.measure_alone();
        Ok(Whole { loaded, document, hash })
    }

    /// As [`Source::whole`]. A file that cannot be read becomes an article named after it, with the problem.
    pub fn load_whole(&self, path: &Path, reading: &Reading) -> (Loaded, Document) {
        match self.whole(path, reading) {
            Ok(whole) => (whole.loaded, whole.document),
            Err(problem) => (Self::missing(path, reading, problem), Document::default()),
        }
    }

    fn missing(path: &Path, reading: &Reading, problem: Problem) -> Loaded {
        Loaded::new(Text { problems: vec![problem], ..Text::default() }, path, reading)
    }
}

/// Whether an article is in another language than Chinese: as declared, else by its first words.
fn is_not_chinese(article: &Article, document: &Document, counts: &Counts) -> bool {
    if let Some(declared) = document.lang.as_deref().or(article.lang.as_deref()) {
        return !Language::from_tag(declared).is_chinese();
    }
    if !counts.may_have_kana_or_hangul() {
        return false;
    }
    let mut words = String::new();
    for block in document.blocks.iter().filter(|block| !matches!(block.kind, BlockKind::Code(_))) {
        words.push_str(block.text());
        if words.len() > JUDGED {
            break;
        }
    }
    matches!(Language::detect(&words), Language::Japanese | Language::Korean)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_program_has_formatted_has_no_markup() {
        let page = "NAME\n\nls - list\n\n# a *b*\n";
        let (bold, coloured) = (page.replace("NAME", "N\u{8}NAME"), page.replace("NAME", "\u{1b}[1mNAME\u{1b}[0m"));
        let [html, markdown] =
            [BodyKind::Html, BodyKind::Markdown].map(|kind| Reading { body: Some(kind), ..Reading::default() });
        for (text, reading, kind) in [
            (page, &Reading::default(), BodyKind::Markdown),
            (&bold, &Reading::default(), BodyKind::Text),
            (&coloured, &Reading::default(), BodyKind::Text),
            (&bold, &html, BodyKind::Html),
            (&bold, &markdown, BodyKind::Markdown),
            ("\u{1b}[1m--- a\u{1b}[m\n+++ b\n@@ -1 +1 @@\n", &Reading::default(), BodyKind::Source("diff")),
        ] {
            let (source, path) = Source::stream(text.as_bytes()).expect("read");
            assert_eq!(source.load(&path, reading).kind, kind, "{text:?}");
        }
    }

    #[test]
    fn a_cut_is_told_once_with_its_place_in_the_file() {
        let text = format!("---\ntitle: t\n---\n{}", "<p>x\n".repeat(1 << 20));
        let problems = vec![Problem::new(Code::BodyCut).with("16 MiB").at(9, 1)];
        let mut loaded =
            Loaded::new(Text { text, problems, ..Text::default() }, Path::new("x.html"), &Reading::default());
        let document = loaded.measure();
        let [problem] = loaded.article.problems.as_slice() else { panic!("{:?}", loaded.article.problems) };
        let lines = document.blocks.len() as u32;
        assert_eq!((problem.code, problem.line, problem.column), (Code::BodyCut, Some(lines + 4), Some(1)));
        // A tag weighs 36, three characters and a line break 4.
        assert_eq!(lines, (16 << 20) / 40);
    }
}
