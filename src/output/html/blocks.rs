//! Blocks, and the elements around them.

use crate::document::{Align, Block, BlockKind, Cell, FrameId, FrameKind, LinkId, Marker, Style, Table};
use crate::output::html::escape::{attribute, attributed, end_tag, text};
use crate::output::html::inline::{Context, Picture, plain, write_formula};

/// An element around blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Around {
    /// That of a frame.
    Frame(FrameId),
    /// The list of the terms and descriptions in a frame, which the document does not have.
    Terms(Option<FrameId>),
}

/// An element that is open.
pub(super) struct Open {
    around: Around,
    name: &'static str,
}

/// Closes an element.
pub(super) fn close(element: Open, out: &mut String) {
    end_tag(element.name, out);
    out.push('\n');
}

/// Writes a block. `open`: the elements that the blocks before left open, which are closed as far as needed.
pub(super) fn write_block(
    context: &Context<'_>,
    at: usize,
    open: &mut Vec<Open>,
    picture: &mut Picture<'_>,
    out: &mut String,
) {
    let Some(block) = context.document.blocks.get(at) else { return };
    let wanted = elements_around(context, at);
    let common = open.iter().zip(&wanted).take_while(|(open, wanted)| open.around == **wanted).count();
    for element in open.drain(common..).rev() {
        close(element, out);
    }
    let mut mark = String::new();
    for (depth, around) in wanted.iter().enumerate().skip(common) {
        let name = open_element(context, *around, wanted.get(depth + 1), &mut mark, out);
        open.push(Open { around: *around, name });
    }
    let ids: Vec<String> = context.ids_of(at).collect();
    let mut block_writer = BlockWriter { context, block, ids, mark, picture };
    block_writer.write(out);
}

/// The elements around a block, outermost first. A list without an item in it is left out: a block in a list but outside
/// its items interrupts the list.
fn elements_around(context: &Context<'_>, block: usize) -> Vec<Around> {
    let kind = |id: FrameId| context.document.frames.get(id.0 as usize).map(|frame| &frame.kind);
    let mut around = Vec::new();
    let mut before_item = false;
    for id in context.document.frames_of(block) {
        let frame = kind(id);
        let is_list = matches!(frame, Some(FrameKind::List { .. }));
        if !is_list || before_item {
            around.push(Around::Frame(id));
        }
        if matches!(frame, Some(FrameKind::Term | FrameKind::Description)) {
            around.push(Around::Terms(context.document.frames.get(id.0 as usize).and_then(|frame| frame.parent)));
        }
        before_item = matches!(frame, Some(FrameKind::Item(_)));
    }
    around.reverse();
    around
}

/// Opens an element and returns its name. What the element does not show by itself of its marker is left in `mark`, as
/// HTML, for the first block in it.
fn open_element(
    context: &Context<'_>,
    around: Around,
    next: Option<&Around>,
    mark: &mut String,
    out: &mut String,
) -> &'static str {
    let kind = |around: &Around| match around {
        Around::Frame(id) => context.document.frames.get(id.0 as usize).map(|frame| &frame.kind),
        Around::Terms(_) => None,
    };
    let mut attributes: Vec<(&str, String)> = Vec::new();
    let mut class = |name: &str| attributes.push(("class", name.to_owned()));
    let name = match (around, kind(&around)) {
        (Around::Terms(_), _) => "dl",
        (_, None | Some(FrameKind::Quote)) => "blockquote",
        (_, Some(FrameKind::List { loose, .. })) => {
            if !loose {
                class("tight");
            }
            let is_ordered = matches!(next.and_then(kind), Some(FrameKind::Item(Marker::Number(_))));
            if is_ordered { "ol" } else { "ul" }
        }
        (_, Some(FrameKind::Item(marker))) => {
            match marker {
                Marker::Bullet(_) => {}
                Marker::None => class("plain"),
                Marker::Number(number) => attributes.push(numbered(number)),
                Marker::Task(done) => {
                    class("plain");
                    let checked = if *done { " checked" } else { "" };
                    mark.push_str(&format!("<input type=\"checkbox\" disabled{checked}> "));
                }
            }
            "li"
        }
        (_, Some(FrameKind::Term)) => "dt",
        (_, Some(FrameKind::Description)) => "dd",
        (_, Some(FrameKind::Details { open })) => {
            if *open {
                attributes.push(("open", String::new()));
            }
            "details"
        }
        (_, Some(FrameKind::Figure)) => "figure",
        (_, Some(FrameKind::Note(marker))) => {
            class("note");
            if let Marker::Number(number) = marker {
                text(number, mark);
                mark.push(' ');
            }
            "div"
        }
    };
    let attributes: Vec<(&str, &str)> = attributes.iter().map(|(name, value)| (*name, value.as_str())).collect();
    attributed(name, &attributes, out);
    out.push('\n');
    name
}

