//! Pictures from the web in the cache directory: one file each, named by the hash of its address. Several processes may
//! share the folder: files appear and disappear as a whole, and nothing is locked.

use std::fs::{self, File};
use std::hash::Hasher;
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use siphasher::sip128::{Hasher128, SipHasher13};

use crate::store::system::{create_private, create_private_dir};

/// The folder in the cache directory.
const FOLDER: &str = "pictures";

/// The ending of files that remember why there is no picture.
const MISS: &str = "miss";

/// The ending of files that are being written.
const PART: &str = "part";

/// Files that a process was killed over while it wrote them are deleted after this long.
const STALE: Duration = Duration::from_secs(60 * 60);

/// How many pictures are kept before the folder is measured again: another process may write there too.
const OFTEN: u32 = 64;

/// The pictures that were fetched, the least recently used of which leave first.
#[derive(Debug)]
pub struct PictureCache {
    folder: PathBuf,
    /// The bytes in the folder, when it was last measured, and what was added since; `u64::MAX` if that is not known.
    size: AtomicU64,
    added: AtomicU32,
}

/// What is known of an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// The picture.
    Picture(Vec<u8>),
    /// Why there was none, as it was given to [`PictureCache::keep_miss`], and how long ago that was.
    Miss(String, Duration),
}

impl PictureCache {
    /// The cache in a cache directory. Creates nothing yet.
    pub fn new(cache: &Path) -> Self {
        Self { folder: cache.join(FOLDER), size: AtomicU64::new(u64::MAX), added: AtomicU32::new(0) }
    }

    /// What is known of an address, if anything. A picture counts as used now. Files of more than `most` bytes are left
    /// alone: the program did not write them.
    pub fn get(&self, address: &str, most: u64) -> Option<Kept> {
        let path = self.path(address);
        if let Ok(file) = File::open(&path) {
            let mut bytes = Vec::new();
            let read = (&file).take(most + 1).read_to_end(&mut bytes);
            if read.is_ok_and(|length| length > 0 && length as u64 <= most) {
                // Ignore errors: a folder that cannot be written can be read all the same.
                let _ = file.set_modified(SystemTime::now());
                return Some(Kept::Picture(bytes));
            }
        }
        let miss = path.with_extension(MISS);
        let written = fs::metadata(&miss).ok()?.modified().ok()?;
        // A file from the future is of a clock that was wrong.
        let ago = SystemTime::now().duration_since(written).ok()?;
        let mut why = String::new();
        File::open(&miss).ok()?.take(1024).read_to_string(&mut why).ok()?;
        Some(Kept::Miss(why, ago))
    }

    /// At most so many bytes from the start of the picture of an address. It does not count as used.
    pub fn beginning(&self, address: &str, bytes: u64) -> Option<Vec<u8>> {
        let mut beginning = Vec::new();
        File::open(self.path(address)).ok()?.take(bytes).read_to_end(&mut beginning).ok()?;
        (!beginning.is_empty()).then_some(beginning)
    }

    /// Whether the picture of an address is there.
    pub fn contains(&self, address: &str) -> bool {
        fs::metadata(self.path(address)).is_ok_and(|data| data.is_file() && data.len() > 0)
    }

    /// Keeps the picture of an address. If all pictures together then take more than `cap` bytes, the least recently
    /// used leave. A picture larger than `cap` is not kept.
    ///
    /// # Errors
    /// Errors of the file system. Nothing is left behind.
    pub fn keep(&self, address: &str, bytes: &[u8], cap: u64) -> io::Result<()> {
        let length = bytes.len() as u64;
        if length > cap || length == 0 {
            return Ok(());
        }
        let path = self.path(address);
        self.write(&path, bytes)?;
        // Ignore errors: without the file there is nothing to delete.
        let _ = fs::remove_file(path.with_extension(MISS));
        self.shrink(&path, length, cap);
        Ok(())
    }

    /// Remembers why there is no picture at an address.
    ///
    /// # Errors
    /// Errors of the file system.
    pub fn keep_miss(&self, address: &str, why: &str) -> io::Result<()> {
        self.write(&self.path(address).with_extension(MISS), why.as_bytes())
    }

