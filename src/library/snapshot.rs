//! A snapshot of a collection: its columns as bytes that are used in place.
//!
//! The file is mapped, and nothing is read before it is needed, so a collection of any size opens at once and takes no
//! heap memory. No access fails, whatever the bytes are: invalid data reads as empty. All numbers are
//! little-endian.

use std::cmp::Ordering;
use std::hash::{BuildHasher, Hasher};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

use rustc_hash::FxBuildHasher;

use crate::article::Article;
use crate::library::columns::column::{Bytes, Column, Shared, Strings, Text};
use crate::library::columns::names::{Interner, as_path};
use crate::library::columns::table::{ArticleTable, CatalogueRecord};
use crate::library::compare::{compare_paths, newest_first};

/// Magic number; the last byte is the format version.
const MAGIC: [u8; 8] = *b"inkshlf\x01";

/// Number of sections.
const SECTIONS: usize = 32;

/// Bytes before the first section: magic, number of articles, and the start and length of each section.
const HEADER: usize = 16 + SECTIONS * 16;

/// Strings are moved out of memory once they reach this many bytes.
const BUFFERED: usize = 1 << 20;

/// The articles of a collection at one moment, numbered from 0 in the order of their rows in the catalogue.
#[derive(Clone, Default)]
pub struct Snapshot {
    pub(super) table: ArticleTable,
    /// The articles by date, newest first, those without a date last; equal dates by path.
    pub(super) by_date: Column<4>,
    /// The index of each article in `by_date`.
    pub(super) date_rank: Column<4>,
    /// Hashes of paths in ascending order…
    hashes: Column<8>,
    /// …and the article of each.
    hashed: Column<4>,
    pub(super) folders: Strings,
    pub(super) categories: Strings,
    pub(super) tags: Strings,
    pub(super) authors: Strings,
}

impl Snapshot {
    /// Reads a snapshot; `None` if the bytes are not one, or of another version.
    pub fn open(bytes: &Bytes) -> Option<Self> {
        let (magic, head) = (**bytes).as_ref().get(..HEADER)?.split_first_chunk()?;
        if *magic != MAGIC {
            return None;
        }
        let mut numbers = head.as_chunks().0.iter().map(|number| usize::try_from(u64::from_le_bytes(*number)).ok());
        let count = numbers.next()??;
        let mut next = || {
            let (start, length) = (numbers.next()??, numbers.next()??);
            Shared::new(bytes, start..start.checked_add(length)?)
        };
        let mut snapshot = Self::default();
        let mut valid = true;
        snapshot.each_section(&mut |section| match (section, next()) {
            (Section::Numbers(column), Some(held)) => valid &= column.share(held, count),
            (Section::Text(text, _), Some(held)) => *text = Text::Shared(held),
            (_, None) => valid = false,
        });
        valid.then_some(snapshot)
    }

    /// The number of articles.
    pub fn len(&self) -> usize {
        self.table.len()
    }

