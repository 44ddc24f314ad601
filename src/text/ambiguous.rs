//! The characters of East Asian width Ambiguous (UAX #11), for terminals that draw them two cells wide.

use unicode_width::UnicodeWidthChar;

// `width_cjk` of `unicode-width` departs from the property in three classes. Terminals go by the property.

/// Letters and modifier symbols of width Ambiguous, Greek and Cyrillic aside: `width_cjk` takes them as narrow.
const LETTERS: &str = "¨ª´¸ºÆÐØÞßàáæèéêìíðòóøùúüþāđēěĦħīıĲĳĸĿŀŁłńňŉŊŋōŒœŦŧūǎǐǒǔǖǘǚǜɑɡ˄ˇˉˊˋˍː˘˙˚˛˝˟ⁿℓ\u{2126}\u{212b}";

/// Characters of width Neutral that `width_cjk` takes as wide: those canonically equivalent to ambiguous ones (U+0387 to
/// U+00B7, ∄ to ∃ with a stroke), and those that are ambiguous to line breaking (UAX #14) alone (⅐, ⓪).
const OTHERS: &str = "\u{387}⅐⅑⅒⅕⅖⅗⅘⅙⅚↚↛↮⇎⇏∄∉∌∤∦≁≉≢≰≱⊄⊅⊈⊉⓪╴☖☗➀➁➂➃➄➅➆➇➈➉➊➋➌➍➎➏➐➑➒➓🄋🄌";

/// Whether `c` is of ambiguous width; combining and format characters never are.
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

    /// The number and the sum of all scalar values of width Ambiguous in EastAsianWidth.txt that take a cell: an update
    /// of `unicode-width` that changes one is noticed.
    #[test]
    fn all_scalar_values() {
        let all = (0..=0x10_ffff).filter_map(char::from_u32).filter(|c| is_ambiguous(*c));
        let told = all.fold((0, 0), |(count, sum), c| (count + 1, sum + u64::from(u32::from(c))));
        assert_eq!(told, (138_370, 137_846_348_547));
    }
}
