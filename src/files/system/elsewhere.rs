//! Files by what the standard library tells of them on every system. There are no inodes, and a change of a file is
//! known only by the time of its contents.

use std::ffi::{OsStr, OsString};
use std::fs::{self, OpenOptions};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::files::system::NameKind;
use crate::library::Stamp;

/// A directory.
#[derive(Debug)]
pub(in crate::files) struct Directory(PathBuf);

impl Directory {
    /// The directory at a path.
    pub(in crate::files) fn open(path: &Path) -> io::Result<Self> {
        fs::read_dir(path)?;
        Ok(Self(path.to_path_buf()))
    }

    /// What it is known by, whatever its name.
    pub(in crate::files) fn identity(&self) -> io::Result<(u64, u64)> {
        identity(&self.0)
    }

    /// Passes every name but `.` and `..` to `visit`, in no order.
    ///
    /// # Errors
    /// The error that ended the listing early.
    pub(in crate::files) fn each_name(&mut self, visit: &mut dyn FnMut(OsString, NameKind)) -> io::Result<()> {
        for entry in fs::read_dir(&self.0)? {
            let entry = entry?;
            let kind = match entry.file_type() {
                Ok(kind) if kind.is_file() => NameKind::File,
                Ok(kind) if kind.is_dir() => NameKind::Folder,
                Ok(kind) if kind.is_symlink() => NameKind::Link,
                _ => NameKind::Other,
            };
            visit(entry.file_name(), kind);
        }
        Ok(())
    }

    /// The state of a file in it, symbolic links followed; `None` if it cannot be determined.
    pub(in crate::files) fn stamp(&self, name: &OsStr) -> Option<Stamp> {
        stamp_of(&self.0.join(name))
    }
}

/// Whether what has this metadata is a FIFO, which has no path here.
pub(in crate::files) fn is_fifo(_: &fs::Metadata) -> bool {
    false
}

/// Opens a FIFO, which has no path here.
pub(in crate::files) fn open_fifo(path: &Path) -> io::Result<impl io::Read> {
    fs::File::open(path)
}

/// The state of a file; `None` if it cannot be determined.
pub(in crate::files) fn stamp_of(file: &Path) -> Option<Stamp> {
    let metadata = fs::metadata(file).ok()?;
    let nanoseconds = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?.as_nanos();
    let modified = i64::try_from(nanoseconds).ok()?;
    Some(Stamp { size: metadata.len(), modified, changed: modified, inode: 0 })
}

/// What a folder is known by, whatever its name: a hash of its path without symbolic links.
pub(in crate::files) fn identity(folder: &Path) -> io::Result<(u64, u64)> {
    let mut hasher = DefaultHasher::new();
    fs::canonicalize(folder)?.hash(&mut hasher);
    Ok((0, hasher.finish()))
}

/// How a file is opened for reading.
pub(in crate::files) fn regular_file_options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true);
    options
}

/// When a file was last changed.
pub(in crate::files) fn changed(file: &Path) -> Option<SystemTime> {
    fs::metadata(file).ok()?.modified().ok()
}
