//! Mathematical alphabets: bold, script, Fraktur, double-struck.

use crate::formula::tree::{Class, Node, Symbol};

/// Sets the letters and digits of a group in another alphabet. `None` if the alphabet lacks one.
pub fn set_in(node: &mut Node, alphabet: &str) -> Option<()> {
    let alphabet = if alphabet == "Bbb" { "mathbb" } else { alphabet };
    match node {
        Node::Symbol(Symbol { class: Class::Function | Class::Large | Class::Text, .. }) => {}
        Node::Symbol(symbol) => {
            let other = |c: char| letter(c, alphabet).or_else(|| (!c.is_ascii_alphanumeric()).then_some(c));
            symbol.shown.text = symbol.shown.text.chars().map(other).collect::<Option<_>>()?;
        }
        Node::Row(row) => row.iter_mut().try_for_each(|node| set_in(node, alphabet))?,
        Node::Fraction(parts) | Node::Binomial(parts) => {
            parts.iter_mut().try_for_each(|node| set_in(node, alphabet))?;
        }
        Node::Root { body: base, .. } | Node::Accent { base, .. } => set_in(base, alphabet)?,
        Node::Script { base, lower, upper, .. } => {
            let scripts = [lower.as_deref_mut(), upper.as_deref_mut()].into_iter().flatten();
            std::iter::once(&mut **base).chain(scripts).try_for_each(|node| set_in(node, alphabet))?;
        }
        Node::Prescript { .. } | Node::Table { .. } => {}
    }
    Some(())
}

/// A letter or digit of a mathematical alphabet (Unicode, Mathematical Alphanumeric Symbols).
fn letter(c: char, alphabet: &str) -> Option<char> {
    const DOUBLE: &str = "CℂHℍNℕPℙQℚRℝZℤ";
    const SCRIPT: &str = "BℬEℰFℱHℋIℐLℒMℳRℛeℯgℊoℴ";
    const BLACK: &str = "CℭHℌIℑRℜZℨ";
    let (known, upper, lower, digit) = match alphabet {
        "mathbb" => (DOUBLE, 0x1d538, 0x1d552, 0x1d7d8),
        "mathcal" | "mathscr" => (SCRIPT, 0x1d49c, 0x1d4b6, 0),
        "mathfrak" => (BLACK, 0x1d504, 0x1d51e, 0),
        _ => ("", 0x1d400, 0x1d41a, 0x1d7ce),
    };
    let mut pairs = known.chars();
    while let (Some(plain), Some(form)) = (pairs.next(), pairs.next()) {
        if plain == c {
            return Some(form);
        }
    }
    let (base, first) = match c {
        'A'..='Z' => (upper, 'A'),
        'a'..='z' => (lower, 'a'),
        '0'..='9' if digit > 0 => (digit, '0'),
        _ => return None,
    };
    char::from_u32(base + (c as u32 - first as u32))
}
