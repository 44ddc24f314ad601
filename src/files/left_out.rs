//! Counting the files that a walk leaves out.

use std::ops::ControlFlow;

use crate::article::LeftOut;
use crate::files::source::Source;
use crate::files::walk::each_other_file;

/// At most about so many files are counted.
const MOST: usize = 10_000;

impl Source {
    /// The files of a collection in one folder that are no articles because of their endings; `.txt` files among them
    /// have no front matter. Counts only the first ones of a very large collection, and none of another kind of
    /// collection.
    pub fn left_out(&self) -> LeftOut {
        let mut left_out = LeftOut::default();
        let Some(root) = self.root() else { return left_out };
        each_other_file(root, self.extent(), &mut |path| {
            left_out.add(path.extension().map(|ending| ending.to_string_lossy()).unwrap_or_default().as_ref());
            if left_out.len() < MOST { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        left_out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_with_other_endings_are_counted() {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in [
            ("a.md", "a"),
            ("b.txt", "---\ntitle: b\n---\nb"),
            ("c.txt", "c"),
            ("d.TXT", "d"),
            ("x/e.pdf", "%PDF"),
            ("x/README", "e"),
            (".hidden.txt", "f"),
            ("node_modules/g.txt", "g"),
        ] {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let mut expected = LeftOut::default();
        ["txt", "txt", "pdf", ""].iter().for_each(|ending| expected.add(ending));
        assert_eq!(Source::folder(folder.path()).left_out(), expected);
        let mut alone = LeftOut::default();
        ["txt", "txt"].iter().for_each(|ending| alone.add(ending));
        assert_eq!(Source::folder_alone(folder.path()).left_out(), alone);
        assert!(Source::guide().left_out().is_empty());
    }
}
