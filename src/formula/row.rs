//! Joins the parts of a row: spaces around operators, spaces that keep parts apart, parentheses around parts that
//! their neighbours would break.

use crate::formula::piece::{Edge, Piece, Shape, is_guarded, is_operand};
use crate::formula::tree::{Class, Rendered};

/// Operators that divide what is before them.
const DIVISIONS: &[&str] = &["/", "∕", "⁄", ":", "∶", "÷", "mod"];

/// Joins parts. In scripts (`is_tight`) there are no spaces around operators, unless other spaces are needed.
pub(in crate::formula) fn join(mut pieces: Vec<Piece>, is_tight: bool) -> Piece {
    let is_blank = |piece: &Piece| piece.is_class(Class::Thin) || piece.is_class(Class::Space);
    while pieces.last().is_some_and(|piece| is_blank(piece) || piece.is_class(Class::Break)) {
        pieces.pop();
    }
    let first = pieces.iter().position(|piece| !is_blank(piece)).unwrap_or_default();
    pieces.drain(..first);
    pair_bars(&mut pieces);
    resolve(&mut pieces);
    if pieces.len() == 1 {
        return pieces.pop().unwrap_or_else(Piece::nothing);
    }
    let mut line = Line::of(&pieces, is_tight);
    if is_tight && line.has_guard && line.has_operator {
        line = Line::of(&pieces, false);
    }
    let shape = line.shape(&pieces);
    let ends = pieces.first().map(|piece| piece.left).zip(pieces.last().map(|piece| piece.right));
    let nothing = Edge::Class(Class::Thin);
    let (left, right) = ends.unwrap_or((nothing, nothing));
    Piece { shown: line.out, left, right, shape }
}

/// Decides which vertical bars open and close: where an operand may begin they open, else they close the last open one.
/// Bars between the same delimiters that are not pairs are left as they are.
fn pair_bars(pieces: &mut [Piece]) {
    let mut levels = vec![Bars::default()];
    let mut pairs = Vec::new();
    let mut before = Edge::Class(Class::Open);
    for (at, piece) in pieces.iter().enumerate() {
        match piece.left {
            Edge::Class(Class::Open) => levels.push(Bars::default()),
            Edge::Class(Class::Close) if levels.len() > 1 => pairs.extend(levels.pop()),
            Edge::Class(Class::Bar) => {
                let Some(level) = levels.last_mut() else { return };
                let is_opening = level.open == 0 || !is_operand(before);
                level.open = if is_opening { level.open + 1 } else { level.open - 1 };
                level.bars.push((at, is_opening));
                before = if is_opening { Edge::Class(Class::Open) } else { Edge::Closed };
                continue;
            }
            _ => {}
        }
        if !piece.shown.text.is_empty() {
            before = piece.right;
        }
    }
    pairs.append(&mut levels);
    for (at, is_opening) in pairs.iter().filter(|level| level.open == 0).flat_map(|level| &level.bars) {
        let Some(piece) = pieces.get_mut(*at) else { continue };
        piece.left = Edge::Class(if *is_opening { Class::Open } else { Class::Close });
        if piece.right == Edge::Class(Class::Bar) {
            piece.right = if *is_opening { piece.left } else { Edge::Closed };
        }
    }
}

/// The vertical bars between the same delimiters.
#[derive(Default)]
struct Bars {
    /// The index of each, and whether it opens.
    bars: Vec<(usize, bool)>,
    /// How many are open.
    open: usize,
}

