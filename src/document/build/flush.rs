//! Splits finished text into blocks: paragraphs at blank lines, and pictures alone on a line.

use std::ops::Range;

use crate::document::build::builder::{Builder, OpenTable};
use crate::document::build::context::Leaf;
use crate::document::model::{Anchor, BlockKind, ImageId, Inline, Span, Style, is_web};
use crate::text::Clean;

/// The text being split.
struct FinishedText {
    text: String,
    spans: Vec<Span>,
    /// The first span that may overlap the next block.
    span: usize,
    /// The first id without a position yet.
    id: usize,
}

/// What a line contains.
enum Line {
    Blank,
    Pictures(Range<usize>),
    Text,
}

impl Builder<'_> {
    /// Ends the current block.
    pub(in crate::document) fn flush(&mut self) {
        self.text_lang = self.text.one_language();
        let (text, spans) = self.text.take();
        if text.is_empty() {
            self.text.reuse(text);
            self.defer_ids();
            return;
        }
        let before = self.document.blocks.len();
        let mut source = FinishedText { text, spans, span: 0, id: 0 };
        match self.context.leaf {
            Leaf::Code | Leaf::Math => {
                let start = source.text.len() - source.text.trim_start_matches('\n').len();
                let end = source.text.trim_end().len();
                if start < end {
                    self.push_block(&mut source, start..end);
                }
            }
            Leaf::Summary => {
                if !is_blank(&source.text) {
                    let all = 0..source.text.len();
                    self.push_block(&mut source, all);
                }
            }
            _ => self.lines(&mut source),
        }
        self.text_lang = None;
        self.text.reuse(source.text);
        self.ids.drain(..source.id.min(self.ids.len()));
        let last = self.document.blocks.len();
        if last > before {
            let byte = self.document.blocks.last().map_or(0, |block| block.text().len() as u32);
            for (id, _) in std::mem::take(&mut self.ids) {
                self.document.ids.entry(id).or_insert(Anchor { block: last as u32 - 1, byte });
            }
        } else {
            self.defer_ids();
        }
    }

    /// Ends the current block, or the line where blocks become lines.
    pub(in crate::document) fn boundary(&mut self) {
        if self.context.cell && self.table.as_ref().is_some_and(OpenTable::between_cells) {
            self.text.forget_blank();
        } else if self.context.cell || self.context.leaf == Leaf::Code {
            self.text.boundary();
        } else {
            self.flush();
        }
    }

    /// Begins a block for an inline element displayed as one; in headings and summaries, which are single blocks, a line.
    pub(in crate::document) fn line_edge(&mut self) {
        if matches!(self.context.leaf, Leaf::Heading(_) | Leaf::Summary) {
            self.text.boundary();
        } else {
            self.boundary();
        }
    }

    /// Ids in text that shows nothing go to the next block.
    pub(in crate::document) fn defer_ids(&mut self) {
        let block = self.document.blocks.len() as u32;
        for (id, _) in self.ids.drain(..) {
            self.document.ids.entry(id).or_insert(Anchor { block, byte: 0 });
        }
    }

    fn lines(&mut self, source: &mut FinishedText) {
        let pictures = source.spans.iter().any(|span| span.image.is_some());
        if !pictures && !source.text.contains('\n') {
            if !is_blank(&source.text) {
                let all = 0..source.text.len();
                self.push_block(source, all);
            }
            return;
        }
        let mut open: Option<Range<usize>> = None;
        let mut start = 0;
        let mut span = 0;
        let length = source.text.len();
        while start <= length {
            let rest = source.text.get(start..).unwrap_or_default();
            let end = memchr::memchr(b'\n', rest.as_bytes()).map_or(length, |found| start + found);
            while source.spans.get(span).is_some_and(|span| span.range.end as usize <= start) {
                span += 1;
            }
            match line(source, span, start..end) {
                Line::Text => open = Some(open.map_or(start, |open| open.start)..end),
                other => {
                    if let Some(open) = open.take() {
                        self.push_block(source, open);
                    }
                    if let Line::Pictures(spans) = other {
                        spans.for_each(|at| self.picture(source, at));
                    }
                }
            }
            start = end + 1;
        }
        if let Some(open) = open {
            self.push_block(source, open);
        }
    }

    /// Adds a range of the text as a block.
    fn push_block(&mut self, source: &mut FinishedText, range: Range<usize>) {
        let language = self.inner_code.take().or(self.context.code);
        let kind = match self.context.leaf {
            Leaf::Paragraph => BlockKind::Paragraph,
            Leaf::Heading(level) => BlockKind::Heading(level),
            Leaf::Code => BlockKind::Code(self.interned(language)),
            Leaf::Caption => BlockKind::Caption,
            Leaf::Summary => BlockKind::Summary,
            Leaf::Math => BlockKind::Math,
        };
        self.place(source, &range);
        let inline = source.cut(range);
        let block = self.block(kind, inline);
        self.document.blocks.push(block);
        if self.context.leaf == Leaf::Caption {
            let caption = self.document.blocks.len() - 1;
            (0..caption).rev().map_while(|picture| self.drop_alternative(picture, caption)).for_each(drop);
        }
    }

    /// Removes the alternative text of a picture that its caption repeats. `None` if the block is not a picture in the
    /// same frame.
    fn drop_alternative(&mut self, picture: usize, caption: usize) -> Option<()> {
        let (block, caption) = (self.document.blocks.get(picture)?, self.document.blocks.get(caption)?);
        let BlockKind::Image(image) = block.kind else { return None };
        if caption.kind != BlockKind::Caption || block.frame != caption.frame || block.frame.is_none() {
            return None;
        }
        let image = self.document.images.get_mut(image.0 as usize).filter(|image| !image.candidates.is_empty())?;
        if !image.alt.is_empty() && image.alt.split_whitespace().eq(caption.text().split_whitespace()) {
            image.alt = Clean::default();
            let block = self.document.blocks.get_mut(picture)?;
            block.inline = Inline::default();
        }
        Some(())
    }

    /// Adds a picture as a block of its own.
    fn picture(&mut self, source: &mut FinishedText, at: usize) {
        let Some(span) = source.spans.get(at).cloned() else { return };
        let Some(image) = span.image else { return };
        let range = span.range.start as usize..span.range.end as usize;
        self.place(source, &range);
        source.span = at + 1;
        let Some(shown) = self.document.images.get(image.0 as usize) else { return };
        let text = shown.alt.clone();
        let address =
            shown.candidates.first().filter(|address| is_web(address)).filter(|_| span.link.is_none()).cloned();
        let own = address.map(|address| self.link(&address, None));
        if let Some(shown) = self.document.images.get_mut(image.0 as usize) {
            shown.link = own.or(span.link);
        }
        let spans = if span.link.is_some() && !text.is_empty() {
            vec![Span { range: 0..text.len() as u32, style: Style::IMAGE, link: span.link, image: Some(image) }]
        } else {
            Vec::new()
        };
        let block = self.block(BlockKind::Image(image), Inline { text, spans });
        self.document.blocks.push(block);
        let last = self.document.blocks.len() - 1;
        if let Some(before) = last.checked_sub(1) {
            self.drop_alternative(last, before);
        }
    }

    /// Gives the ids before the end of the range their position in the next block.
    fn place(&mut self, source: &mut FinishedText, range: &Range<usize>) {
        let block = self.document.blocks.len() as u32;
        while let Some((id, byte)) = self.ids.get_mut(source.id).filter(|(_, byte)| (*byte as usize) < range.end) {
            let byte = byte.saturating_sub(range.start as u32);
            self.document.ids.entry(std::mem::take(id)).or_insert(Anchor { block, byte });
            source.id += 1;
        }
    }

    /// The last picture, if nothing follows it.
    pub(in crate::document) fn last_picture(&self) -> Option<ImageId> {
        self.text.last_image().or_else(|| match self.document.blocks.last().map(|block| &block.kind) {
            Some(BlockKind::Image(image)) if self.text.at_start() => Some(*image),
            _ => None,
        })
    }
}

