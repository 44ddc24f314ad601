//! Questions about every character of a text, answered for many bytes at a time: the loops over blocks of bytes are made
//! so that the compiler uses vector instructions.

/// Bytes of a block that is skipped as a whole.
const BLOCK: usize = 32;

/// Bytes of a block that are counted in one byte each.
const COUNTED: usize = 128;

/// A byte of a text and the two after it: as many as tell what a character of up to three bytes is.
pub(crate) type Window = (u8, u8, u8);

/// The windows at all bytes but the last two.
fn windows(bytes: &[u8]) -> impl Iterator<Item = Window> {
    let [_, second, third] = [0, 1, 2].map(|from| bytes.get(from..).unwrap_or_default());
    bytes.iter().zip(second).zip(third).map(|((a, b), c)| (*a, *b, *c))
}

/// The first character, at this byte of a text or after it, that is `special`, with its place. Runs of ordinary characters
/// are skipped without being decoded, and must not be special: ASCII from `first` to `~`, U+2000 to U+203F except U+2028 to
/// U+202E, U+3000 to U+CFFF, and U+FF00 to U+FF3F.
pub(crate) fn find_special(
    text: &str,
    from: usize,
    first: u8,
    special: impl Fn(char) -> bool,
) -> Option<(usize, char)> {
    let bytes = text.as_bytes();
    let mut at = from;
    while let Some(byte) = bytes.get(at) {
        // Text in ASCII has blanks every few characters, so that there is little to skip if they are special.
        if !byte.is_ascii() || first == b' ' {
            at += ordinary(bytes.get(at..).unwrap_or_default(), first);
            while !text.is_char_boundary(at) {
                at -= 1;
            }
        }
        let mut next = at;
        for (offset, c) in text.get(at..).unwrap_or_default().char_indices() {
            if special(c) {
                return Some((at + offset, c));
            }
            next = at + offset + c.len_utf8();
            if offset >= BLOCK {
                break;
            }
        }
        at = next.max(at + 1);
    }
    None
}

/// The length of the longest prefix of blocks in which every byte can belong to an ordinary character; the last block may
/// be a short one. It may end inside of a character.
fn ordinary(bytes: &[u8], first: u8) -> usize {
    let is_ordinary = |(a, b, c): Window| {
        (first..=b'~').contains(&a)
            | (0x80..=0xbf).contains(&a)
            | (0xe3..=0xec).contains(&a)
            | ((a == 0xe2) & (b == 0x80) & !(0xa8..=0xae).contains(&c))
            | ((a == 0xef) & (b == 0xbc))
    };
    let mut at = 0;
    let all_ordinary = |block: &[u8]| windows(block).fold(true, |all, window| all & is_ordinary(window));
    while let Some(block) = bytes.get(at..).and_then(|rest| rest.first_chunk::<{ BLOCK + 2 }>()) {
        if !all_ordinary(block) {
            return at;
        }
        at += BLOCK;
    }
    let mut last = [b'a'; BLOCK + 4];
    last.iter_mut().zip(bytes.get(at..).unwrap_or_default()).for_each(|(own, byte)| *own = *byte);
    if all_ordinary(&last) { bytes.len() } else { at }
}

/// How many characters a text has, without white space.
pub(crate) fn characters(text: &str) -> usize {
    count_windows(text, |window| !(0x80..=0xbf).contains(&window.0) & !begins_white_space(window))
}

/// How many bytes of a text, each with the two after it, have a property that bytes inside of a character do not have.
pub(crate) fn count_windows(text: &str, is_counted: impl Fn(Window) -> bool) -> usize {
    let count = |block: &[u8]| usize::from(windows(block).fold(0, |sum, window| sum + u8::from(is_counted(window))));
    let mut rest = text.as_bytes();
    let mut sum = 0;
    while let Some(block) = rest.first_chunk::<{ COUNTED + 2 }>() {
        sum += count(block);
        rest = rest.get(COUNTED..).unwrap_or_default();
    }
    // Bytes inside of a character do not count.
    let mut last = [0x80; COUNTED + 4];
    last.iter_mut().zip(rest).for_each(|(own, byte)| *own = *byte);
    sum + count(&last)
}

/// Whether a character with the Unicode property White_Space begins here.
fn begins_white_space((a, b, c): Window) -> bool {
    (a == b' ')
        | (b'\t'..=b'\r').contains(&a)
        | ((a == 0xc2) & ((b == 0x85) | (b == 0xa0)))
        | ((a == 0xe1) & (b == 0x9a) & (c == 0x80))
        | ((a == 0xe2) & (b == 0x80) & ((c <= 0x8a) | (c == 0xa8) | (c == 0xa9) | (c == 0xaf)))
        | ((a == 0xe2) & (b == 0x81) & (c == 0x9f))
        | ((a == 0xe3) & (b == 0x80) & (c == 0x80))
}

/// How many of these bytes have a property.
pub(crate) fn count_bytes(bytes: &[u8], has: impl Fn(u8) -> bool) -> usize {
    let count = |block: &[u8]| usize::from(block.iter().fold(0, |sum, byte| sum + u8::from(has(*byte))));
    bytes.chunks(COUNTED).map(count).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn white_space_is_what_unicode_says() {
        let all: String = (0..=0x3_ffff).filter_map(char::from_u32).collect();
        assert_eq!(characters(&all), all.chars().filter(|c| !c.is_whitespace()).count());
        for c in all.chars() {
            let text = format!("字{c}a");
            assert_eq!(characters(&text), 2 + usize::from(!c.is_whitespace()), "{c:?}");
        }
    }

    fn text() -> impl Strategy<Value = String> {
        let part = "[一-龥ぁ-ん，。“”a-z]{0,80}|\\PC|[\u{80}-\u{3100}\t\n ]|[\u{cff0}-\u{e000}\u{fe00}-\u{ffff}]";
        prop::collection::vec(part, 0..8).prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn special_characters_are_found(
            text in text(),
            first in prop::sample::select(vec![b' ', b'!']),
            skipped in 0..9usize,
        ) {
            let special = |c| !matches!(c,
                '\u{2000}'..='\u{2027}' | '\u{202f}'..='\u{203f}' | '\u{3000}'..='\u{cfff}' | '\u{ff00}'..='\u{ff3f}'
            ) && !(first as char..='~').contains(&c);
            let from = text.char_indices().nth(skipped).map_or(text.len(), |(at, _)| at);
            let expected = text.char_indices().find(|(at, c)| *at >= from && special(*c));
            prop_assert_eq!(find_special(&text, from, first, special), expected);
            let rare = |c| c == '\u{7}' || special(c) && (c as u32).is_multiple_of(7);
            let expected = text.char_indices().find(|(at, c)| *at >= from && rare(*c));
            prop_assert_eq!(find_special(&text, from, first, rare), expected);
        }

        #[test]
        fn what_is_counted_is_there(text in text()) {
            prop_assert_eq!(characters(&text), text.chars().filter(|c| !c.is_whitespace()).count());
            prop_assert_eq!(count_bytes(text.as_bytes(), |byte| byte == b'a'), text.matches('a').count());
        }
    }
}
