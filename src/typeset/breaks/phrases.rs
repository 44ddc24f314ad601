//! Breaks of titles and headings: between phrases, and without hyphens.

use icu_segmenter::WordSegmenter;
use icu_segmenter::options::WordBreakInvariantOptions;

use crate::text::is_wide;
use crate::typeset::text::flow::Flow;
use crate::typeset::text::kind::Kind;
use crate::typeset::text::unit::{FORCED, Flags, NEVER, Unit};

/// The additional penalty of a break within a word of Han or kana.
pub(in crate::typeset) const WITHIN_WORD: i16 = 120;
/// That of a break before a word that belongs to the one before it, as a particle does, or after one that belongs to the
/// next.
const WITHIN_PHRASE: i16 = 60;
/// That of a break between two Japanese words without a particle, or after a Chinese word of one character.
const COMPOUND: i16 = 40;
/// That of a break before a Chinese word of one character, which is most often the end of a word that the dictionary
/// lacks, such as 服务器.
const BEFORE_SINGLE: i16 = 100;
/// That of a break between two of them, which are often one word that it lacks, such as 内置.
const BETWEEN_SINGLES: i16 = 80;
/// That of any other break that is not at a mark or a space.
const BETWEEN_WORDS: i16 = 12;
/// In longer titles only hyphens are looked at.
const LONGEST: usize = 4 << 10;

/// Chinese numerals, of which no two are a word.
const NUMERALS: &str = "〇零一二三四五六七八九十百千万萬亿億";
/// Chinese words of one character that end a phrase.
const ENDING: &str = "的了着著过過吗嗎呢吧们們里裡内內上中下后後";
/// Chinese words that belong to the word after them.
const BEGINNING: &[&str] = &[
    "在",
    "和",
    "与",
    "與",
    "及",
    "或",
    "把",
    "被",
    "对",
    "對",
    "从",
    "從",
    "向",
    "给",
    "給",
    "让",
    "讓",
    "用",
    "以",
    "为",
    "為",
    "不",
    "是",
    "很",
    "最",
    "更",
    "这",
    "這",
    "那",
    "一",
    "第",
    "将",
    "將",
    "由",
    "到",
    "就",
    "也",
    "都",
    "又",
    "再",
    "我",
    "你",
    "他",
    "没",
    "沒",
    "无",
    "無",
    "未",
    "有",
    "各",
    "每",
    "某",
    "本",
    "该",
    "該",
    "关于",
    "關於",
    "如何",
    "怎么",
    "怎麼",
    "什么",
    "什麼",
    "为什么",
    "為什麼",
    "一个",
    "一個",
    "没有",
    "沒有",
    "不要",
    "可以",
    "使用",
    "利用",
    "通过",
    "通過",
    "基于",
    "基於",
];

/// Sets the penalties of a title or heading by what it shows. `text` is its whole text.
pub(in crate::typeset) fn apply(flow: &mut Flow, text: &str) {
    let Some(replaced) = flow.replaced.take() else { return set_penalties(&mut flow.units, text) };
    let (mut shown, mut starts) = (String::new(), Vec::with_capacity(flow.units.len()));
    for index in 0..flow.units.len() {
        let end = flow.units.get(index + 1).map_or(text.len(), |next| next.start as usize);
        let Some(unit) = flow.units.get_mut(index) else { break };
        let own = replaced.get(index).or_else(|| text.get(unit.start as usize..end));
        starts.push(unit.start);
        unit.start = shown.len() as u32;
        shown.push_str(own.unwrap_or_default());
    }
    set_penalties(&mut flow.units, &shown);
    flow.units.iter_mut().zip(starts).for_each(|(unit, start)| unit.start = start);
    flow.replaced = Some(replaced);
}

