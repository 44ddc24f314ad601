//! Names found by how they are spelled in pinyin: whole syllables or their first letters, mixed as they come.

use std::fmt;
use std::sync::{Arc, OnceLock};

use ib_matcher::matcher::{IbMatcher, PinyinMatchConfig};
use ib_matcher::pinyin::{PinyinData, PinyinNotation};

/// A word of Latin letters that may spell Han: `xmt`, `xinmeiti` and `xinmt` are all 新媒体. The last syllable may be
/// begun only, and a Han with several readings has them all.
#[derive(Clone)]
pub struct Spelling(Arc<IbMatcher<'static>>);

impl Spelling {
    /// The spelling that a folded word is; `None` where it cannot be one.
    pub fn new(word: &str) -> Option<Self> {
        const NOTATIONS: PinyinNotation = PinyinNotation::Ascii.union(PinyinNotation::AsciiFirstLetter);
        static DATA: OnceLock<PinyinData> = OnceLock::new();
        let fits = word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_lowercase());
        fits.then(|| {
            let data = DATA.get_or_init(|| PinyinData::new(NOTATIONS));
            let pinyin = PinyinMatchConfig::builder(NOTATIONS).data(data).build();
            Self(Arc::new(IbMatcher::builder(word).pinyin(pinyin).starts_with(true).analyze(true).build()))
        })
    }

    /// Whether at least so many Han in a row are spelled so somewhere in a text.
    pub fn is_in(&self, text: &str, least: usize) -> bool {
        text.char_indices().filter(|(_, c)| is_han(*c)).any(|(at, _)| {
            let rest = text.get(at..).unwrap_or_default();
            let spelled = self.0.test(rest).and_then(|found| rest.get(..found.end()));
            spelled.is_some_and(|spelled| spelled.chars().filter(|c| is_han(*c)).count() >= least)
        })
    }
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

impl fmt::Debug for Spelling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Spelling")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_and_first_letters() {
        for (word, text, least, expected) in [
            ("xmt", "今天的新媒体", 2, true),
            ("xinmeiti", "新媒体", 2, true),
            ("xinmt", "新媒体", 2, true),
            ("xinmeit", "新媒体", 2, true),
            ("zhengzhoujy", "郑州加油", 4, true),
            ("chongqing", "重庆", 2, true),
            ("zhongyao", "重要", 2, true),
            ("you", "有", 1, true),
            ("you", "有", 2, false),
            ("mtx", "新媒体", 2, false),
            ("rust", "rust 编程", 1, false),
        ] {
            assert_eq!(
                Spelling::new(word).map(|spelling| spelling.is_in(text, least)),
                Some(expected),
                "{word} {text}"
            );
        }
        for word in ["", "x", "x1", "新媒体", "x y"] {
            assert!(Spelling::new(word).is_none(), "{word}");
        }
    }
}
