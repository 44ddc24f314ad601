//! A parser of TeX: groups, commands, environments.

use crate::typeset::inline::formula::row::MathRow;
use crate::typeset::inline::formula::symbols::{Class, SYMBOLS, letter};
use crate::typeset::inline::raised;

/// The maximum nesting of groups. Deeper formulas are shown as source.
const DEEPEST: usize = 24;

/// What ends a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::typeset::inline::formula) enum End<'a> {
    All,
    Brace,
    Bracket,
    Environment(&'a str),
}

/// Parses a formula and writes what it shows.
pub(in crate::typeset::inline::formula) struct Parser<'a> {
    source: &'a str,
    at: usize,
    depth: usize,
    /// How many superscript or subscript groups are open. There are no spaces in them.
    script_depth: usize,
}

impl<'a> Parser<'a> {
    /// Starts at the beginning of a formula.
    pub(in crate::typeset::inline::formula) fn new(source: &'a str) -> Self {
        Self { source, at: 0, depth: 0, script_depth: 0 }
    }

    fn peek(&self) -> Option<char> {
        self.source.get(self.at..)?.chars().next()
    }

    fn next(&mut self) -> Option<(usize, char)> {
        let (at, c) = (self.at, self.peek()?);
        self.at += c.len_utf8();
        Some((at, c))
    }

