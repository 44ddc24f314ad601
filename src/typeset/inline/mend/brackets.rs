//! Parentheses: a pair of Chinese text becomes full-width.

use crate::typeset::inline::draft::{Class, Draft};
use crate::typeset::inline::mend::counts::Counts;
use crate::typeset::inline::mend::spaces;

/// The most characters of the name before a parenthesis.
const LONGEST_NAME: usize = 40;
/// Parentheses with more characters are no emoticon.
const LONGEST_EMOTICON: usize = 12;

/// Mends the pairs of parentheses, innermost first. One without the other stays as it is.
pub(super) fn mend(draft: &mut Draft, counts: &mut Counts) {
    let mut open: Vec<usize> = Vec::new();
    for index in 0..draft.glyphs.len() {
        match draft.free(index) {
            Some('(' | '（') => open.push(index),
            Some('\n') => open.clear(),
            Some(')' | '）') => {
                if let Some(start) = open.pop() {
                    if is_chinese(draft, counts, start, index) {
                        draft.show(start, '（');
                        draft.show(index, '）');
                    } else if is_padded_word(draft, counts, start, index) {
                        spaces::within_brackets(draft, start, index);
                    } else if open.is_empty() && is_call(draft, start) {
                        counts.mark_arguments(start..index);
                    }
                }
            }
            _ => {}
        }
    }
}

fn is_chinese(draft: &Draft, counts: &Counts, start: usize, end: usize) -> bool {
    let is_full = |index: usize| draft.free(index).is_some_and(|c| !c.is_ascii());
    if is_full(start) || is_full(end) {
        return true;
    }
    let inside = start + 1..end;
    let before = draft.class(draft.before(start));
    if counts.han(inside.clone()) > 0 {
        let is_emoticon = counts.odd(inside) > 0 && end - start < LONGEST_EMOTICON;
        return !is_emoticon && !is_call(draft, start);
    }
    // In Chinese text: a word of another language, but no variables and no amounts.
    let after = draft.around(end).1;
    let is_word = counts.has_word(inside.clone()) && counts.odd(inside) == 0;
    is_word && before.is_cjk() && (after.is_cjk() || !after.is_latin()) && !is_path(draft, start)
}

/// Whether parentheses that stay as they are, in a Chinese sentence, hold a word of another language.
fn is_padded_word(draft: &Draft, counts: &Counts, start: usize, end: usize) -> bool {
    let inside = start + 1..end;
    counts.has_word(inside.clone()) && counts.odd(inside) == 0 && counts.han_before(start) > 0 && !is_call(draft, start)
}

/// Whether a parenthesis opens the arguments of a method: `object.method(`.
fn is_call(draft: &Draft, start: usize) -> bool {
    let name = draft.glyphs.get(..start).unwrap_or_default().iter().rev().take(LONGEST_NAME);
    let mut name = name.take_while(|glyph| glyph.shown.is_ascii_alphanumeric() || matches!(glyph.shown, '.' | '_'));
    name.any(|glyph| glyph.shown == '.')
}

/// Whether a bracket belongs to a link or path of its own.
fn is_path(draft: &Draft, start: usize) -> bool {
    matches!(draft.free(start + 1), Some('/' | '.')) || draft.class(Some(start + 1)) == Class::Mark
}
