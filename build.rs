//! Tells readers of articles apart: a digest of everything that decides what is read from a file.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What reading depends on, by paths from the root of the package; folders with all in them.
const READERS: &[&str] = &["src/text", "src/document", "src/article", "src/files", "assets/fold", "Cargo.lock"];

fn main() -> io::Result<()> {
    let mut files = Vec::new();
    for reader in READERS {
        gather(Path::new(reader), &mut files)?;
    }
    files.sort();
    // FNV-1a: no enemy writes our sources.
    let mut digest: u64 = 0xcbf2_9ce4_8422_2325;
    for file in &files {
        for byte in fs::read(file)? {
            digest = (digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    let mut out = io::stdout().lock();
    for reader in READERS {
        writeln!(out, "cargo::rerun-if-changed={reader}")?;
    }
    writeln!(out, "cargo::rustc-env=INKSTONE_READER={digest:016x}")
}

fn gather(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            gather(&entry?.path(), files)?;
        }
    } else if path.is_file() {
        files.push(path.to_path_buf());
    }
    Ok(())
}
