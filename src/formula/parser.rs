//! A parser of TeX: rows, groups, scripts, characters. Commands are in `commands.rs`.

use crate::formula::piece::is_wide;
use crate::formula::symbols;
use crate::formula::tree::{Class, Node, Rendered, Symbol};

/// The maximum nesting of groups. Deeper formulas are shown as source.
const DEEPEST: usize = 24;

/// What ends a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::formula) enum End<'a> {
    All,
    Brace,
    Bracket,
    Dollar,
    /// The end of a cell of an environment.
    Cell(&'a str),
    /// The end of a row of `\substack`.
    Cells,
}

/// How a row ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::formula) enum Ended {
    /// At its end.
    Row,
    /// At the end of a cell, before another in the same row.
    Cell,
    /// At the end of a row of cells.
    Cells,
}

/// A command between the parts that it applies to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::formula) enum Infix {
    Over,
    Choose,
    Atop,
}

/// Parses a formula.
pub(in crate::formula) struct Parser<'a> {
    pub(in crate::formula) source: &'a str,
    pub(in crate::formula) at: usize,
    depth: usize,
    /// Whether letters are upright, so that adjacent ones are a name.
    pub(in crate::formula) is_upright: bool,
    /// The infix command of the current group, with what is before it.
    pub(in crate::formula) infix: Option<(Infix, Vec<Node>)>,
}

impl<'a> Parser<'a> {
    /// Starts at the beginning of a formula.
    pub(in crate::formula) fn new(source: &'a str) -> Self {
        Self { source, at: 0, depth: 0, is_upright: false, infix: None }
    }

    pub(in crate::formula) fn peek(&self) -> Option<char> {
        self.source.get(self.at..)?.chars().next()
    }

    pub(in crate::formula) fn next(&mut self) -> Option<(u32, char)> {
        let (at, c) = (self.at, self.peek()?);
        self.at += c.len_utf8();
        Some((at as u32, c))
    }

    /// Takes a character if it is next.
    pub(in crate::formula) fn takes(&mut self, c: char) -> bool {
        let is_next = self.peek() == Some(c);
        if is_next {
            self.at += c.len_utf8();
        }
        is_next
    }

