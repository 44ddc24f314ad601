//! The snapshot of an index: what the list needs of all articles, in a file that is mapped at the next start.
//!
//! The catalogue counts its writes; the name of a snapshot holds the count, or generation, that it was made from. The
//! file is written under a temporary name and never changed; later changes are read with [`Index::since`]. Next to it
//! is a file with the offsets of all texts.

use std::ffi::OsString;
use std::fmt;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::library::{Bits, Bytes, Snapshot, SnapshotWriter};
use crate::os_str::OsStrExt;
use crate::problem::Problem;
use crate::store::index::catalogue::Index;
use crate::store::index::entry::CatalogueRow;
use crate::store::index::files::{SNAPSHOT, remove, scratch, unwritable, write_file};
use crate::store::index::map::Map;
use crate::store::index::offsets;

/// A snapshot, and the generation of the catalogue it was made from.
#[derive(Clone)]
pub struct IndexSnapshot {
    /// The articles.
    pub articles: Snapshot,
    generation: i64,
    birth: String,
    checked: Option<SystemTime>,
}

impl IndexSnapshot {
    /// When the index was last known to agree with its collection: at the end of an update.
    pub fn checked(&self) -> Option<SystemTime> {
        self.checked
    }

    /// How long ago that was, if it is known; zero if the clock has been set back since.
    pub fn age(&self) -> Option<Duration> {
        self.checked.map(|then| then.elapsed().unwrap_or_default())
    }

    /// Whether the clock has been set back since, by more than the difference between the clocks of two machines.
    pub fn is_ahead(&self) -> bool {
        const DIFFERENCE: Duration = Duration::from_secs(60);
        let ahead = self.checked.and_then(|then| then.elapsed().err());
        ahead.is_some_and(|ahead| ahead.duration() > DIFFERENCE)
    }

    /// Whether it was made from this index, and not from an earlier one in the same place.
    pub fn is_of(&self, index: &Index) -> bool {
        self.birth == index.birth
    }
}

impl fmt::Debug for IndexSnapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IndexSnapshot({}-{})", self.birth, self.generation)
    }
}

impl Index {
    fn snapshot_file(&self, generation: i64) -> PathBuf {
        self.dir.join(format!("{SNAPSHOT}{}-{generation}", self.birth))
    }

    /// The offsets file of a generation.
    pub(super) fn offsets_file(&self, generation: i64) -> PathBuf {
        self.dir.join(format!("{SNAPSHOT}{}-{generation}.offsets", self.birth))
    }

    /// The latest snapshot of the collection in `root`, if there is one that can be used. It is found without the
    /// catalogue, which takes longer to open.
    pub fn latest_snapshot(cache: &Path, root: &Path) -> Option<IndexSnapshot> {
        let dir = Self::place(cache, root);
        let parts = |name: OsString| -> Option<(String, i64)> {
            let (birth, generation) = name.to_str()?.strip_prefix(SNAPSHOT)?.split_once('-')?;
            Some((birth.to_owned(), generation.parse().ok()?))
        };
        let names = fs::read_dir(&dir).ok()?.flatten().filter_map(|entry| parts(entry.file_name()));
        let (birth, generation) = names.max_by_key(|(_, generation)| *generation)?;
        let file = File::open(dir.join(format!("{SNAPSHOT}{birth}-{generation}"))).ok()?;
        let metadata = file.metadata().ok()?;
        let bytes: Bytes = Arc::new(Map::new(&file, usize::try_from(metadata.len()).ok()?).ok()?);
        let checked = metadata.modified().ok();
        Some(IndexSnapshot { articles: Snapshot::open(&bytes)?, generation, birth, checked })
    }

