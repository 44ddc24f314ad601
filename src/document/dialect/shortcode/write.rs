//! Writes a body with its tags replaced.

use std::collections::VecDeque;

use memchr::memrchr;

use crate::document::dialect::shortcode::arguments::{Arguments, escape};
use crate::document::dialect::shortcode::around::{Around, Rendered};
use crate::document::dialect::shortcode::block::around;
use crate::document::dialect::shortcode::lines::list_marker;
use crate::document::dialect::shortcode::listing;
use crate::document::dialect::shortcode::listing::Verbatim;
use crate::document::dialect::shortcode::tag::part;
use crate::document::dialect::shortcode::token::{Syntax, Token};
use crate::document::dialect::shortcode::values::{Scope, UnknownValues};
use crate::document::dialect::value::Value;

/// How many bytes may be inserted beyond the length of the body, which limits texts that contain each other.
const SPARE: usize = 256 << 10;

/// The values of a body, and how much may still be inserted of them.
pub(in crate::document::dialect::shortcode) struct Templates<'a> {
    pub(in crate::document::dialect::shortcode) scope: Scope<'a>,
    /// How many bytes may still be inserted.
    pub(in crate::document::dialect::shortcode) left: usize,
    /// How many files include each other here.
    pub(in crate::document::dialect::shortcode) depth: u8,
    /// The values that turned out to be unknown.
    pub(in crate::document::dialect::shortcode) unknown: UnknownValues,
}

impl<'a> Templates<'a> {
    /// For a body of this many bytes.
    pub(in crate::document::dialect::shortcode) fn new(scope: Scope<'a>, length: usize) -> Self {
        Self { scope, left: length.saturating_add(SPARE), depth: 0, unknown: UnknownValues::default() }
    }
}

/// The body with these tags replaced, and what is left of the values.
pub(in crate::document::dialect::shortcode) fn write<'v>(
    body: &str,
    tokens: &[Token<'_>],
    markdown: bool,
    templates: Templates<'v>,
) -> (String, Templates<'v>) {
    let mut writer = Writer {
        body,
        tokens,
        markdown,
        out: String::with_capacity(body.len() + body.len() / 8),
        at: 0,
        last: 0,
        seen: 0,
        started: 0,
        braces: 0,
        open: Vec::new(),
        prefix: String::new(),
        templates,
        about_others: None,
    };
    for (index, token) in tokens.iter().enumerate() {
        writer.copy(token.range.start);
        writer.token(index, token);
        writer.at = token.range.end;
        writer.last = token.range.end;
    }
    writer.copy(body.len());
    (writer.out, writer.templates)
}

/// A pair of tags whose content is being written.
struct OpenPair<'a> {
    token: usize,
    name: String,
    /// The first argument, and the number of parts so far.
    first: &'a str,
    parts: usize,
    /// Whether the tags are on lines of their own.
    alone: bool,
    /// Where the content begins in the output, and the line that it continues, if a variable takes it.
    capture: Option<(usize, usize)>,
    around: Around,
    labels: VecDeque<String>,
    /// Blanks to remove from the start of each line.
    strip: usize,
}

pub(in crate::document::dialect::shortcode) struct Writer<'a, 't, 'v> {
    pub(in crate::document::dialect::shortcode) body: &'a str,
    pub(in crate::document::dialect::shortcode) tokens: &'t [Token<'a>],
    pub(in crate::document::dialect::shortcode) markdown: bool,
    pub(in crate::document::dialect::shortcode) out: String,
    /// How much of the body has been read.
    at: usize,
    /// The end of the last tag.
    pub(in crate::document::dialect::shortcode) last: usize,
    /// How much of `out` has been searched for line breaks, and the start of its last line.
    seen: usize,
    started: usize,
    /// The end of the last literal braces.
    pub(in crate::document::dialect::shortcode) braces: usize,
    open: Vec<OpenPair<'a>>,
    /// The prefix of each line in the block: indentation of a list item, markers of a quotation.
    prefix: String,
    pub(in crate::document::dialect::shortcode) templates: Templates<'v>,
    /// Whether the body is about templates of other programs, once that has been asked.
    pub(in crate::document::dialect::shortcode) about_others: Option<bool>,
}

