//! [`Clean`], the only kind of string that may reach the terminal or stdout.

use std::borrow::Borrow;
use std::fmt;
use std::ops::Deref;

use crate::text::vector::specials;

/// A string that may be shown.
///
/// It contains no C0 or C1 control, no DEL, no bidirectional embedding, override or isolate, and no noncharacter. It
/// can be created only by its constructors: [`Clean::line`] also excludes line breaks and tabs; [`Clean::text`] allows
/// `\n` and `\t` and no other control.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Clean(Box<str>);

/// Whether `c` is allowed in a [`Clean`] string (line breaks and tabs aside).
#[inline]
pub fn is_shown(c: char) -> bool {
    // Fast path for the most common characters: ASCII, and everything from CJK punctuation to Hangul, where nothing is
    // forbidden.
    if (' '..='\u{7e}').contains(&c) || ('\u{3000}'..='\u{d7ff}').contains(&c) {
        return true;
    }
    !matches!(c,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{206a}'..='\u{206f}'
        | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{fdd0}'..='\u{fdef}')
        && (c as u32 & 0xfffe) != 0xfffe
}

impl Clean {
    /// One line: every line break and tab becomes a blank, and everything else that is not allowed is removed.
    pub fn line(source: &str) -> Self {
        if specials(source, b' ', |c| !is_shown(c)).next().is_none() {
            return Self(source.into());
        }
        let mut out = String::with_capacity(source.len());
        let mut previous = '\0';
        for c in source.chars() {
            match c {
                '\n' if previous == '\r' => {}
                '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push(' '),
                c if is_shown(c) => out.push(c),
                _ => {}
            }
            previous = c;
        }
        Self(out.into())
    }

    /// Text of several lines: `\r\n`, `\r`, U+0085, U+2028 and U+2029 become `\n`, tabs stay, and everything else that
    /// is not allowed is removed.
    pub fn text(source: &str) -> Self {
        if specials(source, b' ', |c| !is_shown(c) && c != '\n' && c != '\t').next().is_none() {
            return Self(source.into());
        }
        let mut out = String::with_capacity(source.len());
        let mut previous = '\0';
        for c in source.chars() {
            match c {
                '\n' if previous == '\r' => {}
                '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
                '\t' => out.push('\t'),
                c if is_shown(c) => out.push(c),
                _ => {}
            }
            previous = c;
        }
        Self(out.into())
    }

    /// The string itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl serde::Serialize for Clean {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Clean {
    /// Cleans the value, as [`Clean::text`] does.
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text: std::borrow::Cow<'de, str> = serde::Deserialize::deserialize(deserializer)?;
        Ok(Self::text(&text))
    }
}

impl Deref for Clean {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Clean {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Clean {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Clean {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Clean {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_line_has_no_breaks_and_no_escapes() {
        assert_eq!(Clean::line("a\r\nb\tc\u{1b}[31md\u{202e}e").as_str(), "a b c[31mde");
        assert_eq!(Clean::text("a\r\nb\tc\u{2028}d\u{9b}").as_str(), "a\nb\tc\nd");
        assert_eq!(Clean::line("中文 “引号” 👨‍👩‍👧").as_str(), "中文 “引号” 👨‍👩‍👧");
    }

    proptest! {
        #[test]
        fn nothing_forbidden_survives(source in any::<String>()) {
            prop_assert!(Clean::line(&source).chars().all(is_shown));
            prop_assert!(Clean::text(&source).chars().all(|c| is_shown(c) || c == '\n' || c == '\t'));
        }
    }
}
