//! From the events of the Markdown parser to HTML.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Parser, Tag, TagEnd, TextMergeWithOffset, html};

use crate::document::dialect::extensions::attributes::Attributes;
use crate::document::dialect::flavour::{Flavour, OPTIONS};
use crate::document::dialect::markdown::abbreviations::Abbreviations;
use crate::document::dialect::markdown::notes::{Notes, escape};
use crate::document::dialect::markdown::raw::{self, Raw};
use crate::document::dialect::markdown::{emphasis, formula, words};
use crate::text::Profile;

/// A paragraph in which no line is wider than this, in terminal cells, was not wrapped by an editor: its line breaks
/// are intended.
const SHORT: usize = 36;

/// The HTML of a plain Markdown body. Footnotes come last, as `div.footnote-definition` with the marker as title.
pub(in crate::document) fn to_html(body: &str, flavour: &Flavour) -> String {
    let (body, abbreviations) = Abbreviations::take(body);
    let body = &*body;
    let mut converter = Converter {
        body,
        abbreviations,
        raw: None,
        flavour,
        notes: Notes::default(),
        events: Vec::new(),
        lines: false,
        links: 0,
        picture: false,
        code: false,
        line_start: false,
        label_open: false,
        labelled: false,
    };
    for (event, range) in TextMergeWithOffset::new(Parser::new_ext(body, OPTIONS).into_offset_iter()) {
        converter.read(event, range);
    }
    let mut out = String::with_capacity(body.len() + body.len() / 4);
    html::push_html(&mut out, converter.events.into_iter());
    html::push_html(&mut out, converter.notes.into_events().into_iter());
    emphasis::remove_spaces(out)
}

/// Passes the events of a body from the parser to the HTML writer.
struct Converter<'a, 'f> {
    body: &'a str,
    abbreviations: Abbreviations,
    /// What becomes of the text of the current code block, if it is raw output of another format.
    raw: Option<Raw>,
    flavour: &'f Flavour,
    notes: Notes<'a>,
    events: Vec<Event<'a>>,
    /// Whether line breaks in this paragraph are kept.
    lines: bool,
    /// How many links and pictures are open.
    links: usize,
    /// Whether a picture is open.
    picture: bool,
    code: bool,
    /// Whether the current line is still empty.
    line_start: bool,
    /// Whether the line begins with bold text.
    label_open: bool,
    /// Whether the line so far consists of bold text.
    labelled: bool,
}

