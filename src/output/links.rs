//! The targets of links written into the text, for output that has no other way to show them.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::document::{Block, BlockKind, Document, Inline, LinkId, Span};
use crate::output::options::Links;
use crate::text::Clean;

/// The document with the targets of its links written out: behind each link, or numbered below.
pub fn with_link_targets(mut document: Document, links: Links) -> Document {
    if links == Links::Off || document.links.is_empty() {
        return document;
    }
    let mut numbers: Vec<LinkId> = Vec::new();
    let mut known: FxHashMap<LinkId, usize> = FxHashMap::default();
    let targets: Vec<Clean> = document.links.iter().map(|link| link.target.clone()).collect();
    let pictures: Vec<Option<LinkId>> = document.images.iter().map(|image| image.link).collect();
    for block in &mut document.blocks {
        let mut says = |link: LinkId, own: &str| {
            let target = targets.get(link.0 as usize)?;
            // A link whose text is its own address says it already, and one within the page leads nowhere on paper.
            if own == target.as_str() || target.starts_with('#') {
                return None;
            }
            if links == Links::Inline {
                return Some(format!(" <{target}>"));
            }
            let number = known.entry(link).or_insert_with(|| {
                numbers.push(link);
                numbers.len()
            });
            Some(format!("[{number}]"))
        };
        let picture = match block.kind {
            BlockKind::Image(image) => pictures.get(image.0 as usize).copied().flatten(),
            _ => None,
        };
        let additions = match picture {
            Some(link) => {
                let text =
                    says(link, "").map(|text| if block.text().is_empty() { text.trim().to_owned() } else { text });
                text.map(|text| (block.text().len() as u32, text)).into_iter().collect()
            }
            None => additions(&block.inline, says),
        };
        insert(block, &additions);
    }
    let lines: Vec<String> = numbers
        .iter()
        .enumerate()
        .filter_map(|(number, link)| Some(format!("[{}]: {}", number + 1, targets.get(link.0 as usize)?)))
        .collect();
    if !lines.is_empty() {
        let text = Clean::text(&lines.join("\n"));
        document.blocks.push(Block::new(BlockKind::Paragraph, Inline::plain(text)));
    }
    document
}

/// Where each link of a text ends, and what is to stand there. A link may have several spans: it ends with its last.
fn additions(inline: &Inline, mut says: impl FnMut(LinkId, &str) -> Option<String>) -> Vec<(u32, String)> {
    let mut out = Vec::new();
    for (at, span) in inline.spans.iter().enumerate() {
        let Some(link) = span.link else { continue };
        let goes_on = inline.spans.get(at + 1).is_some_and(|next| next.link == Some(link));
        if goes_on {
            continue;
        }
        let own = inline.text.get(span.range.start as usize..span.range.end as usize).unwrap_or_default();
        if let Some(text) = says(link, own) {
            out.push((span.range.end, text));
        }
    }
    out
}

/// Inserts texts at bytes in rising order; spans and cells move along.
fn insert(block: &mut Block, additions: &[(u32, String)]) {
    if additions.is_empty() {
        return;
    }
    let source = block.inline.text.clone();
    let mut text = String::with_capacity(source.len() + additions.len() * 8);
    let mut from = 0;
    for (at, added) in additions {
        text.push_str(source.get(from..*at as usize).unwrap_or_default());
        text.push_str(added);
        from = *at as usize;
    }
    text.push_str(source.get(from..).unwrap_or_default());
    // Bytes that the first so many additions bring, so that every look-up is a search.
    let mut grown = vec![0_u32];
    grown.extend(additions.iter().scan(0, |sum, (_, added)| {
        *sum += added.len() as u32;
        Some(*sum)
    }));
    let up_to = |byte: u32, with: bool| {
        let count = additions.partition_point(|(at, _)| *at < byte || (with && *at == byte));
        grown.get(count).copied().unwrap_or(0)
    };
    let moved = |byte: u32, end: bool| byte + up_to(byte, !end);
    let shift = |range: &Range<u32>| moved(range.start, false)..moved(range.end, true).max(moved(range.start, false));
    block.inline.spans =
        block.inline.spans.iter().map(|span| Span { range: shift(&span.range), ..span.clone() }).collect();
    if let BlockKind::Table(table) = &mut block.kind {
        for cell in table.rows.iter_mut().flatten() {
            let grown = up_to(cell.range.end, true) - up_to(cell.range.start, true);
            let start = moved(cell.range.start, true);
            cell.range = start..start + (cell.range.end - cell.range.start) + grown;
        }
    }
    block.inline.text = Clean::text(&text);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Link, Style};

    fn linked() -> Document {
        let mut document = Document::default();
        document.links.push(Link { target: Clean::line("https://example.com/"), title: None });
        let span = Span { range: 3..9, style: Style::empty(), link: Some(LinkId(0)), image: None };
        let inline = Inline { text: Clean::text("见这里。"), spans: vec![span] };
        document.blocks.push(Block::new(BlockKind::Paragraph, inline));
        document
    }

    #[test]
    fn targets_stand_behind_or_below() {
        assert_eq!(with_link_targets(linked(), Links::Inline).text(), "见这里 <https://example.com/>。");
        assert_eq!(with_link_targets(linked(), Links::Footnotes).text(), "见这里[1]。\n[1]: https://example.com/");
        assert_eq!(with_link_targets(linked(), Links::Off).text(), "见这里。");
    }
}
