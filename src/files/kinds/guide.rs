//! The guide inside the binary.

use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use crate::article::ArticleKey;
use crate::files::names::is_article_name;
use crate::files::read::Bytes;
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

impl Kind for Guide {
    fn key(&self, path: &Path) -> ArticleKey {
        ArticleKey::member(Path::new(CONTAINER), path)
    }

    fn path_of(&self, key: &ArticleKey) -> Option<PathBuf> {
        key.path().filter(|_| key.container() == Path::new(CONTAINER)).map(Path::to_owned)
    }

    fn roots(&self) -> Vec<PathBuf> {
        vec![CONTAINER.into()]
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
        let all = file.contents();
        let end = usize::try_from(limit).unwrap_or(usize::MAX).min(all.len());
        Ok(Bytes { bytes: all.get(..end).unwrap_or_default().to_vec(), cut: end < all.len() })
    }

    fn absolute(&self, _path: &Path) -> Option<PathBuf> {
        None
    }

    fn is_on_disk(&self) -> bool {
        false
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
