//! Running text: styles, links, ruby, formulas and pictures.

use std::rc::Rc;

use crate::document::{Document, Image, ImageId, Inline, Link, LinkId, Span, Style};
use crate::formula;
use crate::locale::{Catalog, Msg};
use crate::output::html::escape::{attribute, attributed, end_tag, is_safe, text};
use crate::text::percent_decoded_text;

/// Gives the address of a picture that can be part of the page.
pub(super) type Picture<'p> = dyn FnMut(&Image) -> Option<Rc<str>> + 'p;

/// Styles and their elements, outermost first.
const ELEMENTS: [(Style, &str); 11] = [
    (Style::NOTE, "sup"),
    (Style::DELETED, "del"),
    (Style::UNDERLINE, "u"),
    (Style::MARK, "mark"),
    (Style::STRONG, "strong"),
    (Style::EMPHASIS, "em"),
    (Style::SMALL, "small"),
    (Style::SUPERSCRIPT, "sup"),
    (Style::SUBSCRIPT, "sub"),
    (Style::KEYBOARD, "kbd"),
    (Style::CODE, "code"),
];

/// What writing a document needs to know of it and of the page.
pub(super) struct Context<'a> {
    pub(super) document: &'a Document,
    /// Whether the article runs from right to left.
    pub(super) rtl: bool,
    pub(super) catalog: &'a Catalog,
    /// The date of the article: as its byline begins, and for programs.
    pub(super) date: Option<(String, String)>,
    /// Precedes the ids of the article: several articles may have the same.
    prefix: String,
    /// The ids by block, sorted.
    ids: Vec<(u32, &'a str)>,
}

impl<'a> Context<'a> {
    /// For the article of this number, from 0, of a page.
    pub(super) fn new(document: &'a Document, rtl: bool, number: usize, catalog: &'a Catalog) -> Self {
        let prefix = if number == 0 { String::new() } else { format!("a{}-", number + 1) };
        let mut ids: Vec<(u32, &str)> = document.ids.iter().map(|(id, at)| (at.block, &**id)).collect();
        ids.sort_unstable();
        Self { document, rtl, catalog, date: None, prefix, ids }
    }

    /// The ids of a block.
    pub(super) fn ids_of(&self, block: usize) -> impl Iterator<Item = String> {
        let first = self.ids.partition_point(|(of, _)| (*of as usize) < block);
        let own = self.ids.iter().skip(first).take_while(move |(of, _)| *of as usize == block);
        own.map(|(_, id)| format!("{}{id}", self.prefix))
    }

    fn link(&self, id: LinkId) -> Option<&Link> {
        self.document.links.get(id.0 as usize)
    }

    /// The address of a link on the page.
    fn address(&self, target: &str) -> String {
        match target.strip_prefix('#') {
            Some(id) if !self.prefix.is_empty() => format!("#{}{}", self.prefix, percent_decoded_text(id)),
            _ => target.to_owned(),
        }
    }

