//! Pictures, players, embedded pages, form controls and drawings.

mod address;
mod drawing;
mod img;
mod picture;
mod player;

pub(in crate::document) use address::{percent_decode, without_mark};
pub(in crate::document) use img::Origin;
pub(in crate::document) use player::is_control;
