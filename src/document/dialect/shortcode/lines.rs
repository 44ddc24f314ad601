//! Looks around a tag: what precedes it on its line, and how far it reaches.

use memchr::memmem;

/// How long a comment may be.
const MAX_COMMENT: usize = 4 << 10;

/// Whether only blanks precede this position on its line.
pub(in crate::document::dialect::shortcode) fn is_first_on_line(body: &str, at: usize) -> bool {
    let before = body.get(..at).unwrap_or_default().trim_end_matches([' ', '\t', '>']);
    before.is_empty() || before.ends_with('\n')
}

/// The length of the list marker that makes up a line, with the blanks after it.
pub(in crate::document::dialect::shortcode) fn list_marker(text: &str) -> usize {
    let digits = text.bytes().take(9).take_while(u8::is_ascii_digit).count();
    let rest = text.get(digits..).unwrap_or_default();
    let mark = match rest.bytes().next() {
        Some(b'.' | b')') if digits > 0 => digits + 1,
        Some(b'-' | b'*' | b'+') if digits == 0 => 1,
        _ => return 0,
    };
    let blanks = text.bytes().skip(mark).take(8).take_while(|byte| *byte == b' ').count();
    if blanks == 0 { 0 } else { mark + blanks }
}

/// The length of the text before `closer`, unless `opener` comes first.
pub(in crate::document::dialect::shortcode) fn length_until(text: &str, closer: &str, opener: &str) -> Option<usize> {
    let near = text.as_bytes().get(..text.len().min(MAX_COMMENT))?;
    let next = memmem::find(near, opener.as_bytes()).unwrap_or(near.len());
    memmem::find(near.get(..next)?, closer.as_bytes())
}
