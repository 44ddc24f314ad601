//! A single article that was read from a stream, such as standard input.

use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use crate::files::read::{Bytes, LIMIT, unreadable, up_to};
use crate::files::source::{Kind, Source};
use crate::files::system::open_fifo;
use crate::files::walk::{Found, Visit};
use crate::problem::Problem;

/// The path of the article. It has no extension, so that its content decides which markup it is.
const NAME: &str = "stdin";

/// The container of the article.
const CONTAINER: &str = "stream:";

/// What was read of the stream.
#[derive(Clone, Debug)]
struct Stream(Bytes);

impl Source {
    /// Reads a stream, up to [`LIMIT`], into a collection of one article; also returns the path of that article. Nothing
    /// is remembered of it.
    ///
    /// # Errors
    /// Errors of the stream.
    pub fn stream(stream: impl Read) -> io::Result<(Self, PathBuf)> {
        Ok((Self::of(Stream(up_to(stream, LIMIT, 0)?)), NAME.into()))
    }

    /// As [`Source::stream`], of a FIFO that was named by hand; waits for what is written into it.
    ///
    /// # Errors
    /// It cannot be opened or read, or no program writes into it.
    pub fn fifo(path: &Path) -> Result<(Self, PathBuf), Problem> {
        open_fifo(path).and_then(Self::stream).map_err(|error| unreadable(&error))
    }
}

impl Kind for Stream {
    fn container(&self) -> Option<&Path> {
        Some(Path::new(CONTAINER))
    }

    fn canonical(&self) -> Source {
        Source::of(self.clone())
    }

    fn walk(&self, visit: Visit) -> ControlFlow<()> {
        visit(Found::File(NAME.into()))
    }

    fn bytes(&self, path: &Path, limit: u64) -> io::Result<Bytes> {
        if path != Path::new(NAME) {
            return Err(io::ErrorKind::NotFound.into());
        }
        let all = &self.0.bytes;
        up_to(all.as_slice(), limit, all.len() as u64).map(|read| Bytes { cut: read.cut || self.0.cut, ..read })
    }

    fn is_stream(&self) -> bool {
        true
    }

    fn has_file(&self, path: &Path) -> bool {
        path == Path::new(NAME)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Reading;

    #[test]
    fn a_stream_is_one_article() {
        let (source, path) = Source::stream("# 题\n\n文".as_bytes()).expect("read");
        let whole = source.whole(&path, &Reading::default()).expect("read");
        assert_eq!((whole.loaded.article.title.as_str(), whole.document.text().as_str()), ("题", "题\n文"));
        assert_eq!(source.path_of(&source.key(&path)), Some(path));
    }
}