    /// Opens the element of a link, and returns its name.
    pub(super) fn open_link(&self, link: LinkId, out: &mut String) -> Option<&'static str> {
        let link = self.link(link)?;
        let title = link.title.as_deref();
        let name = match () {
            () if link.expansion().is_some() => "abbr",
            () if is_safe(&link.target) => "a",
            () => "span",
        };
        out.push('<');
        out.push_str(name);
        if name == "a" {
            attribute("href", &self.address(&link.target), out);
            if !link.target.starts_with('#') {
                attribute("rel", "noopener noreferrer", out);
            }
        }
        if let Some(title) = title.or((name == "span").then_some(&link.target)) {
            attribute("title", title, out);
        }
        out.push('>');
        Some(name)
    }

    /// Writes a picture; if it cannot be part of the page, a link to it, or only its text inside of a link.
    pub(super) fn write_image(&self, id: ImageId, is_linked: bool, picture: &mut Picture<'_>, out: &mut String) {
        let Some(image) = self.document.images.get(id.0 as usize) else { return };
        let title = image.title.as_deref().filter(|title| !title.is_empty());
        if let Some(url) = picture(image) {
            out.push_str("<img");
            attribute("src", &url, out);
            attribute("alt", &image.alt, out);
            for (name, size) in [("width", image.width), ("height", image.height)] {
                if let Some(size) = size {
                    attribute(name, &size.to_string(), out);
                }
            }
            if let Some(title) = title {
                attribute("title", title, out);
            }
            return out.push('>');
        }
        let address = image.candidates.iter().find(|address| is_safe(address)).filter(|_| !is_linked);
        let name = if address.is_some() { "a" } else { "span" };
        out.push('<');
        out.push_str(name);
        attribute("class", "picture", out);
        if let Some(address) = address {
            attribute("href", address, out);
            attribute("rel", "noopener noreferrer", out);
        }
        if let Some(title) = title {
            attribute("title", title, out);
        }
        out.push('>');
        text(if image.alt.is_empty() { self.catalog.say(Msg::ReaderPicture) } else { &image.alt }, out);
        end_tag(name, out);
    }

    /// Writes a range of a text with its styles. `verbatim`: line breaks are kept as they are.
    pub(super) fn write_inline(
        &self,
        inline: &Inline,
        (from, to): (usize, usize),
        verbatim: bool,
        picture: &mut Picture<'_>,
        out: &mut String,
    ) {
        let mut at = from;
        let first = inline.spans.partition_point(|span| span.range.end as usize <= from);
        let spans = inline.spans.iter().skip(first).take_while(|span| (span.range.start as usize) < to);
        let mut spans = spans.peekable();
        let (mut link, mut is_ruby) = (None, false);
        while let Some(span) = spans.next() {
            let (start, end) = ((span.range.start as usize).max(from), (span.range.end as usize).min(to));
            plain(inline.text.get(at..start).unwrap_or_default(), verbatim, out);
            if link.is_none() {
                link = span.link.and_then(|link| self.open_link(link, out));
            }
            if !is_ruby && is_annotated(span) {
                out.push_str("<ruby>");
                is_ruby = true;
            }
            let content = inline.text.get(start..end).unwrap_or_default();
            self.write_span(span, content, (verbatim, link.is_some()), picture, out);
            at = end;
            let next = spans.peek().filter(|next| next.range.start == span.range.end && next.link == span.link);
            if is_ruby && next.is_none_or(|next| !is_annotated(next)) {
                end_tag("ruby", out);
                is_ruby = false;
            }
            // A link of several styles is one element.
            if let Some(name) = link.take_if(|_| next.is_none()) {
                end_tag(name, out);
            }
        }
        plain(inline.text.get(at..to).unwrap_or_default(), verbatim, out);
    }

    fn write_span(
        &self,
        span: &Span,
        content: &str,
        (verbatim, is_linked): (bool, bool),
        picture: &mut Picture<'_>,
        out: &mut String,
    ) {
        let is_reading = span.style.contains(Style::RUBY_READING);
        if is_reading {
            out.push_str("<rp>（</rp><rt>");
        }
        let elements = || ELEMENTS.iter().filter(|(style, _)| span.style.contains(*style));
        for (_, name) in elements() {
            attributed(name, &[], out);
        }
        match span.image {
            Some(image) => self.write_image(image, is_linked, picture, out),
            None if span.style.contains(Style::MATH) => write_formula(content, span.style, out),
            None => plain(content, verbatim, out),
        }
        for (_, name) in elements().rev() {
            end_tag(name, out);
        }
        if is_reading {
            out.push_str("</rt><rp>）</rp>");
        }
    }
}

/// Writes a formula as the reader shows it, with its source as a tooltip.
pub(super) fn write_formula(source: &str, style: Style, out: &mut String) {
    let rendered = if style.contains(Style::LINEAR) { None } else { formula::render(source) };
    let Some(rendered) = rendered else {
        attributed("span", &[("class", "math")], out);
        plain(source, false, out);
        return end_tag("span", out);
    };
    attributed("span", &[("class", "math"), ("title", source)], out);
    plain(&rendered.text, false, out);
    end_tag("span", out);
}

fn is_annotated(span: &Span) -> bool {
    span.style.intersects(Style::RUBY_BASE | Style::RUBY_READING)
}

/// Writes text, with its line breaks as elements unless it is verbatim.
pub(super) fn plain(source: &str, verbatim: bool, out: &mut String) {
    for (number, line) in source.split('\n').enumerate() {
        if number > 0 {
            out.push_str(if verbatim { "\n" } else { "<br>\n" });
        }
        text(line, out);
    }
}