/// Puts parts in parentheses that their neighbours would break, gives tables their brackets, and shows invisible
/// operators that are needed.
fn resolve(pieces: &mut Vec<Piece>) {
    let visible: Vec<usize> = (0..pieces.len()).filter(|at| !pieces[*at].is_class(Class::Thin)).collect();
    for (number, at) in visible.iter().enumerate() {
        let neighbour = |number: Option<usize>| number.and_then(|number| visible.get(number)).copied();
        let (before, after) = (neighbour(number.checked_sub(1)), neighbour(Some(number + 1)));
        let piece = &pieces[*at];
        let (before, after) = (before.map(|at| &pieces[at]), after.map(|at| &pieces[at]));
        let new = match piece.left {
            Edge::Class(Class::Apply | Class::Times | Class::Separator | Class::Plus) => {
                shown_invisible(piece, before, after)
            }
            Edge::Fraction | Edge::Root | Edge::Raised if is_broken(piece, before, after) => {
                piece.clone().parenthesised()
            }
            Edge::Table => table(piece, before, after),
            _ => continue,
        };
        pieces[*at] = new;
    }
    let last = pieces.len().saturating_sub(1);
    let mut at = 0;
    pieces.retain(|piece| {
        at += 1;
        !piece.shown.text.is_empty() || piece.left != Edge::Class(Class::Thin) || (at > 1 && at <= last)
    });
}

/// Whether a fraction or root would be read as something else between its neighbours.
fn is_broken(piece: &Piece, before: Option<&Piece>, after: Option<&Piece>) -> bool {
    let postfix = |after: &Piece| after.is_class(Class::Postfix) || after.left == Edge::Attached;
    let divides = |other: &Piece| other.is(DIVISIONS);
    let quotient = piece.left == Edge::Fraction;
    let applied = |before: &Piece| before.right == Edge::Class(Class::Function) || before.is_class(Class::Apply);
    let is_prescript = piece.right == Edge::Class(Class::Thin);
    !is_prescript && after.is_some_and(postfix)
        || quotient && (after.is_some_and(divides) || before.is_some_and(|before| divides(before) || applied(before)))
}

/// What is shown for an invisible operator.
fn shown_invisible(piece: &Piece, before: Option<&Piece>, after: Option<&Piece>) -> Piece {
    let number = |edge: Option<Edge>| edge == Some(Edge::Class(Class::Number));
    let (before, after) = (before.map(|piece| piece.right), after.map(|piece| piece.left));
    let at = piece.shown.first();
    let blank = Piece::nothing();
    match piece.left {
        Edge::Class(Class::Apply) if before.is_some_and(is_operand) => {
            Piece { right: Edge::Class(Class::Function), ..Piece::symbol(Class::Apply, Rendered::default()) }
        }
        // Without a sign, a number after a factor would continue it or be added to it.
        Edge::Class(Class::Times)
            if number(after) && before.is_some_and(is_operand) || number(before) && after == Some(Edge::Fraction) =>
        {
            Piece::symbol(Class::Binary, Rendered::new("⋅", at))
        }
        Edge::Class(Class::Separator) if number(before) && number(after) => {
            Piece::symbol(Class::Tight, Rendered::new(",", at))
        }
        _ => blank,
    }
}

/// A table with its brackets. Delimiters directly around it are its brackets.
fn table(piece: &Piece, before: Option<&Piece>, after: Option<&Piece>) -> Piece {
    let opens = before.is_some_and(|piece| piece.is_class(Class::Open));
    let closes = after.is_some_and(|piece| piece.is_class(Class::Close));
    let is_cases = piece.right == Edge::Loose;
    let ends = after.is_none_or(|piece| piece.is_class(Class::Punctuation) || piece.is_class(Class::Break));
    if if is_cases { ends } else { opens && (closes || after.is_none()) || closes && before.is_none() } {
        return Piece { left: Edge::Closed, right: Edge::Closed, shape: Shape::LOOSE, shown: piece.shown.clone() };
    }
    if !is_cases {
        return bracketed(piece);
    }
    let mut shown = piece.shown.clone();
    shown.push(' ', shown.last());
    shown.push('}', shown.last());
    Piece { shown, left: Edge::Closed, right: Edge::Closed, shape: Shape::ATOM }
}

