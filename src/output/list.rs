//! `list`: one line per article.

use std::borrow::Cow;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;
use serde_json::{Map, Value};

use crate::article::{ArticleId, Date, path_endings, shortened_path};
use crate::files::Source;
use crate::library::{Bits, Filter, Key, Library, Order};
use crate::marks::{Mark, Marks};
use crate::output::collection::{Collection, Entry, LazyRemembered, as_file, openable, slashed};
use crate::output::{json, table};
use crate::search::{Query, Titles};
use crate::text::{Clean, Profile};

/// The format of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ListFormat {
    /// Date, minutes, category and title in columns.
    #[default]
    Table,
    /// One JSON object per line.
    Json,
    /// Only the paths, relative to the working directory or absolute, as the collection was named.
    Paths {
        /// Byte for byte, each terminated by NUL. Otherwise one per line, quoted where it contains control characters.
        exact: bool,
    },
}

/// Which articles are listed, and in which order.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Names of categories that articles must be in, as after `category:` in quotation marks.
    pub categories: Vec<String>,
    /// The query that articles must match.
    pub query: Query,
    /// The order.
    pub order: Order,
    /// The maximum number of articles.
    pub limit: Option<usize>,
}

/// How lines are laid out.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shape {
    /// The format.
    pub format: ListFormat,
    /// How wide clusters are.
    pub profile: Profile,
    /// The width of the terminal in cells: lines are cut to it, and unsafe characters are removed from paths. `None` for
    /// a file or a pipe, which get everything unchanged.
    pub terminal: Option<usize>,
}

/// A category that the collection does not have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no category named {0}")]
pub struct NoCategory(pub Clean);

/// The articles that a request selects, in order. `text` returns the articles whose texts contain the needle of the query
/// with a given number.
///
/// # Errors
/// A category that the collection does not have.
pub fn choose(
    library: &Library,
    request: &Request,
    remembered: &LazyRemembered<'_>,
    text: &dyn Fn(usize) -> Bits,
) -> Result<Vec<ArticleId>, NoCategory> {
    let mut query = request.query.clone();
    for name in &request.categories {
        if !query.in_category(name, library) {
            return Err(NoCategory(Clean::line(name)));
        }
    }
    let none = Marks::default();
    let bound = query.bind(library, if query.asks_tags() { &remembered.marks } else { &none }, Titles::default());
    let is = &|id| remembered.marked(library, id);
    let among = (!query.is_empty()).then(|| bound.passing(is, text));
    let filter = Filter { among, ..Filter::default() };
    let mut rows = library.rows(&filter, &request.order, is);
    if request.order.key == Key::Relevance || query.is_fuzzy() {
        bound.by_relevance(rows.to_mut());
    }
    Ok(rows.iter().take(request.limit.unwrap_or(usize::MAX)).collect())
}

/// Writes these articles, one per line.
///
/// # Errors
/// Errors of the stream.
pub fn list(
    out: &mut dyn Write,
    source: &Source,
    collection: &Collection,
    ids: &[ArticleId],
    shape: &Shape,
    remembered: &LazyRemembered<'_>,
) -> io::Result<()> {
    let library = &collection.library;
    let paths = || ids.iter().filter_map(|id| library.path(*id));
    match shape.format {
        ListFormat::Json => {
            collection.each(ids, &mut |id, entry| json::line(out, as_json(source, entry, remembered.marks.get(id))))
        }
        ListFormat::Paths { exact } => {
            paths().try_for_each(|path| write_path(out, &openable(source, &path), exact, shape.terminal.is_some()))
        }
        ListFormat::Table => {
            let widest = ids.iter().map(|id| shape.profile.width(first_category(library, *id))).max();
            let widest = widest.unwrap_or(0).min(16);
            let endings = endings(library, ids);
            // Programs that read the lines count on the columns.
            let has_dates = shape.terminal.is_none() || ids.iter().any(|id| library.day(*id).is_some());
            ids.iter().try_for_each(|id| {
                let mut line = row(library, *id, (has_dates, widest, endings.get(id)), shape);
                line.push('\n');
                out.write_all(line.as_bytes())
            })
        }
    }
}

/// The name of the first category; empty for an article without one.
fn first_category(library: &Library, id: ArticleId) -> &str {
    library.categories_of(id).next().map_or("", |category| library.category_name(category))
}

/// A date of which only the day matters.
fn day_alone(year: i16, month: Option<u8>, day: Option<u8>) -> Date {
    Date { timestamp: 0, year, month, day, time: None, offset: None }
}

/// For articles that would have the same line, what tells them apart.
fn endings(library: &Library, ids: &[ArticleId]) -> FxHashMap<ArticleId, Clean> {
    let mut alike: FxHashMap<_, Vec<ArticleId>> = FxHashMap::default();
    for id in ids {
        let title = library.title(*id);
        alike
            .entry((title, library.day(*id), library.minutes(*id), first_category(library, *id)))
            .or_default()
            .push(*id);
    }
    let mut endings = FxHashMap::default();
    for ids in alike.into_values().filter(|ids| ids.len() > 1) {
        let paths: Vec<PathBuf> = ids.iter().map(|id| library.path(*id).unwrap_or_default()).collect();
        endings.extend(ids.into_iter().zip(path_endings(&paths)));
    }
    endings
}

