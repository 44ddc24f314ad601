//! The columns of the list.

use std::fmt;

use crate::config::choice::Column;

/// The word for no columns at all.
const NONE: &str = "none";

/// The columns at the right of the rows of the list, from left to right, each at most once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns(Vec<Column>);

impl Columns {
    /// The words that can be combined, and the one that stands alone.
    pub(super) fn words() -> Vec<&'static str> {
        Column::WORDS.iter().copied().chain([NONE]).collect()
    }

    /// Parses words separated by blanks or commas. `None` if one of them is unknown or there twice.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut columns = Vec::new();
        if text.trim() != NONE {
            for word in text.split([' ', ',']).filter(|word| !word.is_empty()) {
                let column = Column::from_word(word).filter(|column| !columns.contains(column))?;
                columns.push(column);
            }
        }
        Some(Self(columns))
    }

    /// The columns, from left to right.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Column> + '_ {
        self.0.iter().copied()
    }
}

impl Default for Columns {
    fn default() -> Self {
        Self(vec![Column::Minutes, Column::Category, Column::Date])
    }
}

impl fmt::Display for Columns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<&str> = self.0.iter().map(|column| column.word()).collect();
        f.write_str(if words.is_empty() { NONE } else { "" })?;
        f.write_str(&words.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_words_in_their_order() {
        for (text, expected) in [
            ("minutes category date", Some("minutes category date")),
            ("date,author", Some("date author")),
            ("  date , source ", Some("date source")),
            ("none", Some("none")),
            ("", Some("none")),
            ("date date", None),
            ("date none", None),
            ("title", None),
        ] {
            assert_eq!(Columns::parse(text).map(|columns| columns.to_string()).as_deref(), expected, "{text:?}");
        }
        assert_eq!(Columns::parse(&Columns::default().to_string()), Some(Columns::default()));
    }
}
