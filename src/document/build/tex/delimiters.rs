//! Finds formulas by their delimiters: `\(…\)`, `\[…\]`, `$…$`, `$$…$$` and environments.

use std::ops::Range;

use memchr::{memchr2, memmem};
use rustc_hash::FxHashMap;

use crate::document::build::tex::signs::{has_command, is_certain, is_letter, is_plausible, is_word};

/// Maximum bytes of a formula between dollars.
const LONGEST_DOLLARS: usize = 2048;

/// Maximum bytes of any formula.
const LONGEST: usize = 8192;

/// Environments that are formulas without delimiters.
const ENVIRONMENTS: [&str; 9] =
    ["equation", "align", "gather", "multline", "eqnarray", "alignat", "flalign", "math", "displaymath"];

/// What may be a formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::document::build::tex) enum Rule {
    /// What cannot be anything else.
    Certain,
    /// What can be one: the page has others.
    Plausible,
    /// What can be one, and all between brackets with backslashes: a program draws it.
    Drawn,
    /// As `Drawn`, but single dollars are not delimiters.
    NoDollars,
}

/// A formula in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::document::build::tex) struct Found {
    /// With its delimiters.
    pub(in crate::document::build::tex) range: Range<usize>,
    /// The source.
    pub(in crate::document::build::tex) inner: Range<usize>,
    /// Whether it stands on a line of its own.
    pub(in crate::document::build::tex) display: bool,
}

/// The formulas in a text, in order. Linear in the text.
pub(in crate::document::build::tex) fn formulas(text: &str, rule: Rule) -> Vec<Found> {
    let mut finder = Finder { text, rule, closers: FxHashMap::default() };
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = text.as_bytes().get(at..).and_then(|rest| memchr2(b'$', b'\\', rest)) {
        let start = at + next;
        match finder.formula(start) {
            Some(formula) => {
                at = formula.range.end;
                found.push(formula);
            }
            // An escaped character is no delimiter.
            None if text.as_bytes().get(start) == Some(&b'\\') => at = start + 2,
            None if text.get(start..).is_some_and(|rest| rest.starts_with("$$")) => at = start + 2,
            None => at = start + 1,
        }
        // `\` before a character of several bytes.
        while at < text.len() && !text.is_char_boundary(at) {
            at += 1;
        }
    }
    found
}

/// The formula that is all of a text between delimiters: its source, and whether it stands on a line of its own.
pub(in crate::document::build::tex) fn whole(text: &str) -> Option<(&str, bool)> {
    let text = text.trim();
    let pairs = [("$$", "$$", true), ("\\(", "\\)", false), ("\\[", "\\]", true), ("$", "$", false)];
    if text.starts_with("\\begin{") && text.ends_with('}') {
        let found = formulas(text, Rule::Certain);
        return found.first().filter(|formula| formula.range == (0..text.len())).map(|_| (text, true));
    }
    pairs.into_iter().find_map(|(open, close, display)| {
        let inner = text.strip_prefix(open)?.strip_suffix(close)?;
        (!inner.trim().is_empty() && !inner.contains('$')).then_some((inner, display))
    })
}

struct Finder<'a> {
    text: &'a str,
    rule: Rule,
    /// The next place of each closing delimiter that was searched for, so that all searches together are linear.
    closers: FxHashMap<&'a str, Option<usize>>,
}

impl<'a> Finder<'a> {
    /// The formula that begins at a dollar or backslash.
    fn formula(&mut self, start: usize) -> Option<Found> {
        let rest = self.text.get(start..)?;
        if rest.starts_with("\\begin{") {
            return self.environment(start);
        }
        let pairs = [("$$", "$$", true), ("\\(", "\\)", false), ("\\[", "\\]", true)];
        let Some((open, close, display)) = pairs.into_iter().find(|(open, ..)| rest.starts_with(open)) else {
            return if rest.starts_with('$') { self.between_dollars(start) } else { None };
        };
        let inner = start + open.len()..self.next(close, start + open.len())?;
        let source = self.text.get(inner.clone()).filter(|source| source.len() <= LONGEST)?.trim();
        let fits = match self.rule {
            Rule::Certain => is_certain(source) || open != "$$" && is_letter(source),
            Rule::Plausible => is_plausible(source) && !is_word(source),
            Rule::Drawn | Rule::NoDollars => open != "$$" || is_plausible(source),
        };
        // A formula is in one paragraph, and has no dollars of its own.
        let fits = fits || has_command(source) && source.contains("\\begin{");
        (fits && !source.is_empty() && !source.contains('$')).then(|| Found {
            range: start..inner.end + close.len(),
            inner,
            display,
        })
    }

