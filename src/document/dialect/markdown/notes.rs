//! Footnotes, numbered by first reference and collected for the end.

use std::collections::VecDeque;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};
use rustc_hash::FxHashMap;

/// Footnotes collected for the end, where they are in the order of their numbers.
#[derive(Default)]
pub(in crate::document::dialect::markdown) struct Notes<'a> {
    numbers: FxHashMap<CowStr<'a>, usize>,
    referred: FxHashMap<CowStr<'a>, usize>,
    /// The definitions in their order in the text.
    definitions: Vec<Definition<'a>>,
    /// Those that are open, by index, innermost last.
    open: Vec<usize>,
}

struct Definition<'a> {
    label: CowStr<'a>,
    events: Vec<Event<'a>>,
}

impl<'a> Notes<'a> {
    /// The number of a label, by first reference.
    fn number(&mut self, label: &CowStr<'a>) -> usize {
        let next = self.numbers.len() + 1;
        *self.numbers.entry(label.clone()).or_insert(next)
    }

    /// Keeps an event that belongs to a footnote definition, and returns all others.
    pub(in crate::document::dialect::markdown) fn collect(&mut self, event: Event<'a>) -> Option<Event<'a>> {
        match event {
            Event::Start(Tag::FootnoteDefinition(label)) => {
                self.open.push(self.definitions.len());
                self.definitions.push(Definition { label, events: Vec::new() });
                None
            }
            Event::End(TagEnd::FootnoteDefinition) => {
                self.open.pop();
                None
            }
            event => match self.open.last().and_then(|open| self.definitions.get_mut(*open)) {
                // What a note refers to is numbered after all that the text refers to.
                Some(definition) => {
                    definition.events.push(event);
                    None
                }
                None => Some(self.numbered(event)),
            },
        }
    }

    /// The event, or the link that a reference becomes.
    fn numbered(&mut self, event: Event<'a>) -> Event<'a> {
        let Event::FootnoteReference(label) = event else { return event };
        let number = self.number(&label);
        let id = escape(&label);
        let count = self.referred.entry(label).or_default();
        *count += 1;
        let mark = if *count == 1 { format!(" id=\"fnref-{id}\"") } else { String::new() };
        let html = format!("<a class=\"footnote-ref\" href=\"#fn-{id}\"{mark}>{number}</a>");
        Event::InlineHtml(html.into())
    }

    /// The events of all definitions by their numbers: those that the text refers to, then those that only notes refer to,
    /// then all others.
    pub(in crate::document::dialect::markdown) fn into_events(mut self) -> Vec<Event<'a>> {
        let mut by_label: FxHashMap<CowStr<'a>, Vec<Definition<'a>>> = FxHashMap::default();
        let mut unnumbered = VecDeque::new();
        for definition in std::mem::take(&mut self.definitions) {
            unnumbered.push_back(definition.label.clone());
            by_label.entry(definition.label.clone()).or_default().push(definition);
        }
        let mut labels: Vec<_> = self.numbers.iter().map(|(label, number)| (*number, label.clone())).collect();
        labels.sort_unstable_by_key(|(number, _)| *number);
        let mut labels: VecDeque<_> = labels.into_iter().map(|(_, label)| label).collect();
        let mut events = Vec::new();
        while let Some(label) = labels.pop_front().or_else(|| unnumbered.pop_front()) {
            for definition in by_label.remove(&label).unwrap_or_default() {
                self.write(definition, &mut events, &mut labels);
            }
        }
        events
    }

    /// Writes a definition. Adds the labels to which it is the first to refer.
    fn write(&mut self, definition: Definition<'a>, out: &mut Vec<Event<'a>>, labels: &mut VecDeque<CowStr<'a>>) {
        let number = self.number(&definition.label);
        let id = escape(&definition.label);
        let start = format!("<div class=\"footnote-definition\" id=\"fn-{id}\" title=\"{number}.\">");
        out.push(Event::Html(start.into()));
        for event in definition.events {
            if let Event::FootnoteReference(label) = &event
                && !self.numbers.contains_key(label)
            {
                labels.push_back(label.clone());
            }
            out.push(self.numbered(event));
        }
        out.push(Event::Html("</div>\n".into()));
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

#[cfg(test)]
mod tests {
    use crate::document::dialect::flavour::Flavour;
    use crate::document::dialect::markdown::to_html::to_html;

    /// The numbers and labels of the notes in the order in which they are written, after the numbers of the references.
    fn notes(body: &str) -> String {
        let html = to_html(body, &Flavour::default());
        let mut out = String::new();
        for part in html.split('<').skip(1) {
            let value = |name: &str| part.split_once(name)?.1.split_once('"').map(|(value, _)| value.to_owned());
            if part.starts_with("a class=\"footnote-ref\"") {
                let number = part.split_once('>').map_or("", |(_, number)| number);
                out.push_str(&format!("[{number}]"));
            } else if let (Some(id), Some(number)) = (value("id=\"fn-"), value("title=\"")) {
                out.push_str(&format!(" {number}{id}"));
            }
        }
        out
    }

    #[test]
    fn notes_are_in_the_order_of_their_numbers() {
        for (body, expected) in [
            ("甲[^b]乙[^a]。\n\n[^a]: 一\n\n[^b]: 二\n", "[1][2] 1.b 2.a"),
            ("[^a]: 一\n\n甲[^b]乙[^a]。\n\n[^b]: 二\n", "[1][2] 1.b 2.a"),
            ("甲[^a]乙[^a]。\n\n[^a]: 一\n", "[1][1] 1.a"),
            // To which nothing refers.
            ("[^c]: 三\n\n甲[^b]。\n\n[^a]: 一\n\n[^b]: 二\n", "[1] 1.b 2.c 3.a"),
            // To which only a note refers, and one that refers to itself.
            ("甲[^b]丙[^d]。\n\n[^a]: 一\n\n[^b]: 二[^a]\n\n[^d]: 四[^d]\n", "[1][2] 1.b[3] 2.d[2] 3.a"),
            // Without a definition it is text.
            ("甲[^x]乙[^a]。\n\n[^a]: 一\n", "[1] 1.a"),
        ] {
            assert_eq!(notes(body), expected, "{body}");
        }
    }
}