impl<'a> Writer<'a, '_, '_> {
    /// Copies text up to a position.
    fn copy(&mut self, to: usize) {
        let text = self.body.get(self.at..to).unwrap_or_default();
        let strip = self.open.last().map_or(0, |open| open.strip);
        if strip == 0 {
            self.out.push_str(text);
            return;
        }
        for (number, line) in text.split_inclusive('\n').enumerate() {
            let blanks =
                if number == 0 { 0 } else { line.bytes().take(strip).take_while(|byte| *byte == b' ').count() };
            self.out.push_str(line.get(blanks..).unwrap_or_default());
        }
    }

    fn token(&mut self, index: usize, token: &Token<'a>) {
        let alone = self.line(token);
        if token.indented {
            // Blanks before a tag that only looks like indented code.
            let kept = self.out.trim_end_matches([' ', '\t']).len();
            self.out.truncate(kept);
            self.seen = self.seen.min(kept);
            self.prefix.clear();
        }
        let name = token.name.to_ascii_lowercase();
        match token.syntax {
            Syntax::Escaped => {
                let closer = match token.name {
                    "{{<" => ">}}",
                    "{{%" => "%}}",
                    "{%" => "%}",
                    _ => "}}",
                };
                self.out.push_str(token.name);
                self.out.push_str(token.arguments);
                self.out.push_str(closer);
            }
            Syntax::Comment if token.name == "#" => {}
            Syntax::Comment => self.part(token),
            Syntax::Output => self.output(index, token, alone),
            Syntax::Liquid | Syntax::Hugo if token.closes => self.close(token),
            Syntax::Liquid | Syntax::Hugo => {
                let arguments = Arguments::new(token.arguments);
                if let Some(content) = token.content.clone() {
                    self.verbatim(&name, &arguments, self.body.get(content).unwrap_or_default(), alone);
                } else if let Some(partner) = token.partner {
                    self.begin(index, partner, name, token, &arguments);
                } else if token.syntax == Syntax::Liquid && matches!(&*name, "assign" | "set") {
                    self.assign(token.arguments);
                } else {
                    self.void(&name, token, arguments, alone);
                }
            }
        }
    }

    /// Records the prefix of the tag's line. Returns whether the tag is alone on the line.
    fn line(&mut self, token: &Token<'_>) -> bool {
        let start = self.line_start();
        let before = self.out.get(start..).unwrap_or_default();
        let mark = before.bytes().take(256).take_while(|byte| matches!(byte, b' ' | b'\t' | b'>')).count();
        let (blank, rest) = before.split_at_checked(mark).unwrap_or_default();
        let marker = list_marker(rest);
        self.prefix.clear();
        self.prefix.push_str(blank);
        self.prefix.extend(std::iter::repeat_n(' ', marker));
        let after = self.body.get(token.range.end..).unwrap_or_default();
        let after = after.trim_start_matches([' ', '\t']);
        rest.len() == marker && (after.is_empty() || after.starts_with(['\n', '\r']))
    }

    /// The start of the last line written; each byte is searched once.
    fn line_start(&mut self) -> usize {
        let fresh = self.out.as_bytes().get(self.seen..).unwrap_or_default();
        if let Some(end) = memrchr(b'\n', fresh) {
            self.started = self.seen + end + 1;
        }
        self.seen = self.out.len();
        self.started
    }

    /// Starts a new paragraph.
    fn break_paragraph(&mut self) {
        if !self.markdown || self.out.is_empty() {
            return;
        }
        let start = self.line_start();
        let before = self.out.get(start..).unwrap_or_default();
        let bare = before.trim_start_matches([' ', '\t', '>']);
        if bare.is_empty() {
            self.out.push('\n');
        } else if list_marker(bare) != bare.len() {
            self.out.push('\n');
            self.out.push_str(&self.prefix);
            self.out.push('\n');
        } else {
            return;
        }
        self.out.push_str(&self.prefix);
    }

