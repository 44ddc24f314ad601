//! Writes a document as clean HTML.

use std::ops::Range;

use crate::document::model::{
    Align, Block, BlockKind, Document, FrameId, FrameKind, Inline, LinkId, Marker, Span, Style, Table,
};
use crate::text::is_rtl;

/// Styles and their elements, outermost first.
const ELEMENTS: [(Style, &str); 14] = [
    (Style::NOTE, "sup"),
    (Style::DELETED, "del"),
    (Style::UNDERLINE, "ins"),
    (Style::MARK, "mark"),
    (Style::STRONG, "strong"),
    (Style::EMPHASIS, "em"),
    (Style::SMALL, "small"),
    (Style::SUPERSCRIPT, "sup"),
    (Style::SUBSCRIPT, "sub"),
    (Style::KEYBOARD, "kbd"),
    (Style::CODE, "code"),
    (Style::MATH, "code"),
    (Style::RUBY_BASE, "span"),
    (Style::RUBY_READING, "small"),
];

impl Document {
    /// The document as HTML, with only the elements that its blocks, frames and styles need.
    pub fn write_html(&self) -> String {
        self.write_blocks(0..self.blocks.len())
    }

    /// A range of its blocks as HTML, with the frames around them.
    pub fn write_blocks(&self, blocks: Range<usize>) -> String {
        let mut out = String::with_capacity(blocks.len() * 64);
        let mut open: Vec<(FrameId, &str)> = Vec::new();
        let mut wanted: Vec<FrameId> = Vec::new();
        let continued: Vec<FrameId> =
            blocks.start.checked_sub(1).map_or(Vec::new(), |last| self.frames_of(last).collect());
        for (at, block) in self.blocks.iter().enumerate().take(blocks.end).skip(blocks.start) {
            wanted.clear();
            wanted.extend(self.frames_of(at));
            wanted.reverse();
            self.leave_lists(&mut wanted);
            let common = open.iter().zip(&wanted).take_while(|(a, b)| a.0 == **b).count();
            for (_, name) in open.drain(common..).rev() {
                close(name, &mut out);
            }
            let mut mark = String::new();
            for (depth, frame) in wanted.iter().enumerate().skip(common) {
                let name = match self.continued(*frame, &continued, &mut out) {
                    Some(name) => name,
                    None => self.open_frame(*frame, wanted.get(depth + 1), &mut mark, &mut out),
                };
                open.push((*frame, name));
            }
            self.write_block(block, &mark, &mut out);
        }
        for (_, name) in open.drain(..).rev() {
            close(name, &mut out);
        }
        out
    }

    /// Removes from a path the lists without an item after them: a block in a list but outside its items interrupts the
    /// list.
    fn leave_lists(&self, path: &mut Vec<FrameId>) {
        let mut before_item = false;
        for at in (0..path.len()).rev() {
            let frame = path.get(at).and_then(|id| self.frames.get(id.0 as usize));
            let is_list = frame.is_some_and(|frame| matches!(frame.kind, FrameKind::List { .. }));
            if is_list && !before_item {
                path.remove(at);
            } else {
                before_item = frame.is_some_and(|frame| matches!(frame.kind, FrameKind::Item(_)));
            }
        }
    }

