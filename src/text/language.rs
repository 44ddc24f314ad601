//! The content languages that the typesetter distinguishes, and how to detect them.

use crate::text::fold::{Script, script_of};

/// A content language that the typesetter distinguishes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// Simplified Chinese.
    ChineseSimplified,
    /// Traditional Chinese.
    ChineseTraditional,
    /// Japanese.
    Japanese,
    /// Korean.
    Korean,
    /// English.
    English,
    /// German.
    German,
    /// French.
    French,
    /// Spanish.
    Spanish,
    /// Italian.
    Italian,
    /// Portuguese.
    Portuguese,
    /// Dutch.
    Dutch,
    /// Russian.
    Russian,
    /// Any other language, or an unknown one.
    #[default]
    Other,
}

impl Language {
    /// The language of a BCP 47 tag such as `zh-Hant-TW`, `zh_CN` or `ja`; [`Language::Other`] for an unknown tag.
    pub fn from_tag(tag: &str) -> Self {
        let lower = tag.trim().to_ascii_lowercase().replace('_', "-");
        let mut parts = lower.split('-');
        let primary = parts.next().unwrap_or_default();
        let rest: Vec<&str> = parts.collect();
        match primary {
            "zh" | "cmn" | "yue" => {
                if rest.iter().any(|part| matches!(*part, "hant" | "tw" | "hk" | "mo")) {
                    Self::ChineseTraditional
                } else {
                    Self::ChineseSimplified
                }
            }
            "ja" | "jp" => Self::Japanese,
            "ko" | "kr" => Self::Korean,
            "en" => Self::English,
            "de" => Self::German,
            "fr" => Self::French,
            "es" => Self::Spanish,
            "it" => Self::Italian,
            "pt" => Self::Portuguese,
            "nl" => Self::Dutch,
            "ru" => Self::Russian,
            _ => Self::Other,
        }
    }
}

impl Language {
    /// Guesses the language of `text` from at most its first thousand characters. Kana mean Japanese, Hangul Korean,
    /// Han Chinese (traditional if there are enough traditional characters), Latin the language whose most common words
    /// occur. Cyrillic means Russian if it has letters of Russian and none of Ukrainian or Belarusian only.
    pub fn detect(text: &str) -> Self {
        let (mut han, mut kana, mut hangul, mut letters, mut traditional, mut simplified) = (0, 0, 0, 0, 0, 0);
        let mut end = text.len();
        for (count, (at, c)) in text.char_indices().enumerate() {
            if count == 1000 {
                end = at;
                break;
            }
            match c {
                'a'..='z' | 'A'..='Z' | '\u{400}'..='\u{4ff}' => letters += 1,
                '\u{3041}'..='\u{30ff}' => kana += 1,
                '\u{ac00}'..='\u{d7a3}' | '\u{1100}'..='\u{11ff}' => hangul += 1,
                '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}' => {
                    han += 1;
                    match script_of(c) {
                        Script::Traditional => traditional += 1,
                        Script::Simplified => simplified += 1,
                        Script::Either => {}
                    }
                }
                _ => {}
            }
        }
        let east_asian = han + kana + hangul;
        if east_asian * 8 < letters || east_asian == 0 {
            return by_words(text.get(..end).unwrap_or_default());
        }
        if kana * 8 > east_asian && kana > hangul {
            Self::Japanese
        } else if hangul * 2 > east_asian {
            Self::Korean
        } else if traditional * 2 > simplified {
            // Traditional text has many characters that are simplified forms of others; the reverse is rare.
            Self::ChineseTraditional
        } else {
            Self::ChineseSimplified
        }
    }

    /// Whether this is Chinese, simplified or traditional.
    pub fn is_chinese(self) -> bool {
        matches!(self, Self::ChineseSimplified | Self::ChineseTraditional)
    }
}

/// Most words that are looked up.
const WORDS: usize = 80;

