//! Files by the calls of Unix. A directory stays open while its files are looked at, so that its path is not resolved
//! again for each of them.

use std::ffi::{OsStr, OsString};
use std::fs::{self, OpenOptions};
use std::io::{self, Cursor, Read};
use std::os::unix::fs::{FileTypeExt, MetadataExt, OpenOptionsExt};
use std::path::Path;
use std::time::{Duration, SystemTime};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{AtFlags, CWD, Dir, FileType, Mode, OFlags, Stat, fcntl_getfl, fcntl_setfl, fstat, openat, statat};

use crate::files::system::NameKind;
use crate::library::Stamp;
use crate::os_str::OsStringExt;

/// A directory that has been opened. It stays the same directory if its path is given to another one.
#[derive(Debug)]
pub(in crate::files) struct Directory(Dir);

impl Directory {
    /// Opens the directory at a path.
    pub(in crate::files) fn open(path: &Path) -> io::Result<Self> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC | OFlags::NONBLOCK;
        Ok(Self(Dir::new(openat(CWD, path, flags, Mode::empty())?)?))
    }

    /// Its device and inode.
    pub(in crate::files) fn identity(&self) -> io::Result<(u64, u64)> {
        let stat = fstat(self.0.fd()?)?;
        Ok((stat.st_dev as u64, stat.st_ino as u64))
    }

    /// Passes every name but `.` and `..` to `visit`, in no order. To be called once.
    ///
    /// # Errors
    /// The error that ended the listing early.
    pub(in crate::files) fn each_name(&mut self, visit: &mut dyn FnMut(OsString, NameKind)) -> io::Result<()> {
        while let Some(entry) = self.0.read() {
            let entry = entry?;
            let name = entry.file_name().to_bytes();
            if name == b"." || name == b".." {
                continue;
            }
            let kind = match entry.file_type() {
                // Some file systems do not store it with the name.
                FileType::Unknown => self.kind_of(entry.file_name()),
                known => kind(known),
            };
            visit(OsString::from_vec(name.to_vec()), kind);
        }
        Ok(())
    }

    fn kind_of(&self, name: &std::ffi::CStr) -> NameKind {
        let stat = self.0.fd().and_then(|fd| statat(fd, name, AtFlags::SYMLINK_NOFOLLOW));
        stat.map_or(NameKind::Other, |stat| kind(FileType::from_raw_mode(stat.st_mode)))
    }

    /// The state of a file in it, symbolic links followed; `None` if it cannot be determined.
    pub(in crate::files) fn stamp(&self, name: &OsStr) -> Option<Stamp> {
        statat(self.0.fd().ok()?, name, AtFlags::empty()).ok().as_ref().map(stamp)
    }
}

fn kind(kind: FileType) -> NameKind {
    match kind {
        FileType::RegularFile => NameKind::File,
        FileType::Directory => NameKind::Folder,
        FileType::Symlink => NameKind::Link,
        _ => NameKind::Other,
    }
}

#[cfg_attr(target_os = "linux", expect(clippy::unnecessary_cast, reason = "the types differ between systems"))]
fn stamp(stat: &Stat) -> Stamp {
    Stamp {
        size: stat.st_size as u64,
        modified: nanoseconds(stat.st_mtime as i64, stat.st_mtime_nsec as i64),
        changed: nanoseconds(stat.st_ctime as i64, stat.st_ctime_nsec as i64),
        inode: stat.st_ino as u64,
    }
}

/// Whether what has this metadata is a FIFO.
pub(in crate::files) fn is_fifo(metadata: &fs::Metadata) -> bool {
    metadata.file_type().is_fifo()
}

/// Seconds in which a program has to begin to write into a FIFO.
const PATIENCE: i64 = 1;

