//! Which command makes a text of a file that is not text.

use std::path::Path;

use crate::cli::outcome::shell_line;

/// How one format becomes text.
struct Unpacking {
    /// The format, as [`NotText`](crate::problem::Code::NotText) names it.
    format: &'static str,
    /// The extension that the file must have; empty for any.
    extension: &'static str,
    /// The command, in which `FILE` stands for the file.
    of_file: &'static [&'static str],
    /// The command that reads standard input; empty if there is none.
    of_stream: &'static str,
}

const fn row(
    format: &'static str,
    extension: &'static str,
    of_file: &'static [&'static str],
    of_stream: &'static str,
) -> Unpacking {
    Unpacking { format, extension, of_file, of_stream }
}

/// The first row that fits counts.
const UNPACKINGS: &[Unpacking] = &[
    row("gzip", "", &["zcat", "FILE"], "zcat"),
    row("bzip2", "", &["bzcat", "FILE"], "bzcat"),
    row("xz", "", &["xzcat", "FILE"], "xzcat"),
    row("Zstandard", "", &["zstdcat", "FILE"], "zstdcat"),
    row("tar", "", &["tar", "-xOf", "FILE"], "tar -xO"),
    row("PDF", "", &["pdftotext", "FILE", "-"], "pdftotext - -"),
    row("ZIP", "docx", &["pandoc", "-t", "html", "FILE"], ""),
    row("ZIP", "odt", &["pandoc", "-t", "html", "FILE"], ""),
    row("ZIP", "", &["unzip", "-p", "FILE"], "funzip"),
    row("EPUB", "", &["pandoc", "-t", "html", "FILE"], ""),
];

/// The command line that shows a file of this format in the reader; `-` is standard input. `None` if there is no common
/// one.
pub fn unpacked(format: &str, path: &str) -> Option<String> {
    let extension = Path::new(path).extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let fits = |row: &&Unpacking| {
        row.format == format && (row.extension.is_empty() || row.extension.eq_ignore_ascii_case(extension))
    };
    let row = UNPACKINGS.iter().find(fits)?;
    if path == "-" {
        return (!row.of_stream.is_empty()).then(|| format!("… | {} | inkstone", row.of_stream));
    }
    let words: Vec<_> = row.of_file.iter().map(|word| if *word == "FILE" { path } else { word }.into()).collect();
    Some(format!("{} | inkstone", shell_line(&words)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_files_have_a_command() {
        for (format, path, expected) in [
            ("gzip", "a.md.gz", Some("zcat a.md.gz | inkstone")),
            ("gzip", "-", Some("… | zcat | inkstone")),
            ("bzip2", "a b.bz2", Some("bzcat 'a b.bz2' | inkstone")),
            ("xz", "a.xz", Some("xzcat a.xz | inkstone")),
            ("Zstandard", "a.zst", Some("zstdcat a.zst | inkstone")),
            ("tar", "a.tar", Some("tar -xOf a.tar | inkstone")),
            ("PDF", "a.pdf", Some("pdftotext a.pdf - | inkstone")),
            ("PDF", "-", Some("… | pdftotext - - | inkstone")),
            ("ZIP", "a.zip", Some("unzip -p a.zip | inkstone")),
            ("ZIP", "a.DOCX", Some("pandoc -t html a.DOCX | inkstone")),
            ("EPUB", "a.epub", Some("pandoc -t html a.epub | inkstone")),
            ("EPUB", "-", None),
            ("PNG", "a.png", None),
        ] {
            assert_eq!(unpacked(format, path).as_deref(), expected, "{format} {path}");
        }
    }
}