    /// Opens the element of an item or list that an earlier range began, without a marker, and returns its name.
    fn continued(&self, frame: FrameId, continued: &[FrameId], out: &mut String) -> Option<&'static str> {
        let kind = &self.frames.get(frame.0 as usize)?.kind;
        let name = match kind {
            FrameKind::Item(_) | FrameKind::Note(_) => "dd",
            FrameKind::List { .. } => "div",
            _ => return None,
        };
        if !continued.contains(&frame) {
            return None;
        }
        out.push('<');
        out.push_str(name);
        out.push('>');
        Some(name)
    }

    /// Opens the element of a frame and returns its name. `next` is the frame that will be opened inside. A marker that
    /// the element does not display by itself is left in `mark` for the first block.
    fn open_frame(&self, frame: FrameId, next: Option<&FrameId>, mark: &mut String, out: &mut String) -> &'static str {
        let kind = |id: &FrameId| self.frames.get(id.0 as usize).map(|frame| &frame.kind);
        let name = match kind(&frame) {
            Some(FrameKind::Quote) | None => "blockquote",
            Some(FrameKind::List { .. }) => match next.and_then(kind) {
                Some(FrameKind::Item(Marker::Number(number))) => {
                    if let Some(number) = decimal(number) {
                        out.push_str("<ol");
                        attribute("start", &number.to_string(), out);
                        out.push('>');
                        return "ol";
                    }
                    "div"
                }
                _ => "ul",
            },
            Some(FrameKind::Item(Marker::Number(number))) if decimal(number).is_some() => "li",
            Some(FrameKind::Item(Marker::Bullet(_) | Marker::None)) => "li",
            Some(FrameKind::Item(Marker::Task(done))) => {
                mark.push_str(if *done { "[x] " } else { "[ ] " });
                "li"
            }
            Some(FrameKind::Item(Marker::Number(number)) | FrameKind::Note(Marker::Number(number))) => {
                mark.push_str(number);
                mark.push(' ');
                "div"
            }
            Some(FrameKind::Note(_)) => "div",
            Some(FrameKind::Term) => "dt",
            Some(FrameKind::Description) => "dd",
            Some(FrameKind::Details { .. }) => "details",
            Some(FrameKind::Figure) => "figure",
        };
        out.push('<');
        out.push_str(name);
        out.push('>');
        name
    }

    fn write_block(&self, block: &Block, mark: &str, out: &mut String) {
        let name = match &block.kind {
            BlockKind::Table(table) => return self.write_table(block, table, out),
            BlockKind::Rule => return out.push_str("<hr>\n"),
            kind => kind.element(),
        };
        out.push('<');
        out.push_str(name);
        let align = match block.align {
            Align::Start => "",
            Align::Center => "text-align: center",
            Align::End if block.rtl => "text-align: left",
            Align::End => "text-align: right",
        };
        let indent = if block.indent { "text-indent: 2em" } else { "" };
        let between = if align.is_empty() || indent.is_empty() { "" } else { "; " };
        if block.indent || !align.is_empty() {
            attribute("style", &format!("{align}{between}{indent}"), out);
        }
        write_direction(block, out);
        if let Some(lang) = &block.lang {
            attribute("lang", lang, out);
        }
        out.push('>');
        if name == "pre" {
            // A line break directly after the tag is not part of the text.
            out.push('\n');
        }
        text(mark, true, out);
        match &block.kind {
            BlockKind::Image(image) => {
                // A link of a picture to itself is not from the source.
                let shown = self.images.get(image.0 as usize);
                let own = |link: &LinkId| {
                    let target = self.links.get(link.0 as usize).map(|link| &link.target);
                    target == shown.and_then(|shown| shown.candidates.first())
                };
                let open = self.open_link(shown.and_then(|shown| shown.link).filter(|link| !own(link)), out);
                self.write_image(image.0, out);
                if let Some(name) = open {
                    end_tag(name, out);
                }
            }
            BlockKind::Code(language) => {
                out.push_str("<code");
                if let Some(language) = language {
                    attribute("class", &format!("language-{}", language.as_str()), out);
                }
                out.push('>');
                self.write_inline(&block.inline, 0, block.text().len(), true, out);
                out.push_str("</code>");
            }
            _ => self.write_inline(&block.inline, 0, block.text().len(), name == "pre", out),
        }
        close(name, out);
    }

    fn write_table(&self, block: &Block, table: &Table, out: &mut String) {
        out.push_str("<table");
        write_direction(block, out);
        out.push_str(">\n");
        for row in &table.rows {
            out.push_str("<tr>");
            for cell in row {
                let name = if cell.header { "th" } else { "td" };
                out.push('<');
                out.push_str(name);
                for (key, value) in [("colspan", cell.columns), ("rowspan", cell.rows)] {
                    if value > 1 {
                        attribute(key, &value.to_string(), out);
                    }
                }
                out.push('>');
                self.write_inline(&block.inline, cell.range.start as usize, cell.range.end as usize, false, out);
                end_tag(name, out);
            }
            out.push_str("</tr>\n");
        }
        out.push_str("</table>\n");
    }

    fn write_image(&self, id: u32, out: &mut String) {
        let Some(image) = self.images.get(id as usize) else { return };
        let Some(address) = image.candidates.first() else {
            // A picture without an address becomes its alternative text; html2text would drop it.
            return text(&image.alt, true, out);
        };
        out.push_str("<img");
        attribute("src", address, out);
        attribute("alt", &image.alt, out);
        if let Some(title) = &image.title {
            attribute("title", title, out);
        }
        out.push('>');
    }

    /// Writes a range of a text with its styles; the first span is found by binary search.
    fn write_inline(&self, inline: &Inline, from: usize, to: usize, verbatim: bool, out: &mut String) {
        let mut at = from;
        let first = inline.spans.partition_point(|span| span.range.end as usize <= from);
        let spans = inline.spans.iter().skip(first).take_while(|span| (span.range.start as usize) < to);
        let mut spans = spans.peekable();
        let mut open = None;
        while let Some(span) = spans.next() {
            let (start, end) = ((span.range.start as usize).max(from), (span.range.end as usize).min(to));
            text(inline.text.get(at..start).unwrap_or_default(), verbatim, out);
            if open.is_none() {
                open = self.open_link(span.link, out);
            }
            self.write_span(span, inline.text.get(start..end).unwrap_or_default(), verbatim, out);
            at = end;
            // A link of several styles is one element.
            let goes_on = |next: &&Span| next.range.start == span.range.end && next.link == span.link;
            if let Some(name) = open
                && spans.peek().filter(|next| goes_on(next)).is_none()
            {
                end_tag(name, out);
                open = None;
            }
        }
        text(inline.text.get(at..to).unwrap_or_default(), verbatim, out);
    }

    /// Opens the element of a link. Returns its name, if there is one.
    fn open_link(&self, link: Option<LinkId>, out: &mut String) -> Option<&'static str> {
        let link = link.and_then(|link| self.links.get(link.0 as usize))?;
        let name = if link.expansion().is_some() { "abbr" } else { "a" };
        out.push('<');
        out.push_str(name);
        if name == "a" {
            attribute("href", &link.target, out);
        }
        if let Some(title) = &link.title {
            attribute("title", title, out);
        }
        out.push('>');
        Some(name)
    }

    fn write_span(&self, span: &Span, content: &str, verbatim: bool, out: &mut String) {
        // Only TeX is code.
        let is_text = span.style.contains(Style::LINEAR);
        let shown = if is_text { span.style - Style::MATH } else { span.style };
        let elements = || ELEMENTS.iter().filter(|(style, _)| shown.contains(*style));
        for (_, name) in elements() {
            out.push('<');
            out.push_str(name);
            out.push('>');
        }
        match span.image {
            Some(image) => self.write_image(image.0, out),
            None => text(content, verbatim, out),
        }
        for (_, name) in elements().rev() {
            end_tag(name, out);
        }
    }
}

