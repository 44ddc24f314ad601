//! Reading a file of a collection: never a FIFO or a device, never more than a limit, in any charset.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::files::binary::{format_of, is_noise};
use crate::files::charset::{Decoded, decode};
use crate::files::program_output::{overstrikes, shown_text};
use crate::files::system::regular_file_options;
use crate::problem::{Code, Problem};
use crate::text::place;

/// How many bytes of an article are read: a longer one could not be typeset within two seconds and 300 MiB.
pub const LIMIT: u64 = 16 << 20;

/// A file's text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Text {
    /// The characters, decoded from whatever charset the file is in, without a byte order mark.
    pub text: String,
    /// What went wrong while reading: the file was cut, the charset guessed, bytes replaced.
    pub problems: Vec<Problem>,
    /// Whether a program has formatted it for a terminal or a printer, with colours or characters struck over. It has no
    /// markup then, and its lines and columns are intended.
    pub is_formatted: bool,
}

/// A file's bytes, up to a limit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bytes {
    /// The first bytes of the file: all of them unless `cut`.
    pub bytes: Vec<u8>,
    /// Whether the file is longer than the limit.
    pub cut: bool,
}

impl Text {
    /// Reads a stream up to [`LIMIT`].
    ///
    /// # Errors
    /// [`Code::Unreadable`], [`Code::NotText`].
    pub fn from_stream(stream: impl Read) -> Result<Self, Problem> {
        Self::of_output(up_to(stream, LIMIT, 0).map_err(|error| unreadable(&error))?)
    }

    /// As [`Text::of`], for what a program may have written for a terminal, with control sequences and letters struck over.
    pub(super) fn of_output(bytes: Bytes) -> Result<Self, Problem> {
        let decoded = Self::decoded(bytes)?;
        if memchr::memchr2(0x1b, 0x08, decoded.text.as_bytes()).is_none() {
            return Ok(decoded);
        }
        let is_formatted = decoded.text.contains("\x1b[") || overstrikes(&decoded.text) > 0;
        Ok(Self { text: shown_text(&decoded.text), is_formatted, ..decoded })
    }

    /// Decodes the bytes of a file. Of characters that were struck over, as in a saved manual page, the last is kept; a
    /// stray backspace, as some input methods leave in articles, takes nothing away.
    ///
    /// # Errors
    /// [`Code::NotText`].
    pub(super) fn of(bytes: Bytes) -> Result<Self, Problem> {
        let decoded = Self::decoded(bytes)?;
        let backspaces = memchr::memchr_iter(0x08, decoded.text.as_bytes()).count();
        if backspaces == 0 || overstrikes(&decoded.text) * 2 <= backspaces {
            return Ok(decoded);
        }
        Ok(Self { text: shown_text(&decoded.text), is_formatted: true, ..decoded })
    }

    fn decoded(Bytes { mut bytes, cut }: Bytes) -> Result<Self, Problem> {
        if let Some(format) = format_of(&bytes) {
            return Err(Problem::new(Code::NotText).with(format));
        }
        if cut {
            drop_partial_character(&mut bytes);
        }
        let Decoded { text, mut problems } = decode(bytes);
        if is_noise(&text) {
            return Err(Problem::new(Code::NotText).with("binary data"));
        }
        if cut {
            let (line, column) = place(&text, text.len());
            problems.push(Problem::new(Code::BodyCut).with(format!("{} MiB", LIMIT >> 20)).at(line, column));
        }
        Ok(Self { text, problems, is_formatted: false })
    }
}

/// The problem of a file or folder that cannot be read.
pub(super) fn unreadable(error: &io::Error) -> Problem {
    Problem::new(Code::Unreadable).with(error.to_string())
}

/// The bytes of a file on disk, up to `limit`. Symbolic links are followed. FIFOs, sockets, devices and folders are errors,
/// and reading never blocks on them.
pub(super) fn bytes_of_file(path: &Path, limit: u64) -> io::Result<Bytes> {
    let (file, size) = open(path)?;
    up_to(file, limit, size)
}

/// Reads up to `limit` bytes of a stream that is expected to have `size` bytes.
pub(super) fn up_to(stream: impl Read, limit: u64, size: u64) -> io::Result<Bytes> {
    // The size is a hint: a sparse file may claim more than memory holds.
    let expected = size.min(limit).min(LIMIT);
    let mut bytes = Vec::with_capacity(usize::try_from(expected).unwrap_or(0).saturating_add(1));
    let read = stream.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    let cut = read as u64 > limit;
    bytes.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(Bytes { bytes, cut })
}

/// Removes a UTF-8 character that was cut in two, so that it is not reported as damage of the file.
fn drop_partial_character(bytes: &mut Vec<u8>) {
    let tail = bytes.len().saturating_sub(3);
    let starts = bytes.iter().skip(tail).rposition(|byte| *byte >= 0xc0).map(|at| tail + at);
    if let Some(at) = starts
        && std::str::from_utf8(bytes.get(at..).unwrap_or_default()).is_err_and(|error| error.error_len().is_none())
    {
        bytes.truncate(at);
    }
}

