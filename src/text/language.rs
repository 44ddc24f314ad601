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
