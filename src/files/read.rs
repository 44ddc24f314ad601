//! Reading a file of a collection: never a FIFO or a device, never more than the limit, any charset.

use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

use siphasher::sip128::SipHasher13;

use crate::files::charset::{Decoded, decode};
use crate::files::{GUIDE, Source};
use crate::problem::{Code, Problem};
use crate::text::place;

/// Files are read up to this many bytes: more cannot be set in two seconds and 300 MiB.
pub const LIMIT: u64 = 16 << 20;

/// A file's text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Text {
    /// The characters, whatever charset they were written in, without a byte order mark.
    pub text: String,
    /// What went wrong while it was read: cut, charset guessed, bytes replaced.
    pub problems: Vec<Problem>,
}

impl Text {
    /// Reads a stream up to the limit.
    ///
    /// # Errors
    /// What the stream says.
    pub fn from_stream(stream: impl Read) -> io::Result<Self> {
        let (bytes, cut) = up_to(stream, LIMIT, 0)?;
        Ok(Self::of(bytes, cut))
    }

    /// Decodes bytes; `cut` says that there were more of them.
    fn of(mut bytes: Vec<u8>, cut: bool) -> Self {
        if cut {
            end_whole(&mut bytes);
        }
        let Decoded { text, mut problems } = decode(bytes);
        if cut {
            let (line, column) = place(&text, text.len());
            problems.push(Problem::new(Code::BodyCut).with(format!("{} MiB", LIMIT >> 20)).at(line, column));
        }
        Self { text, problems }
    }
}

impl Source {
    /// Reads a file of this source.
    ///
    /// # Errors
    /// [`Code::Unreadable`] with the system's words, or because it is no ordinary file.
    pub fn read(&self, path: &Path) -> Result<Text, Problem> {
        let (bytes, cut) = self.bytes(path, LIMIT).map_err(|error| unreadable(&error))?;
        Ok(Text::of(bytes, cut))
    }

    /// The same with a hash of the bytes read, by which a file is known again under another name. It is SipHash with a
    /// key that never changes: chance makes no two files alike, malice could.
    ///
    /// # Errors
    /// As [`Source::read`].
    pub fn read_hashed(&self, path: &Path) -> Result<(Text, u128), Problem> {
        let (bytes, cut) = self.bytes(path, LIMIT).map_err(|error| unreadable(&error))?;
        let hash = SipHasher13::new().hash(&bytes).as_u128();
        Ok((Text::of(bytes, cut), hash))
    }

    /// Up to `limit` bytes of a file, and whether there are more.
    pub(super) fn bytes(&self, path: &Path, limit: u64) -> io::Result<(Vec<u8>, bool)> {
        match self {
            Self::Folder { root } => bytes(&root.join(path), limit),
            Self::Paths(_) => bytes(path, limit),
            Self::Guide => {
                let file = GUIDE.get_file(path).ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
                let all = file.contents();
                let end = usize::try_from(limit).unwrap_or(usize::MAX).min(all.len());
                Ok((all.get(..end).unwrap_or_default().to_vec(), end < all.len()))
            }
        }
    }
}

pub(super) fn unreadable(error: &io::Error) -> Problem {
    Problem::new(Code::Unreadable).with(error.to_string())
}

fn bytes(path: &Path, limit: u64) -> io::Result<(Vec<u8>, bool)> {
    let file = open(path)?;
    let size = file.metadata()?.len();
    up_to(file, limit, size)
}

/// Up to `limit` bytes of a stream that should have `size`, and whether there are more.
fn up_to(stream: impl Read, limit: u64, size: u64) -> io::Result<(Vec<u8>, bool)> {
    let mut bytes = Vec::with_capacity(usize::try_from(size.min(limit)).unwrap_or(0).saturating_add(1));
    let read = stream.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    let cut = read as u64 > limit;
    bytes.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok((bytes, cut))
}