/// A table in square brackets.
fn bracketed(piece: &Piece) -> Piece {
    let mut shown = Rendered::default();
    shown.push('[', piece.shown.first());
    shown.append(&piece.shown);
    shown.push(']', piece.shown.last());
    Piece { shown, left: Edge::Closed, right: Edge::Closed, shape: Shape::ATOM }
}

/// A line being written.
struct Line {
    out: Rendered,
    is_tight: bool,
    /// The end of what is written.
    before: Edge,
    /// A space that is written before the next part.
    pending: Option<char>,
    /// The open delimiters: whether each is shown.
    open: Vec<bool>,
    /// Whether there is a space between operands outside delimiters.
    has_guard: bool,
    /// Whether there is an operator or a space outside delimiters.
    has_operator: bool,
}

impl Line {
    fn of(pieces: &[Piece], is_tight: bool) -> Self {
        let mut line = Self {
            out: Rendered::default(),
            is_tight,
            before: Edge::Class(Class::Open),
            pending: None,
            open: Vec::new(),
            has_guard: false,
            has_operator: false,
        };
        for piece in pieces {
            line.add(piece);
        }
        line
    }

    fn space(&self) -> Option<char> {
        (!self.is_tight).then_some(' ')
    }

    fn add(&mut self, piece: &Piece) {
        let Edge::Class(class) = piece.left else { return self.operand(piece) };
        match class {
            Class::Space | Class::Break => {
                let space = if class == Class::Space { ' ' } else { '\n' };
                self.pending = self.pending.filter(|pending| *pending == '\n').or(Some(space));
                self.has_operator |= self.open.is_empty();
                if class == Class::Break {
                    self.before = Edge::Class(Class::Break);
                }
            }
            Class::Thin => {}
            Class::Apply => self.before = piece.right,
            Class::Binary if is_operand(self.before) && !self.is_applied() => self.operator(piece, true),
            Class::Relation => self.operator(piece, self.before != Edge::Class(Class::Relation)),
            Class::Binary => self.sign(piece),
            Class::Division | Class::Tight | Class::Bar => {
                if class == Class::Bar && is_guarded(self.before, piece.left) {
                    self.pending = self.pending.or(Some(' '));
                }
                self.write(piece);
                self.has_operator |= self.open.is_empty();
            }
            Class::Punctuation => {
                self.pending = self.pending.filter(|pending| *pending == '\n');
                self.write(piece);
                self.pending = self.space();
                self.has_operator |= self.open.is_empty();
            }
            Class::Open => self.open(piece),
            Class::Close => {
                self.pending = self.pending.filter(|pending| *pending == '\n');
                // Without an opening delimiter, a bar is read with the last part only.
                if self.open.pop() == Some(false) && self.before == Edge::Loose && !piece.shown.text.is_empty() {
                    self.pending = self.pending.or(Some(' '));
                }
                self.write(piece);
            }
            Class::Postfix => self.write(piece),
            _ => self.operand(piece),
        }
    }

    /// An operator with spaces around it.
    fn operator(&mut self, piece: &Piece, is_spaced: bool) {
        // Words need spaces in scripts too.
        let is_word = piece.shown.text.starts_with(char::is_alphabetic);
        let space = if is_word { Some(' ') } else { self.space() };
        if !is_spaced {
            self.pending = self.pending.filter(|pending| *pending == '\n');
        } else if self.before != Edge::Class(Class::Open) {
            self.pending = self.pending.or(space);
        }
        self.write(piece);
        if self.before == piece.left {
            self.pending = space;
        }
        self.has_operator |= self.open.is_empty();
        self.has_guard |= is_word && self.open.is_empty();
    }

    /// A sign before an operand.
    fn sign(&mut self, piece: &Piece) {
        if self.is_applied() {
            self.pending = self.pending.or(Some(' '));
        }
        self.write(piece);
        self.has_operator |= self.open.is_empty();
    }

