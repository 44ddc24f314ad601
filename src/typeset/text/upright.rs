//! Characters in vertical text: which of them stand upright, and the forms that the others have there.
//!
//! Upright is what UAX #50 says of a character (`Vertical_Orientation`, from the crate `unicode-vo`, which has the table of
//! revision 17). A terminal cannot turn a glyph: punctuation has the vertical presentation forms of Unicode (U+FE10–FE19 and
//! U+FE30–FE48), and what has none of these, as Latin letters, stands upright too.

use unicode_vo::{Orientation, char_orientation};

use crate::text::Language;

/// Whether a character stands upright in vertical text by itself, not only for want of a turned glyph (`U`, `Tu` and `Tr`).
pub(in crate::typeset) fn is_upright(c: char) -> bool {
    char_orientation(c) != Orientation::Rotated
}

/// The form that a character has in vertical text, two cells wide or, if it has to be filled up, one. `None` if it is
/// shown as it is.
pub(in crate::typeset) fn form(c: char, language: Language) -> Option<char> {
    let region = match c {
        '，' | '、' | '。' | ',' | '､' | '｡' | '：' | ':' | '；' | '？' | '！' => mark(c, language),
        '“' | '”' | '‘' | '’' => quote(c, language),
        _ => None,
    };
    region.or_else(|| bracket(c)).or_else(|| line(c))
}

/// Commas, stops, colons and semicolons, marks of questions and exclamations. In traditional Chinese they are in the middle
/// of their cell, in vertical text too; elsewhere commas and stops move to its upper right corner, in simplified Chinese all
/// of them (GB/T 15834-2011 §5.2). Japanese turns the colon. Korean has another comma and stop in vertical text (모점
/// and 고리점, in the orthography of 1988).
fn mark(c: char, language: Language) -> Option<char> {
    let centred = language == Language::ChineseTraditional;
    let simplified = language == Language::ChineseSimplified;
    Some(match c {
        ',' if centred => '，',
        '：' | ':' if language == Language::Japanese => '︓',
        '：' if simplified => '︓',
        '；' if simplified => '︔',
        '？' if simplified => '︖',
        '！' if simplified => '︕',
        '，' | ',' if language == Language::Korean => '︑',
        '，' | ',' if !centred => '︐',
        '、' | '､' if !centred => '︑',
        '。' | '｡' if !centred => '︒',
        _ => return None,
    })
}

/// Quotation marks, which are corner brackets in vertical text: the outer ones are double in mainland China
/// (GB/T 15834-2011 §5.2) and single in Taiwan and Hong Kong. Japanese has marks of its own for double ones.
fn quote(c: char, language: Language) -> Option<char> {
    let is_single = matches!(c, '“' | '”') == (language == Language::ChineseTraditional);
    Some(match (c, language) {
        ('“', Language::Japanese) => '〝',
        ('”', Language::Japanese) => '〟',
        ('“' | '‘', _) if is_single => '﹁',
        ('“' | '‘', _) => '﹃',
        _ if is_single => '﹂',
        _ => '﹄',
    })
}

fn bracket(c: char) -> Option<char> {
    Some(match c {
        '（' | '(' => '︵',
        '）' | ')' => '︶',
        '｛' | '{' => '︷',
        '｝' | '}' => '︸',
        '〔' | '〘' | '❲' => '︹',
        '〕' | '〙' | '❳' => '︺',
        '【' => '︻',
        '】' => '︼',
        '《' | '«' => '︽',
        '》' | '»' => '︾',
        '〈' | '‹' | '<' | '＜' => '︿',
        '〉' | '›' | '>' | '＞' => '﹀',
        '「' | '｢' => '﹁',
        '」' | '｣' => '﹂',
        '『' => '﹃',
        '』' => '﹄',
        '〖' => '︗',
        '〗' => '︘',
        '［' | '[' | '〚' => '﹇',
        '］' | ']' | '〛' => '﹈',
        _ => return None,
    })
}

