//! Writes files as the library decodes them, for `charsets.py`.
//!
//! usage: decode FILE…
//!
//! For each file, writes a line with the names of its problems and the length of its text in bytes, then the text.

use std::io::{self, Write};

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    for path in std::env::args_os().skip(1) {
        let decoded = inkstone::files::decode(std::fs::read(path)?);
        let problems: Vec<String> = decoded
            .problems
            .iter()
            .map(|problem| {
                let charset = problem.args.first().map_or("", |name| name.as_str());
                format!("{}={charset}", problem.code.name())
            })
            .collect();
        writeln!(out, "{} {}", problems.join(","), decoded.text.len())?;
        out.write_all(decoded.text.as_bytes())?;
    }
    Ok(())
}
