//! The parts of a body that are code or formulas, where markup and tags are literal text.

use std::ops::Range;

use memchr::memchr;
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

use crate::document::dialect::flavour;
use crate::document::html::scan::{Ends, Tags};

/// The kinds of code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::document) enum Sort {
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
    ranges: Vec<(Range<usize>, Sort)>,
}

impl Code {
    /// The code of a Markdown body by the rules of CommonMark.
    pub(in crate::document) fn of_markdown(body: &str) -> Self {
        let mut ranges = Vec::new();
        for (event, range) in Parser::new_ext(body, flavour::OPTIONS).into_offset_iter() {
            let sort = match event {
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => Sort::Fence,
                Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => Sort::Indented,
                Event::Code(_) => Sort::Span,
                Event::InlineMath(_) | Event::DisplayMath(_) => Sort::Math,
                Event::End(TagEnd::CodeBlock) => continue,
                _ => continue,
            };
            ranges.push((range, sort));
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

    /// A cursor for positions in ascending order.
    pub(in crate::document) fn cursor(&self) -> Cursor<'_> {
        Cursor { rest: &self.ranges, open: None }
    }
}

/// Looks up the code at positions in ascending order.
pub(in crate::document) struct Cursor<'c> {
    rest: &'c [(Range<usize>, Sort)],
    open: Option<(&'c Range<usize>, Sort)>,
}

impl Cursor<'_> {
    /// The code at this position.
    pub(in crate::document) fn at(&mut self, place: usize) -> Option<(Range<usize>, Sort)> {
        while let Some((first, rest)) = self.rest.split_first() {
            if first.0.start > place {
                break;
            }
            self.rest = rest;
            if self.open.is_none_or(|(open, _)| open.end < first.0.end) {
                self.open = Some((&first.0, first.1));
            }
        }
        self.open.filter(|(open, _)| open.contains(&place)).map(|(open, sort)| (open.clone(), sort))
    }
}

/// Code elements and comments that do not begin inside `code`.
fn elements(body: &str, code: &Code) -> Vec<(Range<usize>, Sort)> {
    let mut cursor = code.cursor();
    let mut ends = Ends::default();
    let mut found = Vec::new();
    let mut open: Option<(usize, &str)> = None;
    let mut tags = Tags::of(body);
    let mut at = 0;
    while let Some(next) = body.as_bytes().get(at..).and_then(|rest| memchr(b'<', rest)) {
        let start = at + next;
        at = start + 1;
        if let Some((range, sort)) = cursor.at(start)
            && sort != Sort::Indented
        {
            at = range.end.max(at);
            continue;
        }
        if body.as_bytes().get(start..start + 4) == Some(b"<!--") {
            let Some(end) = ends.of_comment(body, start) else { continue };
            if open.is_none() {
                found.push((start..end, Sort::Comment));
            }
            at = end;
            continue;
        }
        let Some(tag) = tags.at(start) else { continue };
        if tag.unfinished {
            tags.refuse(start, &tag);
            continue;
        }
        at = tag.end;
        match open {
            Some((from, name)) if tag.ends && name.eq_ignore_ascii_case(tag.name) => {
                found.push((from..tag.end, Sort::Element));
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
