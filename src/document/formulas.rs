//! Properties of formulas on one line: TeX and MathML of the same formula give the same line, and the line can be read
//! back, so formulas of different meaning never give the same line.
//!
//! The meaning of a formula is its tree without parentheses, in which sums, products and products with dots are lists:
//! `a + (b + c)` means the same as `a + b + c`, and `a + (−b)` the same as `a − b`. `a/b` means the fraction.

use proptest::prelude::*;

use crate::document::{BodyKind, read};
use crate::formula::{raised, render};

/// A formula as an author means it.
#[derive(Clone, Debug)]
enum Formula {
    Number(u8),
    Letter(char),
    Sum(Box<[Formula; 2]>),
    Difference(Box<[Formula; 2]>),
    Negative(Box<Formula>),
    Product(Box<[Formula; 2]>),
    Dot(Box<[Formula; 2]>),
    Fraction(Box<[Formula; 2]>),
    Slash(Box<[Formula; 2]>),
    Power(Box<[Formula; 2]>),
    Index(Box<[Formula; 2]>),
    Root(Box<Formula>),
    CubeRoot(Box<Formula>),
    Factorial(Box<Formula>),
    Parentheses(Box<Formula>),
}

use Formula::{
    CubeRoot, Difference, Dot, Factorial, Fraction, Index, Letter, Negative, Number, Parentheses, Power, Product, Root,
    Slash, Sum,
};

fn formulas() -> impl Strategy<Value = Formula> {
    let leaf = prop_oneof![
        (0u8..25).prop_map(Number),
        proptest::sample::select(vec!['a', 'b', 'n', 'q', 'x', 'Z']).prop_map(Letter)
    ];
    leaf.prop_recursive(5, 24, 2, |inner| {
        let two = (inner.clone(), inner.clone()).prop_map(|(a, b)| Box::new([a, b]));
        let one = inner.prop_map(Box::new);
        prop_oneof![
            two.clone().prop_map(Sum),
            two.clone().prop_map(Difference),
            two.clone().prop_map(Product),
            two.clone().prop_map(Product),
            two.clone().prop_map(Dot),
            two.clone().prop_map(Fraction),
            two.clone().prop_map(Fraction),
            two.clone().prop_map(Slash),
            two.clone().prop_map(Power),
            two.prop_map(Index),
            one.clone().prop_map(Negative),
            one.clone().prop_map(Root),
            one.clone().prop_map(CubeRoot),
            one.clone().prop_map(Factorial),
            one.prop_map(Parentheses),
        ]
    })
}

/// A notation in which formulas are written.
trait Notation {
    fn token(&self, element: &str, text: &str) -> String;
    fn group(&self, inner: &str) -> String;
    fn with(&self, command: &str, element: &str, parts: &[String]) -> String;
}

struct Tex;
struct MathMl;

impl Notation for Tex {
    fn token(&self, _: &str, text: &str) -> String {
        text.replace('−', "-").replace('⋅', "\\cdot ")
    }
    fn group(&self, inner: &str) -> String {
        format!("{{{inner}}}")
    }
    fn with(&self, command: &str, _: &str, parts: &[String]) -> String {
        let [first, second] = parts else { return format!("\\sqrt{{{}}}", parts[0]) };
        match command {
            "frac" => format!("\\frac{{{first}}}{{{second}}}"),
            "root" => format!("\\sqrt[{second}]{{{first}}}"),
            sign => format!("{{{first}}}{sign}{{{second}}}"),
        }
    }
}

impl Notation for MathMl {
    fn token(&self, element: &str, text: &str) -> String {
        format!("<{element}>{text}</{element}>")
    }
    fn group(&self, inner: &str) -> String {
        format!("<mrow>{inner}</mrow>")
    }
    fn with(&self, _: &str, element: &str, parts: &[String]) -> String {
        let parts: String = parts.iter().map(|part| self.group(part)).collect();
        format!("<{element}>{parts}</{element}>")
    }
}

