//! Right-to-left text: its detection, and visual reordering for terminals that do not implement the bidirectional
//! algorithm (UAX #9).

use std::borrow::Cow;
use std::ops::Range;

use unicode_bidi::{BidiInfo, Direction, Level, get_base_direction_full};

use crate::text::width::clusters;

/// Whether the first strong character is right-to-left, as for `dir=auto` (UAX #9 P2, P3).
pub fn is_rtl(text: &str) -> bool {
    first_strong(text) == Some(true)
}

/// Whether the first strong character of a text is right-to-left (UAX #9 P2). `None` if there is no strong character.
pub fn first_strong(text: &str) -> Option<bool> {
    // In most texts one of these letters is the first, before which there are only digits and punctuation: no table is
    // needed.
    let text = text.trim_start_matches(is_plainly_neutral);
    if text.starts_with(is_plainly_ltr) {
        return Some(false);
    }
    match get_base_direction_full(text) {
        Direction::Ltr => Some(false),
        Direction::Rtl => Some(true),
        Direction::Mixed => None,
    }
}

/// Latin letters, kana, Han and Hangul.
fn is_plainly_ltr(c: char) -> bool {
    c.is_ascii_alphabetic()
        || matches!(c, '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
            | '\u{ac00}'..='\u{d7a3}')
}

/// Blanks, digits, and punctuation of ASCII, Latin and Chinese, all without a strong direction.
fn is_plainly_neutral(c: char) -> bool {
    matches!(c, ' '..='@' | '['..='`' | '{'..='~' | '·' | '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{3003}'
        | '\u{3008}'..='\u{3011}' | '！'..='＠')
}

/// Whether any character belongs to a right-to-left script or is an Arabic digit.
pub fn has_rtl(text: &str) -> bool {
    text.chars().any(|c| {
        matches!(c, '\u{590}'..='\u{8ff}' | '\u{200f}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}'
            | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
    })
}

/// The embedding level of every byte of a text whose paragraphs have this direction; odd levels are right-to-left.
pub fn levels(text: &str, rtl: bool) -> Vec<u8> {
    let base = if rtl { Level::rtl() } else { Level::ltr() };
    BidiInfo::new(text, Some(base)).levels.iter().map(Level::number).collect()
}

/// The embedding level of every byte of a text, as [`levels`], with isolates: ranges of bytes, in order, not overlapping,
/// that are ordered by themselves and count as neutral for the text around them (UAX #9 X5a–X5c). `own` gives the
/// direction of an isolate and the levels of its text.
pub fn levels_with_isolates(
    text: &str,
    rtl: bool,
    isolates: &[Range<usize>],
    own: impl Fn(Range<usize>) -> (bool, Vec<u8>),
) -> Vec<u8> {
    let mut masked = text.as_bytes().to_vec();
    for isolate in isolates {
        // An exclamation mark is neutral. Line breaks separate paragraphs.
        let bytes = masked.get_mut(isolate.clone()).unwrap_or_default();
        bytes.iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b'!');
    }
    let Ok(masked) = String::from_utf8(masked) else { return levels(text, rtl) };
    let mut levels = levels(&masked, rtl);
    for isolate in isolates {
        let (inner_rtl, inner) = own(isolate.clone());
        // The next higher level of the isolate's direction.
        let added = if inner_rtl && !rtl { 0 } else { 2 };
        let places = levels.get_mut(isolate.clone()).unwrap_or_default();
        places.iter_mut().zip(inner).for_each(|(level, inner)| *level = inner + added);
    }
    levels
}

/// The visual order, from left to right, of pieces with these levels (UAX #9 L2).
pub fn visual_order(levels: &[u8]) -> Vec<usize> {
    let levels: Vec<Level> = levels.iter().map(|level| Level::new(*level).unwrap_or(Level::ltr())).collect();
    BidiInfo::reorder_visual(&levels)
}

/// One line in visual order; its direction is that of its first strong character.
pub fn visual(line: &str) -> Cow<'_, str> {
    if has_rtl(line) { ordered(line, is_rtl(line)).into() } else { line.into() }
}

/// One line of this direction in visual order.
pub fn ordered(line: &str, rtl: bool) -> String {
    ordered_clusters(line, rtl).map(|(_, drawn)| drawn).collect()
}

/// The clusters of one line of this direction, from left to right: the byte at which each begins, and how it is drawn.
pub fn ordered_clusters(line: &str, rtl: bool) -> impl Iterator<Item = (usize, Cow<'_, str>)> {
    let levels = levels(line, rtl);
    let level = |at: usize| levels.get(at).copied().unwrap_or_default();
    let parts: Vec<(usize, &str, u8)> = clusters(line).map(|(at, cluster)| (at, cluster, level(at))).collect();
    let order = visual_order(&parts.iter().map(|(.., level)| *level).collect::<Vec<_>>());
    order
        .into_iter()
        .filter_map(move |index| parts.get(index).copied())
        .map(|(at, cluster, level)| (at, if level % 2 == 1 { mirrored(cluster) } else { cluster.into() }))
}

