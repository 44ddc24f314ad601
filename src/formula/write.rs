//! Writes the tree of a formula on one line of Unicode text.
//!
//! The line follows UnicodeMath (Unicode Technical Note #28) where that is legible: `/` for fractions, `^` and `_` for
//! scripts that Unicode has no characters for, `√` for roots, a space or parentheses to end them. Tables follow MATLAB
//! and Julia: rows end with semicolons. How tightly parts bind, from tightest:
//!
//! 1. scripts, primes and `!`, which belong to the symbol, number or closing parenthesis before them,
//! 2. `√`, which applies to one such operand,
//! 3. products without spaces,
//! 4. `/`, between such a product and one operand: `ab/c` is the fraction `ab` over `c`,
//! 5. products with spaces: `a/b c` is a fraction times `c`,
//! 6. operators and relations, as usual.
//!
//! Formulas of different structure give different lines, with these exceptions: groups that show no delimiters and
//! change nothing, parentheses that add nothing, `x/y` as two operands and a slash or as a fraction, and names of
//! several letters, which look like products when nothing is next to them.

use crate::formula::piece::{Edge, Piece, Shape};
use crate::formula::raised;
use crate::formula::row::join;
use crate::formula::tree::{Class, Mark, Node, Rendered, Symbol, TableKind};

/// Where a part of a formula is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// In the outermost row.
    Outer,
    /// In another part.
    Inner,
    /// In a script, where operators have no spaces.
    Script,
}

/// Writes a formula. The source bytes of its characters ascend. Takes linear time for each level of the tree.
pub fn write(formula: &Node) -> Rendered {
    let mut shown = piece(formula, Place::Outer).shown;
    let mut last = 0;
    for at in &mut shown.at {
        *at = (*at).max(last);
        last = *at;
    }
    // A line may end at a blank, which is dropped there: what separates two parts in the source belongs to the part before.
    let blank = |c: char| matches!(c, ' ' | '\n');
    let mut next = None;
    for (c, at) in shown.text.chars().rev().zip(shown.at.iter_mut().rev()) {
        *at = next.filter(|_| blank(c)).unwrap_or(*at);
        next = Some(*at);
    }
    // The start of the source belongs to the first character.
    if let Some(first) = shown.at.first_mut() {
        *first = 0;
    }
    shown
}

fn piece(node: &Node, place: Place) -> Piece {
    let inner = |node: &Node| piece(node, if place == Place::Script { place } else { Place::Inner });
    match node {
        Node::Symbol(Symbol { class, shown }) => Piece::symbol(*class, shown.clone()),
        Node::Row(row) => {
            let mut pieces = Vec::with_capacity(row.len());
            splice(row, place, &mut pieces);
            join(pieces, place == Place::Script)
        }
        Node::Fraction(parts) => fraction(inner(&parts[0]), inner(&parts[1])),
        Node::Binomial(parts) => binomial(inner(&parts[0]), inner(&parts[1]), place),
        Node::Root { index, body, at } => root(index.as_deref(), inner(body), *at),
        Node::Script { base, lower, upper, at } => {
            // A superscript of a symbol with a subscript is set as if both were given at once.
            let (base, lower) = match only(base) {
                Node::Script { base, lower: Some(below), upper: None, .. } if lower.is_none() => (base, Some(below)),
                _ => (base, lower.as_ref()),
            };
            let base = if base.is_nothing() { None } else { Some(inner(base)) };
            scripts(base, lower.map(|lower| &**lower), upper.as_deref(), *at)
        }
        Node::Prescript { lower, upper, at } => {
            let scripts = scripts(None, lower.as_deref(), upper.as_deref(), *at);
            Piece { left: Edge::Raised, right: Edge::Class(Class::Thin), shape: Shape::ATOM, ..scripts }
        }
        Node::Accent { mark, base, at } => accent(*mark, inner(base), *at),
        Node::Table { kind, rows, at } => table(*kind, rows, *at, place),
    }
}

/// The only part of a row, also of rows in it.
fn only(mut node: &Node) -> &Node {
    while let Node::Row(row) = node
        && let [only] = row.as_slice()
    {
        node = only;
    }
    node
}

/// Adds the parts of a row and of the rows in it.
fn splice(row: &[Node], place: Place, pieces: &mut Vec<Piece>) {
    for node in row {
        match node {
            Node::Row(inner) if inner.is_empty() => pieces.push(Piece::nothing()),
            Node::Row(inner) => splice(inner, place, pieces),
            // A table of one cell only places it.
            Node::Table { kind: TableKind::Matrix, rows, .. } if rows.len() == 1 && rows[0].len() == 1 => {
                splice(&rows[0], place, pieces);
            }
            Node::Table { kind: TableKind::Lines, rows, at } if place == Place::Outer => {
                for (number, cells) in rows.iter().enumerate() {
                    if number > 0 {
                        pieces.push(Piece::symbol(Class::Break, Rendered::new("\n", *at)));
                    }
                    splice(cells, place, pieces);
                }
            }
            node => pieces.push(piece(node, place)),
        }
    }
}

