//! The characters of East Asian width Ambiguous (UAX #11), for terminals that draw them two cells wide.

use unicode_width::UnicodeWidthChar;

// `width_cjk` of `unicode-width` differs from the property in three classes. Terminals follow the property.

/// Letters and modifier symbols of width Ambiguous, except Greek and Cyrillic. `width_cjk` treats them as narrow.
const LETTERS: &str = "¨ª´¸ºÆÐØÞßàáæèéêìíðòóøùúüþāđēěĦħīıĲĳĸĿŀŁłńňŉŊŋōŒœŦŧūǎǐǒǔǖǘǚǜɑɡ˄ˇˉˊˋˍː˘˙˚˛˝˟ⁿℓ\u{2126}\u{212b}";

/// Characters of width Neutral that `width_cjk` treats as wide: those canonically equivalent to ambiguous ones (U+0387
/// to U+00B7, ∄ to ∃ with a stroke), and those that are ambiguous only for line breaking (UAX #14) (⅐, ⓪).
const OTHERS: &str = "\u{387}⅐⅑⅒⅕⅖⅗⅘⅙⅚↚↛↮⇎⇏∄∉∌∤∦≁≉≢≰≱⊄⊅⊈⊉⓪╴☖☗➀➁➂➃➄➅➆➇➈➉➊➋➌➍➎➏➐➑➒➓🄋🄌";

/// Whether `c` is of ambiguous width. Combining and format characters never are.
pub(super) fn is_ambiguous(c: char) -> bool {
    match c {
        'Α'..='Ρ' | 'Σ'..='Ω' | 'α'..='ρ' | 'σ'..='ω' | 'Ё' | 'А'..='я' | 'ё' => true,
        _ if c.width() != Some(1) => false,
        _ if c.width_cjk() == Some(2) => !OTHERS.contains(c),
        _ => LETTERS.contains(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_marks() {
        for c in "“”‘’…—·①→☆αя°‰■".chars() {
            assert!(is_ambiguous(c), "{c}");
        }
        for c in "a中，é「ｱ한".chars() {
            assert!(c == 'é' || !is_ambiguous(c), "{c}");
        }
    }

    /// Compares the number and the sum of all ambiguous characters with those of EastAsianWidth.txt that take a cell,
    /// to detect an update of `unicode-width` that changes one.
    #[test]
    fn all_scalar_values() {
        let all = (0..=0x10_ffff).filter_map(char::from_u32).filter(|c| is_ambiguous(*c));
        let found = all.fold((0, 0), |(count, sum), c| (count + 1, sum + u64::from(u32::from(c))));
        assert_eq!(found, (138_370, 137_846_348_547));
    }
}
