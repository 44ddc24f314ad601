//! The elements of MathML that have other elements as parts: fractions, roots, scripts, tables, fences.

use crate::document::build::mathml::convert::Converter;
use crate::document::build::mathml::operator::operator;
use crate::formula::tree::{Class, Mark, Node};

impl Converter<'_> {
    /// An element that is not a token. What is malformed or unknown is a row.
    pub(in crate::document::build::mathml) fn element(&self, id: u32, name: &str, depth: usize) -> Node {
        let children = self.children(id);
        let part = |id: u32| self.node(id, depth - 1, true);
        let boxed = |id: u32| Box::new(part(id));
        match (name, children.as_slice()) {
            ("mfrac", [over, under]) if self.has_no_bar(id) => Node::stack([part(*over), part(*under)]),
            ("mfrac", [over, under]) => Node::Fraction(Box::new([part(*over), part(*under)])),
            ("msqrt", _) => Node::Root { index: None, body: Box::new(self.row(id, depth)), at: 0 },
            ("mroot", [body, index]) => Node::Root { index: Some(boxed(*index)), body: boxed(*body), at: 0 },
            ("msup", [base, above]) => script(part(*base), None, Some(part(*above))),
            ("msub", [base, below]) => script(part(*base), Some(part(*below)), None),
            ("msubsup", [base, below, above]) => script(part(*base), Some(part(*below)), Some(part(*above))),
            ("mover", [base, above]) => over(part(*base), part(*above)),
            ("munder", [base, below]) => under(part(*base), part(*below)),
            ("munderover", [base, below, above]) => {
                let (below, above) = (part(*below), part(*above));
                match (mark(&below, false), mark(&above, true)) {
                    (None, None) => script(part(*base), Some(below), Some(above)),
                    (None, Some(_)) => under(over(part(*base), above), below),
                    (Some(_), _) => over(under(part(*base), below), above),
                }
            }
            ("mmultiscripts", [base, scripts @ ..]) => self.multiscripts(*base, scripts, depth),
            ("mtable", rows) => self.table(id, rows, depth),
            ("mfenced", parts) => self.fenced(id, parts, depth),
            ("menclose", _) => self.enclosed(id, depth),
            _ => self.row(id, depth),
        }
    }

    fn multiscripts(&self, base: u32, scripts: &[u32], depth: usize) -> Node {
        let mut before = Vec::new();
        let mut after = vec![self.node(base, depth - 1, true)];
        let mut is_before = false;
        let mut scripts = scripts.iter().copied();
        while let Some(id) = scripts.next() {
            if self.name(id) == "mprescripts" {
                is_before = true;
                continue;
            }
            let part = |id: u32| Some(self.node(id, depth - 1, true)).filter(|node| !node.is_nothing());
            let (lower, upper) = (part(id), scripts.next().and_then(part));
            if lower.is_none() && upper.is_none() {
                continue;
            }
            if is_before {
                before.push(Node::Prescript { lower: lower.map(Box::new), upper: upper.map(Box::new), at: 0 });
            } else {
                let base = if after.len() == 1 { after.pop() } else { None };
                let is_base = base.is_some();
                let own = script(base.unwrap_or_else(Node::nothing), lower, upper);
                if is_base {
                    after.push(Node::nothing());
                }
                after.push(own);
            }
        }
        before.append(&mut after);
        Node::row(before)
    }

    /// A table. Columns aligned at a relation are equations, one on each line.
    fn table(&self, id: u32, rows: &[u32], depth: usize) -> Node {
        let align = self.tree.attribute(id, "columnalign").unwrap_or_default();
        let is_lines =
            align.trim().starts_with("right left") || self.tree.attribute(id, "displaystyle") == Some("true");
        let row = |id: &u32| {
            let mut cells = self.children(*id);
            match self.name(*id) {
                // The label is in the margin.
                "mlabeledtr" if !cells.is_empty() => cells.rotate_left(1),
                "mtr" | "mlabeledtr" => {}
                _ => cells = vec![*id],
            }
            cells.iter().map(|cell| self.node(*cell, depth.saturating_sub(2), true)).collect::<Vec<_>>()
        };
        let rows = rows.iter().map(row).collect();
        if is_lines { Node::lines(rows, 0) } else { Node::matrix(rows, 0) }
    }

    /// `mfenced`, MathML 3 §3.3.8.
    fn fenced(&self, id: u32, parts: &[u32], depth: usize) -> Node {
        let attribute = |name, default| self.tree.attribute(id, name).unwrap_or(default).trim();
        let separators: Vec<char> = attribute("separators", ",").chars().filter(|c| !c.is_whitespace()).collect();
        let mut row = vec![Node::symbol(Class::Open, attribute("open", "("), 0)];
        for (number, part) in parts.iter().enumerate() {
            let separator = number.checked_sub(1).and_then(|at| separators.get(at).or(separators.last()));
            row.extend(separator.map(|c| operator(c.encode_utf8(&mut [0; 4]), None, false, false)));
            row.push(self.node(*part, depth - 1, true));
        }
        row.push(Node::symbol(Class::Close, attribute("close", ")"), 0));
        Node::row(row)
    }

    /// `menclose`, MathML 3 §3.3.9.
    fn enclosed(&self, id: u32, depth: usize) -> Node {
        let notation = self.tree.attribute(id, "notation").unwrap_or_default();
        let mut inner = self.row(id, depth);
        let has = |name: &str| notation.split_whitespace().any(|word| word == name);
        if has("radical") {
            inner = Node::Root { index: None, body: Box::new(inner), at: 0 };
        }
        let strikes = ["updiagonalstrike", "downdiagonalstrike", "horizontalstrike", "verticalstrike"];
        let lines = [
            (strikes.into_iter().any(has), '\u{336}'),
            (has("top") || has("actuarial"), '\u{305}'),
            (has("bottom"), '\u{332}'),
        ];
        for (_, line) in lines.into_iter().filter(|(is_there, _)| *is_there) {
            inner = Node::Accent { mark: Mark::Line(line), base: Box::new(inner), at: 0 };
        }
        if has("left") && has("right") && !has("top") {
            let bar = |class| Node::symbol(class, "|", 0);
            inner = Node::Row(vec![bar(Class::Open), inner, bar(Class::Close)]);
        }
        inner
    }
}

