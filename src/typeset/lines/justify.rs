//! Justification: distributes the slack of a line.

use std::ops::Range;

use crate::typeset::lines::setter::Stretch;
use crate::typeset::text::flow::Flow;
use crate::typeset::text::unit::{Flags, NEVER};

/// Widens the spaces of a line by one cell each. If there are too few, the gaps between ideographs are widened too, and
/// then the spaces by a second cell. A line that would need more stays ragged: wider gaps tear words apart and draw the
/// eye more than the edge does.
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
    let blanks: Vec<usize> = inner.clone().filter(|unit| after_blank(*unit)).collect();
    if slack <= blanks.len() {
        return spread(&blanks, slack).collect();
    }
    let places: Vec<usize> = inner.filter(|unit| after_blank(*unit) || between(*unit)).collect();
    match slack.checked_sub(places.len()) {
        None | Some(0) => spread(&places, slack).collect(),
        Some(more) if more <= blanks.len() => {
            let mut again = spread(&blanks, more).peekable();
            let mut cells = |place| if again.next_if(|(blank, _)| *blank == place).is_some() { 2 } else { 1 };
            places.iter().map(|place| (*place, cells(*place))).collect()
        }
        Some(_) => Stretch::new(),
    }
}

/// Spreads cells evenly over places, at most one each. There are at least as many places.
fn spread(places: &[usize], cells: usize) -> impl Iterator<Item = (usize, u16)> {
    let count = places.len().max(1);
    let is_wider = move |index: usize| (index + 1) * cells / count > index * cells / count;
    places.iter().enumerate().filter(move |(index, _)| is_wider(*index)).map(|(_, place)| (*place, 1))
}
