//! Writes the targets of links into the text, for output that cannot show them in another way.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::document::{Block, BlockKind, Document, Image, Inline, Link, LinkId, Span, is_web};
use crate::output::options::Links;
use crate::text::Clean;

/// Writes out the targets of the links and the web addresses of the pictures: after each, or as numbers of footnotes.
/// Returns the footnotes, a line each, which must not be broken: a broken address could not be copied.
pub fn with_link_targets(mut document: Document, links: Links) -> (Document, Vec<Clean>) {
    if links == Links::Off || document.links.is_empty() && document.images.is_empty() {
        return (document, Vec::new());
    }
    let pictures = addresses(&mut document);
    let mut targets = Targets::new(&document, links);
    for block in &mut document.blocks {
        let additions = match block.kind {
            BlockKind::Image(image) => {
                let (link, own) = pictures.get(image.0 as usize).copied().unwrap_or_default();
                let texts = [link, own].into_iter().flatten().filter_map(|link| targets.text_for(link, ""));
                let text: String = texts.collect();
                let text = if block.text().is_empty() { text.trim().to_owned() } else { text };
                if text.is_empty() { Vec::new() } else { vec![(block.text().len() as u32, text)] }
            }
            _ => additions(&block.inline, &pictures, &mut targets),
        };
        insert(block, &additions);
    }
    (document, targets.footnotes())
}

/// For each picture the link of its block and one to the picture itself, which is added to the links of the document;
/// only one of them if they have the same target. Pictures that are not on the web have none to themselves.
fn addresses(document: &mut Document) -> Vec<(Option<LinkId>, Option<LinkId>)> {
    let links = &mut document.links;
    let own = |image: &Image| {
        let address = image.candidates.first().filter(|address| is_web(address))?;
        let known = image.link.and_then(|link| links.get(link.0 as usize));
        if known.is_some_and(|known| known.target == *address) {
            return None;
        }
        links.push(Link { target: address.clone(), title: None });
        Some(LinkId(links.len() as u32 - 1))
    };
    let own: Vec<_> = document.images.iter().map(own).collect();
    document.images.iter().map(|image| image.link).zip(own).collect()
}

/// Puts ruby readings in parentheses, for output that cannot set them in another way.
pub(super) fn with_readings(mut document: Document) -> Document {
    for block in &mut document.blocks {
        let parentheses = block.inline.parentheses();
        insert(block, &parentheses);
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

    /// The text to insert after a picture in a link, unless the link leads to the picture.
    fn picture(&mut self, own: LinkId, link: Option<LinkId>) -> Option<String> {
        let target = |link: LinkId| self.targets.get(link.0 as usize);
        let same = link.is_some_and(|link| target(link) == target(own));
        if same { None } else { self.text_for(own, "") }
    }

    /// The footnotes, a line each.
    fn footnotes(&self) -> Vec<Clean> {
        let line = |(at, link): (usize, &LinkId)| {
            Some(Clean::line(&format!("[{}]: {}", at + 1, self.targets.get(link.0 as usize)?.0)))
        };
        self.numbered.iter().enumerate().filter_map(line).collect()
    }
}

/// Where each link and picture of a text ends, in bytes, and the text to insert there. One with several spans ends with
/// the last.
fn additions(
    inline: &Inline,
    pictures: &[(Option<LinkId>, Option<LinkId>)],
    targets: &mut Targets,
) -> Vec<(u32, String)> {
    let mut out = Vec::new();
    for (at, span) in inline.spans.iter().enumerate() {
        let next = inline.spans.get(at + 1);
        if let Some(link) = span.link.filter(|link| next.is_none_or(|next| next.link != Some(*link))) {
            let own = inline.text.get(span.range.start as usize..span.range.end as usize).unwrap_or_default();
            out.extend(targets.text_for(link, own).map(|text| (span.range.end, text)));
        }
        if let Some(image) = span.image.filter(|image| next.is_none_or(|next| next.image != Some(*image)))
            && let Some((_, Some(own))) = pictures.get(image.0 as usize)
        {
            out.extend(targets.picture(*own, span.link).map(|text| (span.range.end, text)));
        }
    }
    out
}

/// Inserts texts at byte offsets in ascending order, and moves spans and cells accordingly.
fn insert<T: AsRef<str>>(block: &mut Block, additions: &[(u32, T)]) {
    if additions.is_empty() {
        return;
    }
    let source = block.inline.text.clone();
    let mut text = String::with_capacity(source.len() + additions.len() * 8);
    let mut from = 0;
    for (at, added) in additions {
        text.push_str(source.get(from..*at as usize).unwrap_or_default());
        text.push_str(added.as_ref());
        from = *at as usize;
    }
    text.push_str(source.get(from..).unwrap_or_default());
    // How many bytes the first n insertions add, so that a lookup is a binary search.
    let mut grown = vec![0_u32];
    grown.extend(additions.iter().scan(0, |sum, (_, added)| {
        *sum += added.as_ref().len() as u32;
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
            let grown = up_to(cell.range.end, true) - up_to(cell.range.start, false);
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
        for (links, expected, footnotes) in [
            (Links::Inline, "见这里 <https://example.com/>。", &[][..]),
            (Links::Footnotes, "见这里[1]。", &[Clean::line("[1]: https://example.com/")]),
            (Links::Off, "见这里。", &[]),
        ] {
            let (document, lines) = with_link_targets(linked(), links);
            assert_eq!((document.text().as_str(), lines.as_slice()), (expected, footnotes));
        }
    }
}