fn fraction(over: Piece, under: Piece) -> Piece {
    let mut shown = over.grouped(|shape| shape.is_product).shown;
    let under = under.grouped(|shape| shape.is_operand).shown;
    shown.push('/', under.first());
    shown.append(&under);
    Piece { shown, left: Edge::Fraction, right: Edge::Loose, shape: Shape::LOOSE }
}

/// A binomial coefficient in the notation `C(n, k)`.
fn binomial(over: Piece, under: Piece, place: Place) -> Piece {
    let (first, last) = (over.shown.first(), under.shown.last());
    let mut shown = Rendered::new("C(", first);
    shown.append(&over.shown);
    shown.push(',', under.shown.first());
    if place != Place::Script {
        shown.push(' ', under.shown.first());
    }
    shown.append(&under.shown);
    shown.push(')', last);
    Piece { shown, left: Edge::Class(Class::Name), right: Edge::Closed, shape: Shape::NAME }
}

fn root(index: Option<&Node>, body: Piece, at: u32) -> Piece {
    let (mut shown, mut left) = (Rendered::default(), Edge::Root);
    if let Some(index) = index {
        let index = piece(index, Place::Script);
        if !index.shown.text.is_empty() {
            script(&index, true, at, &mut shown);
            left = Edge::Raised;
        }
    }
    let body = body.grouped(|shape| shape.is_operand);
    shown.push('√', at);
    shown.append(&body.shown);
    let right = if is_fenced(&body) { Edge::Closed } else { Edge::Loose };
    Piece { shown, left, right, shape: Shape::PRODUCT }
}

/// Whether the part is in delimiters.
fn is_fenced(piece: &Piece) -> bool {
    piece.shape == Shape::ATOM && matches!(piece.left, Edge::Closed | Edge::Class(Class::Open))
}

/// A part with scripts. Without base they belong to what is before them.
fn scripts(base: Option<Piece>, lower: Option<&Node>, upper: Option<&Node>, at: u32) -> Piece {
    let mut whole = match base {
        Some(base) => base.grouped(|shape| shape.takes_scripts),
        None => Piece { left: Edge::Attached, ..Piece::nothing() },
    };
    let keeps_end = matches!(
        whole.right,
        Edge::Class(Class::Function | Class::Large | Class::Relation | Class::Binary | Class::Prefix | Class::Open)
    );
    let is_prime = upper.is_some_and(|upper| lower.is_none() && is_primes(upper));
    let mut is_plain = true;
    for (node, is_raised) in [(lower, false), (upper, true)] {
        let Some(node) = node else { continue };
        let own = script_piece(node);
        if own.shown.text.is_empty() {
            continue;
        }
        let end = script(&own, is_raised, at, &mut whole.shown);
        is_plain &= end == Edge::Closed && !whole.shown.text.ends_with(')');
        if !keeps_end {
            whole.right = end;
        }
    }
    whole.shape = Shape {
        takes_scripts: whole.shape.takes_scripts && is_prime,
        is_operand: whole.shape.is_operand && is_plain,
        is_product: whole.shape.is_product,
    };
    whole
}

/// A script as a part. A table that is a whole script, as of `\substack`, needs no brackets.
fn script_piece(node: &Node) -> Piece {
    match only(node) {
        Node::Table { kind: TableKind::Matrix | TableKind::Lines, rows, at } => {
            Piece { shape: Shape::LOOSE, ..table(TableKind::Matrix, rows, *at, Place::Script) }
        }
        node => piece(node, Place::Script),
    }
}

fn is_primes(node: &Node) -> bool {
    match node {
        Node::Row(row) => row.iter().all(is_primes),
        Node::Symbol(symbol) => symbol.shown.text.chars().all(|c| matches!(c, '′' | '″' | '‴')),
        _ => false,
    }
}

/// Appends a script: with the characters that Unicode has, else after `^` or `_`. Returns how it ends.
fn script(own: &Piece, is_raised: bool, at: u32, out: &mut Rendered) -> Edge {
    let text = own.shown.text.as_str();
    if let Some(forms) = forms(text, is_raised) {
        out.append(&Rendered { text: forms, at: own.shown.at.clone() });
        return Edge::Closed;
    }
    out.push(if is_raised { '^' } else { '_' }, at);
    if text.chars().nth(1).is_none() {
        out.append(&own.shown);
        return Edge::Script;
    }
    out.push('(', at);
    out.append(&own.shown);
    out.push(')', own.shown.last());
    Edge::Closed
}

/// The raised or lowered characters for a text, if there are such for all of it. Primes and other signs that look
/// raised by themselves have no other form, so after another character they would not be read as a part of the script.
fn forms(text: &str, is_raised: bool) -> Option<String> {
    let is_sign = |c: char| matches!(c, '′' | '″' | '°' | '∘' | '†');
    let signs = text.chars().take_while(|c| is_sign(*c)).count();
    let is_clear = |(at, c): (usize, char)| c != '∗' && (at < signs || !is_sign(c));
    if !text.char_indices().enumerate().all(|(at, (_, c))| is_clear((at, c))) {
        return None;
    }
    text.chars().map(|c| raised::form(c, is_raised)).collect()
}

