//! Highlights the code of a document, after its first screen is shown.

use std::sync::Arc;

use crate::document::{BlockKind, Document};
use crate::highlight::Grammars;
use crate::typeset::{PreparedBlock, Tokens};

/// How many bytes of code are highlighted in one document: grammars read about 200 kB a second.
const MOST: usize = 256 << 10;

/// Returns the blocks of a document with the tokens of their code; `None` if there are no tokens, or once `is_wanted`
/// is false.
pub fn highlighted(
    document: &Document,
    plain: &Arc<[PreparedBlock]>,
    is_wanted: &dyn Fn() -> bool,
) -> Option<Arc<[PreparedBlock]>> {
    let mut grammars = None;
    let mut left = MOST;
    let mut body = plain.to_vec();
    let mut any = false;
    for (block, prepared) in document.blocks.iter().zip(&mut body) {
        let BlockKind::Code(Some(language)) = &block.kind else { continue };
        if !is_wanted() {
            return None;
        }
        let Some(rest) = left.checked_sub(block.text().len()) else { continue };
        let grammars = grammars.get_or_insert_with(Grammars::load);
        let tokens = Tokens::from(grammars.tokens(language, block.text(), is_wanted));
        if !tokens.is_empty() {
            left = rest;
            any = true;
            *prepared = std::mem::take(prepared).highlighted(tokens);
        }
    }
    (any && is_wanted()).then(|| body.into())
}
