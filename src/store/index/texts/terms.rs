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

fn kind(c: char) -> Kind {
    match u32::from(c) {
        0x30..=0x39 | 0x41..=0x5A | 0x61..=0x7A | 0xAA..0x0E00 => Kind::Letter,
        // ASCII punctuation, Latin-1 punctuation, General Punctuation, CJK Symbols and Punctuation.
        0..0xAA | 0x2000..=0x206F | 0x3000..=0x303F => Kind::Separator,
        _ => Kind::Wide,
    }
}

/// Calls `visit` with each term of a text, in order, as often as it is there. Bytes that are not UTF-8 separate, also the
/// parts of a character that was cut at either end.
pub(super) fn each_term(text: &[u8], mut visit: impl FnMut(u32)) {
    for chunk in text.utf8_chunks() {
        let mut before = 0;
        // The last four letters.
        let mut letters = 0u64;
        for c in chunk.valid().chars() {
            let code = u64::from(u32::from(c));
            let kind = kind(c);
            match kind {
                Kind::Separator => (before, letters) = (0, 0),
                Kind::Letter => {
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
                    visit(term(1, code));
                    if before != 0 {
                        visit(term(2, before << 21 | code));
                    }
                    (before, letters) = (code, 0);
                }
            }
        }
    }
}

/// The number of an n-gram of a kind, by multiplicative hashing.
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
        fn terms_have_a_bit_each(text in "\\PC{0,20}") {
            prop_assert!(terms(text.as_bytes()).iter().all(|term| (*term as usize) < TERMS));
        }
    }
}
