//! Chinese text in another script, by the dictionaries of OpenCC: words before single characters.

use std::sync::OnceLock;

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;

use crate::text::fold;
use crate::text::fold::Script;

/// A conversion of Chinese text from one script or region to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conversion {
    /// Any characters to simplified ones.
    ToSimplified,
    /// Simplified characters to traditional ones, in the forms that OpenCC takes as standard.
    ToTraditional,
    /// Simplified characters to those of Taiwan, with its words.
    ToTaiwan,
    /// Simplified characters to those of Hong Kong.
    ToHongKong,
    /// Traditional characters to those of Taiwan.
    TraditionalToTaiwan,
    /// Traditional characters to those of Hong Kong.
    TraditionalToHongKong,
    /// Characters and words of Taiwan to simplified characters and words of mainland China.
    FromTaiwan,
}

impl Conversion {
    /// The text converted. The dictionaries of each conversion are loaded when it is first used, and kept.
    pub fn convert(self, text: &str) -> String {
        self.dictionaries().map_or_else(|| text.to_owned(), |dictionaries| dictionaries.convert(text))
    }

    /// `None` if a dictionary that is compiled in cannot be read, which the tests exclude.
    fn dictionaries(self) -> Option<&'static OpenCC> {
        static LOADED: [OnceLock<Option<OpenCC>>; 7] = [const { OnceLock::new() }; 7];
        let config = match self {
            // Most traditional text on the web is from Taiwan, where 著 also stands for 着.
            Self::ToSimplified => BuiltinConfig::Tw2s,
            Self::ToTraditional => BuiltinConfig::S2t,
            Self::ToTaiwan => BuiltinConfig::S2twp,
            Self::ToHongKong => BuiltinConfig::S2hk,
            Self::TraditionalToTaiwan => BuiltinConfig::T2tw,
            Self::TraditionalToHongKong => BuiltinConfig::T2hk,
            Self::FromTaiwan => BuiltinConfig::Tw2sp,
        };
        LOADED.get(self as usize)?.get_or_init(|| OpenCC::from_config(config).ok()).as_ref()
    }
}

/// The simplified form of a traditional character; any other character itself.
pub fn simplified(c: char) -> char {
    if is_in_both(c) { c } else { fold::simplified().get(&c).copied().unwrap_or(c) }
}

/// Whether no other character is the simplified or the traditional form of this one.
fn is_in_both(c: char) -> bool {
    c < '\u{3400}' || c <= '\u{9fff}' && fold::script_of(c) == Script::Either
}

/// How many characters of a text are written in traditional Chinese only, and how many are simplified forms. Some of the
/// latter (后, 里, 面) occur in traditional text as well.
pub fn count_scripts(text: &str) -> (usize, usize) {
    text.chars().fold((0, 0), |(traditional, simplified), c| match fold::script_of(c) {
        Script::Traditional => (traditional + 1, simplified),
        Script::Simplified => (traditional, simplified + 1),
        Script::Either => (traditional, simplified),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_its_dictionaries() {
        for (conversion, text, converted) in [
            (Conversion::ToSimplified, "頭髮發展", "头发发展"),
            (Conversion::ToTraditional, "头发发展", "頭髮發展"),
            (Conversion::ToTaiwan, "这里的软件", "這裡的軟體"),
            (Conversion::ToHongKong, "台湾的小说", "台灣的小説"),
            (Conversion::TraditionalToTaiwan, "這裏的軟件", "這裡的軟件"),
            (Conversion::TraditionalToHongKong, "臺灣的小說", "台灣的小説"),
            (Conversion::FromTaiwan, "記憶體", "内存"),
            (
                Conversion::ToSimplified,
                "他看著窗外，聽著音樂，著急地等著，執著",
                "他看着窗外，听着音乐，着急地等着，执着",
            ),
            (Conversion::ToSimplified, "著名的著作，顯著，記憶體", "著名的著作，显著，记忆体"),
        ] {
            assert_eq!(conversion.convert(text), converted);
            assert_eq!(conversion.convert(""), "");
        }
    }

    #[test]
    fn forms_of_characters() {
        for (c, form) in
            [('髮', '发'), ('发', '发'), ('人', '人'), ('臺', '台'), ('a', 'a'), ('\u{20000}', '\u{20000}')]
        {
            assert_eq!(simplified(c), form);
        }
        assert!(is_in_both('人') && !is_in_both('发') && !is_in_both('發') && !is_in_both('\u{20000}'));
        assert_eq!(count_scripts("頭髮与头人a"), (2, 2));
    }
}
