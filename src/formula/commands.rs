//! The commands of TeX.

use crate::formula::alphabet::set_in;
use crate::formula::parser::{End, Ended, Infix, Parser};
use crate::formula::symbols::{SYMBOLS, class_of};
use crate::formula::tree::{Class, Mark, Node};

impl<'a> Parser<'a> {
    /// Parses a command and returns how it ended the row, if it did.
    pub(in crate::formula) fn command(&mut self, out: &mut Vec<Node>, at: u32, end: End<'a>) -> Option<Option<Ended>> {
        let name = self.name()?;
        match name {
            "{" | "}" | "%" | "$" | "#" | "&" | "_" => out.push(Node::symbol(class_of(name), name, at)),
            "|" => out.push(Node::symbol(Class::Bar, "‖", at)),
            "," | ":" | ";" | ">" | "!" | "/" => out.push(Node::symbol(Class::Thin, "", at)),
            "displaystyle" | "textstyle" | "scriptstyle" | "scriptscriptstyle" | "limits" | "nolimits"
            | "displaylimits" | "nonumber" | "notag" | "hline" | "allowbreak" | "strut" | "mathstrut" | "big"
            | "Big" | "bigg" | "Bigg" | "bigm" | "Bigm" | "biggm" | "Biggm" | "it" | "bf" | "sf" | "tt" | "cal"
            | "normalsize" | "small" | "large" | "mathbin" | "mathrel" | "mathord" | "mathopen" | "mathclose"
            | "mathpunct" | "mathinner" => {}
            "rm" => self.is_upright = true,
            " " | "quad" | "qquad" | "enspace" | "enskip" | "space" | "\n" => {
                out.push(Node::symbol(Class::Space, " ", at));
            }
            "\\" | "newline" | "cr" => {
                self.spacing_after_break()?;
                if matches!(end, End::Cell(_) | End::Cells) {
                    return Some(Some(Ended::Cells));
                }
                out.push(Node::symbol(Class::Break, "\n", at));
            }
            "left" | "bigl" | "Bigl" | "biggl" | "Biggl" => self.delimiter(out, at, Class::Open)?,
            "right" | "bigr" | "Bigr" | "biggr" | "Biggr" => self.delimiter(out, at, Class::Close)?,
            "middle" => self.delimiter(out, at, Class::Tight)?,
            "over" | "choose" | "atop" => {
                let infix = match name {
                    "over" => Infix::Over,
                    "choose" => Infix::Choose,
                    _ => Infix::Atop,
                };
                if self.infix.replace((infix, std::mem::take(out))).is_some() {
                    return None;
                }
            }
            "end" => {
                let (ended, _) = self.verbatim_group()?;
                return (end == End::Cell(ended)).then_some(Some(Ended::Row));
            }
            _ => self.command_with_arguments(out, at, name)?,
        }
        Some(None)
    }

