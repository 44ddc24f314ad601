//! MathML without TeX source as text: sub- and superscripts as styles, fractions with a slash.

use crate::document::build::builder::Builder;
use crate::document::build::context::Leaf;
use crate::document::build::flush::is_blank;
use crate::document::build::inline::{SpanFormat, WhiteSpace};
use crate::document::html::tree::Tree;
use crate::document::model::{BlockKind, Inline, Style};
use crate::text::Clean;

/// Anything deeper becomes plain text.
const MAX_DEPTH: usize = 64;

/// The parts of a formula, with the style of sub- and superscripts.
pub(in crate::document) fn parts(tree: &Tree, id: u32) -> Vec<(String, Style)> {
    let mut formula = Formula { tree, out: Vec::new() };
    formula.read(id, Style::empty(), MAX_DEPTH);
    if let Some((last, _)) = formula.out.last_mut() {
        last.truncate(last.trim_end().len());
    }
    formula.out
}

struct Formula<'t> {
    tree: &'t Tree,
    out: Vec<(String, Style)>,
}

impl Formula<'_> {
    fn push(&mut self, text: &str, style: Style) {
        match self.out.last_mut() {
            Some((last, same)) if *same == style => last.push_str(text),
            _ => self.out.push((text.to_owned(), style)),
        }
    }

    fn read(&mut self, id: u32, style: Style, depth: usize) {
        let tree = self.tree;
        let Some(name) = tree.name(id) else {
            let text = tree.text_of(id).unwrap_or_default();
            return self.push(&text.split_whitespace().collect::<Vec<_>>().join(" "), style);
        };
        let children: Vec<u32> = tree.children(id).filter(|child| tree.name(*child).is_some()).collect();
        let script = |raised: bool| if raised { Style::SUPERSCRIPT } else { Style::SUBSCRIPT };
        match (&**name, children.as_slice()) {
            ("annotation" | "annotation-xml", _) => {}
            (_, _) if depth == 0 => self.push(tree.content(id).trim(), style),
            ("mfrac", [over, under]) => {
                self.parenthesised(&[*over], style, depth);
                self.push("/", style);
                self.parenthesised(&[*under], style, depth);
            }
            ("msqrt", all) => {
                self.push("√", style);
                self.parenthesised(all, style, depth);
            }
            ("msup" | "mover", [base, above]) => self.scripts(*base, &[(*above, script(true))], style, depth),
            ("msub" | "munder", [base, below]) => self.scripts(*base, &[(*below, script(false))], style, depth),
            ("msubsup" | "munderover", [base, below, above]) => {
                self.scripts(*base, &[(*below, script(false)), (*above, script(true))], style, depth);
            }
            ("mo", _) => {
                let sign = tree.content(id);
                let sign = sign.trim();
                let apart = style.is_empty() && sign.chars().all(|c| "=<>≤≥≠≈≡+−±×→⇒⇔∈⊂⊆∪∩".contains(c));
                let blank = if apart { " " } else { "" };
                self.push(&format!("{blank}{sign}{blank}"), style);
            }
            ("mtd" | "mtr" | "mspace", _) => {
                tree.children(id).for_each(|child| self.read(child, style, depth - 1));
                self.push(" ", style);
            }
            _ => tree.children(id).for_each(|child| self.read(child, style, depth - 1)),
        }
    }

    fn scripts(&mut self, base: u32, scripts: &[(u32, Style)], style: Style, depth: usize) {
        self.read(base, style, depth - 1);
        for (script, kind) in scripts {
            self.read(*script, *kind, depth - 1);
        }
    }

    /// Parenthesised if there is more than one leaf.
    fn parenthesised(&mut self, ids: &[u32], style: Style, depth: usize) {
        let several = leaves(self.tree, ids) > 1;
        if several {
            self.push("(", style);
        }
        ids.iter().for_each(|id| self.read(*id, style, depth - 1));
        if several {
            self.push(")", style);
        }
    }
}

/// The number of non-blank texts below, at most 2.
fn leaves(tree: &Tree, ids: &[u32]) -> usize {
    let below = ids.iter().flat_map(|id| tree.descendants(*id));
    below.filter(|id| tree.text_of(*id).is_some_and(|text| !text.trim().is_empty())).take(2).count()
}

impl Builder<'_> {
    /// Adds a formula in TeX or as plain text.
    pub(in crate::document) fn math(&mut self, source: &str, display: bool) {
        if is_blank(source) {
            return;
        }
        if display && !self.context.cell && self.context.leaf == Leaf::Paragraph {
            self.flush();
            let block = self.block(BlockKind::Math, Inline::plain(Clean::text(source.trim())));
            self.document.blocks.push(block);
        } else {
            let format = SpanFormat { style: self.context.format.style | Style::MATH, ..self.context.format };
            self.text.push(source.trim(), WhiteSpace::Collapse, format);
        }
    }

    /// Adds a formula without TeX source, as inline text or as a block.
    pub(in crate::document) fn mathml(&mut self, id: u32, display: bool) {
        let parts = parts(self.tree, id);
        if display {
            self.flush();
            self.context.leaf = Leaf::Math;
        }
        for (text, style) in parts {
            let format = SpanFormat { style: self.context.format.style | style, ..self.context.format };
            self.text.push(&text, WhiteSpace::Keep, format);
        }
        if display {
            self.flush();
            self.context.leaf = Leaf::Paragraph;
        }
    }
}
