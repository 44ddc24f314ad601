//! What a body is read with.

use crate::document::dialect::flavour::Flavour;
use crate::document::dialect::math::Math;
use crate::document::dialect::site::Site;
use crate::document::dialect::value::Value;

/// What a body is read with: options, and what its page and its site say.
#[derive(Clone, Copy, Debug, Default)]
pub struct Surroundings<'a> {
    /// Options for Markdown.
    pub markdown: Flavour,
    /// What is known of its formulas.
    pub math: Math,
    /// The front matter of its page, a map.
    pub page: Option<&'a Value>,
    /// Its site.
    pub site: Option<&'a Site>,
}
