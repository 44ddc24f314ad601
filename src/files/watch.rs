//! What happens to the files of a collection while it is open.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use notify::event::{AccessKind, AccessMode};
use notify::{ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::files::source::{Source, is_article_name};
use crate::files::walk::each_folder;

/// A change is told when nothing else has happened for so long: a file is mostly written in several steps.
const QUIET: Duration = Duration::from_millis(60);

/// A change is told after so long, whatever else happens.
const PATIENCE: Duration = Duration::from_millis(300);

/// File systems take the time of a change from a clock that goes by ticks.
const TICK: Duration = Duration::from_millis(4);

/// What has happened to a collection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Something at these paths of the source came, changed or went. A folder that went stands for all that was in
    /// it; of one that came, its files are told.
    Paths(Vec<PathBuf>),
    /// More than can be said: the collection must be walked again.
    All,
    /// From now on changes may go unnoticed: the system watches no more folders.
    Blind,
}

/// Watches a collection until it is dropped.
#[derive(Debug)]
pub struct Watch {
    messages: Sender<Message>,
}

enum Message {
    Told(notify::Result<Event>),
    Stop,
}

impl Watch {
    /// Watches a collection in one folder, on a thread of its own. What has changed since `since` is told too, so
    /// that nothing slips between the walk of a collection and its watch. `tell` is given changes as they come; every
    /// other collection is not watched, and `tell` hears [`Change::Blind`].
    pub fn start(source: &Source, since: SystemTime, tell: impl FnMut(Change) + Send + 'static) -> Self {
        let (messages, receive) = channel();
        let sender = messages.clone();
        let mut tell = tell;
        let Some(root) = source.root().map(Path::to_path_buf) else {
            tell(Change::Blind);
            return Self { messages };
        };
        let run = move || {
            let told = move |event| drop(sender.send(Message::Told(event)));
            match notify::recommended_watcher(told) {
                Ok(watcher) => Eyes { root, watcher, since, blind: false, tell: &mut tell }.run(&receive),
                Err(_) => tell(Change::Blind),
            }
        };
        // Without a thread nothing is noticed, and the owner's key for looking again still works.
        let _ = thread::Builder::new().name("watch".into()).spawn(run);
        Self { messages }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.messages.send(Message::Stop);
    }
}

/// The watching thread.
struct Eyes<'a> {
    root: PathBuf,
    watcher: RecommendedWatcher,
    since: SystemTime,
    blind: bool,
    tell: &'a mut dyn FnMut(Change),
}

impl Eyes<'_> {
    fn run(mut self, messages: &Receiver<Message>) {
        let since = self.since;
        let changed = self.open(Path::new(""), &|file| is_younger(file, since));
        self.told(changed);
        while let Ok(first) = messages.recv() {
            let Some(events) = gather(first, messages) else { return };
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
                (self.tell)(Change::All);
            } else {
                self.look(paths);
            }
        }
    }

    /// Sorts out what happened at these absolute paths.
    fn look(&mut self, paths: BTreeSet<PathBuf>) {
        let mut changed = Vec::new();
        for absolute in paths {
            let Ok(path) = absolute.strip_prefix(&self.root).map(Path::to_path_buf) else { continue };
            if path.as_os_str().is_empty() || is_passed_over(&path) {
                continue;
            }
            match fs::metadata(&absolute) {
                Ok(metadata) if metadata.is_dir() => changed.extend(self.open(&path, &|_| true)),
                Ok(metadata) if metadata.is_file() && is_article_name(&path).is_none() => {}
                // Files, links that lead nowhere now, and what is gone: a folder or a file.
                _ => changed.push(path),
            }
        }
        self.told(changed);
    }

    fn told(&mut self, mut changed: Vec<PathBuf>) {
        changed.sort_unstable();
        changed.dedup();
        if !changed.is_empty() {
            (self.tell)(Change::Paths(changed));
        }
    }

    /// Watches a folder and all below it; gives the files in them that are `wanted`, by their paths in the source.
    fn open(&mut self, folder: &Path, wanted: &dyn Fn(&Path) -> bool) -> Vec<PathBuf> {
        let below = self.root.join(folder);
        let mut found = Vec::new();
        let mut failed = false;
        let watcher = &mut self.watcher;
        each_folder(
            &below,
            // Before it is listed: what comes in between is told twice rather than never.
            &mut |place| match watcher.watch(place, RecursiveMode::NonRecursive) {
                Ok(()) => {}
                // It is gone already, and that will be told by the folder above.
                Err(error) if matches!(error.kind, ErrorKind::PathNotFound) => {}
                Err(error) => {
                    failed |=
                        !matches!(&error.kind, ErrorKind::Io(error) if error.kind() == std::io::ErrorKind::NotFound)
                }
            },
            &mut |path| {
                if wanted(&below.join(&path)) {
                    found.push(folder.join(path));
                }
            },
        );
        if failed && !self.blind {
            self.blind = true;
            (self.tell)(Change::Blind);
        }
        found
    }
}

