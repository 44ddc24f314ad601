//! Walks the tree without recursion and builds the document block by block.

use html5ever::{LocalName, local_name};

use crate::document::build::boxes;
use crate::document::build::boxes::{
    Concealment, Edges, Styles, arrange_tables, is_drawn, is_row, restyle, white_space,
};
use crate::document::build::builder::{Builder, OpenElement, Ruby};
use crate::document::build::context::{Context, Items, Leaf};
use crate::document::build::inline::{SpanFormat, Text, WhiteSpace};
use crate::document::build::slug::name_headings;
use crate::document::build::style::{CommonAttributes, Direction, aligns_text};
use crate::document::css::{Display, TextAlign};
use crate::document::html::tree::{NONE, ROOT, Tree};
use crate::document::html::visit::Visit;
use crate::document::model::{Anchor, Document};
use crate::text::Clean;

/// Builds a document from a tree.
pub(in crate::document) fn document(mut tree: Tree, keep_lines: bool) -> Document {
    arrange_tables(&mut tree);
    let tree = &tree;
    let mut builder = Builder {
        tree,
        document: Document::default(),
        text: Text::new(),
        context: Context {
            frame: None,
            depth: 0,
            leaf: Leaf::Paragraph,
            format: SpanFormat::default(),
            white: if keep_lines && is_plain(tree) { WhiteSpace::Lines } else { WhiteSpace::Collapse },
            align: TextAlign::Start,
            direction: Direction::default(),
            indent: false,
            items: Items::Flow,
            invisible: false,
            no_size: false,
            lang: None,
            code: None,
            list: None,
            bullets: 0,
            quotes: 0,
            listing: false,
            nested: 0,
            cell: false,
        },
        saved: Vec::new(),
        styles: Styles::default(),
        concealment: None,
        ids: Vec::new(),
        names: Vec::new(),
        lists: Vec::new(),
        stray: (NONE, 1),
        table: None,
        ruby: Ruby::default(),
        last: None,
        text_lang: None,
        rtl: false,
        inner_code: None,
    };
    tree.visit(&mut builder);
    builder.flush();
    builder.end();
    builder.document
}

/// Whether a body is plain text in a wrapper: no element breaks lines, so its own line breaks count.
fn is_plain(tree: &Tree) -> bool {
    let mut wrappers = 0;
    for name in tree.descendants(ROOT).filter_map(|id| tree.name(id)) {
        match &**name {
            "html" | "head" | "body" | "a" | "b" | "strong" | "i" | "em" | "u" | "span" | "font" | "img" | "small"
            | "meta" | "title" | "link" | "style" | "script" => {}
            "div" | "section" | "article" | "main" => wrappers += 1,
            _ => return false,
        }
    }
    wrappers <= 1
}

impl Visit for Builder<'_> {
    fn enter(&mut self, id: u32) -> bool {
        if let Some(text) = self.tree.text_of(id) {
            if !self.context.invisible && !self.context.no_size {
                self.text.lang = self.context.lang;
                self.text.push(text, self.context.white, self.context.format);
            }
            return false;
        }
        let tree = self.tree;
        let Some(name) = tree.name(id) else { return false };
        if *name == local_name!("head") {
            self.document.title = self.title_in(id);
        }
        self.saved.push(OpenElement { outer: self.context, entered: false, edges: Edges::Own });
        let mut common = CommonAttributes::read(tree.attributes(id));
        common.css = common.style.map(|style| self.styles.get(style));
        let root = matches!(*name, local_name!("html") | local_name!("body"));
        if !root && self.is_hidden(id, name, &common) {
            return false;
        }
        let mut next = self.inherit(id, name, &common, root);
        let edges = boxes::edges(tree, id, &common, &self.context, &mut self.styles);
        let descend = self.start(id, name, &common, edges, &mut next);
        if let Some(mark) = common.id {
            self.record_id(mark);
        }
        if let Some(mark) = common.name.filter(|_| *name == local_name!("a")) {
            self.record_id(mark);
        }
        if !descend {
            self.end_edge(edges);
            return false;
        }
        restyle(name, &common, &self.context, &mut next);
        self.context = next;
        if let Some(open) = self.saved.last_mut() {
            (open.entered, open.edges) = (true, edges);
        }
        true
    }

    fn leave(&mut self, id: u32) {
        let Some(name) = self.tree.name(id) else { return };
        let Some(OpenElement { outer, entered, edges }) = self.saved.pop() else { return };
        if entered {
            if matches!(edges, Edges::Own | Edges::Gap | Edges::Block) {
                self.end_element(id, name, &outer);
            }
            self.end_edge(edges);
        }
        self.context = outer;
    }
}

