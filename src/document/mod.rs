//! The content of an article: its body as blocks of styled text, read from any HTML or Markdown without failing.

mod alerts;
mod build;
mod counts;
mod css;
mod dialect;
mod html;
mod model;
mod plain;
mod read;
mod write;

pub use counts::Counts;
pub use dialect::flavour::Flavour;
pub use dialect::kind::{body_kind, is_html_extension};
pub use dialect::math::Math;
pub use dialect::plain_text::is_plain_text;
pub use dialect::site::{Engine, Site};
pub use dialect::source_code::{language_of_name, language_of_text};
pub use dialect::surroundings::Surroundings;
pub use dialect::value::Value;
pub use model::{
    Align, Anchor, Block, BlockKind, BodyKind, Cell, Document, Frame, FrameId, FrameKind, Image, ImageId, Inline, Link,
    LinkId, Marker, Markup, Span, Style, Table, is_web,
};
pub use read::{expand, is_well_formed, read, read_in};

#[cfg(test)]
mod formulas;
#[cfg(test)]
mod tests;
