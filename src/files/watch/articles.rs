//! Watches the files of a collection for changes while it is open.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use notify::event::{AccessKind, AccessMode};
use notify::{ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::files::names::{is_article_name, is_skipped};
use crate::files::source::Source;
use crate::files::system::changed;
use crate::files::walk::{Extent, each_folder};

/// A change is reported once nothing else has happened for this long: most files are written in several steps.
const QUIET: Duration = Duration::from_millis(60);

/// A change is reported after this long, whatever else happens.
const PATIENCE: Duration = Duration::from_millis(300);

/// The resolution of the clock that file systems take the time of a change from.
const TICK: Duration = Duration::from_millis(50);

/// A change of a collection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// The files at these paths of the source were created, changed or removed. A removed folder stands for all that
    /// was in it; for a new folder its files are reported.
    Paths(Vec<PathBuf>),
    /// Too much to list: the collection must be walked again.
    All,
    /// From now on changes may go unnoticed: the system cannot watch more folders.
    Blind,
}

/// Watches a collection until it is dropped.
#[derive(Debug)]
pub struct Watch {
    messages: Sender<Message>,
}

enum Message {
    Event(notify::Result<Event>),
    Stop,
}

impl Watch {
    /// Watches a collection in one folder, on a thread of its own, and calls `report` with its changes. Changes since
    /// `since` are reported too, so that none is missed between the walk of a collection and its watch. Other
    /// collections are not watched: `report` is called once with [`Change::Blind`].
    pub fn start(source: &Source, since: SystemTime, report: impl FnMut(Change) + Send + 'static) -> Self {
        let (messages, receive) = channel();
        let sender = messages.clone();
        let mut report = report;
        let Some(root) = source.root().map(Path::to_path_buf) else {
            report(Change::Blind);
            return Self { messages };
        };
        let extent = source.extent();
        let run = move || {
            let send = move |event| drop(sender.send(Message::Event(event)));
            match notify::recommended_watcher(send) {
                Ok(watcher) => {
                    let report = &mut report;
                    WatchThread { root, extent, watcher, since, folder_changed: false, blind: false, report }
                        .run(&receive);
                }
                Err(_) => report(Change::Blind),
            }
        };
        // Ignore errors: without the thread no change is noticed, but the refresh key still works.
        let _ = thread::Builder::new().name("watch".into()).spawn(run);
        Self { messages }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.messages.send(Message::Stop);
    }
}

/// The state of the watch thread.
struct WatchThread<'a> {
    root: PathBuf,
    extent: Extent,
    watcher: RecommendedWatcher,
    since: SystemTime,
    /// Whether a folder that was opened has changed after `since`.
    folder_changed: bool,
    blind: bool,
    report: &'a mut dyn FnMut(Change),
}

impl WatchThread<'_> {
    fn run(mut self, messages: &Receiver<Message>) {
        let since = self.since;
        let changed = self.open(Path::new(""), &|file| changed_since(file, since));
        self.report_paths(changed);
        // A file removed before its folder was watched leaves no trace but the time of the folder.
        if self.folder_changed {
            (self.report)(Change::All);
        }
        while let Ok(first) = messages.recv() {
            let Some(events) = collect_events(first, messages) else { return };
            let mut paths = BTreeSet::new();
            let mut lost = false;
            for event in events {
                match event {
                    Ok(event) if event.need_rescan() => lost = true,
                    Ok(event) if is_change(&event.kind) => paths.extend(event.paths),
                    Ok(_) => {}
                    Err(_) => lost = true,
                }
            }
            if lost {
                self.open(Path::new(""), &|_| false);
                (self.report)(Change::All);
            } else {
                self.examine(paths);
            }
        }
    }

    /// Reports the changes at these absolute paths.
    fn examine(&mut self, paths: BTreeSet<PathBuf>) {
        let mut changed = Vec::new();
        for absolute in paths {
            let Ok(path) = absolute.strip_prefix(&self.root).map(Path::to_path_buf) else { continue };
            if path.as_os_str().is_empty() || is_path_skipped(&path) {
                continue;
            }
            match fs::metadata(&absolute) {
                Ok(metadata) if metadata.is_dir() && self.extent == Extent::Folder => {}
                Ok(metadata) if metadata.is_dir() => changed.extend(self.open(&path, &|_| true)),
                Ok(metadata) if metadata.is_file() && is_article_name(&path).is_none() => {}
                // Files, links that are now dangling, and removed files and folders.
                _ => changed.push(path),
            }
        }
        self.report_paths(changed);
    }

    fn report_paths(&mut self, mut changed: Vec<PathBuf>) {
        changed.sort_unstable();
        changed.dedup();
        if !changed.is_empty() {
            (self.report)(Change::Paths(changed));
        }
    }

    /// Watches a folder and, as far as the collection goes, all below it; returns the `wanted` files in them, by their paths in the source.
    fn open(&mut self, folder: &Path, wanted: &dyn Fn(&Path) -> bool) -> Vec<PathBuf> {
        let below = self.root.join(folder);
        let mut found = Vec::new();
        let mut failed = false;
        let (watcher, since) = (&mut self.watcher, self.since);
        let mut folder_changed = false;
        each_folder(
            &below,
            self.extent,
            // Watch before listing: a file created in between is reported twice rather than never.
            &mut |place| {
                failed |= watcher.watch(place, RecursiveMode::NonRecursive).is_err_and(|error| !is_gone(&error));
                folder_changed |= changed_since(place, since);
            },
            &mut |path| {
                if wanted(&below.join(&path)) {
                    found.push(folder.join(path));
                }
            },
        );
        self.folder_changed |= folder_changed;
        if failed && !self.blind {
            self.blind = true;
            (self.report)(Change::Blind);
        }
        found
    }
}

