//! Ids for headings without one, generated like GitHub's.

use rustc_hash::FxHashMap;

use crate::document::model::{Anchor, BlockKind, Document};
use crate::text::slug;

/// Gives every heading the id that Markdown links expect. Ids in the source take precedence.
pub(in crate::document) fn name_headings(document: &mut Document) {
    let mut seen: FxHashMap<String, u32> = FxHashMap::default();
    for (at, block) in document.blocks.iter().enumerate() {
        if !matches!(block.kind, BlockKind::Heading(_)) {
            continue;
        }
        let slug = slug(block.text());
        let count = seen.entry(slug.clone()).or_default();
        let id = if *count == 0 { slug } else { format!("{slug}-{count}") };
        *count += 1;
        let anchor = Anchor { block: at as u32, byte: 0 };
        document.ids.entry(id.into()).or_insert(anchor);
    }
}
