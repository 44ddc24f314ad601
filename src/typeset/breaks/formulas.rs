//! Breaks within formulas: after a relation, else after an operator outside of brackets, else only if there is no room.

use crate::typeset::text::kind::Kind;
use crate::typeset::text::unit::{Edge, FORCED, NEVER, Unit};

/// Penalty of a break after a relation, such as =.
const RELATION: i16 = 16;
/// Penalty of a break after an operator, such as +.
const OPERATOR: i16 = 64;
/// Penalty of any other break, as between a function and its argument.
const OTHER: i16 = 400;

/// Penalises the breaks within formulas. `is_formula` tells whether the character at a byte belongs to one.
pub(in crate::typeset) fn apply(units: &mut [Unit], edges: &[Edge], is_formula: impl Fn(u32) -> bool) {
    let mut depth = 0_usize;
    // The last character of the formula that is not a space.
    let mut before = None;
    for (unit, edge) in units.iter_mut().zip(edges) {
        if !is_formula(unit.start) {
            (depth, before) = (0, None);
            continue;
        }
        if let Some(before) = before
            && !matches!(unit.penalty, NEVER | FORCED)
        {
            unit.penalty = if depth > 0 { OTHER } else { penalty(before) };
        }
        match edge.first {
            '(' | '[' | '{' | '⟨' => depth += 1,
            ')' | ']' | '}' | '⟩' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if edge.kind != Kind::Space {
            before = Some(edge.last);
        }
    }
}

/// The penalty of a break after a character, outside of brackets.
fn penalty(before: char) -> i16 {
    match before {
        '=' | '<' | '>' | '~' | '≔' | '∈'..='∍' | '∝' | '∥' | '∼'..='⊑' | '⊢'..='⊩' | '←'..='⇿' | '⟵'..='⟿' => {
            RELATION
        }
        '+' | '-' | '*' | '/' | ',' | ';' | '±' | '×' | '÷' | '·' | '−'..='∙' | '∧'..='∪' | '⊓'..='⊡' | '⋅' | '⋯' => {
            OPERATOR
        }
        _ => OTHER,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Span, Style};
    use crate::text::{Language, Profile};
    use crate::typeset::inline::prepare;
    use crate::typeset::text::options::Options;

    /// A text with a formula between two `$`: `|` where a line may begin after a relation or outside of the formula, `/`
    /// after an operator, `.` elsewhere.
    fn breaks(text: &str) -> String {
        let (start, end) = (text.find('$').unwrap(), text.rfind('$').unwrap() - 1);
        let text = text.replace('$', "");
        let span =
            Span { range: start as u32..end as u32, style: Style::MATH | Style::LINEAR, link: None, image: None };
        let flow =
            prepare::flow(&text, &[span], 0, &Options::default(), Profile::default(), Language::ChineseSimplified);
        let mut out = String::new();
        for pair in flow.units.windows(2).filter(|pair| pair[0].start < pair[1].start) {
            match pair[0].penalty {
                NEVER => {}
                OPERATOR => out.push('/'),
                OTHER => out.push('.'),
                _ if pair[0].start > 0 => out.push('|'),
                _ => {}
            }
            out.push_str(&text[pair[0].start as usize..pair[1].start as usize]);
        }
        out
    }

    #[test]
    fn formulas_break_after_relations_and_operators() {
        for (text, expected) in [
            ("在 $O(n log n)$ 内", "在 |O(n .log .n) |内"),
            ("由 $a = b + c$ 得", "由 |a .= |b .+ /c |得"),
            ("$f(a + b, c) ≤ log n$", "f(a .+ .b, .c) .≤ |log .n"),
        ] {
            assert_eq!(breaks(text), expected);
        }
    }
}
