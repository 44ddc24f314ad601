//! The parts of a body that are code or formulas, where markup and tags are literal text.

use std::ops::Range;

use memchr::memchr;
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

use crate::document::dialect::flavour;
use crate::document::html::scan::{EndFinder, Tags};

/// The kinds of code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::document) enum CodeKind {
    /// Between fences.
    Fence,
    /// Indented by four blanks, which may be mere formatting.
    Indented,
    /// An inline code span.
    Span,
    /// An HTML element whose content is code, with its tags.
    Element,
    /// An HTML comment.
    Comment,
    /// A formula.
    Math,
}

/// All code of a body.
#[derive(Debug, Default)]
pub(in crate::document) struct Code {
    /// Sorted by start. An HTML element may contain others.
    ranges: Vec<(Range<usize>, CodeKind)>,
}

impl Code {
    /// The code of a Markdown body by the rules of CommonMark.
    pub(in crate::document) fn of_markdown(body: &str) -> Self {
        let mut ranges = Vec::new();
        for (event, range) in Parser::new_ext(body, flavour::OPTIONS).into_offset_iter() {
            let kind = match event {
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => CodeKind::Fence,
                Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => CodeKind::Indented,
                Event::Code(_) => CodeKind::Span,
                Event::InlineMath(_) | Event::DisplayMath(_) => CodeKind::Math,
                Event::End(TagEnd::CodeBlock) => continue,
                _ => continue,
            };
            ranges.push((range, kind));
        }
        let mut code = Self { ranges };
        let elements = elements(body, &code);
        code.ranges.extend(elements);
        code.ranges.sort_by_key(|(range, _)| range.start);
        code
    }

    /// The code of an HTML body.
    pub(in crate::document) fn of_html(body: &str) -> Self {
        Self { ranges: elements(body, &Self::default()) }
    }

    /// The lines of the body with their offsets, and the kind of code that each is.
    pub(in crate::document) fn lines<'b>(&self, body: &'b str) -> Vec<(usize, &'b str, Option<CodeKind>)> {
        let mut cursor = self.cursor();
        let mut at = 0;
        let mut lines = Vec::new();
        for line in body.split_inclusive('\n') {
            let blanks = line.len() - line.trim_start().len();
            let first = (at + blanks).min((at + line.len()).saturating_sub(1));
            let code = cursor.at(first).filter(|(range, kind)| match kind {
                CodeKind::Span | CodeKind::Math => range.start < first,
                _ => true,
            });
            lines.push((at, line, code.map(|(_, kind)| kind)));
            at += line.len();
        }
        lines
    }

    /// A cursor for positions in ascending order.
    pub(in crate::document) fn cursor(&self) -> Cursor<'_> {
        Cursor { rest: &self.ranges, open: None }
    }
}

/// Looks up the code at positions in ascending order.
#[derive(Clone)]
pub(in crate::document) struct Cursor<'c> {
    rest: &'c [(Range<usize>, CodeKind)],
    open: Option<(&'c Range<usize>, CodeKind)>,
}

impl Cursor<'_> {
    /// The code at this position.
    pub(in crate::document) fn at(&mut self, position: usize) -> Option<(Range<usize>, CodeKind)> {
        while let Some((first, rest)) = self.rest.split_first() {
            if first.0.start > position {
                break;
            }
            self.rest = rest;
            if self.open.is_none_or(|(open, _)| open.end < first.0.end) {
                self.open = Some((&first.0, first.1));
            }
        }
        self.open.filter(|(open, _)| open.contains(&position)).map(|(open, kind)| (open.clone(), kind))
    }
}

impl Cursor<'_> {
    /// Where the fenced code at this position begins.
    pub(in crate::document) fn fence_at(&mut self, position: usize) -> Option<usize> {
        self.at(position).filter(|(_, kind)| *kind == CodeKind::Fence).map(|(range, _)| range.start)
    }
}

/// Code elements and comments that do not begin inside `code`.
fn elements(body: &str, code: &Code) -> Vec<(Range<usize>, CodeKind)> {
    let mut cursor = code.cursor();
    let mut ends = EndFinder::default();
    let mut found = Vec::new();
    let mut open: Option<(usize, &str)> = None;
    let mut tags = Tags::of(body);
    let mut at = 0;
    while let Some(next) = body.as_bytes().get(at..).and_then(|rest| memchr(b'<', rest)) {
        let start = at + next;
        at = start + 1;
        if let Some((range, _)) = cursor.at(start).filter(|(_, kind)| *kind != CodeKind::Indented) {
            at = range.end.max(at);
            continue;
        }
        if body.as_bytes().get(start..start + 4) == Some(b"<!--") {
            let Some(end) = ends.comment_end(body, start) else { continue };
            if open.is_none() {
                found.push((start..end, CodeKind::Comment));
            }
            at = end;
            continue;
        }
        let Some(tag) = tags.at(start) else { continue };
        if tag.unfinished {
            tags.reject(start, &tag);
            continue;
        }
        at = tag.end;
        match open {
            Some((from, name)) if tag.ends && name.eq_ignore_ascii_case(tag.name) => {
                found.push((from..tag.end, CodeKind::Element));
                open = None;
            }
            None if !tag.ends && is_code(tag.name) => open = Some((start, tag.name)),
            _ => {}
        }
    }
    found
}

fn is_code(name: &str) -> bool {
    ["pre", "code", "script", "style", "textarea", "xmp", "listing", "svg", "math"]
        .iter()
        .any(|code| code.eq_ignore_ascii_case(name))
}