/// Dashes, dots, bars and arrows, which follow the direction of the text.
fn line(c: char) -> Option<char> {
    Some(match c {
        '…' | '⋯' | '᠁' => '︙',
        '‥' => '︰',
        // U+FE32, the form of the short ones, is hardly seen in the fonts of terminals.
        '—' | '―' | '⸺' | '─' | '–' | '-' | '‐' | '‑' | '‒' | '－' => '︱',
        '−' => '－',
        '_' | '＿' => '︳',
        '~' | '～' | '〜' | '〰' => '︴',
        'ー' | 'ｰ' => '｜',
        '=' | '＝' | '゠' => '‖',
        '→' | '⟶' | '➜' => '↓',
        '←' | '⟵' => '↑',
        '⇒' | '⟹' => '⇓',
        '⇐' | '⟸' => '⇑',
        _ => return None,
    })
}

/// The form that a sign has in a formula, whose characters stand below each other: signs are not turned, brackets and dots
/// are. `None` if it has the form that it has in text.
pub(in crate::typeset) fn in_formula(c: char) -> Option<char> {
    match c {
        '−' | '-' => Some('－'),
        '=' | '<' | '>' | '~' | '_' => full_width(c),
        '…' | '⋯' => None,
        _ => line(c).map(|_| c),
    }
}

/// The full-width form of a letter, a digit or a sign of ASCII.
pub(in crate::typeset) fn full_width(c: char) -> Option<char> {
    match c {
        '!'..='~' => char::from_u32(c as u32 + 0xfee0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Profile;

    const LANGUAGES: [Language; 4] =
        [Language::ChineseSimplified, Language::ChineseTraditional, Language::Japanese, Language::English];

    fn forms(text: &str, language: Language) -> String {
        text.chars().map(|c| form(c, language).unwrap_or(c)).collect()
    }

    #[test]
    fn marks_have_the_forms_of_their_region() {
        let text = "甲，乙、丙。丁：戊；己？庚！“辛‘壬’癸”";
        for (language, shown) in [
            (Language::ChineseSimplified, "甲︐乙︑丙︒丁︓戊︔己︖庚︕﹃辛﹁壬﹂癸﹄"),
            (Language::ChineseTraditional, "甲，乙、丙。丁：戊；己？庚！﹁辛﹃壬﹄癸﹂"),
            (Language::Japanese, "甲︐乙︑丙︒丁︓戊；己？庚！〝辛﹁壬﹂癸〟"),
        ] {
            assert_eq!(forms(text, language), shown, "{language:?}");
        }
    }

    #[test]
    fn brackets_and_lines_follow_the_text() {
        for language in LANGUAGES {
            let text = "（）｛｝〔〕【】《》〈〉「」『』〖〗［］——……～_ー()[]{}<>-→";
            let shown = "︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄︗︘﹇﹈︱︱︙︙︴︳｜︵︶﹇﹈︷︸︿﹀︱↓";
            assert_eq!(forms(text, language), shown, "{language:?}");
        }
    }

    /// A character that stands upright by itself keeps its form, and a form is upright and stays what it is.
    #[test]
    fn forms_agree_with_the_property() {
        for c in ('!'..='\u{ffff}').chain('\u{1f000}'..='\u{1ffff}') {
            for language in LANGUAGES {
                let Some(form) = form(c, language) else { continue };
                assert_ne!(char_orientation(c), Orientation::Upright, "{c}");
                let width = Profile::default().cluster(form.encode_utf8(&mut [0; 4]));
                assert!(width == 2 || "‖↓↑⇓⇑".contains(form), "{form}");
            }
        }
        for c in ['甲', 'あ', 'ア', '가', '，', '（', '①', '☆', '㍿', '🍣'] {
            assert!(is_upright(c), "{c}");
        }
        for c in ['a', 'é', 'я', 'α', 'א', '1', '(', '-', '→'] {
            assert!(!is_upright(c), "{c}");
        }
    }
}