    fn skip_spaces(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.next();
        }
    }

    /// Parses a row up to and including its end.
    pub(in crate::typeset::inline::formula) fn row(&mut self, out: &mut MathRow, end: End<'a>) -> Option<()> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        loop {
            let Some((at, c)) = self.next() else {
                self.depth -= 1;
                return (end == End::All).then_some(());
            };
            match (c, end) {
                ('}', End::Brace) | (']', End::Bracket) => break,
                ('}', _) => return None,
                ('\\', _) => {
                    if self.command(out, at, end)? {
                        break;
                    }
                }
                ('{', _) => self.row(out, End::Brace)?,
                ('^' | '_', _) => self.script(out, at, c == '^')?,
                ('&', End::Environment(_)) => drop(out.pending_space.get_or_insert(' ')),
                ('&' | '$' | '#' | '%', _) => return None,
                ('~', _) => drop(out.pending_space.get_or_insert(' ')),
                (c, _) if c.is_whitespace() => {}
                (c, _) => self.character(out, at, c),
            }
        }
        self.depth -= 1;
        Some(())
    }

    fn character(&mut self, out: &mut MathRow, at: usize, c: char) {
        match c {
            '=' | '<' | '>' => self.symbol(out, Class::Relation, c.encode_utf8(&mut [0; 4]), at),
            '+' => self.symbol(out, Class::Binary, "+", at),
            '-' => self.symbol(out, Class::Binary, "−", at),
            '\'' => out.push("′", at),
            ',' | ';' => {
                out.push(c.encode_utf8(&mut [0; 4]), at);
                (out.pending_space, out.operand) = (self.space(), false);
            }
            c => {
                out.push(c.encode_utf8(&mut [0; 4]), at);
                out.operand = !matches!(c, '(' | '[' | '|' | '/' | ':');
            }
        }
    }

    fn space(&self) -> Option<char> {
        (self.script_depth == 0).then_some(' ')
    }

    fn symbol(&mut self, out: &mut MathRow, class: Class, shown: &str, at: usize) {
        match class {
            Class::Relation | Class::Binary if class == Class::Relation || out.operand => {
                out.pending_space = out.pending_space.or(self.space());
                out.push(shown, at);
                (out.pending_space, out.operand) = (self.space(), false);
            }
            Class::Function => {
                // A space separates a function name from an operand before it.
                if out.operand {
                    out.pending_space = out.pending_space.or(self.space());
                }
                out.push(shown, at);
                (out.after_name, out.operand) = (true, false);
            }
            _ => {
                out.push(shown, at);
                out.operand = class == Class::Ordinary;
            }
        }
    }

    /// Parses a superscript or subscript.
    fn script(&mut self, out: &mut MathRow, at: usize, is_raised: bool) -> Option<()> {
        self.script_depth += 1;
        let group = self.argument()?;
        self.script_depth -= 1;
        let name = std::mem::take(&mut out.after_name);
        let text = group.shown.text.as_str();
        let forms: Option<String> = text.chars().map(|c| raised::form(c, is_raised)).collect();
        out.pending_space = None;
        match forms.filter(|forms| !forms.is_empty()) {
            Some(forms) => {
                for (c, at) in forms.chars().zip(&group.shown.at) {
                    out.push(c.encode_utf8(&mut [0; 4]), *at as usize);
                }
            }
            None => {
                out.push(if is_raised { "^" } else { "_" }, at);
                match text.chars().count() {
                    0 => return None,
                    1 => out.append(&group),
                    _ => {
                        out.push("(", at);
                        out.append(&group);
                        out.push(")", group.shown.at.last().map_or(at, |at| *at as usize));
                    }
                }
            }
        }
        (out.after_name, out.operand) = (name, true);
        Some(())
    }

    /// Parses the next group, command or character as a row of its own.
    fn argument(&mut self) -> Option<MathRow> {
        self.skip_spaces();
        let mut out = MathRow::default();
        let (at, c) = self.next()?;
        match c {
            '{' => self.row(&mut out, End::Brace)?,
            '\\' => {
                self.depth += 1;
                if self.depth > DEEPEST || self.command(&mut out, at, End::Brace)? {
                    return None;
                }
                self.depth -= 1;
            }
            '}' | '^' | '_' | '&' | '$' => return None,
            c => self.character(&mut out, at, c),
        }
        out.pending_space = None;
        Some(out)
    }

    /// Takes the text of a group verbatim and returns it with its first byte.
    fn verbatim_group(&mut self) -> Option<(&'a str, usize)> {
        self.skip_spaces();
        let (_, c) = self.next()?;
        let start = self.at;
        let length = self.source.get(start..)?.find(['{', '}', '\\', '$'])?;
        let text = self.source.get(start..start + length)?;
        self.at = start + length;
        (c == '{' && self.next()?.1 == '}').then_some((text, start))
    }

    /// Takes the name of a command: letters, or one other character.
    fn name(&mut self) -> Option<&'a str> {
        let (start, first) = self.next()?;
        while first.is_ascii_alphabetic() && self.peek().is_some_and(|c| c.is_ascii_alphabetic()) {
            self.next();
        }
        self.source.get(start..self.at)
    }

    /// Parses a command and returns whether it ended the row.
    fn command(&mut self, out: &mut MathRow, at: usize, end: End<'a>) -> Option<bool> {
        let name = self.name()?;
        match name {
            "{" | "}" | "%" | "$" | "#" | "&" | "_" => {
                out.push(name, at);
                out.operand = name != "{";
            }
            "|" => out.push("‖", at),
            "," | ":" | ";" | ">" | "!" | "displaystyle" | "textstyle" | "scriptstyle" | "limits" | "nolimits"
            | "big" | "Big" | "bigg" | "Bigg" | "bigl" | "bigr" | "Bigl" | "Bigr" | "biggl" | "biggr" | "nonumber"
            | "notag" => {}
            " " | "quad" | "qquad" => drop(out.pending_space.get_or_insert(' ')),
            "\\" | "newline" | "cr" => {
                if self.peek() == Some('[') {
                    return None;
                }
                (out.pending_space, out.operand) = (Some('\n'), false);
            }
            "left" | "right" | "middle" => {
                self.skip_spaces();
                if self.peek() == Some('.') {
                    self.next();
                }
            }
            "frac" | "dfrac" | "tfrac" | "cfrac" => self.fraction(out, at)?,
            "end" => {
                let (ended, _) = self.verbatim_group()?;
                return (end == End::Environment(ended)).then_some(true);
            }
            _ => self.command_with_arguments(out, at, name)?,
        }
        Some(false)
    }

    /// Parses a command with arguments, or a symbol.
    fn command_with_arguments(&mut self, out: &mut MathRow, at: usize, name: &str) -> Option<()> {
        match name {
            "sqrt" => self.root(out, at)?,
            "text" | "textrm" | "textbf" | "textit" | "mbox" | "operatorname" | "label" | "tag" => {
                self.text_command(out, name)?;
            }
            "mathrm" | "mathit" | "mathsf" | "mathop" | "mathbin" | "mathrel" | "mathstrut" | "rm" | "it" | "left." => {
            }
            "mathbb" | "mathcal" | "mathscr" | "mathfrak" | "mathbf" | "boldsymbol" | "bm" => {
                self.alphabet(out, name)?
            }
            "hat" | "bar" | "overline" | "vec" | "dot" | "ddot" | "tilde" | "widehat" | "widetilde" | "underline" => {
                self.accent(out, name)?;
            }
            "not" => {
                let sign = self.argument()?;
                let shown: String = sign.shown.text.chars().chain(['\u{338}']).collect();
                self.symbol(out, Class::Relation, &shown, at);
            }
            "begin" => self.environment(out, at)?,
            _ => {
                let (class, shown) = *SYMBOLS.get(name)?;
                self.symbol(out, class, shown, at);
            }
        }
        Some(())
    }

    fn fraction(&mut self, out: &mut MathRow, at: usize) -> Option<()> {
        let (over, under) = (self.argument()?, self.argument()?);
        if std::mem::take(&mut out.after_name) || out.operand {
            out.pending_space = out.pending_space.or(Some(' '));
        }
        out.append_grouped(&over, at, MathRow::is_product);
        out.push("/", under.shown.at.first().map_or(at, |at| *at as usize));
        out.append_grouped(&under, at, MathRow::is_single_symbol);
        (out.operand, out.after_name) = (true, true);
        Some(())
    }

    fn root(&mut self, out: &mut MathRow, at: usize) -> Option<()> {
        self.skip_spaces();
        if self.peek() == Some('[') {
            self.next();
            let mut index = MathRow::default();
            self.row(&mut index, End::Bracket)?;
            let forms: String = index.shown.text.chars().map(|c| raised::form(c, true)).collect::<Option<_>>()?;
            out.push(&forms, at);
        }
        let under = self.argument()?;
        out.push("√", at);
        out.append_grouped(&under, at, MathRow::is_single_symbol);
        out.operand = true;
        Some(())
    }

    /// Parses the text argument of a command.
    fn text_command(&mut self, out: &mut MathRow, name: &str) -> Option<()> {
        let (text, start) = self.verbatim_group()?;
        match name {
            "label" => return Some(()),
            "tag" => {
                out.pending_space = Some(' ');
                out.push("(", start);
                out.push(text, start);
                out.push(")", start);
                return Some(());
            }
            _ => {}
        }
        if text.starts_with(' ') {
            out.pending_space = Some(' ');
        }
        let words = text.trim();
        if !words.is_empty() {
            out.push(words, start);
        }
        if text.ends_with(' ') {
            out.pending_space = Some(' ');
        }
        (out.operand, out.after_name) = (true, name == "operatorname");
        Some(())
    }

    /// Parses an argument set in another alphabet.
    fn alphabet(&mut self, out: &mut MathRow, name: &str) -> Option<()> {
        let group = self.argument()?;
        let other = |c: char| letter(c, name).or_else(|| (!c.is_ascii_alphanumeric()).then_some(c));
        let shown: String = group.shown.text.chars().map(other).collect::<Option<_>>()?;
        for (c, at) in shown.chars().zip(&group.shown.at) {
            out.push(c.encode_utf8(&mut [0; 4]), *at as usize);
        }
        out.operand = true;
        Some(())
    }

    /// Parses an accent over or under a single character.
    fn accent(&mut self, out: &mut MathRow, name: &str) -> Option<()> {
        let group = self.argument()?;
        let mark = match name {
            "hat" | "widehat" => '\u{302}',
            "bar" => '\u{304}',
            "overline" => '\u{305}',
            "vec" => '\u{20d7}',
            "dot" => '\u{307}',
            "ddot" => '\u{308}',
            "underline" => '\u{332}',
            _ => '\u{303}',
        };
        let mut chars = group.shown.text.chars();
        let (Some(base), None) = (chars.next(), chars.next()) else { return None };
        out.push(&String::from_iter([base, mark]), group.shown.at.first().map_or(0, |at| *at as usize));
        out.operand = true;
        Some(())
    }

    /// Parses an environment: equations on a line each; matrices and cases on one line, with their rows separated by
    /// semicolons.
    fn environment(&mut self, out: &mut MathRow, at: usize) -> Option<()> {
        let (name, _) = self.verbatim_group()?;
        let (open, close) = match name.trim_end_matches('*') {
            "equation" | "align" | "aligned" | "split" | "gather" | "gathered" | "multline" => ("", ""),
            "matrix" | "smallmatrix" | "bmatrix" => ("[", "]"),
            "pmatrix" => ("(", ")"),
            "vmatrix" => ("|", "|"),
            "Vmatrix" => ("‖", "‖"),
            "cases" => ("{ ", ""),
            _ => return None,
        };
        let mut rows = MathRow::default();
        self.row(&mut rows, End::Environment(name))?;
        if open.is_empty() {
            out.append(&rows);
            return Some(());
        }
        out.push(open, at);
        let mut last = at;
        for (c, place) in rows.shown.text.chars().zip(&rows.shown.at) {
            last = *place as usize;
            match c {
                '\n' => {
                    out.push(";", last);
                    out.push(" ", last);
                }
                c => out.push(c.encode_utf8(&mut [0; 4]), last),
            }
        }
        if !close.is_empty() {
            out.push(close, last);
        }
        out.operand = true;
        Some(())
    }
}
