//! Which names are names of articles, and what is at a path.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use crate::article::is_ending;
use crate::files::system;

/// Whether something exists at a path; a dangling symbolic link counts.
pub fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Whether a path is a folder or a symbolic link to one.
pub fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

/// Whether a path is a FIFO, such as what `<(…)` of a shell stands for, or a symbolic link to one.
pub fn is_fifo(path: &Path) -> bool {
    path.metadata().is_ok_and(|metadata| system::is_fifo(&metadata))
}

/// The files in a folder whose names end with `.` and an ending, in the order of their names: at most 1,000, none if the
/// folder cannot be read.
pub fn files_in(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let named = entries.filter(|path| path.extension().is_some_and(|own| own == ending));
    let mut files: Vec<PathBuf> = named.filter(|path| path.is_file()).take(1000).collect();
    files.sort();
    files
}

/// Whether a file is an article by its name: `Some(true)` if it is, `Some(false)` if only with front matter, `None` if
/// it is not.
pub(super) fn is_article_name(path: &Path) -> Option<bool> {
    let extension = path.extension()?.to_str()?;
    if is_ending(extension) {
        return Some(true);
    }
    extension.eq_ignore_ascii_case("txt").then_some(false)
}

/// Whether a walk skips the files and folders of this name.
pub(super) fn is_skipped(name: &OsStr) -> bool {
    name.as_encoded_bytes().first() == Some(&b'.') || name == "node_modules"
}
