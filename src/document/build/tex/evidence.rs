//! What a page itself says about the formulas in it.

use html5ever::local_name;

use crate::document::build::tex::delimiters::Rule;
use crate::document::dialect::math::Math;
use crate::document::html::tree::{ROOT, Tree};

/// Marks in the addresses and sources of programs that draw formulas.
const PROGRAMS: [&str; 3] = ["mathjax", "katex", "rendermathinelement"];

/// Bytes of a script that are looked through.
const SCRIPT: usize = 16 << 10;

/// What a page says about the formulas in it.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::document::build::tex) struct Evidence {
    /// Whether it loads MathJax or KaTeX.
    pub(in crate::document::build::tex) loads: bool,
    /// Whether code between dollars is a formula: blogdown's `math-code.js`.
    pub(in crate::document::build::tex) code: bool,
    /// Whether single dollars are delimiters, if its settings say which delimiters there are.
    dollars: Option<bool>,
}

impl Evidence {
    /// What a tree and what is known of its page say.
    pub(in crate::document::build::tex) fn of(tree: &Tree, math: Math) -> Self {
        let mut evidence = Self { loads: math.loads, code: math.code, dollars: None };
        for id in tree.descendants(ROOT) {
            match tree.html(id) {
                Some(name) if *name == local_name!("script") => evidence.script(tree, id),
                Some(name) if *name == local_name!("link") => {
                    let address = tree.attribute(id, "href").unwrap_or_default().to_ascii_lowercase();
                    evidence.loads |= PROGRAMS.iter().any(|program| address.contains(program));
                }
                _ => {}
            }
        }
        evidence
    }

    fn script(&mut self, tree: &Tree, id: u32) {
        let kind = tree.attribute(id, "type").unwrap_or_default();
        if kind.starts_with("math/") {
            return;
        }
        let address = tree.attribute(id, "src").unwrap_or_default().to_ascii_lowercase();
        let mut source = tree.content(id);
        let end = (0..=SCRIPT.min(source.len())).rev().find(|end| source.is_char_boundary(*end)).unwrap_or(0);
        source.truncate(end);
        let lower = source.to_ascii_lowercase();
        self.loads |= PROGRAMS.iter().any(|program| address.contains(program) || lower.contains(program));
        self.code |= address.contains("math-code") || lower.contains("math-code");
        let lists = ["inlinemath", "delimiters:"].iter().any(|key| lower.contains(key));
        if lists {
            let dollar = ["'$'", "\"$\"", "`$`"].iter().any(|quoted| source.contains(quoted));
            self.dollars = Some(dollar || self.dollars == Some(true));
        }
    }

    /// What may be a formula in the text.
    pub(in crate::document::build::tex) fn rule(self) -> Rule {
        match self.dollars {
            Some(false) => Rule::NoDollars,
            Some(true) => Rule::Drawn,
            None if self.loads || self.code => Rule::Drawn,
            None => Rule::Certain,
        }
    }
}
