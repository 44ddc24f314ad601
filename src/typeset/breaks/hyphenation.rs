//! Hyphenation of Latin and Cyrillic words by the patterns of their language.

use hypher::{Lang, hyphenate};

use crate::text::Language;
use crate::typeset::text::options::{Hyphenate, Options};
use crate::typeset::text::unit::{Edge, Flags, NEVER, Unit};

/// Penalty of a break within a word.
const HYPHEN: i16 = 60;
/// Shorter words are never hyphenated.
const SHORTEST: usize = 6;
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

/// Longest option of a command, in clusters.
const OPTION: usize = 64;

/// Whether a word is part of an option of a command, such as `--no-verbose`: a hyphen more would change it.
fn is_of_option(edges: &[Edge], start: usize) -> bool {
    let before = edges.get(start.saturating_sub(OPTION)..start).unwrap_or_default();
    let own = |edge: &&Edge| edge.first == '-' || edge.first == '_' || edge.first.is_ascii_alphanumeric();
    before.iter().rev().take_while(own).last().is_some_and(|edge| edge.first == '-')
}

/// Whether a word is not part of an address, a path, an option, an identifier or an abbreviation.
fn stands_alone(edges: &[Edge], start: usize, end: usize) -> bool {
    let joins = |edge: &Edge| {
        edge.first.is_ascii_digit() || matches!(edge.first, '_' | '/' | '\\' | '@' | '=' | '&' | '#' | '~' | '+' | '\'')
    };
    let before = start.checked_sub(1).and_then(|index| edges.get(index));
    let dotted = edges.get(end).is_some_and(|edge| edge.first == '.')
        && edges.get(end + 1).is_some_and(|edge| edge.first.is_ascii_alphanumeric());
    before.is_none_or(|edge| !joins(edge) && edge.first != '.')
        && !edges.get(end).is_some_and(joins)
        && !dotted
        && !is_of_option(edges, start)
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
