//! Resolves links between articles, whatever scheme the original site used for its addresses.

use std::cmp::Reverse;
use std::path::{Component, Path, PathBuf};

use crate::article::{ArticleId, is_ending};
use crate::library::collection::Library;
use crate::library::columns::extra::Extra;
use crate::library::columns::names::CategoryId;
use crate::library::columns::table::Published;

/// The target of a link inside the collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Destination {
    /// An article.
    Article(ArticleId),
    /// The list of a category's articles.
    Category(CategoryId),
}

/// How well a link matches an article, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Confidence {
    /// Its slug or file name, ignoring case and punctuation.
    Loose,
    /// Its slug or file name.
    Slug,
    /// The end of its path, as in links of wikis.
    Ending,
    /// Its address by the permalink pattern of the site.
    Rule,
    /// Its file without the extension, or the folder whose index it is.
    File,
    /// Its own permalink or one of its aliases.
    Permalink,
}

/// How good a match is: better ones are greater. The second part is how many folders it shares with the article of the
/// link, the third the length of its path.
type Rank = (Confidence, usize, Reverse<usize>);

/// Folders of a site that hold lists instead of articles.
const LISTS: &[&str] = &["categories", "category", "tags", "tag", "archives", "archive", "author", "authors", "page"];

/// A link target, taken apart.
struct LinkTarget {
    /// The path on the site, without leading and trailing slashes, index name and extension.
    path: String,
    /// Its last component.
    slug: String,
    /// Year, month and day found in it.
    date: [Option<u32>; 3],
    /// The path in the collection without extension, if the link stays in the collection.
    file: Option<PathBuf>,
    /// Whether it is the address of a list.
    list: bool,
    /// Whether it is a bare name or the end of a path, as in links of wikis: neither from the root nor with dots.
    bare: bool,
}

impl Library {
    /// Resolves a link of the article at `from`. `target` is its path, without fragment and query and with percent
    /// escapes decoded; `rule` is the site's permalink pattern as Hexo and Jekyll write it
    /// (`:year/:month/:day/:title/`).
    ///
    /// A path in the collection leads to its file. Otherwise the best match wins: the article's own permalink, its file
    /// without extension, its address by the pattern, the end of its path, its slug or file name. Among equal matches the
    /// one nearest by folder wins. If two are equally near, there is no target, except that a bare name leads to the one
    /// with the shortest path, as in Obsidian. Linear in the number of articles.
    pub fn destination(&self, from: &Path, target: &str, rule: Option<&str>) -> Option<Destination> {
        let file = resolve_relative(from, target);
        if let Some(id) = file.as_deref().and_then(|path| self.find(path)) {
            return Some(Destination::Article(id));
        }
        let wanted = LinkTarget::of(target, file);
        if wanted.slug.is_empty() {
            return None;
        }
        if let Some(id) = self.category_at(&wanted.path) {
            return Some(Destination::Category(id));
        }
        let mut best: Option<(Rank, ArticleId)> = None;
        let mut tied = false;
        for id in self.ids() {
            let Some(candidate) = self.candidate(id) else { continue };
            let Some(confidence) = wanted.confidence(&candidate, rule) else { continue };
            let length = if wanted.bare { candidate.path.components().count() } else { 0 };
            let found = (confidence, shared_folders(from, &candidate.path), Reverse(length));
            match best.map(|(rank, _)| rank) {
                Some(known) if found < known => {}
                Some(known) if found == known => tied = true,
                _ => (best, tied) = (Some((found, id)), false),
            }
        }
        best.filter(|_| !tied).map(|(_, id)| Destination::Article(id))
    }

    fn candidate(&self, id: ArticleId) -> Option<Candidate<'_>> {
        let categories = self.categories_of(id).map(|id| self.category_name(id)).filter(|name| !name.is_empty());
        Some(Candidate {
            path: self.path(id)?,
            extra: self.extra(id),
            day: self.day(id),
            categories: categories.collect(),
        })
    }

    /// The category whose list is at `categories/…/NAME`.
    fn category_at(&self, path: &str) -> Option<CategoryId> {
        let mut parts = path.split('/').skip_while(|part| !matches!(*part, "categories" | "category"));
        let (_, name) = (parts.next()?, parts.last()?);
        self.category(name).or_else(|| self.category(&name.replace('-', " ")))
    }
}

