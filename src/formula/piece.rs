//! Parts of a line: their text, and what their ends and their structure require of the parts around them.

use crate::formula::tree::{Class, Rendered};

/// What is at an end of a part. It decides whether a space is needed next to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::formula) enum Edge {
    /// A symbol.
    Class(Class),
    /// Punctuation, which needs no space next to it.
    Stop,
    /// Wide characters of East Asian scripts, which cannot be taken for a part of a formula.
    Wide,
    /// A closed group: parentheses, or raised or lowered characters at its end.
    Closed,
    /// A fraction.
    Fraction,
    /// A root without index.
    Root,
    /// Scripts before their base, or a root with index. After an operand they would be taken for scripts of it.
    Raised,
    /// Scripts without base, which belong to what is before them.
    Attached,
    /// A script written with `^` or `_` and without parentheses.
    Script,
    /// The end of a fraction, or of a root without parentheses.
    Loose,
    /// A table without delimiters.
    Table,
}

/// What may be done with a part without parentheses around it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::formula) struct Shape {
    /// It can have scripts.
    pub(in crate::formula) takes_scripts: bool,
    /// It can be a denominator, or be under a root sign.
    pub(in crate::formula) is_operand: bool,
    /// It can be a numerator.
    pub(in crate::formula) is_product: bool,
}

impl Shape {
    /// A symbol or a group in parentheses.
    pub(in crate::formula) const ATOM: Self = Self { takes_scripts: true, is_operand: true, is_product: true };
    /// A symbol with scripts.
    pub(in crate::formula) const OPERAND: Self = Self { takes_scripts: false, ..Self::ATOM };
    /// A name.
    pub(in crate::formula) const NAME: Self = Self { is_operand: false, ..Self::ATOM };
    /// Symbols next to each other.
    pub(in crate::formula) const PRODUCT: Self = Self { takes_scripts: false, is_operand: false, is_product: true };
    /// Anything with operators or spaces.
    pub(in crate::formula) const LOOSE: Self = Self { takes_scripts: false, is_operand: false, is_product: false };
}

/// A part of a line.
#[derive(Clone, Debug)]
pub(in crate::formula) struct Piece {
    pub(in crate::formula) shown: Rendered,
    pub(in crate::formula) left: Edge,
    pub(in crate::formula) right: Edge,
    pub(in crate::formula) shape: Shape,
}

impl Piece {
    /// A symbol.
    pub(in crate::formula) fn symbol(class: Class, shown: Rendered) -> Self {
        let (left, right, shape) = match class {
            Class::Letter | Class::Name | Class::Number | Class::Text => of_text(class, &shown.text),
            Class::Function | Class::Large => (Edge::Class(class), Edge::Class(class), Shape::NAME),
            Class::Prefix => (Edge::Class(class), Edge::Class(class), Shape::ATOM),
            // Their scripts are those of what they belong to.
            Class::Close | Class::Postfix => {
                (Edge::Class(class), Edge::Closed, Shape { takes_scripts: true, ..Shape::LOOSE })
            }
            _ => (Edge::Class(class), Edge::Class(class), Shape { takes_scripts: true, ..Shape::LOOSE }),
        };
        Self { shown, left, right, shape }
    }

    /// Nothing.
    pub(in crate::formula) fn nothing() -> Self {
        Self::symbol(Class::Thin, Rendered::default())
    }

    /// The part in parentheses.
    pub(in crate::formula) fn parenthesised(self) -> Self {
        let mut shown = Rendered::default();
        shown.push('(', self.shown.first());
        shown.append(&self.shown);
        shown.push(')', self.shown.last());
        Self { shown, left: Edge::Closed, right: Edge::Closed, shape: Shape::ATOM }
    }

    /// The part, in parentheses if it has not the property.
    pub(in crate::formula) fn grouped(self, is_clear: fn(&Shape) -> bool) -> Self {
        if is_clear(&self.shape) { self } else { self.parenthesised() }
    }

    /// Whether its text is one of these.
    pub(in crate::formula) fn is(&self, texts: &[&str]) -> bool {
        texts.contains(&self.shown.text.as_str())
    }

