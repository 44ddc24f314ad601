//! Puts the punctuation of Chinese text right, as it is shown: half-width marks become full-width ones, straight
//! quotation marks curly ones, and spaces around full-width marks are left out (GB/T 15834-2011).

mod brackets;
mod counts;
mod quotation;
mod spaces;
mod stops;
#[cfg(test)]
mod tests;

use crate::typeset::inline::draft::Draft;
use crate::typeset::inline::mend::counts::Counts;

/// Mends the punctuation of a text.
pub(in crate::typeset) fn mend(draft: &mut Draft) {
    let mut counts = Counts::of(draft);
    brackets::mend(draft, &mut counts);
    quotation::mend(draft, &counts);
    stops::mend(draft, &counts);
    spaces::mend(draft);
}

/// Leaves out the spaces before East Asian stops, in a text that is mostly of another language but belongs to a Chinese
/// article. All else is that language's.
pub(in crate::typeset) fn close_up(draft: &mut Draft) {
    spaces::close_up(draft);
}

/// Whether a text may need mending: it has a mark of ASCII, or a space beside other characters.
pub(in crate::typeset) fn may_need(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_wide = |at: usize| bytes.get(at).is_some_and(|byte| *byte >= 0x80);
    bytes.iter().enumerate().any(|(at, byte)| match byte {
        b'"' | b'\'' | b'(' | b')' | b',' | b'.' | b':' | b';' | b'!' | b'?' => true,
        b' ' => is_wide(at + 1) || at > 0 && is_wide(at - 1),
        _ => false,
    })
}

/// How many marks of a text need mending, and how many are as they should be.
pub(in crate::typeset) fn faults(text: &str, draft: impl FnOnce() -> Draft) -> (usize, usize) {
    if !may_need(text) {
        return (0, text.chars().filter(|c| is_pause(*c)).count());
    }
    let mut draft = draft();
    mend(&mut draft);
    let (mut faults, mut sound) = (0, 0);
    for (glyph, range) in draft.visible() {
        if glyph.shown != glyph.written || range.len() != glyph.written.len_utf8() {
            faults += 1;
        } else if !glyph.fixed && is_pause(glyph.written) {
            sound += 1;
        }
    }
    (faults, sound)
}

/// Whether a mark is one of East Asian text that half-width ones are often written for.
fn is_pause(c: char) -> bool {
    matches!(c, '，' | '。' | '、' | '；' | '：' | '？' | '！' | '（' | '）' | '“' | '”')
}
