//! Walks a tree and marks the formulas in it.

use html5ever::{LocalName, local_name};
use memchr::memchr2;

use crate::document::build::tex::delimiters::{Rule, whole};
use crate::document::build::tex::evidence::Evidence;
use crate::document::build::tex::run::{Edge, Run, set_class, set_text};
use crate::document::build::tex::signs::{is_certain, is_plausible_code};
use crate::document::dialect::math::Math;
use crate::document::html::tree::{ROOT, Tree};
use crate::document::html::visit::Visit;

/// Classes of elements in which there are no delimiters: what MathJax ignores, and formulas that are drawn already.
const IGNORED: [&str; 8] =
    ["tex2jax_ignore", "mathjax_ignore", "no-mathjax", "nomath", "math-inline", "math-display", "katex", "MathJax"];

/// Puts the formulas between delimiters in the text of a tree into elements with the classes `math-inline` and
/// `math-display`. In a tree that Markdown was converted to, only the text in elements of HTML is searched: elsewhere
/// Markdown has decided. Linear in the tree.
pub(in crate::document) fn mark_formulas(tree: &mut Tree, math: Math, is_markdown: bool) {
    if memchr2(b'$', b'\\', tree.text.as_bytes()).is_none() {
        return;
    }
    let evidence = Evidence::of(tree, math);
    let mut blocks = Blocks::of(tree, is_markdown);
    let mut rule = evidence.rule();
    let texts_have = blocks.runs.iter().any(|(run, _)| run.has_certain(tree));
    if texts_have && rule == Rule::Certain {
        rule = Rule::Plausible;
    }
    for (run, inline) in std::mem::take(&mut blocks.runs) {
        run.mark(tree, rule, inline);
    }
    // Code between dollars shows the source where the page draws formulas without it.
    let is_source = is_markdown || evidence.loads || texts_have;
    if evidence.code || !is_source {
        mark_code(tree, &blocks.code, evidence.code);
    }
}

/// Marks inline code that is a formula as a whole. `any` says that all code between delimiters is.
fn mark_code(tree: &mut Tree, code: &[u32], any: bool) {
    let sources: Vec<(u32, String, bool)> = code
        .iter()
        .filter_map(|id| {
            let text = tree.content(*id);
            whole(&text).map(|(source, display)| (*id, source.to_owned(), display))
        })
        .collect();
    let certain = any || sources.iter().any(|(_, source, _)| is_certain(source));
    for (id, source, display) in sources {
        if !certain || !(any || is_plausible_code(&source)) {
            continue;
        }
        tree.rename(id, local_name!("span"));
        set_class(tree, id, if display { "math-display" } else { "math-inline" });
        let texts: Vec<u32> = tree.descendants(id).filter(|id| tree.text_of(*id).is_some()).collect();
        let from = tree.text.len();
        tree.text.push_str(&source);
        for (number, text) in texts.into_iter().enumerate() {
            let end = if number == 0 { tree.text.len() } else { from };
            set_text(tree, text, from..end);
        }
    }
}

/// What an element is to formulas.
enum Part {
    /// Text goes on through it.
    Inline,
    /// Text goes on through it; its edges may have been characters of a formula.
    Edges(Edge, Edge),
    /// A line break.
    Break,
    /// It holds no formulas.
    Opaque,
    /// Inline code.
    Code,
    /// It begins and ends a run.
    Block,
}

fn part(tree: &Tree, id: u32) -> Part {
    let Some(name) = tree.html(id) else { return Part::Opaque };
    let same = |marks| Part::Edges(Edge { marks }, Edge { marks });
    match *name {
        local_name!("em") | local_name!("i") => same(["_", "*"]),
        local_name!("strong") | local_name!("b") => same(["__", "**"]),
        local_name!("sub") => Part::Edges(Edge { marks: ["_{"; 2] }, Edge { marks: ["}"; 2] }),
        local_name!("sup") => Part::Edges(Edge { marks: ["^{"; 2] }, Edge { marks: ["}"; 2] }),
        local_name!("br") => Part::Break,
        local_name!("code") | local_name!("tt") => Part::Code,
        local_name!("pre")
        | local_name!("script")
        | local_name!("style")
        | local_name!("textarea")
        | local_name!("title")
        | local_name!("template")
        | local_name!("kbd")
        | local_name!("samp")
        | local_name!("xmp")
        | local_name!("listing")
        | local_name!("option") => Part::Opaque,
        local_name!("span") | local_name!("font") | local_name!("u") | local_name!("small") | local_name!("mark")
            if !is_ignored(tree, id) =>
        {
            Part::Inline
        }
        local_name!("nobr") | local_name!("wbr") | local_name!("ins") | local_name!("big") => Part::Inline,
        _ if is_ignored(tree, id) => Part::Opaque,
        _ => Part::Block,
    }
}

