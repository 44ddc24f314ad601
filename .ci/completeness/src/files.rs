//! The article files of the corpora. The comparison with Chromium uses this file as well.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

const ENDINGS: [&str; 8] = ["md", "markdown", "mdown", "mkd", "html", "htm", "xhtml", "txt"];

/// The article files below a folder.
pub fn files(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
        if path.is_dir() {
            files(&path, found)?;
        } else if ENDINGS.contains(&&*ending) {
            found.push(path);
        }
    }
    Ok(())
}