impl<'a> Converter<'a, '_> {
    /// Updates what is known of the surroundings of the next event.
    fn track(&mut self, event: &Event<'a>, range: &Range<usize>) {
        match event {
            Event::Start(Tag::Paragraph) => {
                self.lines = self.flavour.breaks.unwrap_or_else(|| self.is_lines(range));
            }
            Event::End(TagEnd::Paragraph) => self.lines = self.flavour.breaks == Some(true),
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => self.links += 1,
            Event::End(TagEnd::Link | TagEnd::Image) => self.links = self.links.saturating_sub(1),
            Event::Start(Tag::CodeBlock(kind)) => {
                self.code = true;
                if let CodeBlockKind::Fenced(info) = kind {
                    self.raw = raw::of_fence(info);
                }
                if let CodeBlockKind::Fenced(info) = kind
                    && let Some(title) = title_of_code(info)
                {
                    let title = format!("<p>{}</p>\n", escape(title));
                    self.push(Event::Html(title.into()));
                }
            }
            Event::End(TagEnd::CodeBlock) => self.code = false,
            _ => {}
        }
    }

    fn read(&mut self, event: Event<'a>, range: Range<usize>) {
        self.track(&event, &range);
        self.picture = match event {
            Event::Start(Tag::Image { .. }) => true,
            Event::End(TagEnd::Image) => false,
            _ => self.picture,
        };
        let ends_line = matches!(event, Event::SoftBreak);
        if !ends_line {
            self.label(&event);
        }
        match event {
            Event::Text(text) if self.raw.is_some() => {
                if self.raw == Some(Raw::Html) {
                    self.push(Event::Html(text));
                }
            }
            Event::Start(Tag::CodeBlock(_)) if self.raw.is_some() => {}
            Event::End(TagEnd::CodeBlock) if self.raw.take().is_some() => {}
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                let info = raw::language(&info).map_or(info.clone(), |language| language.to_owned().into());
                self.push(Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))));
            }
            Event::Text(text) if self.picture => {
                let text = without_size(text);
                self.push(Event::Text(text));
            }
            Event::Text(text) if !self.code && self.links == 0 => {
                let text = self.after_code(text);
                let mut events = Vec::new();
                words::events(text, &mut events);
                for event in events {
                    self.text(event);
                }
            }
            Event::SoftBreak if self.keeps_break(&range) => self.push(Event::HardBreak),
            Event::InlineMath(source) => {
                let event = formula::inline(source, self.body, range);
                self.push(event);
            }
            Event::End(TagEnd::Heading(level)) => {
                self.restore_braces(range);
                self.push(Event::End(TagEnd::Heading(level)));
            }
            Event::DisplayMath(source) if formula::is_inline(self.body, &range) => self.push(Event::InlineMath(source)),
            event => self.push(event),
        }
        if ends_line {
            self.label(&Event::SoftBreak);
        }
    }

    /// Adds an event of running text, with abbreviations marked.
    fn text(&mut self, event: Event<'a>) {
        let Event::Text(text) = event else { return self.push(event) };
        let mut events = Vec::new();
        self.abbreviations.mark(text, &mut events);
        for event in events {
            self.push(event);
        }
    }

    /// A text without the attributes at its start that belong to the code before it.
    fn after_code(&mut self, text: CowStr<'a>) -> CowStr<'a> {
        let Some(Event::Code(code)) = self.events.last().filter(|_| text.starts_with('{')) else { return text };
        let Some((raw, length)) = raw::after_code(&text) else { return text };
        match raw {
            Some(Raw::Html) => {
                let html = Event::InlineHtml(code.clone());
                self.events.pop();
                self.events.push(html);
            }
            Some(Raw::Other) => drop(self.events.pop()),
            None => {}
        }
        text.get(length..).unwrap_or_default().to_owned().into()
    }

    /// Adds the text in braces at the end of a heading that the parser took for attributes but that are none: `集合 {1, 2}`.
    fn restore_braces(&mut self, range: Range<usize>) {
        let source = self.body.get(range).unwrap_or_default().trim_end();
        let source =
            if source.starts_with('#') { source } else { source.rsplit_once('\n').map_or(source, |(text, _)| text) };
        let source = source.trim_end();
        let Some(list) = source.rfind('{').and_then(|at| source.get(at..)).filter(|list| list.ends_with('}')) else {
            return;
        };
        let is_shown = matches!(self.events.last(), Some(Event::Text(text)) if text.ends_with('}'));
        let is_attributes = list.starts_with("{:") || Attributes::at_start(list).is_some();
        if !is_shown && !is_attributes && !source.ends_with("\\}") {
            self.push(Event::Text(format!(" {list}").into()));
        }
    }

    fn push(&mut self, event: Event<'a>) {
        self.events.extend(self.notes.collect(event));
    }

    /// Whether a paragraph consists of lines rather than wrapped text: at least three, all short, none ended by a hard
    /// line break of Markdown, most of them in a script that nobody wraps by hand at so few columns.
    fn is_lines(&self, range: &Range<usize>) -> bool {
        let text = self.body.get(range.clone()).unwrap_or_default();
        let (mut count, mut wide) = (0, 0);
        let short = text.lines().all(|line| {
            count += 1;
            wide += usize::from(line.contains(|c: char| c.is_alphabetic() && !c.is_ascii()));
            !line.ends_with("  ")
                && !line.ends_with('\\')
                && line.len() <= 4 * SHORT
                && Profile::default().width(line.trim()) <= SHORT
        });
        short && count >= 3 && wide * 2 > count
    }

    /// Whether this line break is kept.
    fn keeps_break(&self, range: &Range<usize>) -> bool {
        if self.lines {
            return true;
        }
        if self.flavour.breaks.is_some() {
            return false;
        }
        let line = self.body.get(range.end..).and_then(|rest| rest.split('\n').next()).unwrap_or_default();
        self.labelled || is_item(line.trim_start_matches([' ', '\t', '>']))
    }

    /// Updates whether the line so far is only a bold label.
    fn label(&mut self, event: &Event<'_>) {
        self.labelled = match event {
            Event::Start(Tag::Strong) => {
                self.label_open = self.line_start;
                false
            }
            Event::End(TagEnd::Strong) => self.label_open,
            _ => false,
        };
        let begins = matches!(event, Event::Start(Tag::Paragraph | Tag::Item) | Event::SoftBreak | Event::HardBreak);
        self.line_start = begins;
        self.label_open &= !matches!(event, Event::SoftBreak | Event::HardBreak);
    }
}