/// Pairs of mirrored characters (BidiMirroring.txt): brackets, quotation marks, relations, box corners. Both characters
/// of a pair have the same number of bytes.
const MIRRORS: &str = "()[]{}<>«»‹›≤≥≪≫≮≯≰≱∈∋⊂⊃⊆⊇⌈⌉⌊⌋⟦⟧⟨⟩⟪⟫⦃⦄⦅⦆⁅⁆⁽⁾₍₎❨❩❪❫❬❭❮❯❰❱❲❳❴❵（）＜＞［］｛｝｟｠〈〉《》「」『』【】〔〕〖〗〘〙〚〛｢｣\
┌┐└┘├┤╭╮╰╯▏▕▐▌";

/// A cluster as drawn in right-to-left text (UAX #9 L4).
pub fn mirrored(cluster: &str) -> Cow<'_, str> {
    let mut chars = cluster.chars();
    let Some(first) = chars.next() else { return cluster.into() };
    match MIRRORS.chars().position(|c| c == first) {
        Some(at) => MIRRORS.chars().nth(at ^ 1).into_iter().chain(chars).collect::<String>().into(),
        None => cluster.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_as_they_are_drawn() {
        for (line, drawn) in [
            ("Latin (a)", "Latin (a)"),
            ("中文“引号”", "中文“引号”"),
            ("שלום", "םולש"),
            ("abc שלום def", "abc םולש def"),
            ("שלום abc 123", "abc 123 םולש"),
            ("(שלום)", "(םולש)"),
            ("א [ב] 970,000 ג", "ג 970,000 [ב] א"),
            ("מְלֶך", "ךלֶמְ"),
        ] {
            assert_eq!(visual(line), drawn);
        }
        assert!(is_rtl("“שלום”") && is_rtl("123 שלום") && !is_rtl("a שלום") && !is_rtl("123"));
        assert!(MIRRORS.chars().count().is_multiple_of(2));
    }

    #[test]
    fn what_is_plainly_ltr_is_so_in_the_table() {
        for c in ('\0'..=char::MAX).filter(|c| is_plainly_ltr(*c)) {
            assert_eq!(unicode_bidi::bidi_class(c), unicode_bidi::BidiClass::L, "{c}");
        }
    }

    #[test]
    fn what_is_plainly_neutral_has_no_direction_in_the_table() {
        use unicode_bidi::BidiClass::{AL, FSI, L, LRI, PDI, R, RLI};
        for c in ('\0'..=char::MAX).filter(|c| is_plainly_neutral(*c)) {
            assert!(![L, R, AL, LRI, RLI, FSI, PDI].contains(&unicode_bidi::bidi_class(c)), "{c}");
        }
        for (text, expected) in [("1. “א", Some(true)), ("（1）字", Some(false)), ("1-2!", None), ("", None)] {
            assert_eq!(first_strong(text), expected, "{text}");
        }
    }

    #[test]
    fn isolates_are_ordered_by_themselves() {
        for (line, rtl, isolates, drawn) in [
            ("א f(); ב", true, &[(3, 7)][..], "ב f(); א"),
            ("א f(); ב", true, &[], "ב ;)(f א"),
            ("א | 1 ב", false, &[(0, 2), (5, 9)], "א | ב 1"),
            ("a (א) ב", false, &[(2, 6)], "a )א( ב"),
            ("אב | ג", false, &[(0, 4), (7, 9)], "בא | ג"),
            ("אב | ג", true, &[(0, 4), (7, 9)], "ג | בא"),
        ] {
            let isolates: Vec<_> = isolates.iter().map(|(from, to)| *from..*to).collect();
            let own = |part: Range<usize>| {
                let rtl = is_rtl(&line[part.clone()]);
                (rtl, levels(&line[part], rtl))
            };
            let levels = levels_with_isolates(line, rtl, &isolates, own);
            let parts: Vec<_> = clusters(line).map(|(at, cluster)| (cluster, levels[at])).collect();
            let order = visual_order(&parts.iter().map(|(_, level)| *level).collect::<Vec<_>>());
            let shown: String = order.iter().map(|at| parts[*at].0).collect();
            assert_eq!(shown, drawn, "{line} {isolates:?}");
        }
    }

    proptest! {
        /// The crate's own whole-line reordering, on text without marks and brackets, agrees.
        #[test]
        fn the_order_is_that_of_uax_9(line in "[אבגدعa-c1-3 .,中]{1,20}") {
            let info = BidiInfo::new(&line, Some(if is_rtl(&line) { Level::rtl() } else { Level::ltr() }));
            let expected = info.reorder_line(&info.paragraphs[0], 0..line.trim_end().len());
            prop_assert_eq!(visual(line.trim_end()), expected);
        }
    }
}
