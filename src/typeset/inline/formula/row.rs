//! Builds the shown text of a formula.

use crate::typeset::text::kind::is_wide;

/// The shown text of a formula, with the source byte of each character. In the result of a whole formula the bytes
/// ascend.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::typeset) struct Rendered {
    pub(in crate::typeset) text: String,
    /// One source byte for each character of the text.
    pub(in crate::typeset) at: Vec<u32>,
}

/// A row being built. A space is pending until something follows it.
#[derive(Clone, Debug, Default)]
pub(in crate::typeset::inline::formula) struct MathRow {
    pub(in crate::typeset::inline::formula) shown: Rendered,
    pub(in crate::typeset::inline::formula) pending_space: Option<char>,
    /// Whether a binary operator can follow.
    pub(in crate::typeset::inline::formula) operand: bool,
    /// Whether the row ends in a function name, which needs a space before a letter.
    pub(in crate::typeset::inline::formula) after_name: bool,
}

impl MathRow {
    pub(in crate::typeset::inline::formula) fn push(&mut self, text: &str, at: usize) {
        let first = text.chars().next();
        if std::mem::take(&mut self.after_name)
            && first.is_some_and(|c| c.is_alphanumeric() || matches!(c, '√' | '|' | '−'))
        {
            self.pending_space.get_or_insert(' ');
        }
        if let Some(space) = self.pending_space.take()
            && !self.shown.text.is_empty()
            && !(space == ' ' && self.shown.text.ends_with(['\n', ' ']))
        {
            self.shown.text.push(space);
            self.shown.at.push(at as u32);
        }
        for c in text.chars() {
            self.shown.text.push(c);
            self.shown.at.push(at as u32);
        }
    }

    pub(in crate::typeset::inline::formula) fn append(&mut self, other: &MathRow) {
        let mut chars = other.shown.text.chars().zip(&other.shown.at);
        if let Some((c, at)) = chars.next() {
            self.push(c.encode_utf8(&mut [0; 4]), *at as usize);
        }
        for (c, at) in chars {
            self.shown.text.push(c);
            self.shown.at.push(*at);
        }
    }

    /// Appends a row, in parentheses unless `is_clear` says that it needs none.
    pub(in crate::typeset::inline::formula) fn append_grouped(
        &mut self,
        other: &MathRow,
        at: usize,
        is_clear: fn(&MathRow) -> bool,
    ) {
        let clear = is_clear(other);
        if !clear {
            self.push("(", at);
        }
        self.append(other);
        if !clear {
            self.push(")", other.shown.at.last().map_or(at, |at| *at as usize));
        }
    }

    /// Whether it is a product: there is no sum, comparison or space outside parentheses.
    pub(in crate::typeset::inline::formula) fn is_product(&self) -> bool {
        let mut depth = 0_usize;
        let parts = self.shown.text.chars().any(|c| {
            match c {
                '(' | '[' => depth += 1,
                ')' | ']' => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0 && (c.is_whitespace() || "+−±/=<>,".contains(c))
        });
        !parts && !self.shown.text.is_empty()
    }

    /// Whether it is a single symbol with its scripts and accents, a single number, or Han text.
    pub(in crate::typeset::inline::formula) fn is_single_symbol(&self) -> bool {
        let mut chars = self.shown.text.chars().filter(|c| c.is_alphanumeric() && !is_script(*c));
        let one = chars.next().is_some_and(|first| {
            let (number, han) = (first.is_ascii_digit(), is_wide(first));
            chars.all(|c| number && c.is_ascii_digit() || han && is_wide(c))
        });
        one && self.is_product() && !self.shown.text.contains(['(', '[', '⋅', '×', '√'])
    }
}

/// Whether a character is a superscript or subscript.
fn is_script(c: char) -> bool {
    matches!(c, '²' | '³' | '¹' | '\u{2070}'..='\u{209c}' | 'ʰ' | 'ʲ' | 'ʳ' | 'ʷ' | 'ʸ' | 'ˡ' | 'ˢ' | 'ˣ' | '\u{1d2c}'..='\u{1dbf}' | 'ⱽ' | 'ⱼ')
}
