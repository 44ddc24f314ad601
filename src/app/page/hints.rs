//! Labels on the visible links, typed to follow one.

use std::ops::ControlFlow;

use crate::document::LinkId;

/// Labels on the visible links, and what has been typed of one of them. No label is the beginning of another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hints {
    /// A label for each link, in reading order; all of equal length.
    labels: Vec<(String, LinkId)>,
    /// The part of a label that has been typed.
    typed: String,
}

impl Hints {
    /// Labels for these links.
    pub(in crate::app) fn new(links: Vec<LinkId>) -> Self {
        Self { labels: labels(links.len()).into_iter().zip(links).collect(), typed: String::new() }
    }

    /// The label of a link; `None` if it has none or if something else has been typed.
    pub fn label(&self, link: LinkId) -> Option<&str> {
        let (label, _) = self.labels.iter().find(|(_, id)| *id == link)?;
        Some(label.as_str()).filter(|label| label.starts_with(&self.typed))
    }

    /// Adds a typed letter. Breaks with the link whose label is complete, or with nothing if no label begins with what
    /// has been typed.
    pub(in crate::app) fn push(&mut self, letter: char) -> ControlFlow<Option<LinkId>> {
        self.typed.push(letter.to_ascii_lowercase());
        let complete = self.labels.iter().find(|(label, _)| *label == self.typed).map(|(_, link)| *link);
        if complete.is_some() || !self.labels.iter().any(|(label, _)| label.starts_with(&self.typed)) {
            return ControlFlow::Break(complete);
        }
        ControlFlow::Continue(())
    }
}

/// Labels of equal length for this many links, starting with letters of the home row.
fn labels(count: usize) -> Vec<String> {
    const LETTERS: &[u8] = b"asdfghjklqwertuiopzxcvbnm";
    let letters = LETTERS.len();
    let mut length = 1;
    while letters.pow(length) < count {
        length += 1;
    }
    (0..count)
        .map(|number| {
            let mut rest = number;
            let mut label = vec![' '; length as usize];
            for place in label.iter_mut().rev() {
                *place = char::from(LETTERS[rest % letters]);
                rest /= letters;
            }
            label.into_iter().collect()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn labels_are_prefix_free() {
        for count in [0, 1, 25, 26, 700] {
            let labels = labels(count);
            let lengths: HashSet<usize> = labels.iter().map(String::len).collect();
            assert_eq!(lengths.len(), usize::from(count > 0));
            assert_eq!(labels.iter().collect::<HashSet<_>>().len(), count);
        }
    }
}
