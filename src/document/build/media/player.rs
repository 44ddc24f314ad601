//! Players, embedded pages, form controls and formulas.

use html5ever::{LocalName, local_name, ns};

use crate::document::build::builder::Builder;
use crate::document::build::context::{Context, Leaf};
use crate::document::build::flush::is_blank;
use crate::document::build::inline::{SpanFormat, WhiteSpace};
use crate::document::build::media::address::is_picture;
use crate::document::build::style::CommonAttributes;
use crate::document::html::number;
use crate::document::html::tree::{NONE, NodeData, Tree};
use crate::document::model::FrameKind;

/// Addresses in attributes of an element: the first of these names with one.
fn address_of<'t>(tree: &'t Tree, id: u32, names: &[&str]) -> Option<&'t str> {
    let mut values = names.iter().filter_map(|name| tree.attribute(id, name)).map(str::trim);
    values.find(|value| !value.is_empty() && !value.starts_with("about:"))
}

/// The address in a child of a player.
fn inner_address(tree: &Tree, id: u32) -> Option<&str> {
    tree.descendants(id).find_map(|child| match tree.html(child).map(|name| &**name) {
        Some("source" | "embed") => address_of(tree, child, &["src", "data-src"]),
        Some("param") if matches!(address_of(tree, child, &["name"]), Some("movie" | "src")) => {
            address_of(tree, child, &["value"])
        }
        _ => None,
    })
}