    /// Passes every article to `visit` that is new or changed since a snapshot; without a snapshot, every article.
    /// `visit` returns `false` to stop. Returns the paths that are only in the snapshot.
    ///
    /// # Errors
    /// [`crate::problem::Code::IndexBroken`] and the like.
    pub fn since(
        &self,
        snapshot: Option<&IndexSnapshot>,
        visit: &mut dyn FnMut(CatalogueRow) -> bool,
    ) -> Result<Vec<PathBuf>, Problem> {
        let own = snapshot.filter(|snapshot| snapshot.is_of(self));
        let known = own.map_or(-1, |snapshot| snapshot.generation);
        let articles = snapshot.map(|snapshot| &snapshot.articles);
        self.read(|db| {
            if self.generation()? == known {
                return Ok(Vec::new());
            }
            let mut unchanged = Bits::default();
            if own.is_some() {
                let mut select = db.prepare("SELECT id FROM article WHERE written <= ?1")?;
                unchanged = select.query_map([known], |row| row.get::<_, u32>(0))?.collect::<Result<_, _>>()?;
            }
            // A row written since may belong to another article now.
            let unsure =
                articles.into_iter().flat_map(Snapshot::rows).zip(0u32..).filter(|(row, _)| !unchanged.has(*row));
            let mut unsure: Bits = unsure.map(|(_, at)| at).collect();
            let mut go_on = true;
            self.rows(db, "WHERE written > ?1 ORDER BY id", [known], &mut |row| {
                if let Some(at) = articles.and_then(|articles| articles.find(&row.path)) {
                    unsure.set(at, false);
                }
                go_on = visit(row);
                go_on
            })?;
            let gone = unsure.iter().filter_map(|at| articles.map(|articles| articles.path(at as usize)));
            Ok(if go_on { gone.collect() } else { Vec::new() })
        })
    }

    /// Notes that the snapshot of the present generation, if there is one, agrees with the collection now. The time is
    /// that of its file, so that nothing is written.
    pub fn note_checked(&self) {
        let file = self.read(|_| self.generation()).map(|generation| File::open(self.snapshot_file(generation)));
        if let Ok(Ok(file)) = file {
            // Ignore errors: the age that is shown is then too high.
            file.set_modified(SystemTime::now()).unwrap_or_default();
        }
    }

    /// Writes a new snapshot if the catalogue has changed since the last. Returns whether it did.
    ///
    /// # Errors
    /// [`crate::problem::Code::IndexUnwritable`] and the like.
    pub fn write_snapshot(&self) -> Result<bool, Problem> {
        let io_problem = |error: io::Error| unwritable(&self.dir, &error);
        if self.read(|_| self.generation()).is_ok_and(|generation| self.has_snapshot(generation)) {
            return Ok(false);
        }
        let unnamed = |(name, file): (PathBuf, File)| fs::remove_file(name).map(|()| file);
        let aside = [(); 3].map(|()| scratch(&self.dir).and_then(unnamed));
        let [Ok(titles), Ok(folded), Ok(extras)] = aside else {
            return Err(unwritable(&self.dir, &"cannot create temporary files"));
        };
        let mut writer = SnapshotWriter::new([titles, folded, extras]);
        let mut failed = Ok(());
        let written = self.read(|db| {
            let generation = self.generation()?;
            if self.has_snapshot(generation) {
                return Ok(None);
            }
            self.rows(db, "ORDER BY id", [], &mut |row| {
                failed = writer.push(&row.path, &row.article, row.record);
                failed.is_ok()
            })?;
            Ok(Some((generation, offsets::of_catalogue(db)?)))
        })?;
        failed.map_err(io_problem)?;
        let Some((generation, offsets)) = written else { return Ok(false) };
        write_file(&self.snapshot_file(generation), |out| writer.finish(out)).map_err(io_problem)?;
        self.remove_old(generation);
        write_file(&self.offsets_file(generation), |out| offsets::write(&offsets, out)).map_err(io_problem)?;
        Ok(true)
    }

    /// Whether the files of a generation have been written.
    fn has_snapshot(&self, generation: i64) -> bool {
        let files = [self.snapshot_file(generation), self.offsets_file(generation)];
        files.iter().all(|file| fs::exists(file).unwrap_or(false))
    }

    /// Removes older snapshots, and files left by killed processes. Processes that have one mapped keep it.
    fn remove_old(&self, generation: i64) {
        let own = [self.snapshot_file(generation), self.offsets_file(generation)];
        for entry in fs::read_dir(&self.dir).into_iter().flatten().flatten() {
            let path = entry.path();
            // This may remove a file that another process is writing; the next start writes it again.
            if entry.file_name().as_bytes().starts_with(SNAPSHOT.as_bytes()) && !own.contains(&path) {
                remove(&path).unwrap_or_default();
            }
        }
    }
}
