//! Text of a field on one line, and text cut to a length.

use crate::article::entity;
use crate::text::{Clean, is_shown};

const IDEOGRAPHIC_SPACE: char = '\u{3000}';

/// The text of a field: character references decoded, on one line.
pub(in crate::article) fn line(text: &str) -> Clean {
    fold(&entity::decode(text))
}

/// Text on one line, with every run of white space as one blank. A single ideographic space is kept: it is deliberate.
pub(in crate::article) fn fold(text: &str) -> Clean {
    let mut out = String::with_capacity(text.len());
    let mut run = None;
    for c in text.chars() {
        if c.is_whitespace() {
            run = Some(if run.is_none() && c == IDEOGRAPHIC_SPACE { c } else { ' ' });
        } else if is_shown(c) {
            out.extend(run.filter(|_| !out.is_empty()));
            out.push(c);
            run = None;
        }
    }
    Clean::line(&out)
}