/// The event and all that come soon after it; `None` when the watch is over.
fn gather(first: Message, messages: &Receiver<Message>) -> Option<Vec<notify::Result<Event>>> {
    let mut events = Vec::new();
    let mut next = Some(first);
    let began = Instant::now();
    loop {
        match next {
            Some(Message::Told(event)) => events.push(event),
            Some(Message::Stop) => return None,
            None => return Some(events),
        }
        // Reading a file is an event too, and nothing to wait for.
        let matters = events.iter().any(|event| event.as_ref().map_or(true, |event| is_change(&event.kind)));
        let left = PATIENCE.saturating_sub(began.elapsed()).min(QUIET);
        next = if matters { messages.recv_timeout(left).ok() } else { messages.try_recv().ok() };
    }
}

fn is_change(kind: &EventKind) -> bool {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
        EventKind::Access(_) => false,
        EventKind::Any | EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_) | EventKind::Other => true,
    }
}

/// Whether a walk passes over a path or a folder above it.
fn is_passed_over(path: &Path) -> bool {
    path.iter().any(|name| name.as_encoded_bytes().first() == Some(&b'.') || name == "node_modules")
}

/// Whether a file came or changed after a moment, as its folder's clock has it.
fn is_younger(file: &Path, since: SystemTime) -> bool {
    #[cfg(unix)]
    let changed = {
        use std::os::unix::fs::MetadataExt;
        // Renaming changes this time and not the other.
        let since_epoch = |metadata: fs::Metadata| {
            let seconds = Duration::from_secs(u64::try_from(metadata.ctime()).ok()?);
            Some(seconds + Duration::from_nanos(u64::try_from(metadata.ctime_nsec()).ok()?))
        };
        let changed = fs::metadata(file).ok().and_then(since_epoch);
        changed.and_then(|changed| SystemTime::UNIX_EPOCH.checked_add(changed))
    };
    #[cfg(not(unix))]
    let changed = fs::metadata(file).and_then(|metadata| metadata.modified()).ok();
    changed.and_then(|changed| changed.checked_add(TICK)).is_some_and(|changed| changed >= since)
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
            let source = Source::Folder { root: folder.path().to_path_buf() };
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
        let source = Source::Folder { root: folder.path().to_path_buf() };
        let _watch = Watch::start(&source, SystemTime::now() - Duration::from_secs(60), move |change| {
            let _ = send.send(change);
        });
        assert_eq!(changes.recv_timeout(LONG), Ok(Change::Paths(vec!["x.md".into()])));
    }

    #[test]
    fn several_paths_are_not_watched() {
        let (send, changes) = channel();
        let _watch = Watch::start(&Source::Paths(Vec::new()), SystemTime::now(), move |change| {
            let _ = send.send(change);
        });
        assert_eq!(changes.recv_timeout(LONG), Ok(Change::Blind));
    }
}
