//! Drawings: SVG, of which the text and the alternative text are read.

use html5ever::{LocalName, ns};

use crate::document::build::builder::Builder;
use crate::document::build::context::Context;
use crate::document::build::flush::is_blank;
use crate::document::build::inline::SpanFormat;
use crate::document::build::style::CommonAttributes;
use crate::document::html::tree::NodeData;

/// Elements of SVG whose content is never rendered where it is (SVG 2 §5.1, "never-rendered elements").
const UNRENDERED: [&str; 14] = [
    "style",
    "script",
    "defs",
    "symbol",
    "metadata",
    "desc",
    "title",
    "clipPath",
    "mask",
    "pattern",
    "marker",
    "linearGradient",
    "radialGradient",
    "filter",
];

impl Builder<'_> {
    /// The start of an element of SVG. Returns whether to read its children.
    pub(in crate::document) fn drawing(
        &mut self,
        id: u32,
        name: &LocalName,
        common: &CommonAttributes<'_>,
        next: &mut Context,
    ) -> bool {
        let tree = self.tree;
        let address = || tree.attribute(id, "href").or_else(|| tree.attribute(id, "xlink:href")).map(str::trim);
        match &**name {
            "svg" => self.label(id),
            "a" => {
                if let Some(target) = address().filter(|target| !target.is_empty()) {
                    next.format.link = Some(self.link(target, common.title));
                }
            }
            "image" => {
                let label = tree.attribute(id, "aria-label").or(common.title).unwrap_or_default();
                self.picture_at(label, address());
                return false;
            }
            "text" => self.text.blank(SpanFormat::default()),
            "tspan" | "textPath" if ["x", "y", "dy"].iter().any(|name| tree.attribute(id, name).is_some()) => {
                self.text.blank(SpanFormat::default());
            }
            name if UNRENDERED.contains(&name) => return false,
            _ => {}
        }
        true
    }

    /// The end of an element of SVG: one text does not run into the next.
    pub(in crate::document) fn end_drawing(&mut self, name: &LocalName) {
        if matches!(&**name, "text") {
            self.text.blank(SpanFormat::default());
        }
    }

    /// The alternative text of a drawing, as a picture without an address: `aria-label`, otherwise its title. None for
    /// one that is hidden from readers of alternative text.
    fn label(&mut self, id: u32) {
        let tree = self.tree;
        let role = tree.attribute(id, "role").unwrap_or_default();
        let hidden = tree.attribute(id, "aria-hidden") == Some("true") || matches!(role, "presentation" | "none");
        if hidden {
            return;
        }
        let child = |name: &str| {
            let is = |child: &u32| match &tree.node(*child).data {
                NodeData::Element { name: full, .. } => full.ns == ns!(svg) && &*full.local == name,
                _ => false,
            };
            tree.children(id).find(is).map(|child| tree.content(child)).filter(|text| !is_blank(text))
        };
        let label = || tree.attribute(id, "aria-label").filter(|text| !is_blank(text)).map(str::to_owned);
        if let Some(text) = label().or_else(|| child("title")) {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            self.picture_at(&text, None);
            self.text.blank(SpanFormat::default());
        }
    }
}