/// The attribute of an item with this number: its value, or the whole marker if it is no decimal number with a full stop.
fn numbered(number: &str) -> (&'static str, String) {
    if let Some(value) = number.strip_suffix('.').and_then(|value| value.parse::<i32>().ok()) {
        return ("value", value.to_string());
    }
    let mut string = String::new();
    for c in number.chars().chain([' ']) {
        if c.is_alphanumeric() || !c.is_ascii() {
            string.push(c);
        } else {
            // An escape of CSS (Syntax Module, §4.3.7).
            string.push_str(&format!("\\{:x} ", u32::from(c)));
        }
    }
    ("style", format!("list-style-type: \"{string}\""))
}

struct BlockWriter<'w, 'a, 'p, 'q> {
    context: &'w Context<'a>,
    block: &'w Block,
    ids: Vec<String>,
    mark: String,
    picture: &'p mut Picture<'q>,
}

impl BlockWriter<'_, '_, '_, '_> {
    fn write(&mut self, out: &mut String) {
        let end = self.block.text().len();
        match &self.block.kind {
            BlockKind::Table(table) => return self.write_table(table, out),
            BlockKind::Rule => {
                out.push_str(&std::mem::take(&mut self.mark));
                self.open("hr", None, out);
                return out.push('\n');
            }
            kind => self.open(element(kind), class_of(kind), out),
        }
        if matches!(self.block.kind, BlockKind::Code(_)) {
            // The first line break of the element is not part of the text.
            out.push('\n');
        }
        self.begin(out);
        match &self.block.kind {
            BlockKind::Image(image) => self.write_picture(*image, out),
            BlockKind::Code(language) => {
                let class = language.as_ref().map(|language| format!("language-{}", language.as_str()));
                let class = class.as_ref().map(|class| ("class", class.as_str()));
                attributed("code", class.as_slice(), out);
                self.context.write_inline(&self.block.inline, (0, end), true, self.picture, out);
                end_tag("code", out);
            }
            BlockKind::Math => {
                let is_linear = self.block.inline.spans.iter().any(|span| span.style.contains(Style::LINEAR));
                write_formula(self.block.text(), if is_linear { Style::LINEAR } else { Style::MATH }, out);
            }
            BlockKind::Byline => self.write_byline(out),
            _ => self.context.write_inline(&self.block.inline, (0, end), false, self.picture, out),
        }
        end_tag(element(&self.block.kind), out);
        out.push('\n');
    }

    /// Opens the element of the block.
    fn open(&mut self, name: &str, class: Option<&str>, out: &mut String) {
        out.push('<');
        out.push_str(name);
        if !self.ids.is_empty() {
            attribute("id", &self.ids.remove(0), out);
        }
        let align = match self.block.align {
            Align::Start => None,
            Align::Center => Some("center"),
            Align::End => Some("end"),
        };
        let classes: Vec<&str> = [class, align, self.block.indent.then_some("indent")].into_iter().flatten().collect();
        if !classes.is_empty() {
            attribute("class", &classes.join(" "), out);
        }
        if let Some(lang) = &self.block.lang {
            attribute("lang", lang, out);
        }
        let verbatim = matches!(self.block.kind, BlockKind::Code(_) | BlockKind::Math);
        let rtl = self.block.rtl && !verbatim;
        if rtl != self.context.rtl && self.block.kind != BlockKind::Rule {
            attribute("dir", if rtl { "rtl" } else { "ltr" }, out);
        }
        out.push('>');
    }

