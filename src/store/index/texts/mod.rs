//! Searches all texts of a collection.

mod signature;
mod terms;

use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::sync::OnceLock;

use memchr::memmem::Finder;

use crate::problem::Problem;
use crate::store::index::catalogue::Index;
use crate::store::index::files::unwritable;
use crate::store::index::map::Map;
use crate::store::index::offsets;
use crate::store::index::offsets::{OffsetTable, Segment, TextOffset};
use crate::store::index::texts::signature::{BLOCK, candidates, terms_of};

pub use signature::Unsigned;

/// Blocks searched between two checks whether to continue.
const PART: usize = (2 << 20) / BLOCK;

/// Maximum number of attempts to open the files while another process compacts them.
const MAX_ATTEMPTS: usize = 8;

/// All texts of a collection at one moment, folded as by [`crate::text::fold`]. The files stay mapped, so writes and
/// removals by other processes have no effect on it.
#[derive(Debug, Default)]
pub struct Texts {
    files: Vec<TextFile>,
    /// The offset of each article's text.
    offsets: OffsetTable,
    /// Indexes into `offsets`, ordered by the articles' rows; made when the first article is asked for.
    by_id: OnceLock<Vec<u32>>,
}

/// A text file: its committed bytes, and where its signature is, if there is one.
#[derive(Debug)]
struct TextFile {
    bytes: Map,
    signature: PathBuf,
}

/// A state of an index: which index, and the generation of its catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexVersion {
    birth: String,
    generation: i64,
}

/// A part of a text file: the texts that begin in these bytes, and what is in them of texts that begin earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part {
    file: usize,
    start: usize,
    end: usize,
}

impl Index {
    /// The current texts and their moment; `None` if that is the known one.
    ///
    /// # Errors
    /// [`crate::problem::Code::IndexBroken`] and the like.
    pub fn texts_after(&self, known: Option<&IndexVersion>) -> Result<Option<(IndexVersion, Texts)>, Problem> {
        let moment = IndexVersion { birth: self.birth.clone(), generation: self.read(|_| self.generation())? };
        if known == Some(&moment) {
            return Ok(None);
        }
        self.texts().map(|texts| Some((moment, texts)))
    }

    /// The current texts.
    ///
    /// # Errors
    /// [`crate::problem::Code::IndexBroken`] and the like.
    pub fn texts(&self) -> Result<Texts, Problem> {
        let mut last = io::Error::from(io::ErrorKind::NotFound);
        for attempt in 0..MAX_ATTEMPTS {
            let (segments, offsets) = self.read(|db| {
                let file = self.offsets_file(self.generation()?);
                // If the files cannot be mapped at these offsets, the catalogue is read.
                let known = if attempt == 0 { offsets::map(&file) } else { None };
                let read = |(segments, offsets)| (segments, OffsetTable::Owned(offsets));
                known.map_or_else(|| offsets::of_catalogue(db).map(read), Ok)
            })?;
            let map = |Segment(id, bytes): &Segment| {
                let bytes = Map::new(&File::open(self.segment(*id))?, *bytes)?;
                Ok(TextFile { bytes, signature: self.signature(*id) })
            };
            match segments.iter().map(map).collect::<io::Result<Vec<TextFile>>>() {
                Ok(files) => return Ok(Texts::new(files, offsets)),
                // Compacted after the offsets were read.
                Err(error) if attempt == 0 || error.kind() == io::ErrorKind::NotFound => last = error,
                Err(error) => return Err(unwritable(&self.dir, &error)),
            }
        }
        Err(Problem::new(crate::problem::Code::IndexBroken).with(self.dir.to_string_lossy()).with(last.to_string()))
    }
}

impl Texts {
    fn new(files: Vec<TextFile>, offsets: OffsetTable) -> Self {
        let offsets = offsets.checked(|file| files.get(file as usize).map(|file| file.bytes.len()));
        Self { files, offsets, by_id: OnceLock::new() }
    }