/// Sets the penalties of units whose text this is.
fn set_penalties(units: &mut [Unit], text: &str) {
    // A word that is wider than the line is still hyphenated.
    for unit in units.iter_mut().filter(|unit| unit.flags.contains(Flags::HYPHEN) && is_allowed(unit)) {
        unit.penalty = NEVER;
        unit.flags.remove(Flags::WORD | Flags::STUB);
    }
    if text.len() > LONGEST || !text.chars().any(is_wide) {
        return;
    }
    let japanese = text.chars().any(|c| Kind::of(c) == Kind::Kana);
    let segmenter = WordSegmenter::new_dictionary(WordBreakInvariantOptions::default());
    let mut units = units.iter_mut().peekable();
    let mut add = |at: usize, penalty: i16, within: i16| {
        while let Some(unit) = units.next_if(|unit| unit.start as usize <= at) {
            if is_allowed(unit) {
                unit.penalty += if unit.start as usize == at { penalty } else { within };
            }
        }
    };
    let (mut start, mut before) = (0, "");
    for end in segmenter.segment_str(text) {
        let word = text.get(start..end).unwrap_or_default();
        add(start, between(before, word, japanese), WITHIN_WORD);
        (start, before) = (end, word);
    }
    add(text.len(), 0, WITHIN_WORD);
}

/// Whether a line may begin here and need not.
fn is_allowed(unit: &Unit) -> bool {
    !matches!(unit.penalty, NEVER | FORCED)
}

/// The penalty of a break between two words.
fn between(before: &str, after: &str, japanese: bool) -> i16 {
    let ends = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    if ends(before.chars().next_back()) || ends(after.chars().next()) {
        return 0;
    }
    let is_hiragana = |word: &str| word.chars().all(|c| matches!(c, '\u{3041}'..='\u{309f}'));
    let is_single = |word: &str| word.chars().count() == 1 && word.chars().all(is_wide);
    let is_numeral = |word: &str| word.chars().all(|c| NUMERALS.contains(c));
    let is_ending = |word: &str| is_single(word) && ENDING.contains(word);
    let is_beginning = |word: &str| word.len() <= 9 && BEGINNING.contains(&word);
    let ends_in_hiragana =
        |word: &str| word.chars().next_back().is_some_and(|c| is_hiragana(c.encode_utf8(&mut [0; 4])));
    match japanese {
        true if is_hiragana(after) => WITHIN_PHRASE,
        true if is_hiragana(before) => 0,
        true if ends_in_hiragana(before) => BETWEEN_WORDS,
        true => COMPOUND,
        false if is_ending(after) || is_beginning(before) => WITHIN_PHRASE,
        false if before == "的" || is_beginning(after) => 0,
        false if is_single(before) && is_single(after) && is_numeral(before) && is_numeral(after) => COMPOUND,
        false if is_single(before) && is_single(after) => BETWEEN_SINGLES,
        false if is_single(after) => BEFORE_SINGLE,
        false if is_single(before) && !is_ending(before) => COMPOUND,
        false => BETWEEN_WORDS,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Language, Profile};
    use crate::typeset::inline::prepare;
    use crate::typeset::text::options::Options;

    /// The text with `|` between phrases, `/` between other words, and `.` within phrases.
    fn phrases(text: &str) -> String {
        let mut flow =
            prepare::flow(text, &[], 0, &Options::default(), Profile::default(), Language::ChineseSimplified);
        apply(&mut flow, text);
        let mut out = String::new();
        for pair in flow.units.windows(2) {
            match pair[0].penalty {
                0 => out.push('|'),
                BETWEEN_WORDS | COMPOUND => out.push('/'),
                BEFORE_SINGLE | BETWEEN_SINGLES => out.push('-'),
                WITHIN_PHRASE => out.push('.'),
                _ => {}
            }
            out.push_str(&text[pair[0].start as usize..pair[1].start as usize]);
        }
        out
    }

    #[test]
    fn titles_break_between_phrases() {
        for (text, expected) in [
            ("微软发布了新的操作系统", "微软/发布.了/新的/操作/系统"),
            ("如何在服务器上部署应用", "如何.在.服务-器/上部-署/应用"),
            ("東京都で会議を開く", "東京/都.で|会議.を|開く"),
            ("Rustの新しい機能について", "Rust.の|新しい/機能.について"),
            ("我的服务器被暴力破解", "我的/服务-器|被.暴力/破解"),
            ("GitHubで管理する個人向けブックマーク", "GitHub.で|管理.する|個人向け/ブックマーク"),
            ("可以使用内置前端", "可以.使用.内-置/前端"),
            ("激活家庭版系统", "激活/家庭-版/系统"),
            ("A long hyphenation", "A |long |hyphenation"),
        ] {
            assert_eq!(phrases(text), expected);
        }
    }
}
