//! Any text is a document, as HTML and as Markdown, whose parts fit together.
#![no_main]

use std::ops::Range;

use inkstone::document::{Block, BlockKind, BodyKind, Document, body_kind, read};
use inkstone::text::Clean;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    body_kind(&text, None);
    for kind in [BodyKind::Html, BodyKind::Markdown] {
        let (document, problems) = read(&text, kind);
        check(&document);
        for problem in &problems {
            assert!(problem.line.is_none_or(|line| line >= 1), "{problem:?}");
        }
    }
});

fn check(document: &Document) {
    for (number, frame) in document.frames.iter().enumerate() {
        assert!(frame.parent.is_none_or(|parent| (parent.0 as usize) < number));
    }
    for block in &document.blocks {
        check_block(document, block);
    }
    for (id, anchor) in &document.ids {
        let block = document.blocks.get(anchor.block as usize).unwrap_or_else(|| panic!("{id}: no such block"));
        assert!(block.text().is_char_boundary(anchor.byte as usize), "{id}");
    }
    assert!(document.blocks.iter().all(|block| block.text() == &*Clean::text(block.text())));
}

fn check_block(document: &Document, block: &Block) {
    let text = block.text();
    let lies_within = |range: &Range<u32>| text.get(range.start as usize..range.end as usize).is_some();
    assert!(block.frame.is_none_or(|frame| (frame.0 as usize) < document.frames.len()));
    let mut at = 0;
    for span in &block.inline.spans {
        assert!(span.range.start >= at && span.range.start < span.range.end, "{span:?} at {at}");
        assert!(lies_within(&span.range), "{span:?}");
        assert!(span.link.is_none_or(|link| (link.0 as usize) < document.links.len()));
        assert!(span.image.is_none_or(|image| (image.0 as usize) < document.images.len()));
        at = span.range.end;
    }
    if let BlockKind::Table(table) = &block.kind {
        assert!(table.head <= table.rows.len());
        let mut at = 0;
        for cell in table.rows.iter().flatten() {
            assert!(cell.range.start >= at && lies_within(&cell.range), "{cell:?} at {at}");
            assert!(cell.columns >= 1 && cell.rows >= 1);
            at = cell.range.end;
        }
    }
}
