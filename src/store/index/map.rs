//! A file of texts as memory: the one place that maps files.

use std::fs::File;
use std::io;
use std::ops::Deref;

use memmap2::{Mmap, MmapOptions};

/// The first bytes of a file, mapped for reading.
#[derive(Debug)]
pub(super) struct Map(Option<Mmap>);

impl Map {
    /// Maps the first `bytes` of a text file, which must be committed ones, or of a shelf.
    #[expect(unsafe_code, reason = "the compiler cannot know what other processes do to a mapped file")]
    pub(super) fn new(file: &File, bytes: usize) -> io::Result<Self> {
        if file.metadata()?.len() < bytes as u64 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if bytes == 0 {
            // The system maps no empty range.
            return Ok(Self(None));
        }
        // SAFETY: committed bytes of a text file, and all of a shelf, are never written again and never cut off: copies of the program only
        // append behind them, and take a file away by unlinking it, which leaves maps of it whole. The bytes are
        // treated as bytes, whatever they are.
        let map = unsafe { MmapOptions::new().len(bytes).map(file)? };
        Ok(Self(Some(map)))
    }
}

impl Map {
    /// Brings the bytes into the tables of this process.
    pub(super) fn prepare(&self) {
        if let Self(Some(map)) = self {
            #[cfg(target_os = "linux")]
            // Older systems cannot, and read each page when it is asked for.
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
