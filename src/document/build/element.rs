//! What each element does at its start.

use html5ever::{LocalName, local_name, ns};

use crate::document::alerts;
use crate::document::build::builder::Builder;
use crate::document::build::context::{Context, Leaf};
use crate::document::build::inline::{SpanFormat, WhiteSpace};
use crate::document::build::mathml::pictured;
use crate::document::build::style::{CommonAttributes, code_language};
use crate::document::css::TextAlign;
use crate::document::html::tree::{NONE, NodeData};
use crate::document::model::{BlockKind, FrameKind, Inline, Marker, Style};
use crate::text::Clean;

/// The style of an inline element.
fn style(name: &LocalName) -> Option<Style> {
    Some(match *name {
        local_name!("strong") | local_name!("b") => Style::STRONG,
        local_name!("em") | local_name!("i") | local_name!("dfn") | local_name!("var") | local_name!("cite") => {
            Style::EMPHASIS
        }
        local_name!("code") | local_name!("tt") | local_name!("samp") => Style::CODE,
        local_name!("del") | local_name!("s") | local_name!("strike") => Style::DELETED,
        local_name!("ins") | local_name!("u") => Style::UNDERLINE,
        local_name!("mark") => Style::MARK,
        local_name!("sup") => Style::SUPERSCRIPT,
        local_name!("sub") => Style::SUBSCRIPT,
        local_name!("kbd") => Style::KEYBOARD,
        local_name!("small") => Style::SMALL,
        _ => return None,
    })
}

pub(super) fn heading(name: &LocalName) -> Option<u8> {
    match *name {
        local_name!("h1") => Some(1),
        local_name!("h2") => Some(2),
        local_name!("h3") => Some(3),
        local_name!("h4") => Some(4),
        local_name!("h5") => Some(5),
        local_name!("h6") => Some(6),
        _ => None,
    }
}

/// Elements whose content is never shown.
fn is_hidden(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("style")
            | local_name!("template")
            | local_name!("head")
            | local_name!("title")
            | local_name!("rp")
            | local_name!("param")
            | local_name!("track")
            | local_name!("source")
            | local_name!("datalist")
            | local_name!("noembed")
            | local_name!("col")
            | local_name!("colgroup")
            | local_name!("area")
    )
}

/// Whether the element begins and ends a block.
pub(super) fn is_block(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("address")
            | local_name!("article")
            | local_name!("aside")
            | local_name!("body")
            | local_name!("center")
            | local_name!("dialog")
            | local_name!("div")
            | local_name!("fieldset")
            | local_name!("footer")
            | local_name!("form")
            | local_name!("header")
            | local_name!("hgroup")
            | local_name!("html")
            | local_name!("legend")
            | local_name!("main")
            | local_name!("marquee")
            | local_name!("nav")
            | local_name!("optgroup")
            | local_name!("p")
            | local_name!("section")
    ) || &**name == "search"
}

