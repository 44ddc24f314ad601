//! Files by what the standard library has on every system. Who may read a file is left to the folder that it is in,
//! which is the user's own.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

/// Checks whether files can be created in a directory that exists. Only trying would tell.
pub(in crate::store) fn check_access(_dir: &Path) -> io::Result<()> {
    Ok(())
}

/// Creates a directory with those above it.
pub(in crate::store) fn create_private_dir(dir: &Path) -> io::Result<()> {
    fs::create_dir_all(dir)
}

/// Creates a file.
pub(in crate::store) fn create_private(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}

/// Creates a file; there are no permissions to take over from another one.
pub(in crate::store) fn create_like(path: &Path, _other: &Metadata) -> io::Result<File> {
    create_private(path)
}

/// What a file is known by: when it was created and changed. If it is changed meanwhile, it counts as another one.
pub(in crate::store) fn identity(file: &Metadata) -> (u64, u64) {
    let nanoseconds = |time: io::Result<SystemTime>| {
        let since = time.ok()?.duration_since(UNIX_EPOCH).ok()?;
        u64::try_from(since.as_nanos()).ok()
    };
    (nanoseconds(file.created()).unwrap_or_default(), nanoseconds(file.modified()).unwrap_or_default())
}

/// Fills the buffer with the bytes at an offset. Several threads may do so at once.
#[cfg(windows)]
pub(in crate::store) fn read_exact_at(file: &File, mut bytes: &mut [u8], mut offset: u64) -> io::Result<()> {
    use std::os::windows::fs::FileExt;
    while !bytes.is_empty() {
        match file.seek_read(bytes, offset) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(count) => {
                bytes = bytes.split_at_mut_checked(count).map_or(&mut [], |parts| parts.1);
                offset += count as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Fails: neither Unix nor Windows.
#[cfg(not(windows))]
pub(in crate::store) fn read_exact_at(_file: &File, _bytes: &mut [u8], _offset: u64) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Does nothing: a directory cannot be opened as a file, and the file system keeps a journal of its names.
pub(in crate::store) fn sync_dir(_dir: &Path) -> io::Result<()> {
    Ok(())
}

/// Whether a directory is on a network file system, as far as its name tells.
pub(in crate::store) fn is_remote(dir: &Path) -> bool {
    use std::path::{Component, Prefix};
    let prefix = dir.components().next();
    matches!(prefix, Some(Component::Prefix(prefix)) if matches!(prefix.kind(), Prefix::UNC(..) | Prefix::VerbatimUNC(..)))
}
