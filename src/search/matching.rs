//! Evaluates a query over a collection.

use std::sync::Arc;

use crate::article::ArticleId;
use crate::library::{Bits, Library, Marked};
use crate::marks::{Marks, Tags};
use crate::search::fuzzy::Fuzzy;
use crate::search::needle::Needle;
use crate::search::query::{Query, Term};
use crate::search::titles::Titles;
use crate::text::fold;

/// The rank of a title that does not fit.
const WORST: u32 = 1 << 16;

impl Query {
    /// Binds the query to a collection: names are compared once instead of once per article. `marks` has the reader's own
    /// tags, and `titles` passes on what earlier queries found in titles.
    pub fn bind<'a>(&'a self, library: &'a Library, marks: &Marks, titles: Titles) -> BoundQuery<'a> {
        let members = self
            .terms()
            .map(|term| match term {
                Term::Category(name) => name.categories(library),
                Term::Tag(name) => library.tags().map(|id| name.matches(library.tag_name(id))).collect(),
                Term::Author(needle) => library.authors().map(|name| needle.is_in_name(&fold(name))).collect(),
                _ => Vec::new(),
            })
            .collect();
        let own = self.terms().map(|term| self.with_own_tags(term, marks)).collect();
        let titles = titles.prepared_for(library, self.terms().filter_map(|term| self.in_title(term)));
        BoundQuery { query: self, library, members, own, titles }
    }

    /// The articles to which the reader has given a tag that a term matches; any tag, if the term asks for articles without
    /// one.
    fn with_own_tags(&self, term: &Term, marks: &Marks) -> Bits {
        let found = |matches: &dyn Fn(&Tags) -> bool| {
            marks.tagged().filter(|(_, tags)| matches(tags)).map(|(id, _)| id).collect()
        };
        match term {
            Term::Tag(name) if name.is_none() => found(&|_| true),
            Term::Tag(name) => found(&|tags| tags.iter().any(|tag| name.matches(tag))),
            Term::Text(number) => match self.needles.get(*number).filter(|needle| needle.as_pattern().is_none()) {
                Some(needle) => found(&|tags| tags.iter().any(|tag| needle.is_in_any_name(&fold(tag)))),
                None => Bits::default(),
            },
            _ => Bits::default(),
        }
    }
}

/// A query bound to one collection.
#[derive(Debug)]
pub struct BoundQuery<'a> {
    query: &'a Query,
    library: &'a Library,
    /// For each term, counted through all clauses: which categories, tags or authors it matches.
    members: Vec<Vec<bool>>,
    /// For each term, counted likewise: the articles with own tags of the reader that it matches.
    own: Vec<Bits>,
    titles: Titles,
}