    /// Writes Markdown or HTML as a block or paragraph of its own.
    pub(in crate::document::dialect::shortcode) fn block(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.break_paragraph();
        self.out.push_str(text);
        self.break_paragraph();
    }

    /// Writes Markdown as a paragraph; in HTML, with tags.
    fn paragraph(&mut self, text: &str) {
        if self.markdown {
            self.block(text);
        } else if !text.is_empty() {
            self.out.push_str("<p>");
            self.out.push_str(text);
            self.out.push_str("</p>");
        }
    }

    pub(in crate::document::dialect::shortcode) fn rendered(
        &mut self,
        rendered: Rendered,
        token: &Token<'_>,
        alone: bool,
    ) {
        match rendered {
            Rendered::Nothing => {}
            Rendered::Inline(text) if alone => self.paragraph(&text),
            Rendered::Inline(text) => self.out.push_str(&text),
            Rendered::Lines(lines) if alone => {
                let is_picture = |line: &&String| line.starts_with("<img") || line.starts_with("<figure");
                let pictures = lines.iter().take_while(is_picture).count();
                let (pictures, lines) = lines.split_at(pictures);
                pictures.iter().for_each(|picture| self.paragraph(picture));
                self.paragraph(&lines.join("<br>"));
            }
            Rendered::Lines(lines) => self.out.push_str(&lines.join(" ")),
            Rendered::Block(html) => self.block(&html),
            Rendered::Boxed(around, text) => {
                self.block(&around.open);
                self.paragraph(&around.title);
                self.paragraph(&text);
                self.paragraph(&around.source);
                self.block(&around.close);
            }
            Rendered::Task(done, text) if alone && self.markdown => {
                let mark = if done { "- [x] " } else { "- [ ] " };
                self.out.push_str(mark);
                self.out.push_str(&text);
                let next = self.body.get(token.range.end..).unwrap_or_default().trim_start();
                if !["{% checkbox", "{% radio", "{% cb"].iter().any(|tag| next.starts_with(tag)) {
                    self.out.push('\n');
                    self.out.push_str(&self.prefix);
                }
            }
            Rendered::Task(done, text) => {
                self.out.push_str(if done { "☑ " } else { "☐ " });
                self.out.push_str(&text);
            }
            Rendered::Address(address) => {
                let before = self.out.trim_end().chars().next_back();
                let within =
                    matches!(before, Some('(' | '"' | '\'' | '=' | '/' | '<' | '}')) || self.out.ends_with("]: ");
                let address = address.trim_matches(['"', '\'']).replace(' ', "%20");
                if within {
                    self.out.push_str(&address);
                } else {
                    let address = escape(&address);
                    self.out.push_str(&format!("<a href=\"{address}\">{address}</a>"));
                }
            }
        }
    }

    /// Writes the content of a verbatim tag.
    fn verbatim(&mut self, name: &str, arguments: &Arguments<'_>, content: &str, alone: bool) {
        match listing::verbatim(name, arguments, content, alone, &self.prefix) {
            Verbatim::Raw(text) => self.out.push_str(&text),
            Verbatim::Block(caption, html) => {
                self.paragraph(&caption);
                self.block(&html);
            }
        }
    }

