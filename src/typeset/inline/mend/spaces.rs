//! Spaces beside full-width marks, which have their space within.

use crate::typeset::inline::draft::{Class, Draft};

/// Leaves out the spaces before and after full-width marks.
pub(super) fn mend(draft: &mut Draft) {
    for index in 0..draft.glyphs.len() {
        let Some(mark) = draft.free(index).filter(|mark| !mark.is_ascii()) else { continue };
        let before = draft.class(draft.before(index));
        let after = draft.class(draft.after(index));
        if drops_before(mark, before) {
            remove(draft, (0..index).rev());
        }
        if drops_after(mark, after) {
            remove(draft, index + 1..draft.glyphs.len());
        }
    }
}

/// Leaves out the spaces before stops.
pub(super) fn close_up(draft: &mut Draft) {
    for index in 0..draft.glyphs.len() {
        let is_stop = matches!(draft.free(index), Some('，' | '。' | '、' | '；' | '：' | '？' | '！'));
        if is_stop && draft.class(draft.before(index)) != Class::Edge {
            remove(draft, (0..index).rev());
        }
    }
}

/// Leaves out the spaces within a pair of brackets of ASCII, if there are some at both ends.
pub(super) fn within_brackets(draft: &mut Draft, start: usize, end: usize) {
    let is_space = |at: usize| draft.free(at) == Some(' ');
    if end > start + 3 && is_space(start + 1) && is_space(end - 1) {
        remove(draft, start + 1..end);
        remove(draft, (start + 1..end).rev());
    }
}

fn drops_before(mark: char, before: Class) -> bool {
    match mark {
        '，' | '。' | '、' | '；' | '：' | '？' | '！' | '）' | '》' | '〉' | '」' | '』' | '】' | '”' | '’' => {
            before != Class::Edge
        }
        '（' | '“' | '‘' => before.is_cjk() || before.is_latin(),
        '《' | '〈' | '「' | '『' | '【' => before == Class::Han,
        '…' => before.is_cjk() || before.is_latin(),
        _ => false,
    }
}

fn drops_after(mark: char, after: Class) -> bool {
    match mark {
        '，' | '。' | '、' | '；' | '：' | '？' | '！' => {
            after.is_cjk() || after.is_latin() || after == Class::Mark
        }
        '（' | '《' | '〈' | '「' | '『' | '【' | '“' | '‘' => after != Class::Edge,
        '）' | '”' | '’' => after.is_cjk() || after.is_latin(),
        '…' => after.is_cjk(),
        _ => false,
    }
}

/// Removes the spaces at these places, up to the first other glyph.
fn remove(draft: &mut Draft, places: impl Iterator<Item = usize>) {
    for at in places {
        let Some(glyph) = draft.glyphs.get_mut(at) else { break };
        if glyph.gone {
            continue;
        }
        if glyph.shown != ' ' || glyph.fixed {
            break;
        }
        glyph.gone = true;
    }
}
