//! Which names are names of articles, and what is at a path.

use std::ffi::OsStr;
use std::path::Path;

use crate::article::is_ending;

/// Whether something exists at a path; a dangling symbolic link counts.
pub fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Whether a path is a folder or a symbolic link to one.
pub fn is_folder(path: &Path) -> bool {
    path.is_dir()
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
