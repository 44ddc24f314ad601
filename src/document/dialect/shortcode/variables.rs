//! Variables that the body itself sets.

use rustc_hash::FxHashMap;

use crate::document::dialect::shortcode::arguments::{Arguments, Word};

/// How many bytes may be inserted beyond the length of the body, which limits texts that contain each other.
const SPARE: usize = 64 << 10;

/// The variables set so far: by `assign`, `set` and `capture`.
#[derive(Debug, Default)]
pub(in crate::document::dialect::shortcode) struct Variables {
    values: FxHashMap<String, String>,
    /// How many bytes may still be inserted.
    left: usize,
}

impl Variables {
    /// No variables, for a body of this many bytes.
    pub(in crate::document::dialect::shortcode) fn new(length: usize) -> Self {
        Self { values: FxHashMap::default(), left: length.saturating_add(SPARE) }
    }

    /// Sets a variable.
    pub(in crate::document::dialect::shortcode) fn set(&mut self, name: &str, value: &str) {
        self.values.insert(name.trim_matches(['"', '\'']).to_owned(), value.to_owned());
    }

    /// `{% assign name = "text" | filter %}`. Other values make the variable unknown.
    pub(in crate::document::dialect::shortcode) fn assign(&mut self, arguments: &str) {
        let Some((name, value)) = arguments.split_once('=') else { return };
        let (name, value) = (name.trim(), value.trim());
        let literal = value.chars().next().filter(|c| matches!(c, '"' | '\'')).and_then(|quote| {
            let (text, filters) = value.get(1..)?.split_once(quote)?;
            let changes = ["append", "prepend", "replace", "split", "remove", "slice", "truncate", "date"];
            let is_text = !changes.iter().any(|filter| filters.contains(filter));
            (is_text && (filters.trim().is_empty() || filters.trim_start().starts_with('|'))).then_some(text)
        });
        let number = Some(value).filter(|value| !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()));
        match literal.or(number) {
            Some(value) => self.set(name, value),
            None => {
                self.values.remove(name);
            }
        }
    }

    /// The value of `name | filter`, and whether it is to be read as Markdown of its own.
    pub(in crate::document::dialect::shortcode) fn value(&mut self, expression: &str) -> Option<(String, bool)> {
        let (name, filters) = expression.split_once('|').unwrap_or((expression, ""));
        let value = self.values.get(name.trim())?;
        self.left = self.left.checked_sub(value.len())?;
        Some((value.clone(), filters.contains("markdown")))
    }

    /// The arguments of an included file with their variables replaced; those whose value is unknown are dropped.
    pub(in crate::document::dialect::shortcode) fn resolved<'a>(&'a self, arguments: Arguments<'a>) -> Arguments<'a> {
        let unknown = ["page.", "site.", "include.", "post.", "layout.", "item.", "image."];
        let resolve = |mut word: Word<'a>| {
            if word.key.is_none() || word.quoted {
                return Some(word);
            }
            match self.values.get(word.value) {
                Some(value) => word.value = value,
                None if unknown.iter().any(|path| word.value.starts_with(path)) => return None,
                None => {}
            }
            Some(word)
        };
        let words = arguments.words.into_iter().filter_map(resolve).collect();
        Arguments { words, ..arguments }
    }
}
