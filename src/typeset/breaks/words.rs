//! Words of running text by UAX #29, with dictionaries for Chinese, Japanese and the scripts of Southeast Asia.

use std::ops::Range;

use icu_segmenter::WordSegmenter;
use icu_segmenter::options::WordBreakInvariantOptions;

/// At most this many characters before and after a position are looked at.
const REACH: usize = 200;

/// The word that contains or follows a byte of a text, within the line; `None` if no word follows. White space,
/// punctuation and symbols other than the underscore separate words.
pub fn word_at(text: &str, byte: usize) -> Option<Range<usize>> {
    let byte = (0..=byte.min(text.len())).rev().find(|byte| text.is_char_boundary(*byte))?;
    let rest = text.get(byte..)?;
    let (ahead, _) = rest.char_indices().take_while(|(_, c)| *c != '\n').find(|(_, c)| is_part(*c))?;
    let at = byte + ahead;
    let (before, after) = text.split_at_checked(at)?;
    let back: usize = before.chars().rev().take_while(|c| is_part(*c)).take(REACH).map(char::len_utf8).sum();
    let on: usize = after.chars().take_while(|c| is_part(*c)).take(REACH).map(char::len_utf8).sum();
    let start = at - back;
    let run = text.get(start..at + on)?;
    let segmenter = WordSegmenter::new_dictionary(WordBreakInvariantOptions::default());
    let mut from = 0;
    for to in segmenter.segment_str(run) {
        if to > back {
            return Some(start + from..start + to);
        }
        from = to;
    }
    None
}

/// Whether a character can be part of a word.
fn is_part(c: char) -> bool {
    c == '_' || c.is_alphanumeric() || is_mark(c)
}

/// Combining marks and joiners, which continue the word that they are in.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '々' | '〆')
        || matches!(c, '\u{900}'..='\u{109f}' if !c.is_alphanumeric() && !matches!(c, '\u{964}' | '\u{965}' | '\u{e4f}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_at_or_after_a_place() {
        for (text, at, word) in [
            ("one two", "one", Some("one")),
            ("one two", "ne", Some("one")),
            ("one two", " ", Some("two")),
            ("snake_case(x)", "case", Some("snake_case")),
            ("a -- (b)", " --", Some("b")),
            ("a --", " --", None),
            ("a\nb", "\n", None),
            ("微软发布了新的操作系统。", "发布", Some("发布")),
            ("微软发布了新的操作系统。", "布", Some("发布")),
            ("微软发布了新的操作系统。", "作", Some("操作")),
            ("用Rust写的", "Rust", Some("Rust")),
            ("用Rust写的", "写", Some("写的")),
            ("東京都で会議", "会", Some("会議")),
            ("コンピューターを使う", "ピ", Some("コンピューター")),
            ("한국어 문장", "국", Some("한국어")),
            ("café\u{301} x", "afé", Some("café\u{301}")),
            ("naïve", "ï", Some("naïve")),
            ("ภาษาไทย", "ไทย", Some("ไทย")),
            ("", "", None),
        ] {
            let byte = text.find(at).unwrap();
            assert_eq!(word_at(text, byte).map(|range| &text[range]), word, "{text} at {at}");
        }
        assert_eq!(word_at("", 7), None);
        assert_eq!(word_at("砚", 1), Some(0..3));
    }
}
