//! The language that a block is set in.

use crate::document::{Block, Document};
use crate::text::{Clean, Language};

/// The language of a block: its own, else the article's, else the document's, else the one detected from its text.
pub(in crate::typeset) fn language_of(document: &Document, block: &Block, article: Language) -> Language {
    let declared = |tag: &Option<Clean>| tag.as_ref().map(|tag| Language::from_tag(tag));
    match (declared(&block.lang), article, declared(&document.lang)) {
        (Some(own), ..) => own,
        (None, Language::Other, Some(whole)) if whole != Language::Other => whole,
        (None, Language::Other, _) => Language::detect(block.text()),
        (None, article, _) => article,
    }
}
