//! The parts of a Markdown body in which marks of running text mean nothing: code, formulas, HTML and addresses.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use crate::document::dialect::flavour::OPTIONS;

/// The opaque ranges of a Markdown body by the rules of CommonMark, in the order in which the parser ends them. `other` is
/// called with every other event but the starts of links and pictures.
pub(in crate::document::dialect) fn opaque_ranges(
    body: &str,
    other: &mut dyn FnMut(&Event<'_>, &Range<usize>),
) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    // The end of the text of the innermost link.
    let mut inner = 0;
    for (event, range) in Parser::new_ext(body, OPTIONS).into_offset_iter() {
        match event {
            Event::Code(_)
            | Event::InlineHtml(_)
            | Event::Html(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::Start(Tag::CodeBlock(_)) => ranges.push(range.clone()),
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => {
                inner = range.start;
                continue;
            }
            // The address after the text.
            Event::End(TagEnd::Link | TagEnd::Image) if inner <= range.end => ranges.push(inner..range.end),
            _ => other(&event, &range),
        }
        inner = inner.max(if matches!(event, Event::Start(_)) { range.start } else { range.end });
    }
    ranges
}
