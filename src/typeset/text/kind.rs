//! Kinds of characters that the typesetter distinguishes.

/// Kinds of characters that the rules for breaks and spacing distinguish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::typeset) enum Kind {
    /// A space that is dropped at a line end, a tab, or a line break.
    Space,
    /// A letter of an alphabet.
    Letter,
    /// A digit.
    Digit,
    /// An ideograph.
    Han,
    /// Hiragana, katakana, bopomofo.
    Kana,
    /// A Hangul syllable or jamo.
    Hangul,
    /// Opening punctuation: never at a line end.
    Open,
    /// Closing punctuation: never at a line start.
    Close,
    /// “ ‘ ” ’ and the straight double quotation mark. Context decides whether they open or close.
    Quote,
    /// A dash that is commonly doubled.
    Dash,
    /// An ellipsis that is commonly doubled.
    Dots,
    /// A middle dot, as between the parts of a name.
    Interpunct,
    /// Anything else.
    Other,
}

impl Kind {
    /// The kind of a character.
    pub(in crate::typeset) fn of(c: char) -> Self {
        match c {
            ' ' | '\t' | '\n' => Self::Space,
            'a'..='z' | 'A'..='Z' => Self::Letter,
            '0'..='9' => Self::Digit,
            '(' | '[' | '{' => Self::Open,
            ')' | ']' | '}' | ',' | '.' | ';' | ':' | '!' | '?' => Self::Close,
            '"' | '“' | '”' | '‘' | '’' => Self::Quote,
            ..='\u{7f}' => Self::Other,
            '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' => {
                Self::Han
            }
            '\u{2014}' | '\u{2015}' | '\u{2e3a}' | '\u{2e3b}' => Self::Dash,
            '…' | '⋯' | '‥' | '․' | '︙' | '\u{10af6}' => Self::Dots,
            '·' | '‧' | '•' => Self::Interpunct,
            '々' | '〇' | '〆' | '〡'..='〩' => Self::Han,
            '（' | '《' | '〈' | '「' | '『' | '【' | '〖' | '〔' | '［' | '｛' | '｟' | '〘' | '〚' | '｢' | '〝' => {
                Self::Open
            }
            '，' | '。' | '、' | '；' | '：' | '？' | '！' | '）' | '》' | '〉' | '」' | '』' | '】' | '〗' | '〕'
            | '］' | '｝' | '｠' | '〙' | '〛' | '｣' | '〞' | '〟' | '．' | '､' | '｡' | '％' | '‼' | '⁇' | '⁈'
            | '⁉' => Self::Close,
            '\u{3041}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3105}'..='\u{312f}' | '\u{ff66}'..='\u{ff9f}' => {
                Self::Kana
            }
            '\u{ac00}'..='\u{d7a3}' | '\u{1100}'..='\u{11ff}' | '\u{3131}'..='\u{318e}' => Self::Hangul,
            '０'..='９' => Self::Digit,
            _ if c.is_alphabetic() => Self::Letter,
            _ if c.is_numeric() => Self::Digit,
            _ => Self::Other,
        }
    }

    /// Han or kana.
    pub(in crate::typeset) fn is_ideographic(self) -> bool {
        matches!(self, Self::Han | Self::Kana)
    }
}

/// Whether a character that is not closing punctuation should still not start a line.
pub(in crate::typeset) fn never_starts(c: char) -> bool {
    is_small_kana(c)
        || matches!(
            c,
            '々' | '・' | 'ー' | 'ゝ' | 'ゞ' | 'ヽ' | 'ヾ' | '～' | '〜' | '／' | '/' | '%' | '℃' | '°' | '‰'
        )
}

fn is_small_kana(c: char) -> bool {
    matches!(c, 'ぁ' | 'ぃ' | 'ぅ' | 'ぇ' | 'ぉ' | 'っ' | 'ゃ' | 'ゅ' | 'ょ' | 'ゎ')
        || matches!(c, 'ァ' | 'ィ' | 'ゥ' | 'ェ' | 'ォ' | 'ッ' | 'ャ' | 'ュ' | 'ョ' | 'ヮ' | 'ヵ' | 'ヶ')
}

/// Whether a punctuation mark may hang to the right of the measure.
pub(in crate::typeset) fn may_hang(c: char) -> bool {
    matches!(c, '，' | '。' | '、' | '．' | '､' | '｡')
}

/// Whether a character is an invisible control or format character. Such characters are never shown.
pub(in crate::typeset) fn is_format(c: char) -> bool {
    matches!(c, '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}'
        | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{3164}' | '\u{ffa0}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0001}')
}

/// The width of a character that is a cluster of its own next to any other such character; 0 if the width depends on
/// the profile. `None` for all other characters.
pub(in crate::typeset) fn simple(c: char) -> Option<u8> {
    match c {
        ' '..='~' => Some(1),
        '\u{4e00}'..='\u{9fff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{3001}'..='\u{3029}'
        | '\u{3041}'..='\u{3096}'
        | '\u{30a0}'..='\u{30ff}'
        | '\u{ff01}'..='\u{ff5e}' => Some(2),
        '\u{2010}'..='\u{2027}' | '·' | '\u{ff61}'..='\u{ff9d}' => Some(0),
        _ => None,
    }
}

/// Whether a Han character is a counter or a unit, which should stay with the number before it.
pub(in crate::typeset) fn is_counter(c: char) -> bool {
    COUNTERS.contains(c)
}

const COUNTERS: &str = "年月日号號时時点點分秒天周週岁歲人个個位名次倍万萬亿億千百十元圓円块角米里克吨斤升度层層楼页頁章节節\
期集届项種种条條件台部家所座辆架艘张本份套批股户例场只头匹棵颗小公美厘毫辆輛張戶場隻頭顆級级代題题回冊册枚番問篇首幅段句步\
轮輪版款项笔筆瓶杯碗盒箱袋双雙间間栋棟曲话話平立光加余餘多億两兩つヶヵケか";

/// Whether a syllable begins a Korean counter or unit.
pub(in crate::typeset) fn is_hangul_counter(c: char) -> bool {
    "개명년월일시분초번권장마원달세위층호회차배억만천건편킬미센퍼".contains(c)
}