    /// Skips the spacing after a line break, such as `[2pt]`.
    fn spacing_after_break(&mut self) -> Option<()> {
        self.takes('*');
        if self.peek() == Some('[') {
            let length = self.source.get(self.at..)?.find(']')?;
            let spacing = self.source.get(self.at + 1..self.at + length)?.trim();
            let is_length = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ' ' | '\\');
            if spacing.len() > 24 || !spacing.chars().all(is_length) || !spacing.contains(|c: char| c.is_ascii_digit())
            {
                return None;
            }
            self.at += length + 1;
        }
        Some(())
    }

    /// Parses the delimiter of `\left`, `\right` or a command alike.
    fn delimiter(&mut self, out: &mut Vec<Node>, at: u32, class: Class) -> Option<()> {
        self.skip_spaces();
        let (_, c) = self.next()?;
        let mut own = [0; 4];
        let text = match c {
            '.' => "",
            '<' => "⟨",
            '>' => "⟩",
            '\\' => match self.name()? {
                name @ ("{" | "}") => name,
                "|" => "‖",
                name => SYMBOLS.get(name)?.1,
            },
            c => &*c.encode_utf8(&mut own),
        };
        out.push(Node::symbol(class, text, at));
        Some(())
    }

    /// Parses a command with arguments, or a symbol.
    fn command_with_arguments(&mut self, out: &mut Vec<Node>, at: u32, name: &str) -> Option<()> {
        match name {
            "frac" | "dfrac" | "tfrac" | "cfrac" | "sfrac" | "nicefrac" => {
                out.push(Node::Fraction(Box::new([self.argument()?, self.argument()?])));
            }
            "binom" | "dbinom" | "tbinom" => out.push(Node::Binomial(Box::new([self.argument()?, self.argument()?]))),
            "sqrt" => {
                let index = self.option()?.map(Box::new);
                out.push(Node::Root { index, body: Box::new(self.argument()?), at });
            }
            "text" | "textrm" | "textbf" | "textit" | "textsf" | "texttt" | "textnormal" | "mbox" | "hbox" => {
                self.text(out)?;
            }
            "operatorname" => {
                let class = if self.takes('*') { Class::Large } else { Class::Function };
                let mut name = Vec::new();
                self.upright(&mut name, true)?;
                out.push(Node::Row(name).into_operator(class)?);
            }
            "mathop" => {
                let operator = self.argument()?;
                out.push(operator.clone().into_operator(Class::Large).unwrap_or(operator));
            }
            "label" => drop(self.verbatim_group()?),
            "tag" => self.tag(out, at)?,
            "mathrm" | "mathsf" | "mathtt" | "mathit" | "mathnormal" => self.upright(out, name != "mathnormal")?,
            "mathbb" | "Bbb" | "mathcal" | "mathscr" | "mathfrak" | "mathbf" | "boldsymbol" | "bm" | "pmb" => {
                let mut group = self.argument()?;
                set_in(&mut group, name)?;
                out.push(Node::Row(vec![group]));
            }
            "not" => {
                let base = Box::new(self.argument()?);
                out.push(Node::Accent { mark: Mark::Combining('\u{338}'), base, at });
            }
            "begin" => self.environment(out, at)?,
            "bmod" | "mod" => out.push(Node::symbol(Class::Binary, "mod", at)),
            "pmod" | "pod" => self.modulus(out, at, name == "pmod")?,
            _ => match mark(name) {
                Some(mark) => {
                    let base = Box::new(self.argument()?);
                    out.push(Node::Accent { mark, base, at });
                }
                None => self.layout(out, at, name)?,
            },
        }
        Some(())
    }

    /// Parses a command that only places, colours or hides its arguments, or a symbol.
    fn layout(&mut self, out: &mut Vec<Node>, at: u32, name: &str) -> Option<()> {
        match name {
            "overset" | "underset" | "stackrel" => {
                let (script, base) = (Box::new(self.argument()?), Box::new(self.argument()?));
                let (lower, upper) = if name == "underset" { (Some(script), None) } else { (None, Some(script)) };
                out.push(Node::Script { base, lower, upper, at });
            }
            "xrightarrow" | "xleftarrow" | "xRightarrow" | "xLeftarrow" | "xleftrightarrow" | "xmapsto" => {
                let arrow = SYMBOLS.get(name.get(1..)?)?.1;
                let lower = self.option()?.map(Box::new);
                let base = Box::new(Node::symbol(Class::Relation, arrow, at));
                out.push(Node::Script { base, lower, upper: Some(Box::new(self.argument()?)), at });
            }
            "substack" => {
                self.skip_spaces();
                let rows = if self.takes('{') { self.rows(End::Cells)? } else { return None };
                out.push(Node::matrix(rows, at));
            }
            "phantom" | "hphantom" | "vphantom" => {
                self.argument()?;
                out.push(Node::symbol(Class::Thin, "", at));
            }
            "hspace" | "mspace" | "hskip" => {
                self.takes('*');
                let (length, _) = self.verbatim_group()?;
                let class = if length.trim_start().starts_with('-') { Class::Thin } else { Class::Space };
                out.push(Node::symbol(class, if class == Class::Thin { "" } else { " " }, at));
            }
            "boxed" | "fbox" | "smash" | "mathclap" | "mathrlap" | "mathllap" | "rlap" | "llap" | "ensuremath"
            | "textstyle" => out.push(Node::Row(vec![self.argument()?])),
            "color" => drop(self.verbatim_group()?),
            "textcolor" | "colorbox" => {
                self.verbatim_group()?;
                out.push(Node::Row(vec![self.argument()?]));
            }
            _ => {
                let (class, shown) = *SYMBOLS.get(name)?;
                out.push(Node::symbol(class, shown, at));
            }
        }
        Some(())
    }

    /// Parses an argument in words, with escaped characters and formulas between dollars.
    fn text(&mut self, out: &mut Vec<Node>) -> Option<()> {
        self.skip_spaces();
        if !self.takes('{') {
            return None;
        }
        loop {
            let start = self.at;
            let length = self.source.get(start..)?.find(['{', '}', '\\', '$'])?;
            self.at += length;
            Self::words(out, Class::Text, self.source.get(start..self.at)?, start as u32);
            match self.next()? {
                (_, '}') => return Some(()),
                (_, '$') => out.push(self.group(End::Dollar)?),
                (at, '\\') => match self.name()? {
                    sign @ ("%" | "$" | "#" | "&" | "_" | "{" | "}") => {
                        out.push(Node::symbol(Class::Text, sign, at));
                    }
                    " " | "," | "quad" => out.push(Node::symbol(Class::Space, " ", at)),
                    _ => return None,
                },
                _ => return None,
            }
        }
    }

    /// Parses an argument in which adjacent letters are a name.
    fn upright(&mut self, out: &mut Vec<Node>, is_upright: bool) -> Option<()> {
        let outer = std::mem::replace(&mut self.is_upright, is_upright);
        let group = self.argument()?;
        self.is_upright = outer;
        out.push(Node::Row(vec![group]));
        Some(())
    }

    fn tag(&mut self, out: &mut Vec<Node>, at: u32) -> Option<()> {
        self.takes('*');
        let (text, start) = self.verbatim_group()?;
        out.push(Node::symbol(Class::Space, " ", at));
        Self::words(out, Class::Text, &format!("({})", text.trim()), start.saturating_sub(1));
        Some(())
    }

    /// Parses `\pmod{n}`.
    fn modulus(&mut self, out: &mut Vec<Node>, at: u32, is_named: bool) -> Option<()> {
        let of = self.argument()?;
        out.push(Node::symbol(Class::Space, " ", at));
        out.push(Node::symbol(Class::Open, "(", at));
        if is_named {
            out.push(Node::symbol(Class::Function, "mod", at));
        }
        out.push(of);
        out.push(Node::symbol(Class::Close, ")", at));
        Some(())
    }

    /// Parses an environment.
    fn environment(&mut self, out: &mut Vec<Node>, at: u32) -> Option<()> {
        use crate::formula::tree::TableKind::{Cases, Lines, Matrix};
        let (name, _) = self.verbatim_group()?;
        let (open, kind, close) = match name.trim_end_matches('*') {
            "equation" | "align" | "aligned" | "split" | "gather" | "gathered" | "multline" | "eqnarray" => {
                ("", Lines, "")
            }
            "alignat" | "alignedat" | "array" | "subarray" => {
                self.option()?;
                self.verbatim_group()?;
                ("", if name.starts_with("align") { Lines } else { Matrix }, "")
            }
            "matrix" | "smallmatrix" => ("", Matrix, ""),
            "bmatrix" => ("[", Matrix, "]"),
            "pmatrix" => ("(", Matrix, ")"),
            "Bmatrix" => ("{", Matrix, "}"),
            "vmatrix" => ("|", Matrix, "|"),
            "Vmatrix" => ("‖", Matrix, "‖"),
            "cases" | "dcases" => ("", Cases, ""),
            "rcases" => ("", Matrix, "}"),
            _ => return None,
        };
        let rows = self.rows(End::Cell(name))?;
        let table = if kind == Lines { Node::lines(rows, at) } else { Node::Table { kind, rows, at } };
        if open.is_empty() && close.is_empty() {
            out.push(table);
            return Some(());
        }
        out.push(Node::Row(vec![
            Node::symbol(Class::Open, open, at),
            table,
            Node::symbol(Class::Close, close, self.at.saturating_sub(1) as u32),
        ]));
        Some(())
    }

    /// Parses the rows of an environment or of `\substack`. Empty rows are dropped: a line break after the last row
    /// begins no other, and articles for Hexo double their backslashes.
    fn rows(&mut self, end: End<'a>) -> Option<Vec<Vec<Node>>> {
        let mut rows = vec![Vec::new()];
        loop {
            let (cell, ended) = self.row(end)?;
            rows.last_mut()?.push(cell);
            match ended {
                Ended::Row => {
                    rows.retain(|row| !row.iter().all(Node::is_nothing));
                    return Some(rows);
                }
                Ended::Cell => {}
                Ended::Cells => rows.push(Vec::new()),
            }
        }
    }
}