/// The event and all that follow it closely; `None` once the watch is stopped.
fn collect_events(first: Message, messages: &Receiver<Message>) -> Option<Vec<notify::Result<Event>>> {
    let mut events = Vec::new();
    let mut next = Some(first);
    let began = Instant::now();
    loop {
        match next {
            Some(Message::Event(event)) => events.push(event),
            Some(Message::Stop) => return None,
            None => return Some(events),
        }
        // Reading a file is an event too, but not one to wait for.
        let matters = events.iter().any(|event| event.as_ref().map_or(true, |event| is_change(&event.kind)));
        let left = PATIENCE.saturating_sub(began.elapsed()).min(QUIET);
        next = if matters { messages.recv_timeout(left).ok() } else { messages.try_recv().ok() };
    }
}

/// Whether a folder could not be watched because it was already removed, which the watch of its parent will report.
fn is_gone(error: &notify::Error) -> bool {
    match &error.kind {
        ErrorKind::PathNotFound => true,
        ErrorKind::Io(error) => error.kind() == std::io::ErrorKind::NotFound,
        _ => false,
    }
}

fn is_change(kind: &EventKind) -> bool {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
        EventKind::Access(_) => false,
        EventKind::Any | EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_) | EventKind::Other => true,
    }
}

/// Whether a walk skips a path or a folder above it.
fn is_path_skipped(path: &Path) -> bool {
    path.iter().any(is_skipped)
}

