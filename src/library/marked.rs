//! What the owner did with articles, and the marks to filter by.

/// What the reader's owner did with an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marked {
    /// It was read.
    pub read: bool,
    /// It has a star.
    pub starred: bool,
    /// It came since the last visit.
    pub new: bool,
}

/// A mark to filter by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mark {
    /// Not read yet.
    Unread,
    /// Read.
    Read,
    /// With a star.
    Starred,
    /// Come since the last visit.
    New,
}

impl Mark {
    /// Whether an article with these marks bears it.
    pub fn holds(self, marked: Marked) -> bool {
        match self {
            Self::Unread => !marked.read,
            Self::Read => marked.read,
            Self::Starred => marked.starred,
            Self::New => marked.new,
        }
    }
}
