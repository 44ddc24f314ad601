//! Straight quotation marks: pairs of Chinese text become curly.

use crate::typeset::inline::draft::{Class, Draft};
use crate::typeset::inline::mend::counts::Counts;

/// The most characters between single quotation marks.
const LONGEST_SINGLE: usize = 60;

/// Mends the pairs of quotation marks. If the marks of a text do not pair, all stay as they are.
pub(super) fn mend(draft: &mut Draft, counts: &Counts) {
    for (start, end) in double(draft).unwrap_or_default() {
        if is_chinese(draft, counts, start, end) {
            draft.show(start, '“');
            draft.show(end, '”');
        }
    }
    single(draft, counts);
}

/// The pairs of double quotation marks of which at least one is straight. `None` if a mark is left, or if what is around
/// one contradicts its direction.
fn double(draft: &Draft) -> Option<Vec<(usize, usize)>> {
    let mut pairs = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let quotes = |mark: char| (0..draft.glyphs.len()).filter(move |at| draft.free(*at) == Some(mark));
    if quotes('"').next().is_none() {
        return Some(pairs);
    }
    // The curly marks that are missing are written straight.
    let mut missing = quotes('“').count() as i64 - quotes('”').count() as i64;
    let is_straight = |at: usize| draft.free(at) == Some('"');
    for index in 0..draft.glyphs.len() {
        match (draft.free(index), open.last().copied()) {
            (Some('“'), _) => open.push(index),
            (Some('”'), Some(start)) => {
                open.pop();
                if is_straight(start) {
                    pairs.push((start, index));
                }
            }
            (Some('”'), None) => return None,
            (Some('"'), Some(start)) if is_straight(start) || missing > 0 => {
                missing -= i64::from(!is_straight(start));
                open.pop();
                pairs.push((start, index));
                if !may_close(draft, index) {
                    return None;
                }
            }
            (Some('"'), _) => {
                open.push(index);
                if !may_open(draft, index) {
                    return None;
                }
            }
            _ => {}
        }
    }
    open.is_empty().then_some(pairs)
}

/// Whether a mark may open: nothing follows it directly only if nothing precedes it directly.
fn may_open(draft: &Draft, index: usize) -> bool {
    let (before, after) = touching(draft, index);
    let is_blank = |class: Class| matches!(class, Class::Space | Class::Edge);
    after != Class::Edge && (!is_blank(after) || is_blank(before) || before == Class::Wide)
}

fn may_close(draft: &Draft, index: usize) -> bool {
    let (before, after) = touching(draft, index);
    let is_blank = |class: Class| matches!(class, Class::Space | Class::Edge);
    before != Class::Edge && (!is_blank(before) || is_blank(after) || matches!(after, Class::Wide | Class::Mark))
}

fn touching(draft: &Draft, index: usize) -> (Class, Class) {
    (draft.class(draft.touching_before(index)), draft.class(draft.touching_after(index)))
}

fn is_chinese(draft: &Draft, counts: &Counts, start: usize, end: usize) -> bool {
    let before = draft.around(start).0;
    let after = draft.around(end).1;
    let is_value = draft.before(start).and_then(|at| draft.free(at)).is_some_and(|c| "=([{<".contains(c));
    if counts.han(start + 1..end) > 0 {
        return !is_value || draft.free(start.saturating_sub(1)) == Some('(');
    }
    let is_outside = |class: Class| class.is_cjk() || class == Class::Edge;
    let is_stop = |class: Class| class == Class::Mark;
    (before.is_cjk() || after.is_cjk()) && is_outside(before) && (is_outside(after) || is_stop(after)) && !is_value
}

/// Mends pairs of single quotation marks around Chinese text. An apostrophe is none.
fn single(draft: &mut Draft, counts: &Counts) {
    let mut open = None;
    for index in 0..draft.glyphs.len() {
        if draft.free(index) == Some('\n') {
            open = None;
        }
        if draft.free(index) != Some('\'') {
            continue;
        }
        let (before, after) = touching(draft, index);
        match open {
            Some(start) if index - start <= LONGEST_SINGLE && !after.is_latin() => {
                open = None;
                if counts.han(start + 1..index) > 0 && counts.odd(start + 1..index) == 0 {
                    draft.show(start, '‘');
                    draft.show(index, '’');
                }
            }
            _ => open = (!before.is_latin() && after != Class::Edge).then_some(index),
        }
    }
}
