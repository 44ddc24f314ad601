//! Finds the marks of files that were moved, by the hashes of their contents.

use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;

use crate::article::ArticleKey;
use crate::files::Source;
use crate::marks::Mark;
use crate::store::{Index, State, Tally};

/// Gives moved files the marks of their old paths, as far as [`State::reattach`] allows it. Returns the marks with the
/// new paths.
pub(super) fn reattach(state: &State, index: Option<&Index>, source: &Source, tally: &Tally) -> Vec<(PathBuf, Mark)> {
    // The index no longer has the hashes of these, and one of them may have been marked a moment ago.
    let removed: Vec<_> =
        tally.removed_files.iter().map(|(path, hash)| (source.key(path), hash.to_le_bytes())).collect();
    let _ = state.note_hashes(&removed);
    let mut found = Vec::new();
    let mut attach = |path: &Path, hash: u128| {
        let attached = state.reattach(&source.key(path), &hash.to_le_bytes());
        found.extend(attached.ok().flatten().map(|mark| (path.to_path_buf(), mark)));
    };
    tally.added_files.iter().for_each(|(path, hash)| attach(path, *hash));
    // A file may have been indexed at its new path before it was removed at its old one, and the tally of a new index
    // does not have the files: the marks still without a file are looked up in the index.
    let is_new = tally.added > tally.added_files.len();
    let lost: FxHashSet<u128> = if is_new {
        state.orphans(source.root().unwrap_or(Path::new("")))
    } else {
        let is_marked = |key: &ArticleKey| state.mark(key).is_some();
        removed.iter().filter(|(key, _)| is_marked(key)).map(|(_, hash)| u128::from_le_bytes(*hash)).collect()
    };
    if let Some(index) = index.filter(|_| !lost.is_empty()) {
        // A broken index is reported by the next update.
        let paths = index.paths_with_hashes(&lost).unwrap_or_default();
        paths.iter().for_each(|(path, hash)| attach(path, *hash));
    }
    found
}
