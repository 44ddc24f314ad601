//! Splits the bytes from the terminal into complete characters, keys and replies.

use memchr::memmem;

/// The start and the end of pasted text.
const PASTE: (&[u8], &[u8]) = (b"\x1b[200~", b"\x1b[201~");

/// The maximum length of a control sequence in bytes.
const MAX_LENGTH: usize = 128;

/// The maximum length of a reply that is a string, in bytes; it may contain an error message.
const MAX_REPLY: usize = 512;

/// The beginnings of the replies that are strings (ECMA-48 §5.6): of kitty's graphics, the background colour, and the name
/// of the terminal. Only these are known, so that Alt-_, Alt-] and Alt-P stay keys.
const STRINGS: [&[u8]; 3] = [b"\x1b_G", b"\x1b]11;", b"\x1bP>|"];

/// The bytes that have arrived and are not yet a complete sequence.
#[derive(Debug, Default)]
pub(super) struct Splitter {
    bytes: Vec<u8>,
}

/// What a splitter waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Missing {
    /// Nothing.
    Nothing,
    /// What may follow an escape byte; if nothing does, it is the Escape key.
    AfterEscape,
    /// The rest of a sequence or a character.
    Rest,
    /// The end of pasted text.
    Paste,
}

impl Splitter {
    /// Adds bytes that have been read.
    pub(super) fn feed(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// The next complete sequence.
    pub(super) fn next(&mut self) -> Option<Vec<u8>> {
        let length = whole(&self.bytes)?.min(self.bytes.len());
        Some(self.bytes.drain(..length).collect())
    }

    /// What is missing after [`Splitter::next`] has returned `None`.
    pub(super) fn missing(&self) -> Missing {
        match self.bytes.as_slice() {
            [] => Missing::Nothing,
            [0x1b] | [0x1b, b'_' | b']' | b'P'] => Missing::AfterEscape,
            bytes if bytes.starts_with(PASTE.0) => Missing::Paste,
            _ => Missing::Rest,
        }
    }

    /// Takes the incomplete rest: nothing more has arrived in time.
    pub(super) fn flush(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.bytes)
    }
}

/// The length of the first sequence, if it is complete.
fn whole(bytes: &[u8]) -> Option<usize> {
    if let Some(start) = STRINGS.iter().find(|start| bytes.starts_with(start)) {
        return string(bytes.get(start.len()..)?).map(|length| length + start.len());
    }
    match bytes {
        // Complete is only what can no longer become one of the strings.
        _ if STRINGS.iter().any(|start| start.starts_with(bytes)) => None,
        [0x1b, b'[', rest @ ..] => control(rest).map(|length| length + 2).and_then(|length| pasted(bytes, length)),
        [0x1b, b'O', rest @ ..] => (!rest.is_empty()).then_some(3),
        // Two escapes are two keys.
        [0x1b, 0x1b, ..] => Some(1),
        [0x1b, rest @ ..] => character(rest).map(|length| length + 1),
        _ => character(bytes),
    }
}

/// The length of a control sequence after its introducer (ECMA-48 §5.4).
fn control(rest: &[u8]) -> Option<usize> {
    match rest.first()? {
        // Function keys of the Linux console; the original mouse protocol of xterm.
        b'[' => (rest.len() >= 2).then_some(2),
        b'M' => (rest.len() >= 4).then_some(4),
        _ => match rest.iter().position(|byte| !(0x20..0x40).contains(byte)) {
            // Any other byte starts something new.
            Some(at) if (0x40..0x7f).contains(&rest[at]) => Some(at + 1),
            Some(at) => Some(at),
            None => (rest.len() > MAX_LENGTH).then_some(rest.len()),
        },
    }
}

/// The length of a string after its beginning: up to and with its terminator, which is ST or, in some terminals, BEL.
fn string(rest: &[u8]) -> Option<usize> {
    match rest.iter().position(|byte| matches!(byte, 0x1b | 0x07)) {
        Some(at) if rest.get(at) == Some(&0x07) => Some(at + 1),
        Some(at) => match rest.get(at + 1)? {
            b'\\' => Some(at + 2),
            // Any other escape starts something new.
            _ => Some(at),
        },
        None => (rest.len() > MAX_REPLY).then_some(rest.len()),
    }
}

/// The length of the sequence that starts with this control sequence: pasted text extends to its end marker.
fn pasted(bytes: &[u8], length: usize) -> Option<usize> {
    if !bytes.starts_with(PASTE.0) {
        return Some(length);
    }
    memmem::find(bytes, PASTE.1).map(|at| at + PASTE.1.len())
}