fn script(base: Node, lower: Option<Node>, upper: Option<Node>) -> Node {
    Node::Script { base: Box::new(base), lower: lower.map(Box::new), upper: upper.map(Box::new), at: 0 }
}

fn over(base: Node, above: Node) -> Node {
    match mark(&above, true) {
        Some(mark) => accent(mark, base),
        None => script(base, None, Some(above)),
    }
}

fn under(base: Node, below: Node) -> Node {
    match mark(&below, false) {
        Some(mark) => accent(mark, base),
        None => script(base, Some(below), None),
    }
}

fn accent(mark: Mark, base: Node) -> Node {
    // The accent of one letter and the line above several are often the same character.
    let is_letter = base.as_symbol().is_some_and(|symbol| symbol.shown.text.chars().nth(1).is_none());
    let mark = match mark {
        Mark::Combining('\u{304}') if !is_letter => Mark::Line('\u{305}'),
        mark => mark,
    };
    Node::Accent { mark, base: Box::new(base), at: 0 }
}

/// The mark that a character above or below a base stands for.
fn mark(node: &Node, is_above: bool) -> Option<Mark> {
    let text = &node.as_symbol()?.shown.text;
    if !is_above {
        return match text.as_str() {
            "_" | "‾" | "¯" | "―" | "‗" | "̲" | "−" => Some(Mark::Line('\u{332}')),
            "⏟" | "⎵" | "⏝" => text.chars().next().map(Mark::Brace),
            _ => None,
        };
    }
    Some(match text.as_str() {
        "^" | "ˆ" | "\u{302}" => Mark::Combining('\u{302}'),
        "¯" | "ˉ" | "\u{304}" => Mark::Combining('\u{304}'),
        "‾" | "―" | "_" | "−" | "─" | "\u{305}" => Mark::Line('\u{305}'),
        "→" | "⟶" | "⇀" | "\u{20d7}" => Mark::Combining('\u{20d7}'),
        "←" | "⟵" | "\u{20d6}" => Mark::Combining('\u{20d6}'),
        "↔" | "\u{20e1}" => Mark::Combining('\u{20e1}'),
        "~" | "˜" | "∼" | "\u{303}" => Mark::Combining('\u{303}'),
        "." | "˙" | "⋅" | "\u{307}" => Mark::Combining('\u{307}'),
        ".." | "¨" | "\u{308}" => Mark::Combining('\u{308}'),
        "..." | "\u{20db}" => Mark::Combining('\u{20db}'),
        "ˇ" | "\u{30c}" => Mark::Combining('\u{30c}'),
        "˘" | "\u{306}" => Mark::Combining('\u{306}'),
        "´" | "ˊ" | "\u{301}" => Mark::Combining('\u{301}'),
        "`" | "ˋ" | "\u{300}" => Mark::Combining('\u{300}'),
        "˚" | "\u{30a}" => Mark::Combining('\u{30a}'),
        "⏞" | "⎴" | "⏜" => text.chars().next().map(Mark::Brace)?,
        _ => return None,
    })
}
