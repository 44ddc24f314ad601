//! The file metadata that shows whether a file changed since it was read.

/// The state of a file as its file system reports it. All zero if it could not be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Stamp {
    /// Size in bytes.
    pub size: u64,
    /// Modification time in nanoseconds since 1970. Programs can set it to anything.
    pub modified: i64,
    /// Change time of its content, name or permissions, in nanoseconds since 1970. Programs cannot set it.
    pub changed: i64,
    /// Inode number.
    pub inode: u64,
}