/// An article that a link may point to.
struct Candidate<'a> {
    path: PathBuf,
    extra: Extra,
    day: Option<Published>,
    categories: Vec<&'a str>,
}

impl LinkTarget {
    fn of(target: &str, file: Option<PathBuf>) -> Self {
        let path = site_path(target);
        let slug = path.rsplit('/').next().unwrap_or_default().to_owned();
        let parts: Vec<&str> = path.split('/').collect();
        let number = |part: Option<&&str>, digits: usize| {
            let part = part.filter(|part| part.len() <= digits && part.bytes().all(|byte| byte.is_ascii_digit()))?;
            part.parse().ok()
        };
        let year = parts.iter().position(|part| part.len() == 4 && number(Some(part), 4).is_some());
        let at = |offset, digits| year.and_then(|year| number(parts.get(year + offset), digits));
        let date = [at(0, 4), at(1, 2), at(1, 2).and_then(|_: u32| at(2, 2))];
        let list = parts.len() > 1 && parts.iter().any(|part| LISTS.contains(part));
        let bare = !target.starts_with(['/', '.']) && !target.ends_with('/');
        Self { slug, date, list, bare, file: file.map(|file| path_without_extension(&file)), path }
    }

    fn confidence(&self, entry: &Candidate<'_>, rule: Option<&str>) -> Option<Confidence> {
        let article = &entry.extra;
        let own = article.permalink.as_deref();
        let is_path = |path: &str| site_path(path) == self.path;
        let is_name = |alias: &str| self.bare && alias.to_lowercase() == self.path.to_lowercase();
        if own.is_some_and(is_path) || article.aliases.iter().any(|alias| is_path(alias) || is_name(alias)) {
            return Some(Confidence::Permalink);
        }
        let bare = path_without_extension(&entry.path);
        let is_index = bare.file_name().is_some_and(|name| name == "index" || name == "_index");
        let folder = bare.parent().filter(|_| is_index);
        if let Some(file) = &self.file
            && (*file == bare || folder == Some(file))
        {
            return Some(Confidence::File);
        }
        if self.ends_path(&bare) {
            return Some(Confidence::Ending);
        }
        if self.list {
            return None;
        }
        // An article in a folder of its own is named after the folder.
        let named = folder.filter(|folder| folder.file_name().is_some()).unwrap_or(&bare);
        let stem = named.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        let dated = without_date(&stem);
        let names = [article.slug.as_deref().unwrap_or(&stem), &stem, dated];
        let loose = loose(&self.slug);
        if !names.iter().any(|name| loose_eq(name, &loose)) {
            return None;
        }
        let patterns = own.filter(|own| own.contains(':')).into_iter().chain(rule);
        if patterns.into_iter().any(|pattern| self.is_made_by(pattern, entry, named, &names)) {
            return Some(Confidence::Rule);
        }
        if !self.is_of_day(entry) {
            return None;
        }
        Some(if names.contains(&self.slug.as_str()) { Confidence::Slug } else { Confidence::Loose })
    }

    /// Whether a file's path without extension ends with this path, ignoring case.
    fn ends_path(&self, file: &Path) -> bool {
        let mut parts = file.components().rev().map(|part| part.as_os_str().to_string_lossy().to_lowercase());
        let mut wanted = self.path.rsplit('/');
        self.bare && wanted.all(|part| parts.next().is_some_and(|own| own == part.to_lowercase()))
    }

    /// Whether the date in the path agrees with the article's, as far as both have one.
    fn is_of_day(&self, entry: &Candidate<'_>) -> bool {
        let Some((year, month, day)) = entry.day else { return true };
        let own = [Some(u32::from(year.unsigned_abs())), month.map(u32::from), day.map(u32::from)];
        self.date.iter().zip(own).all(|(wanted, own)| wanted.zip(own).is_none_or(|(wanted, own)| wanted == own))
    }