    /// Whether what follows is the argument of a function.
    fn is_applied(&self) -> bool {
        matches!(self.before, Edge::Class(Class::Function | Class::Large))
    }

    fn open(&mut self, piece: &Piece) {
        let is_bar = piece.is(&["|", "‖"]);
        let edge = if is_bar { Edge::Class(Class::Bar) } else { piece.left };
        if is_guarded(self.before, edge) {
            self.guard();
        }
        self.write(piece);
        self.open.push(!piece.shown.text.is_empty());
    }

    fn operand(&mut self, piece: &Piece) {
        if is_guarded(self.before, piece.left) || self.continues_line(piece) || self.continues_script(piece) {
            self.guard();
        }
        self.write(piece);
        self.has_operator |= self.open.is_empty() && piece.shape == Shape::LOOSE;
    }

    /// Whether a line above or below the last letter would run on above or below the next one.
    fn continues_line(&self, piece: &Piece) -> bool {
        let line = self.out.text.chars().next_back().filter(|c| matches!(c, '\u{305}' | '\u{332}' | '\u{336}'));
        line.is_some() && piece.shown.text.chars().nth(1) == line
    }

    /// Whether a number would run on from a script of digits.
    fn continues_script(&self, piece: &Piece) -> bool {
        let is_script = |c: char| matches!(c, '²' | '³' | '¹' | '⁰' | '⁴'..='⁹' | '₀'..='₉');
        piece.is_class(Class::Number) && self.out.text.ends_with(is_script)
    }

    fn guard(&mut self) {
        self.pending = self.pending.or(Some(' '));
        self.has_guard |= self.open.is_empty();
    }

    fn write(&mut self, piece: &Piece) {
        if let Some(space) = self.pending.take().filter(|_| !self.out.text.is_empty()) {
            self.out.push(space, piece.shown.first());
        }
        self.out.append(&piece.shown);
        self.before = piece.right;
    }

    /// What may be done with the row.
    fn shape(&self, pieces: &[Piece]) -> Shape {
        let is_fenced = pieces.first().is_some_and(|piece| piece.is_class(Class::Open) && !piece.shown.text.is_empty())
            && pieces.last().is_some_and(|piece| piece.is_class(Class::Close) && piece.shape.takes_scripts);
        if is_fenced && closes_only_at_end(pieces) {
            return Shape::ATOM;
        }
        if self.has_operator || self.has_guard || pieces.is_empty() {
            return Shape::LOOSE;
        }
        // The value of a function: `gcd(a, b)`.
        let is_call =
            matches!(pieces, [function, open, ..] if function.shape == Shape::NAME && open.is_class(Class::Open));
        if is_call && closes_only_at_end(pieces.get(1..).unwrap_or_default()) {
            return Shape::NAME;
        }
        let mut operands = pieces.iter().skip_while(|piece| piece.is_class(Class::Prefix) && piece.shape.is_operand);
        let is_signed = pieces.first().is_some_and(|piece| piece.is_class(Class::Prefix));
        let Some(operand) = operands.next().filter(|piece| piece.shape.is_operand) else { return Shape::PRODUCT };
        let is_prime = |piece: &Piece| piece.is(&["′", "″", "‴"]);
        let mut is_atom = operand.shape.takes_scripts && !is_signed;
        for piece in operands {
            if !piece.is_class(Class::Postfix) {
                return Shape::PRODUCT;
            }
            is_atom &= is_prime(piece);
        }
        Shape { takes_scripts: is_atom, ..Shape::OPERAND }
    }
}

/// Whether the first delimiter is closed by the last part.
fn closes_only_at_end(pieces: &[Piece]) -> bool {
    let mut depth = 0_usize;
    for (at, piece) in pieces.iter().enumerate() {
        match piece.left {
            Edge::Class(Class::Open) => depth += 1,
            Edge::Class(Class::Close) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return at + 1 == pieces.len();
        }
    }
    false
}