/// Takes a character of UTF-8 away that the cut has parted: it is no damage of the file.
fn end_whole(bytes: &mut Vec<u8>) {
    let tail = bytes.len().saturating_sub(3);
    let starts = bytes.iter().skip(tail).rposition(|byte| *byte >= 0xc0).map(|at| tail + at);
    if let Some(at) = starts
        && std::str::from_utf8(bytes.get(at..).unwrap_or_default()).is_err_and(|error| error.error_len().is_none())
    {
        bytes.truncate(at);
    }
}

/// Opens an ordinary file. The name may come to stand for something else between the two looks, so the open itself
/// cannot block and what was opened is looked at again.
fn open(path: &Path) -> io::Result<File> {
    let ordinary = |metadata: &std::fs::Metadata| {
        if metadata.is_file() { Ok(()) } else { Err(io::Error::other("not a regular file")) }
    };
    ordinary(&std::fs::metadata(path)?)?;
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags((OFlags::NONBLOCK | OFlags::NOCTTY).bits() as i32);
    }
    let file = options.open(path)?;
    ordinary(&file.metadata()?)?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::walk::Found;
    use std::ops::ControlFlow;

    #[test]
    fn the_guide_can_be_read() {
        let mut seen = 0;
        Source::Guide.walk(&mut |found| {
            let Found::File(path) = found else { panic!("the guide has no problems: {found:?}") };
            let text = Source::Guide.read(&path).expect("the guide can be read");
            assert!(text.problems.is_empty() && text.text.contains("title"), "{path:?}");
            assert_eq!(Source::Guide.absolute(&path), None);
            seen += 1;
            ControlFlow::Continue(())
        });
        assert!(seen > 0);
    }

    #[test]
    fn long_files_are_cut() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("long.md"), "一二三").expect("written");
        let source = Source::Folder { root: folder.path().to_path_buf() };
        assert_eq!(source.bytes(Path::new("long.md"), 3).ok(), Some(("一".into(), true)));
        assert_eq!(source.bytes(Path::new("long.md"), 9).ok(), Some(("一二三".into(), false)));
        let gone = source.read(Path::new("gone.md")).expect_err("there is no such file");
        assert_eq!(gone.code, Code::Unreadable);
        assert_eq!(source.read(Path::new("")).expect_err("a folder").code, Code::Unreadable);
    }

    #[test]
    fn a_cut_parts_no_character() {
        for (bytes, left) in [("一二".as_bytes(), 6), (&"一二".as_bytes()[..5], 3), (&b"a\xff"[..], 2), (b"", 0)] {
            let mut bytes = bytes.to_vec();
            end_whole(&mut bytes);
            assert_eq!(bytes.len(), left);
        }
        let text = Text::of("一\n二三".into(), true);
        let places: Vec<_> = text.problems.iter().map(|problem| (problem.code, problem.line, problem.column)).collect();
        assert_eq!(places, [(Code::BodyCut, Some(2), Some(3))]);
        assert_eq!(Text::from_stream(&b"abc"[..]).ok().map(|text| text.text).as_deref(), Some("abc"));
    }

    #[test]
    fn the_greatest_and_the_smallest_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let source = Source::Folder { root: folder.path().to_path_buf() };
        // A hole takes no room on the disk.
        let great = File::create(folder.path().join("great.md")).expect("made");
        great.set_len(1 << 30).expect("set");
        let read = source.read(Path::new("great.md")).expect("read");
        assert_eq!(read.text.len() as u64, LIMIT);
        assert_eq!(read.problems.first().map(|problem| problem.code), Some(Code::BodyCut));
        File::create(folder.path().join("small.md")).expect("made");
        assert_eq!(source.read(Path::new("small.md")), Ok(Text::default()));
    }

    #[cfg(unix)]
    #[test]
    fn a_fifo_is_no_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("pipe.md");
        rustix::fs::mkfifoat(rustix::fs::CWD, &path, rustix::fs::Mode::RWXU).expect("a pipe");
        let source = Source::Folder { root: folder.path().to_path_buf() };
        assert_eq!(source.read(Path::new("pipe.md")).expect_err("a pipe").code, Code::Unreadable);
    }
}
