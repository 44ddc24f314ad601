//! Builds the tree of a well-formed body in one pass, several times faster than html5ever.
//!
//! What is well-formed is decided so that it is easy to see that the tree is the one html5ever builds: known elements
//! that end in the order in which they began, or where their end tag is implied, in places where the standard leaves them.
//! Anything that calls for error recovery or for [`sanitise`], and whatever is rare, is left to html5ever.
//!
//! [`sanitise`]: crate::document::html::sanitise

mod attributes;
mod elements;
mod references;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use html5ever::{Attribute, LocalName, QualName, local_name, ns};
use memchr::{memchr, memmem};

use crate::document::html::names;
use crate::document::html::tree::{NodeData, ROOT, Tree};
use crate::document::html::well_formed::attributes::{attributes, is_space};
use crate::document::html::well_formed::elements::{Kind, element};
use crate::document::html::well_formed::references::decode;

/// Deeper bodies are not well-formed: they may reach the limits of `guard`.
const MAX_DEPTH: usize = 128;

/// As [`MAX_DEPTH`], of open formatting elements.
const MAX_FORMATS: usize = 16;

/// The tree of a body; `None` if the body is not well-formed.
pub(in crate::document) fn parse(body: &str) -> Option<Tree> {
    if body.starts_with('\u{feff}') || memchr(b'\0', body.as_bytes()).is_some() {
        return None;
    }
    let body = match memchr(b'\r', body.as_bytes()) {
        Some(_) => Cow::Owned(body.replace("\r\n", "\n").replace('\r', "\n")),
        None => Cow::Borrowed(body),
    };
    let mut parser = Parser {
        tree: Tree::new(body.len()),
        open: Vec::with_capacity(16),
        body: ROOT,
        formats: 0,
        after_pre: false,
        code: None,
    };
    let mut rest = &*body;
    while !rest.is_empty() {
        let (text, markup) = rest.split_at(memchr(b'<', rest.as_bytes()).unwrap_or(rest.len()));
        parser.text(text)?;
        rest = parser.markup(markup)?;
    }
    parser.open_body();
    Some(parser.tree)
}

/// An open element.
struct Open {
    id: u32,
    name: LocalName,
    kind: Kind,
}

struct Parser {
    tree: Tree,
    /// The open elements in `body`.
    open: Vec<Open>,
    /// The element `body`; the root before anything that is in it.
    body: u32,
    /// How many formatting elements are open.
    formats: usize,
    /// Whether the last token was a `<pre>`.
    after_pre: bool,
    /// How many bytes follow the tag of the `<code>` or `<pre>` in which tags may be examples, if there is one.
    code: Option<usize>,
}

impl Parser {
    /// Adds the text before a tag.
    fn text(&mut self, text: &str) -> Option<()> {
        if text.is_empty() {
            return Some(());
        }
        let mut text = text;
        if std::mem::take(&mut self.after_pre) {
            if text.starts_with('&') {
                return None;
            }
            text = text.strip_prefix('\n').unwrap_or(text);
        }
        if self.body == ROOT {
            text = text.trim_start_matches(is_space);
            if text.starts_with('&') {
                return None;
            }
            if text.is_empty() {
                return Some(());
            }
            self.open_body();
        }
        if self.open.last().is_some_and(|open| open.kind.has_only_parts()) && !text.chars().all(is_space) {
            return None;
        }
        let parent = self.parent();
        self.tree.append_text(parent, |all| decode(text, false, all))
    }

