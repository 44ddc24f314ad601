//! Checks of pictures.
//!
//! usage: pictures corpora FOLDER SCRATCH
//!        pictures bombs
//!        pictures bomb NAME
//!
//! `corpora`: the articles of a folder are copied to SCRATCH. For every address of a picture in them that is not on the
//! web, a file is put where the rules of Hexo say that it is, and the program must find it there. The files themselves
//! are not part of the corpora. What has no place, because it is on the author's machine, is counted by reason.
//!
//! `bombs`: pictures whose headers lie or that would take more memory or time than they may, each decoded in a process
//! of its own: it must end with the expected error within 2 s and 200 MiB.

mod bombs;
mod corpora;

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let passed = match words[..] {
        ["corpora", folder, scratch] => corpora::check(Path::new(folder), Path::new(scratch)),
        ["bombs"] => bombs::check(),
        ["bomb", name] => bombs::decode_one(name),
        _ => {
            eprintln!("usage: pictures corpora FOLDER SCRATCH | bombs");
            false
        }
    };
    if passed { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
