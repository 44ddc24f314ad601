//! The plain text of a document, in which ruby readings are in parentheses.

use std::ops::Range;

use crate::document::model::{Document, Inline, Span, Style};

impl Document {
    /// The plain text of the document: the texts of its blocks, separated by line breaks, with ruby readings in
    /// parentheses.
    pub fn text(&self) -> String {
        let mut out = String::with_capacity(self.text_size());
        self.each_text(&mut |part| out.push_str(part));
        out
    }

    /// About how many bytes [`Document::text`] has.
    pub fn text_size(&self) -> usize {
        self.blocks.iter().map(|block| block.text().len() + 1).sum()
    }

    /// Calls `visit` with the parts of [`Document::text`], in order.
    pub fn each_text(&self, visit: &mut dyn FnMut(&str)) {
        let mut is_first = true;
        for block in &self.blocks {
            if !is_first {
                visit("\n");
            }
            block.inline.each_styled(0..block.text().len(), Style::RUBY_READING, &mut |part| {
                is_first &= part.is_empty();
                visit(part);
            });
        }
    }
}

impl Inline {
    /// The parentheses that go around ruby readings, with the bytes before which they go, in ascending order.
    pub fn parentheses(&self) -> Vec<(u32, &'static str)> {
        self.parentheses_of(Style::RUBY_READING)
    }

    fn parentheses_of(&self, style: Style) -> Vec<(u32, &'static str)> {
        let mut out: Vec<(u32, &'static str)> = Vec::new();
        let reads = |span: &Span| span.style.contains(style);
        let level = |span: &Span| span.style.contains(Style::RUBY_OUTER);
        let mut parts = 0;
        let mut last = 0;
        for (at, span) in self.spans.iter().enumerate() {
            // The readings of parts are counted up to the next text without ruby.
            let is_ruby = span.style.intersects(Style::RUBY_BASE | Style::RUBY_READING);
            parts = if is_ruby && span.range.start == last { parts } else { 0 };
            last = span.range.end;
            if !reads(span) {
                continue;
            }
            let goes_on = |before: &Span, after: &Span| {
                before.range.end == after.range.start && reads(before) && reads(after) && level(before) == level(after)
            };
            let before = at.checked_sub(1).and_then(|before| self.spans.get(before));
            if !before.is_some_and(|before| goes_on(before, span)) {
                let same = before.is_some_and(|before| before.range.end == span.range.start && reads(before));
                if same && level(span) && parts == 1 {
                    // Two readings of one base share the parentheses.
                    out.pop();
                    out.push((span.range.start, "・"));
                } else {
                    out.push((span.range.start, "（"));
                }
                parts += usize::from(!level(span));
            }
            if !self.spans.get(at + 1).is_some_and(|after| goes_on(span, after)) {
                out.push((span.range.end, "）"));
            }
        }
        out
    }

    /// Appends a range of the text, with ruby readings in parentheses.
    pub fn write_text(&self, range: Range<usize>, out: &mut String) {
        self.each_styled(range, Style::RUBY_READING, &mut |part| out.push_str(part));
    }

    /// Appends a range of the text, with readings in parentheses only where they follow other readings.
    pub fn write_source(&self, range: Range<usize>, out: &mut String) {
        self.each_styled(range, Style::RUBY_OUTER, &mut |part| out.push_str(part));
    }

    /// Calls `visit` with the parts of a range of the text and the parentheses around readings of this style.
    fn each_styled(&self, range: Range<usize>, style: Style, visit: &mut dyn FnMut(&str)) {
        let mut from = range.start;
        if self.spans.iter().any(|span| span.style.contains(style)) {
            for (byte, sign) in self.parentheses_of(style) {
                let byte = byte as usize;
                let within =
                    if sign == "）" { range.start < byte && byte <= range.end } else { range.contains(&byte) };
                if !within {
                    continue;
                }
                visit(self.text.get(from..byte).unwrap_or_default());
                visit(sign);
                from = byte;
            }
        }
        visit(self.text.get(from..range.end).unwrap_or_default());
    }
}
