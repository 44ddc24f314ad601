//! An article: front matter as lenient metadata, and where its body lies.

mod cursor;
mod date;
mod entity;
mod fields;
mod flat;
mod front_matter;
mod heading;
mod rescue;
mod split;
mod value;
mod yaml;

use std::path::Path;

use crate::document::{BodyKind, body_kind};
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
    if article.title.is_empty() {
        article.title = heading::first(body).map(|heading| fields::line(&heading)).unwrap_or_default();
    }
    if article.title.is_empty() {
        article.title = name.title;
    }
    let extension = path.extension().and_then(|extension| extension.to_str());
    let kind = reading.body.unwrap_or_else(|| body_kind(body, extension));
    Parsed { article, body, kind }
}

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
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str, path: &str) -> Article {
        let reading = Reading { timezone: Some("UTC".to_owned()), body: None };
        parse(text, Path::new(path), &reading).article
    }

    #[test]
    fn titles_come_from_somewhere() {
        for (text, path, title) in [
            ("---\ntitle: ' a\n\n  b '\n---\n", "x.md", "a b"),
            ("---\nTITLE: &#123;a&#125; &amp; b\n---\n", "x.md", "{a} & b"),
            ("---\ntitle:\n---\n\n## 小标题\n", "x.md", "小标题"),
            ("---\ntitle: ~\n---\n<h1>大<b>标</b>题</h1>", "x.md", "大标题"),
            ("---\ntitle:\n---\ntext", "2020-11-14-标题.md", "标题"),
            ("text", "a/2020-11-14.md", "2020-11-14"),
            ("text", "文集/index.md", "文集"),
            ("", " .md", ".md"),
            ("---\ntitle: 2022-01-07\n---\n", "x.md", "2022-01-07"),
            ("---\ntitle: 1.10\nx: {a: b}\n---\n", "x.md", "1.10"),
            ("---\ntitle: \"ok\\e[31mred\"\nx: \u{7}\n---\n", "x.md", "ok[31mred"),
            ("---\ntitle: 全角　空格　　两个\n---\n", "x.md", "全角　空格 两个"),
        ] {
            assert_eq!(read(text, path).title.as_str(), title, "{text:?}");
        }
    }

    #[test]
    fn categories_of_every_shape() {
        for (source, path, expected) in [
            ("categories: \n - 新媒体\n - 币世界 - 快讯", "x.md", "新媒体|币世界 - 快讯"),
            ("categories: a b", "x.md", "a b"),
            ("categories: a b", "2020-11-14-x.md", "a|b"),
            ("category: a b", "2020-11-14-x.md", "a b"),
            ("Categories: [a, [b, c], a]", "x.md", "a|b|c"),
            ("categories: {体育: 篮球}", "x.md", "体育|篮球"),
            ("categories:\n  -\n  - ''\n  - ~\n  - 2022\n  - true\n  - 1.50", "x.md", "2022|true|1.50"),
            ("categories:\ncategory: x", "x.md", "x"),
            ("categories: []", "x.md", ""),
            ("categories: &#123;x&#125;", "x.md", "{x}"),
        ] {
            let article = read(&format!("---\n{source}\n---\n"), path);
            let joined = article.categories.iter().map(Clean::as_str).collect::<Vec<_>>().join("|");
            assert_eq!(joined, expected, "{source:?}");
        }
        assert_eq!(read("---\ntags: 甲，乙、丙,丁\n---\n", "x.md").tags.len(), 4);
        assert_eq!(read("+++\n[taxonomies]\ntags = ['a', 'b']\n+++\n", "x.md").tags.len(), 2);
    }

    #[test]
    fn the_other_fields() {
        let article = read(
            "---\nauthors:\n  - name: 甲\n  - name: 乙\nlang: zh_CN\ncover: true\nheadimg: https://picsum.photos/4/3?random=1\n\
             thumbnail: https://cors.example/?http://a/b.png\npermalink: /a/b\nurl: https://example.org/a\n\
             excerpt: ' a  b '\nlastmod: 2022-1-7\npublished: false\n---\n",
            "2020-11-14-x.md",
        );
        let text = |field: &Option<Clean>| field.as_ref().map(|text| text.to_string()).unwrap_or_default();
        assert_eq!(text(&article.author), "甲, 乙");
        assert_eq!(text(&article.lang), "zh-CN");
        assert_eq!(text(&article.image), "https://cors.example/?http://a/b.png");
        assert_eq!(text(&article.link), "https://example.org/a");
        assert_eq!(text(&article.description), "a b");
        assert_eq!(article.updated.map(|date| date.iso()).as_deref(), Some("2022-01-07"));
        assert_eq!(article.date.map(|date| date.to_string()).as_deref(), Some("2020-11-14"));
        assert!(article.draft && article.problems.is_empty());
        assert_eq!((measure(0), measure(1), measure(400), measure(401)), (0, 1, 1, 2));
    }

    #[test]
    fn problems_carry_their_place() {
        for (text, code, line, column) in [
            ("\n---\nlayout: x\ntitle: a: b\n---\n", "front-matter-invalid", 4, 9),
            ("---\ntitle: a\ndate: 2022-13-45\n---\n", "date-invalid", 3, 1),
            ("---\ntitle: a\ntitle: b\n---\n", "duplicate-key", 2, 1),
            ("\n---\ntitle: a\n", "front-matter-unclosed", 2, 1),
            ("---\ntitle: a\nx: \u{1b}\n---\n", "front-matter-invalid", 3, 4),
            ("+++\ntitle = a\n+++\n", "front-matter-invalid", 2, 9),
            ("---\ntitle: a\n b\nc\n---\n", "front-matter-invalid", 4, 1),
        ] {
            let problems = read(text, "x.md").problems;
            let found: Vec<_> = problems.iter().map(|found| (found.code.name(), found.line, found.column)).collect();
            assert_eq!(found, [(code, Some(line), Some(column))], "{text:?}");
        }
    }

    #[test]
    fn hostile_front_matter_costs_little() {
        let deep = format!("---\ntitle: 深\nx: {}\n---\nbody", "[".repeat(60_000));
        let long = format!("---\ntitle: 长\n{}---\nbody", "x: y\n".repeat(100_000));
        let mut bomb = "---\ntitle: 弹\na: &a [x,x,x,x,x,x,x,x,x]\n".to_owned();
        for (name, before) in ["b", "c", "d", "e", "f", "g", "tags"].iter().zip(["a", "b", "c", "d", "e", "f", "g"]) {
            bomb.push_str(&format!("{name}: &{name} [{}]\n", vec![format!("*{before}"); 9].join(",")));
        }
        bomb.push_str("---\nbody");
        for (text, title) in [(deep, "深"), (long, "长"), (bomb, "弹")] {
            let parsed = parse(&text, Path::new("x.md"), &Reading::default());
            assert_eq!((parsed.article.title.as_str(), parsed.body), (title, "body"));
            assert_eq!(parsed.article.problems.first().map(|problem| problem.code.name().len() > 10), Some(true));
        }
    }

    proptest! {
        #[test]
        fn any_bytes_parse(bytes in any::<Vec<u8>>()) {
            let text = String::from_utf8_lossy(&bytes);
            parse(&text, Path::new("x.md"), &Reading::default());
        }

        #[test]
        fn any_front_matter_parses(text in "\\PC{0,2}(---|\\+\\+\\+|;;;|\\{)\n((title|date|tags|categories|cover)?[:：=]? ?[-'\"\\[\\]{}&*|>#,a1中\t\r\n]{0,6}\n){0,6}(---|\\.\\.\\.|\\+\\+\\+)?") {
            let parsed = parse(&text, Path::new("x.md"), &Reading::default());
            prop_assert!(text.ends_with(parsed.body));
            prop_assert!(!parsed.article.title.is_empty());
        }
    }
}