/// A line of the table. `has_dates` is whether there is a column for the date, `category` the width of that for the
/// category.
fn row(
    library: &Library,
    id: ArticleId,
    (has_dates, category, ending): (bool, usize, Option<&Clean>),
    shape: &Shape,
) -> String {
    let mut line = String::new();
    if has_dates {
        let date = library.day(id).map(|(year, month, day)| day_alone(year, month, day).iso());
        let date = date.unwrap_or_default();
        table::column(&mut line, date.get(..10).unwrap_or(&date), 10, shape.profile);
        line.push(' ');
    }
    line.push_str(&format!("{:>4}  ", library.minutes(id)));
    if category > 0 {
        table::column(&mut line, first_category(library, id), category, shape.profile);
        line.push_str("  ");
    }
    let left = shape.terminal.map_or(usize::MAX, |cells| cells.saturating_sub(shape.profile.width(&line)).max(2));
    let ending = ending.map(|ending| shortened_path(ending, left.saturating_sub(3) / 2, shape.profile));
    let taken = ending.as_ref().map_or(0, |ending| shape.profile.width(ending) + 3);
    table::cut(&mut line, &Clean::text(library.title(id)), left.saturating_sub(taken), shape.profile);
    if let Some(ending) = ending {
        line.push_str(&format!(" ({ending})"));
    }
    line.truncate(line.trim_end().len());
    line
}

/// The members by which programs are told of an article, whatever command they ask.
pub(super) fn as_json(source: &Source, entry: &Entry, mark: &Mark) -> Map<String, Value> {
    fn names<'a>(names: impl IntoIterator<Item = &'a Clean>) -> Value {
        names.into_iter().map(|name| Value::String(name.to_string())).collect()
    }
    let article = &entry.article;
    let problems = article.problems.iter().map(|problem| Value::from(problem.code.name())).collect();
    json::object([
        ("path", Value::String(slashed(&entry.path))),
        ("file", as_file(source, &entry.path)),
        ("title", Value::String(article.title.to_string())),
        ("date", json::text(article.date.map(|date| date.iso()))),
        ("timestamp", article.date.map_or(Value::Null, |date| date.timestamp.into())),
        ("categories", names(&article.categories)),
        ("tags", names(&article.tags)),
        ("own_tags", names(&mark.tags)),
        ("author", json::text(article.author.as_ref())),
        ("lang", json::text(article.lang.as_ref())),
        ("image", json::text(article.image.as_ref())),
        ("link", json::text(article.link.as_ref())),
        ("length", article.length.into()),
        ("minutes", article.minutes().into()),
        ("read", mark.read.into()),
        ("starred", mark.starred.into()),
        ("problems", Value::Array(problems)),
    ])
}

/// Writes a path and its terminator: exactly and with NUL, or quoted if necessary and with a line break. Characters that
/// may not be shown are written to a file or a pipe but not to a terminal.
pub(super) fn write_path(out: &mut dyn Write, path: &Path, exact: bool, terminal: bool) -> io::Result<()> {
    let bytes = path.as_os_str().as_encoded_bytes();
    if exact {
        out.write_all(bytes)?;
        return out.write_all(b"\0");
    }
    let line = quoted(bytes);
    if terminal {
        out.write_all(Clean::line(&String::from_utf8_lossy(&line)).as_bytes())?;
    } else {
        out.write_all(&line)?;
    }
    out.write_all(b"\n")
}

