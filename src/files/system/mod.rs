//! What systems tell of files in different ways: the names and states in a directory, what a path stands for, when a
//! file was changed.

#[cfg(not(unix))]
mod elsewhere;
#[cfg(unix)]
mod unix;

#[cfg(not(unix))]
pub(super) use elsewhere::{Directory, changed, identity, is_fifo, open_fifo, regular_file_options, stamp_of};
#[cfg(unix)]
pub(super) use unix::{Directory, changed, identity, is_fifo, open_fifo, regular_file_options, stamp_of};

/// What a name in a directory stands for, symbolic links not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NameKind {
    File,
    Folder,
    Link,
    /// A FIFO, socket or device, or it cannot be determined.
    Other,
}