impl BlockKind {
    /// The element of HTML that a block of text is.
    pub fn element(&self) -> &'static str {
        match self {
            BlockKind::Title | BlockKind::Heading(1) => "h1",
            BlockKind::Heading(2) => "h2",
            BlockKind::Heading(3) => "h3",
            BlockKind::Heading(4) => "h4",
            BlockKind::Heading(5) => "h5",
            BlockKind::Heading(_) => "h6",
            BlockKind::Code(_) | BlockKind::Math => "pre",
            BlockKind::Caption => "figcaption",
            BlockKind::Summary => "summary",
            _ => "p",
        }
    }
}

/// The number in a decimal marker such as `3.`.
fn decimal(mark: &str) -> Option<i64> {
    mark.strip_suffix('.')?.parse().ok()
}

fn close(name: &str, out: &mut String) {
    end_tag(name, out);
    out.push('\n');
}

fn end_tag(name: &str, out: &mut String) {
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

/// Writes the direction of a block if its text would not give it.
fn write_direction(block: &Block, out: &mut String) {
    let verbatim = matches!(block.kind, BlockKind::Code(_) | BlockKind::Math);
    if block.rtl {
        attribute("dir", "rtl", out);
    } else if !verbatim && is_rtl(block.text()) {
        attribute("dir", "ltr", out);
    }
}

fn attribute(name: &str, value: &str, out: &mut String) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    text(value, true, out);
    out.push('"');
}

fn text(source: &str, verbatim: bool, out: &mut String) {
    for c in source.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' if !verbatim => out.push_str("<br>"),
            c => out.push(c),
        }
    }
}