    fn by_id(&self) -> &[u32] {
        self.by_id.get_or_init(|| {
            let mut by_id: Vec<u32> = (0..self.offsets.len() as u32).collect();
            by_id.sort_unstable_by_key(|at| self.offsets.get(*at as usize).map(|text| text.id));
            by_id
        })
    }

    /// The text of an article, by its row in the catalogue; empty if it has none.
    pub fn text(&self, id: i64) -> &str {
        std::str::from_utf8(self.bytes(id)).unwrap_or_default()
    }

    fn bytes(&self, id: i64) -> &[u8] {
        let by_id = self.by_id();
        let known =
            by_id.binary_search_by_key(&Some(id), |at| self.offsets.get(*at as usize).map(|text| i64::from(text.id)));
        let text = known.ok().and_then(|at| self.offsets.get(*by_id.get(at)? as usize));
        text.and_then(|text| self.files.get(text.file as usize)?.bytes.get(text.range())).unwrap_or_default()
    }

    /// Maps all texts into this process, as far as the system has them cached, so that the first search is as fast as
    /// later ones. `go_on` is asked before each file.
    pub fn prepare(&self, go_on: &dyn Fn() -> bool) {
        self.files.iter().take_while(|_| go_on()).for_each(|file| file.bytes.prepare());
    }

    /// Whether an article's text contains a needle.
    pub fn has(&self, id: i64, needle: &Finder<'_>) -> bool {
        needle.find(self.bytes(id)).is_some()
    }

    /// The parts of the text files in which a needle may be, to be searched one by one or in parallel, most recently
    /// written first. Signatures rule out the rest.
    pub fn parts(&self, needle: &Finder<'_>) -> Vec<Part> {
        let terms = terms_of(needle.needle());
        let mut parts = Vec::new();
        for (at, file) in self.files.iter().enumerate() {
            let known = candidates(&file.signature, file.bytes.len(), &terms);
            let may_have = |block: &usize| {
                let word = |known: &Vec<u64>| known.get(block / 64).copied().unwrap_or_default();
                known.as_ref().is_none_or(|known| word(known) >> (block % 64) & 1 == 1)
            };
            let blocks = file.bytes.len().div_ceil(BLOCK);
            let mut next = 0;
            while let Some(first) = (next..blocks).find(may_have) {
                let last = blocks.min(first + PART);
                next = (first..last).find(|block| !may_have(block)).unwrap_or(last);
                parts.push(Part { file: at, start: first * BLOCK, end: (next * BLOCK).min(file.bytes.len()) });
            }
        }
        parts.reverse();
        parts
    }

    /// Calls `hit` with the row of every article in whose text the needle begins in a part.
    pub fn find(&self, part: &Part, needle: &Finder<'_>, hit: &mut dyn FnMut(u32)) {
        let Some(file) = self.files.get(part.file) else { return };
        let end = (part.end + needle.needle().len()).saturating_sub(1).min(file.bytes.len());
        let place = |text: &TextOffset| (text.file as usize, text.range().end);
        let mut next = self.offsets.partition_point(0, |text| place(text) <= (part.file, part.start));
        while let Some(text) = self.offsets.get(next).filter(|text| text.file as usize == part.file) {
            // Between texts are NULs and dead texts: a match there is skipped, and the search continues at the next
            // live text.
            let start = part.start.max(text.start as usize);
            let Some(found) = file.bytes.get(start..end).and_then(|bytes| needle.find(bytes)) else { return };
            let at = start + found;
            next = self.offsets.partition_point(next, |text| place(text) <= (part.file, at));
            if let Some(text) =
                self.offsets.get(next).filter(|text| text.file as usize == part.file && text.start as usize <= at)
            {
                hit(text.id);
                next += 1;
            }
        }
    }

    /// The number of articles with a text.
    pub fn len(&self) -> usize {
        self.offsets.len()
    }

    /// Whether no article has a text.
    pub fn is_empty(&self) -> bool {
        self.offsets.len() == 0
    }
}

#[cfg(test)]
mod tests;