impl Builder<'_> {
    /// Handles the start of an element. Returns whether to read its children, with `next` as their context.
    pub(in crate::document) fn element(
        &mut self,
        id: u32,
        name: &LocalName,
        common: &CommonAttributes<'_>,
        next: &mut Context,
    ) -> bool {
        if let NodeData::Element { name: full, .. } = &self.tree.node(id).data
            && full.ns != ns!(html)
        {
            return self.foreign(id, name, common, next);
        }
        if common.class == alerts::CLASS {
            next.format.style |= Style::ALERT;
        }
        if let Some(style) = style(name) {
            return self.styled(id, name, style, common, next);
        }
        if is_hidden(name) {
            return false;
        }
        if let Some(level) = heading(name) {
            self.boundary();
            next.leaf = if next.leaf == Leaf::Code { Leaf::Code } else { Leaf::Heading(level) };
            return true;
        }
        match *name {
            local_name!("div") | local_name!("span")
                if !common.class.is_empty() && self.is_drawn_formula(id, common) =>
            {
                false
            }
            local_name!("p") | local_name!("div") if !common.class.is_empty() => self.division(common, next),
            local_name!("option") if self.tree.attribute(id, "label").is_some_and(|label| !label.trim().is_empty()) => {
                self.text.blank(SpanFormat::default());
                self.push_generated(self.tree.attribute(id, "label").unwrap_or_default());
                self.text.blank(SpanFormat::default());
                false
            }
            local_name!("optgroup") => {
                self.boundary();
                self.push_generated(self.tree.attribute(id, "label").unwrap_or_default());
                true
            }
            _ if is_block(name) => self.section(name, next),
            _ => self.inline(id, name, common, next),
        }
    }

    /// Inline elements other than those that only set a style.
    fn inline(&mut self, id: u32, name: &LocalName, common: &CommonAttributes<'_>, next: &mut Context) -> bool {
        match *name {
            local_name!("span") => self.span(id, common, next),
            local_name!("a") => self.anchor(id, common, next),
            local_name!("abbr") | local_name!("acronym") => {
                self.abbreviation(common, next);
                true
            }
            local_name!("br") => {
                self.text.line_break();
                false
            }
            local_name!("img") | local_name!("image") => {
                match pictured(self.tree, id, common) {
                    Some((source, display)) => self.math(&source, display),
                    None => self.image(id, common),
                }
                false
            }
            local_name!("wbr") => {
                self.push_generated("\u{200b}");
                false
            }
            local_name!("q") => {
                self.push_generated(if self.context.quotes.is_multiple_of(2) { "“" } else { "‘" });
                next.quotes = next.quotes.wrapping_add(1);
                true
            }
            local_name!("ruby") => self.start_ruby(id, next),
            local_name!("rt") | local_name!("rtc") => self.start_reading(name, next),
            _ => self.container(id, name, common, next),
        }
    }

    fn section(&mut self, name: &LocalName, next: &mut Context) -> bool {
        self.boundary();
        match *name {
            local_name!("center") => next.align = TextAlign::Center,
            local_name!("section") | local_name!("article") | local_name!("main") if !self.context.cell => {
                next.leaf = if next.leaf == Leaf::Code { Leaf::Code } else { Leaf::Paragraph };
            }
            _ => {}
        }
        true
    }

    fn styled(
        &mut self,
        id: u32,
        name: &LocalName,
        style: Style,
        common: &CommonAttributes<'_>,
        next: &mut Context,
    ) -> bool {
        if style == Style::CODE && self.context.leaf == Leaf::Code {
            let before = self.tree.previous(id);
            if before != NONE && self.tree.html(before) == Some(name) {
                // Each line is an element: editors of WeChat.
                self.text.boundary();
            }
            if let Some(language) = code_language(common.class) {
                self.inner_code = Some(self.intern(language));
            }
            return true;
        }
        if *name == local_name!("sup") && (common.has_class("footnote-ref") || common.has_class("footnote-reference")) {
            next.format.style |= Style::NOTE;
        }
        next.format.style |= style;
        self.part_notes(next.format);
        style != Style::SUPERSCRIPT || !self.raised_again(id)
    }

    /// `p` and `div` with a class.
    fn division(&mut self, common: &CommonAttributes<'_>, next: &mut Context) -> bool {
        self.boundary();
        if common.has_class("footnote-definition") {
            let mark = common.title.unwrap_or_default();
            self.open_frame(FrameKind::Note(Marker::Number(Clean::line(mark))), next);
            return true;
        }
        if common.has_class("math-display") {
            return self.formula(next);
        }
        self.listing(common, next);
        true
    }

    /// Records the language and box of code that a syntax highlighter has wrapped.
    fn listing(&mut self, common: &CommonAttributes<'_>, next: &mut Context) {
        if let Some(language) = code_language(common.class) {
            next.code = Some(self.intern(language));
        }
        next.listing |= ["highlight", "highlighter-rouge", "codehilite"].iter().any(|class| common.has_class(class));
    }

    fn span(&mut self, id: u32, common: &CommonAttributes<'_>, next: &mut Context) -> bool {
        if common.class.is_empty() {
            return true;
        }
        if common.has_class("math-display") {
            self.boundary();
            return self.formula(next);
        }
        if common.has_class("math-inline") {
            let source = self.tree.content(id);
            self.math(&source, false);
            return false;
        }
        let numbers = ["lnt", "lineno", "line-numbers-rows", "gutter", "hljs-ln-numbers", "ln"];
        let gutter = self.context.leaf == Leaf::Code && numbers.iter().any(|class| common.has_class(class));
        !gutter
    }

    /// The content is the source of a display formula.
    fn formula(&mut self, next: &mut Context) -> bool {
        if self.context.cell || self.context.leaf == Leaf::Code {
            next.format.style |= Style::MATH;
        } else {
            next.leaf = Leaf::Math;
            next.white = WhiteSpace::Keep;
            next.format = SpanFormat::default();
        }
        true
    }

    fn anchor(&mut self, id: u32, common: &CommonAttributes<'_>, next: &mut Context) -> bool {
        let Some(target) = self.tree.attribute(id, "href").map(str::trim).filter(|target| !target.is_empty()) else {
            return true;
        };
        // A link from a heading to itself is not part of the text.
        if ["headerlink", "header-anchor", "anchorjs-link"].iter().any(|class| common.has_class(class))
            && matches!(self.tree.content(id).trim(), "" | "#" | "¶" | "§" | "🔗")
        {
            return false;
        }
        let script = target.get(..11).is_some_and(|scheme| scheme.eq_ignore_ascii_case("javascript:"));
        if !script {
            next.format.link = Some(self.link(target, common.title));
        }
        if common.has_class("footnote-ref") {
            next.format.style |= Style::NOTE;
        }
        self.part_notes(next.format);
        true
    }

    /// An abbreviation with an expansion becomes a link without a target, so that it can be focused.
    fn abbreviation(&mut self, common: &CommonAttributes<'_>, next: &mut Context) {
        let plain = next.format.link.is_none() && self.context.leaf != Leaf::Code;
        if let Some(title) = common.title.filter(|title| plain && !title.is_empty()) {
            next.format.link = Some(self.link("", Some(title)));
        }
    }

    fn container(&mut self, id: u32, name: &LocalName, common: &CommonAttributes<'_>, next: &mut Context) -> bool {
        match *name {
            local_name!("blockquote") => self.start_frame(FrameKind::Quote, next),
            local_name!("ul") | local_name!("menu") | local_name!("dir") => self.start_list(id, false, common, next),
            local_name!("ol") => self.start_list(id, true, common, next),
            local_name!("li") => self.start_item(id, common, next),
            local_name!("dl") => {
                self.boundary();
                next.list = None;
                if self.context.leaf != Leaf::Code {
                    next.leaf = Leaf::Paragraph;
                }
            }
            local_name!("dt") => self.start_frame(FrameKind::Term, next),
            local_name!("dd") => self.start_frame(FrameKind::Description, next),
            local_name!("summary") => self.start_leaf(Leaf::Summary, next),
            local_name!("pre") | local_name!("listing") | local_name!("xmp") | local_name!("plaintext") => {
                self.preformatted(common, next);
            }
            local_name!("figure") => self.figure(common, next),
            local_name!("figcaption") => self.start_leaf(Leaf::Caption, next),
            local_name!("hr") => {
                let parent = self.tree.html(self.tree.node(id).parent).map(|name| &**name);
                if matches!(parent, Some("select" | "optgroup")) {
                    // It only separates options.
                    self.text.blank(SpanFormat::default());
                } else {
                    self.rule();
                }
                return false;
            }
            local_name!("script") => {
                self.script(id);
                return false;
            }
            local_name!("noscript") => return self.noscript(id),
            _ => return self.special(id, name, common, next),
        }
        true
    }

    fn start_frame(&mut self, kind: FrameKind, next: &mut Context) {
        self.boundary();
        self.open_frame(kind, next);
    }

    /// Begins a block of this kind; code stays code.
    fn start_leaf(&mut self, leaf: Leaf, next: &mut Context) {
        self.boundary();
        next.leaf = if self.context.leaf == Leaf::Code { Leaf::Code } else { leaf };
    }

    fn figure(&mut self, common: &CommonAttributes<'_>, next: &mut Context) {
        self.boundary();
        if common.has_class("highlight") {
            self.listing(common, next);
            // Hexo writes the language as a second class.
            let language = common.class.split_ascii_whitespace().find(|class| *class != "highlight");
            next.code = language.filter(|language| *language != "plain").map(|language| self.intern(language));
        } else {
            self.open_frame(FrameKind::Figure, next);
        }
    }

    fn preformatted(&mut self, common: &CommonAttributes<'_>, next: &mut Context) {
        self.boundary();
        if let Some(language) = code_language(common.class) {
            next.code = Some(self.intern(language));
        }
        if self.context.cell {
            next.white = WhiteSpace::Keep;
        } else {
            next.leaf = Leaf::Code;
            next.white = WhiteSpace::Code;
            next.format = SpanFormat { link: next.format.link, ..SpanFormat::default() };
        }
    }

    fn rule(&mut self) {
        self.boundary();
        if !self.context.cell && self.context.leaf != Leaf::Code {
            let block = self.block(BlockKind::Rule, Inline::default());
            self.document.blocks.push(block);
        }
    }

    /// A formula of MathJax; all other scripts are ignored.
    fn script(&mut self, id: u32) {
        let kind = self.tree.attribute(id, "type").unwrap_or_default().to_owned();
        if kind.starts_with("math/tex") {
            let source = self.tree.content(id);
            self.math(&source, kind.contains("mode=display"));
        }
    }
}
