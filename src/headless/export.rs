//! Articles for other programs: one paragraph a line, or Markdown.

use std::io::{self, Write};

use crate::article::Article;
use crate::document::{Block, BlockKind, Document, FrameId, FrameKind, Inline, Marker, Style, Table};
use crate::headless::footnotes::Footnotes;
use crate::headless::print::Manner;

/// One paragraph a line, links as footnotes: html2text over the document written back as clean HTML. What is longer
/// than html2text holds well goes through it in pieces; the footnotes stand behind the last.
pub fn unwrapped(
    out: &mut dyn Write,
    article: &Article,
    mut document: Document,
    manner: &Manner<'_>,
) -> io::Result<()> {
    if !manner.body_only && !article.title.is_empty() {
        writeln!(out, "{}\n", article.title)?;
    }
    for block in &mut document.blocks {
        // html2text lays spans out cell by cell, which a few numbers in an article can make endless.
        if let BlockKind::Table(table) = &mut block.kind {
            table.rows.iter_mut().flatten().for_each(|cell| (cell.rows, cell.columns) = (1, 1));
        }
    }
    for image in &mut document.images {
        if image.alt.trim().is_empty()
            && let Some(address) = image.candidates.first().filter(|address| !address.starts_with("data:"))
        {
            image.alt = address.clone();
        }
    }
    let footnotes = Footnotes::default();
    let mut from = 0;
    let mut blocks = MOST_BLOCKS;
    while from < document.blocks.len() {
        let to = from + piece(document.blocks.get(from..).unwrap_or_default());
        if from > 0 {
            out.write_all(b"\n")?;
        }
        let plain = blocks == 0 || document.blocks.get(from).is_some_and(|block| weight(block) > LONGEST);
        blocks = blocks.saturating_sub(to - from);
        match plain {
            true => {
                for block in document.blocks.get(from..to).unwrap_or_default() {
                    writeln!(out, "{}", block.text().replace('\t', " "))?;
                }
            }
            false => {
                let html = document.write_blocks(from..to);
                let config = html2text::config::with_decorator(footnotes.clone()).do_decorate();
                let config = config.allow_width_overflow().no_table_borders();
                let text = config.string_from_read(html.as_bytes(), UNLIMITED).map_err(io::Error::other)?;
                // It holds what was clean already and line breaks of its own; cleaned once more all the same.
                out.write_all(crate::text::Clean::text(&text).as_bytes())?;
            }
        }
        from = to;
    }
    for (at, target) in footnotes.targets().iter().enumerate() {
        let gap = if at == 0 { "\n" } else { "" };
        writeln!(out, "{gap}[{}]: {}", at + 1, crate::text::Clean::line(target))?;
    }
    Ok(())
}

/// How many of the blocks html2text is given at once: up to the next one outside every frame once there is enough
/// text, and never much beyond that.
fn piece(blocks: &[Block]) -> usize {
    let mut sum = 0;
    for (at, block) in blocks.iter().enumerate() {
        let own = weight(block);
        let enough = (sum > PIECE && block.frame.is_none()) || sum > LONGEST || own > LONGEST;
        if enough {
            return at.max(1);
        }
        sum += own;
    }
    blocks.len()
}

/// The bytes of a block's text, and what its parts cost html2text beside that.
fn weight(block: &Block) -> usize {
    let parts = memchr::memchr2_iter(b'\n', b'\t', block.text().as_bytes()).count() + block.inline.spans.len();
    block.text().len() + (parts + 1) * PER_PART
}

/// A line no paragraph fills.
const UNLIMITED: usize = 1_000_000;

/// html2text is given so many blocks of an article; those after them are written as they are, a block a line.
const MOST_BLOCKS: usize = 60_000;

/// What html2text is asked for at least, where there is as much.
const PIECE: usize = 256 << 10;

/// A block that weighs more than this is written as it is, and pieces end here at the latest.
const LONGEST: usize = 512 << 10;

/// What a block, a line, a cell or a stretch of one style weighs beside its text.
const PER_PART: usize = 64;