impl<'a> BoundQuery<'a> {
    /// The query it was made from.
    pub fn query(&self) -> &'a Query {
        self.query
    }

    /// The collection.
    pub fn library(&self) -> &'a Library {
        self.library
    }

    /// What has been found in titles so far.
    pub fn into_titles(self) -> Titles {
        self.titles
    }

    /// Whether an article matches. `marks_of` returns its marks, and `text` whether its text contains the needle of a
    /// number; both are called only if the query needs them.
    pub fn passes(
        &self,
        id: ArticleId,
        marks_of: &dyn Fn(ArticleId) -> Marked,
        text: &dyn Fn(usize, ArticleId) -> bool,
    ) -> bool {
        let mut number = 0;
        self.query.clauses.iter().all(|clause| {
            let first = number;
            number += clause.any.len();
            let holds =
                clause.any.iter().zip(first..).any(|(term, number)| self.holds(term, number, id, marks_of, text));
            holds != clause.negated
        })
    }

    /// All matching articles, found clause by clause. `text` returns the articles whose texts contain the needle of a
    /// number.
    pub fn passing(&self, marks_of: &dyn Fn(ArticleId) -> Marked, text: &dyn Fn(usize) -> Bits) -> Bits {
        let nothing = |_: usize, _: ArticleId| false;
        let mut passing = self.library.all();
        let mut number = 0;
        for clause in &self.query.clauses {
            let mut any = Bits::default();
            for term in &clause.any {
                match self.in_titles(term) {
                    Some(titled) => any.add(&titled),
                    None => any.add(
                        &passing
                            .iter()
                            .map(ArticleId)
                            .filter(|id| self.holds(term, number, *id, marks_of, &nothing))
                            .collect(),
                    ),
                }
                if let Term::Text(needle) = term {
                    any.add(&text(*needle));
                    if let Some(named) = self.named(term) {
                        any.add(&named);
                    }
                    if let Some(own) = self.own.get(number) {
                        any.add(own);
                    }
                }
                number += 1;
            }
            if clause.negated {
                passing.remove(&any);
            } else {
                passing.keep(&any);
            }
        }
        passing
    }

    /// Moves articles with more of the search words in their titles to the front, and of these the ones with words that
    /// are not only spelled in pinyin; before all that, those whose titles fit letters after `~` best. Otherwise the order
    /// stays.
    pub fn by_relevance(&self, ids: &mut [ArticleId]) {
        let words =
            self.query.wanted_terms().filter_map(|term| Some((self.query.in_title(term)?, self.in_titles(term)?)));
        let words: Vec<(&Needle, Arc<Bits>)> = words.collect();
        let fuzzy: Vec<&Fuzzy> = self
            .query
            .wanted_terms()
            .filter_map(|term| match term {
                Term::Fuzzy(fuzzy) => Some(fuzzy),
                _ => None,
            })
            .collect();
        ids.sort_by_cached_key(|id| {
            let title = self.library.folded_title(*id);
            let rank = fuzzy.iter().map(|fuzzy| fuzzy.rank(title).unwrap_or(WORST)).fold(0, u32::saturating_add);
            let titled = words.iter().filter(|(_, titled)| titled.contains(*id));
            let literal =
                |needle: &Needle| needle.as_pattern().is_some() || needle.is_in(self.library.folded_title(*id));
            let (all, literal) =
                titled.fold((0, 0), |(all, some), (needle, _)| (all + 1, some + u32::from(literal(needle))));
            (rank, std::cmp::Reverse((all, literal)))
        });
    }

    /// The articles whose titles match a term; `None` for a term that does not search titles.
    fn in_titles(&self, term: &Term) -> Option<Arc<Bits>> {
        Some(self.titles.containing(self.library, self.query.in_title(term)?))
    }

    /// The articles with names that match a word; `None` for a term that is no plain word.
    fn named(&self, term: &Term) -> Option<Arc<Bits>> {
        let Term::Text(number) = term else { return None };
        Some(self.titles.named(self.library, self.query.needles.get(*number)?))
    }

    fn holds(
        &self,
        term: &Term,
        number: usize,
        id: ArticleId,
        marks_of: &dyn Fn(ArticleId) -> Marked,
        text: &dyn Fn(usize, ArticleId) -> bool,
    ) -> bool {
        let library = self.library;
        let in_title = || {
            self.query.in_title(term).is_some_and(|needle| match needle.as_pattern() {
                Some(pattern) => pattern.is_in(library.title(id)),
                None => needle.is_in_title(library.folded_title(id)),
            })
        };
        let own = || self.own.get(number).is_some_and(|own| own.contains(id));
        let member = |of: u32| self.members.get(number).and_then(|known| known.get(of as usize)) == Some(&true);
        match term {
            Term::Text(needle) => {
                in_title() || text(*needle, id) || own() || self.named(term).is_some_and(|named| named.contains(id))
            }
            Term::Title(_) => in_title(),
            Term::Fuzzy(fuzzy) => fuzzy.rank(library.folded_title(id)).is_some(),
            Term::Path(needle) => library.path(id).is_some_and(|path| needle.is_in(&fold(&path.to_string_lossy()))),
            Term::Author(_) => member(library.author_of(id)),
            Term::Category(_) => library.categories_of(id).any(|category| member(category.0)),
            Term::Tag(name) => {
                let in_file = library.tags_of(id).any(|tag| member(tag.0));
                if name.is_none() { in_file && !own() } else { in_file || own() }
            }
            Term::Days(days) => {
                library.day(id).is_some_and(|(year, month, day)| days.has((year, month.unwrap_or(1), day.unwrap_or(1))))
            }
            Term::Mark(mark) => mark.holds(marks_of(id)),
            Term::Has(what) => library.has(id, *what),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Reading, parse};
    use crate::marks::Edit;
    use crate::search::day::Day;
    use crate::text::Clean;

    const TODAY: Day = (2021, 3, 15);

    fn collection() -> Library {
        let mut library = Library::new();
        for (path, title, date, categories, tags, author) in [
            ("a.md", "漢語 Rust", "2021-03-14", &["新媒体"][..], &["编程"][..], "谢益辉"),
            ("b/2.md", "体育新闻", "2020-11-14", &["体育", "篮球"], &[], ""),
            ("c.md", "Go and Rust", "", &["it"], &["编程", "rust"], "甲"),
            ("d.md", "-1 | x: \"y\"", "2021-03", &[], &[], ""),
        ] {
            let source = format!("---\ntitle: t\ndate: {date}\n---\n");
            let reading = Reading { timezone: Some("UTC".into()), ..Reading::default() };
            let date = parse(&source, std::path::Path::new("x.md"), &reading).article.date;
            let names = |names: &[&str]| names.iter().map(|name| Clean::line(name)).collect();
            let article = Article {
                title: Clean::line(title),
                date,
                categories: names(categories),
                tags: names(tags),
                author: (!author.is_empty()).then(|| Clean::line(author)),
                image: (path == "a.md").then(|| Clean::line("x.png")),
                ..Article::default()
            };
            library.upsert(std::path::Path::new(path), &article, crate::library::CatalogueRecord::default());
        }
        library
    }

    /// The articles that pass, by the first letters of their paths; `c.md` alone has the text "the 疫情 text".
    fn passing(query: &str) -> String {
        let (query, problems) = Query::parse_typed(query, TODAY);
        assert_eq!(problems, []);
        let library = collection();
        let mut marks = Marks::default();
        for (id, tag) in [(1, "待读"), (3, "自家"), (1, "x")] {
            marks.edit(ArticleId(id), &Edit::Tag(Clean::line(tag), true));
        }
        let bound = query.bind(&library, &marks, Titles::default());
        let is = |id: ArticleId| Marked { read: id.0 == 0, starred: id.0 == 1, new: false };
        let text = |needle: usize, id: ArticleId| id.0 == 2 && query.needles()[needle].is_in("the 疫情 text");
        let ids: Vec<ArticleId> = library.ids().filter(|id| bound.passes(*id, &is, &text)).collect();
        let texts = |needle: usize| library.ids().filter(|id| text(needle, *id)).collect();
        assert_eq!(bound.passing(&is, &texts), ids.iter().copied().collect(), "{query:?}");
        ids.iter().map(|id| library.path(*id).map_or(' ', |path| path.display().to_string().remove(0))).collect()
    }

    #[test]
    fn queries_mean_what_they_say() {
        for (query, expected) in [
            ("", "abcd"),
            ("  　 ", "abcd"),
            ("rust", "ac"),
            ("编程", "ac"),
            ("bc", "ac"),
            ("BC", ""),
            ("hy", "a"),
            ("HY", ""),
            ("lanqiu", "b"),
            ("xyh|jia", "ac"),
            ("新媒体 -xieyihui", ""),
            ("新闻 lq", "b"),
            ("ＲＵＳＴ 汉语", "a"),
            ("rust -汉语", "c"),
            ("rust －汉语", "c"),
            ("tyxw", "b"),
            ("tiyuxw|hanyu", "ab"),
            ("TYXW", ""),
            ("category:xmt", "a"),
            ("author:xyh", "a"),
            ("疫情", "c"),
            ("\"疫情 text\"", "c"),
            ("“疫情 text”", "c"),
            ("\"疫情 text", "c"),
            ("title:疫情", ""),
            ("go|体育", "bc"),
            ("go | 体育", "bc"),
            ("go　｜体育", "bc"),
            ("category:体育 | title:go", "bc"),
            ("go |", "c"),
            ("go｜体育", "bc"),
            ("-go|体育", "ad"),
            ("category:体育", "b"),
            ("category:体", "ab"),
            ("category:\"体\"", ""),
            ("CATEGORY：体育", "b"),
            ("分类：篮球", "b"),
            ("category:体育|it", "bc"),
            ("category:体育|title:go", "bc"),
            ("category:\"\"", "d"),
            ("category:uncategorised", "d"),
            ("category:\"Uncategorized\"", "d"),
            ("-分類：未分類", "abc"),
            ("category:\"분류 없음\"", "d"),
            ("category:分类", ""),
            ("-category:体育", "acd"),
            ("tag:编程 -tag:rust", "a"),
            ("tag:rust", "c"),
            ("tag:\"自家\"", "d"),
            ("tag:自", "d"),
            ("tag:待读", "b"),
            ("tag:daidu", "b"),
            ("-tag:待读|自家", "ac"),
            ("tag:\"\"", ""),
            ("待读", "b"),
            ("-待读", "acd"),
            ("author:谢", "a"),
            ("path:b/", "b"),
            ("date:2021", "ad"),
            ("date:2021-03", "ad"),
            ("date:2021-03-14", "a"),
            ("date:2021/3/14", "a"),
            ("date:2021年3月14日", "a"),
            ("date:2020..2020-12", "b"),
            ("date:..2020", "b"),
            ("after:2021-03-14", "a"),
            ("before:2021", "b"),
            ("after:7d", "a"),
            ("date:yesterday", "a"),
            ("-date:..", "c"),
            ("is:unread", "bcd"),
            ("is:read|starred", "ab"),
            ("has:image", "a"),
            ("-", "abcd"),
            ("|", "abcd"),
            ("title:", "abcd"),
            ("\"x: \"", "d"),
            ("\"-1\"", "d"),
            ("http://x", ""),
            ("12:30", ""),
            ("\"foo:bar\"", ""),
            ("std::vector", ""),
            ("C:\\x", ""),
            ("foo:", ""),
            ("快讯：北京", ""),
            ("/R.st/", "ac"),
            ("/r.st/", ""),
            ("/r.st/i", "ac"),
            ("/^Go/", "c"),
            ("/漢語/", "a"),
            ("/汉语/", ""),
            ("-/Rust/", "bd"),
            ("/体育|Go/ -/and/", "b"),
            ("title:/Rust$/", "ac"),
            ("title:/^Rust/", ""),
            ("/xyz/|体育", "b"),
            ("/编程/", ""),
            ("path:b/", "b"),
            ("/b/2", ""),
            ("~grs", "c"),
            ("～ＨＹ", ""),
            ("~漢r", "a"),
            ("-~体闻", "acd"),
            ("~lq|~ty", "b"),
            ("~ rust", ""),
            ("~", ""),
            ("~/x", ""),
        ] {
            assert_eq!(passing(query), expected, "{query:?}");
        }
    }

    #[test]
    fn what_cannot_be_meant_is_told_and_left_out() {
        for (text, code, column) in [
            ("rust titel:x", "query-field", 6),
            ("rust foo:bar", "query-no-field", 6),
            ("rust -foo:\"b a\"", "query-no-field", 7),
            ("中文 is:gone", "query-value", 7),
            ("after:sometime", "query-value", 7),
            ("has:hat", "query-value", 5),
            ("rust /a(b/", "query-pattern", 8),
            ("title:/[/", "query-pattern", 8),
        ] {
            let (query, problems) = Query::parse(text, TODAY);
            let told: Vec<_> = problems.iter().map(|problem| (problem.code.name(), problem.column)).collect();
            assert_eq!(told, [(code, Some(column))], "{text:?}");
            let sound = text.split_once(' ').map_or("", |(first, _)| first);
            assert_eq!(query, Query::parse(sound, TODAY).0);
        }
    }

    #[test]
    fn only_what_is_wanted_is_shown() {
        let (query, _) = Query::parse("a -b title:c a|d tag:e", TODAY);
        assert_eq!(query.needles().iter().map(Needle::as_str).collect::<Vec<_>>(), ["a", "b", "d"]);
        assert_eq!(query.wanted().map(Needle::as_str).collect::<Vec<_>>(), ["a", "c", "a", "d"]);
    }
}