impl Builder<'_> {
    /// Elements other than inline text and plain containers.
    pub(in crate::document) fn special(
        &mut self,
        id: u32,
        name: &LocalName,
        common: &CommonAttributes<'_>,
        next: &mut Context,
    ) -> bool {
        match *name {
            local_name!("table")
            | local_name!("tr")
            | local_name!("td")
            | local_name!("th")
            | local_name!("caption") => self.start_table_part(id, name, common, next),
            local_name!("details") => {
                self.boundary();
                let open = self.tree.attribute(id, "open").is_some();
                self.open_frame(FrameKind::Details { open }, next);
                true
            }
            local_name!("audio")
            | local_name!("video")
            | local_name!("iframe")
            | local_name!("embed")
            | local_name!("object") => self.player(id, common),
            local_name!("input") => {
                self.input(id, common);
                false
            }
            local_name!("textarea") => {
                self.boundary();
                next.white = WhiteSpace::Keep;
                true
            }
            local_name!("search") => {
                self.boundary();
                true
            }
            _ if is_control(name) => {
                self.text.blank(SpanFormat::default());
                if matches!(*name, local_name!("meter") | local_name!("progress")) {
                    self.gauge(id, *name == local_name!("meter"));
                }
                true
            }
            _ if matches!(&**name, "amp-img" | "amp-anim") => {
                self.image(id, common);
                false
            }
            _ => true,
        }
    }

    /// A player or embedded page: a line with a link to it. Without an address its content is read instead.
    fn player(&mut self, id: u32, common: &CommonAttributes<'_>) -> bool {
        let tree = self.tree;
        let own = address_of(tree, id, &["src", "data-src", "data"]);
        let address = own.or_else(|| inner_address(tree, id));
        let Some(address) = address else { return self.without_address(id, common) };
        let kind = tree.attribute(id, "type").unwrap_or_default().trim();
        let embeds = tree.html(id).is_some_and(|name| matches!(&**name, "object" | "embed" | "iframe"));
        if embeds && (kind.starts_with("image/") || kind.is_empty() && is_picture(address)) {
            let label = self.player_label(id, common);
            self.picture_at(&label.unwrap_or_default(), Some(address));
            return false;
        }
        let title = self.player_label(id, common);
        self.poster(id, "");
        self.boundary();
        let format = SpanFormat { link: Some(self.link(address, None)), ..self.context.format };
        self.text.push(title.as_deref().unwrap_or(address), WhiteSpace::Collapse, format);
        self.boundary();
        false
    }

    /// A player without an address: its picture, and its content unless it is an `iframe`, whose content is never
    /// shown.
    fn without_address(&mut self, id: u32, common: &CommonAttributes<'_>) -> bool {
        self.poster(id, common.title.unwrap_or_default());
        self.tree.html(id).is_some_and(|name| *name != local_name!("iframe"))
    }

    /// The picture that stands for a video until it is played.
    fn poster(&mut self, id: u32, alt: &str) {
        let poster = address_of(self.tree, id, &["poster", "data-poster"]);
        if poster.is_some() && self.tree.html(id).is_some_and(|name| *name == local_name!("video")) {
            self.boundary();
            self.picture_at(alt, poster);
            self.boundary();
        }
    }

    /// What a player is called.
    fn player_label(&self, id: u32, common: &CommonAttributes<'_>) -> Option<String> {
        let title = common.title.filter(|title| !title.is_empty());
        let title = title.or_else(|| address_of(self.tree, id, &["aria-label"]));
        title.map(str::to_owned).or_else(|| self.fallback(id))
    }

    /// The fallback content of a player, unless it only says that the medium cannot be played.
    fn fallback(&self, id: u32) -> Option<String> {
        // The content of an `iframe` is not parsed as markup and is never shown.
        if self.tree.html(id).is_none_or(|name| &**name == "iframe") {
            return None;
        }
        let text = separated(self.tree, id).split_whitespace().collect::<Vec<_>>().join(" ");
        let apologies = ["support", "支持", "支援", "サポート", "対応", "지원", "browser", "浏览器", "瀏覽器"];
        let apologizes = apologies.iter().any(|word| text.to_lowercase().contains(word));
        (!text.is_empty() && !apologizes).then_some(text)
    }

    /// `input`: what it shows without being filled in.
    fn input(&mut self, id: u32, common: &CommonAttributes<'_>) {
        let tree = self.tree;
        let kind = tree.attribute(id, "type").unwrap_or("text").to_ascii_lowercase();
        let of = |name| tree.attribute(id, name).filter(|value| !is_blank(value));
        let text = match kind.as_str() {
            "hidden" | "radio" | "color" | "range" | "file" => None,
            "checkbox" => return self.task(tree.attribute(id, "checked").is_some()),
            "image" => {
                let title = common.title.filter(|title| !title.is_empty());
                let label = of("alt").or_else(|| of("aria-label")).or(title).or_else(|| of("value"));
                self.text.blank(SpanFormat::default());
                self.picture_at(label.unwrap_or_default(), of("src"));
                self.text.blank(SpanFormat::default());
                return;
            }
            "submit" | "reset" | "button" => of("value"),
            // A password is shown as dots.
            "password" => of("placeholder").filter(|_| of("value").is_none()),
            _ => of("value").or_else(|| of("placeholder")),
        };
        if let Some(text) = text {
            self.text.blank(SpanFormat::default());
            self.text.push(text, WhiteSpace::Collapse, self.context.format);
            self.text.blank(SpanFormat::default());
        }
    }

    /// `meter` and `progress`: their content, else how full they are.
    fn gauge(&mut self, id: u32, has_minimum: bool) {
        let of = |name| self.tree.attribute(id, name).and_then(number::float);
        let (min, max) = (of("min").filter(|_| has_minimum).unwrap_or(0.0), of("max").unwrap_or(1.0));
        let Some(value) = of("value").filter(|_| is_blank(&self.tree.content(id)) && max > min) else { return };
        let part = (value.clamp(min, max) - min) / (max - min);
        self.push_generated(&format!("{:.0}%", part * 100.0));
    }

    /// Whether the next sibling is a label.
    pub(in crate::document) fn precedes_label(&self, id: u32) -> bool {
        let next = self.tree.node(id).next;
        next != NONE && self.tree.html(next).is_some_and(|name| *name == local_name!("label"))
    }

    /// MathML and SVG.
    pub(in crate::document) fn foreign(
        &mut self,
        id: u32,
        name: &LocalName,
        common: &CommonAttributes<'_>,
        next: &mut Context,
    ) -> bool {
        let tree = self.tree;
        let NodeData::Element { name: full, .. } = &tree.node(id).data else { return false };
        if full.ns == ns!(mathml) && &**name == "math" {
            let display = tree.attribute(id, "display") == Some("block") || common.has_class("math-display");
            self.mathml(id, display && self.context.leaf == Leaf::Paragraph);
            return false;
        }
        if full.ns == ns!(svg) {
            return self.drawing(id, name, common, next);
        }
        !matches!(&**name, "style" | "script" | "annotation" | "annotation-xml")
    }
}

/// Whether the element is a control or another box that does not run into the text beside it.
pub(in crate::document) fn is_control(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("option")
            | local_name!("button")
            | local_name!("select")
            | local_name!("output")
            | local_name!("progress")
            | local_name!("meter")
            | local_name!("canvas")
            | local_name!("applet")
    )
}

/// All text below a node, with a blank where an element that is not only a style begins or ends.
fn separated(tree: &Tree, id: u32) -> String {
    let mut out = String::new();
    let mut last = id;
    for node in tree.descendants(id) {
        if let Some(text) = tree.text_of(node) {
            let mut block = tree.node(node).parent;
            while block != id && block != NONE && is_inline(tree, block) {
                block = tree.node(block).parent;
            }
            if block != last {
                out.push(' ');
            }
            last = block;
            out.push_str(text);
        } else if !is_inline(tree, node) {
            out.push(' ');
        }
    }
    out
}

fn is_inline(tree: &Tree, id: u32) -> bool {
    let names =
        ["a", "b", "strong", "i", "em", "u", "s", "span", "font", "code", "small", "sub", "sup", "mark", "abbr"];
    tree.html(id).is_some_and(|name| names.contains(&&**name))
}
