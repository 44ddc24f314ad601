//! The terms of a text: hashed n-grams of characters. A text that contains a word contains all terms of the word.
//!
//! Which n-grams are terms depends on nothing but their own characters, whatever surrounds them. What is a letter must
//! never depend on the version of Unicode: signatures are kept, and a later program must derive the same terms.

/// Terms are numbers below this.
pub(super) const TERMS: usize = 1 << 15;

/// Bits of a letter in an n-gram of letters.
const LETTER_BITS: u32 = 12;

/// What a character is in n-grams.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// In no n-gram.
    Separator,
    /// A character of scripts with few letters: three and four of them in a row are terms.
    Letter,
    /// Of scripts with many characters: each is a term, and each with its neighbour, even if that is a letter.
    Wide,
}

#[inline]
fn kind(code: u32) -> Kind {
    match code {
        // What follows is of this kind too; most texts are of these.
        0x3040.. => Kind::Wide,
        0x30..=0x39 | 0x41..=0x5A | 0x61..=0x7A | 0xAA..0x0E00 => Kind::Letter,
        // ASCII punctuation, Latin-1 punctuation, General Punctuation, CJK Symbols and Punctuation.
        0..0xAA | 0x2000..=0x206F | 0x3000..=0x303F => Kind::Separator,
        _ => Kind::Wide,
    }
}

/// Calls `visit` with each term of a text, in order, as often as it is there. Bytes that are not UTF-8 separate, also the
/// parts of a character that was cut at either end.
///
/// Texts are UTF-8 but for their ends, so that it is not checked first that they are: that took a third of the time.
#[inline]
pub(super) fn each_term(text: &[u8], mut visit: impl FnMut(u32)) {
    let mut before = 0;
    // The last four letters.
    let mut letters = 0u64;
    let mut rest = text;
    loop {
        // Wide characters come in runs.
        while let Some((code, after)) = first_wide(rest) {
            rest = after;
            visit(term(1, code));
            if before != 0 {
                visit(term(2, before << 21 | code));
            }
            (before, letters) = (code, 0);
        }
        let Some((code, after)) = first_character(rest) else { break };
        rest = after;
        match kind(code) {
            Kind::Separator => (before, letters) = (0, 0),
            Kind::Letter => {
                let code = u64::from(code);
                if before != 0 && letters == 0 {
                    visit(term(2, before << 21 | code));
                }
                letters = (letters << LETTER_BITS | code) & ((1 << (4 * LETTER_BITS)) - 1);
                if letters >> (2 * LETTER_BITS) != 0 {
                    visit(term(3, letters & ((1 << (3 * LETTER_BITS)) - 1)));
                }
                if letters >> (3 * LETTER_BITS) != 0 {
                    visit(term(4, letters));
                }
                before = code;
            }
            Kind::Wide => {
                let code = u64::from(code);
                visit(term(1, code));
                if before != 0 {
                    visit(term(2, before << 21 | code));
                }
                (before, letters) = (code, 0);
            }
        }
    }
}

/// The code point of the first character and what follows it, if it is one of three bytes from U+3040 on.
#[inline]
fn first_wide(text: &[u8]) -> Option<(u64, &[u8])> {
    match text {
        [a @ 0xE3..=0xEF, b, c, rest @ ..] if continues(*b) && continues(*c) => {
            let code = of_three(*a, *b, *c);
            (code >= 0x3040).then_some((u64::from(code), rest))
        }
        _ => None,
    }
}