    /// Deletes all pictures. Returns whether there were any files.
    ///
    /// # Errors
    /// Errors of the file system.
    pub fn forget(&self) -> io::Result<bool> {
        self.size.store(u64::MAX, Ordering::Relaxed);
        match fs::remove_dir_all(&self.folder) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// The file of an address.
    fn path(&self, address: &str) -> PathBuf {
        let mut hasher = SipHasher13::new();
        hasher.write(address.as_bytes());
        let name = format!("{:032x}", hasher.finish128().as_u128());
        self.folder.join(name.get(..2).unwrap_or_default()).join(&name)
    }

    /// Writes a file under another name first, so that nobody reads half of it.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let part = path.with_extension(format!("{}-{number}.{PART}", std::process::id()));
        // The pictures say what was read: they are nobody else's business.
        create_private_dir(path.parent().unwrap_or(&self.folder))?;
        let mut file = create_private(&part)?;
        let written = file.write_all(bytes).and_then(|()| fs::rename(&part, path));
        if written.is_err() {
            let _ = fs::remove_file(&part);
        }
        written
    }

    /// Takes note of a file that was added, with its length, and deletes files if that is too much, the new one last.
    fn shrink(&self, new: &Path, added: u64, cap: u64) {
        let size = self.size.load(Ordering::Relaxed);
        let is_due = self.added.fetch_add(1, Ordering::Relaxed) % OFTEN == OFTEN - 1;
        let known = size.saturating_add(added);
        if size != u64::MAX && known <= cap && !is_due {
            self.size.fetch_add(added, Ordering::Relaxed);
            return;
        }
        let (mut files, stale) = self.files();
        stale.iter().for_each(|path| drop(fs::remove_file(path)));
        let mut size: u64 = files.iter().map(|file| file.size).sum();
        if size > cap {
            // File systems count time in steps, so files written one after the other can have the same time.
            files.sort_by_key(|file| (file.path == new, file.used));
            // Go below the cap, so that not every picture from now on measures the folder.
            let enough = cap - cap / 10;
            for file in files {
                if size <= enough {
                    break;
                }
                // Another process may have deleted it.
                let _ = fs::remove_file(&file.path);
                size -= file.size;
            }
        }
        self.size.store(size, Ordering::Relaxed);
    }

    /// All files, and those that have been left behind or have served their time.
    fn files(&self) -> (Vec<Used>, Vec<PathBuf>) {
        let (mut files, mut stale) = (Vec::new(), Vec::new());
        let entries = |folder: &Path| fs::read_dir(folder).into_iter().flatten().flatten();
        for entry in entries(&self.folder).flat_map(|folder| entries(&folder.path())) {
            let Ok(data) = entry.metadata() else { continue };
            let (path, used) = (entry.path(), data.modified().unwrap_or(SystemTime::UNIX_EPOCH));
            let is_older_than = |limit: Duration| SystemTime::now().duration_since(used).is_ok_and(|ago| ago > limit);
            match path.extension().and_then(|ending| ending.to_str()) {
                Some(PART) if is_older_than(STALE) => stale.push(path),
                Some(MISS) if is_older_than(STALE * 24) => stale.push(path),
                Some(PART) => {}
                _ => files.push(Used { path, used, size: data.len() }),
            }
        }
        (files, stale)
    }
}

/// A file of the cache.
struct Used {
    path: PathBuf,
    used: SystemTime,
    size: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOST: u64 = 1 << 20;

    fn cache() -> (tempfile::TempDir, PictureCache) {
        let dir = tempfile::tempdir().unwrap();
        let cache = PictureCache::new(dir.path());
        (dir, cache)
    }

    /// Makes the picture of an address look as if it was used so many seconds ago.
    fn age(cache: &PictureCache, address: &str, seconds: u64) {
        let file = File::options().write(true).open(cache.path(address)).unwrap();
        file.set_modified(SystemTime::now() - Duration::from_secs(seconds)).unwrap();
    }