    /// Writes what comes before the text: the other ids, and the marker of an item.
    fn begin(&mut self, out: &mut String) {
        for id in self.ids.drain(..) {
            attributed("span", &[("id", &id)], out);
            end_tag("span", out);
        }
        out.push_str(&std::mem::take(&mut self.mark));
    }

    /// Writes a picture with the link around it, unless that is only one to the picture itself.
    fn write_picture(&mut self, id: crate::document::ImageId, out: &mut String) {
        let document = self.context.document;
        let image = document.images.get(id.0 as usize);
        let own = |link: &LinkId| {
            let target = document.links.get(link.0 as usize).map(|link| &link.target);
            target.is_some_and(|target| image.is_some_and(|image| image.candidates.contains(target)))
        };
        let link = image.and_then(|image| image.link).filter(|link| !own(link));
        let open = link.and_then(|link| self.context.open_link(link, out));
        self.context.write_image(id, open.is_some(), self.picture, out);
        if let Some(name) = open {
            end_tag(name, out);
        }
    }

    /// Writes a byline, in which the date is one for programs too.
    fn write_byline(&mut self, out: &mut String) {
        let whole = self.block.text();
        let date =
            self.context.date.as_ref().and_then(|(shown, iso)| Some((shown, iso, whole.strip_prefix(&**shown)?)));
        let Some((shown, iso, rest)) = date else { return plain(whole, false, out) };
        attributed("time", &[("datetime", iso)], out);
        text(shown, out);
        end_tag("time", out);
        plain(rest, false, out);
    }

    fn write_table(&mut self, table: &Table, out: &mut String) {
        out.push_str("<div class=\"scroll\">");
        self.open("table", None, out);
        out.push('\n');
        for (number, row) in table.rows.iter().enumerate() {
            if number == 0 && table.head > 0 {
                out.push_str("<thead>\n");
            } else if number == table.head {
                out.push_str("<tbody>\n");
            }
            out.push_str("<tr>");
            for cell in row {
                self.write_cell(cell, out);
            }
            out.push_str("</tr>\n");
            if number + 1 == table.head {
                out.push_str("</thead>\n");
            }
        }
        if table.rows.len() > table.head {
            out.push_str("</tbody>\n");
        }
        out.push_str("</table></div>\n");
    }

    fn write_cell(&mut self, cell: &Cell, out: &mut String) {
        let name = if cell.header { "th" } else { "td" };
        out.push('<');
        out.push_str(name);
        for (key, value) in [("colspan", cell.columns), ("rowspan", cell.rows)] {
            if value > 1 {
                attribute(key, &value.to_string(), out);
            }
        }
        match cell.align {
            Align::Start => {}
            Align::Center => attribute("class", "center", out),
            Align::End => attribute("class", "end", out),
        }
        out.push('>');
        self.begin(out);
        let range = (cell.range.start as usize, cell.range.end as usize);
        self.context.write_inline(&self.block.inline, range, false, self.picture, out);
        end_tag(name, out);
    }
}

/// The element of a block. A formula is set as MathML or as text, not as its source.
fn element(kind: &BlockKind) -> &'static str {
    match kind {
        BlockKind::Math => "p",
        kind => kind.element(),
    }
}

fn class_of(kind: &BlockKind) -> Option<&'static str> {
    match kind {
        BlockKind::Byline => Some("byline"),
        BlockKind::Math => Some("center"),
        _ => None,
    }
}
