//! The languages of the interface.

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// English.
    #[default]
    English,
    /// Simplified Chinese.
    ChineseSimplified,
    /// Traditional Chinese.
    ChineseTraditional,
    /// Japanese.
    Japanese,
    /// Korean.
    Korean,
}

impl Lang {
    /// Every language with its tag.
    pub const ALL: &'static [(Lang, &'static str)] = &[
        (Self::English, "en"),
        (Self::ChineseSimplified, "zh-Hans"),
        (Self::ChineseTraditional, "zh-Hant"),
        (Self::Japanese, "ja"),
        (Self::Korean, "ko"),
    ];

    /// The tags of all languages.
    pub fn tags() -> impl Iterator<Item = &'static str> {
        Self::ALL.iter().map(|(_, tag)| *tag)
    }

    /// Its BCP 47 tag.
    pub fn tag(self) -> &'static str {
        Self::ALL.iter().find(|(lang, _)| *lang == self).map_or("en", |(_, tag)| tag)
    }

    /// Finds the language for a BCP 47 tag or the name of a POSIX locale (`zh_CN.UTF-8`); `None` if it is not
    /// supported.
    ///
    /// Chinese is traditional if the tag names that script, or names no script and a region that uses it.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let name = tag.trim().split(['.', '@']).next().unwrap_or_default().to_ascii_lowercase();
        let mut parts = name.split(['-', '_']);
        match parts.next().unwrap_or_default() {
            "zh" | "cmn" | "chs" => {
                let telling = parts.find(|part| matches!(*part, "hans" | "hant" | "tw" | "hk" | "mo"));
                Some(if matches!(telling, None | Some("hans")) {
                    Self::ChineseSimplified
                } else {
                    Self::ChineseTraditional
                })
            }
            "cht" | "yue" => Some(Self::ChineseTraditional),
            "ja" => Some(Self::Japanese),
            "ko" => Some(Self::Korean),
            "en" | "c" | "posix" => Some(Self::English),
            _ => None,
        }
    }

    /// Whether a word names a supported language or leaves the choice to the environment.
    pub fn is_wish(word: &str) -> bool {
        matches!(word.trim(), "" | "auto") || Self::from_tag(word).is_some()
    }

    /// Chooses the language: the first non-empty one decides (in order: `--lang`, the configuration, `LC_ALL`,
    /// `LC_MESSAGES`, `LANG`); English if that language is not supported.
    pub fn choose<'a>(wishes: impl IntoIterator<Item = Option<&'a str>>) -> Self {
        let said = |wish: &&str| !wish.trim().is_empty() && !wish.trim().eq_ignore_ascii_case("auto");
        wishes.into_iter().flatten().find(said).and_then(Self::from_tag).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_wish_decides() {
        use Lang::{ChineseSimplified as Zh, ChineseTraditional as Hant, English as En};
        for (wishes, lang) in [
            (&[Some("zh-CN")][..], Zh),
            (&[Some("zh_CN.UTF-8")], Zh),
            (&[Some("zh-SG")], Zh),
            (&[Some("zh-Hans")], Zh),
            (&[Some("zh_TW.UTF-8@x")], Hant),
            (&[Some("zh-Hant-CN")], Hant),
            (&[Some("zh-Hans-HK")], Zh),
            (&[Some("yue-HK")], Hant),
            (&[Some("ja_JP.UTF-8")], Lang::Japanese),
            (&[Some("ko")], Lang::Korean),
            (&[None, Some("auto"), Some(""), Some("zh")], Zh),
            (&[Some("en_GB.UTF-8"), Some("zh_CN")], En),
            (&[Some("fr"), Some("zh_CN")], En),
            (&[Some("C"), Some("zh_CN")], En),
            (&[None, None], En),
            (&[], En),
        ] {
            assert_eq!(Lang::choose(wishes.iter().copied()), lang, "{wishes:?}");
        }
        for (lang, tag) in Lang::ALL {
            assert_eq!((lang.tag(), Lang::from_tag(tag)), (*tag, Some(*lang)));
        }
    }
}