/// The mark of a command that sets one above or below its argument.
fn mark(name: &str) -> Option<Mark> {
    Some(match name {
        "hat" | "widehat" => Mark::Combining('\u{302}'),
        "bar" => Mark::Combining('\u{304}'),
        "vec" | "overrightarrow" => Mark::Combining('\u{20d7}'),
        "overleftarrow" => Mark::Combining('\u{20d6}'),
        "overleftrightarrow" => Mark::Combining('\u{20e1}'),
        "dot" => Mark::Combining('\u{307}'),
        "ddot" => Mark::Combining('\u{308}'),
        "dddot" => Mark::Combining('\u{20db}'),
        "tilde" | "widetilde" => Mark::Combining('\u{303}'),
        "check" | "widecheck" => Mark::Combining('\u{30c}'),
        "breve" => Mark::Combining('\u{306}'),
        "acute" => Mark::Combining('\u{301}'),
        "grave" => Mark::Combining('\u{300}'),
        "mathring" => Mark::Combining('\u{30a}'),
        "overline" => Mark::Line('\u{305}'),
        "underline" | "underbar" => Mark::Line('\u{332}'),
        "cancel" | "bcancel" | "xcancel" | "sout" => Mark::Line('\u{336}'),
        "overbrace" => Mark::Brace('⏞'),
        "underbrace" => Mark::Brace('⏟'),
        "overbracket" => Mark::Brace('⎴'),
        "underbracket" => Mark::Brace('⎵'),
        "overparen" | "wideparen" | "overarc" => Mark::Brace('⏜'),
        "underparen" => Mark::Brace('⏝'),
        _ => return None,
    })
}
