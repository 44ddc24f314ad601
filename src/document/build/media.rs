//! Pictures, players, embedded pages, form controls, formulas and drawings.

use html5ever::{LocalName, local_name, ns};

use crate::document::build::builder::Builder;
use crate::document::build::context::{Context, Leaf};
use crate::document::build::flush::is_blank;
use crate::document::build::image;
use crate::document::build::inline::{SpanFormat, WhiteSpace};
use crate::document::build::style::CommonAttributes;
use crate::document::html::number;
use crate::document::html::tree::NodeData;
use crate::document::model::{FrameKind, ImageId, Style};

impl Builder<'_> {
    /// `img`: inline text, which becomes a block if it is alone on its line.
    pub(in crate::document) fn image(&mut self, id: u32, common: &CommonAttributes<'_>) {
        let Some(image) = image::read(self.tree, id, common) else { return };
        let text =
            if image.alt.trim().is_empty() { image.name().to_string() } else { image.alt.as_str().trim().to_owned() };
        let number = ImageId(self.document.images.len() as u32);
        self.document.images.push(image);
        let format = SpanFormat {
            style: self.context.format.style.difference(Style::RUBY_BASE | Style::RUBY_READING) | Style::IMAGE,
            link: self.context.format.link,
            image: Some(number),
        };
        self.text.push(&text, WhiteSpace::Collapse, format);
    }

    /// `noscript`: if it only repeats the picture before it, its addresses become candidates of that picture.
    pub(in crate::document) fn noscript(&mut self, id: u32) -> bool {
        let Some(before) = self.last_picture() else { return true };
        let tree = self.tree;
        let picture = tree.descendants(id).find(|id| tree.html(*id).is_some_and(|name| *name == local_name!("img")));
        let Some(picture) = picture.filter(|_| is_blank(&tree.content(id))) else { return true };
        let doubled = image::read(tree, picture, &CommonAttributes::read(tree.attributes(picture)));
        if let (Some(image), Some(doubled)) = (self.document.images.get_mut(before.0 as usize), doubled) {
            for address in doubled.candidates {
                image::candidate(image, Some(&address));
            }
        }
        false
    }

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
                self.input(id);
                false
            }
            local_name!("textarea") => {
                self.boundary();
                next.white = WhiteSpace::Keep;
                true
            }
            local_name!("meter") | local_name!("progress") => {
                self.gauge(id, *name == local_name!("meter"));
                true
            }
            local_name!("option") | local_name!("button") | local_name!("select") => {
                self.text.blank(SpanFormat::default());
                true
            }
            _ => true,
        }
    }

    /// A player or embedded page: a line with a link to it. Without an address its content is read instead.
    fn player(&mut self, id: u32, common: &CommonAttributes<'_>) -> bool {
        let tree = self.tree;
        let of = |id, names: &[&str]| {
            let mut values = names.iter().filter_map(|name| tree.attribute(id, name)).map(str::trim);
            values.find(|value| !value.is_empty() && !value.starts_with("about:"))
        };
        let own = of(id, &["src", "data-src", "data"]);
        let address = own.or_else(|| {
            tree.descendants(id).find_map(|child| match tree.html(child).map(|name| &**name) {
                Some("source" | "embed") => of(child, &["src", "data-src"]),
                Some("param") if matches!(of(child, &["name"]), Some("movie" | "src")) => of(child, &["value"]),
                _ => None,
            })
        });
        let Some(address) = address else { return tree.html(id).is_some_and(|name| &**name != "iframe") };
        let title = common.title.filter(|title| !title.is_empty()).or_else(|| of(id, &["aria-label"]));
        let fallback = self.fallback(id);
        let title = title.or(fallback.as_deref());
        self.boundary();
        let format = SpanFormat { link: Some(self.link(address, None)), ..self.context.format };
        self.text.push(title.unwrap_or(address), WhiteSpace::Collapse, format);
        self.boundary();
        false
    }

    /// The fallback content of a player, unless it only says that the medium cannot be played.
    fn fallback(&self, id: u32) -> Option<String> {
        // The content of an `iframe` is not parsed as markup and is never shown.
        if self.tree.html(id).is_none_or(|name| &**name == "iframe") {
            return None;
        }
        let text = self.tree.content(id).split_whitespace().collect::<Vec<_>>().join(" ");
        let apologies = ["support", "支持", "支援", "サポート", "対応", "지원", "browser", "浏览器", "瀏覽器"];
        let apologizes = apologies.iter().any(|word| text.to_lowercase().contains(word));
        (!text.is_empty() && !apologizes).then_some(text)
    }

    /// `input`: what it shows without being filled in.
    fn input(&mut self, id: u32) {
        let kind = self.tree.attribute(id, "type").unwrap_or("text").to_ascii_lowercase();
        let of = |name| self.tree.attribute(id, name).filter(|value| !is_blank(value));
        let text = match kind.as_str() {
            "hidden" | "radio" | "color" | "range" | "file" => None,
            "checkbox" => return self.task(self.tree.attribute(id, "checked").is_some()),
            "submit" | "reset" | "button" => of("value"),
            "image" => of("alt").or_else(|| of("value")),
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

    /// MathML and SVG.
    pub(in crate::document) fn foreign(&mut self, id: u32, name: &LocalName, common: &CommonAttributes<'_>) -> bool {
        let tree = self.tree;
        let NodeData::Element { name: full, .. } = &tree.node(id).data else { return false };
        if full.ns == ns!(mathml) && &**name == "math" {
            let display = tree.attribute(id, "display") == Some("block") || common.has_class("math-display");
            self.mathml(id, display && self.context.leaf == Leaf::Paragraph);
            return false;
        }
        if full.ns != ns!(svg) || &**name != "svg" {
            return !matches!(&**name, "style" | "script" | "defs" | "metadata" | "desc" | "title");
        }
        let title = tree.children(id).find(|id| tree.name(*id).is_some_and(|name| &**name == "title"));
        let title = title.map(|title| tree.content(title));
        let label = title.as_deref().or_else(|| tree.attribute(id, "aria-label")).filter(|text| !is_blank(text));
        if let Some(label) = label {
            self.text.push(label, WhiteSpace::Collapse, self.context.format);
            self.text.blank(self.context.format);
        }
        true
    }
}
