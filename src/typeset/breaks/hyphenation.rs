//! Hyphenation of Latin and Cyrillic words by the patterns of their language.

use hypher::{Lang, hyphenate};

use crate::text::Language;
use crate::typeset::text::options::{Hyphenate, Options};
use crate::typeset::text::unit::{Edge, Flags, NEVER, Unit};

/// Penalty of a break within a word.
const HYPHEN: i16 = 60;
/// Shorter words are never hyphenated.
const SHORTEST: usize = 6;
/// The most clusters of compounds and options to look at before and after a word.
const LONGEST: usize = 64;
/// Shorter words are not cut with a hyphen.
const SHORTEST_CUT: usize = 4;

/// The hyphenation patterns for a text of this language, or `None` if it is not hyphenated. In Chinese, Japanese and
/// Korean they are those of English.
pub(in crate::typeset) fn patterns(options: &Options, language: Language) -> Option<Lang> {
    let known = match language {
        Language::German => Some(Lang::German),
        Language::French => Some(Lang::French),
        Language::Spanish => Some(Lang::Spanish),
        Language::Italian => Some(Lang::Italian),
        Language::Portuguese => Some(Lang::Portuguese),
        Language::Dutch => Some(Lang::Dutch),
        Language::Russian => Some(Lang::Russian),
        Language::Other => None,
        _ => Some(Lang::English),
    };
    match options.hyphenate {
        Hyphenate::On => known.or(Some(Lang::English)),
        Hyphenate::Auto => known,
        Hyphenate::Off => None,
    }
}

/// Whether the patterns cover the script of this letter.
fn is_letter(c: char) -> bool {
    matches!(c, 'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' | '\u{400}'..='\u{45f}') && !matches!(c, '×' | '÷')
}

/// Adds breaks within words that stand by themselves and are in lower case except for the first letter. A word that is
/// wider than the line is cut with a hyphen too. It is left out if `skip` is true for its first byte.
pub(in crate::typeset) fn apply(
    units: &mut [Unit],
    edges: &[Edge],
    text: &str,
    patterns: Lang,
    skip: impl Fn(u32) -> bool,
) {
    let mut start = 0;
    while start < edges.len() {
        if !is_letter(edges[start].first) {
            start += 1;
            continue;
        }
        let length = edges[start..].iter().take_while(|edge| is_letter(edge.first)).count();
        let end = start + length;
        if length >= SHORTEST_CUT && stands_alone(edges, start, end) && !skip(units[start].start) {
            for unit in units.iter_mut().take(end - 1).skip(start + 2).filter(|unit| unit.penalty == NEVER) {
                unit.flags |= Flags::HYPHEN;
            }
            let is_lower = |edge: &Edge| edge.first.is_lowercase() && edge.last == edge.first;
            if length >= SHORTEST && edges[start + 1..end].iter().all(is_lower) {
                hyphenate_word(units, text, start, end, patterns);
            }
        }
        start = end;
    }
}

/// Whether a word is not part of an address, the name of a file, an option, an identifier or an abbreviation: a hyphen
/// more would change it.
fn stands_alone(edges: &[Edge], start: usize, end: usize) -> bool {
    let joins = |edge: &Edge| {
        edge.first.is_ascii_digit() || matches!(edge.first, '_' | '/' | '\\' | '@' | '=' | '&' | '#' | '~' | '+' | '\'')
    };
    let has_hump = edges.get(start..end).unwrap_or_default().windows(2).any(|pair| match pair {
        [before, after] => before.first.is_lowercase() && after.first.is_uppercase(),
        _ => false,
    });
    // The words around it that are joined to it by hyphens.
    let part = |edge: &&Edge| edge.first == '-' || edge.first == '_' || edge.first.is_ascii_alphanumeric();
    let ahead = edges.get(start.saturating_sub(LONGEST)..start).unwrap_or_default().iter().rev();
    let first = start - ahead.take_while(part).count();
    let behind = edges.get(end..).unwrap_or_default().iter().take(LONGEST);
    let last = end + behind.take_while(part).count();
    let is_option = edges.get(first).is_some_and(|edge| edge.first == '-');
    let before = |at: usize| at.checked_sub(1).and_then(|at| edges.get(at));
    let dotted = edges.get(last).is_some_and(|edge| edge.first == '.')
        && edges.get(last + 1).is_some_and(|edge| edge.first.is_ascii_alphanumeric());
    let joined = [before(start), edges.get(end), before(first), edges.get(last)].into_iter().flatten().any(joins);
    !has_hump && !is_option && !dotted && !joined && before(first).is_none_or(|edge| edge.first != '.')
}

fn hyphenate_word(units: &mut [Unit], text: &str, start: usize, end: usize, patterns: Lang) {
    let first = units[start].start as usize;
    let last = units.get(end).map_or(text.len(), |unit| unit.start as usize);
    let Some(word) = text.get(first..last).filter(|word| word.chars().count() == end - start) else { return };
    let (mut at, mut byte) = (start, first as u32);
    for syllable in hyphenate(word, patterns) {
        byte += syllable.len() as u32;
        while at < end && units[at].start < byte {
            at += 1;
        }
        if at < end && units[at].penalty == NEVER {
            units[at].penalty = HYPHEN;
            units[at].flags |= Flags::HYPHEN;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::text::{Language, Profile};
    use crate::typeset::inline::prepare;
    use crate::typeset::text::options::Options;
    use crate::typeset::text::unit::{Flags, NEVER};

    /// The text with `-` at every hyphen that may be added.
    fn hyphens(text: &str) -> String {
        let flow = prepare::flow(text, &[], 0, &Options::default(), Profile::default(), Language::English);
        let mut out = String::new();
        for pair in flow.units.windows(2) {
            let hyphen = pair[0].flags.contains(Flags::HYPHEN) && pair[0].penalty != NEVER;
            out.push_str(if hyphen { "·" } else { "" });
            out.push_str(&text[pair[0].start as usize..pair[1].start as usize]);
        }
        out
    }

    #[test]
    fn words_of_text_are_hyphenated_and_nothing_else() {
        for (text, expected) in [
            ("an exceptional (instrumentation).", "an ex·cep·tional (in·stru·men·ta·tion)."),
            ("post-processing", "post-pro·cess·ing"),
            ("https://ke-complex-modifications.pqrs.org/exceptional-possible", ""),
            ("www.complex-modifications.org", ""),
            ("complex-modifications.yaml and ./target-processing/x", ""),
            ("target-processing@example.org --no-verification-whatsoever", ""),
            ("ConcurrentModificationException getElementById", ""),
            ("some_identifier identifier2", ""),
        ] {
            assert_eq!(hyphens(text), if expected.is_empty() { text } else { expected });
        }
    }

    #[test]
    fn no_hyphen_is_added_where_an_address_is_cut() {
        for text in ["https://ke-complex-modifications.pqrs.org/", "ConcurrentModificationException"] {
            let flow = prepare::flow(text, &[], 0, &Options::default(), Profile::default(), Language::English);
            assert!(flow.units.iter().all(|unit| !unit.flags.contains(Flags::HYPHEN)), "{text}");
        }
    }
}
