//! Finds what changed in a collection: the walk compares folders with the catalogue, readers read the changed files.

use std::hash::Hasher;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use crossbeam_channel::{Receiver, Sender};
use rustc_hash::{FxHashMap, FxHashSet};
use siphasher::sip128::{Hasher128, SipHasher13};

use crate::article::{Article, Reading};
use crate::files::{Folder, Loaded, Text};
use crate::library::Stamp;
use crate::problem::{Code, Problem};
use crate::store::{Index, Record, ScannedFolder};
use crate::work::context::guarded;
use crate::work::index::byte_budget::ByteBudget;
use crate::work::index::message::{Job, Message, Update};
use crate::work::large;
use crate::work::parallel::one;

/// Walks the collection and compares every folder with the catalogue. Returns the folders found; `None` if the
/// receivers are gone.
pub(super) fn walk(
    update: &Update<'_>,
    jobs: &Sender<Job>,
    messages: &Sender<Message>,
) -> Result<Option<FxHashSet<Arc<Path>>>, Problem> {
    // A separate connection, so that the walk does not wait for the writer.
    let index = update.open()?;
    let mut seen = FxHashSet::default();
    let mut outcome = Ok(Some(()));
    update.source.walk_folders(&mut |folder| {
        let root = folder.path.as_os_str().is_empty();
        let unreadable = folder.problems.iter().find(|(path, _)| root && path.as_os_str().is_empty());
        if let Some((_, problem)) = unreadable.filter(|_| folder.files.is_empty()) {
            outcome = Err(problem.clone());
            return ControlFlow::Break(());
        }
        let path: Arc<Path> = folder.path.as_path().into();
        seen.insert(path.clone());
        match compare(update, &index, folder, path, jobs, messages) {
            Ok(true) => ControlFlow::Continue(()),
            Ok(false) => {
                outcome = Ok(None);
                ControlFlow::Break(())
            }
            Err(problem) => {
                outcome = Err(problem);
                ControlFlow::Break(())
            }
        }
    });
    outcome.map(|connected| connected.map(|()| seen))
}

/// Compares a folder with the catalogue and queues the changed files to be read. False if a receiver is gone.
fn compare(
    update: &Update<'_>,
    index: &Index,
    folder: Folder,
    path: Arc<Path>,
    jobs: &Sender<Job>,
    messages: &Sender<Message>,
) -> Result<bool, Problem> {
    let known = index.known(&path)?;
    if !known.is_there() && folder.files.is_empty() && folder.problems.is_empty() {
        return Ok(true);
    }
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let settled = i64::try_from(now.saturating_sub(update.lately).as_nanos()).unwrap_or(i64::MAX);
    let print = print(&folder, settled);
    if print.is_some() && print == known.print {
        return Ok(messages.send(Message::Same(folder.files.len())).is_ok());
    }
    let mut stamps = if known.is_there() { index.stamps(&known)? } else { FxHashMap::default() };
    let mut changed = Vec::new();
    let mut same = 0;
    for (name, stamp) in folder.files {
        let known = stamps.remove(&name);
        if known == Some(stamp) && stamp != Stamp::default() {
            same += 1;
            continue;
        }
        let first_seen = stamp.changed.div_euclid(1_000_000_000);
        let stamp = is_settled(&stamp, settled).then_some(stamp);
        changed.push(Job { folder: path.clone(), name, stamp, first_seen, known: known.is_some() });
    }
    let gone = stamps.into_keys().collect();
    let settled = ScannedFolder { path, print, gone, problems: folder.problems };
    let is_sent = messages.send(Message::Same(same)).is_ok()
        && messages.send(Message::Folder(settled, changed.len())).is_ok()
        && changed.into_iter().all(|job| jobs.send(job).is_ok());
    Ok(is_sent)
}

/// Whether the time stamps of a file will differ if it changes again: they are known and old enough.
fn is_settled(stamp: &Stamp, before: i64) -> bool {
    *stamp != Stamp::default() && stamp.changed.max(stamp.modified) <= before
}

/// The fingerprint of a folder; `None` if a file in it could change again without changing the fingerprint.
fn print(folder: &Folder, before: i64) -> Option<u128> {
    let mut hasher = SipHasher13::new();
    for (name, stamp) in &folder.files {
        if !is_settled(stamp, before) {
            return None;
        }
        let name = name.as_encoded_bytes();
        hasher.write(&(name.len() as u64).to_le_bytes());
        hasher.write(name);
        hasher.write(&stamp.size.to_le_bytes());
        hasher.write(&stamp.modified.to_le_bytes());
        hasher.write(&stamp.changed.to_le_bytes());
        hasher.write(&stamp.inode.to_le_bytes());
    }
    for (path, problem) in &folder.problems {
        let path = path.as_os_str().as_encoded_bytes();
        hasher.write(&(path.len() as u64).to_le_bytes());
        hasher.write(path);
        hasher.write(format!("{problem:?}").as_bytes());
    }
    Some(hasher.finish128().as_u128())
}

/// Reads queued files until the queue is closed.
pub(super) fn read(update: &Update<'_>, queue: &Receiver<Job>, messages: &Sender<Message>, budget: &ByteBudget) {
    for job in queue {
        let path = job.folder.join(&job.name);
        let message = match guarded(|| update.source.is_article(&path)) {
            Ok(false) => Message::Other(job),
            _ => match record(update, &job, &path) {
                Some(record) => {
                    budget.take(record.text.len());
                    Message::Read(Box::new(record))
                }
                None => Message::Other(job),
            },
        };
        if messages.send(message).is_err() {
            return;
        }
    }
}

/// Reads a file; `None` if it no longer exists.
fn record(update: &Update<'_>, job: &Job, path: &Path) -> Option<Record> {
    let mut text = String::new();
    let mut hash = 0;
    let article = one(path, || match large::extract(update.source, path, update.reading) {
        Ok(read) => {
            (text, hash) = (read.text, read.hash);
            read.article
        }
        Err(problem) => missing(path, update.reading, problem),
    });
    let is_unreadable = article.problems.iter().any(|problem| problem.code == Code::Unreadable);
    // A file moved since it was found must not replace what the index has of it: its hash finds its mark again.
    if is_unreadable && !update.source.has(path) {
        return None;
    }
    // Without a stamp the file is read again next time: an unreadable file may become readable with the same stamp.
    let stamp = job.stamp.filter(|_| !is_unreadable);
    let (folder, name, first_seen) = (job.folder.clone(), job.name.clone(), job.first_seen);
    Some(Record { folder, name, stamp, hash, article, text, first_seen })
}

/// Reads the article at a path of the collection; `None` if the file no longer exists. The record has no stamp, so that
/// the next walk reads the file again: it has just changed, and may change again with the same time stamp.
pub(in crate::work) fn read_one(update: &Update<'_>, path: &Path) -> Option<Record> {
    let folder: Arc<Path> = path.parent().unwrap_or(Path::new("")).into();
    let first_seen = update.source.stamp(path).map_or(0, |stamp| stamp.changed.div_euclid(1_000_000_000));
    let name = path.file_name().unwrap_or_default().to_owned();
    record(update, &Job { folder, name, stamp: None, first_seen, known: true }, path)
}

fn missing(path: &Path, reading: &Reading, problem: Problem) -> Article {
    let text = Text { text: String::new(), problems: vec![problem] };
    Loaded::new(text, path, reading).article
}
