//! Articles as Markdown.

mod escape;
mod head;

use std::io::{self, Write};
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::article::Article;
use crate::document::{
    Align, Block, BlockKind, Document, FrameId, FrameKind, ImageId, Inline, LinkId, Marker, Span, Style, Table,
};
use crate::output::markdown::escape::{escaped, escaped_start};
use crate::output::markdown::head::{write_byline, write_head};
use crate::output::options::{Format, PrintOptions};

/// Writes the document as Markdown.
///
/// # Errors
/// Errors of the stream.
pub(super) fn markdown(
    out: &mut dyn Write,
    article: &Article,
    document: &Document,
    options: &PrintOptions<'_>,
) -> io::Result<()> {
    match options.format {
        _ if options.body_only => {}
        Format::MarkdownPart => write_byline(out, article)?,
        _ => write_head(out, article)?,
    }
    let document = &Source::new(document);
    let mut before: Vec<FrameId> = Vec::new();
    for (number, block) in document.blocks.iter().enumerate() {
        let mut frames: Vec<FrameId> = document.frames_of(number).collect();
        frames.reverse();
        close_details(out, document, &frames, &before)?;
        let (first, rest) = prefixes(document, &frames, &before);
        let tight = number > 0 && is_tight(document, &frames, &before);
        if number > 0 && !tight {
            writeln!(out, "{}", shared(document, &frames, &before).trim_end())?;
        }
        let opened = opened_details(document, &frames, &before);
        let between = if opened.is_empty() || block.kind == BlockKind::Summary { "" } else { "\n" };
        let text = format!("{opened}{between}{}", block_text(document, number as u32, block));
        for (line_number, line) in text.split('\n').enumerate() {
            let prefix = if line_number == 0 { &first } else { &rest };
            writeln!(out, "{}", format!("{prefix}{line}").trim_end_matches('\t'))?;
        }
        before = frames;
    }
    close_details(out, document, &[], &before)
}

/// A document with what refers to places in it.
struct Source<'d> {
    document: &'d Document,
    /// The labels of footnotes, by their frames.
    notes: FxHashMap<FrameId, String>,
    /// The ids that links lead to, by the block in which they are.
    anchors: FxHashMap<u32, Vec<&'d str>>,
}

impl std::ops::Deref for Source<'_> {
    type Target = Document;

    fn deref(&self) -> &Document {
        self.document
    }
}

impl<'d> Source<'d> {
    fn new(document: &'d Document) -> Self {
        let mut source = Self { document, notes: FxHashMap::default(), anchors: FxHashMap::default() };
        let mut labels = FxHashSet::default();
        for link in &document.links {
            let Some((id, at)) = link.target.strip_prefix('#').and_then(|id| document.ids.get_key_value(id)) else {
                continue;
            };
            match source.note_at(at.block) {
                Some(note) if source.notes.contains_key(&note) => {}
                Some(note) => {
                    let own = id.strip_prefix("fn-").unwrap_or(id);
                    let plain = |c: &char| !c.is_whitespace() && !"[]^\\`".contains(*c);
                    let mut label: String = own.chars().filter(plain).collect();
                    if label.is_empty() || !labels.insert(label.clone()) {
                        // A footnote has one frame.
                        label = format!("note-{}", note.0);
                        labels.insert(label.clone());
                    }
                    source.notes.insert(note, label);
                }
                None => {
                    let ids = source.anchors.entry(at.block).or_default();
                    if ids.last() != Some(&&**id) {
                        ids.push(id);
                    }
                }
            }
        }
        source
    }

    /// The footnote that contains a block.
    fn note_at(&self, block: u32) -> Option<FrameId> {
        self.document.frames_of(block as usize).find(|frame| matches!(kind(self, *frame), Some(FrameKind::Note(_))))
    }

    /// The label of the footnote that a link leads to.
    fn note_of(&self, link: LinkId) -> Option<&String> {
        let id = self.document.links.get(link.0 as usize)?.target.strip_prefix('#')?;
        self.notes.get(&self.note_at(self.document.ids.get(id)?.block)?)
    }

    /// The anchors in a block to which links lead, as HTML: Markdown has none of its own.
    fn anchors(&self, block: u32) -> String {
        let ids = self.anchors.get(&block).map(Vec::as_slice).unwrap_or_default();
        ids.iter().map(|id| format!("<a id=\"{}\"></a>", in_html(id))).collect()
    }
}

/// Text in HTML.
fn in_html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn details(document: &Document, frame: FrameId) -> Option<bool> {
    match kind(document, frame) {
        Some(FrameKind::Details { open }) => Some(*open),
        _ => None,
    }
}

/// The start tags of the boxes that a block is the first in.
fn opened_details(document: &Document, frames: &[FrameId], before: &[FrameId]) -> String {
    let fresh = frames.iter().filter(|frame| !before.contains(frame)).filter_map(|frame| details(document, *frame));
    fresh.map(|open| if open { "<details open>\n" } else { "<details>\n" }).collect()
}