impl Builder<'_> {
    /// Starts an element with these edges. Returns whether to read its children.
    fn start(
        &mut self,
        id: u32,
        name: &LocalName,
        common: &CommonAttributes<'_>,
        edges: Edges,
        next: &mut Context,
    ) -> bool {
        match edges {
            Edges::Own => {}
            Edges::Inline => return true,
            Edges::InlineGap => {
                self.text.blank(SpanFormat::default());
                return true;
            }
            Edges::Gap => self.text.blank(SpanFormat::default()),
            Edges::Block => self.line_edge(),
            Edges::Item => {
                self.start_item(id, common, next);
                return true;
            }
        }
        self.element(id, name, common, next)
    }

    /// Ends a block or line that an element makes by its edges alone.
    fn end_edge(&mut self, edges: Edges) {
        match edges {
            Edges::Own | Edges::Inline => {}
            Edges::InlineGap | Edges::Gap => self.text.blank(SpanFormat::default()),
            Edges::Block => self.line_edge(),
            Edges::Item => self.boundary(),
        }
    }

    fn is_hidden(&mut self, id: u32, name: &LocalName, common: &CommonAttributes<'_>) -> bool {
        let closed = *name == local_name!("dialog") && self.tree.attribute(id, "open").is_none();
        match common.display() {
            Some(Display::None) => return true,
            None if closed || common.is_hidden() && !self.is_spoken_sign(id, common) => return true,
            _ => {}
        }
        // Nothing that is drawn can be seen here; text is left out where it is read.
        if self.context.invisible && common.css.as_deref().and_then(|css| css.visible) != Some(true) && is_drawn(name) {
            return true;
        }
        let Some(css) = common.css.as_deref() else { return false };
        let row = css.visible == Some(false) && is_row(name);
        // Pictures that are loaded late are transparent until then.
        (css.concealed || row) && *name != local_name!("img") && self.conceals(id)
    }

    /// Whether the element is the sign in a fraction that style sheets draw otherwise: `+` in 1+1⁄2.
    fn is_spoken_sign(&self, id: u32, common: &CommonAttributes<'_>) -> bool {
        !common.hidden && matches!(self.tree.content(id).trim(), "+" | "/" | "−" | "×" | "⁄")
    }

    fn conceals(&mut self, id: u32) -> bool {
        let tree = self.tree;
        let styles = &mut self.styles;
        self.concealment.get_or_insert_with(|| Concealment::of(tree, styles)).hides(tree, id)
    }

    /// The context of an element's children as far as its attributes decide it.
    fn inherit(&mut self, id: u32, name: &LocalName, common: &CommonAttributes<'_>, root: bool) -> Context {
        let mut next = self.context;
        next.items = Items::of(common);
        next.direction = common.direction.unwrap_or(next.direction);
        let mut align = common.align.filter(|_| aligns_text(name));
        if let Some(css) = common.css.as_deref() {
            next.direction = css.rtl.map_or(next.direction, |rtl| if rtl { Direction::Rtl } else { Direction::Ltr });
            align = css.align.or(align);
            next.indent = css.indent.unwrap_or(next.indent);
            next.invisible = match css.visible {
                Some(false) => self.conceals(id),
                Some(true) => false,
                None => next.invisible,
            };
            next.white = css.white.filter(|_| next.leaf != Leaf::Code).map_or(next.white, white_space);
        }
        next.no_size = match common.css.as_deref().and_then(|css| css.no_size) {
            Some(none) => none && self.conceals(id),
            // A style sheet may give it a size.
            None => next.no_size && common.class.is_empty(),
        };
        next.align = align.unwrap_or(next.align);
        if let Some(lang) = common.lang.filter(|lang| !lang.is_empty()) {
            if root {
                self.document.lang.get_or_insert_with(|| Clean::line(lang));
            } else {
                next.lang = Some(self.intern(lang));
            }
        }
        next
    }

    /// The text of `title` in a page's head.
    fn title_in(&self, head: u32) -> Option<Clean> {
        let title = self.tree.children(head).find(|id| self.tree.name(*id) == Some(&local_name!("title")))?;
        let text: String = self.tree.children(title).filter_map(|id| self.tree.text_of(id)).collect();
        Some(Clean::line(&text)).filter(|title| !title.is_empty())
    }

    /// Moves ids behind the last block to its end, and names the headings.
    fn end(&mut self) {
        self.defer_ids();
        match self.document.blocks.last() {
            None => self.document.ids.clear(),
            Some(block) => {
                let last = self.document.blocks.len() as u32 - 1;
                let byte = block.text().len() as u32;
                for anchor in self.document.ids.values_mut().filter(|anchor| anchor.block > last) {
                    *anchor = Anchor { block: last, byte };
                }
            }
        }
        name_headings(&mut self.document);
    }
}
