//! Columns of numbers and strings, in owned memory or in shared bytes such as a mapped file.

use std::ops::Range;
use std::sync::Arc;

/// Immutable shared bytes: a mapped file, or memory.
pub type Bytes = Arc<dyn AsRef<[u8]> + Send + Sync>;

/// A range of shared bytes.
#[derive(Clone)]
pub(in crate::library) struct Shared {
    bytes: Bytes,
    range: Range<usize>,
}

impl Shared {
    /// A range of these bytes; `None` if it is out of bounds.
    pub(in crate::library) fn new(bytes: &Bytes, range: Range<usize>) -> Option<Self> {
        (**bytes).as_ref().get(range.clone())?;
        Some(Self { bytes: bytes.clone(), range })
    }

    fn all(&self) -> &[u8] {
        (*self.bytes).as_ref().get(self.range.clone()).unwrap_or_default()
    }
}

/// A column of values of `N` bytes each; numbers are little-endian.
#[derive(Clone)]
pub(in crate::library) enum Column<const N: usize> {
    Owned(Vec<[u8; N]>),
    Shared(Shared),
}

impl<const N: usize> Default for Column<N> {
    fn default() -> Self {
        Self::Owned(Vec::new())
    }
}

impl<const N: usize> Column<N> {
    /// All values.
    pub(in crate::library) fn all(&self) -> &[[u8; N]] {
        match self {
            Self::Owned(values) => values,
            Self::Shared(shared) => shared.all().as_chunks().0,
        }
    }

    /// A value; zero if out of range.
    pub(in crate::library) fn get(&self, at: usize) -> [u8; N] {
        self.all().get(at).copied().unwrap_or([0; N])
    }

    pub(in crate::library) fn len(&self) -> usize {
        self.all().len()
    }

    /// Appends a value. A shared column cannot grow and ignores it.
    pub(in crate::library) fn push(&mut self, value: [u8; N]) {
        if let Self::Owned(values) = self {
            values.push(value);
        }
    }
}

impl Column<4> {
    /// A value as a number; zero if out of range.
    pub(in crate::library) fn number(&self, at: usize) -> u32 {
        u32::from_le_bytes(self.get(at))
    }

    /// The range from the previous value, or 0, to the value at this index.
    pub(in crate::library) fn range(&self, at: usize) -> Range<usize> {
        let before = at.checked_sub(1).map_or(0, |before| self.number(before));
        before as usize..self.number(at) as usize
    }
}

/// A column of strings, stored one after another.
#[derive(Clone, Default)]
pub(in crate::library) struct Strings {
    pub(in crate::library) ends: Column<4>,
    pub(in crate::library) text: Text,
}

/// The bytes of a column of strings.
#[derive(Clone)]
pub(in crate::library) enum Text {
    Owned {
        bytes: Vec<u8>,
        /// Bytes before these that were moved out of memory.
        moved: usize,
    },
    Shared(Shared),
}

impl Default for Text {
    fn default() -> Self {
        Self::Owned { bytes: Vec::new(), moved: 0 }
    }
}

impl Text {
    pub(in crate::library) fn bytes(&self) -> &[u8] {
        match self {
            Self::Owned { bytes, .. } => bytes,
            Self::Shared(shared) => shared.all(),
        }
    }
}

impl Strings {
    /// All strings concatenated, except those moved out of memory.
    pub(in crate::library) fn all(&self) -> &[u8] {
        self.text.bytes()
    }

    /// The bytes of a string; empty if out of range.
    pub(in crate::library) fn get(&self, at: usize) -> &[u8] {
        let range = self.ends.range(at);
        let moved = if let Text::Owned { moved, .. } = self.text { moved } else { 0 };
        self.all().get(range.start.wrapping_sub(moved)..range.end.wrapping_sub(moved)).unwrap_or_default()
    }

    /// A string; empty if out of range or not UTF-8.
    pub(in crate::library) fn str(&self, at: usize) -> &str {
        std::str::from_utf8(self.get(at)).unwrap_or_default()
    }

    pub(in crate::library) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Appends a string. A shared column cannot grow and ignores it. Once the column holds 4 GiB, further strings are
    /// stored as empty.
    pub(in crate::library) fn push(&mut self, text: &[u8]) {
        let Text::Owned { bytes, moved } = &mut self.text else { return };
        let end = match u32::try_from(*moved + bytes.len() + text.len()) {
            Ok(end) => {
                bytes.extend_from_slice(text);
                end
            }
            Err(_) => (*moved + bytes.len()) as u32,
        };
        self.ends.push(end.to_le_bytes());
    }

    /// Takes the bytes of all strings so far out of memory; `get` no longer finds them.
    pub(in crate::library) fn take(&mut self) -> Vec<u8> {
        match &mut self.text {
            Text::Owned { bytes, moved } => {
                *moved += bytes.len();
                std::mem::take(bytes)
            }
            Text::Shared(_) => Vec::new(),
        }
    }
}
