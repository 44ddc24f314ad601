//! Watches a single file for changes.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use notify::event::{AccessKind, AccessMode};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};

/// Watches a file until it is dropped. The file may be replaced by another one of its name, as editors do, may be a
/// symbolic link, and need not exist.
#[derive(Debug)]
pub struct FileWatch {
    path: PathBuf,
    watcher: RecommendedWatcher,
}

impl FileWatch {
    /// Watches a file; `report` is called on another thread, several times for one change. `None` if the system cannot
    /// watch files.
    pub fn start(path: &Path, report: impl Fn() + Send + 'static) -> Option<Self> {
        Self::watching(path, report)
    }

    /// Watches the files in a folder, which need not exist, in the same way.
    pub fn start_in(folder: &Path, report: impl Fn() + Send + 'static) -> Option<Self> {
        // No file is named so: what counts is the folder.
        Self::watching(&folder.join("*"), report)
    }

    fn watching(path: &Path, report: impl Fn() + Send + 'static) -> Option<Self> {
        let path = std::path::absolute(path).ok()?;
        let names = names(&path);
        let folder = path.parent().filter(|_| path.file_name().is_some_and(|name| name == "*")).map(PathBuf::from);
        let on_event = move |event: notify::Result<notify::Event>| {
            let matters = event.is_ok_and(|event| {
                let is_named = |path: &PathBuf| path.file_name().is_some_and(|name| names.contains(name));
                let is_inside = |path: &PathBuf| folder.is_some() && path.parent() == folder.as_deref();
                is_change(&event.kind) && event.paths.iter().any(|path| is_named(path) || is_inside(path))
                    || event.need_rescan()
            });
            if matters {
                report();
            }
        };
        let mut watch = Self { path, watcher: notify::recommended_watcher(on_event).ok()? };
        watch.follow();
        Some(watch)
    }

    /// Watches the folder that holds the file now: to be called after a change, which may have been that of a folder or of
    /// a symbolic link.
    pub fn follow(&mut self) {
        let target = self.path.canonicalize().ok();
        let folders = [self.path.parent(), target.as_deref().and_then(Path::parent)];
        for folder in folders.into_iter().flatten() {
            // Of a folder that does not exist, the nearest one above that does.
            let nearest = folder.ancestors().find(|folder| folder.is_dir());
            // Ignore errors: without a watch the refresh key still works.
            let _ = nearest.map(|folder| self.watcher.watch(folder, RecursiveMode::NonRecursive));
        }
    }
}

/// The names in whose changes the file can have a part: its own, that of its folders and that of the file a symbolic link
/// leads to.
fn names(path: &Path) -> BTreeSet<OsString> {
    let target = path.canonicalize().ok().and_then(|target| target.file_name().map(OsString::from));
    path.iter().map(OsString::from).chain(target).collect()
}

/// Whether an event can change what the file holds.
fn is_change(kind: &EventKind) -> bool {
    match kind {
        EventKind::Access(kind) => *kind == AccessKind::Close(AccessMode::Write),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::sync::mpsc::channel;
    use std::time::Duration;

    #[test]
    fn changes_in_a_folder_are_reported() {
        let folder = tempfile::tempdir().expect("a folder");
        let themes = folder.path().canonicalize().expect("it exists").join("themes");
        let (send, receive) = channel();
        let mut watch = FileWatch::start_in(&themes, move || send.send(()).unwrap_or_default()).expect("a watch");
        fs::create_dir(&themes).expect("made");
        assert!(receive.recv_timeout(Duration::from_secs(5)).is_ok());
        watch.follow();
        fs::write(themes.join("any.toml"), "a").expect("written");
        assert!(receive.recv_timeout(Duration::from_secs(5)).is_ok());
    }

    #[test]
    fn changes_of_every_kind_are_reported() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("target")).expect("made");
        fs::write(at("target/real.toml"), "a").expect("written");
        std::os::unix::fs::symlink("target/real.toml", at("link.toml")).expect("linked");
        fs::write(at("plain.toml"), "a").expect("written");
        for (file, change) in [
            ("plain.toml", "write"),
            ("plain.toml", "rename"),
            ("plain.toml", "remove"),
            ("plain.toml", "write"),
            ("link.toml", "target"),
            ("new/deep/c.toml", "create"),
        ] {
            let (send, receive) = channel();
            let mut watch = FileWatch::start(&at(file), move || send.send(()).unwrap_or_default()).expect("a watch");
            match change {
                "write" => fs::write(at(file), "b").expect("written"),
                "rename" => {
                    fs::write(at("plain.tmp"), "c").expect("written");
                    fs::rename(at("plain.tmp"), at(file)).expect("renamed");
                }
                "remove" => fs::remove_file(at(file)).expect("removed"),
                "target" => fs::write(at("target/real.toml"), "d").expect("written"),
                _ => {
                    for folder in ["new", "new/deep"] {
                        fs::create_dir(at(folder)).expect("made");
                        assert!(receive.recv_timeout(Duration::from_secs(5)).is_ok(), "{folder}");
                        watch.follow();
                    }
                    fs::write(at(file), "e").expect("written");
                }
            }
            assert!(receive.recv_timeout(Duration::from_secs(5)).is_ok(), "{file} {change}");
        }
    }
}
