//! Dialects of bodies: detects HTML and Markdown, replaces template tags, and converts Markdown to HTML.

pub(in crate::document) mod code;
pub(in crate::document) mod extensions;
pub(in crate::document) mod flavour;
pub(in crate::document) mod kind;
pub(in crate::document) mod limit;
pub(in crate::document) mod markdown;
pub(in crate::document) mod markup;
pub(in crate::document) mod math;
mod opaque;
pub(in crate::document) mod plain_text;
pub(in crate::document) mod shortcode;
pub(in crate::document) mod site;
pub(in crate::document) mod source_code;
pub(in crate::document) mod surroundings;
pub(in crate::document) mod value;
