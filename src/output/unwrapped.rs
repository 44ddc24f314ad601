//! Articles with one paragraph per line, for programs that wrap lines themselves.

use std::io::{self, Write};
use std::ops::Range;

use crate::article::Article;
use rustc_hash::FxHashSet;

use crate::document::{Block, BlockKind, Document, Inline, LinkId};
use crate::output::footnotes::Footnotes;
use crate::output::markdown::fenced;
use crate::output::options::PrintOptions;
use crate::text::Clean;

/// A line width that no paragraph reaches.
const UNLIMITED: usize = 1_000_000;

/// How many blocks of an article go through html2text; the rest are written as they are, one block per line.
const MAX_BLOCKS: usize = 60_000;

/// The least weight of a chunk given to html2text, unless the article ends before.
const CHUNK: usize = 256 << 10;

/// A block heavier than this is written as it is, and a chunk never grows much beyond it.
const MAX_CHUNK: usize = 512 << 10;

/// What a block, a line, a cell or a styled span weighs in addition to its text.
const PART_WEIGHT: usize = 64;

/// Writes one paragraph per line, links as footnotes: html2text over the document written back as clean HTML.
/// html2text does not scale to very long articles, so it gets them in chunks; the footnotes follow the last one.
///
/// # Errors
/// Errors of the stream.
pub(super) fn unwrapped(
    out: &mut dyn Write,
    article: &Article,
    mut document: Document,
    options: &PrintOptions<'_>,
) -> io::Result<()> {
    if !options.body_only && !article.title.is_empty() {
        writeln!(out, "{}\n", article.title)?;
    }
    let blank = unused(&document);
    simplify(&mut document, blank);
    let footnotes = Footnotes::default();
    let mut from = 0;
    let mut budget = MAX_BLOCKS;
    while from < document.blocks.len() {
        let blocks = document.blocks.get(from..).unwrap_or_default();
        let to = from + chunk(blocks);
        if from > 0 {
            out.write_all(b"\n")?;
        }
        if budget == 0 || blocks.first().is_some_and(|block| weight(block) > MAX_CHUNK) {
            write_plain(out, document.blocks.get(from..to).unwrap_or_default(), blank)?;
        } else {
            write_rendered(out, &document, from..to, (&footnotes, blank))?;
        }
        budget = budget.saturating_sub(to - from);
        from = to;
    }
    for (at, target) in footnotes.targets().iter().enumerate() {
        let gap = if at == 0 { "\n" } else { "" };
        writeln!(out, "{gap}[{}]: {}", at + 1, Clean::line(target))?;
    }
    Ok(())
}

/// A character of the private use area that does not occur in the document.
fn unused(document: &Document) -> char {
    let is_private = |c: &char| ('\u{e000}'..='\u{f8ff}').contains(c);
    let used: FxHashSet<char> =
        document.blocks.iter().flat_map(|block| block.text().chars().filter(is_private)).collect();
    ('\u{e000}'..='\u{f8ff}').find(|c| !used.contains(c)).unwrap_or(' ')
}

/// Removes what html2text cannot handle, and gives pictures without a text their address. Code becomes a fenced
/// paragraph, since html2text puts no blank lines around it; `blank` stands for its spaces, which would be collapsed.
/// Links within the page, which lead nowhere in a text, are removed.
fn simplify(document: &mut Document, blank: char) {
    let links = &document.links;
    let is_inside = |link: &LinkId| links.get(link.0 as usize).is_some_and(|link| link.target.starts_with('#'));
    for block in &mut document.blocks {
        for span in &mut block.inline.spans {
            span.link = span.link.filter(|link| !is_inside(link));
        }
        if let BlockKind::Code(language) = &block.kind {
            let code = fenced(language.as_deref().unwrap_or_default(), block.text());
            let code = code.replace('\t', "    ").replace(' ', blank.encode_utf8(&mut [0; 4]));
            block.inline = Inline::plain(Clean::text(&code));
            block.kind = BlockKind::Paragraph;
        }
        // html2text lays out spans cell by cell: a large span in an article would take forever.
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
}

fn write_plain(out: &mut dyn Write, blocks: &[Block], blank: char) -> io::Result<()> {
    blocks.iter().try_for_each(|block| writeln!(out, "{}", block.text().replace(['\t', blank], " ")))
}

fn write_rendered(
    out: &mut dyn Write,
    document: &Document,
    blocks: Range<usize>,
    (footnotes, blank): (&Footnotes, char),
) -> io::Result<()> {
    let html = document.write_blocks(blocks);
    let config = html2text::config::with_decorator(footnotes.clone()).do_decorate();
    let config = config.allow_width_overflow().no_table_borders().unicode_strikeout(false);
    let text = config.string_from_read(html.as_bytes(), UNLIMITED).map_err(io::Error::other)?;
    // The text was clean before html2text added to it; clean the result as well.
    out.write_all(Clean::text(&text.replace(blank, " ")).as_bytes())
}

/// How many of the blocks html2text gets at once: up to the next block outside all frames once [`CHUNK`] is reached,
/// and never much more than [`MAX_CHUNK`].
fn chunk(blocks: &[Block]) -> usize {
    let mut sum = 0;
    for (at, block) in blocks.iter().enumerate() {
        let own = weight(block);
        let enough = (sum > CHUNK && block.frame.is_none()) || sum > MAX_CHUNK || own > MAX_CHUNK;
        if enough {
            return at.max(1);
        }
        sum += own;
    }
    blocks.len()
}

/// The bytes of a block's text plus what its parts cost html2text.
fn weight(block: &Block) -> usize {
    let parts = memchr::memchr2_iter(b'\n', b'\t', block.text().as_bytes()).count() + block.inline.spans.len();
    block.text().len() + (parts + 1) * PART_WEIGHT
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{BodyKind, read};
    use crate::locale::{Catalog, Lang};
    use crate::output::options::{Format, Links};
    use crate::theme::Theme;
    use crate::typeset::{Options, Setting};

    fn exported(body: &str) -> String {
        let setting = Setting {
            width: 80,
            options: Options::default(),
            profile: Default::default(),
            room: 0,
            folded: vec![],
            pictures: Default::default(),
        };
        let catalog = Catalog::new(Lang::default());
        let theme = Theme::default();
        let options = PrintOptions {
            page: 40,
            setting,
            format: Format::Unwrapped,
            body_only: true,
            links: Links::Off,
            hyperlinks: false,
            theme: &theme,
            catalog: &catalog,
            language: None,
        };
        let mut out = Vec::new();
        unwrapped(&mut out, &Article::default(), read(body, BodyKind::Html).0, &options).expect("written");
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
        assert_eq!(text.matches("* ").count(), 1);
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
        assert_eq!(text, "1. 一\n\n```\n甲\n乙\n```\n\n丙\n2. 二\n");
    }
}
