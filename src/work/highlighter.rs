//! Tokens for the code of a document, after its first screen.

use std::sync::Arc;

use crate::document::{BlockKind, Document};
use crate::highlight::Grammars;
use crate::typeset::{PreparedBlock, Tokens};

/// Of a document so many bytes of code are looked at: grammars read about 200 kB a second.
const MOST: usize = 256 << 10;

/// The blocks of a document with the tokens of their code; none where there are no tokens or something newer is asked for.
pub fn highlighted(
    document: &Document,
    plain: &Arc<[PreparedBlock]>,
    goes_on: &dyn Fn() -> bool,
) -> Option<Arc<[PreparedBlock]>> {
    let mut grammars = None;
    let mut left = MOST;
    let mut body = plain.to_vec();
    let mut any = false;
    for (block, prepared) in document.blocks.iter().zip(&mut body) {
        let BlockKind::Code(Some(language)) = &block.kind else { continue };
        if !goes_on() {
            return None;
        }
        let Some(rest) = left.checked_sub(block.text().len()) else { continue };
        let grammars = grammars.get_or_insert_with(Grammars::load);
        let tokens = Tokens::from(grammars.tokens(language, block.text(), goes_on));
        if !tokens.is_empty() {
            left = rest;
            any = true;
            *prepared = std::mem::take(prepared).highlighted(tokens);
        }
    }
    (any && goes_on()).then(|| body.into())
}
