//! Attribute lists in braces, as Pandoc, kramdown, Djot and markdown-it write them.

/// An attribute list: `{.class #id key="value"}`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::document::dialect) struct Attributes<'a> {
    /// The classes, without their dots.
    pub(in crate::document::dialect) classes: Vec<&'a str>,
    /// The id, without its number sign.
    pub(in crate::document::dialect) id: Option<&'a str>,
    /// Keys and values, without quotes.
    pub(in crate::document::dialect) pairs: Vec<(&'a str, &'a str)>,
}

/// Maximum bytes of a list.
const MAX_LENGTH: usize = 400;

impl<'a> Attributes<'a> {
    /// The list at the start of a text, with its length. Every word must be `.class`, `#id`, `key=value` or `-`, and the
    /// list must not be empty; a colon may precede the first word.
    pub(in crate::document::dialect) fn at_start(text: &'a str) -> Option<(Self, usize)> {
        let inner = text.strip_prefix('{')?;
        let mut list = Self::default();
        let mut rest = inner.strip_prefix(':').unwrap_or(inner);
        let mut words = 0;
        loop {
            rest = rest.trim_start_matches([' ', '\t']);
            if text.len() - rest.len() > MAX_LENGTH {
                return None;
            }
            if let Some(behind) = rest.strip_prefix('}') {
                return (words > 0).then_some((list, text.len() - behind.len()));
            }
            rest = list.word(rest)?;
            words += 1;
        }
    }

    /// Reads one word and returns what follows.
    fn word(&mut self, text: &'a str) -> Option<&'a str> {
        let name_end = |text: &str| {
            text.find(|c: char| c.is_whitespace() || matches!(c, '}' | '{' | '=' | '"' | '.' | '#'))
                .unwrap_or(text.len())
        };
        if let Some(name) = text.strip_prefix(['.', '#']) {
            let end = name_end(name);
            let (found, rest) = name.split_at_checked(end)?;
            if !found.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | '-')) || rest.starts_with('=') {
                return None;
            }
            if text.starts_with('.') {
                self.classes.push(found);
            } else {
                self.id = Some(found);
            }
            return Some(rest);
        }
        if let Some(rest) = text.strip_prefix('-') {
            return rest.starts_with([' ', '}']).then_some(rest);
        }
        let (key, rest) = text.split_at_checked(name_end(text))?;
        if !key.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | '-')) {
            return None;
        }
        let rest = rest.strip_prefix('=')?;
        let (value, rest) = match rest.strip_prefix(['"', '\'']) {
            Some(inner) => inner.split_once(rest.get(..1)?)?,
            None => rest.split_at_checked(rest.find(|c: char| c.is_whitespace() || c == '}')?)?,
        };
        self.pairs.push((key, value));
        Some(rest)
    }

    /// The value of a key.
    pub(in crate::document::dialect) fn value(&self, key: &str) -> Option<&'a str> {
        self.pairs.iter().find(|(name, _)| *name == key).map(|(_, value)| *value)
    }

    /// Whether one of the classes is in a list.
    pub(in crate::document::dialect) fn has(&self, names: &[&str]) -> bool {
        self.classes.iter().any(|class| names.contains(class))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists() {
        let read = |text| Attributes::at_start(text).map(|(list, length)| (list.classes, list.id, list.pairs, length));
        for (text, expected) in [
            ("{.a}后", Some((vec!["a"], None, vec![], 4))),
            ("{#x .a .b k=v}", Some((vec!["a", "b"], Some("x"), vec![("k", "v")], 14))),
            ("{: .a}", Some((vec!["a"], None, vec![], 6))),
            ("{.a title=\"甲 乙}\"}", Some((vec!["a"], None, vec![("title", "甲 乙}")], 21))),
            ("{-}", Some((vec![], None, vec![], 3))),
            ("{}", None),
            ("{a}", None),
            ("{.5}", None),
            ("{:?}", None),
            ("{:.2f}", None),
            ("{=html}", None),
            ("{.a", None),
            ("{\"k\": 1}", None),
            ("{{.Name}}", None),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
