//! Computes the version of the article reader: a digest of all code and data that reading an article depends on. An
//! index made by another version reads all articles again.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The files and folders that the digest covers, relative to the package.
const INPUTS: &[&str] = &[
    "src/text",
    "src/formula",
    "src/document",
    "src/article",
    "src/files",
    "assets/fold",
    "assets/tags.txt",
    "assets/tex",
    "Cargo.lock",
];

fn main() -> io::Result<()> {
    let mut files = Vec::new();
    for input in INPUTS {
        add_files(Path::new(input), &mut files)?;
    }
    files.sort();
    // FNV-1a is enough: the sources are trusted, so collisions need not be resisted.
    let mut digest: u64 = 0xcbf2_9ce4_8422_2325;
    for file in &files {
        for byte in fs::read(file)? {
            digest = (digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    let mut out = io::stdout().lock();
    for input in INPUTS {
        writeln!(out, "cargo::rerun-if-changed={input}")?;
    }
    writeln!(out, "cargo::rustc-env=INKSTONE_READER={digest:016x}")
}

fn add_files(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            add_files(&entry?.path(), files)?;
        }
    } else if path.is_file() {
        files.push(path.to_path_buf());
    }
    Ok(())
}
