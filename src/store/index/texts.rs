//! Searches all texts of a collection.

use std::fs::File;
use std::io;
use std::ops::Range;

use memchr::memmem::Finder;

use crate::problem::Problem;
use crate::store::index::catalogue::Index;
use crate::store::index::files::unwritable;
use crate::store::index::map::Map;
use crate::store::index::offsets;
use crate::store::index::offsets::{Segment, TextOffset};

/// Bytes of text searched between two checks whether to continue.
const PART: usize = 2 << 20;

/// Maximum number of attempts to open the files while another process compacts them.
const MAX_ATTEMPTS: usize = 8;

/// All texts of a collection at one moment, folded as by [`crate::text::fold`]. The files stay mapped, so writes and
/// removals by other processes have no effect on it.
#[derive(Debug, Default)]
pub struct Texts {
    files: Vec<Map>,
    /// The offset of each article's text, ordered by file and start.
    offsets: Vec<TextOffset>,
    /// Indexes into `offsets`, ordered by the articles' rows.
    by_id: Vec<u32>,
}

/// A state of an index: which index, and the generation of its catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexVersion {
    birth: String,
    generation: i64,
}

/// A run of texts, all in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part(Range<usize>);

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
                let known = if attempt == 0 { offsets::read(&file) } else { None };
                known.map_or_else(|| offsets::of_catalogue(db), Ok)
            })?;
            let map = |Segment(id, bytes): &Segment| Map::new(&File::open(self.segment(*id))?, *bytes);
            match segments.iter().map(map).collect::<io::Result<Vec<Map>>>() {
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
    fn new(files: Vec<Map>, mut offsets: Vec<TextOffset>) -> Self {
        // Offsets beyond the end of a file are ignored.
        offsets.retain(|text| files.get(text.file as usize).is_some_and(|file| text.range().end <= file.len()));
        offsets.sort_unstable_by_key(|text| (text.file, text.start));
        let mut by_id: Vec<u32> = (0..offsets.len() as u32).collect();
        by_id.sort_unstable_by_key(|at| offsets.get(*at as usize).map(|text| text.id));
        Self { files, offsets, by_id }
    }

    /// The text of an article, by its row in the catalogue; empty if it has none.
    pub fn text(&self, id: i64) -> &str {
        std::str::from_utf8(self.bytes(id)).unwrap_or_default()
    }

    fn bytes(&self, id: i64) -> &[u8] {
        let known = self
            .by_id
            .binary_search_by_key(&Some(id), |at| self.offsets.get(*at as usize).map(|text| i64::from(text.id)));
        let text = known.ok().and_then(|at| self.offsets.get(*self.by_id.get(at)? as usize));
        text.and_then(|text| self.files.get(text.file as usize)?.get(text.range())).unwrap_or_default()
    }

    /// Maps all texts into this process, as far as the system has them cached, so that the first search is as fast as
    /// later ones. `go_on` is asked before each file.
    pub fn prepare(&self, go_on: &dyn Fn() -> bool) {
        self.files.iter().take_while(|_| go_on()).for_each(Map::prepare);
    }

    /// Whether an article's text contains a needle.
    pub fn has(&self, id: i64, needle: &Finder<'_>) -> bool {
        needle.find(self.bytes(id)).is_some()
    }

    /// All texts in parts that can be searched one by one or in parallel, most recently written first.
    pub fn parts(&self) -> Vec<Part> {
        let mut parts = Vec::new();
        let mut first = 0;
        let mut bytes = 0;
        for (at, text) in self.offsets.iter().enumerate() {
            let other = self.offsets.get(first).is_some_and(|begin| begin.file != text.file);
            if other || bytes >= PART {
                parts.push(Part(first..at));
                (first, bytes) = (at, 0);
            }
            bytes += text.bytes as usize;
        }
        parts.push(Part(first..self.offsets.len()));
        parts.reverse();
        parts
    }

    /// Calls `hit` with the row of every article of a part whose text contains the needle.
    pub fn find(&self, part: &Part, needle: &Finder<'_>, hit: &mut dyn FnMut(u32)) {
        let offsets = self.offsets.get(part.0.clone()).unwrap_or_default();
        let Some(file) = offsets.first().and_then(|first| self.files.get(first.file as usize)) else { return };
        let end = offsets.last().map_or(0, |last| last.range().end);
        let mut next = 0;
        while let Some(text) = offsets.get(next) {
            // Between texts are NULs and dead texts: a match there is skipped, and the search continues at the next
            // live text.
            let start = text.start as usize;
            let Some(found) = needle.find(file.get(start..end).unwrap_or_default()) else { return };
            let at = start + found;
            next += offsets.get(next..).unwrap_or_default().partition_point(|text| text.range().end <= at);
            if let Some(text) = offsets.get(next).filter(|text| text.start as usize <= at) {
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
        self.offsets.is_empty()
    }
}