    /// Whether there are no articles.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The row of each article in the catalogue.
    pub fn rows(&self) -> impl Iterator<Item = u32> + '_ {
        self.table.row.all().iter().map(|row| u32::from_le_bytes(*row))
    }

    /// The number of the article at a path.
    pub fn find(&self, path: &Path) -> Option<u32> {
        self.hashed(hash(path)).find(|at| self.path(*at as usize) == path)
    }

    /// The path of an article, by its number.
    pub fn path(&self, at: usize) -> PathBuf {
        let folder = self.folders.get(self.table.folder.number(at) as usize);
        as_path(folder).join(as_path(self.table.names.get(at)))
    }

    /// The numbers of the articles whose paths may have this hash.
    fn hashed(&self, hash: u64) -> impl Iterator<Item = u32> {
        let hashes = self.hashes.all();
        let first = hashes.partition_point(|known| u64::from_le_bytes(*known) < hash);
        let same =
            hashes.get(first..).unwrap_or_default().iter().take_while(move |known| **known == hash.to_le_bytes());
        same.zip(first..).map(|(_, at)| self.hashed.number(at))
    }

    /// Compares two articles by their paths.
    pub(super) fn by_path(&self, a: u32, b: u32) -> Ordering {
        let [a, b] = [a, b].map(|at| {
            let folder = self.folders.get(self.table.folder.number(at as usize) as usize);
            (folder, self.table.names.get(at as usize))
        });
        compare_paths(a, b)
    }

    /// Visits the sections in order.
    fn each_section(&mut self, visit: &mut dyn FnMut(Section<'_>)) {
        let table = &mut self.table;
        visit(Section::Numbers(&mut table.timestamp));
        let columns = [
            &mut table.day,
            &mut table.length,
            &mut table.author,
            &mut table.row,
            &mut table.folder,
            &mut table.categories,
            &mut table.tags,
        ];
        for column in columns {
            visit(Section::Numbers(column));
        }
        visit(Section::Numbers(&mut table.flags));
        visit(Section::Numbers(&mut table.twin));
        visit(Section::Numbers(&mut table.first_seen));
        visit(Section::Numbers(&mut AnyLength(&mut table.members)));
        let texts = [&mut table.names, &mut table.titles, &mut table.folded, &mut table.extras];
        for (strings, scratch) in texts.into_iter().zip([None, Some(0), Some(1), Some(2)]) {
            visit(Section::Numbers(&mut strings.ends));
            visit(Section::Text(&mut strings.text, scratch));
        }
        visit(Section::Numbers(&mut self.by_date));
        visit(Section::Numbers(&mut self.date_rank));
        visit(Section::Numbers(&mut self.hashes));
        visit(Section::Numbers(&mut self.hashed));
        for strings in [&mut self.folders, &mut self.categories, &mut self.tags, &mut self.authors] {
            visit(Section::Numbers(&mut AnyLength(&mut strings.ends)));
            visit(Section::Text(&mut strings.text, None));
        }
    }
}

/// A section of the file.
enum Section<'a> {
    Numbers(&'a mut dyn Numeric),
    /// Strings, and the index of the scratch file that holds them while the snapshot is written.
    Text(&'a mut Text, Option<usize>),
}

/// A column of numbers of any width.
trait Numeric {
    /// Uses these bytes as its values. Returns whether their number is `count`.
    fn share(&mut self, held: Shared, count: usize) -> bool;
    fn bytes(&self) -> &[u8];
}

impl<const N: usize> Numeric for Column<N> {
    fn share(&mut self, held: Shared, count: usize) -> bool {
        *self = Self::Shared(held);
        self.len() == count
    }

    fn bytes(&self) -> &[u8] {
        self.all().as_flattened()
    }
}

/// A column whose length is not the number of articles.
struct AnyLength<'a, const N: usize>(&'a mut Column<N>);

impl<const N: usize> Numeric for AnyLength<'_, N> {
    fn share(&mut self, held: Shared, _: usize) -> bool {
        *self.0 = Column::Shared(held);
        true
    }

    fn bytes(&self) -> &[u8] {
        self.0.bytes()
    }
}

/// The hash of a path's bytes, the same in every run.
pub(super) fn hash(path: &Path) -> u64 {
    let mut hasher = FxBuildHasher.build_hasher();
    hasher.write(path.as_os_str().as_encoded_bytes());
    hasher.finish()
}

/// Writes a snapshot: add articles in the order of their rows, then call [`SnapshotWriter::finish`]. Titles are kept in
/// scratch files of the caller, so a large collection takes little memory.
pub struct SnapshotWriter<W> {
    snapshot: Snapshot,
    interner: Interner,
    paths: Vec<(u64, u32)>,
    /// Scratch files for titles, folded titles and extras, with their lengths in bytes.
    scratch: [(W, u64); 3],
}

impl<W: Read + Write + Seek> SnapshotWriter<W> {
    /// An empty snapshot; `scratch` are three empty scratch files.
    pub fn new(scratch: [W; 3]) -> Self {
        Self {
            snapshot: Snapshot::default(),
            interner: Interner::default(),
            paths: Vec::new(),
            scratch: scratch.map(|file| (file, 0)),
        }
    }

    /// Adds an article.
    ///
    /// # Errors
    /// I/O errors of the files.
    pub fn push(&mut self, path: &Path, article: &Article, record: CatalogueRecord) -> io::Result<()> {
        let numbers = self.interner.intern(path, article);
        let name = path.file_name().unwrap_or_default().as_encoded_bytes();
        let table = &mut self.snapshot.table;
        self.paths.push((hash(path), table.len() as u32));
        table.push(name, article, record, &numbers);
        self.spill(BUFFERED)
    }

