//! The files that links of articles and typed paths lead to, other than the articles of the collection.

use std::path::{Path, PathBuf};

use crate::article::ArticleKey;
use crate::files::binary::format_of;
use crate::files::home::expanded;
use crate::files::picture::{beside, names, on_site};
use crate::files::read::Text;
use crate::files::source::{Source, settled};
use crate::problem::{Code, Problem};
use crate::text::Clean;

/// How many bytes of a file decide whether it is text.
const SAMPLE: u64 = 64 << 10;

/// At most so many paths are offered.
const MOST: usize = 1000;

/// Formats of programs.
const PROGRAMS: [&str; 5] = ["ELF", "EXE", "Mach-O", "Mach-O, Java class", "WebAssembly"];

/// Endings of files that are no text and that opening may run or install.
const RUNNABLE: [&str; 15] =
    ["apk", "app", "appimage", "class", "com", "deb", "dmg", "exe", "jar", "lnk", "msi", "msix", "pkg", "rpm", "scr"];

/// What a link leads to that is not an article of the collection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Linked {
    /// A text file, by its path in the source.
    Text(PathBuf),
    /// A file for another program.
    Other(PathBuf),
    /// A program, or a package that installs one: opening it might run it.
    Program(PathBuf),
    /// A folder.
    Folder(PathBuf),
    /// Something that cannot be read, and why.
    Unreadable(PathBuf, Problem),
}

impl Source {
    /// What a link in an article of the source leads to; `None` if there is nothing. A relative address starts at the
    /// folder of the article or at a folder of its own beside it; one that begins with `/` at the root of the site, else
    /// at the root of the file system. What follows `?` or `#` does not count unless the file has it in its name.
    pub fn linked(&self, article: &Path, address: &str) -> Option<Linked> {
        let article = self.absolute(article)?;
        let folder = article.parent()?;
        let file = |name: &String| if name.starts_with('/') { on_site(&article, name) } else { beside(&article, name) };
        let names: Vec<String> = names(address).into_iter().filter(|name| !name.is_empty()).collect();
        if let Some(file) = names.iter().find_map(file) {
            return Some(self.kind_of(settled(&file)));
        }
        let other = names.iter().filter(|name| !name.starts_with('/')).map(|name| folder.join(name));
        let path = other.into_iter().find(|path| path.exists())?;
        let path = settled(&path);
        if path.is_dir() {
            return Some(Linked::Folder(path));
        }
        let problem = self.read_bytes(&path, 0).err()?;
        Some(Linked::Unreadable(path, problem))
    }

    /// What a name that somebody typed stands for: a path from the working directory, else from the folder of the
    /// collection; `~` is the home folder. `None` if there is nothing.
    pub fn named_file(&self, name: &str) -> Option<Linked> {
        let typed = expanded(name);
        let in_collection = self.root().map(|root| root.join(&typed));
        let here = std::path::absolute(&typed).ok();
        let path = settled(&here.into_iter().chain(in_collection).find(|path| path.exists())?);
        Some(if path.is_dir() { Linked::Folder(path) } else { self.kind_of(path) })
    }

    /// The paths that begin as typed, sorted, folders with a `/` at the end: those of the working directory, and of the
    /// folder of the collection, as [`Source::named_file`] finds them. Hidden ones only if the name begins with a full
    /// stop. Names that cannot be shown as they are, such as those that are not UTF-8, are left out.
    pub fn path_completions(&self, typed: &str) -> Vec<String> {
        let (folder, begin) = typed.rfind('/').map_or(("", typed), |at| typed.split_at(at + 1));
        let here = if folder.is_empty() { PathBuf::from(".") } else { expanded(folder) };
        let in_collection = self.root().map(|root| root.join(folder));
        let mut paths = Vec::new();
        for place in std::iter::once(here).chain(in_collection) {
            for entry in std::fs::read_dir(place).into_iter().flatten().flatten() {
                let Ok(name) = entry.file_name().into_string() else { continue };
                if !name.starts_with(begin) || name.starts_with('.') && !begin.starts_with('.') {
                    continue;
                }
                let end = if entry.path().is_dir() { "/" } else { "" };
                paths.push(format!("{folder}{name}{end}"));
            }
        }
        paths.retain(|path| Clean::line(path).to_string() == *path);
        paths.sort();
        paths.dedup();
        paths.truncate(MOST);
        paths
    }

    /// What a file is.
    fn kind_of(&self, file: PathBuf) -> Linked {
        let read = match self.read_bytes(&file, SAMPLE) {
            Ok(read) => read,
            Err(problem) => return Linked::Unreadable(file, problem),
        };
        let format = format_of(&read.bytes);
        match Text::of(read) {
            Err(problem) if problem.code == Code::NotText => {
                let ending = file.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
                let is_program = format.is_some_and(|format| PROGRAMS.contains(&format))
                    || RUNNABLE.iter().any(|known| known.eq_ignore_ascii_case(ending));
                if is_program { Linked::Program(file) } else { Linked::Other(file) }
            }
            Err(problem) => Linked::Unreadable(file, problem),
            Ok(_) => Linked::Text(self.path_in(file)),
        }
    }

    /// The path in the source of a file of the working directory, as if it were one of its articles.
    pub fn path_of_file(&self, file: &Path) -> PathBuf {
        self.path_in(settled(file))
    }

