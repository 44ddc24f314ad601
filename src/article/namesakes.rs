//! What tells articles apart that look the same in a list: the ends of their paths.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::text::{Clean, Profile, clusters};

/// For each path its shortest end, in whole names, that no other of the paths has; the whole path if there is none.
pub fn path_endings(paths: &[PathBuf]) -> Vec<Clean> {
    let names: Vec<Vec<String>> = paths
        .iter()
        .map(|path| path.components().rev().map(|name| name.as_os_str().to_string_lossy().into_owned()).collect())
        .collect();
    let mut endings: Vec<Option<Clean>> = vec![None; paths.len()];
    let longest = names.iter().map(Vec::len).max().unwrap_or(0);
    for length in 1..=longest {
        let end = |names: &Vec<String>| names.iter().take(length).rev().cloned().collect::<Vec<_>>().join("/");
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for names in &names {
            *counts.entry(end(names)).or_default() += 1;
        }
        for (ending, names) in endings.iter_mut().zip(&names).filter(|(ending, _)| ending.is_none()) {
            let own = end(names);
            if counts.get(&own) == Some(&1) || length == longest {
                *ending = Some(Clean::line(&own));
            }
        }
        if endings.iter().all(Option::is_some) {
            break;
        }
    }
    endings.into_iter().map(Option::unwrap_or_default).collect()
}

/// The end of a path, cut at its front with … to fit: its last characters differ most often.
pub fn shortened_path(ending: &str, cells: usize, profile: Profile) -> Clean {
    let mut width = profile.width(ending);
    if width <= cells {
        return Clean::line(ending);
    }
    width += profile.width("…");
    let kept = clusters(ending).find(|(_, cluster)| {
        let fits = width <= cells;
        width -= usize::from(profile.cluster(cluster));
        fits
    });
    Clean::line(&format!("…{}", kept.and_then(|(start, _)| ending.get(start..)).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_told_apart_by_their_ends() {
        for (paths, expected) in [
            (&["m.md", "m.html"][..], &["m.md", "m.html"][..]),
            (&["a/m.md", "b/n.md"], &["m.md", "n.md"]),
            (&["a/index.md", "b/index.md", "b/x.md"], &["a/index.md", "b/index.md", "x.md"]),
            (&["a/b/index.md", "c/b/index.md", "index.md"], &["a/b/index.md", "c/b/index.md", "index.md"]),
            (&["b/index.md", "index.md"], &["b/index.md", "index.md"]),
            (&["m.md", "m.md"], &["m.md", "m.md"]),
            (&[""], &[""]),
            (&[], &[]),
        ] {
            let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
            let found = path_endings(&paths);
            assert_eq!(found.iter().map(Clean::as_str).collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn a_long_end_loses_its_front() {
        for (cells, expected) in [(7, "文字.md"), (6, "…字.md"), (5, "….md"), (1, "…"), (0, "…")] {
            assert_eq!(&*shortened_path("文字.md", cells, Profile::default()), expected);
        }
    }
}
