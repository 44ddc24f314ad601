//! A key with its modifiers, and its name in vim notation.

use std::fmt;

/// The key itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// A printable character, including the space.
    Char(char),
    /// Enter, also on the numeric keypad.
    Enter,
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Shift and Tab.
    BackTab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Insert.
    Insert,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// A function key, from 1.
    F(u8),
}

/// The modifiers held down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mods {
    /// Control.
    pub ctrl: bool,
    /// Alt, or Meta.
    pub alt: bool,
    /// Shift; never set for a printable character, which already includes it.
    pub shift: bool,
}

/// A key press. Create it with [`Key::new`], which normalises what terminals report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The key itself.
    pub code: Code,
    /// The modifiers held down.
    pub mods: Mods,
}

/// Keys that have a name: first the name they are written with, then the other accepted names.
const NAMES: &[(Code, &[&str])] = &[
    (Code::Char(' '), &["Space"]),
    (Code::Char('<'), &["lt"]),
    (Code::Enter, &["Enter", "CR", "Return"]),
    (Code::Esc, &["Esc", "Escape"]),
    (Code::Tab, &["Tab"]),
    (Code::BackTab, &["S-Tab", "BackTab"]),
    (Code::Backspace, &["Backspace", "BS"]),
    (Code::Delete, &["Delete", "Del"]),
    (Code::Insert, &["Insert", "Ins"]),
    (Code::Up, &["Up"]),
    (Code::Down, &["Down"]),
    (Code::Left, &["Left"]),
    (Code::Right, &["Right"]),
    (Code::Home, &["Home"]),
    (Code::End, &["End"]),
    (Code::PageUp, &["PageUp"]),
    (Code::PageDown, &["PageDown"]),
    (Code::Char('|'), &["Bar"]),
    (Code::Char('\\'), &["Bslash"]),
    (Code::Char('>'), &["gt"]),
];

impl Key {
    /// Normalises a key: Shift is part of a printable character, Shift-Tab is BackTab, letters with Control are lower
    /// case, and control characters are the keys that send them.
    pub fn new(code: Code, mods: Mods) -> Self {
        let mut key = Self { code, mods };
        match code {
            Code::Char('\t') => return Self::new(Code::Tab, mods),
            Code::Char('\r' | '\n') => return Self::new(Code::Enter, mods),
            Code::Char('\u{1b}') => return Self::new(Code::Esc, mods),
            Code::Char('\u{8}' | '\u{7f}') => return Self::new(Code::Backspace, mods),
            Code::Char(c) => {
                let letter = if mods.ctrl {
                    c.to_ascii_lowercase()
                } else if mods.shift {
                    c.to_ascii_uppercase()
                } else {
                    c
                };
                key.code = Code::Char(letter);
                key.mods.shift = false;
            }
            Code::Tab if mods.shift => key = Self { code: Code::BackTab, mods: Mods { shift: false, ..mods } },
            Code::BackTab => key.mods.shift = false,
            _ => {}
        }
        key
    }

    /// A printable character without modifiers.
    pub fn char(c: char) -> Self {
        Self::new(Code::Char(c), Mods::default())
    }

    /// A key without modifiers.
    pub fn plain(code: Code) -> Self {
        Self::new(code, Mods::default())
    }

    /// A character with Control.
    pub fn ctrl(c: char) -> Self {
        Self::new(Code::Char(c), Mods { ctrl: true, ..Mods::default() })
    }

    /// The character this key types into a prompt, if it types one.
    pub fn typed(self) -> Option<char> {
        match self.code {
            Code::Char(c) if self.mods == Mods::default() => Some(c),
            _ => None,
        }
    }

    /// Parses the name between `<` and `>`, such as `C-d`, `A-Right`, `Space`. Key names ignore case, single characters
    /// do not.
    pub(super) fn from_name(name: &str) -> Option<Self> {
        let mut mods = Mods::default();
        let mut rest = name;
        loop {
            if let Some(code) = Self::code_of(rest) {
                return Some(Self::new(code, mods));
            }
            let (head, tail) = rest.split_once('-')?;
            match head {
                "C" | "c" => mods.ctrl = true,
                "A" | "a" | "M" | "m" => mods.alt = true,
                "S" | "s" => mods.shift = true,
                _ => return None,
            }
            rest = tail;
        }
    }

    fn code_of(name: &str) -> Option<Code> {
        let known = NAMES.iter().find(|(_, names)| names.iter().any(|known| known.eq_ignore_ascii_case(name)));
        if let Some((code, _)) = known {
            return Some(*code);
        }
        let mut chars = name.chars();
        match (chars.next()?, chars.as_str()) {
            (c, "") => (!c.is_control()).then_some(Code::Char(c)),
            ('F' | 'f', number) if !number.starts_with(['0', '+']) => match number.parse() {
                Ok(number @ 1..=35) => Some(Code::F(number)),
                _ => None,
            },
            _ => None,
        }
    }
}

/// Vim notation: `j`, `<C-d>`, `<A-Right>`, `<lt>`.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Mods { ctrl, alt, shift } = self.mods;
        if let Some(c) = self.typed()
            && !matches!(c, ' ' | '<')
        {
            return write!(f, "{c}");
        }
        f.write_str("<")?;
        for (held, letter) in [(ctrl, "C-"), (alt, "A-"), (shift, "S-")] {
            if held {
                f.write_str(letter)?;
            }
        }
        match self.code {
            Code::F(number) => write!(f, "F{number}")?,
            Code::Char(c) if !matches!(c, ' ' | '<' | '>') => write!(f, "{c}")?,
            code => {
                let name = NAMES.iter().find(|(known, _)| *known == code).and_then(|(_, names)| names.first());
                f.write_str(name.copied().unwrap_or_default())?;
            }
        }
        f.write_str(">")
    }
}
