//! [`Needle`]: what a query looks for in texts and names: a word or a pattern.

use std::sync::Arc;

use memchr::memmem::Finder;

use crate::problem::Problem;
use crate::search::pattern::Pattern;
use crate::search::pinyin::Spelling;
use crate::text::fold;

/// A folded word or phrase, never empty, ready to be found in folded text; or a pattern, which is matched against texts
/// as they are written.
#[derive(Clone, Debug)]
pub struct Needle {
    folded: String,
    finder: Box<Finder<'static>>,
    spelling: Option<Arc<Spelling>>,
    pattern: Option<Arc<Pattern>>,
}

impl Needle {
    /// Folds a word or phrase; `None` if nothing is left of it.
    pub fn new(text: &str) -> Option<Self> {
        let folded = fold(text).trim().to_owned();
        (!folded.is_empty()).then(|| Self {
            finder: Box::new(Finder::new(&folded).into_owned()),
            // Upper case means an English name: AI is not 爱.
            spelling: if text.contains(char::is_uppercase) { None } else { Spelling::new(&folded).map(Arc::new) },
            folded,
            pattern: None,
        })
    }

    /// A regular expression in slashes.
    ///
    /// # Errors
    /// [`crate::problem::Code::QueryPattern`].
    pub fn pattern(written: &str) -> Result<Self, Problem> {
        let pattern = Pattern::parse(written)?;
        let finder = Box::new(Finder::new(pattern.required()).into_owned());
        Ok(Self { folded: written.to_owned(), finder, spelling: None, pattern: Some(Arc::new(pattern)) })
    }

    /// The pattern, if it is one.
    pub fn as_pattern(&self) -> Option<&Pattern> {
        self.pattern.as_deref()
    }

    /// What tells it from all others.
    pub fn key(&self) -> String {
        // No folded text contains this character.
        if self.pattern.is_some() { format!("\0{}", self.folded) } else { self.folded.clone() }
    }

    /// The folded form; a pattern as it is written.
    pub fn as_str(&self) -> &str {
        &self.folded
    }

    /// The finder for the bytes of folded texts. For a pattern it finds only what a match must contain, which may be
    /// nothing.
    pub fn finder(&self) -> &Finder<'static> {
        &self.finder
    }

    /// Whether a text, given as it is written and folded, contains it.
    pub fn is_in_text(&self, text: &str, folded: &str) -> bool {
        self.pattern.as_ref().map_or_else(|| self.is_in(folded), |pattern| pattern.is_in(text))
    }

    /// Whether a folded text contains a word.
    pub fn is_in(&self, folded: &str) -> bool {
        self.finder.find(folded.as_bytes()).is_some()
    }

    /// Whether a folded name contains it, literally or spelled in pinyin.
    pub fn is_in_name(&self, folded: &str) -> bool {
        self.is_in(folded) || self.spells(folded, 1)
    }

    /// Whether a folded name of any kind contains it. If it is not known which names are meant, a spelling needs two Han
    /// to be specific, unless the name has only one.
    pub fn is_in_any_name(&self, folded: &str) -> bool {
        self.is_in_title(folded) || folded.chars().nth(1).is_none() && self.spells(folded, 1)
    }

    /// Whether a folded title contains it, literally or spelled in pinyin. Titles are many and long, so a spelling
    /// needs at least two Han to be specific.
    pub fn is_in_title(&self, folded: &str) -> bool {
        self.is_in(folded) || self.spells(folded, 2)
    }

    fn spells(&self, folded: &str, least: usize) -> bool {
        self.spelling.as_ref().is_some_and(|spelling| spelling.is_in(folded.as_bytes(), least))
    }

    pub(super) fn title_spelling(&self) -> Option<&Spelling> {
        self.spelling.as_deref()
    }

    /// Whether it finds the same as another needle.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self == other && self.spelling.is_some() == other.spelling.is_some()
    }
}

impl PartialEq for Needle {
    fn eq(&self, other: &Self) -> bool {
        self.folded == other.folded && self.pattern.is_some() == other.pattern.is_some()
    }
}
