//! Files of expected output that a person has approved. `INSTA_UPDATE=always` rewrites them, as it does snapshots.

use std::fs;
use std::path::{Path, PathBuf};

/// The path of a file of the repository.
pub fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// The text of a file of the repository.
pub fn read(name: &str) -> String {
    fs::read_to_string(path(name)).unwrap()
}

/// Whether approved files are to be rewritten.
pub fn updates() -> bool {
    std::env::var("INSTA_UPDATE").is_ok_and(|value| value == "always" || value == "force")
}

/// Whether `file` has this text. While updating, writes it and returns true.
pub fn is_approved(file: &Path, text: &str) -> bool {
    if fs::read_to_string(file).is_ok_and(|approved| approved == text) {
        return true;
    }
    if updates() {
        fs::write(file, text).unwrap();
    }
    updates()
}

/// Asserts that a file of the repository has this text.
#[track_caller]
pub fn check(name: &str, text: &str) {
    assert!(is_approved(&path(name), text), "{name} is not what the program makes now: see CONTRIBUTING.md");
}
