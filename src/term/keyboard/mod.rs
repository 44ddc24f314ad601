//! Kitty's keyboard protocol: keys that are ambiguous otherwise (Escape, Tab and Ctrl-I) as sequences of their own.
//! <https://sw.kovidgoyal.net/kitty/keyboard-protocol/>

use crate::keys::{Code, Key, Mods};

/// Asks for the flags in effect; only terminals that know the protocol reply.
pub(in crate::term) const QUERY: &str = "\x1b[?u";

/// Disambiguates keys (1) and reports alternate keys (4): without the latter, Ctrl with a letter of another layout could
/// not be told. The flags belong to the alternate screen.
pub(in crate::term) const ON: &str = "\x1b[>5u";

/// Back to the flags before.
pub(in crate::term) const OFF: &str = "\x1b[<u";

/// The bits of the modifiers, whose sum plus one is sent; locks are not among them.
const SHIFT: u32 = 1;
const ALT: u32 = 2;
const CTRL: u32 = 4;
const SUPER: u32 = 8;
const HYPER: u32 = 16;
const META: u32 = 32;

/// The event type of a key that is released.
const RELEASED: u32 = 3;

/// Keys of the numeric keypad, from the code 57399.
const KEYPAD: [Code; 28] = [
    Code::Char('0'),
    Code::Char('1'),
    Code::Char('2'),
    Code::Char('3'),
    Code::Char('4'),
    Code::Char('5'),
    Code::Char('6'),
    Code::Char('7'),
    Code::Char('8'),
    Code::Char('9'),
    Code::Char('.'),
    Code::Char('/'),
    Code::Char('*'),
    Code::Char('-'),
    Code::Char('+'),
    Code::Enter,
    Code::Char('='),
    Code::Char(','),
    Code::Left,
    Code::Right,
    Code::Up,
    Code::Down,
    Code::PageUp,
    Code::PageDown,
    Code::Home,
    Code::End,
    Code::Insert,
    Code::Delete,
];

/// Whether a sequence is a key in the form of the protocol, `CSI code:shifted:base ; modifiers:event u`.
pub(in crate::term) fn is_key(sequence: &[u8]) -> bool {
    matches!(sequence, [0x1b, b'[', b'0'..=b'9', .., b'u'])
}

/// The key of such a sequence; `None` for a release, and for keys that have no meaning here.
pub(in crate::term) fn key(sequence: &[u8]) -> Option<Key> {
    let inside = std::str::from_utf8(sequence).ok()?.strip_prefix("\x1b[")?.strip_suffix('u')?;
    let mut fields = inside.split(';');
    let mut codes = fields.next()?.split(':').map(|code| code.parse::<u32>().ok());
    let (code, shifted, base) = (codes.next().flatten()?, codes.next().flatten(), codes.next().flatten());
    let mut state = fields.next().unwrap_or_default().split(':').map(|number| number.parse::<u32>().unwrap_or(1));
    let held = state.next().unwrap_or(1).saturating_sub(1);
    let has = |bit: u32| held & bit != 0;
    if state.next() == Some(RELEASED) || has(SUPER) || has(HYPER) {
        return None;
    }
    let mods = Mods { ctrl: has(CTRL), alt: has(ALT) || has(META), shift: has(SHIFT) };
    let is_chord = mods.ctrl || mods.alt;
    // A shortcut is the key where it is on a Latin layout.
    let code = match (shifted.filter(|_| mods.shift), base.filter(|_| is_chord && code > 0x7f)) {
        (_, Some(base)) => base,
        (Some(shifted), None) => shifted,
        (None, None) => code,
    };
    Some(Key::new(code_of(code)?, mods))
}

fn code_of(code: u32) -> Option<Code> {
    match code {
        57_376..=57_398 => u8::try_from(code - 57_376 + 13).ok().map(Code::F),
        57_399..=57_426 => KEYPAD.get(code as usize - 57_399).copied(),
        // Modifiers, media keys and others in the private use area.
        57_344..=63_743 => None,
        _ => char::from_u32(code).filter(|c| !c.is_control() || "\t\r\x08\x1b\x7f".contains(*c)).map(Code::Char),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sequences_are_keys() {
        for (sequence, chord) in [
            ("\x1b[27u", Some("<Esc>")),
            ("\x1b[105;5u", Some("<C-i>")),
            ("\x1b[109;5u", Some("<C-m>")),
            ("\x1b[9;5u", Some("<C-Tab>")),
            ("\x1b[9;2u", Some("<S-Tab>")),
            ("\x1b[13;2u", Some("<S-Enter>")),
            ("\x1b[32;5u", Some("<C-Space>")),
            ("\x1b[127;3u", Some("<A-Backspace>")),
            ("\x1b[104;5u", Some("<C-h>")),
            ("\x1b[93;5u", Some("<C-]>")),
            ("\x1b[45:95;6u", Some("<C-_>")),
            ("\x1b[46:62;4u", Some("<A-gt>")),
            ("\x1b[44:60;4u", Some("<A-lt>")),
            ("\x1b[97:65;6u", Some("<C-a>")),
            ("\x1b[97:65;4u", Some("<A-A>")),
            // Ctrl-C on a Russian layout.
            ("\x1b[1089::99;5u", Some("<C-c>")),
            ("\x1b[1089;5u", Some("<C-с>")),
            ("\x1b[1078:1046:59;2u", Some("Ж")),
            ("\x1b[99;69u", Some("<C-c>")),
            ("\x1b[99;133u", Some("<C-c>")),
            ("\x1b[99;5:1u", Some("<C-c>")),
            ("\x1b[99;5:2u", Some("<C-c>")),
            ("\x1b[99;5:3u", None),
            ("\x1b[99;9u", None),
            ("\x1b[57404u", Some("5")),
            ("\x1b[57414u", Some("<Enter>")),
            ("\x1b[57420;5u", Some("<C-Down>")),
            ("\x1b[57376u", Some("<F13>")),
            ("\x1b[57441;2u", None),
            ("\x1b[57428u", None),
            ("\x1b[0u", None),
            ("\x1b[1114112u", None),
            ("\x1b[99999999999999u", None),
            ("\x1b[99;;99u", Some("c")),
        ] {
            assert!(is_key(sequence.as_bytes()), "{sequence:?}");
            assert_eq!(key(sequence.as_bytes()).map(|key| key.to_string()).as_deref(), chord, "{sequence:?}");
        }
        for sequence in ["\x1b[u", "\x1b[?5u", "\x1b[A", "u", "\x1b[1;5A"] {
            assert!(!is_key(sequence.as_bytes()), "{sequence:?}");
        }
    }
}
