//! MathML as the tree of a formula (MathML Core; MathML 3 for the elements that Core leaves out).

use crate::document::build::mathml::operator::{identifier, operator, space, words};
use crate::document::build::style::CommonAttributes;
use crate::document::html::tree::Tree;
use crate::formula::LONGEST;
use crate::formula::alphabet::set_in;
use crate::formula::tree::{Class, Node};
use crate::formula::write::write;
use crate::text::Clean;

/// Anything deeper becomes plain text.
const DEEPEST: usize = 64;

/// A formula as Unicode text on one line. `None` if it is too long.
pub(in crate::document::build::mathml) fn line(tree: &Tree, id: u32) -> Option<String> {
    let mut length = 0;
    let texts = tree.descendants(id).inspect(|_| length += 1).filter_map(|id| tree.text_of(id));
    let bytes: usize = texts.map(str::len).sum();
    if bytes.saturating_add(length) > 4 * LONGEST {
        return None;
    }
    Some(write(&Converter { tree }.row(id, DEEPEST)).text.trim().to_owned())
}

pub(in crate::document::build::mathml) fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Converts the elements below one formula.
pub(in crate::document::build::mathml) struct Converter<'t> {
    pub(in crate::document::build::mathml) tree: &'t Tree,
}

impl Converter<'_> {
    /// The children that are elements.
    pub(in crate::document::build::mathml) fn children(&self, id: u32) -> Vec<u32> {
        self.tree.children(id).filter(|child| self.tree.name(*child).is_some()).collect()
    }

    /// The name of an element, or nothing.
    pub(in crate::document::build::mathml) fn name(&self, id: u32) -> &str {
        self.tree.name(id).map_or("", |name| &**name)
    }

    /// The children of an element as a row.
    pub(in crate::document::build::mathml) fn row(&self, id: u32, depth: usize) -> Node {
        let ids: Vec<u32> = self.tree.children(id).collect();
        let mut nodes = Vec::with_capacity(ids.len());
        let mut at = 0;
        while let Some(id) = ids.get(at).copied() {
            if let Some(binomial) = self.binomial(ids.get(at..at + 3), depth) {
                nodes.push(binomial);
                at += 3;
                continue;
            }
            nodes.push(self.node(id, depth.saturating_sub(1), nodes.is_empty()));
            at += 1;
        }
        Node::row(nodes)
    }

    /// A fraction without bar in parentheses.
    fn binomial(&self, ids: Option<&[u32]>, depth: usize) -> Option<Node> {
        let [open, fraction, close] = ids? else { return None };
        let is = |id: &u32, text: &str| self.name(*id) == "mo" && self.tree.content(*id).trim() == text;
        if self.name(*fraction) != "mfrac" || !self.has_no_bar(*fraction) || !is(open, "(") || !is(close, ")") {
            return None;
        }
        match self.children(*fraction).as_slice() {
            [over, under] if depth > 1 => {
                Some(Node::Binomial(Box::new([self.node(*over, depth - 2, true), self.node(*under, depth - 2, true)])))
            }
            _ => None,
        }
    }

    /// Whether a fraction has no bar.
    pub(in crate::document::build::mathml) fn has_no_bar(&self, id: u32) -> bool {
        self.tree.attribute(id, "linethickness").is_some_and(|width| {
            let number = width.trim().trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
            number.parse::<f64>() == Ok(0.0)
        })
    }

    /// A node of the tree. `is_first` says whether nothing is before it in its row.
    pub(in crate::document::build::mathml) fn node(&self, id: u32, depth: usize, is_first: bool) -> Node {
        let tree = self.tree;
        let Some(name) = tree.name(id) else {
            let text = Clean::text(tree.text_of(id).unwrap_or_default());
            return if text.trim().is_empty() { Node::nothing() } else { words(&collapsed(&text)) };
        };
        if CommonAttributes::read(tree.attributes(id)).hidden {
            return Node::nothing();
        }
        if depth == 0 {
            return words(&Clean::text(&tree.content(id)));
        }
        let text = || collapsed(&Clean::text(&tree.content(id)));
        match &**name {
            "mi" | "mn" => self.variant(id, identifier(&text(), &**name == "mn")),
            "mo" => {
                let is_fence = tree.attribute(id, "fence") == Some("true");
                operator(&text(), tree.attribute(id, "form"), is_fence, is_first)
            }
            "mtext" => words(&Clean::text(&tree.content(id))),
            "ms" => {
                let quote = |name| tree.attribute(id, name).unwrap_or("\"");
                words(&format!("{}{}{}", quote("lquote"), text(), quote("rquote")))
            }
            "mglyph" => words(&Clean::text(tree.attribute(id, "alt").unwrap_or_default())),
            "mspace" if tree.attribute(id, "linebreak") == Some("newline") => Node::symbol(Class::Break, "\n", 0),
            "mspace" => match space(tree.attribute(id, "width").unwrap_or_default()) {
                Class::Space => Node::symbol(Class::Space, " ", 0),
                class => Node::symbol(class, "", 0),
            },
            "mphantom" => Node::symbol(Class::Thin, "", 0),
            "annotation" | "annotation-xml" | "none" | "mprescripts" | "maligngroup" | "malignmark" | "script"
            | "style" => Node::nothing(),
            "semantics" | "maction" => {
                let selected = tree.attribute(id, "selection").and_then(|number| number.trim().parse::<usize>().ok());
                let selected = selected.filter(|_| &**name == "maction").unwrap_or(1).saturating_sub(1);
                let children = self.children(id);
                let shown = children.get(selected).or(children.first());
                shown.map_or_else(Node::nothing, |shown| self.node(*shown, depth - 1, is_first))
            }
            name => self.element(id, name, depth),
        }
    }

    /// A symbol in the alphabet of its `mathvariant`.
    fn variant(&self, id: u32, mut symbol: Node) -> Node {
        let alphabet = match self.tree.attribute(id, "mathvariant") {
            Some("double-struck") => "mathbb",
            Some("script" | "bold-script") => "mathcal",
            Some("fraktur" | "bold-fraktur") => "mathfrak",
            Some("bold" | "bold-italic") => "mathbf",
            _ => return symbol,
        };
        let plain = symbol.clone();
        if set_in(&mut symbol, alphabet).is_some() { symbol } else { plain }
    }
}