/// Writes the end tags of the boxes that end before a block with these frames.
fn close_details(out: &mut dyn Write, document: &Source<'_>, frames: &[FrameId], before: &[FrameId]) -> io::Result<()> {
    for (depth, frame) in before.iter().enumerate().rev().filter(|(_, frame)| !frames.contains(frame)) {
        if details(document, *frame).is_some() {
            let outer = before.get(..depth).unwrap_or_default();
            let prefix = prefixes(document, outer, outer).1;
            writeln!(out, "{}\n{prefix}</details>", prefix.trim_end())?;
        }
    }
    Ok(())
}

fn block_text(document: &Source<'_>, number: u32, block: &Block) -> String {
    let anchors = document.anchors(number);
    match &block.kind {
        BlockKind::Heading(level) => {
            let text = one_line(&styled(document, &block.inline));
            format!("{} {anchors}{text}", "#".repeat(usize::from(*level)))
        }
        BlockKind::Summary => format!("<summary>{}</summary>", in_html(&one_line(block.text()))),
        BlockKind::Code(language) => fenced(language.as_deref().unwrap_or_default(), block.text()),
        // MathML has no source in TeX.
        BlockKind::Math if block.inline.spans.is_empty() => format!("$$\n{}\n$$", block.text()),
        BlockKind::Rule => "---".to_owned(),
        BlockKind::Table(table) => piped(document, table, &block.inline),
        BlockKind::Image(image) => {
            let shown = pictured(document, *image, &escaped(&one_line(block.text())));
            let image = document.images.get(image.0 as usize);
            // A link of the picture to itself is not from the source.
            let own = |link: &LinkId| {
                let target = document.links.get(link.0 as usize).map(|link| &link.target);
                target == image.and_then(|image| image.candidates.first())
            };
            linked(document, image.and_then(|image| image.link).filter(|link| !own(link)), shown)
        }
        _ => {
            let text = styled(document, &block.inline);
            anchors + &text.split('\n').map(escaped_start).collect::<Vec<_>>().join("  \n")
        }
    }
}

fn kind(document: &Document, id: FrameId) -> Option<&FrameKind> {
    document.frames.get(id.0 as usize).map(|frame| &frame.kind)
}

/// The prefixes of the first line and of the other lines of a block in these frames.
fn prefixes(document: &Source<'_>, frames: &[FrameId], before: &[FrameId]) -> (String, String) {
    let (mut first, mut rest) = (String::new(), String::new());
    for frame in frames {
        let (mark, blank) = match kind(document, *frame) {
            Some(FrameKind::Quote) => ("> ".to_owned(), "> ".to_owned()),
            Some(FrameKind::Note(_)) if document.notes.contains_key(frame) => {
                let label = document.notes.get(frame).map(String::as_str).unwrap_or_default();
                (format!("[^{label}]: "), "    ".to_owned())
            }
            Some(FrameKind::Item(marker) | FrameKind::Note(marker)) => {
                let mark = match marker {
                    Marker::Bullet(_) | Marker::None => "- ".to_owned(),
                    Marker::Number(number) => format!("{number} "),
                    Marker::Task(done) => format!("- [{}] ", if *done { "x" } else { " " }),
                };
                let blank = " ".repeat(mark.len().min(4));
                (mark, blank)
            }
            Some(FrameKind::Description) => (": ".to_owned(), "  ".to_owned()),
            _ => (String::new(), String::new()),
        };
        first.push_str(if before.contains(frame) { &blank } else { &mark });
        rest.push_str(&blank);
    }
    (first, rest)
}

/// The prefix of the blank line above a block: that of the frames it shares with the previous block.
fn shared(document: &Source<'_>, frames: &[FrameId], before: &[FrameId]) -> String {
    let common: Vec<FrameId> = frames.iter().copied().filter(|frame| before.contains(frame)).collect();
    prefixes(document, &common, &common).1
}

fn is_tight(document: &Document, frames: &[FrameId], before: &[FrameId]) -> bool {
    let fresh = frames.iter().any(|frame| !before.contains(frame));
    let list = frames.iter().rev().find_map(|frame| match kind(document, *frame) {
        Some(FrameKind::List { loose, .. }) => Some((before.contains(frame), *loose)),
        _ => None,
    });
    fresh && matches!(list, Some((true, false)))
}

fn one_line(text: &str) -> String {
    text.replace('\n', " ")
}

/// A formula as its source in TeX; `None` if the text is no such source, or cannot stand between dollar signs.
fn formula(style: Style, source: &str) -> Option<String> {
    let is_source = style.contains(Style::MATH) && !style.contains(Style::LINEAR);
    let source = Some(source.trim()).filter(|source| is_source && !source.is_empty())?;
    (!source.contains(['$', '\n']) && !source.ends_with('\\')).then(|| format!("${source}$"))
}