    /// Handles an opening tag that is closed later.
    fn begin(&mut self, index: usize, partner: usize, name: String, token: &Token<'a>, arguments: &Arguments<'a>) {
        let closer = self.tokens.get(partner).map_or(token.range.end..token.range.end, |token| token.range.clone());
        let content = self.body.get(token.range.end..closer.start).unwrap_or_default();
        let mut around = around(&name, token.syntax, arguments, content);
        if around.title.is_empty()
            && matches!(&*name, "tab" | "code" | "step" | "codetab")
            && let Some(label) = self.label()
        {
            around.title = format!("<strong>{label}</strong>");
        }
        // jekyll-tabs: `{% tab log php %}` inside `{% tabs log %}`.
        if name == "tab"
            && let Some(group) = self.open.last().filter(|open| open.name == "tabs" && !open.first.is_empty())
            && let Some(rest) = around.title.strip_prefix(&format!("<strong>{} ", group.first))
        {
            around.title = format!("<strong>{rest}");
        }
        let strip = self.strip(token, content);
        let labels = std::mem::take(&mut around.labels).into();
        let is_capture = token.syntax == Syntax::Liquid && matches!(&*name, "capture" | "set" | "macro");
        let after = self.body.get(closer.end..).unwrap_or_default().trim_start_matches([' ', '\t']);
        let alone = around.inline && self.is_first() && (after.is_empty() || after.starts_with(['\n', '\r']));
        let capture = is_capture.then_some((self.out.len(), self.started));
        if around.inline {
            if alone {
                self.break_paragraph();
            }
            self.out.push_str(&around.open);
        } else {
            let open = std::mem::take(&mut around.open);
            self.block(&open);
            let title = std::mem::take(&mut around.title);
            self.paragraph(&title);
        }
        let first = arguments.free().next().unwrap_or_default();
        self.open.push(OpenPair { token: index, name, first, parts: 0, alone, capture, around, labels, strip });
    }

    /// Whether only indentation and markers precede on this line.
    fn is_first(&mut self) -> bool {
        let start = self.line_start();
        let before = self.out.get(start..).unwrap_or_default().trim_start_matches([' ', '\t', '>']);
        before.len() == list_marker(before)
    }

    /// How many blanks at the start of the content's lines are mere formatting.
    fn strip(&self, token: &Token<'_>, content: &str) -> usize {
        let outer = self.open.last().map_or(0, |open| open.strip);
        let blanks = |line: &str| line.bytes().take(64).take_while(|byte| *byte == b' ').count();
        let line = self.body.get(..token.range.start).unwrap_or_default();
        let indent = line.len() - line.trim_end_matches(' ').len();
        let mut strip = if token.indented { outer.max(indent) } else { outer };
        let first = content.lines().skip(1).take(8).find(|line| !line.trim().is_empty());
        if let Some(first) = first.map(blanks).filter(|first| *first >= indent.max(strip) + 4) {
            strip += first - indent.max(strip);
        }
        strip
    }

    fn label(&mut self) -> Option<String> {
        self.open.iter_mut().rev().find_map(|open| open.labels.pop_front())
    }

    fn close(&mut self, token: &Token<'_>) {
        let Some(opener) = token.partner else { return };
        let Some(at) = self.open.iter().rposition(|open| open.token == opener) else { return };
        for open in self.open.drain(at..).rev().collect::<Vec<_>>() {
            if let Some((start, line)) = open.capture {
                let text = self.out.split_off(start.min(self.out.len()));
                self.templates.scope.set(open.first, Some(Value::Text(text.trim().to_owned())));
                (self.seen, self.started) = (self.out.len(), line);
                continue;
            }
            if open.around.inline {
                self.out.push_str(&open.around.close);
                if open.alone {
                    self.break_paragraph();
                }
                continue;
            }
            self.paragraph(&open.around.source);
            self.block(&open.around.close);
        }
    }

    /// A comment that begins a part: `<!-- tab 标题 -->` inside tabs.
    fn part(&mut self, token: &Token<'_>) {
        let holder = self.open.iter_mut().rev().find(|open| !matches!(&*open.name, "tab" | "node" | "item"));
        let Some(holder) = holder else { return };
        if matches!(token.name, "tab") {
            holder.parts += 1;
        }
        match part(token.name, token.arguments, &holder.name, holder.first, holder.parts) {
            Some(label) => self.paragraph(&label),
            // The next part begins a paragraph even without a label.
            None => self.break_paragraph(),
        }
    }
}