    pub(in crate::formula) fn skip_spaces(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.next();
        }
    }

    /// Parses a group or the whole formula, up to and including its end.
    pub(in crate::formula) fn group(&mut self, end: End<'a>) -> Option<Node> {
        self.row(end).map(|(node, _)| node)
    }

    /// Parses a row up to and including its end.
    pub(in crate::formula) fn row(&mut self, end: End<'a>) -> Option<(Node, Ended)> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        let outer = (self.is_upright, self.infix.take());
        let mut nodes = Vec::new();
        let ended = self.nodes(&mut nodes, end)?;
        self.depth -= 1;
        let infix;
        (self.is_upright, infix) = (outer.0, std::mem::replace(&mut self.infix, outer.1));
        let row = match infix {
            Some((infix, over)) => {
                let parts = Box::new([Node::row(over), Node::row(nodes)]);
                match infix {
                    Infix::Over => Node::Fraction(parts),
                    Infix::Choose => Node::Binomial(parts),
                    Infix::Atop => Node::stack(*parts),
                }
            }
            None => Node::row(nodes),
        };
        Some((row, ended))
    }

    fn nodes(&mut self, out: &mut Vec<Node>, end: End<'a>) -> Option<Ended> {
        loop {
            let Some((at, c)) = self.next() else { return (end == End::All).then_some(Ended::Row) };
            match (c, end) {
                ('}', End::Brace | End::Cells) | (']', End::Bracket) | ('$', End::Dollar) => return Some(Ended::Row),
                ('}', _) => return None,
                ('\\', _) => {
                    if let Some(ended) = self.command(out, at, end)? {
                        return Some(ended);
                    }
                }
                ('{', _) => {
                    let group = self.group(End::Brace)?;
                    out.push(grouped(group));
                }
                ('^' | '_', _) => self.script(out, at, c == '^')?,
                ('&', End::Cell(_)) => return Some(Ended::Cell),
                ('&' | '$' | '#' | '%', _) => return None,
                ('~', _) => out.push(Node::symbol(Class::Space, " ", at)),
                (c, _) if c.is_whitespace() => {}
                (c, _) => self.character(out, at, c),
            }
        }
    }

    /// Adds a character.
    pub(in crate::formula) fn character(&mut self, out: &mut Vec<Node>, at: u32, c: char) {
        let mut own = [0; 4];
        let text = symbols::shown(c.encode_utf8(&mut own));
        let class = symbols::class_of(text);
        let joins = match out.last_mut() {
            Some(Node::Symbol(Symbol { class: Class::Number, shown })) => {
                (c.is_ascii_digit() || c == '.' && self.peek().is_some_and(|c| c.is_ascii_digit())).then_some(shown)
            }
            Some(Node::Symbol(Symbol { class: Class::Name, shown })) if self.is_upright => {
                c.is_alphanumeric().then_some(shown)
            }
            Some(Node::Symbol(Symbol { class: before @ (Class::Division | Class::Relation), shown })) => {
                let is_sign = matches!((shown.text.as_str(), c), (":" | "<" | ">", '=') | ("=", '>'));
                if is_sign {
                    *before = Class::Relation;
                }
                is_sign.then_some(shown)
            }
            Some(Node::Symbol(Symbol { class: Class::Text, shown })) if is_wide(c) => Some(shown),
            _ => None,
        };
        match joins {
            Some(shown) => shown.push(c, at),
            None if self.is_upright && class == Class::Letter && c.is_alphabetic() => {
                out.push(Node::symbol(Class::Name, text, at));
            }
            None => out.push(Node::symbol(if is_wide(c) { Class::Text } else { class }, text, at)),
        }
    }

    /// Parses a superscript or subscript.
    fn script(&mut self, out: &mut Vec<Node>, at: u32, is_raised: bool) -> Option<()> {
        let own = Some(Box::new(self.argument()?));
        match out.last_mut() {
            Some(Node::Script { upper, .. } | Node::Prescript { upper, .. }) if is_raised && upper.is_none() => {
                *upper = own;
                return Some(());
            }
            Some(Node::Script { lower, .. } | Node::Prescript { lower, .. }) if !is_raised && lower.is_none() => {
                *lower = own;
                return Some(());
            }
            _ => {}
        }
        let (lower, upper) = if is_raised { (None, own) } else { (own, None) };
        let base = out.pop_if(|last| !is_blank(last));
        let is_free = base.as_ref().is_none_or(Node::is_nothing);
        if is_free && out.last().is_none_or(|last| is_blank(last) || !ends_operand(last)) {
            out.push(Node::Prescript { lower, upper, at });
            return Some(());
        }
        let base = Box::new(base.unwrap_or_else(Node::nothing));
        out.push(Node::Script { base, lower, upper, at });
        Some(())
    }

    /// Parses the next group, command or character as a part of its own.
    pub(in crate::formula) fn argument(&mut self) -> Option<Node> {
        self.skip_spaces();
        let (at, c) = self.next()?;
        let mut out = Vec::new();
        match c {
            '{' => return self.group(End::Brace),
            '\\' => {
                self.depth += 1;
                if self.depth > DEEPEST || self.command(&mut out, at, End::Brace)?.is_some() {
                    return None;
                }
                self.depth -= 1;
            }
            '}' | '^' | '_' | '&' | '$' | '#' | '%' => return None,
            c => self.character(&mut out, at, c),
        }
        Some(Node::row(out))
    }

    /// Takes an argument in brackets, if there is one.
    pub(in crate::formula) fn option(&mut self) -> Option<Option<Node>> {
        self.skip_spaces();
        if self.takes('[') { self.group(End::Bracket).map(Some) } else { Some(None) }
    }

    /// Takes the text of a group verbatim and returns it with its first byte.
    pub(in crate::formula) fn verbatim_group(&mut self) -> Option<(&'a str, u32)> {
        self.skip_spaces();
        let (_, c) = self.next()?;
        let start = self.at;
        let length = self.source.get(start..)?.find(['{', '}', '\\', '$'])?;
        let text = self.source.get(start..start + length)?;
        self.at = start + length;
        (c == '{' && self.next()?.1 == '}').then_some((text, start as u32))
    }

    /// Takes the name of a command: letters, or one other character.
    pub(in crate::formula) fn name(&mut self) -> Option<&'a str> {
        let start = self.at;
        let (_, first) = self.next()?;
        while first.is_ascii_alphabetic() && self.peek().is_some_and(|c| c.is_ascii_alphabetic()) {
            self.next();
        }
        self.source.get(start..self.at)
    }

    /// Adds words, with the spaces around them.
    pub(in crate::formula) fn words(out: &mut Vec<Node>, class: Class, text: &str, at: u32) {
        let words = text.trim();
        let start = at + (text.len() - text.trim_start().len()) as u32;
        if text.starts_with(char::is_whitespace) {
            out.push(Node::symbol(Class::Space, " ", at));
        }
        if !words.is_empty() {
            out.push(Node::Symbol(Symbol { class, shown: Rendered::verbatim(words, start) }));
        }
        if !words.is_empty() && text.ends_with(char::is_whitespace) {
            out.push(Node::symbol(Class::Space, " ", start + words.len() as u32));
        }
    }
}

/// A group in a row: a comma of its own does not separate (`1{,}000`).
fn grouped(group: Node) -> Node {
    match group {
        Node::Row(mut row) => match row.as_mut_slice() {
            [Node::Symbol(symbol)] if symbol.class == Class::Punctuation => {
                symbol.class = Class::Tight;
                Node::Row(row)
            }
            _ => Node::Row(row),
        },
        other => Node::Row(vec![other]),
    }
}

fn is_blank(node: &Node) -> bool {
    matches!(node, Node::Symbol(symbol) if matches!(symbol.class, Class::Space | Class::Thin | Class::Break))
}

/// Whether scripts without base belong to it.
fn ends_operand(node: &Node) -> bool {
    use Class::{Binary, Division, Open, Punctuation, Relation, Tight};
    node.as_symbol().is_none_or(|symbol| {
        !matches!(symbol.class, Binary | Relation | Division | Tight | Open | Punctuation | Class::Bar)
    })
}