    /// The path in the source of a file, which need not be an article: relative to the folder of the collection if it
    /// is below it.
    fn path_in(&self, file: PathBuf) -> PathBuf {
        let known = self.path_of(&ArticleKey::file(file.clone()));
        let below = || Some(file.strip_prefix(settled(self.root()?)).ok()?.to_owned());
        known.or_else(below).unwrap_or(file)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_files_of_all_kinds() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().canonicalize().expect("it exists");
        for (file, bytes) in [
            ("site/_posts/a.md", &b"x"[..]),
            ("site/_posts/LICENSE", b"MIT"),
            ("site/_posts/sub/notes.txt", b"notes"),
            ("site/_posts/empty", b""),
            ("site/_posts/run.sh", b"#!/bin/sh\nls\n"),
            ("site/_posts/a b#c.txt", b"x"),
            ("site/_posts/a/own.csv", b"1,2"),
            ("site/_posts/gb.txt", b"\xd6\xd0\xce\xc4\xce\xc4\xd5\xc2\n"),
            ("site/_posts/paper.pdf", b"%PDF-1.7\n\0\0"),
            ("site/_posts/data.bin", &[0, 1, 2, 3].repeat(99)),
            ("site/_posts/tool", b"\x7fELF\x02\x01\x01"),
            ("site/_posts/tool.JAR", b"PK\x03\x04\x14\0"),
            ("site/_posts/pack.zip", b"PK\x03\x04\x14\0"),
            ("site/_posts/.hidden.md", b"x"),
            ("site/files/paper.pdf", b"%PDF-1.7\n\0\0"),
            ("README", b"outside"),
        ] {
            let path = root.join(file);
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("made");
            std::fs::write(path, bytes).expect("written");
        }
        rustix::fs::mkfifoat(rustix::fs::CWD, root.join("site/_posts/pipe"), rustix::fs::Mode::RWXU).expect("a pipe");
        let posts = root.join("site/_posts");
        let (text, other) = (|path: &str| Some(Linked::Text(path.into())), |path| Some(Linked::Other(root.join(path))));
        let outside = root.join("README");
        for source in [Source::folder(&posts), Source::folder_alone(&posts)] {
            for (address, expected) in [
                ("LICENSE", text("LICENSE")),
                ("./LICENSE#terms", text("LICENSE")),
                ("LICENSE?raw=1", text("LICENSE")),
                ("sub/notes.txt", text("sub/notes.txt")),
                ("sub/../LICENSE", text("LICENSE")),
                ("empty", text("empty")),
                ("run.sh", text("run.sh")),
                ("a b#c.txt", text("a b#c.txt")),
                ("a%20b%23c.txt", text("a b#c.txt")),
                ("own.csv", text("a/own.csv")),
                ("gb.txt", text("gb.txt")),
                (".hidden.md", text(".hidden.md")),
                ("../../README", Some(Linked::Text(outside.clone()))),
                (&outside.display().to_string(), Some(Linked::Text(outside.clone()))),
                ("paper.pdf", other("site/_posts/paper.pdf")),
                ("/files/paper.pdf#page=2", other("site/files/paper.pdf")),
                ("data.bin", other("site/_posts/data.bin")),
                ("pack.zip", other("site/_posts/pack.zip")),
                ("tool", Some(Linked::Program(posts.join("tool")))),
                ("tool.JAR", Some(Linked::Program(posts.join("tool.JAR")))),
                ("sub", Some(Linked::Folder(posts.join("sub")))),
                ("sub/", Some(Linked::Folder(posts.join("sub")))),
                ("..", Some(Linked::Folder(root.join("site")))),
                ("gone", None),
                ("gone.txt", None),
                ("/gone/", None),
                ("a\0b", None),
                ("", None),
                ("#x", None),
            ] {
                assert_eq!(source.linked(Path::new("a.md"), address), expected, "{address:?}");
            }
            let Some(Linked::Unreadable(path, problem)) = source.linked(Path::new("a.md"), "pipe") else { panic!() };
            assert_eq!((path, problem.code), (posts.join("pipe"), Code::Unreadable));
        }
        let source = Source::folder(&posts);
        for (name, expected) in [
            ("sub/notes.txt", text("sub/notes.txt")),
            ("a b#c.txt", text("a b#c.txt")),
            (&outside.display().to_string(), Some(Linked::Text(outside.clone()))),
            ("sub", Some(Linked::Folder(posts.join("sub")))),
            ("paper.pdf", other("site/_posts/paper.pdf")),
            ("gone.txt", None),
        ] {
            assert_eq!(source.named_file(name), expected, "{name:?}");
        }
        let named = Source::named(vec![posts.join("a.md")]);
        let license = posts.join("LICENSE");
        assert_eq!(named.linked(&posts.join("a.md"), "LICENSE"), Some(Linked::Text(license)));
        assert_eq!(Source::guide().linked(Path::new("08-a-short-tour.md"), "LICENSE"), None);
    }

    #[test]
    fn paths_begin_as_typed() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["notes.txt", "nested/d.md", "nested/deep/e.md", ".hidden", "新 闻.md"] {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        }
        let source = Source::folder(folder.path());
        let root = folder.path().display();
        for (typed, expected) in [
            ("no", &["notes.txt"][..]),
            ("n", &["nested/", "notes.txt"]),
            ("nested/", &["nested/d.md", "nested/deep/"]),
            ("nested/de", &["nested/deep/"]),
            (".h", &[".hidden"]),
            ("新", &["新 闻.md"]),
            ("nothing/", &[]),
        ] {
            // The working directory of the tests has none of these.
            let found = source.path_completions(typed);
            assert_eq!(found, expected, "{typed}");
            let absolute = source.path_completions(&format!("{root}/{typed}"));
            assert_eq!(absolute, expected.iter().map(|path| format!("{root}/{path}")).collect::<Vec<_>>(), "{typed}");
        }
        assert!(source.path_completions("").contains(&"notes.txt".to_owned()));
        assert!(source.path_completions("Cargo.t").contains(&"Cargo.toml".to_owned()));
    }
}
