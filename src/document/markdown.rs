//! Markdown to HTML: GFM with footnotes, formulas and definition lists.

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, html};
use rustc_hash::FxHashMap;

/// What Markdown is here.
pub(super) const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_MATH)
    .union(Options::ENABLE_DEFINITION_LIST)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_GFM);

/// The HTML of a Markdown body. Footnotes stand at its end as `div.footnote-definition` with their mark as title.
pub(super) fn to_html(body: &str) -> String {
    let mut notes = Notes::default();
    let mut out = String::with_capacity(body.len() + body.len() / 4);
    let main = Parser::new_ext(body, OPTIONS).into_offset_iter().filter_map(|(event, range)| {
        // As Pandoc has it: a dollar before a digit closes no formula, `$5-$10` are prices.
        let price = body.as_bytes().get(range.end).is_some_and(u8::is_ascii_digit);
        notes.sort(match event {
            Event::InlineMath(_) if price => Event::Text(body.get(range).unwrap_or_default().into()),
            event => event,
        })
    });
    html::push_html(&mut out, main);
    html::push_html(&mut out, notes.events.into_iter());
    out
}

/// Footnotes set aside until the end.
#[derive(Default)]
struct Notes<'a> {
    numbers: FxHashMap<CowStr<'a>, usize>,
    referred: FxHashMap<CowStr<'a>, usize>,
    events: Vec<Event<'a>>,
    depth: usize,
}

impl<'a> Notes<'a> {
    /// The number of a label: in the order of first mention.
    fn number(&mut self, label: &CowStr<'a>) -> usize {
        let next = self.numbers.len() + 1;
        *self.numbers.entry(label.clone()).or_insert(next)
    }

    /// Sets an event aside if it belongs to a footnote, and gives all others back.
    fn sort(&mut self, event: Event<'a>) -> Option<Event<'a>> {
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

fn escape(text: &str) -> String {
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