/// Opens a FIFO. Reading waits for what is written into it.
///
/// # Errors
/// [`io::ErrorKind::TimedOut`] if no program has it open for writing: it would be waited for without end.
pub(in crate::files) fn open_fifo(path: &Path) -> io::Result<impl Read> {
    let mut file = regular_file_options().open(path)?;
    let mut ready = [PollFd::new(&file, PollFlags::IN)];
    let waited = poll(&mut ready, Some(&Timespec { tv_sec: PATIENCE, tv_nsec: 0 }));
    let mut first = Vec::new();
    if !waited.is_ok_and(|ready| ready > 0) {
        let mut byte = [0];
        match file.read(&mut byte) {
            Ok(0) => return Err(io::ErrorKind::TimedOut.into()),
            Ok(_) => first.extend(byte),
            // A program has opened it, and is slow.
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
    }
    fcntl_setfl(&file, fcntl_getfl(&file)? - OFlags::NONBLOCK)?;
    Ok(Cursor::new(first).chain(file))
}

/// The state of a file; `None` if it cannot be determined.
pub(in crate::files) fn stamp_of(file: &Path) -> Option<Stamp> {
    let metadata = fs::metadata(file).ok()?;
    Some(Stamp {
        size: metadata.len(),
        modified: nanoseconds(metadata.mtime(), metadata.mtime_nsec()),
        changed: nanoseconds(metadata.ctime(), metadata.ctime_nsec()),
        inode: metadata.ino(),
    })
}

fn nanoseconds(seconds: i64, rest: i64) -> i64 {
    seconds.saturating_mul(1_000_000_000).saturating_add(rest)
}

/// What a folder is known by, whatever its name: its device and inode.
pub(in crate::files) fn identity(folder: &Path) -> io::Result<(u64, u64)> {
    let metadata = fs::metadata(folder)?;
    Ok((metadata.dev(), metadata.ino()))
}

/// How a file is opened for reading: without waiting, if it turns out to be a FIFO, and without taking a terminal.
pub(in crate::files) fn regular_file_options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).custom_flags((OFlags::NONBLOCK | OFlags::NOCTTY).bits() as i32);
    options
}

/// When a file was last changed, by the clock of its file system. Renaming changes this time (ctime) but not that of
/// its contents.
pub(in crate::files) fn changed(file: &Path) -> Option<SystemTime> {
    let metadata = fs::metadata(file).ok()?;
    let seconds = Duration::from_secs(u64::try_from(metadata.ctime()).ok()?);
    let rest = Duration::from_nanos(u64::try_from(metadata.ctime_nsec()).ok()?);
    SystemTime::UNIX_EPOCH.checked_add(seconds + rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_states_are_those_of_their_paths() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        fs::write(at("a.md"), "text").expect("written");
        fs::create_dir(at("b")).expect("made");
        std::os::unix::fs::symlink("a.md", at("c")).expect("linked");
        std::os::unix::fs::symlink("gone", at("d")).expect("linked");
        rustix::fs::mkfifoat(CWD, at("e"), Mode::RWXU).expect("a pipe");
        let mut directory = Directory::open(folder.path()).expect("opened");
        let mut names = Vec::new();
        directory.each_name(&mut |name, kind| names.push((name, kind))).expect("listed");
        names.sort_by(|a, b| a.0.cmp(&b.0));
        let kinds = [NameKind::File, NameKind::Folder, NameKind::Link, NameKind::Link, NameKind::Other];
        let expected: Vec<_> = ["a.md", "b", "c", "d", "e"].into_iter().map(OsString::from).zip(kinds).collect();
        assert_eq!(names, expected);
        assert_eq!(directory.identity().ok(), identity(folder.path()).ok());
        for (name, _) in &names {
            assert_eq!(directory.stamp(name), stamp_of(&folder.path().join(name)), "{name:?}");
        }
        assert_eq!(directory.stamp(OsStr::new("a.md")).map(|stamp| stamp.size), Some(4));
        assert!(Directory::open(&at("a.md")).is_err() && Directory::open(&at("gone")).is_err());
    }

    #[test]
    fn a_fifo_is_read_to_its_end_if_a_program_writes_into_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a");
        rustix::fs::mkfifoat(CWD, &path, Mode::RWXU).expect("a pipe");
        assert_eq!(open_fifo(&path).err().map(|error| error.kind()), Some(io::ErrorKind::TimedOut));
        let text = "霜叶红于二月花。".repeat(10_000);
        std::thread::scope(|scope| {
            // Opening waits for a reader, and writing until there is room.
            let writer = scope.spawn(|| fs::write(&path, &text));
            let mut read = String::new();
            let input = std::iter::repeat_with(|| open_fifo(&path)).find_map(Result::ok);
            input.expect("opened").read_to_string(&mut read).expect("read");
            assert_eq!(read, text);
            assert!(writer.join().expect("ended").is_ok());
        });
    }

    #[test]
    fn a_large_directory_is_listed_whole() {
        let folder = tempfile::tempdir().expect("a folder");
        let names: Vec<String> =
            (0..3000).map(|number| format!("{number:05}-{}.md", "名".repeat(number % 60))).collect();
        names.iter().for_each(|name| fs::write(folder.path().join(name), "").expect("written"));
        let mut found = Vec::new();
        let mut directory = Directory::open(folder.path()).expect("opened");
        directory.each_name(&mut |name, _| found.extend(name.into_string())).expect("listed");
        found.sort();
        assert_eq!(found, names);
    }
}
