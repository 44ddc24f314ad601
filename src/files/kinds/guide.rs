//! The guide inside the binary.

use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use crate::files::names::is_article_name;
use crate::files::read::{Bytes, up_to};
use crate::files::source::{Kind, Source};
use crate::files::walk::{Found, Visit};

/// The files of the guide.
static GUIDE: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/assets/guide");

/// The container of its articles.
const CONTAINER: &str = "guide:";

/// The articles of the guide, by their paths in it.
#[derive(Debug)]
struct Guide;

impl Source {
    /// The guide inside the binary. Nothing of it is on disk.
    pub fn guide() -> Self {
        Self::of(Guide)
    }
}

/// The guide, if a path names it (`guide:`) or an article in it (`guide:02-x.md`), and the path of that article.
pub(in crate::files) fn in_guide(path: &Path) -> Option<(Source, Option<PathBuf>)> {
    let inside = Path::new(path.to_str()?.strip_prefix(CONTAINER)?);
    let is_whole = inside.as_os_str().is_empty();
    (is_whole || GUIDE.get_file(inside).is_some()).then(|| (Source::guide(), (!is_whole).then(|| inside.to_owned())))
}

impl Kind for Guide {
    fn container(&self) -> Option<&Path> {
        Some(Path::new(CONTAINER))
    }

    fn canonical(&self) -> Source {
        Source::guide()
    }

    fn walk(&self, visit: Visit) -> ControlFlow<()> {
        let mut open = vec![&GUIDE];
        while let Some(folder) = open.pop() {
            let mut files: Vec<&Path> = folder.files().map(|file| file.path()).collect();
            files.sort_unstable();
            for path in files {
                if is_article_name(path) == Some(true) {
                    visit(Found::File(path.to_path_buf()))?;
                }
            }
            let mut folders: Vec<_> = folder.dirs().collect();
            folders.sort_unstable_by_key(|folder| std::cmp::Reverse(folder.path()));
            open.extend(folders);
        }
        ControlFlow::Continue(())
    }

    fn bytes(&self, path: &Path, limit: u64) -> io::Result<Bytes> {
        let file = GUIDE.get_file(path).ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
        up_to(file.contents(), limit, file.contents().len() as u64)
    }

    fn has_file(&self, path: &Path) -> bool {
        GUIDE.get_file(path).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_guide_can_be_read() {
        let mut seen = 0;
        Source::guide().walk(&mut |found| {
            let Found::File(path) = found else { panic!("the guide has no problems: {found:?}") };
            let text = Source::guide().read(&path).expect("the guide can be read");
            assert!(text.problems.is_empty() && text.text.contains("title"), "{path:?}");
            assert_eq!(Source::guide().absolute(&path), None);
            seen += 1;
            ControlFlow::Continue(())
        });
        assert!(seen > 0);
    }
}
