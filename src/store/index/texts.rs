//! Finding words in all texts of a collection at once.

use std::fs::File;
use std::io;
use std::ops::Range;

use memchr::memmem::Finder;

use crate::problem::Problem;
use crate::store::index::catalogue::Index;
use crate::store::index::files::unwritable;
use crate::store::index::map::Map;
use crate::store::index::offsets;
use crate::store::index::offsets::{Lying, Segment};

/// Bytes of text that are looked through before somebody asks whether to go on.
const PART: usize = 2 << 20;

/// How often the files are asked for anew when a copy of the program is compacting them.
const TRIES: usize = 8;

/// All texts of a collection at one moment, folded as [`crate::text::fold`] does. It holds what it shows: what other
/// copies of the program write or take away meanwhile changes nothing.
#[derive(Debug, Default)]
pub struct Texts {
    files: Vec<Map>,
    /// Where the text of each article lies, in the order of files and bytes.
    lying: Vec<Lying>,
    /// Indexes into `lying` in the order of the articles' numbers.
    by_id: Vec<u32>,
}

/// A moment of an index: which one it is, and how often its catalogue had been written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    birth: String,
    generation: i64,
}

/// Some of the texts, all of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part(Range<usize>);

impl Index {
    /// The texts as they are now, and of which moment they are; `None` where that is the one that is known.
    ///
    /// # Errors
    /// [`crate::problem::Code::IndexBroken`] and the like.
    pub fn texts_after(&self, known: Option<&Moment>) -> Result<Option<(Moment, Texts)>, Problem> {
        let moment = Moment { birth: self.birth.clone(), generation: self.read(|_| self.generation())? };
        if known == Some(&moment) {
            return Ok(None);
        }
        self.texts().map(|texts| Some((moment, texts)))
    }

    /// The texts as they are now.
    ///
    /// # Errors
    /// [`crate::problem::Code::IndexBroken`] and the like.
    pub fn texts(&self) -> Result<Texts, Problem> {
        let mut last = io::Error::from(io::ErrorKind::NotFound);
        for attempt in 0..TRIES {
            let (segments, lying) = self.read(|db| {
                let file = self.places_file(self.generation()?);
                // What cannot be mapped as that file says is asked of the catalogue.
                let known = if attempt == 0 { offsets::read(&file) } else { None };
                known.map_or_else(|| offsets::of_catalogue(db), Ok)
            })?;
            let map = |Segment(id, bytes): &Segment| Map::new(&File::open(self.segment(*id))?, *bytes);
            match segments.iter().map(map).collect::<io::Result<Vec<Map>>>() {
                Ok(files) => return Ok(Texts::new(files, lying)),
                // Compacted between the two looks.
                Err(error) if attempt == 0 || error.kind() == io::ErrorKind::NotFound => last = error,
                Err(error) => return Err(unwritable(&self.dir, &error)),
            }
        }
        Err(Problem::new(crate::problem::Code::IndexBroken).with(self.dir.to_string_lossy()).with(last.to_string()))
    }
}

impl Texts {
    fn new(files: Vec<Map>, mut lying: Vec<Lying>) -> Self {
        // A row that names bytes beyond its file names nothing.
        lying.retain(|text| files.get(text.file as usize).is_some_and(|file| text.range().end <= file.len()));
        lying.sort_unstable_by_key(|text| (text.file, text.start));
        let mut by_id: Vec<u32> = (0..lying.len() as u32).collect();
        by_id.sort_unstable_by_key(|at| lying.get(*at as usize).map(|text| text.id));
        Self { files, lying, by_id }
    }

    /// The text of an article, by its number in the catalogue; empty where it has none.
    pub fn text(&self, id: i64) -> &str {
        std::str::from_utf8(self.bytes(id)).unwrap_or_default()
    }

    fn bytes(&self, id: i64) -> &[u8] {
        let known = self
            .by_id
            .binary_search_by_key(&Some(id), |at| self.lying.get(*at as usize).map(|text| i64::from(text.id)));
        let text = known.ok().and_then(|at| self.lying.get(*self.by_id.get(at)? as usize));
        text.and_then(|text| self.files.get(text.file as usize)?.get(text.range())).unwrap_or_default()
    }

    /// Brings all texts into the memory of this program as far as the system has them at hand, so that the first search
    /// is as quick as the next. Before each file `go_on` is asked whether there is time for it.
    pub fn prepare(&self, go_on: &dyn Fn() -> bool) {
        self.files.iter().take_while(|_| go_on()).for_each(Map::prepare);
    }

    /// Whether an article's text has a needle.
    pub fn has(&self, id: i64, needle: &Finder<'_>) -> bool {
        needle.find(self.bytes(id)).is_some()
    }

    /// All texts in parts that can be looked through one by one or side by side, those written last first.
    pub fn parts(&self) -> Vec<Part> {
        let mut parts = Vec::new();
        let mut first = 0;
        let mut bytes = 0;
        for (at, text) in self.lying.iter().enumerate() {
            let other = self.lying.get(first).is_some_and(|begin| begin.file != text.file);
            if other || bytes >= PART {
                parts.push(Part(first..at));
                (first, bytes) = (at, 0);
            }
            bytes += text.bytes as usize;
        }
        parts.push(Part(first..self.lying.len()));
        parts.reverse();
        parts
    }

    /// Tells every article of a part whose text has the needle, by its number in the catalogue.
    pub fn find(&self, part: &Part, needle: &Finder<'_>, hit: &mut dyn FnMut(u32)) {
        let lying = self.lying.get(part.0.clone()).unwrap_or_default();
        let Some(file) = lying.first().and_then(|first| self.files.get(first.file as usize)) else { return };
        let end = lying.last().map_or(0, |last| last.range().end);
        let mut next = 0;
        while let Some(text) = lying.get(next) {
            // Between texts lie NULs and dead texts: a match there is jumped over to the next text that lives.
            let start = text.start as usize;
            let Some(found) = needle.find(file.get(start..end).unwrap_or_default()) else { return };
            let at = start + found;
            next += lying.get(next..).unwrap_or_default().partition_point(|text| text.range().end <= at);
            if let Some(text) = lying.get(next).filter(|text| text.start as usize <= at) {
                hit(text.id);
                next += 1;
            }
        }
    }

    /// How many articles have a text.
    pub fn len(&self) -> usize {
        self.lying.len()
    }

    /// Whether no article has a text.
    pub fn is_empty(&self) -> bool {
        self.lying.is_empty()
    }
}
