//! The parts of a Markdown body in which marks of running text mean nothing: code, formulas, HTML and addresses.

use std::ops::Range;

use crate::document::dialect::opaque::opaque_ranges;

/// The opaque ranges of a body.
pub(in crate::document::dialect::extensions) struct Opaque {
    /// Sorted by start. A range may contain later ones, but none overlaps another in part.
    ranges: Vec<Range<usize>>,
}

impl Opaque {
    /// The opaque ranges of a Markdown body by the rules of CommonMark.
    pub(in crate::document::dialect::extensions) fn of(body: &str) -> Self {
        let mut ranges = opaque_ranges(body, &mut |_, _| {});
        ranges.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
        let mut end = 0;
        ranges.retain(|range| {
            let outer = range.end > end;
            end = end.max(range.end);
            outer
        });
        Self { ranges }
    }

    /// Whether marks at this position mean something.
    pub(in crate::document::dialect::extensions) fn is_free(&self, at: usize) -> bool {
        let after = self.ranges.partition_point(|range| range.start <= at);
        after.checked_sub(1).and_then(|last| self.ranges.get(last)).is_none_or(|range| range.end <= at)
    }
}

/// Text of which no character is markup, as references to characters: safe in running Markdown and in attributes.
pub(in crate::document::dialect::extensions) fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_punctuation() && !matches!(c, '/' | '.' | '-' | ',') {
            out.push_str(&format!("&#{};", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    out
}
