//! How many characters a document has, and of which kind of script most are.

use crate::document::model::{Block, Document};
use crate::text::{Window, begins_character, count_windows};

impl Document {
    /// How many characters the text has.
    pub fn counts(&self) -> Counts {
        Counts::of(self.blocks.iter().map(Block::text))
    }
}

/// How many characters of some kinds texts have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All but white space.
    pub characters: usize,
    /// Letters of alphabets.
    alphabetic: usize,
    /// Ideographs, kana, Hangul syllables, and their punctuation.
    syllabic: usize,
    /// Kana and Hangul, and some characters beside them in Unicode.
    phonetic: usize,
}

impl Counts {
    /// The counts of all these texts together.
    fn of<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let mut all = Self::default();
        for text in texts {
            let [characters, letters, syllables, phonetic, rare] = count_windows(text, |window| {
                let is_syllable = is_known_syllabic(window);
                let is_rare = (window.0 >= 0xc0) & !is_syllable & !is_punctuation(window);
                let is_letter = window.0.is_ascii_alphabetic();
                [begins_character(window), is_letter, is_syllable, may_be_phonetic(window), is_rare]
            });
            all.characters += characters;
            all.alphabetic += letters;
            all.syllabic += syllables;
            all.phonetic += phonetic;
            if rare > 0 {
                all.add_rare(text);
            }
        }
        all
    }

    /// Adds the letters of a text that only decoding tells.
    fn add_rare(&mut self, text: &str) {
        let is_rare = |c: &char| !matches!(c, '\0'..='\x7f' | '\u{2000}'..='\u{203f}' | '\u{3000}'..='\u{9fff}' | '\u{b000}'..='\u{cfff}' | '\u{ff00}'..='\u{ffef}');
        for c in text.chars().filter(is_rare) {
            let syllabic = matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}');
            self.syllabic += usize::from(syllabic);
            self.alphabetic += usize::from(!syllabic && c.is_alphabetic());
        }
    }

    /// Whether most characters are letters of an alphabet rather than ideographs, kana or Hangul syllables.
    pub fn is_alphabetic(&self) -> bool {
        self.alphabetic > self.syllabic
    }

    /// Whether there may be kana or Hangul.
    pub fn may_have_kana_or_hangul(&self) -> bool {
        self.phonetic > 0
    }
}

/// U+3000 to U+9FFF, U+B000 to U+CFFF and U+FF00 to U+FFEF, all of them syllabic: no need to decode.
fn is_known_syllabic((a, b, c): Window) -> bool {
    (0xe3..=0xe9).contains(&a)
        | (a == 0xeb)
        | (a == 0xec)
        | ((a == 0xef) & ((0xbc..=0xbe).contains(&b) | ((b == 0xbf) & (c < 0xb0))))
}

/// U+1100 to U+11FF, U+3040 to U+30FF and U+A000 to U+DFFF.
fn may_be_phonetic((a, b, _): Window) -> bool {
    ((a == 0xe1) & (0x84..=0x87).contains(&b)) | ((a == 0xe3) & (0x81..=0x83).contains(&b)) | (0xea..=0xed).contains(&a)
}

/// U+2000 to U+203F, of which none is a letter.
fn is_punctuation((a, b, _): Window) -> bool {
    (a == 0xe2) & (b == 0x80)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn characters(text: &str) -> usize {
        Counts::of([text].into_iter()).characters
    }

    #[test]
    fn white_space_is_what_unicode_says() {
        let all: String = (0..=0x3_ffff).filter_map(char::from_u32).collect();
        assert_eq!(characters(&all), all.chars().filter(|c| !c.is_whitespace()).count());
        for c in all.chars() {
            let text = format!("字{c}a");
            assert_eq!(characters(&text), 2 + usize::from(!c.is_whitespace()), "{c:?}");
        }
    }

    #[test]
    fn most_characters_decide_the_script() {
        for (texts, expected) in [
            (&["The quick brown fox"][..], true),
            (&["Привет, мир"], true),
            (&["ภาษาไทย"], true),
            (&["核酸检测"], false),
            (&["ひらがなカタカナ"], false),
            (&["한국어 글"], false),
            (&["用 Rust 写一个终端阅读器，", "它很快"], false),
            (&["Rust 语言", "is a systems programming language"], true),
            (&["123 456"], false),
            (&[], false),
        ] {
            assert_eq!(Counts::of(texts.iter().copied()).is_alphabetic(), expected, "{texts:?}");
        }
    }

    #[test]
    fn each_character_is_of_an_alphabet_syllabic_or_neither() {
        for c in '\0'..=char::MAX {
            let syllabic = matches!(u32::from(c), 0x2E80..=0x9FFF | 0xAC00..=0xD7AF | 0xF900..=0xFAFF | 0xFF00..=0xFFEF | 0x20000..=0x3FFFF);
            let expected = [c.is_alphabetic() && !syllabic, !syllabic];
            let is_alphabetic = |text: String| Counts::of([&*text].into_iter()).is_alphabetic();
            assert_eq!([c.to_string(), format!("a{c}")].map(is_alphabetic), expected, "{c:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_counted_is_there(
            texts in prop::collection::vec("([一-龥ぁ-ん가-각，。“”a-z]{0,80}|\\PC|[\u{80}-\u{3100}\t\n ]){0,8}", 0..4),
        ) {
            let counts = Counts::of(texts.iter().map(|text| &**text));
            let all = texts.concat();
            let syllabic = |c: &char| matches!(u32::from(*c), 0x2E80..=0x9FFF | 0xAC00..=0xD7AF | 0xF900..=0xFAFF | 0xFF00..=0xFFEF | 0x20000..=0x3FFFF);
            let expected = Counts {
                characters: all.chars().filter(|c| !c.is_whitespace()).count(),
                alphabetic: all.chars().filter(|c| c.is_alphabetic() && !syllabic(c)).count(),
                syllabic: all.chars().filter(syllabic).count(),
                phonetic: all.chars().filter(|c| matches!(u32::from(*c), 0x1100..=0x11ff | 0x3040..=0x30ff | 0xa000..=0xdfff)).count(),
            };
            prop_assert_eq!(counts, expected);
        }
    }
}
