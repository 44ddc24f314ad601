//! Justification: distributes the slack of a line.

use std::ops::Range;

use crate::typeset::lines::setter::Stretch;
use crate::typeset::text::flow::Flow;
use crate::typeset::text::unit::{Flags, NEVER};

/// Widens the spaces of a line by at most one cell each. If there are too few, the slack is distributed evenly over
/// spaces and the gaps between ideographs, if need be several cells each. A line without either stays as it is.
pub(in crate::typeset) fn stretch(flow: &Flow, line: Range<usize>, slack: usize) -> Stretch {
    if slack == 0 {
        return Stretch::new();
    }
    let units = flow.units.as_slice();
    let mut to = line.end;
    while to > line.start && units[to - 1].flags.contains(Flags::SPACE) {
        to -= 1;
    }
    let inner = line.start + 1..to.max(line.start + 1);
    let after_blank = |unit: usize| {
        units[unit].flags.contains(Flags::GAP)
            || (units[unit - 1].flags.contains(Flags::SPACE) && !units[unit].flags.contains(Flags::SPACE))
    };
    // Within a reading and its base nothing is widened: the two would no longer meet.
    let between = |unit: usize| {
        let ideographs = units[unit].flags & units[unit - 1].flags & Flags::IDEOGRAPH;
        !ideographs.is_empty() && units[unit].penalty != NEVER
    };
    let mut places: Vec<usize> = inner.clone().filter(|unit| after_blank(*unit)).collect();
    if places.len() < slack {
        places = inner.filter(|unit| after_blank(*unit) || between(*unit)).collect();
    }
    let (Some(each), Some(rest)) = (slack.checked_div(places.len()), slack.checked_rem(places.len())) else {
        return Stretch::new();
    };
    let every = |index: usize| (index + 1) * rest / places.len() - index * rest / places.len();
    let cells = |index: usize| (each + every(index)).min(usize::from(u16::MAX)) as u16;
    places.iter().enumerate().map(|(index, place)| (*place, cells(index))).filter(|(_, cells)| *cells > 0).collect()
}
