//! Classes of common characters, by which the breaks between two of them are cached.

/// A character that is not among the common ones.
pub(in crate::typeset) const NONE: u8 = 0;
/// An ideograph. All of them break alike.
pub(in crate::typeset) const HAN: u8 = 1;
const LETTER: u8 = 2;
const DIGIT: u8 = 3;
const HIRAGANA: u8 = 4;
const KATAKANA: u8 = 90;
const MARKS: u8 = 186;
/// A space. The break after a single one depends on the characters around it.
pub(in crate::typeset) const SPACE: u8 = 255;
pub(in crate::typeset) const CLASSES: usize = 256;

/// The class of a character that is a cluster by itself. All characters of a class break alike beside any other. For
/// these classes no rule of UAX #14 looks beyond the two characters and one space between them.
pub(in crate::typeset) fn of(c: char) -> u8 {
    match c {
        ' ' => SPACE,
        'a'..='z' | 'A'..='Z' => LETTER,
        '0'..='9' => DIGIT,
        ..='\u{7f}' => NONE,
        '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' => HAN,
        '\u{3041}'..='\u{3096}' => HIRAGANA + (c as u32 - 0x3041) as u8,
        '\u{30a0}'..='\u{30ff}' => KATAKANA + (c as u32 - 0x30a0) as u8,
        _ => {
            const COMMON: [char; 32] = [
                '，', '。', '、', '；', '：', '？', '！', '（', '）', '《', '》', '〈', '〉', '「', '」', '『', '』',
                '【', '】', '〔', '〕', '〖', '〗', '［', '］', '｛', '｝', '．', '…', '—', '〜', '～',
            ];
            COMMON.iter().position(|mark| *mark == c).map_or(NONE, |index| MARKS + index as u8)
        }
    }
}