/// The alternative text of a picture without the size that Obsidian appends: `图|300`, `图|300x200`.
fn without_size(text: CowStr<'_>) -> CowStr<'_> {
    let is_size = |size: &str| {
        size.starts_with(|c: char| c.is_ascii_digit()) && size.bytes().all(|byte| byte.is_ascii_digit() || byte == b'x')
    };
    match text.rsplit_once('|').filter(|(_, size)| is_size(size)) {
        Some((label, _)) => label.trim_end().to_owned().into(),
        None => text,
    }
}

/// Whether a line begins with a list marker that is common in Chinese but not in CommonMark: `1、`, `１．`, `（一）`, `①`,
/// `·`, `•`, `1.文`.
fn is_item(line: &str) -> bool {
    let is_number = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c) || "一二三四五六七八九十百".contains(c);
    let mut rest = line.chars();
    match rest.next() {
        Some(
            '①'..='⑳' | '㈠'..='㈩' | '⑴'..='⒛' | '●' | '○' | '■' | '□' | '◆' | '◇' | '▪' | '•' | '★' | '☆' | '※' | '→',
        ) => true,
        Some('·' | '・') => true,
        Some('#') => line.starts_with("#. "),
        Some('（' | '(') if !is_lettered(line) => {
            let mut digits = 0;
            let end = rest.find(|c| {
                digits += 1;
                !is_number(*c) || digits > 4
            });
            digits > 1 && matches!(end, Some('）' | ')'))
        }
        _ if is_lettered(line) => true,
        Some(first) if is_number(first) => {
            let end = rest.by_ref().take(4).find(|c| !is_number(*c));
            match end {
                Some('、' | '．' | '）') => true,
                Some('.' | ')') => rest.next().is_some_and(|c| c.is_alphabetic() && !c.is_ascii()),
                _ => false,
            }
        }
        _ => false,
    }
}

/// Whether a line begins with a letter or a Roman number as the marker of an item: `(a) `, `b) `, `iv) `.
fn is_lettered(line: &str) -> bool {
    let inner = line.strip_prefix('(').unwrap_or(line);
    let Some((mark, rest)) = inner.split_once(") ") else { return false };
    let roman = mark.len() <= 4 && mark.bytes().all(|byte| matches!(byte, b'i' | b'v' | b'x'));
    let letter = mark.len() == 1 && mark.bytes().all(|byte| byte.is_ascii_alphabetic());
    (roman || letter) && !mark.is_empty() && !rest.trim().is_empty()
}

/// The title in the info string of a fence: `js [npm]`, `js title="a.js"`.
fn title_of_code(info: &str) -> Option<&str> {
    let (_, rest) = info.split_once(char::is_whitespace)?;
    let named = ["title=\"", "filename=\"", "name=\""].iter().find_map(|key| rest.split_once(key));
    if let Some((_, value)) = named {
        return value.split_once('"').map(|(title, _)| title).filter(|title| !title.is_empty());
    }
    let label = rest.trim_start().strip_prefix('[')?;
    label.split_once(']').map(|(label, _)| label.trim()).filter(|label| !label.is_empty())
}

#[cfg(test)]
mod tests {
    use super::to_html;
    use crate::document::dialect::flavour::Flavour;

    #[test]
    fn braces_after_headings() {
        for (body, expected) in
            [("# 集合 {1,2}", ">集合 {1,2}</h1>\n"), ("# 题 {#a .b}", ">题</h1>\n"), ("# 题 {-}", ">题</h1>\n")]
        {
            let html = to_html(body, &Flavour::default());
            assert!(html.ends_with(expected), "{body}: {html}");
        }
    }
}
