//! Renders simple TeX as Unicode on one line: symbols, superscripts and subscripts, fractions with a slash.

mod parser;
mod row;
mod symbols;

use crate::typeset::inline::formula::parser::{End, Parser};
use crate::typeset::inline::formula::row::{MathRow, Rendered};

/// Formulas with more bytes are shown as source.
const LONGEST: usize = 8192;

/// Renders a formula. `None` if it contains anything unsupported or shows nothing. Takes linear time, apart from the
/// depth of groups, which is limited.
pub(in crate::typeset) fn render(source: &str) -> Option<Rendered> {
    if source.len() > LONGEST {
        return None;
    }
    let mut parser = Parser::new(source);
    let mut out = MathRow::default();
    parser.row(&mut out, End::All)?;
    let mut shown = out.shown;
    let mut last = 0;
    for at in &mut shown.at {
        *at = (*at).max(last);
        last = *at;
    }
    // The start of the source belongs to the first character.
    *shown.at.first_mut()? = 0;
    Some(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn simple_formulas() {
        for (source, expected) in [
            ("a^2+b^2=c^2", "a² + b² = c²"),
            (r"\sum_{i=1}^n i = \frac{n(n+1)}{2}", "∑ᵢ₌₁ⁿ i = n(n + 1)/2"),
            (r"\alpha\to\infty", "α → ∞"),
            (r"x_{ij} \in \mathbb{R}^{n\times m}", "xᵢⱼ ∈ ℝ^(n×m)"),
            (r"\sqrt{x}+\sqrt[3]{y+1}", "√x + ³√(y + 1)"),
            (r"-1 < -x", "−1 < −x"),
            (r"\sin x \cdot \log(y)", "sin x ⋅ log(y)"),
            (r"2\sin^2\theta", "2 sin² θ"),
            (r"f'(x) = \lim_{h \to 0} \frac{f(x+h)-f(x)}{h}", "f′(x) = lim_(h→0) (f(x + h) − f(x))/h"),
            (r"\text{速度} = \frac{s}{t}", "速度 = s/t"),
            (r"\{x \mid x > 0\}", "{x ∣ x > 0}"),
            (r"\left( a \right)^{-1}", "(a)⁻¹"),
            (r"e^{i\pi}+1=0", "e^(iπ) + 1 = 0"),
            (r"\hat{y} \neq \vec v", "y\u{302} ≠ v\u{20d7}"),
            (r"\begin{aligned} a &= b \\ &= c \end{aligned}", "a = b\n= c"),
            (r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}", "(1 2; 3 4)"),
            (r"O(n\log n)", "O(n log n)"),
            (r"\frac{1}{2\pi} \frac{a^2}{x_1^2}", "1/(2π) a²/x₁²"),
            (r"\frac{路程}{时间}", "路程/时间"),
            (r"\sqrt{2a}", "√(2a)"),
            (r"2\frac{1}{3}x", "2 1/3 x"),
        ] {
            assert_eq!(render(source).map(|shown| shown.text).as_deref(), Some(expected), "{source}");
        }
    }

    #[test]
    fn what_is_not_simple_stays_source() {
        let deep = "{".repeat(40) + "x" + &"}".repeat(40);
        for source in [r"\unknown x", "{a", "a}", "x^", r"\frac{a}", r"\begin{tikzpicture}", "", "{}", "$", &deep] {
            assert_eq!(render(source), None, "{source}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_source(parts in proptest::collection::vec(r"[a-z0-9 +=^_{}&\\]|\\(frac|sqrt|text|begin|end|sum|alpha|hat|not|left|right)[{]?|\PC", 0..30)) {
            let source = parts.concat();
            if let Some(shown) = render(&source) {
                proptest::prop_assert_eq!(shown.text.chars().count(), shown.at.len());
                proptest::prop_assert!(shown.at.is_sorted() && shown.at[0] == 0);
                proptest::prop_assert!(shown.at.iter().all(|at| source.is_char_boundary(*at as usize)));
            }
        }
    }

    #[test]
    fn every_character_has_a_place_and_places_never_fall() {
        for source in [r"\sqrt[3]{y+1}", r"\frac{a}{b} \quad c", r"\begin{cases} 1 & x>0 \\ 0 \end{cases}"] {
            let shown = render(source).unwrap();
            assert_eq!(shown.text.chars().count(), shown.at.len());
            assert!(shown.at.is_sorted() && shown.at[0] == 0, "{shown:?}");
        }
    }
}
