//! Where the lines of a file are in a document that shows them as they are.

use crate::document::{Anchor, Document};
use crate::text::Clean;

/// The places of the lines of a file: the one at index `i` is that of line `i + 1`. In ascending order, and empty for
/// documents that are not plain text or source.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FileLines(Box<[Anchor]>);

impl FileLines {
    /// The lines of a source with this body, if the document is the body as it is ([`Document::is_plain`]). A blank line
    /// between paragraphs is where the next paragraph begins. Linear in the source.
    pub fn of(source: &str, body: &str, document: &Document) -> Self {
        if !document.is_plain {
            return Self::default();
        }
        let front = source.get(..source.len().saturating_sub(body.len())).unwrap_or_default();
        let mut lines = vec![Anchor::default(); memchr::memchr_iter(b'\n', front.as_bytes()).count()];
        let mut place = Place::start(document);
        for line in body.lines() {
            lines.push(place.begin());
            if !place.pass(line) {
                // The document is not what was expected. Rows are counted instead.
                return Self::default();
            }
        }
        Self(lines.into())
    }

    /// The place of a line, counted from 1; of the last one if there are not so many. `None` if lines are not counted.
    pub fn place(&self, line: usize) -> Option<Anchor> {
        let last = self.0.last()?;
        Some(*self.0.get(line.max(1) - 1).unwrap_or(last))
    }

    /// The line that shows a place, counted from 1: the last one that begins at or before it.
    pub fn line(&self, place: Anchor) -> Option<usize> {
        let after = self.0.partition_point(|start| *start <= place);
        (!self.0.is_empty()).then_some(after.max(1))
    }

    /// The number of lines.
    pub fn count(&self) -> usize {
        self.0.len()
    }
}

/// A place in a document that is gone through line by line.
struct Place<'a> {
    document: &'a Document,
    block: usize,
    /// The text of the block.
    text: &'a str,
    byte: usize,
    /// Whether a line has begun.
    begun: bool,
}

impl<'a> Place<'a> {
    fn start(document: &'a Document) -> Self {
        let text = document.blocks.first().map_or("", |block| block.text());
        Self { document, block: 0, text, byte: 0, begun: false }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.byte..).unwrap_or_default()
    }

    /// Goes from the end of a line to where the next one begins.
    fn begin(&mut self) -> Anchor {
        if std::mem::replace(&mut self.begun, true) {
            self.skip(|c| c != '\n' && c.is_whitespace());
            if self.rest().starts_with('\n') {
                self.byte += 1;
            } else if let (true, Some(next)) = (self.rest().is_empty(), self.document.blocks.get(self.block + 1)) {
                (self.block, self.text, self.byte) = (self.block + 1, next.text(), 0);
            }
        }
        Anchor { block: self.block as u32, byte: self.byte as u32 }
    }

    fn skip(&mut self, what: impl Fn(char) -> bool) {
        let rest = self.rest();
        self.byte += rest.len() - rest.trim_start_matches(what).len();
    }

    /// Passes the text of a line. Returns `false` if it is not there.
    fn pass(&mut self, line: &str) -> bool {
        if self.rest().starts_with(line) {
            self.byte += line.len();
            return true;
        }
        Clean::line(line).split_whitespace().all(|word| {
            word.chars().all(|expected| {
                self.skip(char::is_whitespace);
                let is_there = self.rest().starts_with(expected);
                self.byte += if is_there { expected.len_utf8() } else { 0 };
                is_there
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::page::source::plain::source_document;
    use crate::document::{BodyKind, read};

    /// The text at the place of each line, up to its end.
    fn shown(source: &str, body: &str, document: &Document) -> Vec<String> {
        let lines = FileLines::of(source, body, document);
        let text = |place: Anchor| document.blocks[place.block as usize].text()[place.byte as usize..].to_owned();
        (1..=lines.count())
            .map(|line| text(lines.place(line).unwrap()).lines().next().unwrap_or_default().to_owned())
            .collect()
    }

    #[test]
    fn each_line_of_plain_text_has_its_place() {
        let wrapped = "The lines of this paragraph were wrapped by an editor at a width of\nseventy cells or so, and may \
                       be set at any other width without a loss\nof meaning.\n";
        for (body, kind, expected) in [
            (
                "a   1\n\n  b   2\n\n\nProse.\nMore.\n",
                BodyKind::Text,
                &["a   1", "", "  b   2", "Prose.", "Prose.", "Prose.", "More."][..],
            ),
            ("a\tb\n\nc\n", BodyKind::Source("log"), &["a\tb", "", "c"]),
            ("一\u{7}二\n\n三\r\n四", BodyKind::Text, &["一二", "三", "三", "四"]),
            ("a <b> &amp;\n& c\n", BodyKind::Text, &["a <b> &amp;", "& c"]),
            ("", BodyKind::Text, &[]),
            ("# One\n\ntwo\n", BodyKind::Markdown, &[]),
        ] {
            let (document, _) = read(body, kind);
            assert_eq!(shown(body, body, &document), expected, "{body:?}");
        }
        let (document, _) = read(wrapped, BodyKind::Text);
        let places = shown(wrapped, wrapped, &document);
        assert!(places[1].starts_with("seventy cells") && places[2] == "of meaning.", "{places:?}");
    }

    #[test]
    fn the_lines_of_the_source_begin_with_the_front_matter() {
        let source = format!("---\ntitle: a\n---\n{}", "\nline\n".repeat(300));
        let document = source_document(&source);
        let lines = FileLines::of(&source, &source, &document);
        let expected: Vec<&str> = source.lines().collect();
        assert_eq!(shown(&source, &source, &document), expected);
        for line in 1..=lines.count() {
            assert_eq!(lines.line(lines.place(line).unwrap()), Some(line), "{line}");
        }
        let body = "text\nmore\n";
        let (document, _) = read(body, BodyKind::Text);
        let lines = FileLines::of(&format!("---\ntitle: a\n---\n{body}"), body, &document);
        let at = |byte| Anchor { block: 0, byte };
        assert_eq!([1, 3, 4, 5, 99].map(|line| lines.place(line).unwrap()), [0, 0, 0, 5, 5].map(at));
        assert_eq!([0, 3, 5, 8].map(|byte| lines.line(at(byte)).unwrap()), [4, 4, 5, 5]);
    }

    proptest::proptest! {
        #[test]
        fn every_plain_text_has_lines(body in "[a-c 字<&*\\t\\n　.>-]{0,200}") {
            let (document, _) = read(&body, BodyKind::Text);
            proptest::prop_assert_eq!(FileLines::of(&body, &body, &document).count(), body.lines().count());
        }
    }
}
