//! Texts that are shown as they are.

use crate::document::{Block, BlockKind, Document, Inline};
use crate::text::{Clean, Profile};

/// The cells between tab stops, as in the typesetter.
const TAB: usize = 8;

/// A text shown verbatim: code blocks of 200 lines each, so that a long text can be composed in pieces.
pub fn source_document(text: &str) -> Document {
    const LINES: usize = 200;
    let mut document = Document { is_plain: true, ..Document::default() };
    let lines: Vec<&str> = text.lines().collect();
    for piece in lines.chunks(LINES) {
        let inline = Inline::plain(Clean::text(&piece.join("\n")));
        document.blocks.push(Block::new(BlockKind::Code(None), inline));
    }
    document
}

/// The cells of the longest preformatted line of plain text or source; 0 for other documents. At most [`u16::MAX`].
pub(in crate::app) fn widest_line(document: &Document, profile: Profile) -> u16 {
    let mut widest = 0;
    let blocks = document.blocks.iter().filter(|block| document.is_plain && matches!(block.kind, BlockKind::Code(_)));
    for line in blocks.flat_map(|block| block.text().lines()) {
        // No character except a tab has more cells than bytes, so most lines are not measured.
        if line.len() > widest || line.contains('\t') {
            let add = |column: usize, part: &str| column + profile.width(part);
            let mut parts = line.split('\t');
            let first = add(0, parts.next().unwrap_or_default());
            widest = widest.max(parts.fold(first, |column, part| add((column / TAB + 1) * TAB, part)));
        }
    }
    u16::try_from(widest).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{BodyKind, read};

    #[test]
    fn the_widest_line_is_a_preformatted_one_of_plain_text() {
        let prose = "Prose that is much wider than any of the columns in this text, and whose lines mean nothing.";
        let columns = "a   1\nbcd     字字\n";
        for (body, kind, expected) in [
            (format!("{prose}\n\n{columns}"), BodyKind::Text, 12),
            (columns.to_owned(), BodyKind::Source("log"), 12),
            ("ab\tc\nabcdefgh\tc\n".to_owned(), BodyKind::Source("csv"), 17),
            (format!("```\n{columns}```\n"), BodyKind::Markdown, 0),
            (prose.to_owned(), BodyKind::Text, 0),
        ] {
            let (document, _) = read(&body, kind);
            assert_eq!(widest_line(&document, Profile::default()), expected, "{body:?}");
        }
        assert_eq!(widest_line(&source_document("字字\n\nabcde\n"), Profile::default()), 5);
        assert_eq!(widest_line(&source_document(&"a".repeat(70_000)), Profile::default()), u16::MAX);
    }
}
