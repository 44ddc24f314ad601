//! Known tags: what each of their parameters says to a reader, and what that becomes.

mod given;
mod guess;
mod markup;
mod media;
mod part;
mod picture;
mod role;
mod table;

pub(in crate::document::dialect::shortcode) use given::Given;
pub(in crate::document::dialect::shortcode) use guess::{link, picture, post_link};
pub(in crate::document::dialect::shortcode) use markup::{anchor, inline};
pub(in crate::document::dialect::shortcode) use media::player;
pub(in crate::document::dialect::shortcode) use part::{PARTS, part};
pub(in crate::document::dialect::shortcode) use picture::{Picture, carousel};
pub(in crate::document::dialect::shortcode) use role::{Role, Shape};
pub(in crate::document::dialect::shortcode) use table::{Section, Tag, find};