    /// Whether it is of a class, possibly with scripts.
    pub(in crate::formula) fn is_class(&self, class: Class) -> bool {
        self.left == Edge::Class(class)
    }
}

/// The ends and the structure of a text.
fn of_text(class: Class, text: &str) -> (Edge, Edge, Shape) {
    let count = text.chars().filter(|c| c.is_alphanumeric()).count();
    let edge = |c: Option<char>| match c {
        Some(c) if is_punctuation(c) => Edge::Stop,
        Some(c) if is_wide(c) => Edge::Wide,
        Some(c) if c.is_numeric() => Edge::Class(Class::Number),
        Some(c) if c.is_alphabetic() && count > 1 => Edge::Class(Class::Name),
        Some(c) if c.is_alphabetic() => Edge::Class(Class::Letter),
        _ if class == Class::Number => Edge::Class(Class::Number),
        _ => Edge::Class(Class::Letter),
    };
    let is_number = !text.is_empty() && text.chars().all(|c| c.is_numeric() || matches!(c, '.' | ','));
    let shape = if text.is_empty() || has_operator(text) {
        Shape::LOOSE
    } else if count <= 1 || is_number || text.chars().all(is_wide) {
        Shape::ATOM
    } else {
        Shape::NAME
    };
    (edge(text.chars().next()), edge(text.chars().next_back()), shape)
}

/// Whether a text that should be a symbol contains operators, brackets or spaces.
fn has_operator(text: &str) -> bool {
    let is_number = text.starts_with(|c: char| c.is_ascii_digit())
        && !text.contains(|c: char| !",.".contains(c) && !c.is_ascii_digit());
    let operators = |c: char| c.is_whitespace() || "+-−±×⋅·*/=<>,;|()[]{}^_".contains(c);
    text.chars().nth(1).is_some() && !is_number && text.contains(operators)
}

/// Whether a character is punctuation and not a symbol of formulas.
fn is_punctuation(c: char) -> bool {
    matches!(c, '.' | '?' | '_' | '"' | '&' | '#' | '$' | '@' | '\\' | '`' | '…' | '⋯' | '‘' | '’' | '“' | '”'
        | '\u{3000}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{ff01}' | '\u{ff08}'..='\u{ff0f}'
        | '\u{ff1a}'..='\u{ff1f}')
}

/// Whether a character is East Asian and takes two cells, other than punctuation.
pub(in crate::formula) fn is_wide(c: char) -> bool {
    crate::text::is_wide(c) && !is_punctuation(c)
}

/// Whether a space is needed between these ends.
pub(in crate::formula) fn is_guarded(before: Edge, after: Edge) -> bool {
    use Class::{Bar, Function, Large, Letter, Name, Number, Open, Prefix};
    let is_bar = after == Edge::Class(Bar);
    let is_opening = is_bar || matches!(after, Edge::Class(Open) | Edge::Closed);
    if after == Edge::Stop || !is_opening && !is_operand(after) {
        return false;
    }
    match (before, after) {
        (Edge::Loose, _) => true,
        (Edge::Class(Function | Large), _) => !is_opening || is_bar,
        (_, _) if is_opening || !is_operand(before) => false,
        (_, Edge::Fraction | Edge::Raised | Edge::Class(Function | Large)) | (Edge::Script, _) => true,
        (Edge::Class(Number), Edge::Class(Number)) => true,
        (Edge::Class(Name), Edge::Class(Number | Letter | Name | Prefix) | Edge::Root) => true,
        (Edge::Class(Letter | Prefix), Edge::Class(Name)) => true,
        _ => false,
    }
}

/// Whether an operand begins or ends there.
pub(in crate::formula) fn is_operand(edge: Edge) -> bool {
    use Class::{
        Apply, Bar, Binary, Break, Division, Open, Plus, Punctuation, Relation, Separator, Space, Thin, Tight,
    };
    match edge {
        Edge::Class(class) => !matches!(
            class,
            Binary
                | Relation
                | Division
                | Tight
                | Open
                | Bar
                | Punctuation
                | Space
                | Thin
                | Break
                | Apply
                | Plus
                | Separator
                | Class::Times
                | Class::Close
                | Class::Postfix
        ),
        Edge::Attached | Edge::Table => false,
        _ => true,
    }
}