/// The length of a UTF-8 character; 1 if the bytes are invalid.
fn character(bytes: &[u8]) -> Option<usize> {
    let length = match bytes.first()? {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => 1,
    };
    let tail = bytes.get(1..length.min(bytes.len())).unwrap_or_default();
    if tail.iter().any(|byte| !(0x80..0xc0).contains(byte)) {
        return Some(1);
    }
    (bytes.len() >= length).then_some(length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn split(bytes: &[u8]) -> (Vec<String>, Missing) {
        let mut splitter = Splitter::default();
        splitter.feed(bytes);
        let pieces: Vec<String> =
            std::iter::from_fn(|| splitter.next()).map(|piece| String::from_utf8_lossy(&piece).into_owned()).collect();
        (pieces, splitter.missing())
    }

    #[test]
    fn keys_and_replies_come_apart() {
        let bytes = "j中\x1b[A\x1bOP\x1b[24;3R\x1b[?2027;2$y\x1b[?62;4c\x1bx\x1b[<64;3;4Mk".as_bytes();
        let pieces = [
            "j",
            "中",
            "\x1b[A",
            "\x1bOP",
            "\x1b[24;3R",
            "\x1b[?2027;2$y",
            "\x1b[?62;4c",
            "\x1bx",
            "\x1b[<64;3;4M",
            "k",
        ];
        assert_eq!(split(bytes), (pieces.map(str::to_owned).to_vec(), Missing::Nothing));
        assert_eq!(split(b"\x1b\x1b[B"), (vec!["\x1b".into(), "\x1b[B".into()], Missing::Nothing));
        assert_eq!(split(b"a\x1b"), (vec!["a".into()], Missing::AfterEscape));
        assert_eq!(split(b"\x1b[24;"), (vec![], Missing::Rest));
        assert_eq!(split(b"\x1b[200~a\x1b[24"), (vec![], Missing::Paste));
        assert_eq!(split(b"\x1b[200~a\rb\x1b[201~q").0, ["\x1b[200~a\rb\x1b[201~", "q"]);
        assert_eq!(split(b"\x1b[1\x1b[A").0, ["\x1b[1", "\x1b[A"]);
        assert_eq!(split(b"\x1b_Gi=31;OK\x1b\\j\x1b_x").0, ["\x1b_Gi=31;OK\x1b\\", "j", "\x1b_", "x"]);
        assert_eq!(split(b"\x1b_Gi=31;OK\x1b"), (vec![], Missing::Rest));
        assert_eq!(split(b"\x1b_Gi=31\x1b[A").0, ["\x1b_Gi=31", "\x1b[A"]);
        assert_eq!(split(b"\x1b_"), (vec![], Missing::AfterEscape));
        assert_eq!(split(b"\x1b]11;rgb:1/2/3\x07j").0, ["\x1b]11;rgb:1/2/3\x07", "j"]);
        assert_eq!(split(b"\x1b]11;rgb:1/2/3\x1b\\j").0, ["\x1b]11;rgb:1/2/3\x1b\\", "j"]);
        assert_eq!(split(b"\x1bP>|foot(1.2)\x1b\\j").0, ["\x1bP>|foot(1.2)\x1b\\", "j"]);
        assert_eq!(split(b"\x1b]12j\x1bPx").0, ["\x1b]", "1", "2", "j", "\x1bP", "x"]);
        assert_eq!(split(b"\x1b]"), (vec![], Missing::AfterEscape));
        assert_eq!(split(b"\x1b]1"), (vec![], Missing::Rest));
        assert_eq!(split("中".as_bytes().get(..2).unwrap()).1, Missing::Rest);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_the_cut_of_reads_does_not_matter(
            parts in prop::collection::vec(prop::collection::vec(prop_oneof![Just(0x1b), Just(b'['), any::<u8>()], 0..9), 0..9)
        ) {
            let (mut one, mut many) = (Splitter::default(), Splitter::default());
            let all = parts.concat();
            one.feed(&all);
            let whole: Vec<Vec<u8>> = std::iter::from_fn(|| one.next()).collect();
            let mut pieces = Vec::new();
            for part in &parts {
                many.feed(part);
                pieces.extend(std::iter::from_fn(|| many.next()));
            }
            prop_assert!(pieces.iter().all(|piece| !piece.is_empty()));
            prop_assert_eq!([whole.concat(), one.flush()].concat(), all);
            prop_assert_eq!(pieces, whole);
        }
    }
}
