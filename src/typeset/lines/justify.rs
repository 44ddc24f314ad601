//! Justification: distributes the slack of a line.

use std::ops::Range;

use crate::typeset::lines::setter::Stretch;
use crate::typeset::text::flow::Flow;
use crate::typeset::text::unit::{Flags, NEVER};

/// Widens a line where that is seen least (CLREQ, "Line adjustment"): its spaces by one cell each, then the room after
/// punctuation, then the spaces by a second cell if that is enough, and only else the gaps between ideographs, which part
/// words. A line that would need more stays ragged: wider gaps draw the eye more than the edge does.
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
    let may_part = |unit: usize| units[unit].penalty != NEVER && !after_blank(unit);
    let is_ideograph = |unit: usize| units[unit].flags.contains(Flags::IDEOGRAPH);
    let between = |unit: usize| may_part(unit) && is_ideograph(unit) && is_ideograph(unit - 1);
    let after_mark = |unit: usize| {
        let before = units[unit - 1];
        may_part(unit) && before.flags.contains(Flags::CLOSES) && before.width == 2 && !is_ideograph(unit - 1)
    };
    let places = |wanted: &dyn Fn(usize) -> bool| inner.clone().filter(|unit| wanted(*unit)).collect::<Vec<_>>();
    let (blanks, marks, ideographs) = (places(&after_blank), places(&after_mark), places(&between));
    let is_enough = slack <= 2 * blanks.len() + marks.len();
    let last = if is_enough { [&blanks, &ideographs] } else { [&ideographs, &blanks] };
    let mut added = vec![0; inner.len()];
    let mut left = slack;
    for places in [&blanks, &marks].into_iter().chain(last) {
        let some = left.min(places.len());
        for unit in spread(places, some) {
            if let Some(cells) = added.get_mut(unit - inner.start) {
                *cells += 1;
            }
        }
        left -= some;
    }
    if left > 0 {
        return Stretch::new();
    }
    inner.zip(added).filter(|(_, cells)| *cells > 0).collect()
}

/// Spreads cells evenly over places, at most one each. There are at least as many places.
fn spread(places: &[usize], cells: usize) -> impl Iterator<Item = usize> {
    let count = places.len().max(1);
    let is_wider = move |index: usize| (index + 1) * cells / count > index * cells / count;
    places.iter().enumerate().filter(move |(index, _)| is_wider(*index)).map(|(_, place)| *place)
}
