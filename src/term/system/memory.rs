//! A file in memory, which is gone when nobody has it open.

use std::io;
use std::os::fd::OwnedFd;
use std::process::Stdio;

use rustix::fs::{MemfdFlags, SealFlags, SeekFrom, fcntl_add_seals, fstat, ftruncate, memfd_create, seek};
use rustix::io::pread;

/// A file in memory that another program writes to.
#[derive(Debug)]
pub(in crate::term) struct MemoryFile(OwnedFd);

impl MemoryFile {
    /// An empty file; `None` if the system has none.
    pub(in crate::term) fn new() -> Option<Self> {
        memfd_create("stderr", MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING).ok().map(Self)
    }

    /// Gives it a length. What nobody has written takes no memory.
    pub(in crate::term) fn set_len(&self, length: u64) -> io::Result<()> {
        Ok(ftruncate(&self.0, length)?)
    }

    /// Lets nothing be written after its end any more.
    pub(in crate::term) fn seal(&self) {
        // If this fails, the file grows.
        let _ = fcntl_add_seals(&self.0, SealFlags::GROW);
    }

    /// The end that a program writes to. It shares the offset.
    pub(in crate::term) fn end(&self) -> io::Result<Stdio> {
        self.0.try_clone().map(Stdio::from)
    }

    /// Reads at an offset; returns how much.
    pub(in crate::term) fn read_at(&self, bytes: &mut [u8], offset: u64) -> usize {
        pread(&self.0, bytes, offset).unwrap_or(0)
    }

    /// The offset at which is written next.
    pub(in crate::term) fn offset(&self) -> u64 {
        seek(&self.0, SeekFrom::Current(0)).unwrap_or(0)
    }

    /// Its length.
    pub(in crate::term) fn len(&self) -> u64 {
        fstat(&self.0).ok().and_then(|stat| u64::try_from(stat.st_size).ok()).unwrap_or(0)
    }
}
