//! The values that are unknown, to be reported.

/// How many are reported of a body.
const MOST: usize = 64;

/// An unknown value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::document) struct Unknown {
    /// Its name.
    pub(in crate::document) name: String,
    /// The tag that uses it, as the body has it.
    pub(in crate::document) tag: String,
}

/// The unknown values of a body, each once, in order.
#[derive(Clone, Debug, Default)]
pub(in crate::document) struct UnknownValues {
    list: Vec<Unknown>,
}

impl UnknownValues {
    /// Adds a value.
    pub(in crate::document::dialect::shortcode) fn push(&mut self, name: &str, tag: &str) {
        if self.list.len() < MOST && !self.list.iter().any(|known| known.name == name) {
            self.list.push(Unknown { name: name.to_owned(), tag: tag.to_owned() });
        }
    }

    /// An empty list for an included file.
    pub(in crate::document::dialect::shortcode) fn inner(&self) -> Self {
        Self::default()
    }

    /// Adds those of an included file, which this tag includes.
    pub(in crate::document::dialect::shortcode) fn take(&mut self, inner: Self, tag: &str) {
        inner.list.iter().for_each(|unknown| self.push(&unknown.name, tag));
    }

    /// Adds those of another part of the body.
    pub(in crate::document) fn extend(&mut self, other: Self) {
        other.list.into_iter().for_each(|unknown| self.push(&unknown.name, &unknown.tag));
    }

    /// Each with the offset of its tag in a body; 0 if the body no longer has it as it is. Linear in the body.
    pub(in crate::document) fn places<'s>(&'s self, body: &str) -> Vec<(&'s str, usize)> {
        let mut from = 0;
        let mut places = Vec::with_capacity(self.list.len());
        for unknown in &self.list {
            let rest = body.as_bytes().get(from..).unwrap_or_default();
            let at = memchr::memmem::find(rest, unknown.tag.as_bytes()).map(|at| from + at);
            from = at.unwrap_or(from);
            places.push((unknown.name.as_str(), at.unwrap_or(from)));
        }
        places
    }
}
