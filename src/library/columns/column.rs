//! Columns of numbers and of texts, in memory of their own or in bytes that somebody holds.

use std::ops::Range;
use std::sync::Arc;

/// Bytes that stay as they are while somebody holds them: a mapped file, or memory.
pub type Bytes = Arc<dyn AsRef<[u8]> + Send + Sync>;

/// A part of held bytes.
#[derive(Clone)]
pub(in crate::library) struct Held {
    bytes: Bytes,
    range: Range<usize>,
}

impl Held {
    /// A part of these bytes; `None` where they have no such part.
    pub(in crate::library) fn new(bytes: &Bytes, range: Range<usize>) -> Option<Self> {
        (**bytes).as_ref().get(range.clone())?;
        Some(Self { bytes: bytes.clone(), range })
    }

    fn all(&self) -> &[u8] {
        (*self.bytes).as_ref().get(self.range.clone()).unwrap_or_default()
    }
}

/// A column of values of `N` bytes, numbers with the least byte first.
#[derive(Clone)]
pub(in crate::library) enum Column<const N: usize> {
    Own(Vec<[u8; N]>),
    Held(Held),
}

impl<const N: usize> Default for Column<N> {
    fn default() -> Self {
        Self::Own(Vec::new())
    }
}

impl<const N: usize> Column<N> {
    /// All values.
    pub(in crate::library) fn all(&self) -> &[[u8; N]] {
        match self {
            Self::Own(values) => values,
            Self::Held(held) => held.all().as_chunks().0,
        }
    }

    /// A value; zero where there is none.
    pub(in crate::library) fn get(&self, at: usize) -> [u8; N] {
        self.all().get(at).copied().unwrap_or([0; N])
    }

    pub(in crate::library) fn len(&self) -> usize {
        self.all().len()
    }

    /// Adds a value. What is held cannot grow.
    pub(in crate::library) fn push(&mut self, value: [u8; N]) {
        if let Self::Own(values) = self {
            values.push(value);
        }
    }
}

impl Column<4> {
    /// A value as a number; zero where there is none.
    pub(in crate::library) fn number(&self, at: usize) -> u32 {
        u32::from_le_bytes(self.get(at))
    }

    /// The range that ends with the value at this place and begins where the one before ends.
    pub(in crate::library) fn range(&self, at: usize) -> Range<usize> {
        let before = at.checked_sub(1).map_or(0, |before| self.number(before));
        before as usize..self.number(at) as usize
    }
}

/// A column of texts, one after another.
#[derive(Clone, Default)]
pub(in crate::library) struct Strings {
    pub(in crate::library) ends: Column<4>,
    pub(in crate::library) text: Text,
}

/// The texts of a column.
#[derive(Clone)]
pub(in crate::library) enum Text {
    Own {
        bytes: Vec<u8>,
        /// Bytes that stood before these and were moved elsewhere.
        moved: usize,
    },
    Held(Held),
}

impl Default for Text {
    fn default() -> Self {
        Self::Own { bytes: Vec::new(), moved: 0 }
    }
}

impl Text {
    pub(in crate::library) fn bytes(&self) -> &[u8] {
        match self {
            Self::Own { bytes, .. } => bytes,
            Self::Held(held) => held.all(),
        }
    }
}

impl Strings {
    /// All texts from end to end, but for those that were moved elsewhere.
    pub(in crate::library) fn all(&self) -> &[u8] {
        self.text.bytes()
    }

    /// A text; empty where there is none.
    pub(in crate::library) fn get(&self, at: usize) -> &[u8] {
        let range = self.ends.range(at);
        let moved = if let Text::Own { moved, .. } = self.text { moved } else { 0 };
        self.all().get(range.start.wrapping_sub(moved)..range.end.wrapping_sub(moved)).unwrap_or_default()
    }

    /// A text as characters; empty where it is no UTF-8.
    pub(in crate::library) fn str(&self, at: usize) -> &str {
        std::str::from_utf8(self.get(at)).unwrap_or_default()
    }

    pub(in crate::library) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Adds a text. What is held cannot grow, and beyond 4 GiB texts are left empty.
    pub(in crate::library) fn push(&mut self, text: &[u8]) {
        let Text::Own { bytes, moved } = &mut self.text else { return };
        let end = match u32::try_from(*moved + bytes.len() + text.len()) {
            Ok(end) => {
                bytes.extend_from_slice(text);
                end
            }
            Err(_) => (*moved + bytes.len()) as u32,
        };
        self.ends.push(end.to_le_bytes());
    }

    /// Moves the texts so far elsewhere; they can no longer be had from here.
    pub(in crate::library) fn take(&mut self) -> Vec<u8> {
        match &mut self.text {
            Text::Own { bytes, moved } => {
                *moved += bytes.len();
                std::mem::take(bytes)
            }
            Text::Held(_) => Vec::new(),
        }
    }
}