impl Formula {
    fn write(&self, to: &dyn Notation) -> String {
        let sign = |sign| to.token("mo", sign);
        match self {
            Number(number) => to.token("mn", &number.to_string()),
            Letter(letter) => to.token("mi", &letter.to_string()),
            Sum(parts) => {
                let right = parts[1].grouped(to, matches!(parts[1], Negative(_)) || parts[1].starts_with_sign());
                parts[0].write(to) + &sign("+") + &right
            }
            Difference(parts) => {
                let is_sum = matches!(parts[1], Sum(_) | Difference(_) | Negative(_));
                parts[0].write(to) + &sign("−") + &parts[1].grouped(to, is_sum)
            }
            Negative(inner) => sign("−") + &inner.grouped(to, matches!(**inner, Sum(_) | Difference(_) | Negative(_))),
            Product(parts) => {
                let part = |part: &Formula| {
                    let is_loose = matches!(part, Sum(_) | Difference(_) | Negative(_) | Dot(_) | Slash(_));
                    to.group(&part.grouped(to, is_loose))
                };
                part(&parts[0]) + &part(&parts[1])
            }
            Dot(parts) => {
                let part = |part: &Formula| part.grouped(to, matches!(part, Sum(_) | Difference(_) | Negative(_)));
                part(&parts[0]) + &sign("⋅") + &part(&parts[1])
            }
            Slash(parts) => {
                let part = |part: &Formula| {
                    let is_simple = matches!(
                        part,
                        Number(_)
                            | Letter(_)
                            | Fraction(_)
                            | Root(_)
                            | CubeRoot(_)
                            | Power(_)
                            | Index(_)
                            | Parentheses(_)
                    );
                    part.grouped(to, !is_simple)
                };
                part(&parts[0]) + &sign("/") + &part(&parts[1])
            }
            Fraction(parts) => to.with("frac", "mfrac", &parts.each_ref().map(|part| part.write(to))),
            Power(parts) => to.with("^", "msup", &parts.each_ref().map(|part| part.write(to))),
            Index(parts) => to.with("_", "msub", &parts.each_ref().map(|part| part.write(to))),
            Root(inner) => to.with("sqrt", "msqrt", &[inner.write(to)]),
            CubeRoot(inner) => to.with("root", "mroot", &[inner.write(to), to.token("mn", "3")]),
            Factorial(inner) => {
                let is_simple = matches!(
                    **inner,
                    Number(_) | Letter(_) | Fraction(_) | Root(_) | CubeRoot(_) | Power(_) | Index(_) | Parentheses(_)
                );
                to.group(&inner.grouped(to, !is_simple)) + &sign("!")
            }
            Parentheses(inner) => inner.grouped(to, true),
        }
    }

    /// Written, in parentheses if the notation needs them.
    fn grouped(&self, to: &dyn Notation, is_needed: bool) -> String {
        if is_needed { to.token("mo", "(") + &self.write(to) + &to.token("mo", ")") } else { self.write(to) }
    }

    fn starts_with_sign(&self) -> bool {
        match self {
            Sum(parts) | Difference(parts) => matches!(parts[0], Negative(_)) || parts[0].starts_with_sign(),
            _ => false,
        }
    }

