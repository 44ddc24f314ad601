//! What tells whether a file changed since it was read.

/// The state of a file as its file system tells it. All zero where it could not be asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Stamp {
    /// Bytes.
    pub size: u64,
    /// When its content was changed, in nanoseconds since 1970. Programs set it as they like.
    pub modified: i64,
    /// When its content, name or permissions were changed, in nanoseconds since 1970; nobody sets it.
    pub changed: i64,
    /// Which file of its file system it is.
    pub inode: u64,
}