/// Code between more backticks than it contains.
fn ticked(code: &str) -> String {
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let ticks = "`".repeat(longest + 1);
    let blank = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
    format!("{ticks}{blank}{code}{blank}{ticks}")
}

pub(super) fn fenced(language: &str, text: &str) -> String {
    let longest = text.lines().map(|line| line.chars().take_while(|c| *c == '`').count()).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}{language}\n{text}\n{fence}")
}

fn styled(document: &Source<'_>, inline: &Inline) -> String {
    styled_range(document, inline, 0..inline.text.len())
}

fn styled_range(document: &Source<'_>, inline: &Inline, range: Range<usize>) -> String {
    let mut out = String::new();
    let mut from = range.start;
    let first = inline.spans.partition_point(|span| span.range.end as usize <= range.start);
    for span in inline.spans.iter().skip(first).take_while(|span| (span.range.start as usize) < range.end) {
        let start = (span.range.start as usize).max(range.start);
        let end = (span.range.end as usize).min(range.end);
        out.push_str(&escaped(inline.text.get(from..start).unwrap_or_default()));
        let own = inline.text.get(start..end).unwrap_or_default();
        out.push_str(&marked_up(document, span, own));
        from = end;
    }
    out.push_str(&escaped(inline.text.get(from..range.end).unwrap_or_default()));
    out
}

fn pictured(document: &Document, image: ImageId, text: &str) -> String {
    let address = document.images.get(image.0 as usize).and_then(|image| image.candidates.first());
    match address {
        Some(address) => format!("![{text}](<{address}>)"),
        None => text.to_owned(),
    }
}

fn linked(document: &Document, link: Option<LinkId>, text: String) -> String {
    match link.and_then(|link| document.links.get(link.0 as usize)) {
        Some(link) if link.expansion().is_none() => format!("[{text}](<{}>)", link.target),
        _ => text,
    }
}

/// Styles that Markdown has no marks for, written in HTML: without them 10⁶ would be 106.
const TAGS: [(Style, &str); 5] = [
    (Style::SUPERSCRIPT, "sup"),
    (Style::SUBSCRIPT, "sub"),
    (Style::KEYBOARD, "kbd"),
    (Style::MARK, "mark"),
    (Style::UNDERLINE, "u"),
];

fn marked_up(document: &Source<'_>, span: &Span, own: &str) -> String {
    if let Some(label) = span.link.filter(|_| span.style.contains(Style::NOTE)).and_then(|link| document.note_of(link))
    {
        return format!("[^{label}]");
    }
    let code = span.style.contains(Style::CODE);
    let mut text = if code { ticked(own) } else { formula(span.style, own).unwrap_or_else(|| escaped(own)) };
    if let Some(image) = span.image {
        text = pictured(document, image, &text);
    }
    for (style, tag) in TAGS {
        if span.style.contains(style) && !own.trim().is_empty() {
            text = format!("<{tag}>{text}</{tag}>");
        }
    }
    for (style, mark) in [(Style::DELETED, "~~"), (Style::EMPHASIS, "*"), (Style::STRONG, "**")] {
        if span.style.contains(style) && !own.trim().is_empty() {
            text = format!("{mark}{text}{mark}");
        }
    }
    linked(document, span.link, text)
}

fn piped(document: &Source<'_>, table: &Table, inline: &Inline) -> String {
    let cell = |range: &Range<u32>| {
        let own = styled_range(document, inline, range.start as usize..range.end as usize);
        own.replace('|', "\\|").replace('\n', "<br>")
    };
    let columns = table.rows.iter().map(Vec::len).max().unwrap_or(0).max(1);
    // The last row decides: the cells of a head are often centered over a column that is not.
    let aligned = table.rows.iter().rev().find(|row| row.len() == columns);
    let delimiter =
        |column: usize| match aligned.and_then(|row| row.get(column)).map_or(Align::Start, |cell| cell.align) {
            Align::Start => " --- |",
            Align::Center => " :---: |",
            Align::End => " ---: |",
        };
    let delimiters = format!("|{}", (0..columns).map(delimiter).collect::<String>());
    let mut lines = Vec::with_capacity(table.rows.len() + 2);
    if table.head == 0 {
        // Markdown has no table without a head.
        lines.push(format!("|{}", "  |".repeat(columns)));
        lines.push(delimiters.clone());
    }
    for (number, row) in table.rows.iter().enumerate() {
        let mut cells: Vec<String> = row.iter().map(|own| cell(&own.range)).collect();
        cells.resize(columns, String::new());
        lines.push(format!("| {} |", cells.join(" | ")));
        if number == 0 && table.head > 0 {
            lines.push(delimiters.clone());
        }
    }
    lines.join("\n")
}