/// The document as Markdown.
pub fn markdown(out: &mut dyn Write, article: &Article, document: &Document, manner: &Manner<'_>) -> io::Result<()> {
    if !manner.body_only && !article.title.is_empty() {
        writeln!(out, "# {}\n", escaped(&article.title))?;
    }
    let mut before: Vec<FrameId> = Vec::new();
    for (number, block) in document.blocks.iter().enumerate() {
        let mut frames: Vec<FrameId> = document.frames_of(number).collect();
        frames.reverse();
        let (first, rest) = prefixes(document, &frames, &before);
        let tight = number > 0 && is_tight(document, &frames, &before);
        if number > 0 && !tight {
            writeln!(out, "{}", shared(document, &frames, &before).trim_end())?;
        }
        let text = match &block.kind {
            BlockKind::Heading(level) => {
                format!("{} {}", "#".repeat(usize::from(*level)), one_line(&styled(document, &block.inline)))
            }
            BlockKind::Code(language) => fenced(language.as_deref().unwrap_or_default(), block.text()),
            BlockKind::Math => format!("$$\n{}\n$$", block.text()),
            BlockKind::Rule => "---".to_owned(),
            BlockKind::Table(table) => piped(table, block.text()),
            BlockKind::Image(image) => {
                let address = document.images.get(image.0 as usize).and_then(|image| image.candidates.first());
                format!(
                    "![{}](<{}>)",
                    escaped(&one_line(block.text())),
                    address.map(|a| a.as_str()).unwrap_or_default()
                )
            }
            _ => {
                let text = styled(document, &block.inline);
                text.split('\n').map(disarmed).collect::<Vec<_>>().join("  \n")
            }
        };
        for (line_number, line) in text.split('\n').enumerate() {
            let prefix = if line_number == 0 { &first } else { &rest };
            writeln!(out, "{}", format!("{prefix}{line}").trim_end_matches('\t'))?;
        }
        before = frames;
    }
    Ok(())
}

fn kind(document: &Document, id: FrameId) -> Option<&FrameKind> {
    document.frames.get(id.0 as usize).map(|frame| &frame.kind)
}

