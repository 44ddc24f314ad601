//! Bodies in the dialects they are written in: template tags and Markdown to HTML.

pub(in crate::document) mod code;
pub(in crate::document) mod flavour;
pub(in crate::document) mod kind;
pub(in crate::document) mod limit;
pub(in crate::document) mod markdown;
pub(in crate::document) mod shortcode;