    /// Whether the site's pattern produces this path, at the root or in a folder.
    fn is_made_by(&self, pattern: &str, entry: &Candidate<'_>, file: &Path, names: &[&str]) -> bool {
        let whole = file.to_string_lossy();
        names.iter().copied().chain([&*whole]).any(|title| {
            fill_pattern(pattern, entry, title).is_some_and(|formed| {
                let formed = site_path(&formed);
                self.path.strip_suffix(formed.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
            })
        })
    }
}

/// Fills a permalink pattern; `None` if it has an unknown placeholder or needs a date the article lacks.
fn fill_pattern(pattern: &str, entry: &Candidate<'_>, title: &str) -> Option<String> {
    let pattern = match pattern.trim() {
        // Jekyll's names for patterns.
        "date" => "/:categories/:year/:month/:day/:title.html",
        "pretty" => "/:categories/:year/:month/:day/:title/",
        "none" => "/:categories/:title.html",
        other => other,
    };
    let mut parts = pattern.split(':');
    let mut out = parts.next()?.to_owned();
    for part in parts {
        let end = part.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(part.len());
        let (name, rest) = part.split_at(end);
        let date = entry.day;
        // Site generators use the first day of a month and the first month of a year.
        let month = || date.map(|(_, month, _)| month.unwrap_or(1));
        let day = || date.map(|(.., day)| day.unwrap_or(1));
        match name {
            "year" => out.push_str(&format!("{:04}", date?.0)),
            "short_year" => out.push_str(&format!("{:02}", date?.0 % 100)),
            "month" => out.push_str(&format!("{:02}", month()?)),
            "i_month" => out.push_str(&month()?.to_string()),
            "day" => out.push_str(&format!("{:02}", day()?)),
            "i_day" => out.push_str(&day()?.to_string()),
            "title" | "name" | "slug" | "filename" | "contentbasename" | "slugorfilename" | "urlname" | "abbrlink"
            | "post_title" => out.push_str(title),
            "category" => out.push_str(entry.categories.first().unwrap_or(&"")),
            "categories" => {
                out.push_str(&entry.categories.join("/"));
            }
            "output_ext" => {}
            _ => return None,
        }
        out.push_str(rest);
    }
    Some(out)
}

/// Normalises a site path: no leading, trailing or doubled slashes, no index name, no extension.
fn site_path(path: &str) -> String {
    let mut parts: Vec<&str> =
        path.trim().split('/').filter(|part| !part.is_empty() && *part != "." && *part != "..").collect();
    if let Some(last) = parts.last_mut() {
        *last = strip_extension(last);
    }
    if parts.last() == Some(&"index") {
        parts.pop();
    }
    parts.join("/")
}

/// A file name without the extension of an article or page.
fn strip_extension(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((bare, ending)) if !bare.is_empty() && is_ending(ending) => bare,
        _ => name,
    }
}

fn path_without_extension(path: &Path) -> PathBuf {
    match path.file_name().and_then(|name| name.to_str()) {
        Some(name) => path.with_file_name(strip_extension(name)),
        None => path.to_path_buf(),
    }
}

/// A file name without Jekyll's date prefix.
fn without_date(stem: &str) -> &str {
    let mut parts = stem.splitn(4, '-');
    let lengths = [4, 2, 2];
    let is_date = lengths.iter().all(|length| {
        parts.next().is_some_and(|part| part.len() == *length && part.bytes().all(|byte| byte.is_ascii_digit()))
    });
    parts.next().filter(|rest| is_date && !rest.is_empty()).unwrap_or(stem)
}

/// A name in lower case with every run of characters other than letters and digits replaced by one hyphen, as sites
/// make slugs from titles.
fn loose(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in loose_chars(name) {
        out.push(c);
    }
    out
}

fn loose_eq(name: &str, loose: &str) -> bool {
    loose_chars(name).eq(loose.chars())
}

