//! Footnotes, numbered by first reference and collected for the end.

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};
use rustc_hash::FxHashMap;

/// Footnotes collected for the end.
#[derive(Default)]
pub(in crate::document::dialect::markdown) struct Notes<'a> {
    numbers: FxHashMap<CowStr<'a>, usize>,
    referred: FxHashMap<CowStr<'a>, usize>,
    /// The events of the definitions.
    pub(in crate::document::dialect::markdown) events: Vec<Event<'a>>,
    depth: usize,
}

impl<'a> Notes<'a> {
    /// The number of a label, by first reference.
    fn number(&mut self, label: &CowStr<'a>) -> usize {
        let next = self.numbers.len() + 1;
        *self.numbers.entry(label.clone()).or_insert(next)
    }

    /// Keeps an event that belongs to a footnote definition, and returns all others.
    pub(in crate::document::dialect::markdown) fn collect(&mut self, event: Event<'a>) -> Option<Event<'a>> {
        let event = match event {
            Event::Start(Tag::FootnoteDefinition(label)) => {
                let number = self.number(&label);
                self.depth += 1;
                let id = escape(&label);
                let start = format!("<div class=\"footnote-definition\" id=\"fn-{id}\" title=\"{number}.\">");
                self.events.push(Event::Html(start.into()));
                return None;
            }
            Event::End(TagEnd::FootnoteDefinition) => {
                self.depth = self.depth.saturating_sub(1);
                self.events.push(Event::Html("</div>\n".into()));
                return None;
            }
            Event::FootnoteReference(label) => {
                let number = self.number(&label);
                let id = escape(&label);
                let count = self.referred.entry(label).or_default();
                *count += 1;
                let mark = if *count == 1 { format!(" id=\"fnref-{id}\"") } else { String::new() };
                let html = format!("<a class=\"footnote-ref\" href=\"#fn-{id}\"{mark}>{number}</a>");
                Event::InlineHtml(html.into())
            }
            event => event,
        };
        if self.depth == 0 {
            return Some(event);
        }
        self.events.push(event);
        None
    }
}

/// Text escaped for HTML.
pub(in crate::document::dialect::markdown) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c => out.push(c),
        }
    }
    out
}
