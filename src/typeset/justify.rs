//! Spreading what a line leaves over.

use std::ops::Range;

use super::flow::{Flags, Flow};
use super::setter::Stretch;

/// One cell more at blanks, or, where they are too few, between ideographs too, evenly; nothing where even that is
/// too little to reach the edge.
pub(super) fn stretch(flow: &Flow, line: Range<usize>, slack: usize) -> Stretch {
    if slack == 0 {
        return Stretch::new();
    }
    let units = flow.units.as_slice();
    let mut to = line.end;
    while to > line.start && units[to - 1].flags.contains(Flags::BLANK) {
        to -= 1;
    }
    let inner = line.start + 1..to.max(line.start + 1);
    let after_blank = |unit: usize| {
        units[unit].flags.contains(Flags::GAP)
            || (units[unit - 1].flags.contains(Flags::BLANK) && !units[unit].flags.contains(Flags::BLANK))
    };
    let between =
        |unit: usize| units[unit].flags.contains(Flags::IDEOGRAPH) && units[unit - 1].flags.contains(Flags::IDEOGRAPH);
    let mut places: Vec<usize> = inner.clone().filter(|unit| after_blank(*unit)).collect();
    if places.len() < slack {
        places = inner.filter(|unit| after_blank(*unit) || between(*unit)).collect();
    }
    if places.len() < slack {
        return Stretch::new();
    }
    (0..slack).map(|index| (places[(2 * index + 1) * places.len() / (2 * slack)], 1)).collect()
}
