//! IME aliases: the full-width and Hangul characters that an input method produces for ASCII keys.

use crate::keys::key::{Code, Key};

/// Characters outside the full-width forms, with the ASCII key that types them.
const ALIASES: &[(char, char)] = &[
    ('、', '/'),
    ('・', '/'),
    ('。', '.'),
    ('《', '<'),
    ('〈', '<'),
    ('》', '>'),
    ('〉', '>'),
    ('【', '['),
    ('「', '['),
    ('】', ']'),
    ('」', ']'),
    ('『', '{'),
    ('』', '}'),
    ('“', '"'),
    ('”', '"'),
    ('‘', '\''),
    ('’', '\''),
    ('·', '`'),
    ('￥', '$'),
    ('¥', '\\'),
    ('₩', '\\'),
    ('　', ' '),
    ('〜', '~'),
    ('ー', '-'),
];

/// The jamo of the standard Korean keyboard (KS X 5002), with the letters on the same keys.
const JAMO: &[(char, char)] = &[
    ('ㅂ', 'q'),
    ('ㅈ', 'w'),
    ('ㄷ', 'e'),
    ('ㄱ', 'r'),
    ('ㅅ', 't'),
    ('ㅛ', 'y'),
    ('ㅕ', 'u'),
    ('ㅑ', 'i'),
    ('ㅐ', 'o'),
    ('ㅔ', 'p'),
    ('ㅁ', 'a'),
    ('ㄴ', 's'),
    ('ㅇ', 'd'),
    ('ㄹ', 'f'),
    ('ㅎ', 'g'),
    ('ㅗ', 'h'),
    ('ㅓ', 'j'),
    ('ㅏ', 'k'),
    ('ㅣ', 'l'),
    ('ㅋ', 'z'),
    ('ㅌ', 'x'),
    ('ㅊ', 'c'),
    ('ㅍ', 'v'),
    ('ㅠ', 'b'),
    ('ㅜ', 'n'),
    ('ㅡ', 'm'),
    ('ㅃ', 'Q'),
    ('ㅉ', 'W'),
    ('ㄸ', 'E'),
    ('ㄲ', 'R'),
    ('ㅆ', 'T'),
    ('ㅒ', 'O'),
    ('ㅖ', 'P'),
];

impl Key {
    /// The ASCII key that was pressed while an input method was on (ｊ → j, 、 → /); `None` for every other key.
    pub fn ime_alias(self) -> Option<Self> {
        let Code::Char(c) = self.code else { return None };
        let ascii = match c {
            '！'..='～' => char::from_u32(c as u32 - 0xfee0)?,
            _ => ALIASES.iter().chain(JAMO).find(|(full, _)| *full == c)?.1,
        };
        Some(Self::new(Code::Char(ascii), self.mods))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aliases() {
        let typed = "ｊＧ、？：。，《》【】｛｝！　｜＼「１ㅓ";
        let meant = "jG/?:.,<>[]{}! |\\[1j";
        let aliases: String =
            typed.chars().map(|c| Key::char(c).ime_alias().and_then(Key::typed).unwrap_or(c)).collect();
        assert_eq!(aliases, meant);
        for c in (' '..='~').chain("中あ가".chars()) {
            assert_eq!(Key::char(c).ime_alias(), None, "{c}");
        }
        assert_eq!(Key::plain(Code::Enter).ime_alias(), None);
    }
}
