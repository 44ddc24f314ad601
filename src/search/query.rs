//! [`Query`] and its terms.

use crate::library::{Has, Library, MarkKind};
use crate::search::day::Days;
use crate::search::fuzzy::Fuzzy;
use crate::search::needle::Needle;
use crate::text::fold;

/// A parsed query: all clauses must hold. The empty query matches every article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    pub(super) clauses: Vec<Clause>,
    /// The needles to search texts for, indexed by [`Term::Text`].
    pub(super) needles: Vec<Needle>,
}

/// A clause: one of its terms must hold or, if negated, none.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Clause {
    pub(super) negated: bool,
    pub(super) any: Vec<Term>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Term {
    /// In the title or the text: the index of a needle.
    Text(usize),
    Title(Needle),
    /// Letters of the title, in order.
    Fuzzy(Fuzzy),
    Path(Needle),
    Author(Needle),
    Category(Name),
    Tag(Name),
    Days(Days),
    Mark(MarkKind),
    Has(Has),
}

/// The name of a category or tag, or part of one.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Name {
    /// A whole folded name; the empty one matches articles that have none.
    Whole(String),
    Part(Needle),
}

impl Name {
    /// Whether it matches articles that have none.
    pub(super) fn is_none(&self) -> bool {
        matches!(self, Self::Whole(whole) if whole.is_empty())
    }

    pub(super) fn matches(&self, name: &str) -> bool {
        let name = fold(name);
        match self {
            Self::Whole(whole) => name.trim() == whole,
            Self::Part(part) => part.is_in_name(&name),
        }
    }

    /// Which categories of a collection have such a name, by their numbers. One of [`UNCATEGORISED`] also means the
    /// articles without a category, unless a category has this name.
    pub(super) fn categories(&self, library: &Library) -> Vec<bool> {
        let folded = match self {
            Self::Whole(whole) => whole.as_str(),
            Self::Part(part) => part.as_str(),
        };
        let names = || library.categories().map(|id| library.category_name(id));
        let mut members: Vec<bool> = names().map(|name| self.matches(name)).collect();
        if UNCATEGORISED.contains(&folded)
            && !names().any(|name| fold(name).trim() == folded)
            && let Some(without) = members.first_mut()
        {
            *without = true;
        }
        members
    }
}

/// How the languages of the program call the articles without a category, folded.
const UNCATEGORISED: [&str; 4] = ["uncategorised", "uncategorized", "未分类", "분류 없음"];

impl Query {
    /// Whether it matches every article.
    pub fn is_empty(&self) -> bool {
        self.clauses.is_empty()
    }

    /// Adds that an article must be in a category of this name, as `category:` with the name in quotation marks. Returns
    /// whether the collection has such a category; it always has one for articles without a category.
    pub fn in_category(&mut self, name: &str, library: &Library) -> bool {
        let name = Name::Whole(fold(name).trim().to_owned());
        let exists = name.categories(library).contains(&true);
        self.clauses.push(Clause { negated: false, any: vec![Term::Category(name)] });
        exists
    }

    /// Whether it looks for letters of titles, so that the best match comes first whatever the order.
    pub fn is_fuzzy(&self) -> bool {
        self.wanted_terms().any(|term| matches!(term, Term::Fuzzy(_)))
    }

    /// Whether the result depends on marks.
    pub fn asks_marks(&self) -> bool {
        self.terms().any(|term| matches!(term, Term::Mark(_)))
    }

    /// Whether the result depends on the reader's own tags, which plain words find too.
    pub fn asks_tags(&self) -> bool {
        self.terms().any(|term| matches!(term, Term::Tag(_) | Term::Text(_)))
    }

    /// Whether the result depends on the problems of bodies. Texts are searched by [`Query::needles`].
    pub fn asks_problems(&self) -> bool {
        self.terms().any(|term| matches!(term, Term::Has(Has::Problem)))
    }

    /// The needles to search titles and texts for; a needle's number is its index.
    pub fn needles(&self) -> &[Needle] {
        &self.needles
    }

    /// The words to highlight: those of all clauses that are not negated.
    pub fn wanted(&self) -> impl Iterator<Item = &Needle> {
        self.wanted_terms().filter_map(|term| self.in_title(term))
    }

    pub(super) fn wanted_terms(&self) -> impl Iterator<Item = &Term> {
        self.clauses.iter().filter(|clause| !clause.negated).flat_map(|clause| &clause.any)
    }

    pub(super) fn terms(&self) -> impl Iterator<Item = &Term> {
        self.clauses.iter().flat_map(|clause| &clause.any)
    }

    /// The needle that a term searches titles for.
    pub(super) fn in_title<'a>(&'a self, term: &'a Term) -> Option<&'a Needle> {
        match term {
            Term::Text(number) => self.needles.get(*number),
            Term::Title(needle) => Some(needle),
            _ => None,
        }
    }
}