fn loose_chars(name: &str) -> impl Iterator<Item = char> {
    let name = name.trim_matches(|c: char| !c.is_alphanumeric());
    let mut gap = false;
    name.chars()
        .filter_map(move |c| {
            let hyphen = !c.is_alphanumeric();
            let shown = if hyphen { (!gap).then_some('-') } else { Some(c) };
            gap = hyphen;
            shown
        })
        .flat_map(char::to_lowercase)
}

/// The number of leading folders that two paths share.
fn shared_folders(a: &Path, b: &Path) -> usize {
    let folders = |path: &Path| path.parent().map(|parent| parent.to_path_buf()).unwrap_or_default();
    folders(a).components().zip(folders(b).components()).take_while(|(a, b)| a == b).count()
}

/// Resolves a relative link to a path of the collection; `None` if it leaves the collection.
fn resolve_relative(from: &Path, target: &str) -> Option<PathBuf> {
    let mut parts: Vec<_> = match target.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => from.parent()?.components().map(|part| part.as_os_str().to_owned()).collect(),
    };
    for part in Path::new(target.trim_start_matches('/')).components() {
        match part {
            Component::Normal(part) => parts.push(part.to_owned()),
            Component::ParentDir => drop(parts.pop()?),
            Component::CurDir => {}
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(parts.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Reading, parse};
    use crate::library::columns::table::CatalogueRecord;

    fn library(files: &[(&str, &str)]) -> Library {
        let mut library = Library::new();
        for (path, fields) in files {
            let text = format!("---\n{fields}\n---\n");
            let article = parse(&text, Path::new(path), &Reading::default()).article;
            library.upsert(Path::new(path), &article, CatalogueRecord::default());
        }
        library
    }

    fn led(library: &Library, from: &str, target: &str, rule: Option<&str>) -> String {
        match library.destination(Path::new(from), target, rule) {
            Some(Destination::Article(id)) => library.path(id).expect("it").display().to_string(),
            Some(Destination::Category(id)) => format!("[{}]", library.category_name(id)),
            None => "-".to_owned(),
        }
    }

    #[test]
    fn links_lead_to_articles() {
        let library = library(&[
            ("a/2021-03-04-first-post.md", "title: 一\ndate: 2021-03-04"),
            ("a/second.md", "title: 二\ndate: 2022-05-06\ncategories: [新媒体, ZAKER]"),
            ("a/Third Post.md", "title: 三"),
            ("b/own.md", "slug: my-own\npermalink: /x/y/\naliases: [/old.html, gone/away/]\ncategories: Open Source"),
            ("b/folder/index.md", "title: 五"),
            ("c/same.md", "title: 六"),
            ("d/same.md", "title: 七"),
            ("d/e/other.md", "title: 八"),
            ("f/twin.md", "title: 九\ndate: 2020-01-01"),
            ("g/twin.md", "title: 十\ndate: 2020-02-02"),
            ("文章.md", "title: 十一"),
        ]);
        for (from, target, expected) in [
            ("a/second.md", "../b/own.md", "b/own.md"),
            ("a/second.md", "/b/own.md", "b/own.md"),
            ("a/second.md", "../../b/own.md", "b/own.md"),
            ("b/own.md", "folder/", "b/folder/index.md"),
            ("b/own.md", "/b/folder/index.html", "b/folder/index.md"),
            ("a/second.md", "second.html", "a/second.md"),
            ("b/own.md", "/2021/03/04/first-post/", "a/2021-03-04-first-post.md"),
            ("b/own.md", "/2021/03/05/first-post/", "-"),
            ("b/own.md", "/blog/2021/3/first-post.html", "a/2021-03-04-first-post.md"),
            ("b/own.md", "/posts/second/", "a/second.md"),
            ("b/own.md", "second", "a/second.md"),
            ("b/own.md", "2021-03-04-first-post", "a/2021-03-04-first-post.md"),
            ("b/own.md", "/_posts/2021-03-04-first-post.md", "a/2021-03-04-first-post.md"),
            ("b/own.md", "/third-post/", "a/Third Post.md"),
            ("a/second.md", "/my-own.html", "b/own.md"),
            ("a/second.md", "/x/y", "b/own.md"),
            ("a/second.md", "/old.html", "b/own.md"),
            ("a/second.md", "/gone/away/", "b/own.md"),
            ("a/second.md", "/p/folder", "b/folder/index.md"),
            ("d/e/other.md", "/same/", "d/same.md"),
            ("a/second.md", "/same/", "-"),
            ("a/second.md", "/2020/02/twin/", "g/twin.md"),
            ("a/second.md", "/文章/", "文章.md"),
            ("a/second.md", "/categories/新媒体/ZAKER/", "[ZAKER]"),
            ("a/second.md", "/categories/Open-Source/", "[Open Source]"),
            ("a/second.md", "/tags/second/", "-"),
            ("a/second.md", "/images/second.png", "-"),
            ("a/second.md", "/", "-"),
            ("a/second.md", "..", "-"),
            ("a/second.md", "", "-"),
        ] {
            assert_eq!(led(&library, from, target, None), expected, "{target} in {from}");
        }
    }

    #[test]
    fn links_of_wikis_lead_to_the_shortest_path() {
        let library = library(&[
            ("笔记/日记.md", "title: 一"),
            ("深/更深/日记.md", "title: 二"),
            ("深/Mixed Case.md", "title: 三"),
            ("a/b/c.md", "title: 四\naliases: [别名, Other Name]"),
            ("x/b/c.md", "title: 五"),
            ("v1.2 发布.md", "title: 六"),
            ("甲/同.md", "title: 七"),
            ("乙/同.md", "title: 八"),
        ]);
        for (from, target, expected) in [
            ("x.md", "日记", "笔记/日记.md"),
            ("深/更深/y.md", "日记", "深/更深/日记.md"),
            ("x.md", "更深/日记", "深/更深/日记.md"),
            ("x.md", "mixed case", "深/Mixed Case.md"),
            ("x.md", "Mixed Case.md", "深/Mixed Case.md"),
            ("x.md", "别名", "a/b/c.md"),
            ("x.md", "other name", "a/b/c.md"),
            ("x.md", "x/b/c", "x/b/c.md"),
            ("x.md", "a/b/c.md", "a/b/c.md"),
            ("x/y.md", "b/c", "x/b/c.md"),
            ("x.md", "v1.2 发布", "v1.2 发布.md"),
            ("x.md", "同", "-"),
            ("甲/z.md", "同", "甲/同.md"),
            ("x.md", "没有", "-"),
            ("x.md", "记", "-"),
        ] {
            assert_eq!(led(&library, from, target, None), expected, "{target} in {from}");
        }
    }

    #[test]
    fn the_rule_of_the_site_tells_twins_apart() {
        let library = library(&[
            ("life/note.md", "date: 2020-01-02\ncategories: 生活"),
            ("work/note.md", "date: 2020-01-03\ncategories: 工作"),
            ("deep/more/note.md", "date: 2020-01-02\ncategories: 工作"),
        ]);
        for (rule, target, expected) in [
            (":year/:month/:day/:title/", "/2020/01/03/note/", "work/note.md"),
            (":year/:month/:day/:title/", "/blog/2020/01/02/life/note/", "life/note.md"),
            ("/:category/:title.html", "/生活/note.html", "life/note.md"),
            ("pretty", "/工作/2020/01/03/note/", "work/note.md"),
            (":category/:name", "/工作/note", "-"),
            (":id/:title", "/工作/note", "-"),
        ] {
            assert_eq!(led(&library, "x.md", target, Some(rule)), expected, "{rule} {target}");
        }
    }

    #[test]
    fn links_stay_inside_the_collection() {
        assert_eq!(resolve_relative(Path::new("a/b.md"), "../c.md"), Some(PathBuf::from("c.md")));
        assert_eq!(resolve_relative(Path::new("a/b.md"), "../../c.md"), None);
        assert_eq!(resolve_relative(Path::new("a/b.md"), "./d/e.md"), Some(PathBuf::from("a/d/e.md")));
        assert_eq!(resolve_relative(Path::new("a/b.md"), "/x.md"), Some(PathBuf::from("x.md")));
    }
}
