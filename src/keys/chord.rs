//! Chords: sequences of keys, parsed from and written in vim notation.

use std::fmt;
use std::str::FromStr;

use crate::keys::key::{Code, Key};

/// The maximum number of keys in a chord.
pub const MAX_KEYS: usize = 8;

/// A sequence of keys; never empty when it comes from [`Chord::parse`].
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Chord(pub Vec<Key>);

/// Why a chord cannot be parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChordError {
    /// It has no keys.
    Empty,
    /// There is no key of this name.
    Name(String),
    /// It has more than [`MAX_KEYS`] keys.
    Long,
}

impl fmt::Display for ChordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("no key"),
            Self::Name(name) => write!(f, "no key <{name}>"),
            Self::Long => write!(f, "more than {MAX_KEYS} keys"),
        }
    }
}

impl std::error::Error for ChordError {}

impl Chord {
    /// Parses vim notation: `gg`, `<C-d>`, `z<Space>`. A `<` without a following `>` stands for itself.
    pub fn parse(source: &str) -> Result<Self, ChordError> {
        let mut keys = Vec::new();
        let mut rest = source;
        while let Some(c) = rest.chars().next() {
            if keys.len() == MAX_KEYS {
                return Err(ChordError::Long);
            }
            let named = rest.strip_prefix('<').and_then(|inner| inner.split_once('>'));
            match named {
                Some((name, tail)) => {
                    keys.push(Key::from_name(name).ok_or_else(|| ChordError::Name(name.to_owned()))?);
                    rest = tail;
                }
                None if c.is_control() => return Err(ChordError::Name(c.escape_default().to_string())),
                None => {
                    keys.push(Key::char(c));
                    rest = rest.get(c.len_utf8()..).unwrap_or_default();
                }
            }
        }
        if keys.is_empty() { Err(ChordError::Empty) } else { Ok(Self(keys)) }
    }

    /// Whether it starts with a digit that would be taken as a count.
    pub fn is_count(&self) -> bool {
        self.0.first().and_then(|key| key.typed()).is_some_and(|c| matches!(c, '1'..='9'))
    }
}

impl FromStr for Chord {
    type Err = ChordError;
    fn from_str(source: &str) -> Result<Self, ChordError> {
        Self::parse(source)
    }
}

/// Vim notation. A key name in angle brackets is never confused with the characters of the name.
impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|key| write!(f, "{key}"))
    }
}

impl From<Code> for Chord {
    fn from(code: Code) -> Self {
        Self(vec![Key::plain(code)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::key::Mods;
    use proptest::prelude::*;

    #[test]
    fn notation() {
        for (source, written) in [
            ("j", "j"),
            ("gg", "gg"),
            ("<C-d>", "<C-d>"),
            ("<c-D>", "<C-d>"),
            ("<A-Right>", "<A-Right>"),
            ("<M-Right>", "<A-Right>"),
            ("<Space>", "<Space>"),
            (" ", "<Space>"),
            ("<CR>", "<Enter>"),
            ("<lt>", "<lt>"),
            ("<", "<lt>"),
            (">", ">"),
            ("<gt>", ">"),
            ("|", "|"),
            ("<Bar>", "|"),
            ("\\", "\\"),
            ("<BS>", "<Backspace>"),
            ("<S-Tab>", "<S-Tab>"),
            ("<S-a>", "A"),
            ("<C-->", "<C-->"),
            ("<C-lt>", "<C-lt>"),
            ("<C-A-S-F12>", "<C-A-S-F12>"),
            ("z<C-Space>", "z<C-Space>"),
            ("中", "中"),
        ] {
            assert_eq!(Chord::parse(source).map(|chord| chord.to_string()), Ok(written.to_owned()), "{source}");
        }
        let names = ["<>", "<Foo>", "<X-a>", "<F0>", "<F99>", "<F+1>"];
        let names = names.map(|source| (source, ChordError::Name(source[1..source.len() - 1].to_owned())));
        let others = [("", ChordError::Empty), ("abcdefghi", ChordError::Long)];
        let control = ("\u{7}", ChordError::Name("\\u{7}".to_owned()));
        for (source, error) in names.into_iter().chain(others).chain([control]) {
            assert_eq!(Chord::parse(source), Err(error), "{source}");
        }
    }

    fn keys() -> impl Strategy<Value = Key> {
        let code = prop_oneof![
            any::<char>().prop_filter("printable", |c| !c.is_control()).prop_map(Code::Char),
            prop::sample::select(vec![
                Code::Enter,
                Code::Esc,
                Code::Tab,
                Code::BackTab,
                Code::Backspace,
                Code::Delete,
                Code::Insert,
                Code::Up,
                Code::Left,
                Code::Home,
                Code::End,
                Code::PageUp,
                Code::PageDown,
            ]),
            (1u8..=35).prop_map(Code::F),
        ];
        (code, any::<[bool; 3]>()).prop_map(|(code, [ctrl, alt, shift])| Key::new(code, Mods { ctrl, alt, shift }))
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(keys in prop::collection::vec(keys(), 1..=MAX_KEYS)) {
            let chord = Chord(keys);
            let written = chord.to_string();
            prop_assert_eq!(Chord::parse(&written), Ok(chord), "{}", written);
        }

        #[test]
        fn anything_is_read_or_refused(source in any::<String>()) {
            if let Ok(chord) = Chord::parse(&source) {
                prop_assert_eq!(Chord::parse(&chord.to_string()), Ok(chord));
            }
        }
    }
}