/// Whether a file was created or changed after a time, by the clock of its file system.
fn changed_since(file: &Path, since: SystemTime) -> bool {
    changed(file).and_then(|changed| changed.checked_add(TICK)).is_some_and(|changed| changed >= since)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::RecvTimeoutError;

    /// How long a change may take to be told. Far more than any healthy run needs.
    const LONG: Duration = Duration::from_secs(20);

    struct Watched {
        folder: tempfile::TempDir,
        changes: Receiver<Change>,
        _watch: Watch,
    }

    impl Watched {
        fn new() -> Self {
            let folder = tempfile::tempdir().expect("a folder");
            fs::create_dir_all(folder.path().join("a/b")).expect("made");
            fs::write(folder.path().join("old.md"), "x").expect("written");
            let (send, changes) = channel();
            let source = Source::folder(folder.path());
            let watch = Watch::start(&source, SystemTime::now() + Duration::from_secs(60), move |change| {
                let _ = send.send(change);
            });
            let watched = Self { folder, changes, _watch: watch };
            // Nothing is told before all folders are watched: the file is written until it is.
            let probe = watched.folder.path().join("a/b/probe.md");
            let deadline = Instant::now() + LONG;
            loop {
                fs::write(&probe, "x").expect("written");
                match watched.changes.recv_timeout(Duration::from_millis(100)) {
                    Ok(change) => {
                        assert_eq!(change, Change::Paths(vec!["a/b/probe.md".into()]));
                        break;
                    }
                    Err(error) => assert!(error == RecvTimeoutError::Timeout && Instant::now() < deadline, "{error}"),
                }
            }
            watched
        }

        fn place(&self, name: &str) -> PathBuf {
            self.folder.path().join(name)
        }

        /// All that is told until every one of these paths was.
        fn told(&self, wanted: &[&str]) -> BTreeSet<PathBuf> {
            let mut told = BTreeSet::new();
            let deadline = Instant::now() + LONG;
            while !wanted.iter().all(|path| told.contains(Path::new(path))) {
                match self.changes.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                    Ok(Change::Paths(paths)) => told.extend(paths),
                    other => panic!("{other:?} after {told:?}"),
                }
            }
            told.remove(Path::new("a/b/probe.md"));
            told
        }
    }

    fn paths(names: &[&str]) -> BTreeSet<PathBuf> {
        names.iter().map(PathBuf::from).collect()
    }

    #[test]
    fn what_comes_changes_and_goes_is_told() {
        let watched = Watched::new();
        fs::write(watched.place("a/new.md"), "x").expect("written");
        assert_eq!(watched.told(&["a/new.md"]), paths(&["a/new.md"]));
        fs::write(watched.place("old.md"), "y").expect("written");
        assert_eq!(watched.told(&["old.md"]), paths(&["old.md"]));
        fs::rename(watched.place("old.md"), watched.place("a/b/moved.md")).expect("moved");
        assert_eq!(watched.told(&["old.md", "a/b/moved.md"]), paths(&["old.md", "a/b/moved.md"]));
        fs::remove_file(watched.place("a/new.md")).expect("removed");
        assert_eq!(watched.told(&["a/new.md"]), paths(&["a/new.md"]));
    }

    #[test]
    fn folders_that_come_are_watched_with_all_in_them() {
        let watched = Watched::new();
        let outside = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(outside.path().join("c/d")).expect("made");
        fs::write(outside.path().join("c/d/x.md"), "x").expect("written");
        fs::rename(outside.path().join("c"), watched.place("c")).expect("on one disk");
        assert!(watched.told(&["c/d/x.md"]).is_superset(&paths(&["c/d/x.md"])));
        fs::write(watched.place("c/d/y.md"), "y").expect("written");
        assert_eq!(watched.told(&["c/d/y.md"]), paths(&["c/d/y.md"]));
        fs::rename(watched.place("c"), outside.path().join("gone")).expect("on one disk");
        assert!(watched.told(&["c"]).is_superset(&paths(&["c"])));
    }

    #[test]
    fn what_no_walk_comes_upon_is_not_told() {
        let watched = Watched::new();
        fs::create_dir_all(watched.place(".git/x")).expect("made");
        fs::write(watched.place(".git/x/a.md"), "x").expect("written");
        fs::write(watched.place("a/picture.png"), "x").expect("written");
        fs::write(watched.place("a/.hidden.md"), "x").expect("written");
        fs::write(watched.place("a/last.md"), "x").expect("written");
        assert_eq!(watched.told(&["a/last.md"]), paths(&["a/last.md"]));
    }

    #[test]
    fn what_changed_before_is_told_at_once() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("x.md"), "x").expect("written");
        let (send, changes) = channel();
        let source = Source::folder(folder.path());
        let _watch = Watch::start(&source, SystemTime::now() - Duration::from_secs(60), move |change| {
            let _ = send.send(change);
        });
        assert_eq!(changes.recv_timeout(LONG), Ok(Change::Paths(vec!["x.md".into()])));
    }

    #[test]
    fn what_went_before_its_folder_was_watched_is_walked_for() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("a")).expect("made");
        fs::write(folder.path().join("a/x.md"), "x").expect("written");
        let since = SystemTime::now();
        fs::remove_file(folder.path().join("a/x.md")).expect("removed");
        let (send, changes) = channel();
        let _watch = Watch::start(&Source::folder(folder.path()), since, move |change| {
            let _ = send.send(change);
        });
        assert_eq!(changes.recv_timeout(LONG), Ok(Change::All));
    }

    #[test]
    fn folders_below_a_folder_alone_are_not_watched() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("a")).expect("made");
        fs::write(at("a/x.md"), "x").expect("written");
        fs::write(at("x.md"), "x").expect("written");
        let (send, changes) = channel();
        let since = SystemTime::now() - Duration::from_secs(60);
        let _watch = Watch::start(&Source::folder_alone(folder.path()), since, move |change| {
            let _ = send.send(change);
        });
        assert_eq!(changes.recv_timeout(LONG), Ok(Change::Paths(vec!["x.md".into()])));
        let _ = changes.recv_timeout(Duration::from_millis(200));
        fs::create_dir(at("b")).expect("made");
        fs::write(at("b/y.md"), "y").expect("written");
        fs::write(at("a/y.md"), "y").expect("written");
        fs::write(at("y.md"), "y").expect("written");
        assert_eq!(changes.recv_timeout(LONG), Ok(Change::Paths(vec!["y.md".into()])));
    }

    #[test]
    fn several_paths_are_not_watched() {
        let (send, changes) = channel();
        let _watch = Watch::start(&Source::any_file(), SystemTime::now(), move |change| {
            let _ = send.send(change);
        });
        assert_eq!(changes.recv_timeout(LONG), Ok(Change::Blind));
    }
}
