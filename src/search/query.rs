//! [`Query`]: clauses, each of alternative terms.

use crate::library::{Has, Mark};
use crate::search::day::Days;
use crate::search::needle::Needle;
use crate::text::fold;

/// What an article must be like: all clauses must hold. The empty query lets everything through.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    pub(super) clauses: Vec<Clause>,
    /// What is looked for in texts, by the numbers that [`Term::Text`] carries.
    pub(super) needles: Vec<Needle>,
}

/// Something of which one alternative must hold, or none.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Clause {
    pub(super) negated: bool,
    pub(super) any: Vec<Term>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Term {
    /// In the title or the text: a needle by its number.
    Text(usize),
    Title(Needle),
    Path(Needle),
    Author(Needle),
    Category(Name),
    Tag(Name),
    Days(Days),
    Mark(Mark),
    Has(Has),
}

/// The name of a category or tag, or a part of one.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Name {
    /// A folded name; the empty one is that of what has no name.
    Whole(String),
    Part(Needle),
}

impl Name {
    pub(super) fn means(&self, name: &str) -> bool {
        let name = fold(name);
        match self {
            Self::Whole(whole) => name.trim() == whole,
            Self::Part(part) => part.is_in_name(&name),
        }
    }
}

impl Query {
    /// Whether it lets everything through.
    pub fn is_empty(&self) -> bool {
        self.clauses.is_empty()
    }

    /// Whether marks decide what passes.
    pub fn asks_marks(&self) -> bool {
        self.terms().any(|term| matches!(term, Term::Mark(_)))
    }

    /// What is looked for in titles and texts; the number of each is its index.
    pub fn needles(&self) -> &[Needle] {
        &self.needles
    }

    /// The words that articles are wanted for, for showing where they stand: those of clauses that must not hold are
    /// left out.
    pub fn wanted(&self) -> impl Iterator<Item = &Needle> {
        self.wanted_terms().filter_map(|term| self.in_title(term))
    }

    pub(super) fn wanted_terms(&self) -> impl Iterator<Item = &Term> {
        self.clauses.iter().filter(|clause| !clause.negated).flat_map(|clause| &clause.any)
    }

    pub(super) fn terms(&self) -> impl Iterator<Item = &Term> {
        self.clauses.iter().flat_map(|clause| &clause.any)
    }

    /// What a term looks for in titles.
    pub(super) fn in_title<'a>(&'a self, term: &'a Term) -> Option<&'a Needle> {
        match term {
            Term::Text(number) => self.needles.get(*number),
            Term::Title(needle) => Some(needle),
            _ => None,
        }
    }
}
