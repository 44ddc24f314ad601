//! What a formula shows, while it is written.

use crate::typeset::inline::formula::Shown;
use crate::typeset::text::kind::is_wide;

/// A row being written: blanks wait until something follows them.
#[derive(Clone, Debug, Default)]
pub(in crate::typeset::inline::formula) struct Row {
    pub(in crate::typeset::inline::formula) shown: Shown,
    pub(in crate::typeset::inline::formula) blank: Option<char>,
    /// Whether what stands last is something an operator can follow.
    pub(in crate::typeset::inline::formula) operand: bool,
    /// Whether a letter that follows must be parted from the name of a function.
    pub(in crate::typeset::inline::formula) name: bool,
}

impl Row {
    pub(in crate::typeset::inline::formula) fn push(&mut self, text: &str, at: usize) {
        let first = text.chars().next();
        if std::mem::take(&mut self.name) && first.is_some_and(|c| c.is_alphanumeric() || matches!(c, '√' | '|' | '−'))
        {
            self.blank.get_or_insert(' ');
        }
        if let Some(blank) = self.blank.take()
            && !self.shown.text.is_empty()
            && !(blank == ' ' && self.shown.text.ends_with(['\n', ' ']))
        {
            self.shown.text.push(blank);
            self.shown.at.push(at as u32);
        }
        for c in text.chars() {
            self.shown.text.push(c);
            self.shown.at.push(at as u32);
        }
    }

    pub(in crate::typeset::inline::formula) fn append(&mut self, other: &Row) {
        let mut chars = other.shown.text.chars().zip(&other.shown.at);
        if let Some((c, at)) = chars.next() {
            self.push(c.encode_utf8(&mut [0; 4]), *at as usize);
        }
        for (c, at) in chars {
            self.shown.text.push(c);
            self.shown.at.push(*at);
        }
    }

    /// In parentheses, unless there is no doubt what it is.
    pub(in crate::typeset::inline::formula) fn append_closed(
        &mut self,
        other: &Row,
        at: usize,
        is_clear: fn(&Row) -> bool,
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

    /// Whether it is a product: nothing outside its parentheses adds or compares.
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

    /// Whether it is one sign with what is raised, lowered or set on it, one number, or words of Han.
    pub(in crate::typeset::inline::formula) fn is_sign(&self) -> bool {
        let mut chars = self.shown.text.chars().filter(|c| c.is_alphanumeric() && !is_script(*c));
        let one = chars.next().is_some_and(|first| {
            let (number, han) = (first.is_ascii_digit(), is_wide(first));
            chars.all(|c| number && c.is_ascii_digit() || han && is_wide(c))
        });
        one && self.is_product() && !self.shown.text.contains(['(', '[', '⋅', '×', '√'])
    }
}

/// Whether a character stands above or below the line.
fn is_script(c: char) -> bool {
    matches!(c, '²' | '³' | '¹' | '\u{2070}'..='\u{209c}' | 'ʰ' | 'ʲ' | 'ʳ' | 'ʷ' | 'ʸ' | 'ˡ' | 'ˢ' | 'ˣ' | '\u{1d2c}'..='\u{1dbf}' | 'ⱽ' | 'ⱼ')
}
