//! Memory-mapped files. This is the only module that maps files.

use std::fs::File;
use std::io;
use std::ops::Deref;

use memmap2::{Mmap, MmapOptions};

/// The first bytes of a file, mapped read-only.
#[derive(Debug)]
pub(super) struct Map(Option<Mmap>);

impl Map {
    /// Maps the first `bytes` of a text file, all of which must be committed, or of a snapshot or its offsets.
    #[expect(unsafe_code, reason = "the compiler cannot know what other processes do to a mapped file")]
    pub(super) fn new(file: &File, bytes: usize) -> io::Result<Self> {
        if file.metadata()?.len() < bytes as u64 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if bytes == 0 {
            // Empty ranges cannot be mapped.
            return Ok(Self(None));
        }
        // SAFETY: committed bytes of a text file, and all bytes of a snapshot and its offsets, are never modified or
        // truncated: processes only append after them, and remove a file by unlinking it, which leaves its mappings
        // intact. The bytes are treated as plain bytes, whatever they are.
        let map = unsafe { MmapOptions::new().len(bytes).map(file)? };
        Ok(Self(Some(map)))
    }
}

impl Map {
    /// Populates the page tables of this process, where the system can do so ahead of use.
    pub(super) fn prepare(&self) {
        #[cfg(target_os = "linux")]
        if let Self(Some(map)) = self {
            // Older kernels do not support this and load each page on first access.
            map.advise(memmap2::Advice::PopulateRead).unwrap_or_default();
        }
    }
}

impl AsRef<[u8]> for Map {
    fn as_ref(&self) -> &[u8] {
        self
    }
}

impl Deref for Map {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.0.as_deref().unwrap_or_default()
    }
}
