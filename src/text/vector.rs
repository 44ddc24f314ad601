//! Questions about every character of a text, answered for many bytes at a time: the loops over blocks of bytes are made
//! so that the compiler uses vector instructions.

/// Bytes of a block.
const BLOCK: usize = 32;

/// Most blocks whose counts are summed in a byte each.
const SUMMED: usize = u8::MAX as usize / BLOCK;

/// Bytes of a block that are counted in one byte each.
const COUNTED: usize = 128;

/// A byte of a text and the two after it: as many as tell what a character of up to three bytes is.
pub(crate) type Window = (u8, u8, u8);

/// A block with the two bytes after it.
type Block = [u8; BLOCK + 2];

/// The windows at all bytes but the last two.
fn windows(bytes: &[u8]) -> impl Iterator<Item = Window> {
    let [_, second, third] = [0, 1, 2].map(|from| bytes.get(from..).unwrap_or_default());
    bytes.iter().zip(second).zip(third).map(|((a, b), c)| (*a, *b, *c))
}

/// The first bytes of a text that may be shorter than a block, with `filler` behind its end.
fn block_of(bytes: &[u8], filler: u8) -> Block {
    bytes.first_chunk().copied().unwrap_or_else(|| {
        let mut block = [filler; BLOCK + 2];
        block.iter_mut().zip(bytes).for_each(|(own, byte)| *own = *byte);
        block
    })
}

/// The characters of a text that are `special`, with their places, in order. Runs of ordinary characters are skipped
/// without being decoded, and must not be special: ASCII from `first` to `~`, U+2000 to U+203F except U+2028 to U+202E,
/// U+3000 to U+CFFF, and U+FF00 to U+FF3F.
pub(crate) fn specials(text: &str, first: u8, special: impl Fn(char) -> bool) -> impl Iterator<Item = (usize, char)> {
    let mut start = 0;
    let mut found = unordinary(&block_of(text.as_bytes(), b'a'), first);
    std::iter::from_fn(move || {
        loop {
            while found == 0 {
                start += BLOCK;
                let rest = text.as_bytes().get(start..).filter(|rest| !rest.is_empty())?;
                found = match rest.first_chunk() {
                    Some(block) => unordinary(block, first),
                    None => unordinary(&block_of(rest, b'a'), first),
                };
            }
            let at = start + found.trailing_zeros() as usize;
            found &= found - 1;
            if let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()).filter(|c| special(*c)) {
                return Some((at, c));
            }
        }
    })
}

/// A bit for each byte of a block at which a character begins that is not an ordinary one.
fn unordinary(block: &Block, first: u8) -> u32 {
    let is_ordinary = |(a, b, c): Window| {
        (first..=b'~').contains(&a)
            | (0x80..=0xbf).contains(&a)
            | (0xe3..=0xec).contains(&a)
            | ((a == 0xe2) & (b == 0x80) & !(0xa8..=0xae).contains(&c))
            | ((a == 0xef) & (b == 0xbc))
    };
    let mut flags = [0; BLOCK];
    flags.iter_mut().zip(windows(block)).for_each(|(flag, window)| *flag = u8::from(!is_ordinary(window)));
    // The multiplication moves the lowest bits of eight bytes into the highest byte.
    let bits = |flags: &[u8; 8]| (u64::from_le_bytes(*flags).wrapping_mul(0x0102_0408_1020_4080) >> 56) as u32;
    flags.as_chunks().0.iter().rev().fold(0, |all, flags| all << 8 | bits(flags))
}

/// How many bytes of a text, each with the two after it, have each of some properties that bytes inside of a character do
/// not have.
pub(crate) fn count_windows<const N: usize>(text: &str, properties: impl Fn(Window) -> [bool; N]) -> [usize; N] {
    let mut sums = [0; N];
    let mut rest = text.as_bytes();
    loop {
        let mut counts = [0; N];
        for _ in 0..SUMMED {
            match rest.first_chunk::<{ BLOCK + 2 }>() {
                Some(block) => add_windows(block, &properties, &mut counts),
                // Bytes inside of a character do not count.
                None => add_windows(&block_of(rest, 0x80), &properties, &mut counts),
            }
            rest = rest.get(BLOCK..).unwrap_or_default();
            if rest.is_empty() {
                break;
            }
        }
        sums.iter_mut().zip(counts).for_each(|(sum, count)| *sum += usize::from(count));
        if rest.is_empty() {
            return sums;
        }
    }
}

fn add_windows<const N: usize>(block: &Block, properties: &impl Fn(Window) -> [bool; N], counts: &mut [u8; N]) {
    for window in windows(block) {
        counts.iter_mut().zip(properties(window)).for_each(|(count, has)| *count += u8::from(has));
    }
}

/// Whether a character begins here that is not white space.
pub(crate) fn begins_character(window: Window) -> bool {
    !(0x80..=0xbf).contains(&window.0) & !begins_white_space(window)
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

    fn text() -> impl Strategy<Value = String> {
        let part = "[一-龥ぁ-ん，。“”a-z]{0,80}|\\PC|[\u{80}-\u{3100}\t\n ]|[\u{cff0}-\u{e000}\u{fe00}-\u{ffff}]";
        prop::collection::vec(part, 0..8).prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn special_characters_are_found(text in text(), first in prop::sample::select(vec![b' ', b'!'])) {
            let special = |c: &char| !matches!(c,
                '\u{2000}'..='\u{2027}' | '\u{202f}'..='\u{203f}' | '\u{3000}'..='\u{cfff}' | '\u{ff00}'..='\u{ff3f}'
            ) && !(first as char..='~').contains(c);
            let expected: Vec<_> = text.char_indices().filter(|(_, c)| special(c)).collect();
            let found: Vec<_> = specials(&text, first, |c| special(&c)).collect();
            prop_assert_eq!(found, expected);
            let rare = |c: &char| *c == '\u{7}' || special(c) && (*c as u32).is_multiple_of(7);
            let expected: Vec<_> = text.char_indices().filter(|(_, c)| rare(c)).collect();
            let found: Vec<_> = specials(&text, first, |c| rare(&c)).collect();
            prop_assert_eq!(found, expected);
        }

        #[test]
        fn what_is_counted_is_there(text in text()) {
            let counts = count_windows(&text, |(a, ..)| [a == b'a', (0xe3..=0xe9).contains(&a)]);
            let han = text.chars().filter(|c| ('\u{3000}'..='\u{9fff}').contains(c)).count();
            prop_assert_eq!(counts, [text.matches('a').count(), han]);
            prop_assert_eq!(count_bytes(text.as_bytes(), |byte| byte == b'a'), text.matches('a').count());
        }
    }
}