/// A path on one line: if it contains control characters, it is in quotation marks with the escapes of C, as git writes
/// it.
fn quoted(path: &[u8]) -> Cow<'_, [u8]> {
    let chunks = || path.utf8_chunks();
    if !path.starts_with(b"\"") && !chunks().any(|chunk| chunk.valid().contains(char::is_control)) {
        return path.into();
    }
    let mut out = vec![b'"'];
    for chunk in chunks() {
        for c in chunk.valid().chars() {
            let mut bytes = [0; 4];
            let bytes = c.encode_utf8(&mut bytes).as_bytes();
            match c {
                '"' | '\\' => out.extend([b'\\', c as u8]),
                '\n' => out.extend(b"\\n"),
                '\t' => out.extend(b"\\t"),
                '\r' => out.extend(b"\\r"),
                c if c.is_control() => bytes.iter().for_each(|byte| out.extend(format!("\\{byte:03o}").bytes())),
                _ => out.extend(bytes),
            }
        }
        out.extend(chunk.invalid());
    }
    out.push(b'"');
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::marks::Edit;
    use crate::output::collection::{Depth, Remembered, in_turn, load_all};

    fn guide(request: &Request, format: ListFormat) -> Result<String, NoCategory> {
        let remembered: LazyRemembered<'_> = LazyRemembered::new(Box::new(|| {
            let mut marks = Marks::default();
            for edit in [Edit::Starred(true), Edit::Tag(Clean::line("待读"), true)] {
                (0..20).for_each(|id| drop(marks.edit(ArticleId(id), &edit)));
            }
            Remembered { marks, visited: None }
        }));
        let collection = load_all(&Source::guide(), &crate::article::Reading::default(), Depth::Whole, &in_turn);
        let ids = choose(&collection.library, request, &remembered, &|_| Bits::default())?;
        let mut out = Vec::new();
        let shape = Shape { format, terminal: Some(40), ..Shape::default() };
        list(&mut out, &Source::guide(), &collection, &ids, &shape, &remembered).expect("written");
        Ok(String::from_utf8(out).expect("UTF-8"))
    }

    #[test]
    fn json_has_every_field() {
        let written = guide(&Request { limit: Some(1), ..Request::default() }, ListFormat::Json).expect("listed");
        let value: Map<String, Value> = serde_json::from_str(&written).expect("one object");
        let keys: Vec<&str> = value.keys().map(String::as_str).collect();
        let expected = "path file title date timestamp categories tags own_tags author lang image link length minutes read starred problems";
        assert_eq!(keys.join(" "), expected);
        assert_eq!(value.get("starred"), Some(&Value::Bool(true)));
        assert_eq!(value.get("own_tags"), Some(&Value::from(vec!["待读"])));
        assert_eq!(value.get("problems"), Some(&Value::Array(Vec::new())));
        // The text of the guide may change.
        assert!(value.get("length").and_then(Value::as_u64) > Some(0));
    }

    #[test]
    fn lines_fit_the_terminal() {
        let written = guide(&Request::default(), ListFormat::Table).expect("listed");
        let articles = load_all(&Source::guide(), &crate::article::Reading::default(), Depth::Whole, &in_turn);
        assert_eq!(written.lines().count(), articles.library.len());
        for line in written.lines() {
            assert!(Profile::default().width(line) <= 40, "{line}");
        }
        assert_eq!(
            guide(&Request { categories: vec!["no such\u{1b}".into()], ..Request::default() }, ListFormat::Table),
            Err(NoCategory(Clean::line("no such")))
        );
        assert!(
            guide(&Request::default(), ListFormat::Paths { exact: false })
                .expect("listed")
                .lines()
                .all(|path| path.ends_with(".md"))
        );
    }

    #[test]
    fn lines_that_would_be_the_same_are_told_apart() {
        let mut library = Library::new();
        let article = |title: &str| crate::article::Article { title: Clean::line(title), ..Default::default() };
        for (path, title) in
            [("a/甲.md", "同名"), ("b/甲.md", "同名"), ("a/乙.md", "同名"), ("丙.md", "异名"), ("丁.md", "")]
        {
            library.upsert(Path::new(path), &article(title), crate::library::CatalogueRecord::default());
        }
        let ids: Vec<ArticleId> = library.ids().collect();
        let endings = endings(&library, &ids);
        for (terminal, expected) in [
            (None, ["同名 (a/甲.md)", "同名 (b/甲.md)", "同名 (乙.md)", "异名", ""]),
            (Some(34), ["同名 (a/甲.md)", "同名 (b/甲.md)", "同名 (乙.md)", "异名", ""]),
            (Some(26), ["同… (…md)", "同… (…md)", "同… (…md)", "异名", ""]),
        ] {
            let shape = Shape { terminal, ..Shape::default() };
            let shown =
                |id: &ArticleId| row(&library, *id, (true, 0, endings.get(id)), &shape)[15..].trim_start().to_owned();
            assert_eq!(ids.iter().map(shown).collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn only_a_terminal_goes_without_a_column_of_dates_that_is_empty() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("a.md"), "# 甲\n\n文\n").expect("written");
        let source = Source::folder(folder.path());
        let collection = load_all(&source, &crate::article::Reading::default(), Depth::Whole, &in_turn);
        let ids: Vec<ArticleId> = collection.library.ids().collect();
        let remembered = LazyRemembered::new(Box::new(|| Remembered { marks: Marks::default(), visited: None }));
        for (terminal, expected) in [(Some(40), "   1  甲\n"), (None, "              1  甲\n")] {
            let mut out = Vec::new();
            let shape = Shape { terminal, ..Shape::default() };
            list(&mut out, &source, &collection, &ids, &shape, &remembered).expect("written");
            assert_eq!(String::from_utf8_lossy(&out), expected);
        }
    }

    #[test]
    fn a_path_is_one_line_or_exactly_itself() {
        for (path, line) in [
            (&b"posts/\xe4\xb8\x89 a.md"[..], &b"posts/\xe4\xb8\x89 a.md"[..]),
            (b"a\nb\"\t\\.md", b"\"a\\nb\\\"\\t\\\\.md\""),
            (b"\x1b[31m\xc2\x85\xff.md", b"\"\\033[31m\\302\\205\xff.md\""),
            (b"\"a\".md", b"\"\\\"a\\\".md\""),
            (b"a\"b\\.md", b"a\"b\\.md"),
            (b"\xce\xc4.md", b"\xce\xc4.md"),
        ] {
            assert_eq!(quoted(path).as_ref(), line, "{}", String::from_utf8_lossy(path));
        }
    }
}