    fn spill(&mut self, least: usize) -> io::Result<()> {
        let table = &mut self.snapshot.table;
        for (strings, (file, length)) in
            [&mut table.titles, &mut table.folded, &mut table.extras].into_iter().zip(&mut self.scratch)
        {
            if strings.all().len() >= least {
                let bytes = strings.take();
                file.write_all(&bytes)?;
                *length += bytes.len() as u64;
            }
        }
        Ok(())
    }

    /// Writes the snapshot.
    ///
    /// # Errors
    /// I/O errors of the files.
    pub fn finish(mut self, out: &mut dyn Write) -> io::Result<()> {
        self.spill(0)?;
        let snapshot = &mut self.snapshot;
        snapshot.folders = self.interner.folders.into_strings();
        snapshot.categories = self.interner.categories.to_strings();
        snapshot.tags = self.interner.tags.to_strings();
        snapshot.authors = self.interner.authors.to_strings();
        self.paths.sort_unstable();
        for (hash, at) in std::mem::take(&mut self.paths) {
            snapshot.hashes.push(hash.to_le_bytes());
            snapshot.hashed.push(at.to_le_bytes());
        }
        sort_by_date(snapshot);
        let mut lengths: Vec<u64> = Vec::with_capacity(SECTIONS);
        let scratch = &mut self.scratch;
        snapshot.each_section(&mut |section| {
            lengths.push(match section {
                Section::Numbers(column) => column.bytes().len() as u64,
                Section::Text(text, None) => text.bytes().len() as u64,
                Section::Text(_, Some(file)) => scratch.get(file).map_or(0, |(_, length)| *length),
            });
        });
        write_header(out, snapshot.len(), &lengths)?;
        write_sections(&mut self.snapshot, &mut self.scratch, &lengths, out)
    }
}

/// Writes the sections, each with its padding.
fn write_sections<W: Read + Write + Seek>(
    snapshot: &mut Snapshot,
    scratch: &mut [(W, u64); 3],
    lengths: &[u64],
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut lengths = lengths.iter();
    let mut written = Ok(());
    snapshot.each_section(&mut |section| {
        let padding = padding(lengths.next().copied().unwrap_or(0));
        let write = || {
            match section {
                Section::Numbers(column) => out.write_all(column.bytes())?,
                Section::Text(text, None) => out.write_all(text.bytes())?,
                Section::Text(_, Some(file)) => {
                    if let Some((file, _)) = scratch.get_mut(file) {
                        file.rewind()?;
                        io::copy(file, out)?;
                    }
                }
            }
            out.write_all(&[0; 8][..padding])
        };
        if written.is_ok() {
            written = write();
        }
    });
    written
}

/// Padding after a section, so that the next one starts at a multiple of 8.
fn padding(length: u64) -> usize {
    (length.next_multiple_of(8) - length) as usize
}

fn write_header(out: &mut dyn Write, count: usize, lengths: &[u64]) -> io::Result<()> {
    out.write_all(&MAGIC)?;
    out.write_all(&(count as u64).to_le_bytes())?;
    let mut start = HEADER as u64;
    for length in lengths {
        out.write_all(&start.to_le_bytes())?;
        out.write_all(&length.to_le_bytes())?;
        start += length + padding(*length) as u64;
    }
    Ok(())
}

/// Sorts the articles by date.
fn sort_by_date(snapshot: &mut Snapshot) {
    let mut order: Vec<(u64, u32)> =
        (0..snapshot.len() as u32).map(|at| (newest_first(snapshot.table.timestamp(at as usize)), at)).collect();
    order.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| snapshot.by_path(a.1, b.1)));
    let mut places = vec![[0; 4]; order.len()];
    for (place, (_, at)) in (0u32..).zip(&order) {
        if let Some(slot) = places.get_mut(*at as usize) {
            *slot = place.to_le_bytes();
        }
    }
    snapshot.by_date = Column::Owned(order.into_iter().map(|(_, at)| at.to_le_bytes()).collect());
    snapshot.date_rank = Column::Owned(places);
}
