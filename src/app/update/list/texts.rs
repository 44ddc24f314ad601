//! Searching the texts of the collection from the list: what is asked of other threads, and what they told.

use std::path::PathBuf;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::app::state::event::{Effect, Outbox};
use crate::app::state::model::{Focus, Model};
use crate::app::state::slot::{Slot, Ticket};
use crate::article::ArticleId;
use crate::library::{Bits, Marked};
use crate::search::{Bound, Having, Needle, Snippet, Titles};

/// Articles at the top of the list that are looked through before all others: more than any screen has.
const FIRST: usize = 400;

/// Characters of a snippet at least.
const SHORT: usize = 16;

/// Where to look for words.
#[derive(Clone, Debug)]
pub enum Sought {
    /// In the texts of the index; these rows of the catalogue first.
    Rows(Vec<u32>),
    /// In the files of these articles.
    Files(Vec<(ArticleId, PathBuf)>),
}

/// What is known of the texts of the collection.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    /// The question under way.
    pub slot: Slot<()>,
    /// The words it is about.
    pub asked: Vec<String>,
    /// Words, and where they stand.
    pub having: Option<(Vec<String>, Having)>,
    /// In whose titles they stand.
    pub titles: Titles,
    /// Articles have come or changed since the question was asked.
    pub outdated: bool,
    /// The question for snippets that is under way.
    pub cutting: Slot<()>,
    /// The snippets of articles, none where the words are in the title alone.
    pub snippets: FxHashMap<ArticleId, Option<Snippet>>,
}

impl Texts {
    /// Whether it is known for these words.
    fn knows(&self, words: &[Needle]) -> bool {
        let same = |known: &Vec<String>| known.iter().eq(words.iter().map(Needle::as_str));
        self.having.as_ref().is_some_and(|(known, _)| same(known))
    }

    /// The articles that a query lets through: those it was known to with what has arrived, or all of them.
    pub fn among(
        &mut self,
        bound: &Bound<'_>,
        known: Option<Bits>,
        fresh: &[ArticleId],
        is: &dyn Fn(ArticleId) -> Marked,
    ) -> Bits {
        self.outdated |= !fresh.is_empty();
        let library = bound.library();
        let (words, having) = self.having.as_ref().map_or((&[][..], None), |(words, having)| (words, Some(having)));
        // The number under which a word of the query is known.
        let number = |needle: usize| {
            let word = bound.query().needles().get(needle)?.as_str();
            words.iter().position(|known| known == word).zip(having)
        };
        let Some(mut among) = known else {
            let texts = |needle| number(needle).map(|(number, having)| having.ids(library, number)).unwrap_or_default();
            return bound.passing(is, &texts);
        };
        let text = |needle, id| number(needle).is_some_and(|(number, having)| having.has(library, number, id));
        fresh.iter().for_each(|id| among.set(id.0, bound.passes(*id, is, &text)));
        among
    }
}

impl Model {
    /// Whether rows of the list have a second line, with a piece of their text.
    pub fn has_snippets(&self) -> bool {
        !self.list.query.needles().is_empty()
    }

    /// Lines of a row of the list.
    pub fn row_height(&self) -> usize {
        1 + usize::from(self.has_snippets())
    }

    /// Asks which texts have the words of the query, unless it is known.
    pub(in crate::app) fn seek_texts(&mut self, out: &mut Outbox) {
        let words = self.list.query.needles();
        let texts = &self.list.texts;
        if words.is_empty() {
            if texts.having.is_some() || texts.slot.is_waiting() || !texts.snippets.is_empty() {
                let texts = &mut self.list.texts;
                texts.slot.forget();
                texts.cutting.forget();
                (texts.having, texts.outdated) = (None, false);
                texts.asked.clear();
                texts.snippets.clear();
            }
            return;
        }
        let same = self.list.texts.asked.as_slice().iter().eq(words.iter().map(Needle::as_str));
        if same && (texts.slot.is_waiting() || !texts.outdated && texts.knows(words)) {
            return;
        }
        let words: Arc<[Needle]> = words.into();
        let sought = if self.collection.indexed {
            let first = self.list.rows.iter().take(FIRST).map(|id| self.library.row(id));
            let newest = self.library.newest(FIRST).into_iter().map(|id| self.library.row(id));
            Sought::Rows(first.chain(newest).filter(|row| *row > 0).collect())
        } else {
            Sought::Files(self.library.ids().filter_map(|id| Some((id, self.library.path(id)?))).collect())
        };
        let texts = &mut self.list.texts;
        if !same {
            texts.snippets.clear();
            texts.cutting.forget();
            texts.asked = words.iter().map(|word| word.as_str().to_owned()).collect();
        }
        texts.outdated = false;
        let ticket = texts.slot.ask();
        out.push(Effect::Find(ticket, words, sought));
    }

    /// Takes in which texts have the words; `done` once all were looked through.
    pub(in crate::app) fn found_texts(&mut self, ticket: Ticket, having: Having, done: bool, out: &mut Outbox) {
        let texts = &mut self.list.texts;
        if !texts.slot.wants(ticket) {
            return;
        }
        if done {
            texts.slot.land(ticket, ());
        }
        texts.having = Some((texts.asked.clone(), having));
        self.list.stale = true;
        out.dirty = true;
    }

    /// Asks for the snippets of the rows in view.
    pub(in crate::app) fn seek_snippets(&mut self, out: &mut Outbox) {
        if !self.has_snippets() || self.list.texts.cutting.is_waiting() || self.panes().list.is_none() {
            return;
        }
        let rows = self.list_rows().div_ceil(self.row_height());
        let shown = self.list.rows.from(self.list.top).take(rows);
        let wanted: Vec<(ArticleId, PathBuf)> = shown
            .filter(|id| !self.list.texts.snippets.contains_key(id))
            .filter_map(|id| Some((id, self.library.path(id)?)))
            .collect();
        if wanted.is_empty() {
            return;
        }
        let words: Vec<Needle> = self.list.query.wanted().cloned().collect();
        let cells = self.panes().list.map_or(0, |pane| usize::from(pane.width));
        let ticket = self.list.texts.cutting.ask();
        out.push(Effect::Cut(ticket, wanted, words.into(), (cells / 2).max(SHORT)));
    }

    /// Takes snippets in.
    pub(in crate::app) fn cut(
        &mut self,
        ticket: Ticket,
        snippets: Vec<(ArticleId, Option<Snippet>)>,
        out: &mut Outbox,
    ) {
        if self.list.texts.cutting.land(ticket, ()) {
            self.list.texts.snippets.extend(snippets);
            out.dirty = true;
        }
    }

    /// The words of the list's query with which an article is opened: it is shown where they stand.
    pub(in crate::app) fn sought_words(&self) -> Vec<String> {
        self.list.query.wanted().map(|word| word.as_str().to_owned()).collect()
    }

    /// Goes to the first of the words that the open article has, if it is the one under the list's cursor.
    pub(in crate::app) fn land_on_hit(&mut self) {
        if self.focus == Focus::Reader {
            for word in std::mem::take(&mut self.reader.hits) {
                if self.try_land_on(&word) {
                    return;
                }
            }
        }
    }
}
