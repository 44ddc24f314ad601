//! The marks of an article, and the marks to filter by.

/// The marks of an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marked {
    /// It was read.
    pub read: bool,
    /// It has a star.
    pub starred: bool,
    /// It was added since the last visit.
    pub new: bool,
}

/// A mark to filter by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MarkKind {
    /// Not read yet.
    Unread,
    /// Read.
    Read,
    /// Starred.
    Starred,
    /// Added since the last visit.
    New,
}

impl MarkKind {
    /// Whether an article with these marks passes.
    pub fn holds(self, marked: Marked) -> bool {
        match self {
            Self::Unread => !marked.read,
            Self::Read => marked.read,
            Self::Starred => marked.starred,
            Self::New => marked.new,
        }
    }
}