    /// A formula between single dollars, by the rules of Pandoc: what is inside neither begins nor ends with white space,
    /// and no digit follows.
    fn between_dollars(&self, start: usize) -> Option<Found> {
        if self.rule == Rule::NoDollars {
            return None;
        }
        let before = start.checked_sub(1).and_then(|at| self.text.as_bytes().get(at));
        let rest = self.text.as_bytes().get(start + 1..)?;
        let near = rest.get(..rest.len().min(LONGEST_DOLLARS))?;
        let mut end = None;
        let mut at = 0;
        while let Some(next) = near.get(at..).and_then(|rest| memchr2(b'$', b'\\', rest)) {
            if near.get(at + next) == Some(&b'$') {
                end = Some(at + next);
                break;
            }
            at += next + 2;
        }
        let inner = start + 1..start + 1 + end?;
        let source = self.text.get(inner.clone())?;
        let after = self.text.as_bytes().get(inner.end + 1).copied();
        let spaced =
            source.is_empty() || source.starts_with(char::is_whitespace) || source.ends_with(char::is_whitespace);
        let runs_on = after.is_some_and(|byte| byte.is_ascii_digit() || matches!(byte, b'{' | b'$'));
        if spaced || runs_on || source.contains("\n\n") || before.is_some_and(u8::is_ascii_alphanumeric) {
            return None;
        }
        let named = after.is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'(');
        let is_ordinal = self.text.get(inner.end + 1..).is_some_and(|rest| rest.starts_with("th"));
        let certain = is_certain(source) || is_letter(source) && (!named || is_ordinal);
        let fits = certain || !named && self.rule != Rule::Certain && is_plausible(source) && !is_word(source);
        fits.then(|| Found { range: start..inner.end + 1, inner, display: false })
    }

    /// An environment without delimiters: its source is all of it.
    fn environment(&mut self, start: usize) -> Option<Found> {
        let rest = self.text.get(start + "\\begin{".len()..)?;
        let name = rest.get(..rest.bytes().take(16).position(|byte| byte == b'}')?)?;
        if !ENVIRONMENTS.contains(&name.strip_suffix('*').unwrap_or(name)) {
            return None;
        }
        let mut from = start;
        loop {
            // The name in braces is a part of the text, so that nothing is allocated for each search.
            let braces = self.text.get(start + "\\begin".len()..start + "\\begin{}".len() + name.len())?;
            let at = self.next(braces, from + "\\begin{}".len() + name.len())?;
            let end = at + braces.len();
            if self.text.get(..at)?.ends_with("\\end") {
                let range = start..end;
                return (range.len() <= LONGEST).then(|| Found { inner: range.clone(), range, display: true });
            }
            // One inside of it is not expected: TeX does not allow it.
            if self.text.get(..at)?.ends_with("\\begin") {
                return None;
            }
            from = end;
        }
    }

    /// The next place of a closing delimiter.
    fn next(&mut self, closer: &'a str, from: usize) -> Option<usize> {
        let known = self.closers.get(closer).copied();
        if let Some(known) = known.filter(|known| known.is_none_or(|at| at >= from)) {
            return known;
        }
        let rest = self.text.as_bytes().get(from..)?;
        let found = memmem::find(rest, closer.as_bytes()).map(|found| from + found);
        self.closers.insert(closer, found);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_by_their_delimiters() {
        use Rule::{Certain, Drawn, NoDollars, Plausible};
        for (text, rule, expected) in [
            (r"若 \(x_1\) 则", Certain, &[r"x_1"][..]),
            (r"若 \(x\)", Certain, &["x"]),
            (r"\[a+b\]", Certain, &[]),
            (r"\[a+b\]", Plausible, &["a+b"]),
            (r"\[a^2\]", Certain, &["a^2"]),
            ("$$E = mc^2$$", Certain, &["E = mc^2"]),
            ("kill $$ and echo $$", Plausible, &[]),
            ("$y_2$ und $k$", Certain, &["y_2", "k"]),
            ("cost $5 and $6", Plausible, &[]),
            ("$5-$10", Plausible, &[]),
            ("$5, $10 or $20", Plausible, &[]),
            ("$5M/$10M", Plausible, &[]),
            ("US$5 or A$6$", Plausible, &[]),
            ("$5$ of $60.0 \\%$", Plausible, &["5", "60.0 \\%"]),
            ("$L=1$", Certain, &[]),
            ("$L=1$", Plausible, &["L=1"]),
            (r"\(foo\) \[bar\] $foo$", Plausible, &[]),
            (r"\(foo\) $foo$ $k$", Drawn, &["foo", "k"]),
            ("$n$th", Plausible, &["n"]),
            ("$my_name$ $HOME/$ $foo.bar$", Certain, &[]),
            ("($a=\"$x$y\")", Plausible, &[]),
            ("$a=$b", Plausible, &[]),
            (r"\$x_1$ \$y_2$", Plausible, &[]),
            ("$x_1$ $y_2$", NoDollars, &[]),
            (r"\(x_1\) $y_2$", NoDollars, &["x_1"]),
            (r"\begin{align}a&=b\\c&=d\end{align}", Certain, &[r"\begin{align}a&=b\\c&=d\end{align}"]),
            (r"\begin{itemize}\item\end{itemize}", Plausible, &[]),
            (r"\begin{align} ohne Ende", Plausible, &[]),
            (r"a\(b", Plausible, &[]),
            ("\\中 $x_1$", Certain, &["x_1"]),
        ] {
            let found: Vec<&str> = formulas(text, rule).iter().map(|it| &text[it.inner.clone()]).collect();
            assert_eq!(found, expected, "{text} {rule:?}");
        }
    }

    #[test]
    fn searches_are_linear() {
        for unit in ["\\(", "\\[", "$$ a", "$a", "\\begin{align}", "\\begin{align}{align}"] {
            let text = unit.repeat(200_000);
            formulas(&text, Rule::Plausible);
        }
    }
}