fn accent(mark: Mark, base: Piece, at: u32) -> Piece {
    let letters = base.shown.text.chars().filter(|c| !is_combining(*c)).count();
    let all_letters = base.shown.text.chars().all(|c| c.is_alphanumeric() || is_combining(c));
    match mark {
        Mark::Line(c) if all_letters && letters > 0 => {
            let mut shown = Rendered::default();
            for (letter, at) in base.shown.text.chars().zip(&base.shown.at) {
                shown.push(letter, *at);
                if !is_combining(letter) {
                    shown.push(c, *at);
                }
            }
            let letter = Edge::Class(if letters > 1 { Class::Name } else { Class::Letter });
            Piece { shown, left: letter, right: letter, shape: if letters > 1 { Shape::NAME } else { Shape::ATOM } }
        }
        Mark::Combining(c @ '\u{338}') if let Some(composed) = composed(&base.shown.text, c) => {
            Piece { shown: Rendered::new(composed.encode_utf8(&mut [0; 4]), at), ..base }
        }
        Mark::Combining(c) | Mark::Line(c) => {
            let is_operator = matches!(base.left, Edge::Class(Class::Relation | Class::Binary | Class::Large));
            let mut whole = if letters == 1 || is_fenced(&base) { base } else { base.parenthesised() };
            let last = whole.shown.last();
            whole.shown.push(c, last);
            if !is_operator {
                let edge = if letters == 1 { Edge::Class(Class::Letter) } else { Edge::Closed };
                (whole.left, whole.right, whole.shape) = (edge, edge, Shape::ATOM);
            }
            whole
        }
        Mark::Brace(c) => {
            let group = if is_fenced(&base) { base } else { base.parenthesised() };
            let mut shown = Rendered::default();
            shown.push(c, at);
            shown.append(&group.shown);
            Piece { shown, left: Edge::Class(Class::Letter), right: Edge::Closed, shape: Shape::ATOM }
        }
    }
}

/// The single character that Unicode has for a character with a mark.
fn composed(text: &str, mark: char) -> Option<char> {
    let mut chars = text.chars();
    let base = chars.next().filter(|_| chars.next().is_none())?;
    unicode_normalization::char::compose(base, mark)
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{20d0}'..='\u{20ff}')
}

/// The rows of a table, separated by semicolons, without brackets. Cells are separated by spaces if no cell contains
/// one and there are several rows, else by commas.
fn table(kind: TableKind, rows: &[Vec<Node>], at: u32, place: Place) -> Piece {
    let inner = if place == Place::Script { place } else { Place::Inner };
    let cells = |cells: &Vec<Node>| cells.iter().map(|cell| piece(cell, inner)).collect::<Vec<Piece>>();
    let rows: Vec<Vec<Piece>> = rows.iter().map(cells).collect();
    let is_split = |cell: &Piece| cell.shown.text.is_empty() || cell.shown.text.contains([' ', ',', ';', '\n']);
    let is_simple = kind == TableKind::Matrix && rows.len() > 1 && !rows.iter().flatten().any(is_split);
    let mut shown = Rendered::default();
    if kind == TableKind::Cases {
        "{ ".chars().for_each(|c| shown.push(c, at));
    }
    for (number, cells) in rows.iter().enumerate() {
        if number > 0 {
            separate(&mut shown, ';');
        }
        let filled = |cell: &&Piece| kind == TableKind::Matrix || !cell.shown.text.is_empty();
        let mut before: Option<&Piece> = None;
        for cell in cells.iter().filter(filled) {
            // In columns aligned at a relation, the cells are parts of one equation.
            let continues = |before: &Piece| is_relation(before.right) || is_relation(cell.left);
            match before.replace(cell) {
                None => {}
                Some(before) if is_simple || continues(before) => shown.push(' ', shown.last()),
                Some(_) => separate(&mut shown, ','),
            }
            if kind == TableKind::Matrix && is_list(&cell.shown.text) {
                shown.append(&cell.clone().parenthesised().shown);
            } else {
                shown.append(&cell.shown);
            }
        }
    }
    if kind == TableKind::Cases {
        return Piece { shown, left: Edge::Table, right: Edge::Loose, shape: Shape::LOOSE };
    }
    Piece { shown, left: Edge::Table, right: Edge::Table, shape: Shape::LOOSE }
}

fn is_relation(edge: Edge) -> bool {
    matches!(edge, Edge::Class(Class::Relation | Class::Binary))
}

/// Whether a cell contains commas or semicolons outside delimiters, other than at its end.
fn is_list(cell: &str) -> bool {
    let (mut depth, mut is_in_bars) = (0_usize, false);
    cell.trim_end_matches([',', ';', ' ']).chars().any(|c| {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            '|' => is_in_bars = !is_in_bars,
            _ => {}
        }
        depth == 0 && !is_in_bars && matches!(c, ',' | ';')
    })
}

/// Appends a separator of cells or rows, unless the author has written one.
fn separate(shown: &mut Rendered, separator: char) {
    let last = shown.last();
    if !shown.text.ends_with([',', ';', '；', '，', '{']) {
        shown.push(separator, last);
    }
    shown.push(' ', last);
}
