//! The content languages the typesetter treats differently.

/// A content language, as far as typesetting tells them apart.
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
    /// English: the hyphenation patterns are English.
    English,
    /// Any other language, or none known.
    #[default]
    Other,
}

impl Language {
    /// From a BCP 47 tag such as `zh-Hant-TW`, `zh_CN`, `ja`; anything unknown is [`Language::Other`].
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
            _ => Self::Other,
        }
    }
}

impl Language {
    /// A guess from the characters of `text`, of which at most the first few thousand bytes are read: kana means
    /// Japanese, Hangul Korean, Han Chinese (traditional where its commonest characters stand), Latin with the
    /// commonest English words English.
    pub fn detect(text: &str) -> Self {
        let (mut han, mut kana, mut hangul, mut latin, mut traditional, mut simplified) = (0, 0, 0, 0, 0, 0);
        for c in text.chars().take(1000) {
            match c {
                'a'..='z' | 'A'..='Z' => latin += 1,
                '\u{3041}'..='\u{30ff}' => kana += 1,
                '\u{ac00}'..='\u{d7a3}' | '\u{1100}'..='\u{11ff}' => hangul += 1,
                '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}' => {
                    han += 1;
                    traditional += u32::from(TRADITIONAL.contains(c));
                    simplified += u32::from(SIMPLIFIED.contains(c));
                }
                _ => {}
            }
        }
        let east_asian = han + kana + hangul;
        if east_asian * 8 < latin || east_asian == 0 {
            return if ENGLISH.iter().any(|word| text.contains(word)) { Self::English } else { Self::Other };
        }
        if kana * 8 > east_asian && kana > hangul {
            Self::Japanese
        } else if hangul * 2 > east_asian {
            Self::Korean
        } else if traditional > simplified {
            Self::ChineseTraditional
        } else {
            Self::ChineseSimplified
        }
    }

    /// Whether it is Chinese of either script.
    pub fn is_chinese(self) -> bool {
        matches!(self, Self::ChineseSimplified | Self::ChineseTraditional)
    }
}

const TRADITIONAL: &str = "這來個們國說時會為過對還後與樣開關東車門見長話書問間點學經現發麼無從當動進種實體義";
const SIMPLIFIED: &str = "这来个们国说时会为过对还后与样开关东车门见长话书问间点学经现发么无从当动进种实体义";
const ENGLISH: [&str; 5] = [" the ", "The ", " of ", " and ", " to "];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guesses() {
        for (text, language) in [
            ("这是一篇文章，使用Rust。", Language::ChineseSimplified),
            ("這是一篇文章。", Language::ChineseTraditional),
            ("これは文章です", Language::Japanese),
            ("한글 맞춤법", Language::Korean),
            ("It is the end of the line", Language::English),
            ("Das ist gut", Language::Other),
            ("", Language::Other),
        ] {
            assert_eq!(Language::detect(text), language, "{text}");
        }
        assert_eq!(Language::from_tag("zh_TW"), Language::ChineseTraditional);
    }
}