    /// Handles what begins with a `<`, if anything does, and returns the rest.
    fn markup<'a>(&mut self, markup: &'a str) -> Option<&'a str> {
        match markup.as_bytes() {
            [] => Some(markup),
            [_, b'a'..=b'z' | b'A'..=b'Z', ..] => self.start_tag(markup),
            [_, b'/', b'a'..=b'z' | b'A'..=b'Z', ..] => self.end_tag(markup),
            [_, b'!', b'-', b'-', ..] => self.comment(markup),
            [_, b'!' | b'/' | b'?', ..] => None,
            _ => {
                self.text(markup.get(..1)?)?;
                markup.get(1..)
            }
        }
    }

    fn comment<'a>(&mut self, markup: &'a str) -> Option<&'a str> {
        self.after_pre = false;
        let inside = markup.get("<!--".len()..)?;
        let (comment, rest) = inside.split_at(memmem::find(inside.as_bytes(), b"-->")?);
        if comment.starts_with('>') || comment.starts_with("->") || memmem::find(comment.as_bytes(), b"--!").is_some() {
            return None;
        }
        let parent = self.parent();
        self.tree.append(NodeData::Other, parent);
        rest.get("-->".len()..)
    }

    fn start_tag<'a>(&mut self, markup: &'a str) -> Option<&'a str> {
        let (name, kind, rest) = self.name(markup.get(1..)?)?;
        let (attributes, rest) = attributes(rest)?;
        self.pass_code(&name, markup, rest, false)?;
        self.open_body();
        self.make_room(&name, kind)?;
        let is_void = matches!(kind, Kind::Void | Kind::Rule | Kind::Column);
        let id = self.add(name.clone(), attributes);
        if !is_void {
            self.open.push(Open { id, name, kind });
        }
        self.after_pre = kind == Kind::Pre;
        (self.open.len() <= MAX_DEPTH && self.formats <= MAX_FORMATS).then_some(rest)
    }

    /// Notes where code begins and ends, as [`crate::document::html::sanitise`] does. `None` if a tag in it is an example.
    fn pass_code(&mut self, name: &LocalName, markup: &str, rest: &str, ends: bool) -> Option<()> {
        if matches!(*name, local_name!("code") | local_name!("pre")) {
            self.code = (!ends).then_some(rest.len());
            return Some(());
        }
        if let Some(start) = self.code {
            let is_only = start == markup.len() && *name != local_name!("br") && rest.starts_with("</code>");
            if is_only || !names::is_markup_in_code(name) {
                return None;
            }
            if ends && matches!(*name, local_name!("p") | local_name!("div") | local_name!("li") | local_name!("td")) {
                self.code = None;
            }
        }
        Some(())
    }

    /// The name and kind of the element at the start of a tag, and the rest of the tag.
    fn name<'a>(&self, tag: &'a str) -> Option<(LocalName, Kind, &'a str)> {
        let length = tag.bytes().position(|byte| is_space(byte.into()) || matches!(byte, b'/' | b'>'))?;
        let (name, rest) = tag.split_at(length);
        let known = match self.open.last() {
            // Most tags end the element that is open.
            Some(open) if &*open.name == name => Some((open.name.clone(), open.kind)),
            _ if name.bytes().any(|byte| byte.is_ascii_uppercase()) => element(&name.to_ascii_lowercase()),
            _ => element(name),
        };
        known.map(|(name, kind)| (name, kind, rest))
    }

    /// Ends the elements that the start of this one ends, and starts those that it implies.
    fn make_room(&mut self, name: &LocalName, kind: Kind) -> Option<()> {
        let around = self.open.last().map(|open| open.kind);
        if around.is_some_and(Kind::has_only_parts) || kind.is_part() {
            return self.make_room_in_table(kind, around?);
        }
        match kind {
            Kind::Formatting => {
                let is_nested_link = *name == local_name!("a") && self.open.iter().any(|open| open.name == *name);
                self.formats += 1;
                return (!is_nested_link).then_some(());
            }
            Kind::Item | Kind::Description => self.end_item(kind)?,
            Kind::Heading => {
                self.end_paragraph()?;
                let is_nested = self.open.last().is_some_and(|open| open.kind == Kind::Heading);
                return (!is_nested).then_some(());
            }
            // In a page without a doctype a table may be in a paragraph.
            Kind::Inline | Kind::Void | Kind::Table => return Some(()),
            _ => {}
        }
        self.end_paragraph()
    }

    fn make_room_in_table(&mut self, kind: Kind, around: Kind) -> Option<()> {
        if (kind, around) == (Kind::Row, Kind::Table) {
            let (name, kind) = (local_name!("tbody"), Kind::Rows);
            let id = self.add(name.clone(), Vec::new());
            self.open.push(Open { id, name, kind });
            return Some(());
        }
        let fits = match kind {
            Kind::Caption | Kind::Columns | Kind::Rows => around == Kind::Table,
            Kind::Column => around == Kind::Columns,
            Kind::Row => around == Kind::Rows,
            Kind::Cell => around == Kind::Row,
            _ => false,
        };
        fits.then_some(())
    }

    /// Ends the `li`, or the `dt` or `dd`, that is open in the same list.
    fn end_item(&mut self, kind: Kind) -> Option<()> {
        for (at, open) in self.open.iter().enumerate().rev() {
            if open.kind == kind {
                let above = self.open.get(at + 1..)?;
                let all_end = above.iter().all(|open| open.kind == Kind::Paragraph);
                self.open.truncate(at);
                return all_end.then_some(());
            }
            if open.kind.keeps_items(&open.name) {
                break;
            }
        }
        Some(())
    }

    /// Ends the paragraph that is open, if there is one; it must be the innermost element.
    fn end_paragraph(&mut self) -> Option<()> {
        if self.has_paragraph() {
            self.open.pop_if(|open| open.kind == Kind::Paragraph)?;
        }
        Some(())
    }

    fn has_paragraph(&self) -> bool {
        let mut inside = self.open.iter().rev().take_while(|open| !open.kind.is_scope());
        inside.any(|open| open.kind == Kind::Paragraph)
    }

    fn end_tag<'a>(&mut self, markup: &'a str) -> Option<&'a str> {
        self.after_pre = false;
        let (name, kind, rest) = self.name(markup.get(2..)?)?;
        let rest = rest.trim_start_matches(is_space).strip_prefix('>')?;
        self.pass_code(&name, markup, rest, true)?;
        if kind == Kind::Paragraph && !self.has_paragraph() {
            // An end tag alone is an empty paragraph.
            if self.body == ROOT || self.open.last().is_some_and(|open| open.kind.has_only_parts()) {
                return None;
            }
            self.add(name, Vec::new());
            return Some(rest);
        }
        match kind {
            Kind::Formatting => self.formats = self.formats.checked_sub(1)?,
            Kind::Table => drop(self.open.pop_if(|open| open.kind == Kind::Rows)),
            Kind::Inline | Kind::Columns | Kind::Rows | Kind::Row => {}
            _ => while self.open.pop_if(|open| open.kind.has_implied_end() && open.name != name).is_some() {},
        }
        self.open.pop_if(|open| open.name == name)?;
        Some(rest)
    }

    /// Begins the body, with the elements around it, unless it has begun.
    fn open_body(&mut self) {
        if self.body == ROOT {
            let html = self.tree.append(html_element(local_name!("html"), Vec::new()), ROOT);
            self.tree.append(html_element(local_name!("head"), Vec::new()), html);
            self.body = self.tree.append(html_element(local_name!("body"), Vec::new()), html);
        }
    }

    /// The innermost open element.
    fn parent(&self) -> u32 {
        self.open.last().map_or(self.body, |open| open.id)
    }

    fn add(&mut self, name: LocalName, attributes: Vec<Attribute>) -> u32 {
        let parent = self.parent();
        self.tree.append(html_element(name, attributes), parent)
    }
}

fn html_element(name: LocalName, attributes: Vec<Attribute>) -> NodeData {
    NodeData::Element { name: QualName::new(None, ns!(html), name), attributes }
}