impl FinishedText {
    /// The text and spans of a range; ranges come in ascending order.
    fn cut(&mut self, range: Range<usize>) -> Inline {
        let (start, end) = (range.start as u32, range.end as u32);
        while self.spans.get(self.span).is_some_and(|span| span.range.end <= start) {
            self.span += 1;
        }
        let mut spans = Vec::new();
        if start == 0 && end as usize == self.text.len() {
            spans = std::mem::take(&mut self.spans);
        } else {
            for span in self.spans.iter().skip(self.span).take_while(|span| span.range.start < end) {
                let range = span.range.start.max(start) - start..span.range.end.min(end) - start;
                spans.push(Span { range, ..span.clone() });
            }
        }
        Inline { text: Clean::text(self.text.get(range).unwrap_or_default()), spans }
    }
}

/// What a line contains; `first` is the first span that overlaps it.
fn line(source: &FinishedText, first: usize, range: Range<usize>) -> Line {
    let text = source.text.get(range.clone()).unwrap_or_default();
    if is_blank(text) {
        return Line::Blank;
    }
    let mut at = range.start;
    let mut last = first;
    let mut unlinked = false;
    let blank = |from, to| source.text.get(from..to).is_some_and(is_blank);
    for span in source.spans.iter().skip(first).take_while(|span| (span.range.start as usize) < range.end) {
        let (start, end) = (span.range.start as usize, span.range.end as usize);
        if span.image.is_some() {
            if !blank(at, start) {
                return Line::Text;
            }
            unlinked |= span.link.is_none();
            at = end;
        } else if !blank(start.max(range.start), end.min(range.end)) {
            return Line::Text;
        }
        last += 1;
    }
    // Several linked pictures in a row are badges or buttons: a line of text.
    let several = source.spans.iter().take(last).skip(first).filter(|span| span.image.is_some()).count() > 1;
    if at == range.start || !blank(at, range.end) || (several && !unlinked) {
        return Line::Text;
    }
    Line::Pictures(first..last)
}

/// Whether the text has no visible characters.
pub(in crate::document) fn is_blank(text: &str) -> bool {
    text.chars().all(|c| {
        c.is_whitespace()
            || matches!(c, '\u{200b}' | '\u{2060}' | '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{200e}' | '\u{200f}')
    })
}
