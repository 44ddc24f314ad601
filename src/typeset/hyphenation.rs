//! Hyphenation of Latin words by English patterns.

use hypher::{Lang, hyphenate};

use super::flow::{Edge, Flags, NEVER, Unit};
use super::options::{Hyphenate, Options};
use crate::text::Language;

/// A break within a word.
const HYPHEN: i16 = 60;
/// Shorter words are never parted.
const SHORTEST: usize = 6;

/// Whether words are hyphenated in a text of this language.
pub(super) fn is_on(options: &Options, language: Language) -> bool {
    match options.hyphenate {
        Hyphenate::On => true,
        Hyphenate::Auto => language != Language::Other,
        Hyphenate::Off => false,
    }
}

/// Adds breaks within the words of plain ASCII letters, all small but the first, that stand by themselves; not in
/// the bytes `skip` says.
pub(super) fn apply(units: &mut [Unit], edges: &[Edge], text: &str, skip: impl Fn(u32) -> bool) {
    let mut start = 0;
    while start < edges.len() {
        if !edges[start].first.is_ascii_alphabetic() {
            start += 1;
            continue;
        }
        let length = edges[start..].iter().take_while(|edge| edge.first.is_ascii_alphabetic()).count();
        let end = start + length;
        if length >= SHORTEST && stands_alone(edges, start, end) && !skip(units[start].start) {
            word(units, text, start, end);
        }
        start = end;
    }
}

/// Not part of an address, a path, an identifier or an abbreviation.
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
        && edges[start + 1..end].iter().all(|edge| edge.first.is_ascii_lowercase() && edge.last == edge.first)
}

fn word(units: &mut [Unit], text: &str, start: usize, end: usize) {
    let first = units[start].start as usize;
    let last = units.get(end).map_or(text.len(), |unit| unit.start as usize);
    let Some(word) = text.get(first..last).filter(|word| word.len() == end - start) else { return };
    let mut at = start;
    for syllable in hyphenate(word, Lang::English) {
        at += syllable.len();
        if at < end && units[at].penalty == NEVER {
            units[at].penalty = HYPHEN;
            units[at].flags |= Flags::HYPHEN;
        }
    }
}