    fn names(dir: &Path) -> Vec<String> {
        let all = ignore::WalkBuilder::new(dir).build().flatten().filter(|entry| entry.path().is_file());
        let mut names: Vec<String> = all.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn what_is_kept_is_there_in_the_next_session() {
        let (dir, cache) = cache();
        assert_eq!((cache.get("a", MOST), cache.contains("a")), (None, false));
        cache.keep("a", b"picture", MOST).unwrap();
        let later = PictureCache::new(dir.path());
        assert_eq!(later.get("a", MOST), Some(Kept::Picture(b"picture".to_vec())));
        assert_eq!((later.get("b", MOST), later.contains("a")), (None, true));
        let beginning = |bytes| later.beginning("a", bytes);
        assert_eq!((beginning(3), beginning(99)), (Some(b"pic".to_vec()), Some(b"picture".to_vec())));
        assert_eq!(later.beginning("b", 9), None);
        // Larger than anything the program writes.
        assert_eq!(later.get("a", 6), None);
        later.keep("a", b"other", MOST).unwrap();
        assert_eq!(cache.get("a", MOST), Some(Kept::Picture(b"other".to_vec())));
        assert_eq!((cache.forget().unwrap(), cache.forget().unwrap()), (true, false));
        assert_eq!(later.get("a", MOST), None);
    }

    #[test]
    fn a_miss_is_remembered_until_there_is_a_picture() {
        let (dir, cache) = cache();
        cache.keep_miss("a", "status 404").unwrap();
        let Some(Kept::Miss(why, ago)) = cache.get("a", MOST) else { panic!("not remembered") };
        assert_eq!((why.as_str(), ago < Duration::from_secs(60), cache.contains("a")), ("status 404", true, false));
        cache.keep("a", b"picture", MOST).unwrap();
        assert_eq!(cache.get("a", MOST), Some(Kept::Picture(b"picture".to_vec())));
        assert_eq!(names(dir.path()).len(), 1);
    }

    #[test]
    fn the_least_recently_used_leave_first() {
        let (_dir, cache) = cache();
        for (at, address) in ["a", "b", "c", "d"].into_iter().enumerate() {
            cache.keep(address, &[0; 100], 400).unwrap();
            age(&cache, address, 1000 - 100 * at as u64);
        }
        assert!(matches!(cache.get("a", MOST), Some(Kept::Picture(_))));
        cache.keep("e", &[0; 100], 400).unwrap();
        let there = ["a", "b", "c", "d", "e"].map(|address| cache.contains(address));
        assert_eq!(there, [true, false, false, true, true]);
        // Larger than everything together.
        cache.keep("f", &[0; 401], 400).unwrap();
        assert!(!cache.contains("f") && cache.contains("e"));
        // A lower cap holds from the next picture on.
        cache.keep("g", &[0; 100], 150).unwrap();
        assert_eq!(["a", "d", "e", "g"].map(|address| cache.contains(address)), [false, false, false, true]);
        cache.keep("h", &[0; 1], 0).unwrap();
        assert!(!cache.contains("h"));
    }

    #[test]
    fn what_killed_processes_left_behind_is_deleted() {
        let (dir, cache) = cache();
        cache.keep("a", b"picture", MOST).unwrap();
        for (name, hours) in [("x.1-0.part", 2), ("y.1-1.part", 0), ("z.miss", 30), ("w.miss", 20)] {
            let path = cache.path("a").with_file_name(name);
            let file = File::create(path).unwrap();
            file.set_modified(SystemTime::now() - Duration::from_secs(hours * 3600)).unwrap();
        }
        PictureCache::new(dir.path()).keep("b", b"picture", MOST).unwrap();
        let names = names(dir.path());
        let endings: Vec<&str> =
            names.iter().filter_map(|name| name.split_once('.')).map(|(_, ending)| ending).collect();
        assert_eq!((names.len(), endings), (4, vec!["miss", "1-1.part"]));
    }

    #[test]
    fn several_sessions_at_once_never_read_half_a_picture() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path();
        std::thread::scope(|scope| {
            for writer in 0..4_u8 {
                scope.spawn(move || {
                    let cache = PictureCache::new(folder);
                    for round in 0..50_usize {
                        let address = format!("{}", round % 7);
                        cache.keep(&address, &vec![writer + 1; 5000], 20_000).unwrap();
                        if let Some(Kept::Picture(bytes)) = cache.get(&address, MOST) {
                            let first = bytes.first().copied();
                            assert!(bytes.len() == 5000 && bytes.iter().all(|byte| Some(*byte) == first));
                        }
                    }
                });
            }
        });
        let cache = PictureCache::new(folder);
        cache.keep("last", &[0; 5000], 20_000).unwrap();
        assert!(cache.files().0.iter().map(|file| file.size).sum::<u64>() <= 20_000);
    }

    #[test]
    fn a_folder_that_cannot_be_used_is_an_error() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join(FOLDER), "a file").unwrap();
        let cache = PictureCache::new(dir.path());
        assert!(cache.keep("a", b"picture", MOST).is_err() && cache.keep_miss("a", "timeout").is_err());
        assert_eq!(cache.get("a", MOST), None);
    }
}
