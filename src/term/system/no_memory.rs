//! Systems without files in memory: there never is one.

use std::io;
use std::process::Stdio;

/// A file in memory that another program writes to.
#[derive(Debug)]
pub(in crate::term) enum MemoryFile {}

impl MemoryFile {
    /// There is none.
    pub(in crate::term) fn new() -> Option<Self> {
        None
    }

    /// Gives it a length.
    pub(in crate::term) fn set_len(&self, _length: u64) -> io::Result<()> {
        match *self {}
    }

    /// Lets nothing be written after its end any more.
    pub(in crate::term) fn seal(&self) {
        match *self {}
    }

    /// The end that a program writes to.
    pub(in crate::term) fn end(&self) -> io::Result<Stdio> {
        match *self {}
    }

    /// Reads at an offset; returns how much.
    pub(in crate::term) fn read_at(&self, _bytes: &mut [u8], _offset: u64) -> usize {
        match *self {}
    }

    /// The offset at which is written next.
    pub(in crate::term) fn offset(&self) -> u64 {
        match *self {}
    }

    /// Its length.
    pub(in crate::term) fn len(&self) -> u64 {
        match *self {}
    }
}