/// What stands before the first and the other lines of a block in these frames.
fn prefixes(document: &Document, frames: &[FrameId], before: &[FrameId]) -> (String, String) {
    let (mut first, mut rest) = (String::new(), String::new());
    for frame in frames {
        let (mark, blank) = match kind(document, *frame) {
            Some(FrameKind::Quote) => ("> ".to_owned(), "> ".to_owned()),
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

/// The prefix of the blank line above a block: that of the frames it shares with the block before.
fn shared(document: &Document, frames: &[FrameId], before: &[FrameId]) -> String {
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

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let entity =
            || text.get(at + 1..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '#'));
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>') || c == '&' && entity() {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A line of text that would be read as a heading, a rule or an item, made to be read as what it is.
fn disarmed(line: &str) -> String {
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    let numbered = digits > 0 && line.get(digits..).is_some_and(|rest| rest.starts_with(['.', ')']));
    match line.chars().next() {
        Some('#' | '+' | '-' | '=' | '|' | '~') => format!("\\{line}"),
        _ if numbered => format!("{}\\{}", &line[..digits], &line[digits..]),
        _ => line.to_owned(),
    }
}

/// A run of code between more backticks than stand in it.
fn ticked(code: &str) -> String {
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let ticks = "`".repeat(longest + 1);
    let blank = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
    format!("{ticks}{blank}{code}{blank}{ticks}")
}

fn fenced(language: &str, text: &str) -> String {
    let longest = text.lines().map(|line| line.chars().take_while(|c| *c == '`').count()).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}{language}\n{text}\n{fence}")
}

fn styled(document: &Document, inline: &Inline) -> String {
    let mut out = String::new();
    let mut from = 0;
    for span in &inline.spans {
        let (start, end) = (span.range.start as usize, span.range.end as usize);
        out.push_str(&escaped(inline.text.get(from..start).unwrap_or_default()));
        let own = inline.text.get(start..end).unwrap_or_default();
        out.push_str(&marked_up(document, span, own));
        from = end;
    }
    out.push_str(&escaped(inline.text.get(from..).unwrap_or_default()));
    out
}

fn marked_up(document: &Document, span: &crate::document::Span, own: &str) -> String {
    let code = span.style.contains(Style::CODE);
    let mut text = if code { ticked(own) } else { escaped(own) };
    if let Some(image) = span.image.and_then(|id| document.images.get(id.0 as usize)) {
        text = format!("![{text}](<{}>)", image.candidates.first().map(|a| a.as_str()).unwrap_or_default());
    }
    for (style, mark) in [(Style::DELETED, "~~"), (Style::EMPHASIS, "*"), (Style::STRONG, "**")] {
        if span.style.contains(style) && !own.trim().is_empty() {
            text = format!("{mark}{text}{mark}");
        }
    }
    match span.link.and_then(|link| document.links.get(link.0 as usize)) {
        Some(link) => format!("[{text}](<{}>)", link.target),
        None => text,
    }
}

fn piped(table: &Table, text: &str) -> String {
    let cell = |range: &std::ops::Range<u32>| {
        let own = text.get(range.start as usize..range.end as usize).unwrap_or_default();
        escaped(own).replace('|', "\\|").replace('\n', "<br>")
    };
    let columns = table.rows.iter().map(Vec::len).max().unwrap_or(0).max(1);
    let mut lines = Vec::new();
    for (number, row) in table.rows.iter().enumerate() {
        let mut cells: Vec<String> = row.iter().map(|own| cell(&own.range)).collect();
        cells.resize(columns, String::new());
        lines.push(format!("| {} |", cells.join(" | ")));
        if number == 0 {
            lines.push(format!("|{}", " --- |".repeat(columns)));
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{BodyKind, read};
    use crate::headless::print::{Format, Links};
    use crate::locale::{Catalog, Lang};
    use crate::theme::Theme;
    use crate::typeset::{Options, Setting};

    fn exported(body: &str) -> String {
        let setting = Setting { width: 80, options: Options::default(), profile: Default::default(), folded: vec![] };
        let catalog = Catalog::new(Lang::default());
        let theme = Theme::default();
        let manner = Manner {
            setting,
            format: Format::Unwrapped,
            body_only: true,
            links: Links::Off,
            theme: &theme,
            catalog: &catalog,
            language: None,
        };
        let mut out = Vec::new();
        unwrapped(&mut out, &Article::default(), read(body, BodyKind::Html).0, &manner).expect("written");
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn a_paragraph_is_a_line_and_links_are_footnotes() {
        let text = exported("<p>一<a href=http://a/>二</a></p><p>三</p><img src=b.png>");
        assert_eq!(text, "一[二][1]\n\n三\n\n[b.png]\n\n[1]: http://a/\n");
    }

    #[test]
    fn long_documents_lose_nothing_between_pieces() {
        let paragraph = format!("<p>{}</p>", "一二三四五 ".repeat(20_000));
        let text = exported(&format!("{}<ul><li>{}</ul><p>尾</p>", paragraph.repeat(3), paragraph.repeat(4)));
        assert_eq!(text.matches('五').count(), 140_000);
        assert_eq!(text.rsplit("\n\n").next(), Some("尾\n"));
    }

    #[test]
    fn footnotes_are_numbered_through_all_pieces() {
        let paragraph = format!("<p>{}<a href=http://a/>二</a></p>", "一 ".repeat(120_000));
        let text = exported(&format!("{0}{0}<p><a href=http://b/>三</a>", paragraph));
        assert_eq!(
            text.replace("一 ", ""),
            "[二][1]\n\n[二][2]\n\n[三][3]\n\n[1]: http://a/\n[2]: http://a/\n[3]: http://b/\n"
        );
    }

    #[test]
    fn pictures_without_an_address_are_their_text() {
        assert_eq!(exported("<p>一<img alt=二 src='data:,'>三</p><img alt=四>"), "一二三\n\n四\n");
    }

    #[test]
    fn what_stands_in_a_list_but_in_no_item_is_kept() {
        let text = exported("<ol><li>一</li><pre>甲\n乙</pre><p>丙</p><li>二</li></ol>");
        assert_eq!(text, "1. 一\n\n`甲\n乙`\n\n丙\n2. 二\n");
    }
}
