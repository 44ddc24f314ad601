//! Files by the calls of Unix.

use std::fs::{DirBuilder, File, Metadata, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, FileExt, MetadataExt, OpenOptionsExt};
use std::path::Path;

use rustix::fs::Access;

/// Checks whether files can be created in a directory that exists.
pub(in crate::store) fn check_access(dir: &Path) -> io::Result<()> {
    Ok(rustix::fs::access(dir, Access::WRITE_OK | Access::EXEC_OK)?)
}

/// Creates a directory with those above it, which only the user can look into.
pub(in crate::store) fn create_private_dir(dir: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(dir)
}

/// Creates a file that only the user can read.
pub(in crate::store) fn create_private(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

/// Creates a file with the permissions of another one.
pub(in crate::store) fn create_like(path: &Path, other: &Metadata) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(other.mode() & 0o777).open(path)
}

/// What a file is known by, whatever its name: its device and inode.
pub(in crate::store) fn identity(file: &Metadata) -> (u64, u64) {
    (file.dev(), file.ino())
}

/// Fills the buffer with the bytes at an offset. Several threads may do so at once.
pub(in crate::store) fn read_exact_at(file: &File, bytes: &mut [u8], offset: u64) -> io::Result<()> {
    file.read_exact_at(bytes, offset)
}

/// Syncs the names in a directory to disk.
pub(in crate::store) fn sync_dir(dir: &Path) -> io::Result<()> {
    File::open(dir)?.sync_all()
}

/// Whether a directory is on a network file system. There the shared memory of a write-ahead log does not reach other
/// machines, even if it works on this one.
#[cfg(target_os = "linux")]
pub(in crate::store) fn is_remote(dir: &Path) -> bool {
    // NFS, SMB, CIFS, SMB2, 9p, AFS, Ceph: linux/magic.h.
    const REMOTE: [u32; 7] = [0x6969, 0x517b, 0xff53_4d42, 0xfe53_4d42, 0x0102_1997, 0x5346_414f, 0x00c3_6400];
    rustix::fs::statfs(dir).is_ok_and(|stat| REMOTE.contains(&(stat.f_type as u32)))
}

#[cfg(not(target_os = "linux"))]
pub(in crate::store) fn is_remote(_dir: &Path) -> bool {
    false
}
