//! Writes the targets of links into the text, for output that cannot show them in another way.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::document::{Block, BlockKind, Document, Inline, Link, LinkId, Span};
use crate::output::options::Links;
use crate::text::Clean;

/// Writes out the targets of the links: after each link, or numbered at the end.
pub fn with_link_targets(mut document: Document, links: Links) -> Document {
    if links == Links::Off || document.links.is_empty() {
        return document;
    }
    let mut targets = Targets::new(&document, links);
    let pictures: Vec<Option<LinkId>> = document.images.iter().map(|image| image.link).collect();
    for block in &mut document.blocks {
        let picture = match block.kind {
            BlockKind::Image(image) => pictures.get(image.0 as usize).copied().flatten(),
            _ => None,
        };
        let additions = match picture {
            Some(link) => {
                let text = targets.text_for(link, "");
                let text = text.map(|text| if block.text().is_empty() { text.trim().to_owned() } else { text });
                text.map(|text| (block.text().len() as u32, text)).into_iter().collect()
            }
            None => additions(&block.inline, &mut targets),
        };
        insert(block, &additions);
    }
    let lines = targets.footnotes();
    if !lines.is_empty() {
        let text = Clean::text(&lines.join("\n"));
        document.blocks.push(Block::new(BlockKind::Paragraph, Inline::plain(text)));
    }
    document
}

/// The targets of a document's links, and the footnotes assigned so far.
struct Targets {
    inline: bool,
    /// The target of each link, or the expansion of an abbreviation, and whether it is one.
    targets: Vec<(Clean, bool)>,
    /// The links with a footnote, in the order of their numbers.
    numbered: Vec<LinkId>,
    numbers: FxHashMap<LinkId, usize>,
}

impl Targets {
    fn new(document: &Document, links: Links) -> Self {
        let shown = |link: &Link| match link.expansion() {
            Some(expansion) => (expansion.clone(), true),
            None => (link.target.clone(), false),
        };
        let targets = document.links.iter().map(shown).collect();
        Self { inline: links == Links::Inline, targets, numbered: Vec::new(), numbers: FxHashMap::default() }
    }

    /// The text to insert after a link with this text of its own.
    fn text_for(&mut self, link: LinkId, own: &str) -> Option<String> {
        let (target, expansion) = self.targets.get(link.0 as usize)?;
        // Omit the target if it is the text of the link, or if it is within the page.
        if own == target.as_str() || target.starts_with('#') {
            return None;
        }
        if self.inline {
            return Some(if *expansion { format!(" ({target})") } else { format!(" <{target}>") });
        }
        let number = self.numbers.entry(link).or_insert_with(|| {
            self.numbered.push(link);
            self.numbered.len()
        });
        Some(format!("[{number}]"))
    }

    /// The footnotes, a line each.
    fn footnotes(&self) -> Vec<String> {
        let line =
            |(at, link): (usize, &LinkId)| Some(format!("[{}]: {}", at + 1, self.targets.get(link.0 as usize)?.0));
        self.numbered.iter().enumerate().filter_map(line).collect()
    }
}

/// Where each link of a text ends, in bytes, and the text to insert there. A link with several spans ends with the last.
fn additions(inline: &Inline, targets: &mut Targets) -> Vec<(u32, String)> {
    let mut out = Vec::new();
    for (at, span) in inline.spans.iter().enumerate() {
        let Some(link) = span.link else { continue };
        let goes_on = inline.spans.get(at + 1).is_some_and(|next| next.link == Some(link));
        if goes_on {
            continue;
        }
        let own = inline.text.get(span.range.start as usize..span.range.end as usize).unwrap_or_default();
        if let Some(text) = targets.text_for(link, own) {
            out.push((span.range.end, text));
        }
    }
    out
}

/// Inserts texts at byte offsets in ascending order, and moves spans and cells accordingly.
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
    // How many bytes the first n insertions add, so that a lookup is a binary search.
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
    use crate::document::Style;

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
