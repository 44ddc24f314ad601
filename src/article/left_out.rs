//! Files of a collection that are no articles because of the endings of their names.

use std::collections::BTreeMap;

use crate::locale::{Catalog, Msg};
use crate::text::Clean;

/// So many endings are named.
const NAMED: usize = 5;

/// Endings of files that somebody may have meant to read: other names for Markdown, other markup, plain text.
const TEXTS: [&str; 21] = [
    "txt",
    "text",
    "log",
    "mdwn",
    "mdtxt",
    "mdtext",
    "mkdn",
    "mmd",
    "ronn",
    "rmd",
    "qmd",
    "textile",
    "wiki",
    "mediawiki",
    "creole",
    "tex",
    "ltx",
    "typ",
    "pod",
    "t2t",
    "nfo",
];

/// How many files of which endings are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// The files by ending, in lower case, without its full stop; the empty one is for names without an ending.
    counts: BTreeMap<String, usize>,
}

impl LeftOut {
    /// Counts a file whose name has this ending.
    pub fn add(&mut self, ending: &str) {
        *self.counts.entry(ending.to_lowercase()).or_default() += 1;
    }

    /// The number of files.
    pub fn len(&self) -> usize {
        self.counts.values().sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// Only those that are texts by their endings.
    pub fn texts(&self) -> Self {
        let texts = self.counts.iter().filter(|(ending, _)| TEXTS.contains(&ending.as_str()));
        Self { counts: texts.map(|(ending, count)| (ending.clone(), *count)).collect() }
    }

    /// How many they are, their most frequent endings, and the command that opens one; `None` if there are none.
    pub fn in_words(&self, catalog: &Catalog, command: &str) -> Option<String> {
        if self.is_empty() {
            return None;
        }
        let mut named: Vec<(&String, usize)> = self.counts.iter().map(|(ending, count)| (ending, *count)).collect();
        named.retain(|(ending, _)| !ending.is_empty());
        named.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(other.0)));
        let word =
            |(ending, count): &(&String, usize)| format!(".{} {}", Clean::line(ending), catalog.number(*count as u64));
        let mut words: Vec<String> = named.iter().take(NAMED).map(word).collect();
        // Names without an ending are among the rest.
        if named.iter().take(NAMED).map(|(_, count)| count).sum::<usize>() < self.len() {
            words.push("…".to_owned());
        }
        let n = catalog.number(self.len() as u64);
        let values = [("n", n.as_str()), ("endings", &words.join(", ")), ("command", command)];
        Some(catalog.fill(Msg::ListLeftOut, &values))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Lang;

    fn of(counts: &[(&str, usize)]) -> LeftOut {
        let mut left_out = LeftOut::default();
        counts.iter().for_each(|(ending, count)| (0..*count).for_each(|_| left_out.add(ending)));
        left_out
    }

    #[test]
    fn the_most_frequent_endings_are_named() {
        let catalog = Catalog::new(Lang::English);
        let said = |counts: &[(&str, usize)]| of(counts).in_words(&catalog, ":e FILE");
        assert_eq!(said(&[]), None);
        let one = "1 file is no article because of its ending (.txt 1); :e FILE opens one";
        assert_eq!(said(&[("TXT", 1)]).as_deref(), Some(one));
        let many = "1,207 files are no articles because of their endings (.jpg 1,200, .a 1, .b 1, .c 1, .d 1, …); :e FILE \
                    opens one";
        assert_eq!(
            said(&[("jpg", 1000), ("JPG", 200), ("e", 1), ("d", 1), ("c", 1), ("b", 1), ("a", 1), ("", 2)]).as_deref(),
            Some(many)
        );
        assert_eq!(
            said(&[("", 1)]).as_deref(),
            Some("1 file is no article because of its ending (…); :e FILE opens one")
        );
    }

    #[test]
    fn texts_are_told_from_pictures() {
        assert_eq!(of(&[("jpg", 3), ("txt", 2), ("", 1), ("Mkdn", 1)]).texts(), of(&[("txt", 2), ("mkdn", 1)]));
        assert!(of(&[("png", 1)]).texts().is_empty());
    }
}
