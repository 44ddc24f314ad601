//! Formulas on one line of Unicode text: TeX and MathML give one tree ([`tree::Node`]), which one writer
//! ([`write::write`]) linearises.

pub mod alphabet;
mod commands;
mod parser;
mod piece;
pub mod raised;
mod row;
pub mod symbols;
pub mod tree;
pub mod write;

use crate::formula::parser::{End, Parser};
use crate::formula::tree::{Node, Rendered};

/// Formulas with more bytes are shown as source.
pub const LONGEST: usize = 8192;

/// Parses a formula in TeX. `None` if it contains anything unsupported. Takes linear time; the depth of groups is
/// limited.
pub fn parse_tex(source: &str) -> Option<Node> {
    if source.len() > LONGEST {
        return None;
    }
    Parser::new(source).group(End::All)
}

/// Renders a formula in TeX. `None` if it contains anything unsupported or shows nothing.
pub fn render(source: &str) -> Option<Rendered> {
    let shown = write::write(&parse_tex(source)?);
    (!shown.text.is_empty()).then_some(shown)
}

#[cfg(test)]
mod tests;