/// The language whose most common words occur most often in `text`: at least twice, and more often than those of any
/// other language. Otherwise [`Language::Other`].
fn by_words(text: &str) -> Language {
    use Language::{Dutch, English, French, German, Italian, Portuguese, Russian, Spanish};
    const ALL: [Language; 7] = [English, German, French, Spanish, Italian, Portuguese, Dutch];
    if text.contains(['ы', 'э', 'Э']) && !text.contains(['і', 'ї', 'ў']) {
        return Russian;
    }
    let mut votes = [0_u32; ALL.len()];
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    for word in words.take(WORDS).filter(|word| word.len() <= 6) {
        let which = common_in(&word.to_ascii_lowercase());
        votes.iter_mut().enumerate().for_each(|(index, votes)| *votes += u32::from(which >> index & 1));
    }
    let most = votes.iter().copied().max().unwrap_or(0);
    let mut best = ALL.into_iter().zip(votes).filter(|(_, votes)| *votes == most);
    match (best.next(), best.next()) {
        (Some((language, 2..)), None) => language,
        _ => Language::Other,
    }
}

/// The languages in which a word is among the most common, as bits in the order English, German, French, Spanish,
/// Italian, Portuguese, Dutch.
fn common_in(word: &str) -> u8 {
    const EN: u8 = 1;
    const DE: u8 = 2;
    const FR: u8 = 4;
    const ES: u8 = 8;
    const IT: u8 = 16;
    const PT: u8 = 32;
    const NL: u8 = 64;
    match word {
        "the" | "of" | "and" | "to" | "that" | "with" | "for" | "was" | "this" | "are" | "it" | "you" => EN,
        "is" => EN | NL,
        "in" => EN | DE | IT | NL,
        "der" | "und" | "das" | "ist" | "nicht" | "ein" | "eine" | "mit" | "auf" | "für" | "den" | "zu" | "wir" => DE,
        "die" => DE | NL,
        "le" | "les" | "et" | "est" | "dans" | "pour" | "qui" | "avec" | "sur" | "du" | "une" | "pas" | "il" => FR,
        "des" => DE | FR,
        "un" => FR | ES | IT,
        "la" => FR | ES | IT,
        "que" => FR | ES | PT,
        "el" | "los" | "las" | "y" | "es" | "por" | "del" | "con" | "su" | "lo" => ES,
        "en" => FR | ES | NL,
        "se" => ES | IT | PT,
        "una" => ES | IT,
        "di" | "che" | "è" | "per" | "della" | "non" | "sono" | "i" | "gli" | "più" => IT,
        "para" => ES | PT,
        "o" | "os" | "do" | "da" | "não" | "com" | "em" | "uma" | "um" | "é" | "ao" => PT,
        "de" => FR | ES | PT | NL,
        "het" | "een" | "van" | "niet" | "dat" | "voor" | "zijn" | "op" | "te" | "met" | "wij" => NL,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guesses() {
        for (text, language) in [
            ("这是一篇文章，使用Rust。", Language::ChineseSimplified),
            ("這是一篇文章。", Language::ChineseTraditional),
            ("工作環境", Language::ChineseTraditional),
            ("上面所提的東西", Language::ChineseTraditional),
            ("乾隆年间的货币", Language::ChineseSimplified),
            ("これは文章です", Language::Japanese),
            ("한글 맞춤법", Language::Korean),
            ("It is the end of the line", Language::English),
            ("Das ist gut", Language::German),
            ("Gut so", Language::Other),
            ("Les chats dans le jardin de la voisine", Language::French),
            ("El perro y los gatos de la casa", Language::Spanish),
            ("Il cane e i gatti della casa non sono qui", Language::Italian),
            ("O cão e os gatos da casa não estão", Language::Portuguese),
            ("De hond en het huis van mijn buren", Language::Dutch),
            ("Мы знаем, что это хорошо", Language::Russian),
            ("Ми знаємо, що це добре", Language::Other),
            ("", Language::Other),
        ] {
            assert_eq!(Language::detect(text), language, "{text}");
        }
        assert_eq!(Language::from_tag("de-AT"), Language::German);
        assert_eq!(Language::from_tag("zh_TW"), Language::ChineseTraditional);
    }
}
