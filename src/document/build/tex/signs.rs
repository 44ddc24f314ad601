//! Whether the text between delimiters is a formula.

use crate::document::dialect::markdown::{has_han, is_prose};
use crate::formula;

/// Names of functions and the like, which authors write without a backslash.
const FUNCTIONS: [&str; 16] =
    ["sin", "cos", "tan", "log", "ln", "lg", "exp", "max", "min", "lim", "arg", "argmax", "argmin", "det", "var", "tr"];

/// Whether a text is a formula wherever it stands: it has a command or a script of TeX, and can be shown.
pub(in crate::document::build::tex) fn is_certain(source: &str) -> bool {
    let marked = has_command(source) || has_script(source);
    marked
        && (!has_han(source) || source.contains("\\text"))
        && has_few_words(source)
        && formula::render(source).is_some()
}

/// Whether a text may be a formula in a page that has others.
pub(in crate::document::build::tex) fn is_plausible(source: &str) -> bool {
    if is_letter(source) || is_certain(source) {
        return true;
    }
    let begins_with_amount = source.starts_with(|c: char| c.is_ascii_digit());
    let marked = source.contains(['\\', '^', '_', '=', '<', '>', '+']);
    let balanced = source.matches('{').count() == source.matches('}').count();
    balanced && !is_prose(source) && (!has_han(source) || marked) && (!begins_with_amount || has_few_words(source))
}

/// Whether a text is one letter, as the name of a variable.
pub(in crate::document::build::tex) fn is_letter(source: &str) -> bool {
    source.len() == 1 && source.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// Whether a text is one word.
pub(in crate::document::build::tex) fn is_word(source: &str) -> bool {
    source.len() > 2 && source.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// Whether a text in code is a formula, not a variable of a program.
pub(in crate::document::build::tex) fn is_plausible_code(source: &str) -> bool {
    let related = source.contains(['=', '<', '>', '(', '+']);
    is_letter(source) || is_certain(source) || related && has_few_words(source) && formula::render(source).is_some()
}

/// Whether there is a command: a backslash before letters.
pub(in crate::document::build::tex) fn has_command(source: &str) -> bool {
    source.as_bytes().windows(2).any(|pair| matches!(pair, [b'\\', letter] if letter.is_ascii_alphabetic()))
}

/// Whether there is a superscript, or a subscript of a single letter: `mc^2`, `x_1`, not `my_name`.
fn has_script(source: &str) -> bool {
    let bytes = source.as_bytes();
    bytes.iter().enumerate().any(|(at, byte)| {
        let before = at.checked_sub(1).and_then(|at| bytes.get(at));
        let further = at.checked_sub(2).and_then(|at| bytes.get(at));
        let after = bytes.get(at + 1).is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'{' | b'\\'));
        let is_base = before.is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'}' | b')' | b']'));
        let is_single = further.is_none_or(|byte| !byte.is_ascii_alphabetic());
        after && is_base && (*byte == b'^' || *byte == b'_' && is_single)
    })
}

/// Whether there is at most one word that is neither a command, nor in braces, nor the name of a function.
fn has_few_words(source: &str) -> bool {
    let (mut words, mut depth) = (0, 0_usize);
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let length = match c {
            '\\' => 1 + rest.bytes().skip(1).take_while(u8::is_ascii_alphabetic).count().max(1),
            _ => letters.max(c.len_utf8()),
        };
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let word = rest.get(..letters).filter(|word| depth == 0 && word.len() > 2 && !FUNCTIONS.contains(word));
        words += usize::from(word.is_some());
        rest = rest.get(length..).unwrap_or_default();
    }
    words < 2
}
