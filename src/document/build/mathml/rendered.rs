//! What programs that draw formulas leave in a page: the same formula in several forms, or as a picture. It is shown
//! once, from its source.

use html5ever::local_name;

use crate::document::build::builder::Builder;
use crate::document::build::media::percent_decode;
use crate::document::build::style::CommonAttributes;
use crate::document::html::tree::{NONE, Tree};
use crate::formula;

/// Classes in which MathJax 2 draws a formula or shows it until then.
const DRAWN: [&str; 8] = [
    "MathJax_Preview",
    "MathJax",
    "MathJax_Display",
    "MathJax_SVG",
    "MathJax_SVG_Display",
    "MathJax_CHTML",
    "mjx-chtml",
    "MJXc-display",
];

/// How many siblings after a drawing may be before its source.
const SIBLINGS: usize = 4;

/// The most nodes of a drawing.
const MAX_NODES: usize = 4096;

/// Marks in the addresses of services that draw formulas, before the source. Each ends with `?` or `=`.
const SERVICES: [&str; 6] = [
    "zhihu.com/equation?tex=",
    "latex.php?latex=",
    "latex.codecogs.com/svg.latex?",
    "latex.codecogs.com/gif.latex?",
    "latex.codecogs.com/png.latex?",
    "cht=tx&chl=",
];

impl Builder<'_> {
    /// Whether an element is a drawing of a formula that is shown otherwise; adds the formula if it is in the drawing.
    pub(in crate::document) fn is_drawn_formula(&mut self, id: u32, common: &CommonAttributes<'_>) -> bool {
        let tree = self.tree;
        if common.has_class("katex-html") {
            let before = tree.previous(id);
            return before != NONE && tree.name(before).is_some();
        }
        if !common.class.split_ascii_whitespace().any(|class| DRAWN.contains(&class)) {
            return false;
        }
        let after = std::iter::successors(Some(tree.node(id).next), |at| Some(tree.node(*at).next));
        let mut after = after.take_while(|at| *at != NONE).take(SIBLINGS);
        if after.any(|at| is_source(tree, at)) {
            return true;
        }
        let mut inside = tree.descendants(id).take(MAX_NODES);
        let Some(math) = inside.find(|at| tree.name(*at).is_some_and(|name| &**name == "math")) else { return false };
        let display = tree.attribute(math, "display") == Some("block");
        self.mathml(math, display);
        true
    }
}

/// Whether a node is the source from which MathJax draws.
fn is_source(tree: &Tree, id: u32) -> bool {
    tree.html(id) == Some(&local_name!("script"))
        && tree.attribute(id, "type").is_some_and(|kind| kind.starts_with("math/"))
}

/// What follows the mark of a service in an address: of the first service in the table, where its mark first stands. Every
/// mark ends with `?` or `=`, so only the text before these is compared: most pictures are no formulas.
fn service_source(address: &str) -> Option<&str> {
    let ends = memchr::memchr2_iter(b'?', b'=', address.as_bytes()).map(|at| at + 1);
    let found = ends.filter_map(|end| {
        let before = address.get(..end)?;
        Some((SERVICES.iter().position(|mark| before.ends_with(mark))?, end))
    });
    found.min().and_then(|(_, end)| address.get(end..))
}

/// The source in TeX of a formula that is shown as a picture, and whether it stands alone. `None` for other pictures
/// and for sources that cannot be shown.
pub(in crate::document) fn pictured(tree: &Tree, id: u32, common: &CommonAttributes<'_>) -> Option<(String, bool)> {
    let display = common.has_class("mwe-math-fallback-image-display");
    let alt = || tree.attribute(id, "alt").map(str::to_owned);
    let source = if display || common.has_class("mwe-math-fallback-image-inline") {
        alt()?
    } else {
        let address = tree.attribute(id, "src")?;
        let source = service_source(address)?;
        let source = source.split(['&', '#']).next().unwrap_or_default();
        percent_decode(&source.replace('+', " "))
    };
    formula::render(source.trim()).map(|_| (source, display))
}