fn is_ignored(tree: &Tree, id: u32) -> bool {
    let class = tree.attribute(id, "class").unwrap_or_default();
    !class.is_empty()
        && class.split_ascii_whitespace().any(|class| IGNORED.iter().any(|known| class.starts_with(known)))
}

/// The runs of a tree, and its inline code.
struct Blocks {
    /// Each with whether all formulas in it stay in the line.
    runs: Vec<(Run, bool)>,
    code: Vec<u32>,
}

impl Blocks {
    fn of(tree: &Tree, is_markdown: bool) -> Self {
        let mut walker =
            Walker { tree, is_markdown, run: Run::default(), blocks: Self { runs: Vec::new(), code: Vec::new() } };
        tree.visit(&mut walker);
        walker.end_run(ROOT);
        walker.blocks
    }
}

struct Walker<'t> {
    tree: &'t Tree,
    is_markdown: bool,
    run: Run,
    blocks: Blocks,
}

impl Visit for Walker<'_> {
    fn enter(&mut self, id: u32) -> bool {
        if self.tree.name(id).is_none() {
            self.run.text(self.tree, id);
            return false;
        }
        match part(self.tree, id) {
            Part::Inline => return true,
            Part::Edges(open, _) => {
                self.run.edge(open);
                return true;
            }
            Part::Break => self.run.line_break(id),
            Part::Code => {
                self.end_run(self.tree.node(id).parent);
                if self.tree.attribute(id, "class").is_none() {
                    self.blocks.code.push(id);
                }
            }
            Part::Opaque => self.end_run(self.tree.node(id).parent),
            Part::Block => {
                self.end_run(self.tree.node(id).parent);
                return true;
            }
        }
        false
    }

    fn leave(&mut self, id: u32) {
        if self.tree.name(id).is_none() {
            return;
        }
        match part(self.tree, id) {
            Part::Edges(_, close) => self.run.edge(close),
            Part::Block => self.end_run(id),
            _ => {}
        }
    }
}

impl Walker<'_> {
    /// Ends the run in this element.
    fn end_run(&mut self, element: u32) {
        let run = std::mem::take(&mut self.run);
        let holder = self.container(element);
        if !run.is_marked() || self.is_markdown && self.is_of_markdown(holder) {
            return;
        }
        let inline = self.tree.html(holder).is_some_and(stays_in_line);
        self.blocks.runs.push((run, inline));
    }

    /// The element that holds a run: the nearest that text does not go on through.
    fn container(&self, element: u32) -> u32 {
        let mut at = element;
        for _ in 0..16 {
            let is_block = self.tree.html(at).is_none_or(|name| {
                !matches!(*name, local_name!("a") | local_name!("span") | local_name!("em") | local_name!("strong"))
            });
            if is_block {
                break;
            }
            at = self.tree.node(at).parent;
        }
        at
    }

    /// Whether Markdown makes elements like this: the text in it is not between tags of HTML.
    fn is_of_markdown(&self, id: u32) -> bool {
        match self.tree.html(id).map(|name| &**name) {
            Some("p" | "li" | "dd" | "dt" | "blockquote") => self.tree.attributes(id).is_empty(),
            Some("div" | "section" | "center" | "figure" | "figcaption" | "details" | "summary" | "article") => false,
            Some("td" | "th") => self.tree.attribute(id, "style").is_some() || self.tree.attributes(id).is_empty(),
            _ => true,
        }
    }
}

/// Elements whose text is one line, in which a formula does not stand alone.
fn stays_in_line(name: &LocalName) -> bool {
    matches!(
        &**name,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "figcaption" | "caption" | "summary" | "dt" | "td" | "th"
    )
}
