//! A cache of the breaks between common characters, which depend only on the two characters.

use icu_segmenter::LineSegmenterBorrowed;

use crate::typeset::text::class::{CLASSES, NONE, SPACE};
use crate::typeset::text::unit::Edge;

/// The segmenter's answers for pairs of classes: two bits for the pair, and two for the pair with a space between.
pub(in crate::typeset) struct Pairs(Box<[u8]>);

impl Pairs {
    pub(in crate::typeset) fn new() -> Self {
        Self(vec![0; CLASSES * CLASSES].into())
    }

    /// Whether a line may start at the unit at this index. `None` if that depends on more than its neighbours.
    pub(in crate::typeset) fn breaks(
        &mut self,
        edges: &[Edge],
        at: usize,
        segmenter: LineSegmenterBorrowed<'_>,
    ) -> Option<bool> {
        let (before, after) = (edges.get(at.checked_sub(1)?)?, edges.get(at)?);
        match (before.class, after.class) {
            (NONE, _) | (_, NONE) | (SPACE, SPACE) => None,
            (_, SPACE) => Some(false),
            (SPACE, _) => {
                let before = edges.get(at.checked_sub(2)?)?;
                (before.class != NONE && before.class != SPACE).then(|| self.answer(before, after, " ", segmenter))
            }
            _ => Some(self.answer(before, after, "", segmenter)),
        }
    }

    fn answer(&mut self, before: &Edge, after: &Edge, between: &str, segmenter: LineSegmenterBorrowed<'_>) -> bool {
        let shift = if between.is_empty() { 0 } else { 2 };
        let place = usize::from(before.class) * CLASSES + usize::from(after.class);
        match self.0.get(place).map(|known| known >> shift & 3) {
            Some(1) => false,
            Some(2) => true,
            _ => {
                let text = format!("{}{between}{}", before.first, after.first);
                let at = text.len() - after.first.len_utf8();
                let breaks = segmenter.segment_str(&text).any(|found| found == at);
                if let Some(known) = self.0.get_mut(place) {
                    *known |= (1 + u8::from(breaks)) << shift;
                }
                breaks
            }
        }
    }
}
