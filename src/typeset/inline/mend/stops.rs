//! Marks that end or divide sentences: , ; : ! ? and . of Chinese text become full-width, three periods an ellipsis.

use crate::typeset::inline::draft::{Class, Draft};
use crate::typeset::inline::mend::counts::Counts;

/// The most characters of a token that are looked at.
const LONGEST_TOKEN: usize = 64;
/// Fewer ideographs before a period are the number of an item.
const NUMBER: u32 = 3;

/// Mends the marks of a text.
pub(super) fn mend(draft: &mut Draft, counts: &Counts) {
    let mut index = 0;
    while index < draft.glyphs.len() {
        let end = run_end(draft, index);
        match draft.free(index) {
            Some(mark @ (',' | ';')) if is_comma(draft, counts, index) => draft.show(index, full(mark)),
            Some(':') if is_colon(draft, counts, index) => draft.show(index, '：'),
            Some('!' | '?') if is_cry(draft, counts, index, end) => {
                for at in index..end {
                    draft.show(at, draft.free(at).map_or(' ', full));
                }
            }
            Some('.') if end - index >= 3 && is_ellipsis(draft, counts, index, end) => ellipsis(draft, index, end),
            Some('.') if end - index == 1 && is_period(draft, counts, index) => draft.show(index, '。'),
            _ => {}
        }
        index = end;
    }
    within_line(draft, counts);
}

/// The full-width form of a mark.
fn full(c: char) -> char {
    match c {
        ',' => '，',
        '.' => '。',
        ';' => '；',
        ':' => '：',
        '!' => '！',
        '?' => '？',
        '(' => '（',
        ')' => '）',
        _ => c,
    }
}

/// The end of a run of periods, or of exclamation and question marks. Any other glyph is a run by itself.
fn run_end(draft: &Draft, index: usize) -> usize {
    let set = match draft.free(index) {
        Some('.') => ".",
        Some('!' | '?') => "!?",
        _ => return index + 1,
    };
    let more = (index + 1..draft.glyphs.len()).take_while(|at| draft.free(*at).is_some_and(|c| set.contains(c)));
    more.last().unwrap_or(index) + 1
}

/// Whether what precedes a mark is Chinese: its sentence, and its clause, which may be quoted text of another language.
fn is_chinese(counts: &Counts, index: usize) -> bool {
    counts.han_before(index) >= NUMBER && counts.is_chinese_clause(index)
}

fn next(draft: &Draft, index: usize) -> Option<char> {
    draft.glyphs.get(index + 1).map(|glyph| glyph.shown)
}

fn previous(draft: &Draft, index: usize) -> Option<char> {
    index.checked_sub(1).and_then(|at| draft.glyphs.get(at)).map(|glyph| glyph.shown)
}

/// Whether a mark stands beside a mark of the same kind, so that neither can be told to be the wrong one.
fn is_doubled(draft: &Draft, index: usize) -> bool {
    let is_pause = |c: Option<char>| c.is_some_and(|c| ",;:，。、；：".contains(c));
    is_pause(next(draft, index)) || is_pause(previous(draft, index))
}

/// Whether what stands before a mark can end a clause: a letter, a digit, a closing mark.
fn ends_clause(draft: &Draft, index: usize) -> bool {
    let before = draft.before(index);
    let class = draft.class(before);
    let closes = before.and_then(|at| draft.glyphs.get(at)).is_some_and(|glyph| ")]}>\"'%+".contains(glyph.shown));
    class.is_latin() || class == Class::Mark && closes
}

fn is_comma(draft: &Draft, counts: &Counts, index: usize) -> bool {
    let (before, after) = draft.around(index);
    let is_code = counts.is_argument(index) || is_statement(draft, index);
    if is_code || is_doubled(draft, index) || is_emoticon(draft, index) {
        return false;
    }
    match (before.is_cjk(), after.is_cjk()) {
        (true, _) => !opens(draft, index),
        (false, true) => ends_clause(draft, index) && is_outside(draft, counts, index),
        (false, false) => {
            let is_end = after == Class::Edge && before != Class::Digit;
            is_end && ends_clause(draft, index) && is_chinese(counts, index)
        }
    }
}

