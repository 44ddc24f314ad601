//! A run: the text of a block between two of its boundaries, put together from text nodes.

use std::ops::Range;

use html5ever::tendril::StrTendril;
use html5ever::{Attribute, QualName, local_name, ns};

use crate::document::build::tex::delimiters::{Found, Rule, formulas};
use crate::document::html::tree::{NodeData, Tree};
use crate::formula;

/// An edge of an element that Markdown made of a character of the formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::document::build::tex) struct Edge {
    /// The characters that it may have been made of, the likelier ones first.
    pub(in crate::document::build::tex) marks: [&'static str; 2],
}

/// A part of a run.
enum Piece {
    /// A text node, with its range in the text of the tree.
    Text(u32, Range<usize>),
    /// An edge of an element.
    Edge(Edge),
    /// A `br` element.
    Break(u32),
}

/// The text of a block between two of its boundaries.
#[derive(Default)]
pub(in crate::document::build::tex) struct Run {
    pieces: Vec<Piece>,
    marked: bool,
}

/// The text of a run, and where each piece of it is.
struct Joined {
    text: String,
    starts: Vec<usize>,
}

impl Run {
    /// Adds a text node.
    pub(in crate::document::build::tex) fn text(&mut self, tree: &Tree, id: u32) {
        let NodeData::Text(start, end) = tree.node(id).data else { return };
        let range = start as usize..end as usize;
        self.marked |= tree.text.get(range.clone()).is_some_and(|text| text.contains(['$', '\\']));
        self.pieces.push(Piece::Text(id, range));
    }

    /// Whether a delimiter is in it.
    pub(in crate::document::build::tex) fn is_marked(&self) -> bool {
        self.marked
    }

    /// Adds an edge of an element.
    pub(in crate::document::build::tex) fn edge(&mut self, edge: Edge) {
        self.pieces.push(Piece::Edge(edge));
    }

    /// Adds a `br` element, which is white space to TeX.
    pub(in crate::document::build::tex) fn line_break(&mut self, id: u32) {
        self.pieces.push(Piece::Break(id));
    }

    /// Whether there are formulas that cannot be anything else.
    pub(in crate::document::build::tex) fn has_certain(&self, tree: &Tree) -> bool {
        !formulas(&self.join(tree).text, Rule::Certain).is_empty()
    }

    /// Puts each formula into an element of its own.
    pub(in crate::document::build::tex) fn mark(&self, tree: &mut Tree, rule: Rule, inline: bool) {
        let joined = self.join(tree);
        // The last ones first, so that the ranges of those before stay valid.
        for found in formulas(&joined.text, rule).iter().rev() {
            self.mark_one(tree, &joined, found, inline);
        }
    }

    fn join(&self, tree: &Tree) -> Joined {
        let mut joined = Joined { text: String::new(), starts: Vec::with_capacity(self.pieces.len()) };
        for piece in &self.pieces {
            joined.starts.push(joined.text.len());
            match piece {
                Piece::Text(_, range) => joined.text.push_str(tree.text.get(range.clone()).unwrap_or_default()),
                Piece::Edge(edge) => joined.text.push_str(edge.marks[0]),
                Piece::Break(_) => joined.text.push('\n'),
            }
        }
        joined
    }

    fn mark_one(&self, tree: &mut Tree, joined: &Joined, found: &Found, inline: bool) {
        let source = self.source(joined, found);
        // The piece in which the formula begins.
        let first = joined.starts.partition_point(|start| *start <= found.range.start);
        let within = |at: usize| {
            let piece = self.pieces.get(at)?;
            let start = *joined.starts.get(at)?;
            match piece {
                Piece::Text(id, range) if start + range.len() > found.range.start => Some((*id, start, range.clone())),
                _ => None,
            }
        };
        let Some(at) = (0..first).rev().find(|at| within(*at).is_some()) else { return };
        let Some((id, start, range)) = within(at) else { return };
        let cut = range.start + (found.range.start - start);
        let (parent, next) = (tree.node(id).parent, tree.node(id).next);
        let kept = match tree.node(id).data {
            NodeData::Text(_, end) => end as usize,
            _ => return,
        };
        set_text(tree, id, range.start..cut);
        let class = if found.display && !inline { "math-display" } else { "math-inline" };
        let element = add_formula(tree, parent, next, class);
        let from = tree.text.len();
        tree.text.push_str(&source);
        let node = tree.add(local_name!("span"), element, u32::MAX);
        set_text(tree, node, from..tree.text.len());
        let end = found.range.end - start;
        if end <= range.len() {
            // What follows in the same node, as far as no formula took it.
            let tail = tree.add(local_name!("span"), parent, next);
            set_text(tree, tail, (range.start + end).min(kept)..kept);
            return;
        }
        for later in at + 1..self.pieces.len() {
            let (Some(piece), Some(start)) = (self.pieces.get(later), joined.starts.get(later)) else { break };
            if *start >= found.range.end {
                break;
            }
            let (id, range) = match piece {
                Piece::Text(id, range) => (id, range),
                Piece::Break(id) => {
                    set_text(tree, *id, 0..0);
                    continue;
                }
                Piece::Edge(_) => continue,
            };
            let NodeData::Text(_, end) = tree.node(*id).data else { continue };
            set_text(tree, *id, (range.start + (found.range.end - start)).min(end as usize)..end as usize);
        }
    }

    /// The source of a formula, with the characters that Markdown took for emphasis.
    fn source(&self, joined: &Joined, found: &Found) -> String {
        let source = joined.text.get(found.inner.clone()).unwrap_or_default().to_owned();
        if formula::render(source.trim()).is_some() {
            return source;
        }
        let others = [Some(1), None].map(|which| self.written(joined, found, which));
        others.into_iter().find(|other| formula::render(other.trim()).is_some()).unwrap_or(source)
    }

    /// The source of a formula, with these of the characters that each edge in it may have been made of.
    fn written(&self, joined: &Joined, found: &Found, which: Option<usize>) -> String {
        let mut out = String::with_capacity(found.inner.len() + 8);
        let first = joined.starts.partition_point(|start| *start <= found.range.start);
        let mut at = found.inner.start;
        for (piece, start) in self.pieces.iter().zip(&joined.starts).skip(first) {
            if *start >= found.range.end {
                break;
            }
            if let Piece::Edge(edge) = piece {
                out.push_str(joined.text.get(at..*start).unwrap_or_default());
                out.push_str(which.and_then(|which| edge.marks.get(which)).copied().unwrap_or_default());
                at = *start + edge.marks[0].len();
            }
        }
        out.push_str(joined.text.get(at..found.inner.end).unwrap_or_default());
        out
    }
}

/// Makes a text node of a node, or changes its range.
pub(in crate::document::build::tex) fn set_text(tree: &mut Tree, id: u32, range: Range<usize>) {
    if let Some(node) = tree.nodes.get_mut(id as usize) {
        node.data = NodeData::Text(range.start as u32, range.end as u32);
    }
}

fn add_formula(tree: &mut Tree, parent: u32, next: u32, class: &'static str) -> u32 {
    let id = tree.add(local_name!("span"), parent, next);
    set_class(tree, id, class);
    id
}

/// Gives an element of HTML a class as its only attribute.
pub(in crate::document::build::tex) fn set_class(tree: &mut Tree, id: u32, class: &'static str) {
    let name = QualName::new(None, ns!(), local_name!("class"));
    let attribute = Attribute { name, value: StrTendril::from_slice(class) };
    if let Some(node) = tree.nodes.get_mut(id as usize)
        && let NodeData::Element { attributes, .. } = &mut node.data
    {
        *attributes = vec![attribute];
    }
}
