//! The names of an index's files, and their removal.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::os_str::OsStrExt;
use crate::problem::{Code, Problem};
use crate::store::database::beside;
use crate::store::system::identity;

/// Prefix of the names of text files.
pub(super) const TEXTS: &str = "texts-";

/// Prefix of the names of snapshots, their text offsets and scratch files.
pub(super) const SNAPSHOT: &str = "snapshot-";

/// Prefix of the names of the signatures of text files.
pub(super) const SIGNATURE: &str = "signature-";

pub(super) fn unwritable(dir: &Path, why: &dyn std::fmt::Display) -> Problem {
    Problem::new(Code::IndexUnwritable).with(dir.to_string_lossy()).with(why.to_string())
}

pub(super) fn remove(file: &Path) -> io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Writes a file under a temporary name, then renames it.
pub(super) fn write_file(name: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let (part, file) = scratch(name.parent().unwrap_or(Path::new("")))?;
    let written = Ok(file).and_then(|file| {
        let mut out = BufWriter::with_capacity(1 << 16, file);
        write(&mut out)?;
        out.flush()?;
        out.get_ref().sync_data()?;
        fs::rename(&part, name)
    });
    // On a full disk this frees the space.
    written.inspect_err(|_| remove(&part).unwrap_or_default())
}

/// Creates an empty scratch file that no other process uses.
pub(super) fn scratch(dir: &Path) -> io::Result<(PathBuf, File)> {
    for number in 0..64 {
        let name = dir.join(format!("{SNAPSHOT}scratch-{number}"));
        match OpenOptions::new().read(true).write(true).create_new(true).open(&name) {
            Ok(file) => return Ok((name, file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Removes the files of an index. Two processes may do so at once: the catalogue itself is the lock, and a process that
/// finds another catalogue in its place leaves everything alone.
pub(super) fn discard(dir: &Path, catalogue: &str) -> io::Result<()> {
    let file = dir.join(catalogue);
    if file.is_dir() {
        fs::remove_dir_all(&file)?;
    }
    match File::open(&file) {
        Ok(old) => {
            old.lock()?;
            let (locked, there) = (old.metadata()?, fs::metadata(&file)?);
            if identity(&there) != identity(&locked) {
                return Ok(());
            }
            // Journals first: a new database must not find the log of the old one.
            for journal in ["-wal", "-shm", "-journal", ""] {
                remove(&beside(&file, journal))?;
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        // It cannot be read, but perhaps removed.
        Err(_) => remove(&file)?,
    }
    // Snapshots had another name in early versions.
    let prefixes = [TEXTS, SNAPSHOT, SIGNATURE, "shelf-"];
    for entry in fs::read_dir(dir)?.flatten() {
        let name = entry.file_name();
        if prefixes.iter().any(|prefix| name.as_bytes().starts_with(prefix.as_bytes())) {
            remove(&entry.path())?;
        }
    }
    Ok(())
}