/// Whether a mark between other text and a mark of East Asian text belongs to Chinese text: it does not if it is quoted
/// with the text before it, or is one of symbols in a row.
fn is_outside(draft: &Draft, counts: &Counts, index: usize) -> bool {
    match draft.after(index).and_then(|at| draft.glyphs.get(at)).map(|glyph| glyph.shown) {
        Some('”' | '’' | '」' | '』' | '）') => counts.is_chinese_clause(index),
        Some('（' | '「' | '『') => previous(draft, index) != Some(' '),
        _ => true,
    }
}

/// Whether a semicolon ends a statement of code: `close();`.
fn is_statement(draft: &Draft, index: usize) -> bool {
    draft.free(index) == Some(';') && previous(draft, index) == Some(')')
}

/// Whether an opening mark stands right before.
fn opens(draft: &Draft, index: usize) -> bool {
    draft.before(index).and_then(|at| draft.glyphs.get(at)).is_some_and(|glyph| "（《〈「『【“‘".contains(glyph.shown))
}

fn is_colon(draft: &Draft, counts: &Counts, index: usize) -> bool {
    let (before, after) = draft.around(index);
    let follows = next(draft, index);
    if is_doubled(draft, index) || is_emoticon(draft, index) || is_shortcode(draft, index) || follows == Some('/') {
        return false;
    }
    match (before.is_cjk(), after.is_cjk()) {
        (true, _) => !opens(draft, index) && !is_quoted_command(draft, index),
        (false, true) => ends_clause(draft, index) && !is_key(draft, index) && is_outside(draft, counts, index),
        (false, false) if after == Class::Edge => ends_clause(draft, index) && is_chinese(counts, index),
        // A label at the start of a Chinese sentence: `PS: APP`.
        (false, false) => {
            let start = counts.sentence(index);
            let label = start..index;
            let clause = index + 1..(index + LONGEST_TOKEN / 2).min(draft.glyphs.len());
            let is_label = label.len() <= 24 && counts.odd(label) == 0 && ends_clause(draft, index);
            is_label
                && follows == Some(' ')
                && before == Class::Latin
                && counts.han(clause) > NUMBER
                && !(start..index).any(|at| draft.glyphs.get(at).is_some_and(|glyph| glyph.shown == ':'))
        }
    }
}

/// Whether a colon divides a property from its value: `font-family:宋体` after other such properties, or a path.
fn is_key(draft: &Draft, index: usize) -> bool {
    token(draft, index).any(|c| matches!(c, '/' | '{' | '='))
}

/// Whether a quotation mark and a word enclose a colon, as in `”:wq”`, whichever way the marks are turned.
fn is_quoted_command(draft: &Draft, index: usize) -> bool {
    matches!(previous(draft, index), Some('”' | '’')) && draft.class(draft.touching_after(index)) == Class::Latin
}

/// The characters of ASCII right before a glyph, backwards.
fn token(draft: &Draft, index: usize) -> impl Iterator<Item = char> {
    let before = draft.glyphs.get(..index).unwrap_or_default().iter().rev().take(LONGEST_TOKEN);
    before.map(|glyph| glyph.shown).take_while(|c| c.is_ascii_graphic())
}

/// Whether a colon or semicolon begins an emoticon: `:)`, `:-P`, `;D`.
fn is_emoticon(draft: &Draft, index: usize) -> bool {
    let at = |count: usize| draft.glyphs.get(index + count).map(|glyph| glyph.shown);
    let nose = usize::from(matches!(at(1), Some('-' | '\'' | '^' | 'o')));
    let ends = !at(2 + nose).is_some_and(|c| c.is_ascii_alphanumeric());
    match at(1 + nose) {
        Some(')' | '(' | '|' | '/' | '\\' | '*' | ']' | '[') => draft.free(index) != Some(','),
        Some('D' | 'P' | 'p' | 'O' | 'o' | 'S' | 'X' | '3') => {
            ends && draft.free(index) != Some(',') && previous(draft, index).is_none_or(|c| nose == 1 || c == ' ')
        }
        _ => false,
    }
}