    fn meaning(&self) -> Meaning {
        let both = |parts: &[Formula; 2]| parts.each_ref().map(Formula::meaning);
        match self {
            Number(number) => Meaning::Symbol(number.to_string()),
            Letter(letter) => Meaning::Symbol(letter.to_string()),
            Sum(parts) => sum(both(parts).map(|part| (false, part)).into()),
            Difference(parts) => {
                let [a, b] = both(parts);
                sum(vec![(false, a), (true, b)])
            }
            Negative(inner) => sum(vec![(true, inner.meaning())]),
            Product(parts) => list(Meaning::Product, both(parts).into()),
            Dot(parts) => list(Meaning::Dot, both(parts).into()),
            Fraction(parts) | Slash(parts) => Meaning::Fraction(Box::new(both(parts))),
            Power(parts) => Meaning::Power(Box::new(both(parts))),
            Index(parts) => Meaning::Index(Box::new(both(parts))),
            Root(inner) => Meaning::Root(Box::new(inner.meaning())),
            CubeRoot(inner) => Meaning::CubeRoot(Box::new(inner.meaning())),
            Factorial(inner) => Meaning::Factorial(Box::new(inner.meaning())),
            Parentheses(inner) => inner.meaning(),
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Meaning {
    Symbol(String),
    /// Terms, and whether each is subtracted.
    Sum(Vec<(bool, Meaning)>),
    Product(Vec<Meaning>),
    Dot(Vec<Meaning>),
    Fraction(Box<[Meaning; 2]>),
    Power(Box<[Meaning; 2]>),
    Index(Box<[Meaning; 2]>),
    Root(Box<Meaning>),
    CubeRoot(Box<Meaning>),
    Factorial(Box<Meaning>),
}

fn sum(terms: Vec<(bool, Meaning)>) -> Meaning {
    let mut all = Vec::new();
    for (is_subtracted, term) in terms {
        match term {
            Meaning::Sum(inner) if !is_subtracted => all.extend(inner),
            term => all.push((is_subtracted, term)),
        }
    }
    match all.as_slice() {
        [(false, only)] => only.clone(),
        _ => Meaning::Sum(all),
    }
}

fn list(kind: fn(Vec<Meaning>) -> Meaning, parts: Vec<Meaning>) -> Meaning {
    let mut all = Vec::new();
    for part in parts {
        match (part, kind(Vec::new())) {
            (Meaning::Product(inner), Meaning::Product(_)) | (Meaning::Dot(inner), Meaning::Dot(_)) => {
                all.extend(inner)
            }
            (part, _) => all.push(part),
        }
    }
    if all.len() == 1 { all.remove(0) } else { kind(all) }
}

/// Reads a line as the grammar in `formula::write` says.
struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn takes(&mut self, text: &str) -> bool {
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn sum(&mut self) -> Option<Meaning> {
        let mut terms = vec![(self.takes("−"), self.dots()?)];
        loop {
            let is_subtracted = if self.takes(" + ") || self.takes("+") {
                false
            } else if self.takes(" − ") || self.takes("−") {
                true
            } else {
                return Some(sum(terms));
            };
            terms.push((is_subtracted, self.dots()?));
        }
    }

    fn dots(&mut self) -> Option<Meaning> {
        let mut parts = vec![self.spaced()?];
        while self.takes(" ⋅ ") || self.takes("⋅") {
            parts.push(self.spaced()?);
        }
        Some(list(Meaning::Dot, parts))
    }

    fn spaced(&mut self) -> Option<Meaning> {
        let mut parts = vec![self.fraction()?];
        let operators = [" +", " −", " ⋅"];
        while self.rest.starts_with(' ') && !operators.iter().any(|operator| self.rest.starts_with(operator)) {
            self.takes(" ");
            parts.push(self.fraction()?);
        }
        Some(list(Meaning::Product, parts))
    }

    fn fraction(&mut self) -> Option<Meaning> {
        let mut parts = vec![self.factor()?];
        while self.peek().is_some_and(|c| c.is_alphanumeric() || matches!(c, '(' | '√')) {
            parts.push(self.factor()?);
        }
        let over = list(Meaning::Product, parts);
        if self.takes("/") { Some(Meaning::Fraction(Box::new([over, self.factor()?]))) } else { Some(over) }
    }

    fn factor(&mut self) -> Option<Meaning> {
        if self.takes("³√") {
            return Some(Meaning::CubeRoot(Box::new(self.operand()?)));
        }
        if self.takes("√") { Some(Meaning::Root(Box::new(self.operand()?))) } else { self.operand() }
    }

    /// A symbol, number or parentheses with what belongs to it.
    fn operand(&mut self) -> Option<Meaning> {
        let mut whole = if self.takes("(") {
            let inner = self.sum()?;
            self.takes(")").then_some(inner)?
        } else {
            let digits = self.rest.len() - self.rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let length = if digits > 0 { digits } else { self.peek().filter(char::is_ascii_alphabetic)?.len_utf8() };
            let (symbol, rest) = self.rest.split_at(length);
            self.rest = rest;
            Meaning::Symbol(symbol.to_owned())
        };
        loop {
            if self.takes("!") {
                whole = Meaning::Factorial(Box::new(whole));
            } else if let Some(lower) = self.script("_", false) {
                whole = Meaning::Index(Box::new([whole, lower?]));
            } else if let Some(upper) = self.script("^", true) {
                whole = Meaning::Power(Box::new([whole, upper?]));
            } else {
                return Some(whole);
            }
        }
    }

    /// A script, if one follows.
    fn script(&mut self, sign: &str, is_raised: bool) -> Option<Option<Meaning>> {
        if self.takes(sign) {
            if self.takes("(") {
                let inner = self.sum();
                return Some(inner.filter(|_| self.takes(")")));
            }
            let c = self.peek()?;
            self.rest = &self.rest[c.len_utf8()..];
            return Some(Some(Meaning::Symbol(c.to_string())));
        }
        let plain = |c: char| ('!'..='~').chain(['−']).find(|plain| raised::form(*plain, is_raised) == Some(c));
        let text: String = self.rest.chars().map_while(plain).collect();
        if text.is_empty() || text.starts_with('√') {
            return None;
        }
        let length: usize = self.rest.chars().take(text.chars().count()).map(char::len_utf8).sum();
        self.rest = &self.rest[length..];
        let text = text.replace('-', "−");
        let mut inner = Reader { rest: &text };
        let meaning = inner.sum();
        Some(meaning.filter(|_| inner.rest.is_empty()))
    }
}

fn line_of_mathml(formula: &Formula) -> String {
    let body = format!("<p><math>{}</math></p>", formula.write(&MathMl));
    read(&body, BodyKind::Html).0.text()
}

#[test]
fn mathml_is_tex_only_if_both_say_the_same() {
    let of = |attributes: &str, tex: &str| {
        let inner = "<msup><mi>x</mi><mn>2</mn></msup>";
        let tex = format!("<annotation encoding=\"application/x-tex\">{tex}</annotation>");
        format!("<p><math {attributes}><semantics>{inner}{tex}</semantics></math></p>")
    };
    for (body, html) in [
        (of("", "{x}^{2}"), "<p><code>{x}^{2}</code></p>\n"),
        (of("", "y"), "<p>x²</p>\n"),
        (of("", r"\unknown"), "<p>x²</p>\n"),
        (of("alttext='x^2'", ""), "<p><code>x^2</code></p>\n"),
        (of("alttext='x squared'", ""), "<p>x²</p>\n"),
    ] {
        assert_eq!(read(&body, BodyKind::Html).0.write_html(), html, "{body}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn a_line_has_one_meaning(formula in formulas()) {
        let source = formula.write(&Tex);
        let line = render(&source).map(|shown| shown.text).unwrap_or_default();
        let mut reader = Reader { rest: &line };
        let meaning = reader.sum().filter(|_| reader.rest.is_empty());
        prop_assert_eq!(meaning, Some(formula.meaning()), "{} from {}", line, source);
        prop_assert_eq!(line_of_mathml(&formula), line, "{}", source);
    }

    #[test]
    fn different_meanings_give_different_lines(a in formulas(), b in formulas()) {
        if a.meaning() != b.meaning() {
            prop_assert_ne!(render(&a.write(&Tex)), render(&b.write(&Tex)));
        }
    }
}
