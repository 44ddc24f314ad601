//! Simple TeX as Unicode on one line: signs, raised and lowered characters, fractions with a stroke.

mod reader;
mod row;

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::typeset::inline::formula::reader::{End, Reader};
use crate::typeset::inline::formula::row::Row;

/// Groups within groups; what is deeper stays source.
const DEEPEST: usize = 24;
/// Longer formulas stay source.
const LONGEST: usize = 8192;

/// What a formula shows, each character with the byte of the source it stands for, never falling.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::typeset) struct Shown {
    pub(in crate::typeset) text: String,
    /// One for each character of the text.
    pub(in crate::typeset) at: Vec<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Ordinary,
    Relation,
    Binary,
    Function,
}

static SYMBOLS: LazyLock<FxHashMap<&'static str, (Class, &'static str)>> = LazyLock::new(|| {
    let rows = include_str!("../../../../assets/tex/symbols.txt").lines().filter(|line| !line.starts_with('#'));
    let row = |line: &'static str| {
        let mut words = line.splitn(3, ' ');
        let class = match words.next()? {
            "rel" => Class::Relation,
            "bin" => Class::Binary,
            "fun" => Class::Function,
            _ => Class::Ordinary,
        };
        Some((words.next()?, (class, words.next()?)))
    };
    rows.filter_map(row).collect()
});

/// What the formula shows; `None` where it holds more than this knows, or shows nothing. Total, linear but for the
/// depth of its groups, which is limited.
pub(in crate::typeset) fn shown(source: &str) -> Option<Shown> {
    if source.len() > LONGEST {
        return None;
    }
    let mut reader = Reader::new(source);
    let mut out = Row::default();
    reader.row(&mut out, End::All)?;
    let mut shown = out.shown;
    let mut last = 0;
    for at in &mut shown.at {
        *at = (*at).max(last);
        last = *at;
    }
    // Whatever the source begins with belongs to the first character.
    *shown.at.first_mut()? = 0;
    Some(shown)
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
            assert_eq!(shown(source).map(|shown| shown.text).as_deref(), Some(expected), "{source}");
        }
    }

    #[test]
    fn what_is_not_simple_stays_source() {
        let deep = "{".repeat(40) + "x" + &"}".repeat(40);
        for source in [r"\unknown x", "{a", "a}", "x^", r"\frac{a}", r"\begin{tikzpicture}", "", "{}", "$", &deep] {
            assert_eq!(shown(source), None, "{source}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_source(parts in proptest::collection::vec(r"[a-z0-9 +=^_{}&\\]|\\(frac|sqrt|text|begin|end|sum|alpha|hat|not|left|right)[{]?|\PC", 0..30)) {
            let source = parts.concat();
            if let Some(shown) = shown(&source) {
                proptest::prop_assert_eq!(shown.text.chars().count(), shown.at.len());
                proptest::prop_assert!(shown.at.is_sorted() && shown.at[0] == 0);
                proptest::prop_assert!(shown.at.iter().all(|at| source.is_char_boundary(*at as usize)));
            }
        }
    }

    #[test]
    fn every_character_has_a_place_and_places_never_fall() {
        for source in [r"\sqrt[3]{y+1}", r"\frac{a}{b} \quad c", r"\begin{cases} 1 & x>0 \\ 0 \end{cases}"] {
            let shown = shown(source).unwrap();
            assert_eq!(shown.text.chars().count(), shown.at.len());
            assert!(shown.at.is_sorted() && shown.at[0] == 0, "{shown:?}");
        }
    }
}
