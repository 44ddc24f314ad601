//! The formats of the files into which articles are written, and what prints them.

use std::io;
use std::path::{Path, PathBuf};

use crate::article::Article;
use crate::config::Config;
use crate::document::{Document, is_html_extension};
use crate::files::Source;

/// The formats of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileFormat {
    /// Typeset text.
    Text,
    /// Markdown.
    Markdown,
    /// A web page.
    Html,
}

impl FileFormat {
    /// The format that the ending of a file asks for: text, unless it is one of Markdown or HTML.
    pub fn of(path: &Path) -> Self {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        let is_markdown = |ending: &str| ["md", "markdown", "mdown", "mkd"].contains(&ending);
        match ending.to_ascii_lowercase().as_str() {
            ending if is_html_extension(ending) => Self::Html,
            ending if is_markdown(ending) => Self::Markdown,
            _ => Self::Text,
        }
    }
}

/// An article, with its path in the collection.
pub type Printable = (PathBuf, Article, Document);

/// Prints articles of a collection into a file of a format, as the command `print` does.
pub type Printer = Box<dyn Fn(&Config, &Source, Vec<Printable>, FileFormat) -> io::Result<Vec<u8>>>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_of_a_file_chooses_its_format() {
        for (name, expected) in [
            ("a", FileFormat::Text),
            ("a.txt", FileFormat::Text),
            ("a.md.bak", FileFormat::Text),
            (".md", FileFormat::Text),
            ("文/a.MD", FileFormat::Markdown),
            ("a.markdown", FileFormat::Markdown),
            ("a.html", FileFormat::Html),
            ("a.Htm", FileFormat::Html),
        ] {
            assert_eq!(FileFormat::of(Path::new(name)), expected, "{name}");
        }
    }
}