/// Whether a colon belongs to the name of an emoji: `:blush:`.
fn is_shortcode(draft: &Draft, index: usize) -> bool {
    let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '+' | '-');
    let ends = |mut others: Box<dyn Iterator<Item = char> + '_>| {
        let first = others.next().filter(|c| is_name(*c));
        first.is_some() && others.find(|c| !is_name(*c)) == Some(':')
    };
    let after = draft.glyphs.get(index + 1..).unwrap_or_default().iter().take(LONGEST_TOKEN);
    ends(Box::new(after.map(|glyph| glyph.shown))) || ends(Box::new(token(draft, index)))
}

/// Whether exclamation or question marks end a Chinese sentence.
fn is_cry(draft: &Draft, counts: &Counts, index: usize, end: usize) -> bool {
    let before = draft.class(draft.before(index));
    let after = draft.class(draft.after(end - 1));
    let touches = draft.class(draft.touching_after(end - 1));
    let is_spaced = previous(draft, index) == Some(' ');
    let is_sign = matches!(next(draft, end - 1), Some('=' | '/' | '.'));
    if before.is_cjk() {
        return !(is_sign || opens(draft, index) || is_spaced && touches.is_latin());
    }
    // An exclamation mark after a Latin word may be part of a name.
    let is_question = draft.free(index) == Some('?') && before.is_latin() && !is_spaced;
    let is_end = after == Class::Edge || after.is_cjk();
    is_question && is_end && is_chinese(counts, index) && !token(draft, index).any(|c| c == '/')
}

fn is_ellipsis(draft: &Draft, counts: &Counts, index: usize, end: usize) -> bool {
    let before = draft.class(draft.before(index));
    let after = draft.class(draft.after(end - 1));
    let touches = draft.class(draft.touching_after(end - 1));
    if touches.is_latin() || opens(draft, index) {
        return false;
    }
    match previous(draft, index) {
        Some('/' | ',' | '，' | '、') => false,
        _ if before.is_cjk() => true,
        _ => before.is_latin() && (after.is_cjk() || after == Class::Edge) && is_chinese(counts, index),
    }
}

fn ellipsis(draft: &mut Draft, index: usize, end: usize) {
    for at in index..end {
        if at < index + 2 { draft.show(at, '…') } else { draft.remove(at) }
    }
}

/// Whether a period ends a Chinese sentence for certain.
fn is_period(draft: &Draft, counts: &Counts, index: usize) -> bool {
    let (before, after) = draft.around(index);
    let touches = draft.class(draft.touching_after(index));
    if !matches!(touches, Class::Space | Class::Edge | Class::Wide) || opens(draft, index) {
        return false;
    }
    let han = counts.han_before(index);
    if before.is_cjk() {
        return han > NUMBER;
    }
    let token: Vec<char> = token(draft, index).collect();
    let is_word = token.len() > 1 && token.iter().all(char::is_ascii_alphanumeric) && !is_abbreviation(&token);
    let is_closed = token.first().is_some_and(|c| matches!(c, ')' | '”'));
    (is_word || is_closed) && after == Class::Edge && han > NUMBER && counts.is_chinese_clause(index)
}

/// Whether a word, written backwards, is commonly abbreviated with a period.
fn is_abbreviation(backwards: &[char]) -> bool {
    let word: String = backwards.iter().rev().map(char::to_ascii_lowercase).collect();
    ["etc", "inc", "co", "ltd", "corp", "vs", "no", "mr", "mrs", "dr", "st", "jr", "sr", "al", "vol", "fig"]
        .contains(&word.as_str())
}

/// Mends periods between ideographs on lines that have a period for a full stop: elsewhere they may divide a name.
fn within_line(draft: &mut Draft, counts: &Counts) {
    let mut from = 0;
    while from < draft.glyphs.len() {
        let line = draft.glyphs.get(from..).unwrap_or_default();
        let to = line.iter().position(|glyph| glyph.written == '\n').map_or(draft.glyphs.len(), |at| from + at);
        let stops = |glyph: &crate::typeset::inline::draft::Glyph| glyph.written == '.' && glyph.shown == '。';
        if draft.glyphs.get(from..to).unwrap_or_default().iter().any(stops) {
            for index in from..to {
                let is_between = draft.free(index) == Some('.')
                    && draft.class(index.checked_sub(1)) == Class::Han
                    && draft.class(Some(index + 1)) == Class::Han;
                if is_between && counts.han_before(index) > NUMBER {
                    draft.show(index, '。');
                }
            }
        }
        from = to + 1;
    }
}
