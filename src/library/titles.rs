//! Scans over all articles: titles that match, and rows of the catalogue.

use memchr::memmem::Finder;

use crate::library::bits::Bits;
use crate::library::collection::Library;

impl Library {
    /// The articles that differ from the snapshot, and their rows in `changes`.
    fn changed_rows(&self) -> impl Iterator<Item = (u32, usize)> {
        let replaced = self.replaced.iter().map(|(id, row)| (*id, *row as usize));
        replaced.chain((self.snapshot.len() as u32..).zip(self.rows.iter().map(|row| *row as usize)))
    }

    /// The articles whose rows in the catalogue are in this set.
    pub fn with_rows(&self, rows: &Bits) -> Bits {
        let mut found = Bits::with_room(self.bound());
        for (id, row) in (0..).zip(self.snapshot.table.row.all()) {
            found.put(id, rows.has(u32::from_le_bytes(*row)));
        }
        for (id, row) in self.changed_rows() {
            found.set(id, rows.has(self.changes.row.number(row)));
        }
        found
    }

    /// The articles whose folded titles, as bytes, satisfy `wanted`: one sequential pass over all titles.
    pub fn titles_matching(&self, wanted: &dyn Fn(&[u8]) -> bool) -> Bits {
        let mut found = Bits::with_room(self.bound());
        let folded = &self.snapshot.table.folded;
        let (text, mut start) = (folded.all(), 0);
        for (id, end) in (0..).zip(folded.ends.all()) {
            let end = u32::from_le_bytes(*end) as usize;
            found.put(id, text.get(start..end).is_some_and(wanted));
            start = end;
        }
        self.titled_changed(&mut found, wanted);
        found
    }

    /// Adds the matches among articles that differ from the snapshot, and drops removed articles.
    fn titled_changed(&self, found: &mut Bits, wanted: &dyn Fn(&[u8]) -> bool) {
        for (id, row) in self.changed_rows() {
            found.set(id, wanted(self.changes.folded.get(row)));
        }
        found.keep(&self.all());
    }

    /// The articles whose folded titles contain a needle.
    pub fn titles_containing(&self, needle: &Finder<'_>) -> Bits {
        let mut found = Bits::default();
        let folded = &self.snapshot.table.folded;
        // The titles are stored one after another, so they are searched as one text.
        let (text, mut at, mut start) = (folded.all(), 0, 0);
        while let Some(place) = text.get(start..).and_then(|rest| needle.find(rest)).map(|place| start + place) {
            let ends = folded.ends.all().get(at..).unwrap_or_default();
            at += ends.partition_point(|end| u32::from_le_bytes(*end) as usize <= place);
            let range = folded.ends.range(at);
            if place + needle.needle().len() <= range.end {
                found.set(at as u32, true);
                start = range.end;
            } else {
                // The match spans two titles.
                start = place + 1;
            }
        }
        self.titled_changed(&mut found, &|title| needle.find(title).is_some());
        found
    }
}