/// Whether a byte is not the first of a character.
fn continues(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

/// The six bits that such a byte holds.
fn low(byte: u8) -> u32 {
    u32::from(byte & 0x3F)
}

/// The code point of three bytes.
fn of_three(a: u8, b: u8, c: u8) -> u32 {
    u32::from(a & 0x0F) << 12 | low(b) << 6 | low(c)
}

/// The code point of the first character and what follows it; a separator for a byte that begins none. Only what valid
/// UTF-8 gives matters: of other bytes it is enough that a character after them is found.
#[inline]
fn first_character(text: &[u8]) -> Option<(u32, &[u8])> {
    const SEPARATOR: u32 = 0;
    Some(match text {
        [a @ 0xE0..=0xEF, b, c, rest @ ..] if continues(*b) && continues(*c) => (of_three(*a, *b, *c), rest),
        [a @ 0..0x80, rest @ ..] => (u32::from(*a), rest),
        [a @ 0xC2..=0xDF, b, rest @ ..] if continues(*b) => (u32::from(a & 0x1F) << 6 | low(*b), rest),
        [a @ 0xF0..=0xF4, b, c, d, rest @ ..] if continues(*b) && continues(*c) && continues(*d) => {
            (u32::from(a & 0x07) << 18 | low(*b) << 12 | low(*c) << 6 | low(*d), rest)
        }
        [_, rest @ ..] => (SEPARATOR, rest),
        [] => return None,
    })
}

/// The number of an n-gram of a kind, by multiplicative hashing.
#[inline]
fn term(kind: u64, characters: u64) -> u32 {
    let hash = (kind << 60 | characters).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (hash >> (64 - TERMS.ilog2())) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn terms(text: &[u8]) -> Vec<u32> {
        let mut terms = Vec::new();
        each_term(text, |term| terms.push(term));
        terms
    }

    #[test]
    fn terms_are_n_grams_of_letters_or_of_wide_characters() {
        let one = |c: char| term(1, u64::from(u32::from(c)));
        let two = |a: char, b: char| term(2, u64::from(u32::from(a)) << 21 | u64::from(u32::from(b)));
        let letters = |text: &str| text.chars().fold(0, |all, c| all << LETTER_BITS | u64::from(u32::from(c)));
        for (text, expected) in [
            ("", vec![]),
            ("no", vec![]),
            ("css", vec![term(3, letters("css"))]),
            ("rust", vec![term(3, letters("rus")), term(3, letters("ust")), term(4, letters("rust"))]),
            ("ru st", vec![]),
            ("мир", vec![term(3, letters("мир"))]),
            ("核", vec![one('核')]),
            ("核酸", vec![one('核'), one('酸'), two('核', '酸')]),
            ("核、酸", vec![one('核'), one('酸')]),
            ("a股b", vec![one('股'), two('a', '股'), two('股', 'b')]),
            ("かな", vec![one('か'), one('な'), two('か', 'な')]),
            ("한글", vec![one('한'), one('글'), two('한', '글')]),
        ] {
            assert_eq!(terms(text.as_bytes()), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_text_has_all_terms_of_what_it_contains(
            before in prop::collection::vec(any::<u8>(), 0..6),
            word in "([a-c]|[0-9]|[ -/]|[а-в]|[一-三]|[ぁ-う]|[가-각]|[、-】]|[😀-😂]|\\PC){1,8}",
            after in prop::collection::vec(any::<u8>(), 0..6),
        ) {
            let all = terms(&[before.as_slice(), word.as_bytes(), &after].concat());
            prop_assert!(terms(word.as_bytes()).iter().all(|term| all.contains(term)));
        }

        #[test]
        fn characters_are_those_of_the_text(text in "([a-c]|\\PC|\\x{10FFFF}|[\\x{80}-\\x{7FF}]|[ -/]){0,12}", cut in 0..4usize) {
            let mut rest = text.as_bytes();
            for c in text.chars() {
                let (code, after) = first_character(rest).expect("a character");
                prop_assert_eq!((code, after.len()), (u32::from(c), rest.len() - c.len_utf8()));
                rest = after;
            }
            prop_assert_eq!(first_character(rest), None);
            // A character that is cut adds no term to those of the whole ones.
            let end = text.len().saturating_sub(cut);
            let whole = (0..=end).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
            prop_assert_eq!(terms(&text.as_bytes()[..end]), terms(&text.as_bytes()[..whole]));
        }

        #[test]
        fn terms_have_a_bit_each(text in "\\PC{0,20}") {
            prop_assert!(terms(text.as_bytes()).iter().all(|term| (*term as usize) < TERMS));
        }
    }
}
