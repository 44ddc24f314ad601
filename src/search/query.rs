//! [`Query`] and its terms.

use crate::library::{Has, MarkKind};
use crate::search::day::Days;
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
    pub(super) fn matches(&self, name: &str) -> bool {
        let name = fold(name);
        match self {
            Self::Whole(whole) => name.trim() == whole,
            Self::Part(part) => part.is_in_name(&name),
        }
    }
}

impl Query {
    /// Whether it matches every article.
    pub fn is_empty(&self) -> bool {
        self.clauses.is_empty()
    }

    /// Whether the result depends on marks.
    pub fn asks_marks(&self) -> bool {
        self.terms().any(|term| matches!(term, Term::Mark(_)))
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