/// Opens a regular file. Returns it with its size. The path is checked first, since merely opening some devices has an effect. It may change
/// before it is opened, so opening does not block and the opened file is checked again.
fn open(path: &Path) -> io::Result<(File, u64)> {
    let is_regular = |metadata: &std::fs::Metadata| {
        if metadata.is_file() { Ok(()) } else { Err(io::Error::other("not a regular file")) }
    };
    is_regular(&std::fs::metadata(path)?)?;
    let file = regular_file_options().open(path)?;
    let metadata = file.metadata()?;
    is_regular(&metadata)?;
    Ok((file, metadata.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::source::Source;

    #[test]
    fn long_files_are_cut() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("long.md"), "一二三").expect("written");
        let source = Source::folder(folder.path());
        let read = |limit| source.read_bytes(Path::new("long.md"), limit);
        assert_eq!(read(0), Ok(Bytes { bytes: Vec::new(), cut: true }));
        assert_eq!(read(3), Ok(Bytes { bytes: "一".into(), cut: true }));
        assert_eq!(read(9), Ok(Bytes { bytes: "一二三".into(), cut: false }));
        assert_eq!(read(u64::MAX), read(9));
        let gone = source.read(Path::new("gone.md")).expect_err("there is no such file");
        assert_eq!(gone.code, Code::Unreadable);
        assert_eq!(source.read(Path::new("")).expect_err("a folder").code, Code::Unreadable);
    }

    #[test]
    fn characters_struck_over_are_text() {
        let page = "N\u{8}NA\u{8}AM\u{8}ME\u{8}E\n  ls - _\u{8}l_\u{8}i_\u{8}s_\u{8}t\n";
        let plain = "NAME\n  ls - list";
        assert_eq!(Text::from_stream(page.as_bytes()).map(|text| text.text).as_deref(), Ok(plain));
        let of = |text: &str| Text::of(Bytes { bytes: text.into(), cut: false }).map(|text| text.text);
        assert_eq!(of(page).as_deref(), Ok(plain));
        assert_eq!(of("a stray\u{8} one\n").as_deref(), Ok("a stray\u{8} one\n"));
        let noise = "x\u{8}\u{1}\u{2}".repeat(20);
        assert_eq!(of(&noise).expect_err("noise").code, Code::NotText);
        assert_eq!(Text::from_stream(noise.as_bytes()).expect_err("noise").code, Code::NotText);
    }

    #[test]
    fn a_cut_parts_no_character() {
        for (bytes, left) in [("一二".as_bytes(), 6), (&"一二".as_bytes()[..5], 3), (&b"a\xff"[..], 2), (b"", 0)] {
            let mut bytes = bytes.to_vec();
            drop_partial_character(&mut bytes);
            assert_eq!(bytes.len(), left);
        }
        let text = Text::of(Bytes { bytes: "一\n二三".into(), cut: true }).expect("a text");
        let places: Vec<_> = text.problems.iter().map(|problem| (problem.code, problem.line, problem.column)).collect();
        assert_eq!(places, [(Code::BodyCut, Some(2), Some(3))]);
        assert_eq!(Text::from_stream(&b"abc"[..]).ok().map(|text| text.text).as_deref(), Some("abc"));
    }

    #[test]
    fn the_greatest_and_the_smallest_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let source = Source::folder(folder.path());
        // A hole takes no room on the disk.
        let great = File::create(folder.path().join("great.md")).expect("made");
        great.set_len(1 << 30).expect("set");
        let read = source.read_bytes(Path::new("great.md"), LIMIT).expect("read");
        assert_eq!((read.bytes.len() as u64, read.cut), (LIMIT, true));
        assert_eq!(source.read(Path::new("great.md")).expect_err("all zeros").code, Code::NotText);
        File::create(folder.path().join("small.md")).expect("made");
        assert_eq!(source.read(Path::new("small.md")), Ok(Text::default()));
        // A size beyond all memory is not believed.
        great.set_len(1 << 42).expect("set");
        assert_eq!(source.read_bytes(Path::new("great.md"), 2), Ok(Bytes { bytes: vec![0, 0], cut: true }));
        assert_eq!(source.read_bytes(Path::new("small.md"), 0), Ok(Bytes::default()));
    }

    #[cfg(unix)]
    #[test]
    fn a_fifo_is_no_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("pipe.md");
        rustix::fs::mkfifoat(rustix::fs::CWD, &path, rustix::fs::Mode::RWXU).expect("a pipe");
        let source = Source::folder(folder.path());
        assert_eq!(source.read(Path::new("pipe.md")).expect_err("a pipe").code, Code::Unreadable);
        std::os::unix::fs::symlink("pipe.md", folder.path().join("link.png")).expect("a link");
        let paths = Source::any_file();
        for (source, path) in [(&source, "pipe.md"), (&source, "link.png"), (&source, "."), (&paths, "/dev/zero")] {
            let read = source.read_bytes(Path::new(path), 9);
            assert_eq!(read.expect_err("not a regular file").code, Code::Unreadable, "{path}");
        }
    }

    #[test]
    fn bytes_of_every_source_can_be_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let bytes = vec![0x89, b'P', b'N', b'G', 0, 0xff];
        std::fs::write(folder.path().join("a.png"), &bytes).expect("written");
        let read = |source: &Source, path: &Path| source.read_bytes(path, 99).map(|read| read.bytes);
        let source = Source::folder(folder.path());
        assert_eq!(read(&source, Path::new("a.png")), Ok(bytes.clone()));
        assert_eq!(read(&Source::any_file(), &folder.path().join("a.png")), Ok(bytes));
        let guide =
            |limit| Source::guide().read_bytes(Path::new("08-a-short-tour.md"), limit).expect("the guide can be read");
        let (cut, all) = (guide(3), guide(LIMIT));
        assert_eq!((cut.bytes.as_slice(), cut.cut, all.cut), (&all.bytes[..3], true, false));
        assert_eq!(read(&Source::guide(), Path::new("gone.png")).expect_err("no such file").code, Code::Unreadable);
        assert_eq!(read(&source, Path::new("a\0b.png")).expect_err("no such name").code, Code::Unreadable);
    }
}
