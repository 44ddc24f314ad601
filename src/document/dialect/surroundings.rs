//! What a body is read with.

use crate::document::dialect::flavour::Flavour;
use crate::document::dialect::math::Math;

/// What a body is read with: options, and what its page and its site say.
#[derive(Clone, Copy, Debug, Default)]
pub struct Surroundings {
    /// Options for Markdown.
    pub markdown: Flavour,
    /// What is known of its formulas.
    pub math: Math,
}
