//! Formulas in TeX, and MathML, which becomes Unicode text on one line.

mod convert;
mod elements;
mod operator;
mod rendered;

pub(in crate::document) use rendered::pictured;

use crate::document::build::builder::Builder;
use crate::document::build::context::Leaf;
use crate::document::build::flush::is_blank;
use crate::document::build::inline::{SpanFormat, WhiteSpace};
use crate::document::model::{BlockKind, Inline, Style};
use crate::formula;
use crate::text::{Clean, fold};

impl Builder<'_> {
    /// Adds a formula in TeX.
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
            let is_loose = is_loose(source) || ["frac", "sqrt", "\\over"].iter().any(|name| source.contains(name));
            self.text.push_apart(is_loose, |text| text.push(source.trim(), WhiteSpace::Collapse, format));
        }
    }

    /// Adds a MathML formula, as its source in TeX if it comes with one that says the same.
    pub(in crate::document) fn mathml(&mut self, id: u32, display: bool) {
        let tree = self.tree;
        let line = convert::line(tree, id);
        let annotation = tree.descendants(id).find(|id| {
            tree.name(*id).is_some_and(|name| &**name == "annotation")
                && tree.attribute(*id, "encoding").is_some_and(|encoding| encoding.to_ascii_lowercase().contains("tex"))
        });
        let annotation = annotation.map(|annotation| tree.content(annotation));
        let sources = annotation.as_deref().into_iter().chain(tree.attribute(id, "alttext"));
        let mut sources = sources.filter(|source| !is_blank(source));
        let Some(line) = line.filter(|line| !is_blank(line)) else {
            match sources.next() {
                Some(source) => self.math(source, display),
                None => self.linear(&convert::collapsed(&tree.content(id)), display && !self.context.cell),
            }
            return;
        };
        let source = sources
            .find(|source| formula::render(source.trim()).is_some_and(|shown| letters(&shown.text) == letters(&line)));
        match source {
            Some(source) => self.math(source, display),
            None => self.linear(&line, display && !self.context.cell),
        }
    }

    /// Adds a formula that is already Unicode text.
    fn linear(&mut self, line: &str, display: bool) {
        if display {
            self.flush();
            self.context.leaf = Leaf::Math;
        }
        let style = self.context.format.style | Style::MATH | Style::LINEAR;
        let format = SpanFormat { style, ..self.context.format };
        self.text.push_apart(is_loose(line), |text| text.push(line, WhiteSpace::Keep, format));
        if display {
            self.flush();
            self.context.leaf = Leaf::Paragraph;
        }
    }
}

/// Whether a letter or digit directly beside a formula would become part of it: `3` before `1/2` is not 31/2.
fn is_loose(line: &str) -> bool {
    line.contains(['/', '√'])
}

/// The letters and digits of a formula, without regard to alphabets and accents.
fn letters(line: &str) -> String {
    fold(line).chars().filter(|c| c.is_alphanumeric()).collect()
}
